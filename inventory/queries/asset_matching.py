"""What the asset book and the network say of one another, as far as a reader sees, without what was let stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import and_, or_
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from inventory.assets.reconcile import Difference, Found, InBook, InNetwork, reconcile
from inventory.models.asset import Asset, AssetIgnored, Standing
from inventory.models.device import Device
from inventory.models.outage import CurrentState, Subject
from inventory.models.site import Site, SiteKind
from inventory.queries.assets import seen
from inventory.queries.sight import Sight
from inventory.store.asset_matching import LONGEST_EVIDENCE
from service.refusal import _

DIFFERENCE_WORDS: Final = {
    Difference.ELSEWHERE: _("seen at another unit"),
    Difference.SERIAL: _("another serial number"),
    Difference.LINK: _("one serial number, not linked"),
    Difference.NOT_IN_BOOK: _("not in the book"),
    Difference.NOT_SEEN: _("not seen any more"),
    Difference.MODEL: _("another model"),
}


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the worklist. `owner` and `stands_at` are None where it is the office."""

    found: Found
    asset: Asset | None
    owner: Site | None
    device: Device | None
    stands_at: Site | None


def worklist(session: Session, sight: Sight, *, now: datetime, unseen_days: int) -> list[Found]:
    """All that is to be settled, the most pressing first."""
    devices = _devices(session, sight)
    found = reconcile(_cards(session, sight), devices, now=now, unseen_days=unseen_days)
    let_stand = _ignored(session, sight.office_id)
    return [one for one in found if (*_key(one), one.evidence[:LONGEST_EVIDENCE]) not in let_stand]


_TOLD: Final = ("id", "site_id", "serial", "model", "device_id")  # in the order of InBook


def _cards(session: Session, sight: Sight) -> list[InBook]:
    """Those that may be a device: linked, or with a serial number."""
    wanted = select_columns(*(col(getattr(Asset, name)) for name in _TOLD)).where(
        seen(sight),
        col(Asset.standing) != Standing.DISPOSED,
        or_(col(Asset.device_id).is_not(None), col(Asset.serial) != ""),
    )
    return [InBook(*said) for said in session.execute(wanted)]


def _devices(session: Session, sight: Sight) -> list[InNetwork]:
    """What stands at the office's own place is the office's."""
    state = and_(col(CurrentState.subject) == Subject.DEVICE, col(CurrentState.subject_id) == Device.id)
    wanted = (
        select(Device, Site.kind, CurrentState.last_up_at)
        .join(Site, col(Site.id) == Device.site_id)
        .outerjoin(CurrentState, state)
        .where(sight.sites(), col(Device.archived_at).is_(None))
    )
    # A card of another unit names it: what is to be settled there is not a school's to see.
    if sight.site_id is not None:
        linked = select(Asset.device_id).where(col(Asset.device_id).is_not(None), Asset.unit != sight.site_id)
        wanted = wanted.where(col(Device.id).not_in(linked))
    return [
        InNetwork(
            device.id or 0,
            None if kind is SiteKind.OFFICE else device.site_id,
            device.serial,
            device.model,
            max((at for at in (up_at, device.facts_at) if at is not None), default=None),
        )
        for device, kind, up_at in session.exec(wanted)
    ]


def _ignored(session: Session, office_id: int) -> set[tuple[str, int | None, int | None, str]]:
    rows = session.exec(select(AssetIgnored).where(AssetIgnored.office_id == office_id))
    return {(row.kind, row.asset_id, row.device_id, row.evidence) for row in rows}


def _key(one: Found) -> tuple[str, int | None, int | None]:
    return one.kind.value, one.asset_id, one.device_id


def named(session: Session, found: Sequence[Found]) -> list[Item]:
    """With the rows that they are about: of one page, since there may be thousands in all."""
    assets = {
        row.id: row for row in session.exec(select(Asset).where(col(Asset.id).in_([one.asset_id for one in found])))
    }
    devices = {
        row.id: row for row in session.exec(select(Device).where(col(Device.id).in_([one.device_id for one in found])))
    }
    places = {asset.site_id for asset in assets.values()} | {device.site_id for device in devices.values()}
    sites = {row.id: row for row in session.exec(select(Site).where(col(Site.id).in_(places - {None})))}
    items = []
    for one in found:
        asset, device = assets.get(one.asset_id), devices.get(one.device_id)
        owner = sites.get(asset.site_id) if asset is not None else None
        items.append(Item(one, asset, owner, device, sites.get(device.site_id) if device is not None else None))
    return items
