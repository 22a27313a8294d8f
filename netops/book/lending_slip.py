"""The lending slip (ใบยืมพัสดุ): who borrows which assets, until when, and what is promised."""

from __future__ import annotations

from datetime import date
from typing import Final

from netops.book.cells import code, hands
from office.document.content import Align, Column, Document, Paragraph, Section, Table
from office.document.letter import FIRST_LINE_CM, centred
from office.template.filling import Filling
from office.template.placeholders import Placeholder
from office.thai_date import long_date
from service.i18n import N_
from service.papers.kind import About, PaperData, PaperKind

_PROMISE: Final = (
    "ข้าพเจ้าจะดูแลรักษาพัสดุที่ยืมเป็นอย่างดีและส่งคืนในสภาพที่ใช้การได้เรียบร้อยตามกำหนด หากพัสดุชำรุดเสียหาย "
    "ใช้การไม่ได้ หรือสูญหาย ข้าพเจ้าจะซ่อมแซมแก้ไขให้คงสภาพเดิมโดยเสียค่าใช้จ่ายของตนเอง หรือชดใช้ตามระเบียบ"
)


class SlipItem(PaperData):
    """One asset of a slip. `returned` says in Thai how it came back; empty while it is out."""

    number: str
    name: str
    described: str = ""
    quantity: int = 1
    unit_word: str = ""
    returned: str = ""


class LendingSlip(PaperData):
    """All that a slip says."""

    office: str
    owner: str
    borrower: str
    borrower_position: str = ""
    borrower_unit: str = ""
    borrower_phone: str = ""
    purpose: str = ""
    lent_on: date
    due_on: date
    items: tuple[SlipItem, ...]
    thai_numerals: bool = True


def _table(data: LendingSlip) -> Table:
    return Table(
        columns=(
            Column(title="ที่", width=0.5, align=Align.RIGHT, whole=True),
            Column(title="หมายเลขครุภัณฑ์", width=1.7),
            Column(title="รายการ", width=2.8),
            Column(title="จำนวน", width=0.9, align=Align.RIGHT),
            Column(title="การรับคืน", width=1.4),
        ),
        rows=tuple(
            (
                at,
                code(one.number),
                f"{one.name} {one.described}".strip(),
                f"{one.quantity:,} {one.unit_word}".strip(),
                one.returned,
            )
            for at, one in enumerate(data.items, start=1)
        ),
    )


def _shipped() -> Document:
    blocks = (
        centred("ใบยืมพัสดุ"),
        centred("{{ owner }}", size_pt=None),
        Paragraph(text="{{ request }}", first_cm=FIRST_LINE_CM, space_before_pt=8),
        Paragraph(text="{{ block: items }}"),
        Paragraph(text=_PROMISE, first_cm=FIRST_LINE_CM, space_before_pt=8),
        hands("ผู้ยืม", "ผู้อนุมัติ"),
        hands("ผู้จ่ายพัสดุ", "ผู้รับคืนพัสดุ"),
    )
    return Document(title="ใบยืมพัสดุ", sections=(Section(blocks=blocks),), thai_numerals=True)


def _request(data: LendingSlip) -> str:
    parts = (
        f"ข้าพเจ้า {data.borrower}",
        f"ตำแหน่ง {data.borrower_position}" if data.borrower_position else "",
        f"สังกัด {data.borrower_unit}" if data.borrower_unit else "",
        f"โทร. {data.borrower_phone}" if data.borrower_phone else "",
        f"ขอยืมพัสดุของ{data.owner}",
        f"เพื่อใช้{data.purpose}" if data.purpose else "",
        f"ตั้งแต่วันที่ {long_date(data.lent_on)} และจะส่งคืนภายในวันที่ {long_date(data.due_on)} ดังนี้",
    )
    return " ".join(part for part in parts if part)


def _fill(data: LendingSlip, _about: About) -> Filling:
    return Filling(
        title=f"ใบยืมพัสดุ {data.borrower} {long_date(data.lent_on)}",
        author=data.office,
        texts={"owner": data.owner, "request": _request(data)},
        blocks={"items": (_table(data),)},
        thai_numerals=data.thai_numerals,
    )


def _sample() -> LendingSlip:
    return LendingSlip(
        office="สำนักงานเขตพื้นที่การศึกษาตัวอย่าง",
        owner="สำนักงานเขตพื้นที่การศึกษาตัวอย่าง",
        borrower="นางสาวตัวอย่าง ใจดี",
        borrower_position="ครู",
        borrower_unit="โรงเรียนบ้านตัวอย่าง",
        borrower_phone="0 5500 0000",
        purpose="อบรมครู",
        lent_on=date(2026, 11, 2),
        due_on=date(2026, 11, 16),
        items=(SlipItem(number="7440-009-0001/68", name="คอมพิวเตอร์โน้ตบุ๊ก", unit_word="เครื่อง"),),
    )


LENDING_SLIP: Final = PaperKind(
    key="lending_slip",
    title=N_("Lending slip"),
    data=LendingSlip,
    placeholders=(
        Placeholder("owner", N_("Unit that owns the assets")),
        Placeholder("request", N_("Who borrows, for what, from when until when")),
        Placeholder("items", N_("The table of assets"), "block"),
    ),
    shipped=_shipped,
    fill=_fill,
    sample=_sample,
    series="asset_book",
)
