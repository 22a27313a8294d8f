"""The annex of a claim: everything that the amount in the letter rests on, so that the provider can reckon it again."""

from __future__ import annotations

from typing import Final

from inventory.models.contract import ClockStart
from inventory.sla.figures import ClaimFigures
from inventory.sla.telling import WHY_NOT
from netops.claims import evidence
from netops.claims.wording import HELD, NOTHING, Clock, cause, day, lasted, thai
from office import thai_date
from office.baht import amount, amount_and_words
from office.document.content import Block, KeyValues, Paragraph, Table
from office.document.text import Run, Text, exact, runs

MEGA: Final = 1_000_000
HOW: Final = (
    (
        "ระบบของสำนักงานส่งคำถามไปยังวงจรเป็นรอบตลอดวันตามวิธีที่ระบุในแต่ละเหตุ วงจรถือว่าขัดข้องเมื่อไม่ตอบต่อเนื่องตามจำนวนรอบที่ตั้งไว้ "
        "และเริ่มนับจากรอบแรกที่ไม่ตอบจนถึงรอบแรกที่ตอบอีกครั้ง เศษของวินาทีตัดทิ้งให้เป็นคุณแก่ผู้ให้บริการ"
    ),
    "ก่อนถือว่าวงจรขัดข้อง ระบบตรวจอินเทอร์เน็ตของสำนักงานเองทุกรอบ เวลาที่สำนักงานมองไม่เห็นวงจรไม่นับเป็นเหตุขัดข้อง",
    "เวลาทุกแห่งในเอกสารนี้เป็นเวลาท้องถิ่น ส่วนแฟ้มข้อมูลดิบใช้เวลาสากล (UTC)",
)


def about(figures: ClaimFigures) -> str:
    """Link and month."""
    link = figures.link
    named = " ".join(part for part in (link.name, link.circuit_no) if part)
    return f"วงจร {named} {link.site_name} เดือน{thai_date.month(figures.month)}"


def time_of_month(figures: ClaimFigures) -> tuple[Block, ...]:
    """Down to the availability, and when work was announced."""
    blocks: list[Block] = [evidence.time_of_month(figures)]
    if announced := evidence.announced(figures):
        blocks.append(announced.model_copy(update={"caption": Paragraph(text="ช่วงบำรุงรักษาที่แจ้งไว้").text}))
    return tuple(blocks)


def _district(name: str) -> str:
    """With the word before it, which many registers write into the name."""
    if not name or name.startswith(("อำเภอ", "เขต")):
        return f" {name}" if name else ""
    return f" อำเภอ{name}"


def parties(figures: ClaimFigures) -> tuple[Block, ...]:
    """Who claims of whom, for which line, by which contract."""
    link, contract = figures.link, figures.contract
    place = (*runs(f"{link.site_name} (รหัส "), *exact(link.site_code), *runs(f"){_district(link.district)}"))
    speed = NOTHING if link.speed_bps is None else f"{link.speed_bps / MEGA:,g}{HELD}Mbps"
    price = NOTHING if link.price_satang_month is None else amount(link.price_satang_month)
    signed = f" ลงวันที่ {day(contract.signed_on)}" if contract.signed_on else ""
    rows: list[tuple[Text, Text]] = [
        _row("ผู้เรียกร้อง", figures.sender.name),
        _row("ผู้ให้บริการ", figures.provider.name),
        _row("ติดตั้งที่", place),
        _row("วงจร", link.name),
        _row("หมายเลขวงจร", exact(link.circuit_no or NOTHING)),
        _row("ความเร็ว", speed),
        _row("ค่าบริการต่อเดือน", price),
        _row("สัญญาเลขที่", f"{contract.number}{signed}"),
        _row("ระยะเวลาของสัญญา", f"{day(contract.starts_on)} ถึง {day(contract.ends_on)}"),
        _row("เวลาที่สัญญานับ", contract.calendar or "ตลอด 24 ชั่วโมงทุกวัน"),
        *_limits(figures),
        _row("สาเหตุที่สัญญาไม่นับ", ", ".join(cause(one) for one in contract.excluded) or "ไม่มี"),
        _row("เดือนที่เรียกร้อง", thai_date.month(figures.month)),
    ]
    return (KeyValues(rows=tuple(rows), label_share=0.3),)


def _row(label: str, value: str | tuple[Run, ...]) -> tuple[Text, Text]:
    return runs(label), runs(value)


