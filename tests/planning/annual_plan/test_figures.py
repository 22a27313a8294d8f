"""What the annual plan tells Prometheus is what its pages say."""

from __future__ import annotations

from datetime import date

from planning.annual_plan.models.project import BudgetLine
from planning.annual_plan.store.figures import fill
from planning.kit.figures import Figures
from service.database import reading, transaction
from tests.planning.annual_plan.conftest import Office
from tests.planning.annual_plan.test_ledger import ASK, PAY

YEAR = "2570"
FIRST_QUARTER, AFTER = date(2026, 11, 30), date(2027, 1, 20)


def told(office: Office, today: date, code: str = "5302") -> dict[tuple[str, ...], float]:
    """By family and its labels."""
    figures = Figures()
    with reading(office.served.engine) as session:
        fill(session, code, today, figures)
    found = {}
    for family, values in figures.values.items():
        for labels, value in values.items():
            found[family.name.removeprefix("annual_plan_"), *labels] = value
    return found


def needed(office: Office, **of_line: bool) -> None:
    """The second line pays for a need of netops."""
    with transaction(office.served.engine) as session:
        session.get_one(BudgetLine, 2).sqlmodel_update({"need_id": 7, **of_line})


def test_money_is_told_by_type_plan_and_strategy_and_quarters_against_their_goals(approved: Office) -> None:
    it = approved.planner
    assert it.post("/lines/1/ask", ASK).status_code == 303
    assert it.post("/entries/1/bind", {"on": "2026-11-10", "amount_satang": "5000"}).status_code == 303
    assert it.post("/entries/2/pay", {**PAY, "amount_satang": "3000"}).status_code == 303
    found = told(approved, FIRST_QUARTER)
    labels = (YEAR, "operating", "", "กลยุทธ์ที่ 1")
    money = {name: found[f"{name}_baht", *labels] for name in ("planned", "asked", "committed", "paid")}
    assert money == {"planned": 10_000, "asked": 0, "committed": 2_000, "paid": 3_000}
    assert found["allocated_baht", YEAR, "investment"] == 5_000
    goals = [round(found["goal_ratio", YEAR, str(quarter)], 4) for quarter in (1, 2, 3, 4)]
    assert goals == [0.5, 0.6667, 0.8333, 1.0]
    assert found["paid_ratio", YEAR, "1"] == 0.2
    assert ("paid_ratio", YEAR, "2") not in found  # it has not begun: a gap, no zero
    assert told(approved, AFTER)["paid_ratio", YEAR, "2"] == 0.2
    assert told(approved, FIRST_QUARTER, "5301") == {}


def test_reports_and_projects_are_counted_and_what_is_late_is_late(approved: Office) -> None:
    assert told(approved, AFTER)["reports", YEAR, "1", "late"] == 1
    assert told(approved, AFTER)["approved_projects", YEAR, "not_reported"] == 1
    report = {"progress": "doing", "percent": "40"}
    assert approved.planner.post("/reports/1/1/report", report).status_code == 303
    found = told(approved, AFTER)
    lights = {light: found["reports", YEAR, "1", light] for light in ("done", "late", "waived")}
    assert lights == {"done": 1, "late": 0, "waived": 0}
    assert found["reports", YEAR, "2", "waiting"] == 1
    assert (found["done_ratio", YEAR, "1"], found["done_ratio", YEAR, "2"]) == (0.4, 0.4)
    assert ("done_ratio", YEAR, "3") not in found
    assert (found["projects", YEAR, "approved"], found["projects", YEAR, "draft"]) == (1, 0)
    assert (found["approved_projects", YEAR, "doing"], found["approved_projects", YEAR, "not_reported"]) == (1, 0)


def test_a_need_goes_from_planned_to_paid_and_is_put_off_when_its_line_lost_its_money(approved: Office) -> None:
    states: list[str] = []

    def look() -> None:
        found = told(approved, FIRST_QUARTER)
        states.extend(labels[2] for labels, value in found.items() if labels[0] == "needs" and value)

    needed(approved)
    look()
    it = approved.planner
    it.post("/lines/2/ask", {**ASK, "amount_satang": "5000"})
    look()
    it.post("/entries/1/bind", {"on": "2026-11-10", "amount_satang": "5000"})
    look()
    it.post("/entries/2/pay", {**PAY, "amount_satang": "5000"})
    look()
    needed(approved, is_over=True)
    look()
    assert states == ["planned", "asked", "committed", "paid", "deferred"]
