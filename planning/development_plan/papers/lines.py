"""Tables, lists and words that papers of the development plan share. Their language is Thai, as that of every paper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

from office.document.cells import Money, Number
from office.document.content import Block, Column, ItemList, Paragraph, Table
from planning.plans.described import IN_THAI, NOT_MEASURED
from service.papers.shape import Cell, right

NONE_YET: Final = "–"
CLASSES: Final = {"strength": "จุดแข็ง", "weakness": "จุดอ่อน", "opportunity": "โอกาส", "threat": "อุปสรรค"}
VERDICTS: Final = {"continue": "ดำเนินการต่อ", "adjust": "ปรับปรุง", "stop": "ยุติ", "": "ยังไม่พิจารณา"}
DIRECTIONS: Final = {one.value: said for one, said in IN_THAI.items()}
LEVELS: Final = {"output": "ผลผลิต", "outcome": "ผลลัพธ์"}
GRADES: Final = {
    "met": "บรรลุเป้าหมาย",
    "better": "ดีขึ้นแต่ไม่ถึงเป้าหมาย",
    "missed": "ไม่บรรลุเป้าหมาย",
    "unknown": "ยังไม่ได้วัด",
}
QUADRANTS: Final = {
    "SO": "เอื้อและแข็ง",
    "WO": "เอื้อแต่อ่อน",
    "ST": "ไม่เอื้อแต่แข็ง",
    "WT": "ไม่เอื้อและอ่อน",
}
PAIRS: Final = {"SO": "เชิงรุก", "WO": "เชิงแก้ไข", "ST": "เชิงป้องกัน", "WT": "เชิงรับ"}
BASES: Final = {
    "judged": "ความเห็นคณะทำงาน",
    "situation": "ข้อมูลสารสนเทศ",
    "indicator": "ค่าตัวชี้วัด",
    "risk": "ทะเบียนความเสี่ยง",
    "mapping": "แผนที่ตั้งการศึกษา",
    "study": "รายงานการศึกษาวิจัย",
}
SMALL_PT: Final = 12
_MOST_COUNTED: Final = 20


def told_why(reason: str) -> str:
    """Instead of a baseline."""
    return f"{NOT_MEASURED}: {reason}" if reason else NONE_YET


def figure(value: float | None) -> Cell:
    """As short as it is exact to two decimals."""
    if value is None:
        return NONE_YET
    exact = Decimal(str(round(value, 2))).normalize()
    return Number(value=exact, decimals=max(0, -int(exact.as_tuple().exponent)))


def amount(satang: int | None) -> Cell:
    """Under a column whose unit is baht."""
    return NONE_YET if satang is None else Money(satang=satang)


def listed(texts: Iterable[str]) -> tuple[Block, ...]:
    """Numbered; a dash where there is none."""
    items = tuple(texts)
    return (ItemList(items=items),) if items else (Paragraph(text=NONE_YET),)


def tabled(
    columns: Sequence[Column], rows: Sequence[tuple[Cell, ...]], *, size_pt: int = SMALL_PT
) -> tuple[Block, ...]:
    """A dash in the first cell where there is no row."""
    known = tuple(rows) or ((NONE_YET, *("" for _column in columns[1:])),)
    return (Table(columns=tuple(columns), rows=known, size_pt=size_pt),)


def years_of(years: Sequence[int], unit: str = "", width: float = 1.1) -> tuple[Column, ...]:
    """A column of figures for each year. A form to fill in counts them from 1."""
    return tuple(right(str(year) if year > _MOST_COUNTED else f"ปีที่\u00a0{year}", unit, width) for year in years)
