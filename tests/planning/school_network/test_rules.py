"""The library of rules: clauses with their figures, later versions, and cases that keep theirs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select

from planning.school_network.models.case import FollowUp
from service.database import reading
from tests.planning.entering import Entered
from tests.planning.filled_form import filled
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
    assert '<td data-label="Figure of the rule" class="text-end num">at most 120 persons</td>' in planner.get(at).text
    there = acting.done(planner.post("/rules/SMALL/change", SMALL))
    assert there == "/rules/SMALL?version=2"
    assert "/rules/SMALL?version=1" in planner.get(at).text
    assert '<td data-label="Figure of the rule" class="text-end num">at most 120 persons</td>' in planner.get(at).text
    later = acting.open_case(planner, "close", school_code=given.CODES["C"])
    assert "/rules/SMALL?version=2" in planner.get(later).text
    assert '<td data-label="Figure of the rule" class="text-end num">at most 60 persons</td>' in planner.get(later).text
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


@pytest.mark.requirement("P4-4.5")
def test_an_office_sets_its_own_days_of_follow_up_and_an_open_case_keeps_those_it_began_with(
    planner: Entered, network: Served
) -> None:
    acting.begin_run(planner)
    old = acting.whole_merge(planner)
    assert "150 days after the day of effect (unverified: common practice" in planner.get(old).text
    form = filled(planner.get("/rules/FOLLOW/change").text)
    dated = {**form, "valid_from": "2026-01-01", "reason": "มติคณะกรรมการ"}
    for wrong in ("0", "12.5", "4000"):
        refused = planner.post("/rules/FOLLOW/change", {**dated, "value_0": wrong})
        assert (refused.status_code, "Days from 1 to 3650" in refused.text) == (422, True)
    acting.done(planner.post("/rules/FOLLOW/change", {**dated, "value_0": "120", "certainty_0": "O"}))
    new = acting.open_case(planner, "transfer_in", school_code="53020009", school_name="โรงเรียนสมมติ")
    assert "120 days after the day of effect (set by the office" in planner.get(new).text
    assert "150 days after the day of effect" in planner.get(old).text
    acting.resolve(network, planner, "change_case", old)
    acting.done(planner.post(f"{old}/announce", {"announcement_number": "1/2569", "announced_on": "2026-04-01"}))
    with reading(network.engine) as session:
        due = [one.due_on for one in session.exec(select(FollowUp).order_by(FollowUp.id))]  # type: ignore[arg-type]
    assert due == [acting.LAST_YEAR + timedelta(days=150), acting.LAST_YEAR + timedelta(days=365)]
