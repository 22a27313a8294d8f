"""Projects with their money: every sum that differs is refused with both figures, and nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.annual_plan.money.portfolio import Activity, Line, Project, over, sums_of
from planning.annual_plan.terms import BudgetType
from tests.planning.annual_plan.conftest import Office
from tests.planning.annual_plan.typing_in import MONEY, NOTICE, PROJECT, line
from tests.planning.entering import Entered

SUMS = st.integers(0, 10**9)


@pytest.fixture
def it(office: Office) -> Entered:
    """A project without money, and 10,000 baht of operating money."""
    assert office.planner.post("/allocations/new", NOTICE).status_code == 303
    assert office.planner.post("/projects/new", PROJECT).status_code == 303
    return office.planner


ALONE: Mapping[str, str] = {
    "version": "1",
    "amount_satang": "10000",
    "activities.0.name": "กิจกรรมหนึ่ง",
    "activities.0.amount_satang": "10000",
    **line(0, 1, "operating", 4, "2500", ("2500", "2500", "2500", "2500")),
}


@pytest.mark.requirement("P2-4.4", "P2-2.1")
@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"amount_satang": "10000.01"}, "The activities make 10,000.00, the project has 10,000.01"),
        (
            {"amount_satang": "9000", "activities.0.amount_satang": "9000"},
            "The lines of activity 1 make 10,000.00, it has 9,000.00",
        ),
        ({"lines.0.q4_satang": "2400"}, "The quarters make 9,900.00, the line has 10,000.00"),
        (
            {
                "amount_satang": "12500",
                "activities.0.amount_satang": "12500",
                "lines.0.quantity": "5",
                "lines.0.q1_satang": "5000",
            },
            "งบประมาณ · Operating expenses: the lines take 12,500.00, allocated are 10,000.00",
        ),
        ({"lines.0.source": "เงินรายได้"}, "เงินรายได้ · Operating expenses: the lines take 10,000.00, allocated are 0.00"),
        ({"lines.0.activity": "2"}, "There is no such activity"),
        (
            {"activities.0.starts_on": "2027-03-01", "activities.0.ends_on": "2026-02-01"},
            "The end lies before the beginning",
        ),
        ({"version": "7"}, "Somebody changed this project meanwhile"),
    ],
)
def test_what_does_not_add_up_is_refused_with_figures(
    it: Entered, office: Office, change: Mapping[str, str], reason: str
) -> None:
    """INV-B1, INV-B2: through the page, and the typed figures stay there."""
    answer = it.post("/projects/1/money", {**ALONE, **change})
    assert (answer.status_code, reason in answer.text) == (422, True)
    assert "รายการ 0" in answer.text
    assert office.lines() == []
    assert it.post("/projects/1/money", ALONE).status_code == 303
    assert [row.amount_satang for row in office.lines()] == [1_000_000]


def test_two_projects_share_one_ceiling(it: Entered, office: Office) -> None:
    """INV-B2 over the whole year."""
    assert it.post("/projects/1/money", ALONE).status_code == 303
    assert it.post("/projects/new", {**PROJECT, "code": "002"}).status_code == 303
    answer = it.post("/projects/2/money", ALONE)
    assert "the lines take 20,000.00, allocated are 10,000.00" in answer.text
    assert len(office.lines()) == 1


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"strategy": ""}, "This is needed"),
        ({"owner": ""}, "This is needed"),
        ({"indicators.0.name": ""}, "This is needed"),
        (
            {name: "" for name in PROJECT if name.startswith("indicators.")},
            "At least one indicator is needed",
        ),
        ({"starts_on": "2027-02-01", "ends_on": "2027-01-01"}, "The end lies before the beginning"),
        ({"name": "\u202e\u200b"}, "Nothing in it can be seen"),
    ],
)
def test_a_project_without_what_it_serves_is_refused(office: Office, change: Mapping[str, str], reason: str) -> None:
    """INV-C1: strategy, indicator and owner."""
    answer = office.planner.post("/projects/new", {**PROJECT, **change})
    assert (answer.status_code, reason in answer.text) == (422, True)


def test_an_approved_project_is_not_typed_anew(approved: Office) -> None:
    """INV-A2 as far as money goes."""
    before = approved.lines()
    for path, form in (
        ("/projects/1/money", {**MONEY, "version": "2"}),
        ("/projects/1/edit", {**PROJECT, "name": "อื่น"}),
    ):
        answer = approved.planner.post(path, form)
        assert "An approved project changes by transfer or amendment only" in answer.text
    assert approved.lines() == before


def test_a_line_keeps_its_key_when_the_grid_is_saved_again(it: Entered, office: Office) -> None:
    it.post("/projects/1/money", ALONE)
    key = office.lines()[0].key
    moved = {name.replace("lines.0", "lines.4"): value for name, value in ALONE.items()}
    answer = it.post("/projects/1/money", {**moved, "version": "2", "lines.4.key": key, "lines.4.item": "ชื่อใหม่"})
    assert answer.status_code == 303
    assert [(row.key, row.item) for row in office.lines()] == [(key, "ชื่อใหม่")]


@given(st.lists(SUMS, min_size=4, max_size=4), st.integers(1, 50))
def test_only_equal_sums_pass(parts: list[int], off: int) -> None:
    """INV-B1, whatever the figures."""
    first, second, third, fourth = parts
    amount = sum(parts)
    purse = ("งบ", BudgetType.OPERATING)
    row = Line("1", purse, 1, amount, (first, second, third, fourth))
    assert sums_of(Project("1", amount, (Activity(1, amount, (row,)),))) == []
    assert len(sums_of(Project("1", amount + off, (Activity(1, amount, (row,)),)))) == 1
    assert len(sums_of(Project("1", amount, (Activity(1, amount + off, (row,)),)))) == 2
    assert (
        len(
            sums_of(
                Project(
                    "1",
                    amount,
                    (Activity(1, amount, (Line("1", purse, 1, amount, (first + off, second, third, fourth)),)),),
                )
            )
        )
        == 1
    )
    assert over({purse: amount}, [Project("1", amount, (Activity(1, amount, (row,)),))]) == []


def test_a_whole_plan_is_checked_at_once() -> None:
    """300 projects with 5,000 lines: every wrong line is found, however many there are."""
    purse = ("งบ", BudgetType.OPERATING)
    rows = tuple(Line(str(at), purse, 2, 50, (25, 25, 25, 25)) for at in range(17))
    plan = [Project(str(at), 1700, (Activity(1, 1700, rows),)) for at in range(300)]
    assert [problem for one in plan for problem in sums_of(one)] == []
    assert over({purse: 300 * 1700 - 1}, plan)[0].planned == 300 * 1700


def test_a_project_that_was_dropped_is_taken_up_again_with_its_lines(office: Office) -> None:
    """What it asks of a purse is looked at anew: meanwhile another project may have taken it."""
    it = office.planner
    it.post("/allocations/new", NOTICE)
    it.post("/projects/new", PROJECT)
    money = {
        "version": "1",
        "amount_satang": "10000",
        "activities.0.name": "ก",
        "activities.0.amount_satang": "10000",
        **line(0, 1, "operating", 4, "2500", ("10000", "", "", "")),
    }
    assert it.post("/projects/1/money", money).status_code == 303
    assert it.post("/projects/1/take-up").status_code == 422
    assert it.post("/projects/1/drop").status_code == 303
    assert "Take it up again" in it.get("/projects/1").text
    it.post("/projects/new", {**PROJECT, "code": "002"})
    assert it.post("/projects/2/money", {**money, "lines.0.key": ""}).status_code == 303
    assert office.enter("viewer").post("/projects/1/take-up").status_code == 403
    assert it.post("/projects/1/take-up").status_code == 303
    page = it.get("/projects/1").text
    assert ("Drop it" in page, "รายการ 0" in page) == (True, True)
    assert [one.is_over for one in office.lines()].count(True) == 1
    assert it.post("/projects/1/take-up").status_code == 422


def test_a_refused_form_shows_as_many_spare_rows_as_a_new_one(office: Office) -> None:
    shown = office.planner.get("/projects/new?year=2570").text.count('name="indicators.')
    refused = office.planner.post("/projects/new", {"indicators.0.name": "", "indicators.1.name": " "})
    assert refused.status_code == 422
    assert refused.text.count('name="indicators.') == shown


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        ({"starts_on": "2027-10-01"}, "This day lies after the fiscal year of the project"),
        ({"starts_on": "2026-03-01", "ends_on": "2026-09-30"}, "This day lies before the fiscal year of the project"),
    ],
)
def test_a_project_is_carried_out_in_its_fiscal_year(office: Office, day: dict[str, str], reason: str) -> None:
    answer = office.planner.post("/projects/new", {**PROJECT, **day})
    assert (answer.status_code, reason in answer.text) == (422, True)
