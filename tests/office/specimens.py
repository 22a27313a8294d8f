"""Papers with everything in them, and any text that somebody might have typed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from hypothesis import strategies as st

from office.document.cells import Money
from office.document.content import (
    Align,
    Block,
    Column,
    Document,
    Heading,
    ItemList,
    KeyValues,
    PageBreak,
    Paragraph,
    Section,
    Table,
)
from office.document.letter import Letter, Memo, Signer, body
from office.document.text import Run, exact

MADE_AT = datetime(2026, 11, 28, 3, 4, 5, tzinfo=UTC)
HOSTILE = (
    '#import "x" #panic() $a$ *b* _c_ `d` {{ x }} {% y %} @ref <lab> \\ // no /* & <w:p/> =1+1 \x00\x07\x1b '
    "\u202eabc\u202c 😀 עברית العربية \ud800 \ufffe 'q' \"r\" -- ---"
)
SHA256 = "1234567890" * 6 + "abcd"
LONG_THAI = "ด้วยสำนักงานเขตพื้นที่การศึกษาประถมศึกษาตัวอย่างได้ตรวจสอบคุณภาพสัญญาณอินเทอร์เน็ตของโรงเรียนในสังกัด" * 3

ANY_TEXT = st.text(max_size=60) | st.sampled_from([HOSTILE, LONG_THAI, "ปั๊มน้ำมันที่ญี่ปุ่น ฐิติ ฏู กี่", ""])


def letter(text: str = LONG_THAI) -> Letter:
    """An external letter about anything."""
    return Letter(
        number="ศธ 04999/123",
        office="สำนักงานเขตพื้นที่การศึกษา\nประถมศึกษาตัวอย่าง เขต 2",
        date="30 กันยายน 2569",
        subject="ขอให้ชดเชยค่าบริการอินเทอร์เน็ตที่ขัดข้องเกินกำหนดในสัญญา",
        to="ผู้จัดการบริษัท ตัวอย่างเน็ต จำกัด",
        references="สัญญาเลขที่ 12/2568",
        enclosures="1. รายการเหตุขัดข้อง จำนวน 2 แผ่น\n2. การคำนวณ จำนวน 1 แผ่น",
        body=body(text),
        signer=Signer(name="นายตัวอย่าง ใจดี", position="ผู้อำนวยการสำนักงานเขต\nประถมศึกษาตัวอย่าง เขต 2"),
        contact="กลุ่มส่งเสริมการศึกษาทางไกล\nโทร. 0 5500 0000 it@example.go.th",
    )


def memo(text: str = LONG_THAI) -> Memo:
    """A memo about anything."""
    signer = Signer(name="นายตัวอย่าง ใจดี", position="นักวิชาการคอมพิวเตอร์")
    return Memo(
        unit="กลุ่มนโยบายและแผน",
        number="ศธ 04999/5",
        date="1 ตุลาคม 2569",
        subject="รายงาน",
        to="ผู้อำนวยการ",
        body=body(text),
        signer=signer,
    )


def outages(count: int, text: str = "โรงเรียนบ้านห้วยน้ำใส") -> Table:
    """A table of every kind of cell."""
    return Table(
        caption="ตารางที่ 1 เหตุขัดข้อง",
        columns=(
            Column(title="ลำดับ", width=0.5, align=Align.CENTER, whole=True),
            Column(title="โรงเรียน", width=3),
            Column(title="วันที่", whole=True),
            Column(title="พร้อมใช้", unit="ร้อยละ", align=Align.RIGHT, whole=True),
            Column(title="ค่าปรับ", unit="บาท", align=Align.RIGHT, whole=True),
        ),
        rows=tuple(
            (number, text, date(2026, 9, 30), Decimal("99.50"), Money(satang=number * 123_456_789))
            for number in range(1, count + 1)
        ),
        foot=(("", "รวม", "", "", Money(satang=count * (count + 1) // 2 * 123_456_789)),),
    )


def blocks(text: str, rows: int = 2) -> tuple[Block, ...]:
    """One of each kind that a report uses."""
    return (
        Heading(text="บทที่ 1 ทั่วไป"),
        Paragraph(text=(Run(text="ข้อความ "), Run(text=text, bold=True), Run(text=" ต่อ", italic=True))),
        ItemList(items=(text, "สอง")),
        ItemList(items=("หนึ่ง", text), numbered=False),
        KeyValues(rows=(("ผู้ให้บริการ", text), ("SHA-256", exact(SHA256)))),
        PageBreak(),
        Heading(level=2, text=text),
        outages(rows, text),
    )


def report(text: str = LONG_THAI, *, rows: int = 2, thai_numerals: bool = False) -> Document:
    """Upright pages and a wide annex."""
    return Document(
        title="รายงานประจำเดือน",
        author="สำนักงานเขตตัวอย่าง",
        header="สำนักงานเขตพื้นที่การศึกษาตัวอย่าง",
        sections=(
            Section(blocks=blocks(text, rows)),
            Section(landscape=True, blocks=(Heading(text="ภาคผนวก"), outages(rows, text))),
        ),
        thai_numerals=thai_numerals,
    )
