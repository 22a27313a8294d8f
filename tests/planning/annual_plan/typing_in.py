"""What people type on the pages of the annual plan; an office, letters and projects that do not exist."""

from __future__ import annotations

from typing import Final

NOTICE: Final = {
    "fiscal_year": "2570",
    "notice_no": "1",
    "letter_no": "ศธ 04001/1",
    "letter_date": "2026-10-05",
    "plan": "แผนงานสมมุติ",
    "output": "ผลผลิตสมมุติ",
    "main_activity": "กิจกรรมสมมุติ",
    "source": "งบประมาณ",
    "budget_code": "2000416",
    "budget_type": "operating",
    "amount_satang": "10,000.00",
}
PROJECT: Final = {
    "fiscal_year": "2570",
    "code": "001",
    "name": "โครงการสมมุติ",
    "group_name": "กลุ่มนโยบายและแผน",
    "owner": "กลุ่มนโยบายและแผน",
    "kind": "new",
    "strategy": "กลยุทธ์ที่ 1",
    "indicators.0.name": "ร้อยละของโรงเรียน",
    "indicators.0.unit": "ร้อยละ",
    "indicators.0.direction": "up",
    "indicators.0.source": "รายงานของโรงเรียน",
    "indicators.0.baseline": "70",
    "indicators.0.target": "80",
    "risks.0.risk": "ฝนตก",
    "risks.0.treatment": "เลื่อน",
    "rationale": "เหตุผลสมมุติ",
}


def line(
    at: int, activity: int, kind: str, quantity: int, price: str, quarters: tuple[str, str, str, str]
) -> dict[str, str]:
    """One line of the grid."""
    found = {
        "activity": str(activity),
        "item": f"รายการ {at}",
        "budget_type": kind,
        "source": "งบประมาณ",
        "quantity": str(quantity),
        "unit": "ชุด",
        "unit_satang": price,
        **{f"q{number}_satang": amount for number, amount in enumerate(quarters, start=1)},
        "q1_target": str(quantity),
    }
    return {f"lines.{at}.{name}": value for name, value in found.items()}


MONEY: Final = {
    "version": "1",
    "amount_satang": "15000",
    "activities.0.name": "กิจกรรมหนึ่ง",
    "activities.0.amount_satang": "10000",
    "activities.1.name": "กิจกรรมสอง",
    "activities.1.amount_satang": "5000",
    **line(0, 1, "operating", 4, "2500", ("2500", "2500", "2500", "2500")),
    **line(1, 2, "investment", 1, "5000", ("5000", "", "", "")),
}
