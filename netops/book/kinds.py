"""The papers of the asset book: the register card of one asset, and the register of many. Their words are Thai."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

from inventory.models.asset import Fund, Standing
from netops.book.cells import NOTHING, SMALL_PT, Cell, figures, money
from netops.book.cells import day as day_cell
from netops.book.figures import CardLine, Entry, Register, RegisterCard
from office.document.cells import Day, Money, Number, Words
from office.document.content import Align, Column, Document, KeyValues, Paragraph, Section, Table
from office.document.letter import centred
from office.document.text import exact
from office.template.filling import Filling
from office.template.placeholders import Placeholder
from office.thai_date import long_date
from service.i18n import N_
from service.papers.kind import About, PaperKind

FUNDS: Final = {
    Fund.BUDGET: "งบประมาณ",
    Fund.OFF_BUDGET: "นอกงบประมาณ",
    Fund.DONATION: "เงินบริจาค/เงินช่วยเหลือ",
    Fund.OTHER: "อื่น ๆ",
}
STANDINGS: Final = {
    Standing.IN_USE: "ใช้งานได้",
    Standing.BROKEN: "ชำรุด",
    Standing.WORN: "เสื่อมสภาพ",
    Standing.LOST: "สูญหาย",
    Standing.LENT: "ให้ยืม",
    Standing.TO_DISPOSE: "รอจำหน่าย",
    Standing.DISPOSED: "จำหน่ายแล้ว",
}
_HOW: Final = "คิดค่าเสื่อมราคาวิธีเส้นตรง ปีแรกคิดตามจำนวนวัน คงเหลือมูลค่าหน่วยละ 1 บาท"


def _card_table(card: RegisterCard) -> Table:
    total = None if card.price_satang is None else card.price_satang * card.quantity
    rate: Cell = NOTHING if card.rate_percent is None else Number(value=card.rate_percent, decimals=2)
    acquired: tuple[Cell, ...] = (
        day_cell(card.acquired_on),
        Words(text=exact(card.document_no or NOTHING)),
        card.name,
        f"{card.quantity:,} {card.unit_word}".strip(),
        money(card.price_satang),
        money(total),
        card.life_years or NOTHING,
        rate,
        NOTHING,
        NOTHING,
        money(total),
        card.note,
    )
    return Table(
        columns=(
            Column(title="วัน เดือน ปี", width=1.15, whole=True),
            Column(title="ที่เอกสาร", width=1.2),
            Column(title="รายการ", width=2.3),
            figures("จำนวนหน่วย", width=0.95),
            figures("ราคา/หน่วย", "บาท", 1.2),
            figures("มูลค่ารวม", "บาท", 1.25),
            figures("อายุใช้งาน", "ปี", 0.75),
            figures("อัตราค่าเสื่อมราคา", "ร้อยละ", 0.95),
            figures("ค่าเสื่อมประจำปี", "บาท", 1.2),
            figures("ค่าเสื่อมสะสม", "บาท", 1.25),
            figures("มูลค่าสุทธิ", "บาท", 1.25),
            Column(title="หมายเหตุ", width=1.3),
        ),
        rows=(acquired, *(_card_line(line) for line in card.lines)),
        size_pt=SMALL_PT,
    )


def _card_line(line: CardLine) -> tuple[Cell, ...]:
    written = (money(line.year_satang), money(line.accumulated_satang), money(line.net_satang))
    return (Day(day=line.day), "", "ค่าเสื่อมราคาประจำปี", "", "", "", "", "", *written, "")


def _ticked(fund: Fund) -> str:
    return "   ".join(f"({'/' if one is fund else '  '}) {word}" for one, word in FUNDS.items())


def _condition(card: RegisterCard) -> str:
    when = f" เมื่อวันที่ {long_date(card.disposed_on)}" if card.disposed_on is not None else ""
    return f"{STANDINGS[card.standing]}{when}"


_CARD_LINES: Final = (
    ("ส่วนราชการ", "office"),
    ("หน่วยงานเจ้าของ", "owner"),
    ("ประเภท", "class"),
    ("รหัส (หมายเลขครุภัณฑ์)", "asset_number"),
    ("หมายเลขในระบบ GFMIS", "gfmis"),
    ("ลักษณะ/คุณสมบัติ รุ่น/แบบ", "described"),
    ("สถานที่ตั้ง/ผู้รับผิดชอบ", "place"),
    ("ชื่อผู้ขาย/ผู้รับจ้าง/ผู้บริจาค", "supplier"),
    ("ที่อยู่ โทรศัพท์", "supplier_reached"),
    ("ประเภทเงิน", "fund"),
    ("วิธีการที่ได้มา", "method"),
    ("สภาพ", "condition"),
)


def _card_shipped() -> Document:
    head = KeyValues(rows=tuple((label, f"{{{{ {name} }}}}") for label, name in _CARD_LINES), label_share=0.25)
    blocks = (
        centred("ทะเบียนคุมทรัพย์สิน"),
        head,
        Paragraph(text="{{ block: lines }}"),
        Paragraph(text="{{ untold }}", space_before_pt=4),
        Paragraph(text="{{ until }}", space_before_pt=4),
    )
    section = Section(blocks=blocks, landscape=True)
    return Document(title="ทะเบียนคุมทรัพย์สิน", sections=(section,), thai_numerals=True)


def _card(data: RegisterCard, _about: About) -> Filling:
    where = " ".join(part for part in (data.place, data.custodian) if part)
    reached = " โทร. ".join(part for part in (data.supplier_address, data.supplier_phone) if part)
    contract = f" สัญญาเลขที่ {data.contract_no}" if data.contract_no else ""
    return Filling(
        title=f"ทะเบียนคุมทรัพย์สิน {data.number} {data.name}",
        author=data.office,
        texts={
            "office": data.office,
            "owner": data.owner,
            "class": data.class_name,
            "asset_number": exact(data.number),
            "gfmis": exact(data.gfmis_no),
            "described": exact(data.described),
            "place": where,
            "supplier": data.supplier,
            "supplier_reached": reached,
            "fund": _ticked(data.fund),
            "method": f"{data.method}{contract}".strip(),
            "condition": _condition(data),
            "untold": data.untold,
            "until": "" if data.untold else f"แสดงรายการถึงวันที่ {long_date(data.until)} {_HOW}",
        },
        blocks={"lines": (_card_table(data),)},
        thai_numerals=data.thai_numerals,
    )


def _card_sample() -> RegisterCard:
    return RegisterCard(
        office="สำนักงานเขตพื้นที่การศึกษาตัวอย่าง",
        owner="โรงเรียนบ้านตัวอย่าง",
        number="7440-016-0001/66",
        gfmis_no="100000000001",
        name="อุปกรณ์กระจายสัญญาณ 24 ช่อง",
        class_name="ครุภัณฑ์คอมพิวเตอร์",
        described="ตัวอย่าง SW-24 หมายเลขเครื่อง EXAMPLE0001",
        place="ห้องคอมพิวเตอร์",
        custodian="ครูตัวอย่าง ใจดี",
        supplier="ร้านตัวอย่าง",
        fund=Fund.BUDGET,
        method="เฉพาะเจาะจง",
        acquired_on=date(2022, 10, 1),
        document_no="ศธ 00000/1",
        quantity=1,
        unit_word="เครื่อง",
        price_satang=3_000_000,
        life_years=3,
        rate_percent=Decimal("33.33"),
        standing=Standing.IN_USE,
        until=date(2025, 9, 30),
        lines=(
            CardLine(day=date(2023, 9, 30), year_satang=1_000_000, accumulated_satang=1_000_000, net_satang=2_000_000),
            CardLine(day=date(2024, 9, 30), year_satang=1_000_000, accumulated_satang=2_000_000, net_satang=1_000_000),
            CardLine(day=date(2025, 9, 30), year_satang=999_900, accumulated_satang=2_999_900, net_satang=100),
        ),
    )


REGISTER_CARD: Final = PaperKind(
    key="asset_card",
    title=N_("Register card of an asset"),
    data=RegisterCard,
    placeholders=(
        Placeholder("office", N_("Name of the office")),
        Placeholder("owner", N_("Unit that owns the asset")),
        Placeholder("class", N_("Class of the asset"), required=False),
        Placeholder("asset_number", N_("Number of the asset")),
        Placeholder("gfmis", N_("Number in GFMIS"), required=False),
        Placeholder("described", N_("Brand, model and serial number"), required=False),
        Placeholder("place", N_("Place and custodian"), required=False),
        Placeholder("supplier", N_("Seller or donor"), required=False),
        Placeholder("supplier_reached", N_("Address and telephone of the seller or donor"), required=False),
        Placeholder("fund", N_("Kinds of money with a tick")),
        Placeholder("method", N_("Way of acquiring and contract"), required=False),
        Placeholder("condition", N_("Condition of the asset")),
        Placeholder("lines", N_("The table of twelve columns"), "block"),
        Placeholder("untold", N_("Why it is not depreciated"), required=False),
        Placeholder("until", N_("Until when the lines are, and how it was reckoned"), required=False),
    ),
    shipped=_card_shipped,
    fill=_card,
    sample=_card_sample,
    series="asset_book",  # bears no number
)


def _register_table(data: Register) -> Table:
    return Table(
        columns=(
            Column(title="ที่", width=0.5, align=Align.RIGHT, whole=True),
            Column(title="หมายเลขครุภัณฑ์", width=1.9),
            Column(title="รายการ", width=2.6),
            Column(title="หน่วยงานเจ้าของ", width=1.9),
            Column(title="วันที่ได้มา", width=1.1, whole=True),
            figures("จำนวน", width=0.7),
            figures("ราคา/หน่วย", "บาท", 1.2),
            figures("มูลค่ารวม", "บาท", 1.3),
            figures("ค่าเสื่อมสะสม", "บาท", 1.3),
            figures("มูลค่าสุทธิ", "บาท", 1.3),
            Column(title="สภาพ", width=1.0),
        ),
        rows=tuple(_entry(at, one) for at, one in enumerate(data.entries, start=1)),
        foot=(_sum_of(data),),
        size_pt=SMALL_PT,
    )


def _entry(at: int, one: Entry) -> tuple[Cell, ...]:
    named = (at, Words(text=exact(one.number)), one.name, one.owner, day_cell(one.acquired_on), one.quantity)
    amounts = (one.price_satang, one.total_satang, one.accumulated_satang, one.net_satang)
    return (*named, *(money(satang) for satang in amounts), STANDINGS[one.standing])


def _sum_of(data: Register) -> tuple[Cell, ...]:
    kept = [one for one in data.entries if not one.is_gone(data.as_of)]
    totals = (
        sum(one.total_satang or 0 for one in kept),
        sum(one.accumulated_satang or 0 for one in kept),
        # What is not written down keeps its price.
        sum((one.total_satang or 0) if one.net_satang is None else one.net_satang for one in kept),
    )
    pieces = sum(one.quantity for one in kept)
    label = "รวม" if len(kept) == len(data.entries) else "รวม (ไม่นับที่จำหน่ายแล้ว)"
    return ("", label, "", "", "", pieces, "", *(Money(satang=satang) for satang in totals), "")


def _register_shipped() -> Document:
    blocks = (
        centred("ทะเบียนครุภัณฑ์"),
        centred("{{ owner }}", size_pt=None),
        centred("ณ วันที่ {{ as_of }}", size_pt=None),
        Paragraph(text="{{ block: entries }}"),
    )
    section = Section(blocks=blocks, landscape=True)
    return Document(title="ทะเบียนครุภัณฑ์", sections=(section,), header="{{ office }}", thai_numerals=True)


def _register(data: Register, _about: About) -> Filling:
    as_of = long_date(data.as_of)
    return Filling(
        title=f"ทะเบียนครุภัณฑ์ {data.owner} ณ วันที่ {as_of}",
        author=data.office,
        texts={"office": data.office, "owner": data.owner, "as_of": as_of},
        blocks={"entries": (_register_table(data),)},
        thai_numerals=data.thai_numerals,
    )


def _register_sample() -> Register:
    entry = Entry(
        number="7440-016-0001/66",
        name="อุปกรณ์กระจายสัญญาณ 24 ช่อง",
        owner="โรงเรียนบ้านตัวอย่าง",
        acquired_on=date(2022, 10, 1),
        quantity=1,
        price_satang=3_000_000,
        accumulated_satang=2_999_900,
        net_satang=100,
        standing=Standing.IN_USE,
    )
    office = "สำนักงานเขตพื้นที่การศึกษาตัวอย่าง"
    return Register(office=office, owner=office, as_of=date(2025, 9, 30), entries=(entry,))


REGISTER: Final = PaperKind(
    key="asset_register",
    title=N_("Register of assets"),
    data=Register,
    placeholders=(
        Placeholder("office", N_("Name of the office")),
        Placeholder("owner", N_("Unit that owns the assets")),
        Placeholder("as_of", N_("The day of which it is")),
        Placeholder("entries", N_("The table of assets"), "block"),
    ),
    shipped=_register_shipped,
    fill=_register,
    sample=_register_sample,
    series="asset_book",
)
