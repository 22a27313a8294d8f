"""A report as a document: one page that a director reads, then the tables behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from math import floor
from typing import Final, TypeVar

from netops.reports import tables
from netops.reports.figures import Month, ReportFigures, Spent
from office import thai_date
from office.baht import figures as baht
from office.document.content import (
    Block,
    Document,
    Heading,
    LineChart,
    PageBreak,
    Paragraph,
    Point,
    Section,
    Table,
)
from office.document.letter import centred
from office.document.text import Run, bold
from office.template.filling import Filling
from office.template.placeholders import Placeholder
from service.i18n import N_

SUBJECT: Final = "รายงานการเชื่อมต่ออินเทอร์เน็ตของโรงเรียนในสังกัด"
FULL: Final = 100.0
_CHART_CM: Final = 5.0
_HELD: Final = "\N{NO-BREAK SPACE}"  # between a figure and its unit
HOW: Final = (
    "โรงเรียนที่เชื่อมต่อ หมายถึงโรงเรียนที่มีวงจรอินเทอร์เน็ตอย่างน้อยหนึ่งวงจรในทะเบียน ณ วันสุดท้ายของช่วงรายงาน",
    (
        "ความพร้อมใช้งาน คือสัดส่วนของเวลาที่นับซึ่งวงจรไม่ขัดข้อง คิดตามเวลาและข้อยกเว้นของสัญญาแต่ละวงจร "
        "วงจรที่ไม่มีสัญญาในระบบ นับตามเวลาเปิดใช้งานของโรงเรียน และไม่นับไฟฟ้าดับ งานที่วางแผนไว้ และเหตุของสำนักงานเอง"
    ),
    "จำนวนเหตุขัดข้องและเวลาที่โรงเรียนขาดอินเทอร์เน็ตนับทุกสาเหตุ จึงไม่ใช่เวลาที่ผู้ให้บริการต้องรับผิดตามสัญญา ซึ่งคำนวณแยกไว้ในหนังสือเรียกร้อง",
)


PLACEHOLDERS: Final = (
    Placeholder("office", N_("Name of the office"), required=False),
    Placeholder("period", N_("Month or fiscal year")),
    Placeholder("until", N_("The day that the figures reach to"), required=False),
    Placeholder("connected", N_("How many schools are connected, in one sentence")),
    Placeholder("held", N_("Availability and outages, in one sentence"), required=False),
    Placeholder("cost", N_("What it costs, in one sentence"), required=False),
    Placeholder("districts", N_("Table by district"), "table"),
    Placeholder("chart", N_("Chart of the months"), "block", required=False),
    Placeholder("unconnected", N_("Schools without any link"), "table", required=False),
    Placeholder("cut_off", N_("Schools that were longest without internet"), "table", required=False),
    Placeholder("worst_links", N_("The worst links"), "table", required=False),
    Placeholder("spending", N_("What it costs, by provider"), "table", required=False),
    Placeholder("kept_word", N_("Incidents, round trips and contract credits, by provider"), "table", required=False),
    Placeholder("trend", N_("Months as a table"), "table", required=False),
    Placeholder("time_apart", N_("Time that counts, and time that does not"), "table", required=False),
)


def shipped() -> Document:
    """The template that stands until an official puts another in its place."""
    return Document(
        title=SUBJECT,
        header=Run(text="{{ office }}", size_pt=14),
        sections=(Section(blocks=(*_first_page(), PageBreak(), *_details())),),
        thai_numerals=True,
    )


def _first_page() -> Iterator[Block]:
    yield centred(SUBJECT)
    yield centred("{{ period }}")
    yield Paragraph(text="ข้อมูลถึงวันที่ {{ until }}", align="center")
    yield Paragraph(text=bold("{{ connected }}"), space_before_pt=6)
    yield Paragraph(text="{{ held }}", space_before_pt=6)
    yield Paragraph(text="{{ cost }}", space_before_pt=6)
    yield _table("districts")
    yield Paragraph(text="{{ block: chart }}")


def _details() -> Iterator[Block]:
    for title, name in (
        ("โรงเรียนที่ยังไม่เชื่อมต่ออินเทอร์เน็ต", "unconnected"),
        ("โรงเรียนที่ขาดอินเทอร์เน็ตนานที่สุด", "cut_off"),
        ("วงจรที่ความพร้อมใช้งานต่ำที่สุด", "worst_links"),
        ("ค่าบริการต่อความเร็ว", "spending"),
        ("คุณภาพและเงินที่เรียกร้องตามสัญญา", "kept_word"),
        ("แนวโน้มรายเดือน", "trend"),
        ("วิธีนับและเวลาที่ไม่นับ", "time_apart"),
    ):
        yield Heading(text=title)
        if name == "time_apart":
            yield from (Paragraph(text=line, space_before_pt=4) for line in HOW)
        yield _table(name)


def _table(name: str) -> Paragraph:
    return Paragraph(text=f"{{{{ table: {name} }}}}")


def filling(figures: ReportFigures) -> Filling:
    """What stands in the template."""
    connected, held, *cost = sentences(figures)
    until = thai_date.long_date(figures.until)
    return Filling(
        title=f"{SUBJECT} {figures.title}",
        author=figures.office,
        texts={
            "office": figures.office,
            "period": figures.title,
            "until": until if figures.is_over else f"{until} (ยังไม่สิ้นสุดช่วงรายงาน)",
            "connected": connected,
            "held": held,
            "cost": "".join(cost),
        },
        blocks={
            "districts": (tables.by_district(figures),),
            "chart": _chart(figures.trend),
            "unconnected": _rows(figures.unconnected, tables.unconnected),
            "cut_off": _rows(figures.schools, tables.cut_off),
            "worst_links": _rows(figures.links, tables.worst_links),
            "spending": _rows(figures.providers, tables.spending),
            "kept_word": _rows(figures.providers, tables.kept_word),
            "trend": (tables.trend(figures.trend),),
            "time_apart": (tables.time_apart(figures.apart),),
        },
    )


Line = TypeVar("Line")


def _rows(lines: Sequence[Line], table: Callable[[Sequence[Line]], Table]) -> tuple[Block, ...]:
    return (table(lines),) if lines else (Paragraph(text="ไม่มี"),)


def sentences(figures: ReportFigures) -> tuple[str, ...]:
    """What is to be known, most important first."""
    total = figures.total
    connected = (
        f"โรงเรียนในสังกัด {_count(total.schools, 'แห่ง')} เชื่อมต่ออินเทอร์เน็ต {_count(total.connected, 'แห่ง')} "
        f"คิดเป็นร้อยละ{_HELD}{_shown(total.connected_percent)}{_schools_before(figures)} "
        f"ยังไม่เชื่อมต่อ {_count(total.unconnected, 'แห่ง')}"
    )
    held = (
        f"ความพร้อมใช้งานของวงจรร้อยละ{_HELD}{_shown(total.available)}{_available_before(figures)} "
        f"มีเหตุขัดข้อง {_count(total.outages, 'ครั้ง')} "
        f"โรงเรียนขาดอินเทอร์เน็ตรวม {tables.hours(total.cut_off_s)}{_HELD}ชั่วโมง"
    )
    spent = Spent.sum_of(figures.providers, "")
    each = spent.satang_per_mbps
    if each is None:
        return connected, held
    cost = (
        f"ค่าบริการของวงจรที่ทราบราคา {spent.priced:,} จาก {_count(spent.links, 'วงจร')} "
        f"รวมเดือนละ {baht(spent.price_satang)}{_HELD}บาท เฉลี่ย {baht(each)}{_HELD}บาทต่อ{_HELD}Mbps"
        f"{_cost_before(figures)}"
    )
    return connected, held, cost


def _count(number: int, unit: str) -> str:
    return f"{number:,}{_HELD}{unit}"


def _schools_before(figures: ReportFigures) -> str:
    if figures.before is None:
        return ""
    change = figures.total.connected - figures.before.connected
    if not change:
        return f" (เท่ากับ{figures.before_title})"
    return f" ({'เพิ่มขึ้น' if change > 0 else 'ลดลง'} {_count(abs(change), 'แห่ง')}จาก{figures.before_title})"


def _available_before(figures: ReportFigures) -> str:
    before = figures.before.available if figures.before else None
    return "" if before is None else f" ({figures.before_title} ร้อยละ{_HELD}{_shown(before)})"


def _cost_before(figures: ReportFigures) -> str:
    each = Spent.sum_of(figures.before_providers, "").satang_per_mbps
    return "" if each is None else f" ({figures.before_title} {baht(each)}{_HELD}บาท)"


def _shown(value: Decimal | None) -> str:
    return tables.NOTHING if value is None else f"{value:.2f}"


def _chart(months: Sequence[Month]) -> tuple[Block, ...]:
    """Nothing while nothing was measured."""
    known = [float(line.available) for line in months if line.available is not None]
    if not known:
        return ()
    low = min(known)
    step = 10 if low < 90 else 5 if low < 95 else 1
    bottom = min(floor(low / step) * step, FULL - step)
    chart = LineChart(
        bottom=bottom,
        top=FULL,
        ends=(f"{bottom:g}", f"{FULL:g}"),
        height_cm=_CHART_CM,
        points=tuple(
            Point(
                label=thai_date.short_date(line.month).split(" ", 1)[1],
                value=None if line.available is None else float(line.available),
                shown=_shown(line.available),
            )
            for line in months
        ),
    )
    return Heading(level=2, text=f"ความพร้อมใช้งาน {len(months)} เดือน (ร้อยละ)"), chart
