"""Labels of assets: what stands on one, which sheets an office has, and the sheets as PDF."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session, col, select

from inventory.models.asset import Asset
from inventory.models.site import Office, Site
from inventory.queries.assets import seen
from inventory.queries.sight import Sight
from netops.book.kinds import FUNDS
from netops.models.job import StoredSetting
from office.labels.drawing import Label, labels_pdf
from office.labels.grid import USUAL, Grid
from service.columns import utc_now
from service.i18n import N_
from service.refusal import MissingError, refuse

KEY: Final = "label_sheets"
MOST_LABELS: Final = 2000  # of one file: more take longer to draw than a person waits
MOST_SHEETS: Final = 10


class Sheets(BaseModel):
    """The sheets that an office bought beside the usual ones. The first of all is offered first."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    own: tuple[Grid, ...] = Field(default=(), max_length=MOST_SHEETS)

    @property
    def all(self) -> tuple[Grid, ...]:
        """The office's own before the usual ones."""
        return (*self.own, *(grid for grid in USUAL if grid not in self.own))

    def named(self, key: str) -> Grid:
        """RefusedError where there is no such sheet."""
        for grid in self.all:
            if grid.key == key:
                return grid
        raise refuse("sheet", N_("Choose one"))


def load_sheets(session: Session, office_id: int) -> Sheets:
    """In force for an office."""
    row = _row(session, office_id)
    return Sheets() if row is None else Sheets.model_validate(row.value)


def store_sheets(session: Session, office_id: int, sheets: Sheets) -> None:
    """From now on. The caller commits."""
    row = _row(session, office_id) or StoredSetting(office_id=office_id, key=KEY)
    row.value, row.changed_at = sheets.model_dump(mode="json"), utc_now()
    session.add(row)
    session.flush()


def _row(session: Session, office_id: int) -> StoredSetting | None:
    wanted = select(StoredSetting).where(StoredSetting.office_id == office_id, StoredSetting.key == KEY)
    return session.exec(wanted).first()


def address_of(asset: Asset, base_url: str) -> str:
    """What the camera reads. By id, since numbers are unique within their owner only, and short, for larger dots."""
    return f"{base_url}/a/{asset.id}"


def assets_of(session: Session, sight: Sight, ids: Sequence[int]) -> list[Asset]:
    """These cards in this order; MissingError where one may not be seen, RefusedError of none or too many."""
    if not ids:
        raise refuse("", N_("There is nothing to print"))
    if len(ids) > MOST_LABELS:
        raise refuse("", N_("More than %(most)s labels: narrow the list"), most=MOST_LABELS)
    found = {row.id: row for row in session.exec(select(Asset).where(col(Asset.id).in_(ids), seen(sight)))}
    if len(found) < len(set(ids)):
        raise MissingError("asset")
    return [found[row_id] for row_id in ids]


def draw(
    session: Session, assets: Sequence[Asset], grid: Grid, *, start: int, base_url: str, made_at: datetime
) -> bytes:
    """The sheets; RefusedError when `start` is no place on one."""
    if not 1 <= start <= grid.count:
        raise refuse("start", N_("A number from 1 to %(count)s"), count=grid.count)
    owners = _owners(session, assets)
    labels = [
        Label(
            address=address_of(asset, base_url),
            head=owners[asset.site_id],
            number=asset.number,
            name=asset.name,
            foot=FUNDS[asset.fund],
        )
        for asset in assets
    ]
    return labels_pdf(labels, grid, start=start, made_at=made_at)


def _owners(session: Session, assets: Sequence[Asset]) -> Mapping[int | None, str]:
    wanted = {asset.site_id for asset in assets if asset.site_id is not None}
    office = session.get_one(Office, assets[0].office_id).name
    rows = session.exec(select(Site.id, Site.name).where(col(Site.id).in_(wanted)))
    return {None: office, **dict(rows.all())}
