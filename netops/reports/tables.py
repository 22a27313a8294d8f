"""The tables of a report, the same in PDF, docx and xlsx. Their words are Thai: papers of the office are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

from inventory.sla.counting import Reason
from netops.reports.figures import (
    Apart,
    CutOff,
    District,
    Held,
    LinkFared,
    Month,
    ReportFigures,
    School,
    Spent,
    percent,
)
from office import thai_date
from office.document.cells import Money, Number, Words
from office.document.content import Align, Column, Table
from office.document.text import exact

NOTHING: Final = "–"
NO_DISTRICT: Final = "ไม่ระบุอำเภอ"
TOTAL: Final = "รวม"
MEGA: Final = 1_000_000
Cell = Number | Money | Words | str | int

COUNTED: Final = "เวลาที่นับ"
APART_WORDS: Final[dict[Reason, str]] = {
    Reason.OUTSIDE: "ก่อนเริ่มหรือหลังสิ้นสุดสัญญา",
    Reason.UNKNOWN: "สำนักงานมองไม่เห็นวงจร เช่น อินเทอร์เน็ตของสำนักงานขัดข้อง",
    Reason.CLOSED: "นอกเวลาที่นับตามสัญญาหรือเวลาเปิดใช้งานของโรงเรียน",
    Reason.MAINTENANCE: "ช่วงบำรุงรักษาที่แจ้งไว้",
    Reason.POWER: "ไฟฟ้าดับ",
    Reason.PROVIDER: "เหตุของผู้ให้บริการที่สัญญาไม่นับ",
    Reason.EQUIPMENT: "อุปกรณ์ของโรงเรียน",
    Reason.PLANNED: "งานที่วางแผนไว้",
    Reason.OURS: "เหตุของสำนักงานเอง",
    Reason.UNCLEAR: "สาเหตุไม่ชัดเจนที่สัญญาไม่นับ",
    Reason.SHORT: "เหตุที่สั้นกว่าที่สัญญานับ",
}


def _figures(title: str, unit: str = "", width: float = 1.0) -> Column:
    return Column(title=title, unit=unit, width=width, align=Align.RIGHT, whole=True)


def _percent(value: Decimal | None) -> Number | Words:
    return Words(text=NOTHING) if value is None else Number(value=value, decimals=2)


def hours(seconds: int) -> str:
    """Hours and minutes: 61:05."""
    minutes = seconds // 60
    return f"{minutes // 60:,}:{minutes % 60:02d}"


def by_district(figures: ReportFigures) -> Table:
    """The table that offices report."""
    return Table(
        columns=(
            Column(title="อำเภอ", width=2),
            _figures("ทั้งหมด", "แห่ง"),
            _figures("เชื่อมต่อ", "แห่ง"),
            _figures("ไม่เชื่อมต่อ", "แห่ง"),
            _figures("ร้อยละ"),
            _figures("ความพร้อมใช้งาน", "ร้อยละ"),
            _figures("เหตุขัดข้อง", "ครั้ง"),
        ),
        rows=tuple(_district(line, line.name or NO_DISTRICT) for line in figures.districts),
        foot=(_district(figures.total, TOTAL),),
    )


def _district(line: District, name: str) -> tuple[Cell, ...]:
    counts = (line.schools, line.connected, line.unconnected)
    return (name, *counts, _percent(line.connected_percent), _percent(line.available), line.outages)


def unconnected(schools: Sequence[School]) -> Table:
    """Schools without any link."""
    rows = tuple((at, exact(one.code), one.name, one.district) for at, one in enumerate(schools, start=1))
    return Table(
        columns=(_place(), _code(), Column(title="โรงเรียน", width=4), Column(title="อำเภอ", width=2)), rows=rows
    )


def cut_off(schools: Sequence[CutOff]) -> Table:
    """Schools that were longest without any link."""
    return Table(
        columns=(
            _place(),
            Column(title="โรงเรียน", width=4),
            Column(title="อำเภอ", width=2),
            _figures("ขาดอินเทอร์เน็ต", "ครั้ง"),
            _figures("รวมเวลา", "ชม.:นาที"),
        ),
        rows=tuple(
            (at, one.name, one.district, one.cuts, hours(one.cut_off_s)) for at, one in enumerate(schools, start=1)
        ),
    )


def worst_links(links: Sequence[LinkFared]) -> Table:
    """The worst first."""
    return Table(
        columns=(
            _place(),
            Column(title="โรงเรียน", width=3),
            Column(title="วงจร", width=2),
            Column(title="ผู้ให้บริการ", width=2),
            _figures("ความพร้อมใช้งาน", "ร้อยละ"),
            _figures("เหตุขัดข้อง", "ครั้ง"),
            _figures("รวมเวลา", "ชม.:นาที"),
        ),
        rows=tuple(_link(at, line) for at, line in enumerate(links, start=1)),
    )


def _link(at: int, line: LinkFared) -> tuple[Cell, ...]:
    named = " ".join(part for part in (line.link, line.circuit_no) if part)
    return (
        at,
        line.name,
        named,
        line.provider or NOTHING,
        _percent(line.available),
        line.outages,
        hours(line.outage_s),
    )


def spending(providers: Sequence[Spent]) -> Table:
    """What a month costs, by provider. Only links whose price and speed are known are in price and speed."""
    return Table(
        columns=(
            Column(title="ผู้ให้บริการ", width=3),
            _figures("ทั้งหมด", "วงจร"),
            _figures("ทราบราคา", "วงจร"),
            _figures("ค่าบริการต่อเดือน", "บาท"),
            _figures("ความเร็วรวม", "Mbps"),
            _figures("ต่อ Mbps", "บาท"),
            _figures("ความพร้อมใช้งาน", "ร้อยละ"),
        ),
        rows=tuple(_spent(line, line.name or "ไม่ระบุผู้ให้บริการ") for line in providers),
        foot=(_spent(Spent.sum_of(providers, TOTAL), TOTAL),),
    )


def _spent(line: Spent, name: str) -> tuple[Cell, ...]:
    each = line.satang_per_mbps
    speed = Number(value=Decimal(line.speed_bps) / MEGA, decimals=0 if line.speed_bps % MEGA == 0 else 2)
    price: Cell = Money(satang=line.price_satang) if line.priced else NOTHING
    per_mbps: Cell = NOTHING if each is None else Money(satang=each)
    return (name, line.links, line.priced, price, speed if line.priced else NOTHING, per_mbps, _percent(line.available))


def kept_word(providers: Sequence[Spent]) -> Table:
    """How providers held to what was agreed: incidents, round trips, and what their contracts pay for it."""
    return Table(
        columns=(
            Column(title="ผู้ให้บริการ", width=3),
            _figures("ความพร้อมใช้งาน", "ร้อยละ"),
            _figures("เหตุขัดข้อง", "ครั้ง"),
            _figures("เวลาไป-กลับ p50", "มิลลิวินาที"),
            _figures("เวลาไป-กลับ p95", "มิลลิวินาที"),
            _figures("เรียกร้อง", "บาท"),
            _figures("ได้รับแล้ว", "บาท"),
        ),
        rows=tuple(_kept(line, line.name or "ไม่ระบุผู้ให้บริการ") for line in providers),
        foot=(_kept(Spent.sum_of(providers, TOTAL), TOTAL),),
    )


def _kept(line: Spent, name: str) -> tuple[Cell, ...]:
    money = (Money(satang=line.claimed_satang), Money(satang=line.credited_satang))
    return (name, _percent(line.available), line.outages, _ms(line.rtt_p50_ms), _ms(line.rtt_p95_ms), *money)


def _ms(value: float | None) -> Number | Words:
    return Words(text=NOTHING) if value is None else Number(value=Decimal(f"{value:.1f}"), decimals=1)


def trend(months: Iterable[Month]) -> Table:
    """Month by month, the oldest first."""
    return Table(
        columns=(Column(title="เดือน", width=2), _figures("ความพร้อมใช้งาน", "ร้อยละ"), _figures("เหตุขัดข้อง", "ครั้ง")),
        rows=tuple(
            (thai_date.month(line.month), _percent(line.available), _known(line, line.outages)) for line in months
        ),
    )


def _known(line: Held, value: int) -> Cell:
    return value if line.measured_s else NOTHING


def time_apart(apart: Apart) -> Table:
    """What of all time was counted, and what was not and why."""
    lines = [(COUNTED, apart.measured_s)]
    lines += [
        (f"ไม่นับ: {words}", apart.excluded_s[why]) for why, words in APART_WORDS.items() if why in apart.excluded_s
    ]
    return Table(
        columns=(
            Column(title="เวลาของทุกวงจรรวมกัน", width=5),
            _figures("รวมเวลา", "ชม.:นาที"),
            _figures("ของทั้งหมด", "ร้อยละ"),
        ),
        rows=tuple((words, hours(seconds), _share(seconds, apart.whole_s)) for words, seconds in lines),
        foot=((TOTAL, hours(apart.whole_s), _share(apart.whole_s, apart.whole_s)),),
    )


def _share(part: int, whole: int) -> Number | Words:
    return _percent(percent(part, whole))


def _place() -> Column:
    return Column(title="ที่", width=0.4, align=Align.RIGHT, whole=True)


def _code() -> Column:
    return Column(title="รหัสโรงเรียน", whole=True)
