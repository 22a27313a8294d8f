"""The tables of a claim's annex: outages, what is excluded, how it was reported, the calculation, the probes."""

from __future__ import annotations

import re
from typing import Final

from inventory.sla.figures import ClaimFigures, ProbeSaid
from inventory.sla.spans import Span
from inventory.sla.steps import Step, What
from inventory.sla.telling import clock as h_m_s
from inventory.sla.telling import told
from netops.claims.wording import HELD, METHODS, NOTHING, WAYS, Clock, cause, reason, thai
from netops.said import said
from office.baht import amount
from office.document.content import Align, Column, Table
from office.document.text import exact
from service.i18n import speaking

LONGEST_LIST: Final = 60  # spans in which we could not see; the rest is in the file of samples
TOTAL: Final = "รวม"
H_M_S: Final = "ชม.:นาที:วิ."  # in one line, where a column is as narrow as its figures
UNIT: Final = re.compile(r"(?<=\d) (?=[^\W\d])")  # the space between a figure and its unit


def _figures(title: str, unit: str = "") -> Column:
    return Column(title=title, unit=unit, align=Align.RIGHT, whole=True)


def _moment(title: str) -> Column:
    return Column(title=title, whole=True)


def _number(title: str = "ที่") -> Column:
    return Column(title=title, width=0.5, align=Align.RIGHT, whole=True)


def outages(figures: ClaimFigures) -> Table:
    """Each outage that touches the month."""
    at = Clock(figures.zone)
    rows = tuple(
        (
            number,
            at.exact(one.started_at),
            at.exact(one.ended_at) if one.ended_at else "ยังขัดข้อง",
            h_m_s(one.whole_s),
            h_m_s(one.counted_s),
            cause(one.cause) + (" (เจ้าหน้าที่ระบุ)" if one.cause_by_person else ""),
        )
        for number, one in enumerate(figures.outages, start=1)
    )
    counted = figures.totals.counted_s
    return Table(
        columns=(
            _number(),
            _moment("เริ่ม"),
            _moment("สิ้นสุด"),
            _figures("ทั้งเหตุ", H_M_S),
            _figures("นับในเดือนนี้", H_M_S),
            Column(title="สาเหตุ", width=2),
        ),
        rows=rows,
        foot=((TOTAL, "", "", "", h_m_s(counted), ""),),
    )


def excluded(figures: ClaimFigures) -> Table | None:
    """The parts of outages that do not count; None when all do."""
    at = Clock(figures.zone)
    rows = tuple(
        (number, at.exact(piece.start), at.exact(piece.end), h_m_s(piece.seconds), reason(piece.excluded))
        for number, one in enumerate(figures.outages, start=1)
        for piece in one.pieces
        if piece.excluded is not None
    )
    if not rows:
        return None
    return Table(
        columns=(
            _number("เหตุที่"),
            _moment("ตั้งแต่"),
            _moment("ถึง"),
            _figures("ระยะเวลา", H_M_S),
            Column(title="เหตุที่ไม่นับ", width=2),
        ),
        rows=rows,
    )


def time_of_month(figures: ClaimFigures) -> Table:
    """All time of the month by what became of it, down to the availability."""
    said = figures.totals
    lines = [
        ("เวลาทั้งเดือนจนถึงเวลาที่คำนวณ", said.whole_s),
        ("หัก ก่อนเริ่มหรือหลังสิ้นสุดสัญญา", said.outside_s),
        ("หัก เวลาที่ระบบมองไม่เห็นวงจร", said.unknown_s),
        ("หัก เวลานอกที่สัญญานับ", said.closed_s),
        ("หัก ช่วงบำรุงรักษาที่แจ้งไว้", said.maintenance_s),
        *((f"หัก เหตุขัดข้องที่สัญญาไม่นับ: {reason(why)}", seconds) for why, seconds in said.caused_s.items()),
        ("คงเหลือเวลาที่นับ", said.measured_s),
        ("วงจรขัดข้องในเวลาที่นับ", said.counted_s),
    ]
    available = said.availability_percent
    shown = NOTHING if available is None else f"{available:.4f}"
    return Table(
        columns=(Column(title="รายการ", width=4), _figures("เวลา", H_M_S)),
        rows=tuple((words, h_m_s(seconds)) for words, seconds in lines),
        foot=(("ความพร้อมใช้งาน (ร้อยละ ตัดเศษหลังทศนิยมตำแหน่งที่สี่)", shown),),
    )


def reports(figures: ClaimFigures) -> Table | None:
    """How outages were reported to the provider; None when none was."""
    at = Clock(figures.zone)
    rows = tuple(
        (
            number,
            at.minute(said.reported_at),
            " ".join(part for part in (WAYS[said.way], said.told_whom) if part),
            exact(said.ticket_no or NOTHING),
            at.minute(said.answered_at),
            at.minute(said.arrived_at),
            at.minute(said.repaired_at),
        )
        for number, one in enumerate(figures.outages, start=1)
        for said in one.reports
    )
    titles = ("แจ้งเมื่อ", "ตอบรับ", "ถึงพื้นที่", "แก้เสร็จ")
    reported, answered, arrived, repaired = (_moment(title) for title in titles)
    columns = (_number("เหตุที่"), reported, Column(title="ช่องทาง"), Column(title="เลขรับแจ้ง"), answered, arrived, repaired)
    return Table(columns=columns, rows=rows) if rows else None


