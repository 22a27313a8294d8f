"""Papers of the asset book made from the stored cards, as of a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlmodel import Session, col, select

from inventory.assets.depreciation import Written
from inventory.assets.reckoning import judged, lines_of, year_of
from inventory.assets.terms import Untold
from inventory.models.asset import Asset
from inventory.models.site import Office, Site
from inventory.queries.assets import Card
from inventory.queries.sight import Sight
from inventory.store.asset_classes import book_of
from netops.book.figures import CardLine, Entry, Register, RegisterCard
from netops.book.kinds import REGISTER, REGISTER_CARD
from netops.models.paper import Paper
from netops.papers.making import Order, make_paper
from office.fiscal import FiscalYear
from service.i18n import N_
from service.refusal import refuse

MOST_ENTRIES: Final = 1000  # of one paper: a book of more pages is better a workbook
UNTOLD: Final = {
    Untold.NO_PRICE: "ไม่ทราบราคา จึงไม่คิดค่าเสื่อมราคา",
    Untold.NO_DAY: "ไม่ทราบวันที่ได้มา จึงไม่คิดค่าเสื่อมราคา",
    Untold.BELOW_THRESHOLD: "ครุภัณฑ์ต่ำกว่าเกณฑ์: ลงทะเบียนไว้ ไม่คิดค่าเสื่อมราคา",
    Untold.NO_TERM: "ไม่ได้กำหนดอายุการใช้งาน จึงไม่คิดค่าเสื่อมราคา",
    Untold.NOT_DEPRECIATED: "ประเภทนี้ไม่คิดค่าเสื่อมราคา",
}


@dataclass(frozen=True, slots=True)
class Made:
    """When, on which day of the office's own clock, and by whom a paper is made."""

    at: datetime
    today: date
    by: int | None


def make_card(session: Session, found: Card, made: Made) -> Paper:
    """The register card with its lines up to the day of making. The caller commits."""
    asset = found.asset
    office = session.get_one(Office, asset.office_id).name
    written = judged(asset, book_of(session, asset.office_id))
    lines = [line for line in lines_of(asset, written) if line.day <= made.today]
    data = RegisterCard(
        **asset.model_dump(include=set(RegisterCard.model_fields) - {"life_years"}),
        office=office,
        owner=found.site.name if found.site is not None else office,
        class_name=found.asset_class.name if found.asset_class is not None else "",
        described=described(asset),
        life_years=written.life_years if isinstance(written, Written) else None,
        rate_percent=written.rate_percent if isinstance(written, Written) else None,
        untold=UNTOLD[written] if isinstance(written, Untold) else "",
        until=made.today,
        lines=tuple(
            CardLine(
                day=line.day,
                year_satang=line.year_satang,
                accumulated_satang=line.accumulated_satang,
                net_satang=line.net_satang,
            )
            for line in lines
        ),
    )
    order = Order(office_id=asset.office_id, at=made.at, site_id=asset.site_id, made_by=made.by)
    return make_paper(session, REGISTER_CARD, data, order)


def described(asset: Asset) -> str:
    """Brand, model and serial number in one line."""
    serial = f"หมายเลขเครื่อง {asset.serial}" if asset.serial else ""
    return " ".join(part for part in (asset.brand, asset.model, serial) if part)


def make_register(session: Session, sight: Sight, ids: Sequence[int], made: Made) -> Paper:
    """The register of these cards as of the last 30 September. RefusedError of more than a paper holds, or of none."""
    if not ids:
        raise refuse("", N_("There is nothing to print"))
    if len(ids) > MOST_ENTRIES:
        raise refuse("", N_("More than %(most)s cards: narrow the list, or take the Excel file"), most=MOST_ENTRIES)
    office = session.get_one(Office, sight.office_id).name
    assets = {row.id: row for row in session.exec(select(Asset).where(col(Asset.id).in_(ids)))}
    kept = [assets[row_id] for row_id in ids]
    owners = _owners(session, kept)
    year = FiscalYear.of(made.today).preceding
    lines = year_of(kept, book_of(session, sight.office_id), year)
    entries = tuple(
        Entry(
            number=asset.number,
            name=asset.name,
            owner=owners.get(asset.site_id, office),
            acquired_on=asset.acquired_on,
            quantity=asset.quantity,
            price_satang=asset.price_satang,
            accumulated_satang=lines[asset.id or 0].accumulated_satang if asset.id in lines else None,
            net_satang=lines[asset.id or 0].net_satang if asset.id in lines else None,
            standing=asset.standing,
            disposed_on=asset.disposed_on,
        )
        for asset in kept
    )
    units = {asset.site_id for asset in kept}
    owner = owners.get(next(iter(units)), office) if len(units) == 1 else f"{office} และหน่วยงานในสังกัด"
    data = Register(office=office, owner=owner, as_of=year.last, entries=entries)
    order = Order(office_id=sight.office_id, at=made.at, site_id=sight.site_id, made_by=made.by)
    return make_paper(session, REGISTER, data, order)


def _owners(session: Session, assets: Sequence[Asset]) -> dict[int | None, str]:
    sites = {asset.site_id for asset in assets if asset.site_id is not None}
    rows = session.exec(select(Site.id, Site.name).where(col(Site.id).in_(sites)))
    return dict(rows.all())
