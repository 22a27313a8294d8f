"""Two people who spend the same money at the same moment, on PostgreSQL: one of them is refused (INV-B3)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from threading import Barrier, Thread

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from planning.annual_plan.models.ledger import Entry
from planning.annual_plan.models.project import Activity, BudgetLine, Project
from planning.annual_plan.store.ledger import AskDraft, ask
from planning.annual_plan.terms import BudgetType, ProjectState
from planning.kit.visitor import Person, Visitor
from service.database import make_engine, reading, transaction
from service.refusal import RefusedError

pytestmark = pytest.mark.peer("postgres")
WHO = Visitor(Person(sub="7", username="x", role="planner", office_code="5302", office_name="x"), {})


@pytest.fixture
def engine(postgres_of: Callable[[str], str]) -> Iterator[Engine]:
    """An approved project with one line of 100 baht."""
    made = make_engine(postgres_of("annual_plan"))
    with transaction(made) as session:
        _line(session)
    yield made
    made.dispose()


def _line(session: Session) -> None:
    project = Project(office_code="5302", fiscal_year=2570, code="1", name="ก", state=ProjectState.APPROVED)
    session.add(project)
    session.flush()
    activity = Activity(office_code="5302", project_id=project.id or 0, number=1, name="ก", amount_satang=10_000)
    session.add(activity)
    session.flush()
    session.add(
        BudgetLine(
            office_code="5302",
            project_id=project.id or 0,
            activity_id=activity.id or 0,
            place=0,
            budget_type=BudgetType.OPERATING,
            source="งบ",
            item="ก",
            quantity=1,
            unit_satang=10_000,
            amount_satang=10_000,
        )
    )


def test_two_requests_of_sixty_from_a_hundred(engine: Engine) -> None:
    both, outcomes = Barrier(2), []

    def spend(number: str) -> None:
        draft = AskDraft.read({"on": "2026-11-01", "number": number, "amount_satang": "60"})
        both.wait(20)
        try:
            with transaction(engine) as session:
                ask(session, WHO, 1, draft)
            outcomes.append("asked")
        except RefusedError as error:
            outcomes.append(error.problems[0].text())

    threads = [Thread(target=spend, args=(number,)) for number in ("1", "2")]
    for one in threads:
        one.start()
    for one in threads:
        one.join(30)
    assert sorted(outcomes) == ["60.00 is more than the 40.00 that are free", "asked"]
    with reading(engine) as session:
        assert [one.amount_satang for one in session.exec(select(Entry))] == [6_000]
