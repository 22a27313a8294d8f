"""Tables that several papers of cases have; empty ones have lines to write in."""

from __future__ import annotations

from collections.abc import Sequence

from office.document.cells import Money
from office.document.content import Block, Column, KeyValues, Paragraph, Table
from office.thai_date import short_date
from planning.school_network.papers.data import CaseData, HearingRow
from service.papers.shape import LONG_DOTS, SHORT_DOTS, day, right, ruled, texts

EMPTY_ROWS = 6
GROUPS = (
    Column(title="ชั้น", width=0.7),
    Column(title="หมู่บ้าน", width=2),
    right("จำนวน", "คน", 0.8),
    Column(title="โรงเรียนที่รับ", width=2),
    Column(title="การเดินทาง", width=1.2),
    right("ค่าพาหนะต่อวัน", "บาท", 1.1),
)
ASSETS = (
    Column(title="ประเภท", width=1.2),
    Column(title="รายการ", width=2.2),
    right("จำนวน", "", 0.7),
    right("มูลค่า", "บาท", 1.2),
    Column(title="ดำเนินการ", width=1),
    Column(title="มอบให้", width=1.8),
    Column(title="แล้วเสร็จ", width=1),
)
CLAUSES = (
    Column(title="ข้อ", width=1),
    Column(title="สาระ", width=3),
    Column(title="ค่าตามเกณฑ์", width=1.1),
    Column(title="ค่าที่พบ", width=0.9),
    Column(title="ผล", width=1.1),
    Column(title="ความแน่ชัด", width=1.1),
)
STAFF = (Column(title="ตำแหน่ง", width=2), right("จำนวน", "คน", 0.8), Column(title="ไปปฏิบัติงานที่", width=3))
FOLLOWED = (
    Column(title="รอบ", width=1.2),
    Column(title="หมู่บ้าน", width=2),
    right("ต้องย้าย", "คน"),
    right("มาเรียน", "คน"),
    right("เรียนที่อื่น", "คน"),
    right("หลุดจากระบบ", "คน"),
)


def groups(data: CaseData) -> tuple[Block, ...]:
    """Counts by grade and village, with their sum."""
    if not data.groups:
        return (ruled(GROUPS, EMPTY_ROWS),)
    rows = tuple(
        (one.grade, one.village, one.children, one.to, one.transport, Money(satang=one.support_satang_day))
        for one in data.groups
    )
    foot = (("", "รวม", sum(one.children for one in data.groups), "", "", ""),)
    return (Table(columns=GROUPS, rows=rows, foot=foot),)


def clauses(data: CaseData) -> tuple[Block, ...]:
    """By regulation, each with the version that the case keeps."""
    out: list[Block] = []
    for rule in dict.fromkeys((one.rule, one.version) for one in data.clauses):
        rows = tuple(
            (one.number, one.text, one.figure, one.found, one.verdict, one.certainty)
            for one in data.clauses
            if (one.rule, one.version) == rule
        )
        out += [Paragraph(text=f"{rule[0]} (ฉบับที่ {rule[1]})", keep_with_next=True), Table(columns=CLAUSES, rows=rows)]
    return tuple(out) or (ruled(CLAUSES, EMPTY_ROWS),)


def assets(data: CaseData) -> tuple[Block, ...]:
    """Land, buildings, things, documents and money."""
    if not data.assets:
        return (ruled(ASSETS, EMPTY_ROWS),)
    rows = tuple(
        (
            one.kind,
            one.item,
            one.quantity,
            Money(satang=one.value_satang),
            one.way,
            one.to_whom,
            short_date(one.done_on) if one.done_on else "ยังไม่แล้วเสร็จ",
        )
        for one in data.assets
    )
    foot = (("", "รวม", "", Money(satang=sum(one.value_satang for one in data.assets)), "", "", ""),)
    return (Table(columns=ASSETS, rows=rows, foot=foot),)


def staff(data: CaseData) -> tuple[Block, ...]:
    """By position, never by name."""
    if not data.staff:
        return (ruled(STAFF, 3),)
    return (Table(columns=STAFF, rows=tuple((one.position, one.persons, one.to) for one in data.staff)),)


def followed(data: CaseData) -> tuple[Block, ...]:
    """Where the children are."""
    if not data.follow_ups:
        return (ruled(FOLLOWED, EMPTY_ROWS),)
    rows = tuple(
        (one.round, one.village, one.expected, one.arrived, one.elsewhere, one.lost) for one in data.follow_ups
    )
    return (Table(columns=FOLLOWED, rows=rows),)


def hearing(one: HearingRow) -> tuple[Block, ...]:
    """Who came, and how they voted."""
    facts: Sequence[tuple[str, str]] = (
        ("วันที่ประกาศแจ้งการประชุม", day(one.notified_on) if one.notified_on else SHORT_DOTS),
        ("วันที่ประชุม", day(one.held_on) if one.held_on else SHORT_DOTS),
        ("สถานที่", one.place or LONG_DOTS),
        ("ผู้ปกครอง", _persons(one.parents)),
        ("ครูและบุคลากร", _persons(one.teachers)),
        ("คณะกรรมการสถานศึกษา", _persons(one.board)),
        ("ผู้นำชุมชนและประชาชน", _persons(one.community)),
        ("เห็นด้วย", _persons(one.agree)),
        ("ไม่เห็นด้วย", _persons(one.disagree)),
        ("งดออกเสียง", _persons(one.abstain)),
    )
    return (KeyValues(rows=tuple((label, value) for label, value in facts)), *texts(one.note))


def hearings(data: CaseData) -> tuple[Block, ...]:
    """All of them, or one to fill in."""
    return tuple(block for one in data.hearings or (HearingRow(),) for block in hearing(one))


def opinions(data: CaseData) -> tuple[Block, ...]:
    """What each board said."""
    columns = (
        Column(title="สถานศึกษา", width=2),
        Column(title="วันที่ประชุม", width=1.2),
        right("ผู้เข้าประชุม", "คน"),
        Column(title="ความเห็น", width=1.5),
        Column(title="หมายเหตุ", width=2),
    )
    if not data.opinions:
        return (ruled(columns, 3),)
    rows = tuple(
        (one.school, short_date(one.held_on) if one.held_on else "", one.present, one.opinion, one.note)
        for one in data.opinions
    )
    return (Table(columns=columns, rows=rows),)


def _persons(count: int) -> str:
    return f"{count:,} คน" if count else f"{SHORT_DOTS} คน"