def limits(figures: ClaimFigures) -> Table | None:
    """Response and repair by the contract's clock against what was agreed; None when nothing was."""
    if figures.contract.response_minutes is None and figures.contract.repair_minutes is None:
        return None
    rows = tuple(
        (number, _ran(one.response_s), h_m_s(one.response_over_s), _ran(one.repair_s), h_m_s(one.repair_over_s))
        for number, one in enumerate(figures.outages, start=1)
        if one.response_s is not None or one.repair_s is not None
    )
    titles = ("เวลาตอบรับ", "เกินกำหนด", "เวลาแก้ไข", "เกินกำหนด")
    columns = (_number("เหตุที่"), *(_figures(title, H_M_S) for title in titles))
    return Table(columns=columns, rows=rows) if rows else None


def _ran(seconds: int | None) -> str:
    return NOTHING if seconds is None else h_m_s(seconds)


def calculation(figures: ClaimFigures) -> Table:
    """Step by step, as a person would do it by hand."""
    numbers = {one.id: number for number, one in enumerate(figures.outages, start=1)}
    steps = [step for step in figures.steps if step.what is not What.DUE]
    rows = tuple((at, *_step(step, numbers)) for at, step in enumerate(steps, start=1))
    return Table(
        columns=(
            _number("ขั้น"),
            Column(title="รายการ", width=3),
            Column(title="วิธีคำนวณ", width=3),
            _figures("ผลลัพธ์"),
        ),
        rows=rows,
        foot=(("", "รวมเป็นเงินทั้งสิ้น", "", amount(figures.due_satang)),),
    )


def _step(step: Step, numbers: dict[int, int]) -> tuple[str, str, str]:
    said = told(step, thai)
    about = f" (เหตุที่{HELD}{numbers[step.outage_id]})" if step.outage_id in numbers else ""
    note = f" ({said.note})" if said.note else ""
    result = said.result if said.exact else f"{said.result}…"
    return said.label + about + note, UNIT.sub(HELD, said.sum) or NOTHING, UNIT.sub(HELD, result)


def probes(figures: ClaimFigures) -> Table:
    """The questions that each outage rests on."""
    at = Clock(figures.zone)
    rows = tuple(
        (number, *_probe(probe, at)) for number, one in enumerate(figures.outages, start=1) for probe in one.probes
    )
    return Table(
        columns=(
            _number("เหตุที่"),
            _moment("เวลา"),
            Column(title="วิธี", width=0.8),
            Column(title="ผล"),
            _figures("ส่ง/รับ"),
            _figures("ไป-กลับ", "มิลลิวินาที"),
            Column(title="รายละเอียด", width=2),
        ),
        rows=rows,
    )


def _probe(probe: ProbeSaid, at: Clock) -> tuple[str, str, str, str, str, str]:
    when = at.exact(probe.at)
    result = "ตอบ" if probe.answered else "ไม่ตอบ"
    rounds = f"{probe.rounds:,} รอบ ถึง {at.exact(probe.until_at)}" if probe.rounds and probe.until_at else ""
    with speaking("th"):
        told = said(probe.detail)
    detail = " ".join(part for part in (rounds, told) if part)
    rtt = NOTHING if probe.rtt_ms is None else f"{probe.rtt_ms:,.1f}"
    return when, METHODS.get(probe.method, probe.method), result, f"{probe.sent}/{probe.received}", rtt, detail


def unseen(figures: ClaimFigures) -> Table | None:
    """When the office could not see the link, the longest of it; None when it always could."""
    if not figures.unknown:
        return None
    at = Clock(figures.zone)
    longest = sorted(figures.unknown, key=lambda span: span.start - span.end)[:LONGEST_LIST]
    rows = tuple((at.exact(span.start), at.exact(span.end), h_m_s(_seconds(span))) for span in sorted(longest))
    return Table(
        columns=(_moment("ตั้งแต่"), _moment("ถึง"), _figures("ระยะเวลา", H_M_S)),
        rows=rows,
        foot=(("รวมทั้งเดือน", f"{len(figures.unknown):,} ช่วง", h_m_s(figures.totals.unknown_s)),),
    )


def announced(figures: ClaimFigures) -> Table | None:
    """When work was announced; None when none was."""
    if not figures.maintenance:
        return None
    at = Clock(figures.zone)
    rows = tuple((at.exact(span.start), at.exact(span.end), h_m_s(_seconds(span))) for span in figures.maintenance)
    return Table(columns=(_moment("ตั้งแต่"), _moment("ถึง"), _figures("ระยะเวลา", H_M_S)), rows=rows)


def _seconds(span: Span) -> int:
    return int((span.end - span.start).total_seconds())
