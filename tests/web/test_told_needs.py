"""What planning services tell of needs: lines that pay for them, and what schools will lack. Flows 1 and 4."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from contract.events import AllocationReduced, DecommissionRefused
from contract.planning import DecommissionOrdered, NeedBudgeted, ShortfallFound, ShortfallGone
from inventory.models.site import Office, Site
from netops.models.person import Role
from netops.settings import Settings
from planning.annual_plan.part import PART as ANNUAL_PLAN
from planning.kit.parts import Part
from planning.school_network.part import PART as SCHOOL_NETWORK
from procurement.models.need import Need
from procurement.models.plan import PlanEntry
from procurement.needs.need import NeedState, Source
from service.columns import utc_now
from service.database import reading, transaction
from tests import factories
from tests.web.browsing import Visit, person_of, signed_in
from tests.web.hearing import Sibling, told

CASE = "c" * 32
LINE, PROJECT = "a" * 32, "b" * 32


@dataclass
class Ground:
    """An office with a school, and who works there."""

    office: Office
    school: Site
    it: Visit
    director: Visit
    supply: Visit
    engine: Engine

    def needs(self) -> list[Need]:
        with reading(self.engine) as session:
            return list(session.exec(select(Need).order_by(Need.id)))  # type: ignore[arg-type]

    def lacks(self, **values: object) -> ShortfallFound:
        given = {
            "office_code": self.office.code, "case_key": CASE, "kind": "merge", "case_school": "โรงเรียนบ้านเล็ก",
            "school_code": self.school.code, "children": 24, "mbps_lacking": 48.0, "devices_lacking": 11,
            "are_computers": True, "cost_satang": 55_000_00, "path": f"/cases/{CASE}",
        }  # fmt: skip
        return ShortfallFound.model_validate({**given, **values})

    def gone(self, reason: str = "") -> ShortfallGone:
        return ShortfallGone(office_code=self.office.code, case_key=CASE, school_code=self.school.code, reason=reason)

    def budgeted(self, need_id: int, **values: object) -> NeedBudgeted:
        given = {
            "office_code": self.office.code, "need_id": need_id, "fiscal_year": 2590, "project_key": PROJECT,
            "line_key": LINE, "amount_satang": 8_000_00,
        }  # fmt: skip
        return NeedBudgeted.model_validate({**given, **values})


@pytest.fixture
def ground(engine: Engine, settings: Settings) -> Ground:
    with transaction(engine) as session:
        office = factories.make_office(session)
        school = factories.make_site(session, office)
    known = settings.model_copy(
        update={"siblings": dict.fromkeys(("annual_plan", "school_network"), "http://s.test:1")}
    )
    roles = (Role.IT, Role.DIRECTOR, Role.SUPPLY)
    it, director, supply = (signed_in(known, engine, person_of(engine, role, office=office)) for role in roles)
    return Ground(office, school, it, director, supply, engine)


@pytest.fixture
def network(sibling_of: Callable[[Part], Sibling]) -> Sibling:
    return sibling_of(SCHOOL_NETWORK)


def test_what_a_school_will_lack_is_one_need_of_each_kind_however_often_it_is_told(
    network: Sibling, ground: Ground
) -> None:
    network.tells(ground.lacks())
    network.tells(ground.lacks())
    assert [(one.kind, one.quantity, one.source, one.site_id) for one in ground.needs()] == [
        ("computer", 11, Source.CASE, ground.school.id),
        ("link", 1, Source.CASE, ground.school.id),
    ]
    computers, link = ground.needs()
    page = ground.it.get(f"/needs/{computers.id}").text
    assert f'href="http://s.test:1/cases/{CASE}"' in page
    assert ("24 children come" in page, "55,000.00" in page, "found in a case of the school network" in page) == (
        True,
        True,
        True,
    )
    assert "48.0 Mbit/s" in ground.it.get(f"/needs/{link.id}").text
    network.tells(ground.lacks(devices_lacking=7, mbps_lacking=0))
    computers, link = ground.needs()
    assert (computers.quantity, computers.state, link.state) == (7, NeedState.OPEN, NeedState.REJECTED)


def test_an_automatic_look_leaves_it_alone_and_a_deferral_ends_by_itself(network: Sibling, ground: Ground) -> None:
    network.tells(ground.lacks(mbps_lacking=0))
    assert ground.it.post("/needs/look").status_code == 303
    (need,) = ground.needs()
    assert (need.is_supported, need.state) == (True, NeedState.OPEN)
    with transaction(ground.engine) as session:
        row = session.get_one(Need, need.id)
        row.state, row.deferred_until = NeedState.DEFERRED, utc_now().date()
        session.add(row)
    assert ground.it.post("/needs/look").status_code == 303
    assert ground.needs()[0].state is NeedState.OPEN


def test_it_goes_with_the_case_and_comes_back_with_it(network: Sibling, ground: Ground) -> None:
    network.tells(ground.lacks(mbps_lacking=0))
    network.tells(ground.gone("กรณีนี้ยุติแล้ว"))
    network.tells(ground.gone("กรณีนี้ยุติแล้ว"))
    (need,) = ground.needs()
    assert need.state is NeedState.REJECTED
    assert "กรณีนี้ยุติแล้ว" in ground.it.get(f"/needs/{need.id}").text
    network.tells(ground.lacks(mbps_lacking=0))
    assert [one.state for one in ground.needs()] == [NeedState.REJECTED, NeedState.OPEN]


def test_what_the_director_decided_stays_decided(network: Sibling, ground: Ground) -> None:
    network.tells(ground.lacks())
    computers, link = ground.needs()
    assert ground.director.post(f"/needs/{computers.id}/decide", {"verdict": "approve"}).status_code == 303
    rejected = {"verdict": "reject", "decision": "ใช้ของเดิม"}
    assert ground.director.post(f"/needs/{link.id}/decide", rejected).status_code == 303
    network.tells(ground.lacks(devices_lacking=30))
    computers, link = ground.needs()
    assert (len(ground.needs()), computers.quantity, link.state) == (2, 11, NeedState.REJECTED)
    network.tells(ground.gone())
    computers, link = ground.needs()
    assert (computers.state, computers.is_supported) == (NeedState.APPROVED, False)
    assert "not lacking any more" in ground.it.get(f"/needs/{computers.id}").text


def test_a_school_sees_the_need_and_not_the_case(network: Sibling, ground: Ground, settings: Settings) -> None:
    network.tells(ground.lacks())
    teacher = signed_in(
        settings, ground.engine, person_of(ground.engine, Role.SCHOOL, office=ground.office, site=ground.school)
    )
    page = teacher.get(f"/needs/{ground.needs()[0].id}")
    assert (page.status_code, "โรงเรียนบ้านเล็ก" in page.text) == (200, False)


def test_what_is_told_of_strangers_does_nothing(network: Sibling, ground: Ground) -> None:
    network.tells(ground.lacks(school_code="99999999"))
    assert network.outcome() == "no such school here"
    network.tells(ground.lacks(office_code="nowhere"))
    assert network.outcome() == "no such office here"
    assert ground.needs() == []


def test_an_order_for_a_school_that_is_not_known_is_answered(network: Sibling, ground: Ground) -> None:
    given = {"office_code": ground.office.code, "case_key": CASE, "kind": "close", "effective_on": "2026-12-01"}
    network.tells(DecommissionOrdered.model_validate({**given, "school_code": "99999999"}))
    (fact,) = told(ground.engine)
    assert isinstance(fact, DecommissionRefused)
    assert (fact.case_key, fact.school_code, fact.reason) == (CASE, "99999999", "no_such_school")


def test_the_line_that_pays_for_a_need_is_shown_and_confirms_the_plan_that_names_it(
    sibling_of: Callable[[Part], Sibling], network: Sibling, ground: Ground
) -> None:
    network.tells(ground.lacks(mbps_lacking=0))
    need = ground.needs()[0].id or 0
    entry = {"year": "2590", "name": "จัดซื้อคอมพิวเตอร์", "amount_baht": "8,000", "budget_line_id": LINE}
    supply = ground.supply
    assert supply.post("/procurement-plan/new", entry).status_code == 303
    annual = sibling_of(ANNUAL_PLAN)
    for _time in range(2):
        annual.tells(ground.budgeted(need))
    page = ground.it.get(f"/needs/{need}").text
    assert "· Annual action plan" in page  # who told it, by the name that people know
    assert "· annual_plan" not in page
    assert page.count(f'href="http://s.test:1/projects/of/{PROJECT}"') == 1
    assert "8,000.00" in page
    assert f'<option value="{LINE}">' in supply.get("/procurement-plan/new").text
    assert "budget confirmed" in supply.get("/procurement-plan/1").text
    assert supply.post("/procurement-plan/1/change", {**entry, "budget_line_id": "x"}).status_code == 303
    assert "budget unconfirmed" in supply.get("/procurement-plan/1").text
    assert supply.post("/procurement-plan/new", entry).status_code == 303
    with reading(ground.engine) as session:
        assert [bool(one.budget_confirmed_at) for one in session.exec(select(PlanEntry).order_by(PlanEntry.id))] == [  # type: ignore[arg-type]
            False,
            True,
        ]
    cut = AllocationReduced(
        key="k1", office_code=ground.office.code, fiscal_year=2590, need_ids=(need,),
        deferred_until=utc_now().date() + timedelta(days=90), reason="ปรับลดงบประมาณ",
    )  # fmt: skip
    annual.tells(cut)
    page = ground.it.get(f"/needs/{need}").text
    assert "Decision of the director" in page
    assert "annual_plan ·" not in page
    annual.tells(ground.budgeted(999_999))
    assert annual.outcome() == "no such need here"
