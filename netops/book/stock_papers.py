"""The stock card (บัญชีวัสดุ) of one item, and the balance of all on 30 September (รายงานวัสดุคงเหลือ)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from sqlmodel import Session

from inventory.models.site import Office
from inventory.models.stock import MoveKind
from inventory.queries.sight import Sight
from inventory.queries.stock import Card, OnHand
from inventory.queries.stock import Line as StockLine
from netops.book.cells import NOTHING, SMALL_PT, Cell, code, figures, money
from netops.book.making import MOST_ENTRIES, Made
from netops.models.paper import Paper
from netops.papers.making import Order, make_paper
from office.document.cells import Day
from office.document.content import Align, Column, Document, KeyValues, Paragraph, Section, Table
from office.document.letter import centred
from office.template.filling import Filling
from office.template.placeholders import Placeholder
from office.thai_date import long_date
from service.i18n import N_
from service.papers.kind import About, PaperData, PaperKind
from service.refusal import refuse


class CardLine(PaperData):
    """One move: `quantity` came in, or went out at `cost_satang`; `value_satang` is what was worth the rest."""

    day: date
    whom: str = ""
    document_no: str = ""
    is_receipt: bool
    quantity: int
    cost_satang: int
    balance: int
    value_satang: int
    note: str = ""


class StockCard(PaperData):
    """บัญชีวัสดุ of one item."""

    office: str
    owner: str
    code: str
    name: str
    unit_word: str = ""
    minimum: int = 0
    place: str = ""
    lines: tuple[CardLine, ...] = ()
    thai_numerals: bool = True


class BalanceEntry(PaperData):
    """What was there of one item."""

    code: str
    name: str
    owner: str
    unit_word: str = ""
    balance: int
    value_satang: int


class StockBalance(PaperData):
    """Everything that was there on a day."""

    office: str
    owner: str
    as_of: date
    entries: tuple[BalanceEntry, ...]
    thai_numerals: bool = True


def make_stock_card(session: Session, found: Card, made: Made) -> Paper:
    """The card with all its lines. The caller commits."""
    item = found.item
    office = session.get_one(Office, item.office_id).name
    value, lines = 0, []
    for line in found.lines:
        move = line.move
        value += move.cost_satang if move.kind is MoveKind.RECEIPT else -move.cost_satang
        lines.append(_line(line, value))
    data = StockCard(
        **item.model_dump(include={"code", "name", "unit_word", "minimum", "place"}),
        office=office,
        owner=found.site.name if found.site else office,
        lines=tuple(lines),
    )
    order = Order(office_id=item.office_id, at=made.at, site_id=item.site_id, made_by=made.by)
    return make_paper(session, STOCK_CARD, data, order)


def _line(line: StockLine, value: int) -> CardLine:
    move = line.move
    names = [line.site.name if line.site else "", line.device.name if line.device else "", move.counterpart]
    return CardLine(
        day=move.moved_on,
        whom=" ".join(name for name in names if name),
        document_no=move.document_no,
        is_receipt=move.kind is MoveKind.RECEIPT,
        quantity=move.quantity,
        cost_satang=move.cost_satang,
        balance=move.balance,
        value_satang=value,
        note=move.note,
    )


def make_stock_balance(session: Session, sight: Sight, found: Sequence[OnHand], day: date, made: Made) -> Paper:
    """What was there on a day, without what had run out. RefusedError of nothing, or of more than a paper holds."""
    kept = [one for one in found if one.balance]
    if not kept:
        raise refuse("", N_("There is nothing to print"))
    if len(kept) > MOST_ENTRIES:
        raise refuse("", N_("More than %(most)s cards: narrow the list, or take the Excel file"), most=MOST_ENTRIES)
    office = session.get_one(Office, sight.office_id).name
    owners = [one.site.name if one.site else office for one in kept]
    entries = tuple(
        BalanceEntry(
            **one.item.model_dump(include={"code", "name", "unit_word"}),
            owner=owner,
            balance=one.balance,
            value_satang=one.value_satang,
        )
        for one, owner in zip(kept, owners, strict=True)
    )
    owner = owners[0] if len(set(owners)) == 1 else f"{office} และหน่วยงานในสังกัด"
    order = Order(office_id=sight.office_id, at=made.at, site_id=sight.site_id, made_by=made.by)
    data = StockBalance(office=office, owner=owner, as_of=day, entries=entries)
    return make_paper(session, STOCK_BALANCE, data, order)


def _card_table(data: StockCard) -> Table:
    return Table(
        columns=(
            Column(title="วัน เดือน ปี", width=1.1, whole=True),
            Column(title="รับจาก/จ่ายให้", width=2.2),
            Column(title="เลขที่เอกสาร", width=1.2),
            figures("รับ", data.unit_word, 0.8),
            figures("ราคารับ", "บาท", 1.2),
            figures("จ่าย", data.unit_word, 0.8),
            figures("ราคาจ่าย", "บาท", 1.2),
            figures("คงเหลือ", data.unit_word, 0.8),
            figures("ราคาคงเหลือ", "บาท", 1.2),
            Column(title="หมายเหตุ", width=1.4),
        ),
        rows=tuple(_card_row(line) for line in data.lines),
        size_pt=SMALL_PT,
    )


def _card_row(line: CardLine) -> tuple[Cell, ...]:
    moved: tuple[Cell, Cell] = (line.quantity, money(line.cost_satang))
    nothing: tuple[Cell, Cell] = (NOTHING, NOTHING)
    into, out = (moved, nothing) if line.is_receipt else (nothing, moved)
    named = (Day(day=line.day), line.whom or NOTHING, code(line.document_no))
    return (*named, *into, *out, line.balance, money(line.value_satang), line.note)


def _card_shipped() -> Document:
    head = KeyValues(
        rows=(
            ("ส่วนราชการ", "{{ office }}"),
            ("หน่วยงาน", "{{ owner }}"),
            ("รหัส", "{{ code }}"),
            ("รายการ", "{{ name }}"),
            ("หน่วยนับ", "{{ unit_word }}"),
            ("จำนวนอย่างต่ำ", "{{ minimum }}"),
            ("ที่เก็บ", "{{ place }}"),
        ),
        label_share=0.2,
    )
    how = Paragraph(text="คิดราคาวัสดุที่จ่ายโดยวิธีเข้าก่อนออกก่อน", space_before_pt=4)
    blocks = (centred("บัญชีวัสดุ"), head, Paragraph(text="{{ block: lines }}"), how)
    return Document(title="บัญชีวัสดุ", sections=(Section(blocks=blocks, landscape=True),), thai_numerals=True)


def _card_fill(data: StockCard, _about: About) -> Filling:
    return Filling(
        title=f"บัญชีวัสดุ {data.code} {data.name}",
        author=data.office,
        texts={
            **{name: getattr(data, name) for name in ("office", "owner", "code", "name", "unit_word", "place")},
            "minimum": str(data.minimum),
        },
        blocks={"lines": (_card_table(data),)},
        thai_numerals=data.thai_numerals,
    )


def _card_sample() -> StockCard:
    office = "สำนักงานเขตพื้นที่การศึกษาตัวอย่าง"
    line = CardLine(
        day=date(2026, 11, 2), is_receipt=True, quantity=5, cost_satang=1_000_000, balance=5, value_satang=1_000_000
    )
    return StockCard(
        office=office, owner=office, code="SP-001", name="สวิตช์สำรอง 24 ช่อง", unit_word="เครื่อง", lines=(line,)
    )


STOCK_CARD: Final = PaperKind(
    key="stock_card",
    title=N_("Stock card"),
    data=StockCard,
    placeholders=(
        Placeholder("office", N_("Name of the office")),
        Placeholder("owner", N_("Unit that owns what is kept")),
        Placeholder("code", N_("Code of the item")),
        Placeholder("name", N_("Name of the item")),
        Placeholder("unit_word", N_("What it is counted in"), required=False),
        Placeholder("minimum", N_("How many there should be at least"), required=False),
        Placeholder("place", N_("Where it is kept"), required=False),
        Placeholder("lines", N_("The table of lines"), "block"),
    ),
    shipped=_card_shipped,
    fill=_card_fill,
    sample=_card_sample,
    series="asset_book",
)


def _balance_table(data: StockBalance) -> Table:
    return Table(
        columns=(
            Column(title="ที่", width=0.5, align=Align.RIGHT, whole=True),
            Column(title="รหัส", width=1.3),
            Column(title="รายการ", width=3.0),
            Column(title="หน่วยงาน", width=2.2),
            Column(title="หน่วยนับ", width=0.9),
            figures("คงเหลือ", width=0.9),
            figures("มูลค่า", "บาท", 1.3),
        ),
        rows=tuple(
            (at, code(one.code), one.name, one.owner, one.unit_word or NOTHING, one.balance, money(one.value_satang))
            for at, one in enumerate(data.entries, start=1)
        ),
        foot=(("", "รวม", "", "", "", "", money(sum(one.value_satang for one in data.entries))),),
    )


def _balance_shipped() -> Document:
    blocks = (
        centred("รายงานวัสดุคงเหลือ"),
        centred("{{ owner }}", size_pt=None),
        centred("ณ วันที่ {{ as_of }}", size_pt=None),
        Paragraph(text="{{ block: entries }}"),
    )
    section = Section(blocks=blocks, landscape=True)
    return Document(title="รายงานวัสดุคงเหลือ", sections=(section,), header="{{ office }}", thai_numerals=True)


def _balance_fill(data: StockBalance, _about: About) -> Filling:
    as_of = long_date(data.as_of)
    return Filling(
        title=f"รายงานวัสดุคงเหลือ {data.owner} ณ วันที่ {as_of}",
        author=data.office,
        texts={"office": data.office, "owner": data.owner, "as_of": as_of},
        blocks={"entries": (_balance_table(data),)},
        thai_numerals=data.thai_numerals,
    )


def _balance_sample() -> StockBalance:
    office = "สำนักงานเขตพื้นที่การศึกษาตัวอย่าง"
    entry = BalanceEntry(
        code="SP-001", name="สวิตช์สำรอง 24 ช่อง", owner=office, unit_word="เครื่อง", balance=5, value_satang=1_000_000
    )
    return StockBalance(office=office, owner=office, as_of=date(2026, 9, 30), entries=(entry,))


STOCK_BALANCE: Final = PaperKind(
    key="stock_balance",
    title=N_("Balance of stock on 30 September"),
    data=StockBalance,
    placeholders=(
        Placeholder("office", N_("Name of the office")),
        Placeholder("owner", N_("Unit that owns what is kept")),
        Placeholder("as_of", N_("The day of which it is")),
        Placeholder("entries", N_("The table of what is on hand"), "block"),
    ),
    shipped=_balance_shipped,
    fill=_balance_fill,
    sample=_balance_sample,
    series="asset_book",
)