def _limits(figures: ClaimFigures) -> list[tuple[Text, Text]]:
    contract = figures.contract
    rows = []
    if contract.response_minutes is not None:
        rows.append(_row("ต้องตอบรับภายใน", lasted(contract.response_minutes * 60)))
    if contract.repair_minutes is not None:
        since = "เมื่อแจ้งเหตุ" if contract.clock_start is ClockStart.REPORT else "เมื่อขัดข้อง"
        rows.append(_row("ต้องแก้ไขภายใน", f"{lasted(contract.repair_minutes * 60)} นับแต่{since}"))
    if contract.least_seconds:
        rows.append(_row("ไม่นับเหตุที่สั้นกว่า", lasted(contract.least_seconds)))
    return rows


def outages(figures: ClaimFigures) -> tuple[Block, ...]:
    """The list, and what of it does not count."""
    if not figures.outages:
        return (Paragraph(text="ไม่มีเหตุขัดข้องในเดือนนี้"),)
    blocks: list[Block] = [evidence.outages(figures)]
    if left_out := evidence.excluded(figures):
        blocks.append(left_out.model_copy(update={"caption": Paragraph(text="ส่วนของเหตุที่ไม่นับ").text}))
    else:
        blocks.append(Paragraph(text="นับทุกส่วนของทุกเหตุ"))
    return tuple(blocks)


def reported(figures: ClaimFigures) -> tuple[Block, ...]:
    """How it was reported, and response and repair by the contract's clock."""
    tables = (evidence.reports(figures), evidence.limits(figures))
    return _or_said(tables, "ไม่มีการบันทึกว่าแจ้งผู้ให้บริการ")


def calculation(figures: ClaimFigures) -> tuple[Block, ...]:
    """Step by step; or why nothing could be reckoned."""
    if figures.why_not is not None:
        return (Paragraph(text=thai(WHY_NOT[figures.why_not])),)
    said = f"รวมเป็นเงินทั้งสิ้น {amount_and_words(figures.due_satang)}"
    return evidence.calculation(figures), Paragraph(text=said, space_before_pt=6)


def probes(figures: ClaimFigures) -> tuple[Block, ...]:
    """The probes of each outage."""
    return (evidence.probes(figures),) if any(one.probes for one in figures.outages) else (Paragraph(text="ไม่มี"),)


def unseen(figures: ClaimFigures) -> tuple[Block, ...]:
    """When the office could not see."""
    return _or_said((evidence.unseen(figures),), "มองเห็นวงจรได้ตลอดเวลาที่ตรวจ")


def _or_said(tables: tuple[Table | None, ...], otherwise: str) -> tuple[Block, ...]:
    found = tuple(table for table in tables if table is not None)
    return found or (Paragraph(text=otherwise),)


def clock(figures: ClaimFigures) -> str:
    """How right our own clock was."""
    said, at = figures.clock, Clock(figures.zone)
    if not said.checks or said.worst_ms is None:
        return "เดือนนี้ไม่มีผลการเทียบนาฬิกาของเครื่องตรวจวัดกับเครื่องแม่ข่ายเวลา"
    failed = f" (เทียบไม่สำเร็จ {said.failed:,}{HELD}ครั้ง)" if said.failed else ""
    last = "" if said.last_ms is None else f" ครั้งสุดท้าย {at.exact(said.last_at)} ต่างกัน {said.last_ms:+,.1f}{HELD}มิลลิวินาที"
    return (
        f"เทียบนาฬิกาของเครื่องตรวจวัดกับเครื่องแม่ข่ายเวลา (NTP) {', '.join(said.servers)} {said.checks:,}{HELD}ครั้ง{failed} "
        f"ต่างกันมากที่สุด {said.worst_ms:,.1f}{HELD}มิลลิวินาที{last}"
    )


def quality(figures: ClaimFigures) -> str:
    """The line over the month."""
    said = figures.quality
    parts = (
        ("เวลาไป-กลับมัธยฐาน", said.rtt_p50_ms, "มิลลิวินาที"),
        ("เปอร์เซ็นไทล์ที่ 95", said.rtt_p95_ms, "มิลลิวินาที"),
        ("ความแปรปรวน (jitter)", said.jitter_ms, "มิลลิวินาที"),
        ("แพ็กเก็ตสูญหายร้อยละ", said.loss_percent, ""),
    )
    shown = [
        f"{words} {NOTHING if value is None else f'{value:,.2f}'}{HELD if unit else ''}{unit}"
        for words, value, unit in parts
    ]
    return f"จากข้อมูล {said.samples:,}{HELD}แถว: {' · '.join(shown)}"
