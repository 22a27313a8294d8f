"""The register of assets below the threshold (ทะเบียนครุภัณฑ์ต่ำกว่าเกณฑ์) as of a 30 September."""

from __future__ import annotations

from datetime import date
from typing import Final

from sqlmodel import Session, col, select

from inventory.assets.reckoning import judged
from inventory.assets.terms import Untold
from inventory.models.asset import Asset, Standing
from inventory.models.site import Office, Site
from inventory.queries.assets import seen
from inventory.queries.sight import Sight
from inventory.store.asset_classes import book_of
from netops.book.cells import code, day, figures, money
from netops.book.kinds import STANDINGS
from netops.book.making import MOST_ENTRIES, Made
from netops.models.paper import Paper
from netops.papers.making import Order, make_paper
from office.baht import figures as baht
from office.document.content import Align, Column, Document, Paragraph, Section, Table
from office.document.letter import centred
from office.fiscal import FiscalYear
from office.template.filling import Filling
from office.template.placeholders import Placeholder
from office.thai_date import long_date
from service.i18n import N_
from service.papers.kind import About, PaperData, PaperKind
from service.refusal import refuse


class SmallEntry(PaperData):
    """One card that is registered and not depreciated."""

    number: str
    name: str
    owner: str
    acquired_on: date | None = None
    quantity: int
    price_satang: int
    place: str = ""
    standing: Standing


class BelowThreshold(PaperData):
    """All of them, as of a day. `threshold_satang` is the one that holds for what is acquired that day."""

    office: str
    owner: str
    as_of: date
    threshold_satang: int | None = None
    entries: tuple[SmallEntry, ...]
    thai_numerals: bool = True


def make_below_threshold(session: Session, sight: Sight, made: Made) -> Paper:
    """As of the last 30 September. Each is judged by the threshold of the day on which it was acquired. RefusedError of
    none, or of more than a paper holds.
    """
    as_of = FiscalYear.of(made.today).preceding.last
    book = book_of(session, sight.office_id)
    kept = [one for one in _there(session, sight, as_of) if judged(one, book) is Untold.BELOW_THRESHOLD]
    if not kept:
        raise refuse("", N_("There is nothing to print"))
    if len(kept) > MOST_ENTRIES:
        raise refuse("", N_("More than %(most)s cards: narrow the list, or take the Excel file"), most=MOST_ENTRIES)
    office = session.get_one(Office, sight.office_id).name
    names = select(Site.id, Site.name).where(col(Site.id).in_({one.site_id for one in kept}))
    owners: dict[int | None, str] = dict(session.exec(names).all())
    units = {one.site_id for one in kept}
    rule = book.rule_on(as_of)
    data = BelowThreshold(
        office=office,
        owner=owners.get(next(iter(units)), office) if len(units) == 1 else f"{office} และหน่วยงานในสังกัด",
        as_of=as_of,
        threshold_satang=rule.threshold_satang if rule is not None else None,
        entries=tuple(
            SmallEntry(
                **one.model_dump(include={"number", "name", "acquired_on", "quantity", "place", "standing"}),
                owner=owners.get(one.site_id, office),
                price_satang=one.price_satang or 0,
            )
            for one in kept
        ),
    )
    order = Order(office_id=sight.office_id, at=made.at, site_id=sight.site_id, made_by=made.by)
    return make_paper(session, BELOW_THRESHOLD, data, order)


def _there(session: Session, sight: Sight, as_of: date) -> list[Asset]:
    """What was acquired by a day and had not been disposed of."""
    gone = col(Asset.disposed_on)
    wanted = select(Asset).where(
        seen(sight),
        col(Asset.acquired_on) <= as_of,
        gone.is_(None) | (gone > as_of),
        col(Asset.price_satang).is_not(None),
    )
    return list(session.exec(wanted.order_by(col(Asset.unit), col(Asset.number))))


