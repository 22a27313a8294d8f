"""Thai words of the papers of committees, and what their forms leave to be written by hand."""

from __future__ import annotations

from datetime import date
from typing import Final

from office.document.content import Paragraph
from office.document.text import bold
from office.thai_date import era_date, long_date, weekday_date
from office.workflow.committee import Seat
from planning.registry.models.meeting import Verdict

DOTS: Final = "." * 120
LONG: Final = "." * 60
SHORT: Final = "." * 24
FIRST_CM: Final = 2.5
ROLES: Final = {Seat.CHAIR: "ประธานกรรมการ", Seat.MEMBER: "กรรมการ", Seat.SECRETARY: "กรรมการและเลขานุการ"}
_FIRST: Final = ("เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ", "เรื่องรับรองรายงานการประชุม")
_LAST: Final = ("เรื่องที่เสนอให้ที่ประชุมพิจารณา", "เรื่องอื่น ๆ (ถ้ามี)")
HEADINGS: Final = (*_FIRST, "เรื่องสืบเนื่อง", "เรื่องที่เสนอให้ที่ประชุมทราบ", *_LAST)
OF_FIVE: Final = (*_FIRST, "เรื่องสืบเนื่องและเรื่องที่เสนอให้ที่ประชุมทราบ", *_LAST)
"""Of papers that were kept when an agenda had five parts."""
VERDICTS: Final = {
    Verdict.APPROVE: "เห็นชอบ",
    Verdict.APPROVE_WITH_CHANGES: "เห็นชอบโดยให้แก้ไขตามที่ประชุมเสนอ",
    Verdict.REJECT: "ไม่เห็นชอบ",
    Verdict.DEFER: "เลื่อนการพิจารณา",
    Verdict.ACKNOWLEDGE: "รับทราบ",
}


def heading(number: int, parts: int) -> str:
    """ระเบียบวาระที่ 5 เรื่องที่เสนอให้ที่ประชุมพิจารณา; `parts` is how many there are."""
    return f"ระเบียบวาระที่ {number} {(OF_FIVE if parts == len(OF_FIVE) else HEADINGS)[number - 1]}"


def said_day(value: date | None) -> str:
    """30 กันยายน 2569, or room for it."""
    return long_date(value) if value else LONG


def ordered_day(value: date | None) -> str:
    """30 กันยายน พ.ศ. 2569, or room for it."""
    return era_date(value) if value else LONG


def met_on(value: date | None) -> str:
    """วันพุธที่ 30 กันยายน 2569, or room for it."""
    return weekday_date(value) if value else f"วัน{SHORT}ที่{SHORT}"


def clock(text: str) -> str:
    """09.30 น., or room for it."""
    return f"{text.replace(':', '.') if text else SHORT} น."


def moved(text: str) -> Paragraph:
    """A paragraph with its first line moved in."""
    return Paragraph(text=text, first_cm=FIRST_CM, space_before_pt=6)


def strong(text: str, *, before_pt: int = 12) -> Paragraph:
    """A bold line that stays with what follows."""
    return Paragraph(text=bold(text), space_before_pt=before_pt, keep_with_next=True)
