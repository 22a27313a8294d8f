"""The services of a demonstration as they are filled before they run: plans that a board decided about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlmodel import Session, col, select

from contract.data.netops import NeedRow
from contract.data.shape import Given
from planning import demo
from planning.annual_plan.models.project import BudgetLine, Project
from planning.cli import PARTS, part_of
from planning.development_plan.models.plan import Plan
from planning.development_plan.models.school_plan import SchoolPlan
from planning.development_plan.models.target import PlanIndicator, PlanTarget, ProjectFrame
from planning.kit.parts import Demo
from planning.kit.settings import PlanningSettings
from planning.kit.tables import EventIn, EventOut
from planning.kit.visitor import invented_planner
from planning.plans.models.version import Publication, Version, VersionState
from planning.plans.store.facts import run_of
from planning.plans.store.versions import approved
from planning.registry.models.school import School
from planning.school_network.invented_case import LEFT_ALONE
from planning.school_network.judging import hindrances
from planning.school_network.models.case import CaseState, ChangeCase
from planning.school_network.store.cases import gathered
from service.columns import utc_now
from service.database import make_engine, reading
from service.invented import OFFICE_CODE

SCHOOLS = 12
NEEDS = (
    NeedRow(id=6, title="สวิตช์ทดแทน", quantity=1, state="approved", risks=(2,)),
    NeedRow(id=7, title="เราเตอร์", quantity=1, state="in_specification", unit_satang=33_000_00, spec_id=4, risks=(3,)),
)


@dataclass(frozen=True)
class Filled:
    """What `demo-data` left behind, and what it said."""

    settings: PlanningSettings
    demo: Demo
    said: tuple[str, ...]

    def sessions(self, service: str) -> Iterator[Session]:
        """One, to look at the database of a service."""
        engine = make_engine(self.settings.database_of(service))
        with reading(engine) as session:
            yield session
        engine.dispose()


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Filled:
    """All services; of netops they know two needs, one of which is specified."""
    folder = tmp_path_factory.mktemp("demo")
    (folder / "needs.json").write_bytes(Given(NEEDS, as_of=utc_now()).body("needs", OFFICE_CODE))
    settings = PlanningSettings(data_dir=folder / "planning", demo=True)
    wanted = Demo(SCHOOLS, 1, utc_now().date())
    return Filled(settings, wanted, tuple(demo.fill([part_of(name) for name in PARTS], settings, wanted, folder)))


def test_the_development_plan_is_whole_decided_about_and_published(filled: Filled) -> None:
    for session in filled.sessions("development_plan"):
        plan = session.exec(select(Plan)).one()
        frozen = approved(session, OFFICE_CODE, "development", plan.key)
        assert frozen is not None
        assert frozen.state is VersionState.PUBLISHED
        assert re.fullmatch(r"\d+/\d{4}", frozen.meeting)
        assert len(frozen.content["indicators"]) == 3
        assert len(session.exec(select(PlanTarget)).all()) == 3 * len(plan.years) == 15
        assert {row.office_code for row in session.exec(select(PlanIndicator))} == {OFFICE_CODE}
        assert len(session.exec(select(ProjectFrame)).all()) == 4
        assert len(session.exec(select(Publication)).one().recipients) == SCHOOLS
        run = run_of(session, invented_planner(), "development", plan.key)
        assert run is not None
        states = [row.state for row in session.exec(select(SchoolPlan))]
        assert {state: states.count(state) for state in set(states)} == {
            "accepted": 3,
            "returned": 1,
            "sent": 2,
            "writing": SCHOOLS - 6,
        }
        assert filled.demo.places["development_plan"] == f"/plans/{plan.key}"


def facts(filled: Filled, service: str) -> list[str]:
    """Kinds of what it told, in order."""
    found: list[str] = []
    for session in filled.sessions(service):
        found += session.exec(select(EventOut.kind).order_by(col(EventOut.id))).all()
    return found


def test_the_specified_need_is_budgeted_and_loses_its_money(filled: Filled) -> None:
    told = facts(filled, "annual_plan")
    assert told.count("NeedBudgeted") == told.count("AllocationReduced") == 1
    assert told.index("PlanPublished") < told.index("AllocationReduced")
    for session in filled.sessions("annual_plan"):
        (line,) = session.exec(select(BudgetLine).where(col(BudgetLine.need_id).is_not(None)))
        assert (line.need_id, line.spec_id, line.is_over) == (7, 4, True)
        project = session.get_one(Project, line.project_id)
        assert project.frame_key
        assert filled.demo.places["project"] == f"/projects/{project.id}"


def test_the_small_school_is_closed_by_its_case_and_its_network_ordered_away(filled: Filled) -> None:
    told = facts(filled, "school_network")
    assert told.count("DecommissionOrdered") == 1
    for session in filled.sessions("school_network"):
        case = session.exec(select(ChangeCase)).one()
        assert case.state is CaseState.EXECUTING
        assert case.school_code not in LEFT_ALONE
        assert [problem.field for problem in hindrances(gathered(session, case))] == ["network"]
        assert filled.demo.places["case"] == f"/cases/{case.key}"
    for session in filled.sessions("registry"):
        assert session.exec(select(School.state).where(School.smis_code == case.school_code)).one() == "closed"


def test_what_was_heard_while_filling_is_not_heard_again(filled: Filled) -> None:
    """A service goes on in the others' feeds from where the filling left it."""
    for session in filled.sessions("registry"):
        told = {row.key for row in session.exec(select(EventOut))}
    for session in filled.sessions("development_plan"):
        heard = {row.key for row in session.exec(select(EventIn)) if row.peer == "registry"}
        assert heard == told
        assert session.exec(select(Version)).one().resolution_key