def _table(data: BelowThreshold) -> Table:
    return Table(
        columns=(
            Column(title="ที่", width=0.5, align=Align.RIGHT, whole=True),
            Column(title="วัน/เดือน/ปีที่ได้มา", width=1.2, whole=True),
            Column(title="รหัส", width=1.8),
            Column(title="รายการ", width=2.8),
            figures("จำนวน", width=0.8),
            figures("ราคา/หน่วย", "บาท", 1.1),
            Column(title="ใช้ประจำหน่วยงาน", width=2.2),
            Column(title="สถานะ", width=1.0),
        ),
        rows=tuple(
            (
                at,
                day(one.acquired_on),
                code(one.number),
                one.name,
                one.quantity,
                money(one.price_satang),
                f"{one.owner} {one.place}".strip(),
                STANDINGS[one.standing],
            )
            for at, one in enumerate(data.entries, start=1)
        ),
        foot=(_sums(data),),
        size_pt=12,
    )


def _sums(data: BelowThreshold) -> tuple[object, ...]:
    pieces = sum(one.quantity for one in data.entries)
    return ("", "", "", "รวม", pieces, money(sum(one.price_satang * one.quantity for one in data.entries)), "", "")


def _shipped() -> Document:
    blocks = (
        centred("ทะเบียนครุภัณฑ์ต่ำกว่าเกณฑ์"),
        centred("{{ owner }}", size_pt=None),
        centred("ณ วันที่ {{ as_of }}", size_pt=None),
        Paragraph(text="{{ block: entries }}"),
        Paragraph(text="{{ threshold }}", space_before_pt=4),
    )
    section = Section(blocks=blocks, landscape=True)
    return Document(title="ทะเบียนครุภัณฑ์ต่ำกว่าเกณฑ์", sections=(section,), header="{{ office }}", thai_numerals=True)


def _fill(data: BelowThreshold, _about: About) -> Filling:
    as_of = long_date(data.as_of)
    limit = data.threshold_satang
    said = (
        "" if limit is None else f"ครุภัณฑ์ที่มีราคาต่ำกว่าหน่วยละ {baht(limit)} บาท (ค่าที่หน่วยงานกำหนด) ลงทะเบียนไว้ ไม่คิดค่าเสื่อมราคา"
    )
    return Filling(
        title=f"ทะเบียนครุภัณฑ์ต่ำกว่าเกณฑ์ {data.owner} ณ วันที่ {as_of}",
        author=data.office,
        texts={"office": data.office, "owner": data.owner, "as_of": as_of, "threshold": said},
        blocks={"entries": (_table(data),)},
        thai_numerals=data.thai_numerals,
    )


def _sample() -> BelowThreshold:
    entry = SmallEntry(
        number="7440-017-0001/66",
        name="อุปกรณ์กระจายสัญญาณไร้สาย",
        owner="โรงเรียนบ้านตัวอย่าง",
        acquired_on=date(2022, 10, 1),
        quantity=1,
        price_satang=400_000,
        standing=Standing.IN_USE,
    )
    office = "สำนักงานเขตพื้นที่การศึกษาตัวอย่าง"
    as_of = date(2026, 9, 30)
    return BelowThreshold(office=office, owner=office, as_of=as_of, threshold_satang=1_000_000, entries=(entry,))


BELOW_THRESHOLD: Final = PaperKind(
    key="asset_below_threshold",
    title=N_("Register of assets below the threshold"),
    data=BelowThreshold,
    placeholders=(
        Placeholder("office", N_("Name of the office")),
        Placeholder("owner", N_("Unit that owns the assets")),
        Placeholder("as_of", N_("The day of which it is")),
        Placeholder("entries", N_("The table of assets"), "block"),
        Placeholder("threshold", N_("Below which price assets are not depreciated"), required=False),
    ),
    shipped=_shipped,
    fill=_fill,
    sample=_sample,
    series="asset_book",
)
