"""The library of rules: clauses with their figures, later versions, and cases that keep theirs."""

from __future__ import annotations

import pytest

from tests.planning.entering import Entered
from tests.planning.school_network import acting, given
from tests.planning.served import Served

CHANGE = {"valid_from": "2026-06-01", "reason": "มติคณะกรรมการ", "value_1": "0"}
SMALL = {
    "valid_from": "2026-06-01",
    "reason": "นโยบายปี 2570",
    **{
        f"{name}_{place}": text
        for place, value in enumerate(("60", "4", "20"))
        for name, text in (("value", value), ("certainty", "O"), ("source", ""))
    },
}


@pytest.mark.requirement("P4-4.1", "P4-7.5")
def test_a_changed_threshold_is_version_two_and_an_open_case_keeps_version_one(planner: Entered) -> None:
    acting.begin_run(planner)
    at = acting.open_case(planner, "merge", to_code=given.CODES["B"])
    assert "/rules/SMALL?version=1" in planner.get(at).text
    assert '<td data-label="Figure of the rule" class="text-end num">120</td>' in planner.get(at).text
    there = acting.done(planner.post("/rules/SMALL/change", SMALL))
    assert there == "/rules/SMALL?version=2"
    assert "/rules/SMALL?version=1" in planner.get(at).text
    assert '<td data-label="Figure of the rule" class="text-end num">120</td>' in planner.get(at).text
    later = acting.open_case(planner, "close", school_code=given.CODES["C"])
    assert "/rules/SMALL?version=2" in planner.get(later).text
    assert '<td data-label="Figure of the rule" class="text-end num">60</td>' in planner.get(later).text
    page = planner.get("/rules/SMALL").text
    assert "set by the office" in page
    assert "unverified" in planner.get("/rules/SMALL?version=1").text
    acting.done(planner.post("/rules/SMALL/read", {"version": "2"}))
    acting.done(planner.post("/rules/SMALL/read", {"version": "2"}))
    assert planner.get("/rules/SMALL").text.count("Somebody ·") == 1
    assert "Required papers" in planner.get("/rules/R2550").text


@pytest.mark.requirement("P4-7.1", "P4-7.2")
@pytest.mark.parametrize(
    ("kind", "said", "rule", "clause"),
    [
        ("close", {}, "R2550", "11 (1)"),
        ("expand_class", {"low": "k2", "high": "m3"}, "R2553", "จำนวนเด็ก"),
    ],
)
def test_the_clause_stands_beside_each_check(
    planner: Entered, kind: str, said: dict[str, str], rule: str, clause: str
) -> None:
    acting.begin_run(planner)
    page = planner.get(acting.open_case(planner, kind, **said)).text
    assert f"/rules/{rule}?version=1" in page
    assert f'<td data-label="Clause">{clause}</td>' in page
    assert "verified" in page


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"value_0": "-1"}, "At least 0"),
        ({"value_0": "viel"}, "A number is needed"),
        ({"certainty_0": "X"}, "This is not understood"),
        ({"reason": ""}, "This is needed"),
        ({"valid_from": "gestern"}, "A date such as"),
        (
            {
                "value_0": "120",
                "value_1": "6",
                "value_2": "30",
                "certainty_0": "V",
                "certainty_1": "N",
                "certainty_2": "N",
            },
            "Nothing was changed",
        ),
    ],
)
def test_a_wrong_figure_makes_no_version(planner: Entered, changes: dict[str, str], reason: str) -> None:
    answer = planner.post("/rules/SMALL/change", {**SMALL, **changes})
    assert answer.status_code == 422
    assert reason in answer.text
    assert planner.get("/rules/SMALL?version=2").status_code == 404


def test_versions_are_the_offices_own(planner: Entered, network: Served) -> None:
    acting.done(planner.post("/rules/SMALL/change", SMALL))
    assert network.enter(office_code="5301").get("/rules/SMALL?version=2").status_code == 404
    viewer = network.enter("viewer")
    assert viewer.post("/rules/SMALL/change", SMALL).status_code == 403
    assert viewer.post("/rules/SMALL/read", {"version": "1"}).status_code == 403
    assert planner.get("/rules/NONE").status_code == 404
