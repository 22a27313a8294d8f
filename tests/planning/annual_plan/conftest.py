"""The annual plan over its pages, with a project that is approved and money for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from sqlmodel import select

from planning.annual_plan.models.money import Allocation
from planning.annual_plan.models.project import BudgetLine, Project
from planning.annual_plan.terms import ProjectState
from service.database import reading, transaction
from tests.planning.annual_plan.typing_in import MONEY, NOTICE, PROJECT
from tests.planning.entering import Entered
from tests.planning.served import Served


@dataclass(eq=False)
class Office:
    """The service with a planner at it."""

    served: Served
    planner: Entered

    def enter(self, role: str, **claims: str) -> Entered:
        """Somebody else."""
        return self.served.enter(role, **claims)

    def approve_all(self) -> None:
        """As the gate does it."""
        with transaction(self.served.engine) as session:
            for row in session.exec(select(Project)):
                row.state = ProjectState.APPROVED
                session.add(row)

    def of_last_year(self) -> None:
        """All of it: what was carried over can be paid now."""
        self.of_year(2569)

    def of_year(self, era: int) -> None:
        """All of it is of another fiscal year."""
        with transaction(self.served.engine) as session:
            for row in (*session.exec(select(Project)), *session.exec(select(Allocation))):
                row.fiscal_year = era
                session.add(row)

    def lines(self) -> list[BudgetLine]:
        """All, in their order."""
        with reading(self.served.engine) as session:
            return list(session.exec(select(BudgetLine).order_by(BudgetLine.id)))  # type: ignore[arg-type]


@pytest.fixture
def office(serve: Callable[[str], Served]) -> Office:
    """Without anything."""
    served = serve("annual_plan")
    return Office(served, served.enter("planner"))


@pytest.fixture
def approved(office: Office) -> Office:
    """With 10,000 baht of operating and 5,000 of investment money, all of it planned, in an approved project of two
    lines.
    """
    it = office.planner
    assert it.post("/allocations/new", NOTICE).status_code == 303
    more = {"notice_no": "2", "letter_no": "ศธ 2", "budget_type": "investment", "amount_satang": "5000"}
    assert it.post("/allocations/new", {**NOTICE, **more}).status_code == 303
    assert it.post("/projects/new", PROJECT).status_code == 303
    answer = it.post("/projects/1/money", MONEY)
    assert answer.status_code == 303, answer.text
    office.approve_all()
    return office
