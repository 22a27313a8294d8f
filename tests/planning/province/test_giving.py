"""What the province gives others: approved versions and no drafts, shared projects as they stand."""

from __future__ import annotations

import pytest
from sqlmodel import Session

from contract.data.province import ProvinceElementRow, ProvincePlanRow, SharedProjectRow
from planning.province.giving import DATASETS
from service.database import reading
from tests.planning.province.filled import Filled, Gate
from tests.planning.province.test_plans import complete
from tests.planning.province.test_sharing import bring, shared_project
from tests.planning.served import Served


def test_only_what_was_approved_is_given(filled: Filled, province: Served) -> None:
    gate = Gate(filled.it, province.engine, complete(filled))
    with reading(province.engine) as session:
        assert given(session, "province_plans") == []
    gate.submit()
    gate.decide("strategy_integration")
    gate.approve()
    filled.it.post(f"/plans/{gate.plan}/tree/new", {"kind": "vision", "code": "2", "text": "ร่างใหม่"})
    with reading(province.engine) as session:
        (plan,) = given(session, "province_plans")
        elements = given(session, "province_elements")
        assert given(session, "province_plans", "5301") == []
    assert isinstance(plan, ProvincePlanRow)
    assert (plan.kind, plan.number, plan.province) == ("province_development", 1, "สมมติ")
    texts = [one.text for one in elements if isinstance(one, ProvinceElementRow)]
    assert texts == [f"ข้อความ {kind} 1" for kind in ("vision", "mission", "goal", "strategy")]


def test_shared_projects_are_given_with_shares_and_tasks(filled: Filled, province: Served) -> None:
    project, lead, partner = shared_project(filled)
    bring(filled, project, lead, "600")
    with reading(province.engine) as session:
        assert given(session, "shared_projects") == [], "it has no partner yet"
    bring(filled, project, partner, "400")
    task = {"agency_id": partner, "title": "จัดค่าย", "due_on": "2027-01-15"}
    filled.it.post(f"/projects/{project}/tasks/new", task)
    with reading(province.engine) as session:
        (row,) = given(session, "shared_projects")
    assert isinstance(row, SharedProjectRow)
    assert (row.fiscal_year, row.total_satang, row.lead) == (2570, 100_000, "สพป. สมมติ เขต 2")
    assert [(one.partner_code, one.satang) for one in row.shares] == [("", 60_000), ("5301", 40_000)]
    assert [(one.partner_code, one.state) for one in row.tasks] == [("5301", "offered")]


@pytest.mark.parametrize("name", sorted(DATASETS))
def test_an_unknown_office_has_nothing(province: Served, name: str) -> None:
    with reading(province.engine) as session:
        assert given(session, name, "0000") == []


def given(session: Session, name: str, office: str = "5302") -> list[object]:
    return list(DATASETS[name](session, office).rows)
