"""Thai words and cells that the papers of innovations share."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from innovation.models.evaluation import Measure, Money, Outcome, Verdict
from office.document.cells import Day, Number, Words
from office.document.cells import Money as Amount
from office.document.content import Align, Column
from office.thai_date import short_date

Cell = Number | Amount | Day | Words | str | int
NOTHING: Final = "–"
DOTS: Final = "." * 60
SHORT_DOTS: Final = "." * 24
VERDICTS: Final = {Verdict.KEEP: "คงไว้ใช้ต่อ", Verdict.SCALE: "ขยายผล", Verdict.RETIRE: "เลิกใช้"}
MONIES: Final = {Money.COST: "ค่าใช้จ่าย", Money.BENEFIT: "ประโยชน์"}
NOVELTIES: Final = {"new": "สร้างขึ้นใหม่", "improved": "ปรับปรุงจากของเดิม"}
MEASURED: Final = "วัดจากระบบเฝ้าระวังเครือข่าย"
SOURCES: Final[Mapping[Measure, str]] = {one: MEASURED for one in Measure if one is not Measure.ENTERED}
OUTCOMES: Final = {
    Outcome.NEEDS_MET: "ความต้องการที่ได้รับการตอบสนอง",
    Outcome.ADOPTION: "โรงเรียนที่ใช้งานนวัตกรรมจริง (ตามที่วัดได้)",
    Outcome.SATISFACTION: "ความพึงพอใจ (ร้อยละของคะแนนเต็ม)",
}


def right(title: str, unit: str = "", width: float = 1.0) -> Column:
    """A column of figures."""
    return Column(title=title, unit=unit, width=width, align=Align.RIGHT, whole=True)


def number(value: float | None, decimals: int = 2) -> Cell:
    """A figure, or a dash where there is none."""
    if value is None:
        return NOTHING
    return Number(value=Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals)), decimals=decimals)


def said(value: float | None, decimals: int = 2) -> str:
    """The same within a text."""
    return NOTHING if value is None else f"{value:,.{decimals}f}"


def span(first: date, last: date) -> str:
    """1 ต.ค. 69 – 30 พ.ย. 69."""
    return f"{short_date(first)} – {short_date(last)}"
