"""What is wrong with a register of AMSS++ is told with row, column and reason, and nothing of it is loaded."""

from __future__ import annotations

from typing import Any

import pytest

from planning.annual_plan.reading.budget import ACTIVITIES, NOTICES, REQUESTS
from planning.annual_plan.terms import BudgetType
from planning.kit.reading.reader import Read, read


def told(found: Read[Any]) -> list[tuple[int, str, str]]:
    """Where, which column, why; and nothing was loaded."""
    assert found.rows == ()
    return [(one.row, one.column, one.text()) for one in found.problems]


NOTICE_HEAD = "เลขที่ใบงวด,เลขที่หนังสือ,ลงวันที่,งบรายจ่าย,จำนวนเงิน"


def test_notices_are_read_with_days_money_and_types_as_offices_write_them() -> None:
    lines = ('1,ศธ 1,๑ ต.ค. ๒๕๖๙,2,"1,234.50 บาท"', "2,ศธ 2,30/9/2569,งบลงทุน,100.-", ',รวม,,,"1,334.50"')
    found = read(NOTICES, "\n".join([NOTICE_HEAD, *lines]).encode())
    assert found.problems == ()
    assert [row.amount for row in found.rows] == [123_450, 10_000]
    assert [row.budget_type for row in found.rows] == [BudgetType.OPERATING, BudgetType.INVESTMENT]
    assert [row.letter_date.isoformat() for row in found.rows] == ["2026-10-01", "2026-09-30"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("2,ศธ 1,1/10/2569,2,1", "stands in row 2"),
        ("1,ศธ 2,1/10/2569,2,1", "stands in row 2"),
        ("2,ศธ 2,1/10/2569,8,1", "One of"),
        ("2,ศธ 2,31/2/2569,2,1", "date"),
        ("2,ศธ 2,1/10/2569,2,-1", "At least 0"),
        ("2,ศธ 2,1/10/2569,2,1.005", "two decimals"),
        ("2,ศธ 2,1/10/2569,2,", "needed"),
        ("2,ศธ 2,1/10/2569,2,=1+1", "number"),
    ],
)
def test_a_wrong_notice(line: str, reason: str) -> None:
    found = read(NOTICES, f"{NOTICE_HEAD}\n1,ศธ 1,1/10/2569,1,1\n{line}\n".encode())
    assert [reason in text for _row, _column, text in told(found)] == [True]


def test_requests_and_activities() -> None:
    head = "เลขที่,วันที่,ประเภท,จำนวนเงิน"
    assert "One of" in told(read(REQUESTS, f"{head}\n1,1/10/2569,ขอทาน,1\n".encode()))[0][2]
    head = "รหัสโครงการ,รหัสกิจกรรม,ชื่อกิจกรรม,วันเริ่มต้น,วันสิ้นสุด,จำนวนเงิน"
    wrong = read(ACTIVITIES, f"{head}\n001,1,ก,2/10/2569,1/10/2569,1\n".encode())
    assert told(wrong) == [(2, "วันสิ้นสุด", "The end lies before the beginning")]
