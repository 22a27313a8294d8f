"""The announcement (ประกาศ) that a school is founded, merged, closed or handed over, by the rules on correspondence."""

from __future__ import annotations

from typing import Any, Final

from office.document.content import Block, Document, Emblem, PageNumbers, Paragraph, Section, Signature
from office.document.letter import body, centred
from office.template.filling import Filling
from office.template.placeholders import Placeholder
from office.thai_date import era_date, long_date
from planning.school_network.kinds import ENDING, CaseKind
from planning.school_network.papers.data import CaseData
from planning.school_network.papers.forms import blank, sample
from service.i18n import N_
from service.papers.kind import About, PaperKind
from service.papers.shape import SHORT_DOTS

_ROOM: Final = " ".join([SHORT_DOTS] * 3)
"""Room for some words, with places at which a line may end."""
_HAND: Final = SHORT_DOTS * 2


def _shipped() -> Document:
    blocks: tuple[Block, ...] = (
        Emblem(height_cm=3.0),
        centred("ประกาศ{{ office }}"),
        centred("{{ number }}", size_pt=None),
        centred("เรื่อง {{ subject }}", size_pt=None),
        Paragraph(text="{{ block: text }}"),
        Paragraph(text="ประกาศ ณ วันที่ {{ day }}", first_cm=5, space_before_pt=12),
        Signature(lines=("", "", "", f"({_HAND})", "ผู้อำนวยการ{{ office }}")),
    )
    return Document(
        title="ประกาศสำนักงานเขตพื้นที่การศึกษา",
        sections=(Section(blocks=blocks),),
        page_numbers=PageNumbers.LETTER,
        thai_numerals=True,
    )


def _subject(data: CaseData) -> str:
    joined = f"กับ{data.to}" if data.to and data.kind == CaseKind.MERGE else ""
    return f"{data.title} {data.school}{joined}".strip()


def _text(data: CaseData) -> tuple[Block, ...]:
    """By its kind."""
    basis = " และ".join(data.legal_basis) or f" {_ROOM}"
    term = f"ภาคเรียนที่ {data.term} ปีการศึกษา {data.year}" if data.term and data.year else f"ภาคเรียนที่ {SHORT_DOTS}"
    since = f" ตั้งแต่วันที่ {long_date(data.effective_on)} เป็นต้นไป" if data.effective_on else ""
    resolved = data.resolution or f"มติคณะกรรมการ {_ROOM}"
    school = f"{data.school or _ROOM} {data.place}".strip()
    if data.to and data.kind == CaseKind.MERGE:
        school = f"{school} กับ{data.to}"
    made = f"อาศัยอำนาจตาม{basis} ประกอบกับ{resolved} จึงประกาศ{data.title or f' {SHORT_DOTS} '} {school} {term}{since}"
    lines = [made]
    if data.kind in {one.value for one in ENDING} or not data.kind:
        lines.append(
            "ทรัพย์สิน ที่ดิน อาคาร สถานที่ วัสดุ ครุภัณฑ์ และเอกสารของทางราชการทุกประเภท "
            f"ให้โอนไปอยู่ในความดูแลของ{data.to or f' {_ROOM}'}"
        )
    return body("\n".join([*lines, "จึงประกาศให้ทราบโดยทั่วกัน"]))


def _fill(data: CaseData, _about: About) -> Filling:
    number = data.announcement_number or ("" if data.school else SHORT_DOTS)
    return Filling(
        title=f"ประกาศ {data.title} {data.school}".strip(),
        author=data.office,
        texts={
            "office": data.office,
            "number": f"ที่ {number}" if number else "",
            "subject": _subject(data) or _ROOM,
            "day": era_date(data.announced_on) if data.announced_on else _HAND,
        },
        blocks={"text": _text(data)},
    )


ANNOUNCEMENT: Final[PaperKind[Any]] = PaperKind(
    key="school-announcement",
    title=N_("Announcement"),
    data=CaseData,
    placeholders=(
        Placeholder("office", N_("Name of the office")),
        Placeholder("number", N_("Number of the announcement"), required=False),
        Placeholder("subject", N_("School, version or year that it is of")),
        Placeholder("day", N_("Day of the announcement")),
        Placeholder("text", N_("Text of the announcement"), "block"),
    ),
    shipped=_shipped,
    fill=_fill,
    sample=sample,
    blank=blank,
)
