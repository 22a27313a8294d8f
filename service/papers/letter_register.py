"""The register of letters as paper, with the columns that an office's register has. Its words are Thai."""

from __future__ import annotations

from datetime import date
from typing import Final

from office.document.cells import Day, Words
from office.document.content import Align, Column, Document, Paragraph, Section, Table
from office.document.letter import centred
from office.document.text import exact
from office.template.filling import Filling
from office.template.placeholders import Placeholder
from office.thai_date import long_date
from service.i18n import N_
from service.letters import Direction
from service.papers.kind import About, PaperData, PaperKind

_SMALL_PT: Final = 12
TITLES: Final = {Direction.IN: "ทะเบียนหนังสือรับ", Direction.OUT: "ทะเบียนหนังสือส่ง"}
_NUMBERS: Final = {Direction.IN: "เลขทะเบียนรับ", Direction.OUT: "เลขทะเบียนส่ง"}


class Line(PaperData):
    """One letter. `void_reason` stands in the last column."""

    number: int
    letter_no: str = ""
    dated: date | None = None
    sender: str = ""
    receiver: str = ""
    subject: str
    action: str = ""
    note: str = ""
    void_reason: str = ""


class LetterRegister(PaperData):
    """One register of one year, or a part of it. `year` is of the Buddhist era."""

    office: str
    direction: Direction
    year: int
    until: date
    lines: tuple[Line, ...]


def _noted(line: Line) -> str:
    return " ".join(part for part in (f"ยกเลิก: {line.void_reason}" if line.void_reason else "", line.note) if part)


def _table(data: LetterRegister) -> Table:
    return Table(
        columns=(
            Column(title=_NUMBERS[data.direction], width=0.9, align=Align.RIGHT, whole=True),
            Column(title="ที่", width=1.5),
            Column(title="ลงวันที่", width=1.2, whole=True),
            Column(title="จาก", width=1.8),
            Column(title="ถึง", width=1.8),
            Column(title="เรื่อง", width=3.2),
            Column(title="การปฏิบัติ", width=1.6),
            Column(title="หมายเหตุ", width=1.4),
        ),
        rows=tuple(
            (
                line.number,
                Words(text=exact(line.letter_no or "–")),
                Day(day=line.dated) if line.dated is not None else "–",
                line.sender,
                line.receiver,
                line.subject,
                line.action,
                _noted(line),
            )
            for line in data.lines
        ),
        size_pt=_SMALL_PT,
    )


def _shipped() -> Document:
    blocks = (
        centred("{{ register }} ปี พ.ศ. {{ year }}"),
        centred("{{ office }}"),
        Paragraph(text="{{ block: lines }}"),
        Paragraph(text="{{ until }}", space_before_pt=4),
    )
    return Document(title="ทะเบียนหนังสือ", sections=(Section(blocks=blocks, landscape=True),), thai_numerals=True)


def _fill(data: LetterRegister, _about: About) -> Filling:
    return Filling(
        title=f"{TITLES[data.direction]} ปี พ.ศ. {data.year}",
        author=data.office,
        texts={
            "register": TITLES[data.direction],
            "year": str(data.year),
            "office": data.office,
            "until": f"พิมพ์เมื่อวันที่ {long_date(data.until)} จำนวน {len(data.lines)} รายการ",
        },
        blocks={"lines": (_table(data),)},
    )


def _sample() -> LetterRegister:
    line = Line(
        number=1,
        letter_no="ศธ 00000/12",
        dated=date(2026, 11, 20),
        sender="สำนักงานตัวอย่าง",
        receiver="ผู้อำนวยการสำนักงานเขตพื้นที่การศึกษาตัวอย่าง",
        subject="ขอเชิญประชุม",
        action="มอบกลุ่มอำนวยการ",
    )
    void = Line(number=2, subject="ลงทะเบียนซ้ำ", void_reason="ลงซ้ำกับเลข 1")
    return LetterRegister(
        office="สำนักงานเขตพื้นที่การศึกษาตัวอย่าง",
        direction=Direction.IN,
        year=2569,
        until=date(2026, 11, 28),
        lines=(line, void),
    )


LETTER_REGISTER: Final = PaperKind(
    key="letter_register",
    title=N_("Register of letters"),
    data=LetterRegister,
    placeholders=(
        Placeholder("register", N_("Which register: in or out")),
        Placeholder("year", N_("Year of the register (B.E.)")),
        Placeholder("office", N_("Name of the office or school")),
        Placeholder("lines", N_("The table of letters"), "block"),
        Placeholder("until", N_("When it was printed, and how many lines it has"), required=False),
    ),
    shipped=_shipped,
    fill=_fill,
    sample=_sample,
    series="letter_register",  # bears no number
)
