"""Rooms of an approved class plan are what a receiving school has."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from contract.data.shape import Dataset
from planning.annual_plan import copied
from planning.school_network.store.sources import CLASS_PLANS
from tests.planning.annual_plan.copies import keep
from tests.planning.entering import Entered
from tests.planning.school_network import acting, given
from tests.planning.served import Served

B = given.CODES["B"]


@pytest.mark.requirement("I-3.6")
def test_a_room_of_41_is_flagged_and_the_approved_plan_is_the_capacity_of_the_map(
    planner: Entered, network: Served, serve: Callable[[str], Served]
) -> None:
    annual = serve("annual_plan")
    keep(annual.engine, copied.SCHOOLS, given.schools())
    keep(annual.engine, copied.COUNTS, given.counts())
    office = annual.enter()
    school = annual.enter("school", first="/school-plans", school_code=B)
    acting.begin_run(planner)
    at = acting.whole_merge(planner)
    assert "needed 2 · there 2" in _rooms(planner, at)
    classes = {"academic_year": str(given.YEAR), "school_code": B, "rooms.0.grade": "p1", "rooms.0.pupils": "41"}
    assert school.post("/class-plans/new", {**classes, "rooms.0.rooms": "1"}).status_code == 303
    assert "above the norm of 40: 2 rooms are needed" in school.get("/class-plans/1").text
    assert school.post("/class-plans/new", {**classes, "rooms.0.rooms": "3"}).status_code == 303
    _tell(network, office)
    assert "needed 2 · there 2" in _rooms(planner, at)
    for path in ("propose", "steps/review", "steps/approve"):
        assert office.post(f"/class-plans/1/{path}").status_code == 303
    _tell(network, office)
    assert "needed 2 · there 4" in _rooms(planner, at)


def _rooms(planner: Entered, at: str) -> str:
    return planner.get(at).text.partition("Rooms of the receiving schools")[2][:2000]


def _tell(network: Served, office: Entered) -> None:
    """As the school network reads it from the annual plan."""
    answer = office.get(f"/api/v1/data/{CLASS_PLANS.name}?office={given.OFFICE}")
    rows = [CLASS_PLANS.row.model_validate(one) for one in Dataset.model_validate_json(answer.text).rows]
    given.told(network.engine, CLASS_PLANS.name, rows, peer=CLASS_PLANS.peer)
