"""The services of a demonstration as they are filled before they run: plans that a board decided about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlmodel import Session, select

from planning import demo
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
from service.columns import utc_now
from service.database import make_engine, reading
from service.invented import OFFICE_CODE

SCHOOLS = 12


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
    """All services, with nothing of netops."""
    settings = PlanningSettings(data_dir=tmp_path_factory.mktemp("demo") / "planning", demo=True)
    wanted = Demo(SCHOOLS, 1, utc_now().date())
    return Filled(settings, wanted, tuple(demo.fill([part_of(name) for name in PARTS], settings, wanted)))


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


def test_what_was_heard_while_filling_is_not_heard_again(filled: Filled) -> None:
    """A service goes on in the others' feeds from where the filling left it."""
    for session in filled.sessions("registry"):
        told = {row.key for row in session.exec(select(EventOut))}
    for session in filled.sessions("development_plan"):
        heard = {row.key for row in session.exec(select(EventIn)) if row.peer == "registry"}
        assert heard == told
        assert session.exec(select(Version)).one().resolution_key
