"""An outage as paper: who found it and how, its cause, what proves it, who was told, what was done, and its end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from typing import Final

from netops.network_papers.outage_data import ContractSaid, OutageRecord, ProbeRow, ReportRow, StepRow, TermRow
from netops.network_papers.state_papers import moment
from office.document.cells import Words
from office.document.content import Block, Column, KeyValues, Paragraph, Table
from office.thai_date import duration, long_date, short_date
from service.i18n import N_
from service.papers.shape import (
    LONG_DOTS,
    NOTHING,
    SHORT_DOTS,
    Cell,
    Chapter,
    Shape,
    boxes,
    exact,
    kind_of,
    ruled,
    texts,
)

CAUSES: Final = ("ไฟฟ้า", "ผู้ให้บริการ", "อุปกรณ์ของโรงเรียน", "งานตามแผน", "วงจรของสำนักงาน", "ยังไม่ทราบ")
FOUND: Final = ("ระบบเฝ้าระวัง", "โรงเรียนแจ้ง", "ผู้ให้บริการแจ้ง")
_TIME: Final = f"วันที่ {SHORT_DOTS} เวลา {'.' * 12} น."
_PROBES: Final = (
    Column(title="เวลาที่ตรวจ", width=1.5),
    Column(title="วิธีตรวจ", width=0.8),
    Column(title="ผล", width=1.4),
    Column(title="รายละเอียด", width=2.3),
)
_REPORTS: Final = (
    Column(title="แจ้งเมื่อ", width=1.3),
    Column(title="ช่องทาง / ผู้แจ้ง", width=1.4),
    Column(title="เลขที่ / ผู้รับแจ้ง", width=1.5),
    Column(title="ตอบรับ", width=1.2),
    Column(title="ถึงที่", width=1.2),
    Column(title="ซ่อมเสร็จ", width=1.2),
)
_STEPS: Final = (
    Column(title="สิ่งที่ทำ", width=3),
    Column(title="เมื่อ", width=1.2),
    Column(title="ผู้ทำ", width=1.3),
    Column(title="บันทึก", width=1.8),
)


def long_moment(at: datetime | None) -> str:
    """22 พฤศจิกายน 2569 เวลา 09:30:05 น., on the clock that the time was given in."""
    return f"{long_date(at.date())} เวลา {at:%H:%M:%S}\u00a0น." if at is not None else NOTHING


def _is_blank(data: OutageRecord) -> bool:
    return data.outage_id is None


def _facts(data: OutageRecord) -> Sequence[tuple[str, str]]:
    if _is_blank(data):
        return (
            ("โรงเรียน", LONG_DOTS),
            ("วงจรหรืออุปกรณ์", LONG_DOTS),
            ("ผู้ให้บริการ", LONG_DOTS),
            ("เลขวงจร", LONG_DOTS),
            ("พบเหตุเมื่อ", _TIME),
            ("พบโดย", boxes(FOUND)),
            ("ผู้แจ้งเหตุและโทรศัพท์", LONG_DOTS),
            ("ผู้รับเรื่อง", LONG_DOTS),
        )
    place = f"{data.school} ({data.school_code})" + (f" อำเภอ{_bare(data.district)}" if data.district else "")
    of_thing = " ".join(part for part in (data.thing, data.model, data.address) if part)
    rows = [("เลขที่เหตุ", str(data.outage_id)), ("โรงเรียน", place)]
    rows.append(("อุปกรณ์" if data.is_device else "วงจร", of_thing))
    if not data.is_device:
        rows += [
            ("ผู้ให้บริการ", _joined(data.provider, data.provider_phone)),
            ("เลขวงจร", data.circuit_no),
        ]
    return (
        *rows,
        ("ขัดข้องตั้งแต่", long_moment(data.started_at)),
        ("ยืนยันเหตุเมื่อ", long_moment(data.confirmed_at)),
        ("พบโดย", _joined("ระบบเฝ้าระวังเครือข่าย", data.found_by)),
        ("ผู้ประสานงานของโรงเรียน", data.contact),
        ("ผู้รับเรื่อง", _joined(data.taken_by, long_moment(data.taken_at)) if data.taken_at else "ยังไม่มีผู้รับเรื่อง"),
    )


def _bare(district: str) -> str:
    return district.removeprefix("อำเภอ").strip()


def _joined(name: str, detail: str) -> str:
    return f"{name} ({detail})" if name and detail else name or detail


def _symptoms(data: OutageRecord) -> tuple[Block, ...]:
    return texts("\n".join((*data.symptoms, data.note)))


def _cause(data: OutageRecord) -> tuple[Block, ...]:
    if _is_blank(data):
        return (Paragraph(text=boxes(CAUSES[:3])), Paragraph(text=boxes(CAUSES[3:])), *texts("")[:2])
    by = f"ระบุโดย {data.cause_by}" if data.cause_by else "ระบบพิจารณาจากหลักฐาน"
    lines = [f"{data.cause} ({by})", data.cause_note, *(f"• {sign}" for sign in data.signs)]
    return tuple(Paragraph(text=(exact(line),)) for line in lines if line)


def _probes(data: OutageRecord) -> tuple[Block, ...]:
    if _is_blank(data):
        return (ruled(_PROBES, 3),)
    if not data.probes:
        return (Paragraph(text="ไม่มีผลการตรวจเก็บไว้"),)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            f"{short_date(one.at.date())} {one.at:%H:%M:%S}\u00a0น.",
            one.method,
            _answer(one),
            Words(text=exact(one.detail or NOTHING)),
        )
        for one in data.probes
    )
    table = Table(columns=_PROBES, rows=rows)
    if data.probes_kept <= len(data.probes):
        return (table,)
    return (table, Paragraph(text=f"แสดง {len(data.probes)} จาก {data.probes_kept} ครั้งที่เก็บไว้ คือครั้งแรก ๆ และครั้งท้าย ๆ"))


def _answer(one: ProbeRow) -> str:
    if not one.answered:
        return "ไม่ตอบ"
    return "ตอบ" if one.answered_ms is None else f"ตอบ {one.answered_ms:.0f} มิลลิวินาที"


def _reports(data: OutageRecord) -> tuple[Block, ...]:
    if _is_blank(data):
        return (ruled(_REPORTS, 2), KeyValues(rows=(("เวลาที่ไม่นับ", LONG_DOTS), ("เหตุที่ไม่นับ", LONG_DOTS))))
    if data.is_device:
        return (Paragraph(text="ไม่ใช่วงจรของผู้ให้บริการ"),)
    blocks: tuple[Block, ...] = (Paragraph(text="ยังไม่ได้แจ้งผู้ให้บริการ"),)
    if data.reports:
        rows: tuple[tuple[Cell, ...], ...] = tuple(
            (
                moment(one.reported_at),
                Words(text=exact("\n".join(part for part in (one.way, one.by) if part))),
                Words(text=exact("\n".join(part for part in (one.ticket_no, one.told_whom) if part) or NOTHING)),
                moment(one.answered_at),
                moment(one.arrived_at),
                moment(one.repaired_at),
            )
            for one in data.reports
        )
        notes = tuple(Paragraph(text=(exact(f"หมายเหตุ: {one.note}"),)) for one in data.reports if one.note)
        blocks = (Table(columns=_REPORTS, rows=rows), *notes)
    return blocks if data.contract is None else (*blocks, _terms(data.contract))


def _terms(said: ContractSaid) -> KeyValues:
    rows = [
        ("สัญญาเลขที่", said.number),
        ("เวลาตอบสนอง", _term(said.response)),
        ("เวลาซ่อม", _term(said.repair)),
        ("เวลาที่นับต่อผู้ให้บริการ", duration(said.counted_s)),
        *((f"ไม่นับ: {reason}", duration(seconds)) for reason, seconds in said.excluded),
    ]
    return KeyValues(rows=tuple((label, (exact(value),)) for label, value in rows), label_share=0.35)


def _term(row: TermRow) -> str:
    took = "ยังไม่เริ่มนับ" if row.took_s is None else duration(row.took_s)
    agreed = "" if row.limit_s is None else f" (ตกลงไว้ {duration(row.limit_s)})"
    return f"{took}{agreed}" + (f" เกิน {duration(row.over_s)}" if row.over_s else "")


def _steps(data: OutageRecord) -> tuple[Block, ...]:
    if _is_blank(data):
        return (ruled(_STEPS, 4),)
    named = (Paragraph(text=(exact(f"คู่มือ: {data.runbook}"),)),) if data.runbook else ()
    if not data.steps:
        return (*named, Paragraph(text="ยังไม่มีขั้นตอนที่บันทึกว่าทำแล้ว"))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            Words(text=exact(one.text)),
            moment(one.at),
            Words(text=exact(one.by or NOTHING)),
            Words(text=exact(one.note or NOTHING)),
        )
        for one in data.steps
    )
    return (*named, Table(columns=_STEPS, rows=rows))


def _end(data: OutageRecord) -> tuple[Block, ...]:
    rows: tuple[tuple[str, str], ...]
    if _is_blank(data):
        rows = (
            ("กลับมาใช้งานได้เมื่อ", _TIME),
            ("รวมเวลาที่ขัดข้อง", f"{'.' * 12} ชั่วโมง {'.' * 12} นาที"),
            ("วิธีตรวจยืนยัน", LONG_DOTS),
            ("ผลการตรวจยืนยัน", boxes(("ใช้งานได้ปกติ", "ยังใช้งานไม่ได้"))),
        )
    elif data.ended_at is None or data.started_at is None:
        rows = (("กลับมาใช้งานได้เมื่อ", "ยังไม่กลับมา"),)
    else:
        again = data.answered_again_at
        proof = f"ตอบระบบตรวจอีกครั้งเมื่อ {long_moment(again)}" if again else "ระบบเฝ้าระวังเห็นว่าตอบต่อเนื่อง"
        rows = (
            ("กลับมาใช้งานได้เมื่อ", long_moment(data.ended_at)),
            ("รวมเวลาที่ขัดข้อง", duration((data.ended_at - data.started_at).total_seconds())),
            ("การตรวจยืนยัน", proof),
        )
    return (KeyValues(rows=tuple((label, (exact(value),)) for label, value in rows), label_share=0.35),)


def _sample() -> OutageRecord:
    zone = timezone(timedelta(hours=7))
    began = datetime(2026, 11, 22, 9, 30, 5, tzinfo=zone)
    ended = began + timedelta(hours=2, minutes=10)
    return OutageRecord(
        office="สำนักงานเขตพื้นที่การศึกษาตัวอย่าง",
        outage_id=41,
        school="โรงเรียนบ้านตัวอย่าง",
        school_code="57010001",
        district="ตัวอย่าง",
        thing="สายหลัก",
        provider="ผู้ให้บริการตัวอย่าง",
        provider_phone="02 000 0000",
        circuit_no="TH-00917",
        contact="ครูผู้ดูแลระบบ 08 0000 0000",
        started_at=began,
        confirmed_at=began + timedelta(minutes=2),
        ended_at=ended,
        found_by="ICMP",
        taken_by="นักวิชาการคอมพิวเตอร์",
        taken_at=began + timedelta(minutes=5),
        note="แจ้งผู้ให้บริการแล้ว",
        symptoms=("ไม่ตอบภายในเวลาที่กำหนด",),
        cause="ผู้ให้บริการ",
        signs=("วงจรอื่นของโรงเรียนยังตอบอยู่ แสดงว่าไฟฟ้าไม่ดับ",),
        probes=(
            ProbeRow(at=began - timedelta(seconds=30), method="ICMP", answered=True, answered_ms=11),
            ProbeRow(at=began, method="ICMP", answered=False, detail="ไม่ตอบภายในเวลาที่กำหนด"),
            ProbeRow(at=ended, method="ICMP", answered=True, answered_ms=12),
        ),
        probes_kept=3,
        reports=(
            ReportRow(
                reported_at=began + timedelta(minutes=10),
                way="ทางโทรศัพท์",
                by="นักวิชาการคอมพิวเตอร์",
                told_whom="ศูนย์รับแจ้ง",
                ticket_no="INC-1042",
                answered_at=began + timedelta(minutes=25),
                arrived_at=began + timedelta(minutes=80),
                repaired_at=ended,
                note="สายใยแก้วขาด",
            ),
        ),
        contract=ContractSaid(
            number="12/2569",
            response=TermRow(took_s=900, limit_s=3600, over_s=0),
            repair=TermRow(took_s=7200, limit_s=14_400, over_s=0),
            counted_s=7200,
            excluded=(("นอกเวลาเปิด", 600),),
        ),
        runbook="วงจรอินเทอร์เน็ตขาด",
        steps=(StepRow(text="ดูไฟ LOS ของกล่องสัญญาณ", at=began, by="ครูผู้ดูแลระบบ", note="ไฟแดง"),),
        answered_again_at=ended,
    )


OUTAGE: Final = kind_of(
    Shape(
        key="outage_record",
        title=N_("Record of an outage"),
        heading="แบบบันทึกเหตุขัดข้องของระบบเครือข่าย",
        data=OutageRecord,
        named=lambda data: " ".join(part for part in (data.school, data.thing) if part),
        facts=_facts,
        chapters=(
            Chapter("symptoms", "อาการที่พบ", N_("Symptoms"), _symptoms),
            Chapter("cause", "สาเหตุ", N_("Cause and what speaks for it"), _cause),
            Chapter("probes", "หลักฐานการตรวจ", N_("Checks that prove it"), _probes),
            Chapter("reports", "การแจ้งผู้ให้บริการ", N_("Reports to the provider"), _reports),
            Chapter("steps", "การดำเนินการแก้ไข", N_("What was done"), _steps),
            Chapter("end", "การกลับมาใช้งานและการตรวจยืนยัน", N_("How it ended, and how that is known"), _end),
        ),
        sample=_sample,
        blank=lambda office: OutageRecord(office=office),
        signers=("ผู้บันทึก", "ผู้ตรวจสอบ"),
    ),
    series="network",
)
