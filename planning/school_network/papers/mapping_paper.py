"""A mapping run as a chapter of a plan: answer first, then lists, then the map, then how it came about."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import date
from typing import Final

from office.document.cells import Money
from office.document.content import Block, Column, Figure, Paragraph, Table
from planning.school_network.papers.data import FigureRow, MappingData, OptionRow, SchoolRow, VillageRow
from planning.school_network.papers.wording import DEMANDS, FIGURES, SUPPORT
from service.i18n import N_
from service.papers.kind import PaperKind
from service.papers.shape import Chapter, Shape, day, kind_of, right

NOTHING: Final = "ไม่มี"
FEW: Final = "ไม่แสดง"


def _facts(data: MappingData) -> Sequence[tuple[str, str]]:
    return (
        ("ข้อมูลนักเรียน", f"ปีการศึกษา {data.academic_year} (ณ วันที่ {day(data.count_date)})"),
        ("วิธีวัดระยะทาง", data.mode),
        ("โครงข่ายถนน", data.roads),
        ("หมู่บ้านที่วัดเป็นเส้นตรง", data.straight_percent),
        ("โรงเรียน / หมู่บ้าน", f"{data.schools:,} แห่ง / {data.villages:,} หมู่บ้าน"),
        ("เด็กที่นำมาคิด", f"{data.children:,} คน {f'({data.demand})' if data.demand else ''}".strip()),
        *((("ไม่นำมาคิด", f"{data.not_taught:,} คน ในชั้นที่ไม่มีโรงเรียนใดในแผนที่เปิดสอน"),) if data.not_taught else ()),
        ("เด็กที่อยู่ไกลเกินเกณฑ์", f"{data.beyond:,} คน (ความครอบคลุม {data.coverage})"),
        ("รหัสตรวจสอบข้อมูล", data.input_hash[:16]),
        ("รหัสตรวจสอบผล", data.result_hash[:16]),
    )


def _table(columns: tuple[Column, ...], rows: Sequence[tuple[object, ...]]) -> tuple[Block, ...]:
    if not rows:
        return (Paragraph(text=NOTHING),)
    return (Table(columns=columns, rows=tuple(rows)),)


def _districts(data: MappingData) -> tuple[Block, ...]:
    columns = (Column(title="อำเภอ", width=2), right("หมู่บ้าน"), right("เด็ก", "คน"), right("เกินเกณฑ์", "คน"))
    return _table(columns, data.districts)


def _beyond(data: MappingData) -> tuple[Block, ...]:
    columns = (
        Column(title="หมู่บ้าน", width=2),
        Column(title="อำเภอ", width=1.5),
        Column(title="โรงเรียนใกล้ที่สุด\n(ชั้นที่ใช้ทำแผนที่)", width=2),
        right("ระยะ", "กม."),
        right("เด็ก\nเกินเกณฑ์", "คน"),
    )
    rows = [
        (one.name, one.district, one.nearest, one.km, FEW if one.children is None else one.children)
        for one in data.beyond_villages
    ]
    return _table(columns, rows)


def _bands(data: MappingData) -> tuple[Block, ...]:
    return _table((Column(title="จำนวนนักเรียน (คน)", width=2), right("โรงเรียน", "แห่ง")), data.bands)


def _schools(data: MappingData) -> tuple[Block, ...]:
    columns = (
        Column(title="โรงเรียน", width=2),
        right("นักเรียน", "คน"),
        right("เด็กในเขตบริการ", "คน"),
        Column(title="โรงเรียนถัดไป", width=2),
        right("ระยะ", "กม."),
        Column(title="ข้อสังเกต", width=1.6),
    )
    rows = [(one.name, one.pupils, one.area, one.next, one.km, one.findings) for one in data.school_rows]
    return _table(columns, rows)


def _options(data: MappingData) -> tuple[Block, ...]:
    columns = (
        Column(title="โรงเรียน", width=1.7),
        Column(title="รวมกับ", width=1.7),
        right("ระยะ", "กม.", 0.8),
        right("เด็ก", "คน", 0.7),
        right("เพิ่มเฉลี่ย", "กม.", 0.9),
        right("ร้อยละ\u00a095 เพิ่มไม่เกิน", "กม.", 0.9),
        right("เพิ่มมากสุด", "กม.", 0.8),
        right("เกินเกณฑ์", "คน", 0.9),
        right("ห้องเหลือ", "", 0.8),
        right("ค่าพาหนะต่อปี", "บาท", 1.3),
    )
    rows = [
        (
            one.start,
            one.end,
            one.km,
            one.children,
            one.added_mean,
            one.added_p95,
            one.added_most,
            one.beyond,
            one.rooms_left,
            Money(satang=one.support_satang_year),
        )
        for one in data.options
    ]
    if not rows:
        return (Paragraph(text=NOTHING),)
    table = Table(columns=columns, rows=tuple(rows), size_pt=12)
    return (Paragraph(text=data.support, keep_with_next=True), table) if data.support else (table,)


def _map(data: MappingData) -> tuple[Block, ...]:
    if not data.map_png:
        return (Paragraph(text="ไม่มีพิกัดที่วาดแผนที่ได้"),)
    alt = "แผนที่เขตพื้นที่บริการ: โรงเรียน หมู่บ้าน และหมู่บ้านที่เกินเกณฑ์"
    key = "วงกลมใหญ่สีดำ: โรงเรียน · จุดสีน้ำเงิน: หมู่บ้านภายในเกณฑ์ · จุดสีแดงมีขอบ: หมู่บ้านที่เกินเกณฑ์"
    return (Paragraph(text=key, keep_with_next=True), Figure(picture=base64.b64decode(data.map_png), alt=alt))


def _faults(data: MappingData) -> tuple[Block, ...]:
    return _table((Column(title="แห่ง", width=2), Column(title="ข้อสังเกตของพิกัด", width=2)), data.faults)


def _figures(data: MappingData) -> tuple[Block, ...]:
    columns = (
        Column(title="ค่า", width=1.8),
        right("ใช้", "", 0.7),
        Column(title="ความแน่ชัด", width=1.1),
        Column(title="แหล่งที่มา", width=3),
    )
    rows = tuple((one.name, one.value, one.certainty, one.source) for one in data.figures)
    return (Table(columns=columns, rows=rows, size_pt=11),)


def sample() -> MappingData:
    """Made up."""
    return MappingData(
        office="สำนักงานเขตพื้นที่การศึกษาตัวอย่าง",
        title="แผนที่ตั้งการศึกษา",
        academic_year=2569,
        count_date=date(2026, 6, 10),
        mode="ตามถนน",
        demand=DEMANDS["villages"],
        support=SUPPORT % {"baht": "15", "days": "200"},
        roads="ถนนตัวอย่าง",
        straight_percent="ร้อยละ 0.0",
        input_hash="0" * 64,
        result_hash="0" * 64,
        children=68,
        beyond=10,
        coverage="ร้อยละ 85.29",
        schools=4,
        villages=10,
        bands=(("1–20", 1), ("21–40", 2)),
        districts=(("อำเภอตัวอย่าง", 10, 68, 10),),
        beyond_villages=(
            VillageRow(name="บ้านตัวอย่าง", district="อำเภอตัวอย่าง", nearest="โรงเรียนบ้านตัวอย่าง", km="4.00", children=7),
        ),
        school_rows=(
            SchoolRow(
                name="โรงเรียนบ้านตัวอย่าง", pupils=20, area=24, next="โรงเรียนข้างเคียง", km="4.00", findings="ขนาดเล็ก"
            ),
        ),
        options=(
            OptionRow(
                start="โรงเรียนบ้านตัวอย่าง",
                end="โรงเรียนข้างเคียง",
                km="4.00",
                children=24,
                added_mean="1.42",
                added_p95="2.00",
                added_most="4.00",
                beyond=1,
                rooms_left=0,
                support_satang_year=6_000_000,
            ),
        ),
        figures=(
            FigureRow(name=FIGURES["norm_km_primary"], value="6", certainty="ยังไม่ตรวจสอบ", source="ข่าว พ.ศ. 2562"),
        ),
    )


MAPPING: Final[PaperKind[MappingData]] = kind_of(
    Shape(
        key="school-mapping",
        title=N_("Chapter on the school map"),
        heading="รายงานแผนที่ตั้งการศึกษา",
        data=MappingData,
        named=lambda data: data.title,
        facts=_facts,
        chapters=(
            Chapter("map", "แผนที่เขตพื้นที่บริการ", N_("Map"), _map),
            Chapter("districts", "การเข้าถึงรายอำเภอ", N_("By district"), _districts),
            Chapter("beyond", "หมู่บ้านที่เกินเกณฑ์", N_("Villages beyond the norm"), _beyond),
            Chapter("bands", "โรงเรียนขนาดเล็กตามช่วง", N_("Small schools"), _bands),
            Chapter("schools", "โรงเรียนและเขตพื้นที่บริการ", N_("Schools"), _schools),
            Chapter("options", "คู่โรงเรียนที่อาจรวมกัน", N_("Merger candidates"), _options, landscape=True),
            Chapter("faults", "คุณภาพพิกัด", N_("Coordinates"), _faults),
            Chapter("figures", "เกณฑ์และค่าที่ใช้", N_("Figures and source"), _figures),
        ),
        sample=sample,
    )
)
