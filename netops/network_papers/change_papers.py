"""A change of a school's network as paper: the request, and the acceptance test of its order with what was built."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone
from typing import Final

from netops.network_papers.data import Acceptance, BuiltRow, Change, CheckRow, LiveSaid
from netops.network_papers.state_papers import moment
from netops.network_papers.wording import CHECKS, MEASURED, ROLES, STANDINGS, STATES, UNASKED
from office.document.cells import Words
from office.document.content import Block, Column, Paragraph, Table
from service.i18n import N_
from service.papers.shape import (
    LONG_DOTS,
    NOTHING,
    SHORT_DOTS,
    Cell,
    Chapter,
    Shape,
    boxes,
    day,
    exact,
    kind_of,
    right,
    ruled,
    texts,
)


def _few(text: str) -> tuple[Block, ...]:
    return texts(text, lines_to_fill=2)  # four parts and two hands fit on one page


def _asked(data: Change) -> Sequence[tuple[str, str]]:
    return (
        ("โรงเรียน", data.school or LONG_DOTS),
        ("เรื่อง", data.title or LONG_DOTS),
        ("วันที่จะดำเนินการ", day(data.planned_on) if data.planned_on else SHORT_DOTS),
        ("ผู้ขอ", data.asked_by or LONG_DOTS),
        ("วันที่ขอ", day(data.asked_on) if data.asked_on else SHORT_DOTS),
        ("ผลการพิจารณา", STATES.get(data.state, boxes((STATES["approved"], STATES["refused"])))),
        ("ผู้พิจารณา", data.decided_by or LONG_DOTS),
        ("วันที่พิจารณา", day(data.decided_on) if data.decided_on else SHORT_DOTS),
    )


def _change_sample() -> Change:
    return Change(
        office="สำนักงานเขตพื้นที่การศึกษาตัวอย่าง",
        school="โรงเรียนบ้านตัวอย่าง",
        title="เปลี่ยนสวิตช์หลัก",
        why="พอร์ตเต็ม",
        danger="เครือข่ายหยุดประมาณ 30 นาที",
        way_back="ใส่สวิตช์เดิมกลับ",
        planned_on=date(2026, 12, 5),
        asked_by="นักวิชาการคอมพิวเตอร์",
        asked_on=date(2026, 11, 22),
        state="approved",
        decided_by="ผู้อำนวยการ",
        decided_on=date(2026, 11, 23),
    )


CHANGE: Final = kind_of(
    Shape(
        key="network_change",
        title=N_("Request for a change of a school's network"),
        heading="แบบขอเปลี่ยนแปลงระบบเครือข่าย",
        data=Change,
        named=lambda data: data.school,
        facts=_asked,
        chapters=(
            Chapter("why", "เหตุผล", N_("Why"), lambda data: _few(data.why)),
            Chapter(
                "danger",
                "ความเสี่ยงและผลกระทบ",
                N_("What could go wrong"),
                lambda data: _few(data.danger),
            ),
            Chapter("way_back", "วิธีย้อนกลับ", N_("The way back"), lambda data: _few(data.way_back)),
            Chapter("decision", "ความเห็นของผู้พิจารณา", N_("The decision"), lambda data: _few(data.decision)),
        ),
        sample=_change_sample,
        blank=lambda office: Change(office=office, school=""),
        signers=("ผู้ขอ", "ผู้อนุมัติ"),
    ),
    series="network",
)


def _tested(data: Acceptance) -> Sequence[tuple[str, str]]:
    passed = {True: "ผ่าน", False: "ไม่ผ่าน", None: "ยังไม่ได้ทดสอบ"}
    blank = not data.school
    return (
        ("โรงเรียน", data.school or LONG_DOTS),
        ("งานตามคำขอ", data.title or LONG_DOTS),
        ("ผู้ดำเนินการ", data.owner or LONG_DOTS),
        ("กำหนดเสร็จ", SHORT_DOTS if blank else day(data.due_on)),
        ("ทดสอบเมื่อ", SHORT_DOTS if blank else moment(data.at)),
        ("ผลการทดสอบ", boxes((passed[True], passed[False])) if blank else passed[data.is_passed]),
        ("วิธีทดสอบ", "ระบบเฝ้าระวังถามอุปกรณ์และวงจรเองขณะทดสอบ ผ่านได้ด้วยค่าที่วัดหลังสั่งงานเท่านั้น"),
    )


def _checks(data: Acceptance) -> tuple[Block, ...]:
    columns = (
        Column(title="สิ่งที่ตรวจ", width=2.2),
        Column(title="อุปกรณ์หรือวงจร", width=1.8),
        Column(title="ต้องได้", width=1),
        Column(title="วัดได้", width=1),
        Column(title="วัดเมื่อ", width=1.4),
        Column(title="ผล", width=1),
    )
    if not data.school:
        return (ruled(columns, 3),)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            CHECKS[one.kind],
            Words(text=exact(f"{one.thing} {one.port}".strip())),
            Words(text=exact(one.wanted or "–")),
            Words(text=exact(MEASURED.get(one.measured, one.measured) or "–")),
            moment(one.at),
            STANDINGS[one.standing],
        )
        for one in data.checks
    )
    return (Table(columns=columns, rows=rows),)


def _heard(data: Acceptance) -> tuple[Block, ...]:
    """The raw answers, one row for each thing and port that was asked; nobody writes them by hand."""
    if not data.school:
        return (Paragraph(text="ระบบเฝ้าระวังบันทึกให้เองเมื่อทดสอบ ไม่ต้องกรอก"),)
    columns = (
        Column(title="อุปกรณ์หรือวงจร", width=1.5),
        Column(title="ถามเมื่อ", width=1.3),
        Column(title="ส่งไป/ได้รับ", width=0.9),
        Column(title="ไปกลับ ต่ำสุด/เฉลี่ย/สูงสุด", unit="มิลลิวินาที", width=1.5),
        Column(title="อ่านด้วย SNMP", width=2.8),
    )
    rows: dict[tuple[str, str], tuple[Cell, ...]] = {}
    for one in data.checks:
        if one.raw is not None:
            thing = f"{one.thing} {one.port}".strip()
            said = Words(text=exact(_told(one.raw)))
            rows[one.thing, one.port] = (Words(text=exact(thing)), moment(one.raw.at), *_series(one.raw), said)
    if not rows:
        return (Paragraph(text="ไม่มี: ทดสอบจากค่าที่ระบบเฝ้าระวังเก็บไว้ หรือยังไม่ได้ทดสอบ"),)
    return (Table(columns=columns, rows=tuple(rows.values()), size_pt=12),)


def _series(raw: LiveSaid) -> tuple[Cell, Cell]:
    count = f"{raw.sent}/{raw.received}" if raw.sent is not None else NOTHING
    trips = (raw.rtt_min_ms, raw.rtt_avg_ms, raw.rtt_max_ms)
    times = "/".join("–" if one is None else f"{one:.1f}" for one in trips) if raw.received else NOTHING
    return Words(text=exact(count)), Words(text=exact(times))


def _told(raw: LiveSaid) -> str:
    if raw.unasked:
        return UNASKED.get(raw.unasked, raw.unasked)
    parts = [part for part in (raw.name, raw.vendor, raw.model, raw.serial, raw.version) if part]
    if raw.walk and raw.walk != "answered":
        parts = ["ไม่ตอบ", raw.detail]
    if raw.port is not None and raw.port.name:
        speed = "" if raw.port.speed_bps is None else f"{raw.port.speed_bps // 1_000_000} Mbit/s"
        parts += [part for part in (f"{raw.port.name} {raw.port.oper}".strip(), speed) if part]
        if raw.port.problems is not None:
            parts.append(f"ข้อผิดพลาด {raw.port.problems * 60:.1f} ครั้ง/นาที")
        if raw.port.in_bps is not None and raw.port.out_bps is not None:
            parts.append(f"ปริมาณรับ/ส่ง {raw.port.in_bps / 1e6:.2f}/{raw.port.out_bps / 1e6:.2f} Mbit/s")
    return " · ".join(part for part in parts if part) or raw.detail or NOTHING


def _built(data: Acceptance) -> tuple[Block, ...]:
    if data.school and not data.built:
        return (Paragraph(text="ยังไม่มี: บันทึกเมื่อผ่านการทดสอบ"),)
    columns = (
        Column(title="อุปกรณ์", width=1.6),
        Column(title="หน้าที่", width=1),
        Column(title="ที่อยู่", width=1.4),
        Column(title="รุ่น", width=1.8),
        Column(title="หมายเลขเครื่อง", width=1.6),
        Column(title="ซอฟต์แวร์", width=1.4),
        right("พอร์ต", width=0.7),
    )
    if not data.school:
        return (ruled(columns, 2, size_pt=12),)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            Words(text=exact(one.name)),
            ROLES.get(one.role, one.role),
            Words(text=exact(one.address)),
            Words(text=exact(f"{one.vendor} {one.model}".strip())),
            Words(text=exact(one.serial)),
            Words(text=exact(one.version)),
            one.ports,
        )
        for one in data.built
    )
    return (Table(columns=columns, rows=rows, size_pt=12),)


def _acceptance_blank(office: str) -> Acceptance:
    return Acceptance(office=office, school="", title="", owner="", due_on=None, at=None, is_passed=None, checks=())


def _acceptance_sample() -> Acceptance:
    at = datetime(2026, 12, 5, 10, 0, tzinfo=timezone(timedelta(hours=7)))
    raw = LiveSaid(
        at=at, method="icmp", sent=10, received=10, rtt_min_ms=1.2, rtt_avg_ms=1.5, rtt_max_ms=2.4,
        walk="answered", name="switch-1", vendor="ตัวอย่าง", model="EX-24", serial="SN0001", version="1.2",
    )  # fmt: skip
    check = CheckRow(
        kind="answers", thing="switch-1", port="", wanted="", measured="up", standing="passed", at=at, raw=raw
    )
    built = BuiltRow(
        name="switch-1",
        role="switch",
        address="10.5.0.2",
        vendor="ตัวอย่าง",
        model="EX-24",
        serial="SN0001",
        version="1.2",
        ports=24,
    )
    return Acceptance(
        office="สำนักงานเขตพื้นที่การศึกษาตัวอย่าง",
        school="โรงเรียนบ้านตัวอย่าง",
        title="เปลี่ยนสวิตช์หลัก",
        owner="ช่างเครือข่าย",
        due_on=date(2026, 12, 6),
        at=at,
        is_passed=True,
        checks=(check,),
        built=(built,),
    )


ACCEPTANCE: Final = kind_of(
    Shape(
        key="network_acceptance",
        title=N_("Acceptance test of a work order"),
        heading="ผลการทดสอบเพื่อตรวจรับงานเครือข่าย",
        data=Acceptance,
        named=lambda data: data.school,
        facts=_tested,
        chapters=(
            Chapter("checks", "รายการทดสอบ", N_("Checks"), _checks),
            Chapter("heard", "คำตอบที่ได้จากการถามสด (หลักฐานดิบ)", N_("What was heard live"), _heard),
            Chapter("built", "สิ่งที่ติดตั้งจริง", N_("As built"), _built),
        ),
        sample=_acceptance_sample,
        blank=_acceptance_blank,
        signers=("ผู้ดำเนินการ", "ผู้ตรวจรับ"),
    ),
    series="network",
)
