"""Tables of the papers of a specification. Sums are those of the sheet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from netops.specs.phrases import item_head, pieces
from office.document.cells import Day, Money, Number, Words
from office.document.content import Align, Block, Column, ItemList, Paragraph, Table
from procurement.sheet import Check, Line, Sheet

Cell = Number | Money | Day | Words | str | int
_A_TABLE: Final = 6  # items beside one another before figures become too narrow
_SMALL_PT: Final = 12
_ASKED: Final = 3
NOTHING: Final = "–"


def money(title: str, width: float = 1.3) -> Column:
    """A column of amounts."""
    return Column(title=title, unit="บาท", width=width, align=Align.RIGHT, whole=True)


def figures(title: str, width: float = 0.8) -> Column:
    """A column of numbers."""
    return Column(title=title, width=width, align=Align.RIGHT, whole=True)


def items(sheet: Sheet) -> Table:
    """ลำดับ, รายการ, จำนวน, ราคาต่อหน่วย, จำนวนเงิน with the sum."""
    return Table(
        columns=(
            figures("ลำดับ", 0.7),
            Column(title="รายการ", width=3.2),
            Column(title="จำนวน", width=1.1, align=Align.RIGHT, whole=True),
            money("ราคาต่อหน่วย", 1.4),
            money("จำนวนเงิน", 1.5),
        ),
        rows=tuple(
            (at, line.name, pieces(line), Money(satang=line.unit_price_satang), Money(satang=line.total_satang))
            for at, line in enumerate(sheet.lines, start=1)
        ),
        foot=(("", "รวมเป็นเงินทั้งสิ้น", "", "", Money(satang=sheet.total_satang)),),
    )


def schools(sheet: Sheet) -> tuple[Block, ...]:
    """How many of each item go to which school, a few items beside one another."""
    every = sheet.schools
    if not every:
        return ()
    return tuple(
        block
        for first in range(0, len(sheet.lines), _A_TABLE)
        for block in (
            *((Paragraph(text="", space_before_pt=2),) if first else ()),
            _schools(every, sheet.lines[first : first + _A_TABLE], first),
        )
    )


def _schools(every: Sequence[tuple[str, str]], lines: Sequence[Line], first: int) -> Table:
    here = [{one.site_code: one.quantity for one in line.deliveries} for line in lines]
    rows: list[tuple[Cell, ...]] = []
    for code, name in every:
        wanted = [found.get(code, 0) for found in here]
        if any(wanted):
            rows.append((len(rows) + 1, name, *(number or NOTHING for number in wanted)))
    return Table(
        columns=(
            figures("ที่", 0.6),
            Column(title="โรงเรียน/หน่วยงาน", width=3.0),
            *(figures(f"รายการที่ {at}", 0.9) for at in range(first + 1, first + len(lines) + 1)),
        ),
        rows=tuple(rows),
        foot=(("", "รวม", *(sum(found.values()) for found in here)),),
    )


def demands(sheet: Sheet) -> tuple[Block, ...]:
    """The demands of every item under its name."""
    found: list[Block] = []
    for at, line in enumerate(sheet.lines, start=1):
        found.append(item_head(at, line))
        if line.demands:
            found.append(ItemList(items=tuple(line.demands)))
    return tuple(found)


def compliance(sheet: Sheet) -> tuple[Block, ...]:
    """Every demand with room for what is offered and where it is shown."""
    columns = (
        Column(title="ข้อกำหนดที่ต้องการ", width=3.2),
        Column(title="ข้อกำหนดที่เสนอ", width=2.6),
        Column(title="เอกสารอ้างอิง (หน้า)", width=1.4),
    )
    found: list[Block] = []
    for at, line in enumerate(sheet.lines, start=1):
        rows = tuple((f"{at}.{number} {text}", "", "") for number, text in enumerate(line.demands, start=1))
        found += [item_head(at, line), Table(columns=columns, rows=rows or (("", "", ""),))]
    return tuple(found)


def unit_prices(sheet: Sheet) -> tuple[Block, ...]:
    """ราคา/หน่วย of every item, for แบบ บก.06."""
    columns = (figures("ที่", 0.6), Column(title="รายการ", width=3.6), money("ราคา/หน่วย", 1.5))
    rows = tuple((at, line.name, Money(satang=line.unit_price_satang)) for at, line in enumerate(sheet.lines, start=1))
    return (Table(columns=columns, rows=rows),) if rows else ()


def in_criteria(sheet: Sheet) -> tuple[Block, ...]:
    """ตรงตามเกณฑ์, numbered as on the other papers."""
    kept = [(at, line) for at, line in enumerate(sheet.lines, start=1) if _is_in(line)]
    if not kept:
        return (Paragraph(text="ไม่มี", first_cm=1.25),)
    columns = (
        figures("ลำดับ", 0.6),
        Column(title="รายการ", width=2.8),
        Column(title="ประเภทเกณฑ์", width=1.9),
        money("เกณฑ์ราคากลาง", 1.2),
        Column(title="จำนวน", width=0.9, align=Align.RIGHT, whole=True),
        money("ราคา", 1.2),
        money("รวม", 1.3),
    )
    rows = tuple(
        (
            at,
            line.name,
            f"รายการที่ {line.criterion.item_no} {line.criterion.edition_name}" if line.criterion else NOTHING,
            Money(satang=(line.criterion.price_satang or 0) if line.criterion else 0),
            pieces(line),
            Money(satang=line.unit_price_satang),
            Money(satang=line.total_satang),
        )
        for at, line in kept
    )
    foot = ("", "รวม", "", "", "", "", Money(satang=sum(line.total_satang for _at, line in kept)))
    return (Table(columns=columns, rows=rows, foot=(foot,), size_pt=_SMALL_PT),)


def outside_criteria(sheet: Sheet) -> tuple[Block, ...]:
    """ไม่มีในเกณฑ์: three prices of companies and three of websites, with the reason."""
    kept = [(at, line) for at, line in enumerate(sheet.lines, start=1) if not _is_in(line)]
    if not kept:
        return (Paragraph(text="ไม่มี", first_cm=1.25),)
    columns = (
        figures("ลำดับ", 0.6),
        Column(title="รายการ", width=1.9),
        Column(title="รายละเอียด", width=2.6),
        Column(title="เหตุผล", width=1.8),
        *(money(f"บริษัท {at}", 1.15) for at in range(1, _ASKED + 1)),
        *(money(f"เว็บไซต์ {at}", 1.15) for at in range(1, _ASKED + 1)),
        Column(title="จำนวน", width=0.9, align=Align.RIGHT, whole=True),
        money("รวม", 1.3),
    )
    rows = tuple(
        (
            at,
            line.name,
            "\n".join(line.demands),
            line.reason(Check.OUTSIDE) or "ไม่มีในเกณฑ์ราคากลาง",
            *_asked(line, is_company=True),
            *_asked(line, is_company=False),
            pieces(line),
            Money(satang=line.total_satang),
        )
        for at, line in kept
    )
    blank = ("",) * (2 + 2 * _ASKED + 1)
    foot = ("", "รวม", *blank, Money(satang=sum(line.total_satang for _at, line in kept)))
    return (Table(columns=columns, rows=rows, foot=(foot,), size_pt=_SMALL_PT),)


def _is_in(line: Line) -> bool:
    return line.criterion is not None and line.criterion.price_satang is not None


def _asked(line: Line, *, is_company: bool) -> tuple[Cell, ...]:
    found: list[Cell] = [Money(satang=one.price_satang) for one in line.prices if one.is_company is is_company]
    return (*found[:_ASKED], *[NOTHING] * (_ASKED - len(found)))


def prices(sheet: Sheet) -> tuple[Block, ...]:
    """Of every item what each source asks, the ceiling, and the price that was taken."""
    columns = (
        figures("ลำดับ", 0.6),
        Column(title="รายการ", width=2.6),
        Column(title="แหล่งราคา", width=2.8),
        Column(title="ณ วันที่", width=1.2, whole=True),
        money("ราคาต่อหน่วย", 1.3),
        money("ราคาที่ใช้", 1.3),
        Column(title="จำนวน", width=1.0, align=Align.RIGHT, whole=True),
        money("รวม", 1.4),
    )
    rows: list[tuple[Cell, ...]] = []
    for at, line in enumerate(sheet.lines, start=1):
        taken: tuple[Cell, ...] = (
            Money(satang=line.unit_price_satang),
            pieces(line),
            Money(satang=line.total_satang),
        )
        for number, source in enumerate(_compared(line)):
            head: tuple[Cell, ...] = (at, line.name) if number == 0 else ("", "")
            rows.append((*head, *source, *(taken if number == 0 else ("", "", ""))))
    foot = ("", "รวม", "", "", "", "", "", Money(satang=sheet.total_satang))
    return (Table(columns=columns, rows=tuple(rows), foot=(foot,), size_pt=_SMALL_PT),)


def _compared(line: Line) -> list[tuple[Cell, ...]]:
    """The ceiling first, then who was asked, with the lowest and the average where there are several."""
    found: list[tuple[Cell, ...]] = []
    criterion = line.criterion
    if criterion is not None:
        ceiling: Cell = NOTHING if criterion.price_satang is None else Money(satang=criterion.price_satang)
        found.append((f"เกณฑ์ราคากลาง {criterion.edition_name}", _short(criterion.effective_from), ceiling))
    found += [(one.source, _short(one.asked_on), Money(satang=one.price_satang)) for one in line.prices]
    asked = [one.price_satang for one in line.prices]
    if len(asked) > 1:
        found.append(("ราคาต่ำสุด", NOTHING, Money(satang=min(asked))))
        found.append(("ราคาเฉลี่ย", NOTHING, Money(satang=(2 * sum(asked) + len(asked)) // (2 * len(asked)))))
    return found or [(line.price_source or NOTHING, NOTHING, NOTHING)]


def _short(day: date | None) -> Cell:
    return NOTHING if day is None else Day(day=day)
