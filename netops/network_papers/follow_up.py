"""The report of the objective: indicators of the network against their targets, met or not met."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from inventory.sla.counting import Reason
from netops.network_papers.data import FollowUpReport, IndicatorRow, SchoolRow, ShareRow
from netops.network_papers.wording import CAUSES, INDICATORS, MET
from netops.reports.tables import APART_WORDS, hours
from office.document.cells import Number
from office.document.content import Block, Column, ItemList, LineChart, Paragraph, Point, Table
from office.document.text import Run
from office.thai_date import short_date
from service.i18n import N_
from service.papers.shape import NOTHING, Cell, Chapter, Shape, day, kind_of, right


def _figure(value: float | None, decimals: int = 2) -> Cell:
    if value is None:
        return NOTHING
    return Number(value=Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals)), decimals=decimals)


def _met(one: IndicatorRow) -> str:
    if one.value is None:
        return "ไม่มีข้อมูลให้วัด"
    return "ไม่ได้ตั้งเป้าหมาย" if one.is_met is None else MET[one.is_met]


def _indicators(data: FollowUpReport) -> tuple[Block, ...]:
    columns = (
        Column(title="ตัวชี้วัด", width=2.8),
        Column(title="หน่วย", width=1.1),
        right("ค่าฐาน", width=0.9),
        right("เป้าหมาย", width=0.9),
        right("ผลที่ได้", width=0.9),
        right("คิดจาก", width=1),
        Column(title="สรุป", width=1.2),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            *INDICATORS[one.indicator],
            _figure(one.baseline),
            _figure(one.target),
            _figure(one.value),
            one.basis,
            _met(one),
        )
        for one in data.indicators
    )
    return (Table(columns=columns, rows=rows),)


def _trend(data: FollowUpReport) -> tuple[Block, ...]:
    """The months as a line, from 0 to 100 percent, and their figures."""
    if not data.shares:
        return (Paragraph(text="ยังไม่มีค่าของเดือนใดในปีนี้"),)
    points = tuple(
        Point(
            label=short_date(one.seen_on).split(" ", 1)[1],
            value=share,
            shown="" if share is None else f"{share:.0f}",
        )
        for one, share in ((one, _share(one)) for one in data.shares)
    )
    chart = LineChart(bottom=0, top=100, ends=("0%", "100%"), points=points)
    columns = (
        Column(title="ณ วันที่", width=2),
        right("ครบตามเป้าหมาย", "แห่ง"),
        right("ทราบสถานะ", "แห่ง"),
        right("ร้อยละ"),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (day(one.seen_on), one.met, one.known, _figure(_share(one))) for one in data.shares
    )
    return (chart, Table(columns=columns, rows=rows, size_pt=12))


def _share(one: ShareRow) -> float | None:
    return 100 * one.met / one.known if one.known else None


def _schools(data: FollowUpReport) -> tuple[Block, ...]:
    columns = (
        Column(title="โรงเรียน", width=3),
        right("ความพร้อมใช้", "ร้อยละ", width=1.2),
        right("เวลาไปกลับ", "ms"),
        right("เวลาซ่อมเฉลี่ย", "นาที", width=1.4),
        right("แฟ้มเครือข่าย", "ร้อยละ", width=1.3),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            one.school,
            _figure(one.availability_percent),
            _figure(one.round_trip_ms, 1),
            _figure(one.repair_minutes, 0),
            one.percent_complete,
        )
        for one in data.schools
    )
    return (Table(columns=columns, rows=rows, size_pt=12),)


def _apart(data: FollowUpReport) -> tuple[Block, ...]:
    if not data.apart:
        return (Paragraph(text="นับเวลาทั้งหมดของทุกวงจร"),)
    columns = (Column(title="เวลาของทุกวงจรรวมกันที่ไม่นับ", width=4), right("รวมเวลา", "ชม.:นาที"))
    rows = tuple((APART_WORDS[why], hours(seconds)) for why, seconds in data.apart.items())
    return (Table(columns=columns, rows=rows),)


def _excluded(data: FollowUpReport) -> tuple[Block, ...]:
    if not data.excluded:
        return (Paragraph(text="ไม่มีเหตุขัดข้องที่ไม่นับ"),)
    lines = [f"{CAUSES.get(cause, cause)}: {minutes:,} นาที" for cause, minutes in sorted(data.excluded.items())]
    return (ItemList(items=tuple((Run(text=line),) for line in lines), numbered=False),)


def _facts(data: FollowUpReport) -> Sequence[tuple[str, str]]:
    met = sum(one.is_met is True for one in data.indicators)
    judged = sum(one.is_met is not None for one in data.indicators)
    return (
        ("ข้อมูล ณ วันที่", day(data.as_of)),
        ("โรงเรียน", f"{len(data.schools)} แห่ง"),
        ("ตัวชี้วัดที่บรรลุ", f"{met} จาก {judged} ตัวที่มีเป้าหมายและวัดได้"),
    )


def _sample() -> FollowUpReport:
    return FollowUpReport(
        office="สำนักงานเขตพื้นที่การศึกษาตัวอย่าง",
        year=2570,
        as_of=date(2026, 11, 22),
        indicators=(
            IndicatorRow(indicator="availability", value=99.1, basis=100_000, baseline=97, target=98, is_met=True),
            IndicatorRow(indicator="target_share", value=40, basis=120, baseline=30, target=60, is_met=False),
        ),
        schools=(
            SchoolRow(
                school="โรงเรียนบ้านตัวอย่าง",
                availability_percent=99.1,
                round_trip_ms=12.5,
                repair_minutes=180,
                percent_complete=80,
            ),
        ),
        excluded={"power": 240},
        shares=(
            ShareRow(seen_on=date(2026, 10, 31), met=42, known=118),
            ShareRow(seen_on=date(2026, 11, 22), met=48, known=120),
        ),
        apart={Reason.UNKNOWN: 7200, Reason.POWER: 14_400},
    )


FOLLOW_UP: Final = kind_of(
    Shape(
        key="network_follow_up",
        title=N_("Report of the network's indicators"),
        heading="รายงานผลการติดตามและประเมินระบบเครือข่าย",
        data=FollowUpReport,
        named=lambda data: f"ปีงบประมาณ พ.ศ. {data.year}",
        facts=_facts,
        chapters=(
            Chapter("indicators", "ตัวชี้วัดเทียบกับเป้าหมาย", N_("Indicators against targets"), _indicators),
            Chapter(
                "trend",
                "แนวโน้มโรงเรียนที่มีเครือข่ายครบตามเป้าหมาย",
                N_("Share of schools at their target, month by month"),
                _trend,
            ),
            Chapter("apart", "เวลาที่ไม่นับในความพร้อมใช้", N_("Time that is in no availability"), _apart),
            Chapter("excluded", "เวลาขัดข้องที่ไม่นับเป็นเวลาซ่อม", N_("What is not counted"), _excluded),
            Chapter("schools", "รายโรงเรียน", N_("School by school"), _schools),
        ),
        sample=_sample,
        signers=("ผู้รายงาน",),
    ),
    series="network",
)
