"""A risk and its evidence in Thai words, as a need that is written from it says why it is needed."""

from __future__ import annotations

from datetime import date
from typing import Final

from netops.risk_papers.words import why_of
from office.thai_date import short_date
from risk.looking import all_rules
from risk.models.register import Risk
from risk.terms import RiskState

MOST_EVIDENCE: Final = 8  # of one need; the risk itself has them all
FIGURES: Final = {
    "outage_at": "ขัดข้องเมื่อ",
    "event_at": "เกินเกณฑ์เมื่อ",
    "end_of_support": "ผู้ผลิตสิ้นสุดการสนับสนุน",
    "contract_end": "สัญญาสิ้นสุด",
    "software_end": "สิ้นสุดการสนับสนุนรุ่นซอฟต์แวร์",
    "backup_at": "อ่านการตั้งค่าครั้งล่าสุด",
    "pupils": "จำนวนนักเรียน",
    "devices_behind": "อุปกรณ์ที่ต่ออยู่ด้านหลัง",
    "battery_percent": "ประจุแบตเตอรี่ (ร้อยละ)",
    "celsius": "อุณหภูมิสูงสุด (°C)",
    "ports_used": "พอร์ตที่ใช้",
    "ports": "พอร์ตทั้งหมด",
    "percent_used": "ใช้วงจรสูงสุด (ร้อยละ)",
}
"""Figures that an official who decides about money asks for; others are told by the risk."""


def evidence_said(risk: Risk, today: date) -> str:
    """The risk, its classes, the figure by which its likelihood was reckoned, and what was seen, each on a line."""
    rule = all_rules().get(risk.rule)
    window = next((int(one["value"]) for one in risk.evidence if one.get("figure") == "window_days"), 0)
    why = why_of(rule.unit, risk.figure, window) if rule is not None and risk.is_supported else ""
    lines = [
        f"ความเสี่ยงที่ {risk.number}: {risk.title}",
        f"โอกาส {risk.likelihood} × ผลกระทบ {risk.impact} = {risk.score} ณ วันที่ {short_date(today)}",
        f"ภัยคุกคาม: {risk.threat}",
        *([f"เหตุผล: {why}"] if why else []),
        *_seen(risk),
    ]
    if risk.state is RiskState.TREATING and risk.plan:
        lines.append(f"วิธีจัดการ: {risk.plan}")
    return "\n".join(lines)[:2000]


def _seen(risk: Risk) -> list[str]:
    told = [one for one in risk.evidence if one.get("figure") in FIGURES]
    return [f"{FIGURES[one['figure']]} {_value(str(one.get('value', '')))}".strip() for one in told[:MOST_EVIDENCE]]


def _value(value: str) -> str:
    try:
        return short_date(date.fromisoformat(value[:10]))
    except ValueError:
        return value
