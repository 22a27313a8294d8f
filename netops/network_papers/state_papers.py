"""The state of a school's network as paper: the report of what was measured and said, and the survey's form."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Final

from netops.network_papers.data import Baseline, GapRow, StrangerRow, SurveySaid
from netops.network_papers.wording import CABLING, MEASURES, YES_NO
from office.document.cells import Words
from office.document.content import Block, Column, KeyValues, Paragraph, Table
from office.thai_date import short_date
from service.i18n import N_
from service.papers.shape import (
    LONG_DOTS,
    SHORT_DOTS,
    Cell,
    Chapter,
    Shape,
    boxes,
    day,
    exact,
    kind_of,
    number,
    right,
    texts,
    yes,
)

NO_TARGET: Final = "ยังไม่ทราบจำนวนนักเรียน จึงไม่มีเป้าหมายให้เทียบ"


def gap_table(rows: Sequence[GapRow]) -> tuple[Block, ...]:
    """Line by line, each with both figures."""
    if not rows:
        return (Paragraph(text=NO_TARGET),)
    columns = (Column(title="รายการ", width=3), right("เป้าหมาย"), right("มีอยู่"), right("ยังขาด"))
    lines: tuple[tuple[Cell, ...], ...] = tuple(
        (MEASURES[one.measure], one.target, number(one.actual), "ไม่ทราบ" if one.lack is None else one.lack)
        for one in rows
    )
    return (Table(columns=columns, rows=lines),)


def moment(at: datetime | None) -> str:
    """1 พ.ย. 69 09:30 น., on the clock that the time was given in."""
    return f"{short_date(at.date())} {at:%H:%M}\u00a0น." if at is not None else "–"


def _strangers(data: Baseline) -> tuple[Block, ...]:
    if not data.strangers:
        return (Paragraph(text="ไม่พบอุปกรณ์ที่ไม่ได้ขึ้นทะเบียน"),)
    columns = (
        Column(title="ชื่อที่แจ้ง", width=2),
        Column(title="MAC", width=1.6, whole=True),
        Column(title="ที่อยู่ IP", width=1.6),
        Column(title="พบล่าสุด", width=1.3),
        Column(title="สถานะ", width=1.4),
    )
    rows = tuple(
        (
            Words(text=exact(one.name)),
            Words(text=exact(one.mac)),
            Words(text=exact(one.address)),
            moment(one.seen_at),
            "ยังไม่ได้ขึ้นทะเบียน",
        )
        for one in data.strangers
    )
    return (Table(columns=columns, rows=rows),)


def _facts(data: Baseline) -> Sequence[tuple[str, str]]:
    speed = "ไม่ทราบ" if data.speed_mbps is None else f"{data.speed_mbps:,} Mbit/s"
    share = "ยังไม่ได้วัด" if data.availability_percent is None else f"ร้อยละ {data.availability_percent:.2f} (30 วัน)"
    return (
        ("ข้อมูล ณ วันที่", day(data.as_of)),
        ("นักเรียน", "ไม่ทราบ" if data.pupils is None else f"{data.pupils:,} คน"),
        ("วงจรอินเทอร์เน็ต", f"{data.links} วงจร ความเร็วรวม {speed}"),
        ("ความพร้อมใช้ที่วัดได้", share),
        ("อุปกรณ์ในทะเบียน", f"{data.devices} เครื่อง ตอบระบบตรวจ {data.answering} เครื่อง"),
        ("พอร์ตสวิตช์", f"{data.switch_ports} พอร์ต ใช้อยู่ {data.ports_up} พอร์ต"),
        ("จุดกระจายสัญญาณไร้สาย", f"{data.access_points} เครื่อง"),
        ("เครื่องสำรองไฟฟ้า", f"{data.ups} เครื่อง"),
        ("แหล่งที่มาของเป้าหมาย", data.target_source),
    )


def _count(value: int | None, unit: str) -> str:
    return f"{SHORT_DOTS} {unit}" if value is None else f"{value:,} {unit}"


def survey_facts(data: SurveySaid) -> Sequence[tuple[str, str]]:
    """What was said, or dots to write on."""
    return (
        ("โรงเรียน", data.school or LONG_DOTS),
        ("ปีการศึกษา", str(data.year) if data.year else SHORT_DOTS),
        ("ห้องทั้งหมด", _count(data.rooms, "ห้อง")),
        ("ห้องที่มีสายสัญญาณ", _count(data.rooms_cabled, "ห้อง")),
        ("ห้องที่ใช้ Wi-Fi ได้", _count(data.rooms_wireless, "ห้อง")),
        ("ไฟฟ้าดับต่อเดือน", _count(data.power_cuts_month, "ครั้ง")),
        ("สภาพสายสัญญาณ", CABLING.get(data.cabling, boxes(word for key, word in CABLING.items() if key != "unknown"))),
        ("สายดิน", yes(YES_NO, data.is_grounded)),
        ("ตู้หรือห้องที่ล็อกได้", yes(YES_NO, data.is_locked)),
        ("ผู้ดูแลระบบ", _count(data.caretakers, "คน")),
        ("ตำแหน่งของผู้ดูแล", data.caretaker_post or LONG_DOTS),
        ("วันที่สำรวจ", day(data.surveyed_on) if data.surveyed_on else SHORT_DOTS),
    )


def _survey(data: Baseline) -> tuple[Block, ...]:
    if data.survey is None:
        return (Paragraph(text="โรงเรียนยังไม่ได้ตอบแบบสำรวจ"),)
    return (
        KeyValues(rows=tuple((a, b) for a, b in survey_facts(data.survey)), label_share=0.35),
        *texts(data.survey.lacks or "ไม่ได้ระบุสิ่งที่ขาด"),
    )


def survey_sample() -> SurveySaid:
    """Shows officials a template with data in it."""
    return SurveySaid(
        office="สำนักงานเขตพื้นที่การศึกษาตัวอย่าง",
        school="โรงเรียนบ้านตัวอย่าง",
        year=2569,
        rooms=12,
        rooms_cabled=6,
        rooms_wireless=8,
        power_cuts_month=2,
        cabling="good",
        is_grounded=True,
        is_locked=False,
        caretakers=1,
        caretaker_post="ครูผู้ดูแลระบบ",
        lacks="ห้องวิทยาศาสตร์ไม่มีจุดเชื่อมต่อ",
        surveyed_on=date(2026, 11, 22),
    )


def sample_gap() -> tuple[GapRow, ...]:
    """One line that lacks, one that is met."""
    return (
        GapRow(measure="access_points", target=6, actual=2, lack=4),
        GapRow(measure="links", target=1, actual=1, lack=0),
    )


def _sample() -> Baseline:
    at = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
    return Baseline(
        office="สำนักงานเขตพื้นที่การศึกษาตัวอย่าง",
        school="โรงเรียนบ้านตัวอย่าง",
        as_of=at.date(),
        pupils=140,
        links=1,
        speed_mbps=100,
        availability_percent=99.2,
        devices=5,
        answering=5,
        switch_ports=24,
        ports_up=11,
        access_points=2,
        ups=1,
        gap=sample_gap(),
        target_source="ตัวเลขของสำนักงาน",
        strangers=(StrangerRow(name="unknown-ap", mac="02:00:5e:00:53:01", address="10.5.0.77", seen_at=at),),
        survey=survey_sample(),
    )


BASELINE: Final = kind_of(
    Shape(
        key="network_baseline",
        title=N_("Report of the state of a school's network"),
        heading="รายงานสภาพระบบเครือข่ายของโรงเรียน",
        data=Baseline,
        named=lambda data: data.school,
        facts=_facts,
        chapters=(
            Chapter("gap", "เทียบกับเป้าหมาย", N_("State against target"), lambda data: gap_table(data.gap)),
            Chapter("survey", "ผลการสำรวจของโรงเรียน", N_("What the school said"), _survey),
            Chapter("strangers", "อุปกรณ์ที่พบแต่ไม่ได้ขึ้นทะเบียน", N_("Unregistered devices"), _strangers),
        ),
        sample=_sample,
        signers=("ผู้จัดทำ",),
    ),
    series="network",
)
SURVEY_FORM: Final = kind_of(
    Shape(
        key="network_survey",
        title=N_("Survey of a school's network"),
        heading="แบบสำรวจระบบเครือข่ายของโรงเรียน",
        data=SurveySaid,
        named=lambda data: data.school,
        facts=survey_facts,
        chapters=(Chapter("lacks", "สิ่งที่ขาดหรือต้องแก้ไข", N_("What is lacking"), lambda data: texts(data.lacks)),),
        sample=survey_sample,
        blank=lambda office: SurveySaid(office=office, school=""),
        signers=("ผู้สำรวจ", "ผู้อำนวยการโรงเรียน"),
    ),
    series="network",
)
