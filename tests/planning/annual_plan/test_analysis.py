"""Roll-ups and tables for others: every sum is the ledger's, and what is missing is named."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest

from tests.planning.annual_plan.conftest import Office
from tests.planning.annual_plan.test_reports import LAST_YEAR, REPORT, past

__all__ = ["past"]
YEAR = str(LAST_YEAR.era)


def table(office: Office, name: str) -> list[dict[str, str]]:
    text = office.planner.get(f"/exports/{name}.csv?year={YEAR}").content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
def spent(past: Office) -> Office:
    """1,000 baht of operating money paid in the first quarter, 500 of investment in the third, 100 came back."""
    it = past.planner
    for line, on, amount in ((1, 20, "1000"), (2, 200, "500")):
        day = (LAST_YEAR.first + timedelta(days=on)).isoformat()
        ask = {"on": day, "number": f"ข{line}", "asked": "pay", "amount_satang": amount}
        assert it.post(f"/lines/{line}/ask", ask).status_code == 303
        entry = {1: 1, 2: 3}[line]
        assert (
            it.post(f"/entries/{entry}/pay", {"on": day, "number": f"ฎ{line}", "amount_satang": amount}).status_code
            == 303
        )
    day = (LAST_YEAR.first + timedelta(days=210)).isoformat()
    assert it.post("/entries/4/return", {"on": day, "amount_satang": "100"}).status_code == 303
    return past


@pytest.mark.requirement("P2-4.9", "I-5.1", "I-4.1")
def test_every_sum_is_of_the_ledger_and_what_is_missing_is_named(spent: Office) -> None:
    """Spend by type, strategy, group and source, in a year, in six months and over five years; late reports are red
    from their day; the table for eMENSCR has every field or names what is missing.
    """
    it = spent.planner
    ledger = sum(float(row["Paid (baht)"]) for row in table_of_ledger(spent))
    assert ledger == 1_400
    found = table(spent, "analysis")
    for way in ("type", "strategy", "group", "source"):
        assert sum(float(row["paid_baht"]) for row in found if row["way"] == way) == ledger
    by_type = {row["name"]: float(row["paid_baht"]) for row in found if row["way"] == "type"}
    assert by_type == {"operating": 1_000, "investment": 400}
    page = it.get(f"/analysis?year={YEAR}").text
    assert ("9.3%" in page, "1,400.00" in page) == (True, True)
    assert page.partition("Paid in five years")[2].count("1,400.00") == 1
    half = it.get(f"/analysis?year={YEAR}&months=6").text.partition("Paid in five years")[0]
    assert ("1,000.00" in half, "1,400.00" in half) == (True, False)
    assert sum(float(row["รวม (บาท)"]) for row in table(spent, "302")) == ledger
    assert sum(float(row["รวม (บาท)"]) for row in table(spent, "301")) == 15_000
    assert "late report" in it.get(f"/reports?year={YEAR}").text
    lacking = table(spent, "emenscr")[0]["ยังขาด"]
    for name in ("M1 วันเริ่มต้น", "M2 นโยบายที่สอดคล้อง", "M3 วัตถุประสงค์", "M6 ความก้าวหน้าไตรมาส 1"):
        assert name in lacking
    assert "M5 งบประมาณและแหล่งเงิน" not in lacking
    assert it.post("/reports/1/1/report", REPORT).status_code == 303
    after = table(spent, "emenscr")[0]
    assert "M6 ความก้าวหน้าไตรมาส 1" not in after["ยังขาด"]
    assert after["M6 ความก้าวหน้าไตรมาส 1"] == "อยู่ระหว่างดำเนินการ 40%"
    assert it.get(f"/exports/302.xlsx?year={YEAR}").content[:2] == b"PK"


def table_of_ledger(office: Office) -> list[dict[str, str]]:
    text = office.planner.get(f"/ledger/export.csv?year={YEAR}").content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.requirement("P2-1")
def test_the_objective_is_met_or_not_by_what_was_put_in(spent: Office) -> None:
    """Unit, baseline and target stand there; with a late report the share is 0, with reports in time it is 100."""
    it = spent.planner
    page = it.get(f"/objectives?year={YEAR}").text
    assert "Projects of the plan with money, begun and reported on time" in page
    assert "percent" in page
    assert "not met" in page
    for quarter in (1, 2, 3, 4):
        assert it.post(f"/reports/1/{quarter}/waive", {"reason": "ยกเว้น"}).status_code == 303
    assert "not met" not in it.get(f"/objectives?year={YEAR}").text
