"""Rows of each form of the annual plan for tests, of an office that does not exist."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from office.fiscal import FiscalYear
from planning.annual_plan.reading.budget import (
    Activity,
    CarryOver,
    Dika,
    Notice,
    Project,
    Request,
    Return,
)
from planning.annual_plan.terms import Asked, BudgetType

YEAR: Final = FiscalYear(2570)
DAY: Final = date(2026, 10, 5)
END: Final = date(2027, 9, 30)
ROWS: Final[dict[str, list[Any]]] = {
    "notices": [
        Notice(
            *(YEAR, "1/2570", "ศธ 04001/ว1", DAY, "ที่ ศธ 04002/2", "1102", "แผนงานสมมุติ", "ผลผลิตสมมุติ", "กิจกรรมสมมุติ"),
            *("งบประมาณ", "20004160000000000001", BudgetType.OPERATING, "ค่าวัสดุ", 123_456_789),
        ),
        Notice(YEAR, "2/2570", "ศธ 04001/ว2", DAY, "", "", "", "", "", "", "", None, "", 50),
    ],
    "requests": [Request(YEAR, "1", DAY, Asked.BORROW, "1/2570", "001", "1", "ค่าพาหนะ", 100_025)],
    "dika": [Dika(YEAR, "ฎ 1/70", DAY, "1/2570", "1", "ค่าพาหนะ", 100_025)],
    "returns": [Return(YEAR, "1", DAY, "1/2570", "001", "ฎ 1/70", "เหลือจ่าย", 25)],
    "carry_over": [CarryOver(YEAR, "1", "1/2570", "ครุภัณฑ์", END, 4_500_000)],
    "projects": [Project(YEAR, "001", "โครงการสมมุติ", "กลุ่มนโยบายและแผน", "กลยุทธ์ที่ 1", DAY, END, 10_000_000)],
    "activities": [Activity(YEAR, "001", "1", "กิจกรรมสมมุติ", DAY, None, "1/2570", 2_500_050)],
}
