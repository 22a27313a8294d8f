"""What the province does with facts of other services: answers of partners, and the spending of annual plans."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlmodel import Session, col, select

from contract.events import Fact
from contract.planning import ActualEntered, DisbursementPosted, ProjectApproved, SharedProjectAnswered
from planning.kit.parts import Listening
from planning.province.acting import on_behalf
from planning.province.models.agency import Agency
from planning.province.models.follow_up import Spending
from planning.province.models.plan import DistrictTarget, Indicator
from planning.province.models.project import Project, Task, TaskState
from planning.province.store import rows, sharing
from planning.province.store.sharing import TaskAnswer
from planning.province.tasks import may_become
from service.i18n import N_

ANNUAL_PLAN: Final = "annual_plan"
UNSAID: Final = N_("no reason was given")


def answered(session: Session, fact: Fact, at: datetime) -> str:
    """A partner office said what it does: every task of it that this may follow on."""
    assert isinstance(fact, SharedProjectAnswered)
    project = session.exec(select(Project).where(Project.key == fact.shared_project_key)).one_or_none()
    if project is None:
        return "a shared project that is not ours"
    visitor = on_behalf(project.office_code, ANNUAL_PLAN)
    wanted = TaskState(fact.answer)
    partner = select(Agency.id).where(Agency.code == fact.office_code, Agency.office_code == project.office_code)
    tasks = session.exec(
        select(Task).where(Task.project_id == project.id, col(Task.agency_id).in_(partner)).with_for_update()
    ).all()
    moved = [one for one in tasks if may_become(one.state, wanted)]
    reason = fact.reason or (UNSAID if wanted is TaskState.DECLINED else "")
    for one in moved:
        sharing.answer(session, visitor, one, TaskAnswer.read({"state": wanted, "reason": reason[:2000]}), at=at)
    if fact.project_key:
        _spending(session, project.office_code, fact.office_code, fact.project_key, shared_key=project.key)
    return f"{len(moved)} of {len(tasks)} tasks {fact.answer}"


def approved(session: Session, fact: Fact, _at: datetime) -> str:
    """A project of an annual plan: what it is called and may cost."""
    assert isinstance(fact, ProjectApproved)
    row = _spending(
        session,
        _office(session, fact.office_code, fact.shared_project_key),
        fact.office_code,
        fact.project_key,
        fiscal_year=fact.fiscal_year,
        shared_key=fact.shared_project_key,
    )
    values = {"title": fact.title[:255], "amount_satang": fact.amount_satang}
    rows.set_values(session, on_behalf(row.office_code, ANNUAL_PLAN), row, values)
    return "written down"


def spent(session: Session, fact: Fact, _at: datetime) -> str:
    """All that a project of an annual plan spent until now."""
    assert isinstance(fact, DisbursementPosted)
    row = _spending(
        session,
        _office(session, fact.office_code, fact.shared_project_key),
        fact.office_code,
        fact.project_key,
        fiscal_year=fact.fiscal_year,
        shared_key=fact.shared_project_key,
    )
    values = {"spent_satang": fact.total_satang, "paid_on": fact.paid_on}
    rows.set_values(session, on_behalf(row.office_code, ANNUAL_PLAN), row, values)
    return "written down"


def measured(session: Session, fact: Fact, _at: datetime) -> str:
    """An indicator of the registry that one of ours follows: its year for the whole province."""
    assert isinstance(fact, ActualEntered)
    mine = select(Indicator.id).where(
        Indicator.registry_key == fact.indicator_key, Indicator.office_code == fact.office_code
    )
    found = session.exec(
        select(DistrictTarget).where(
            col(DistrictTarget.indicator_id).in_(mine),
            DistrictTarget.fiscal_year == fact.fiscal_year,
            DistrictTarget.district == "",
        )
    ).all()
    source = fact.source or ANNUAL_PLAN
    for one in found:
        values = {"actual": fact.value, "actual_source": source[:255], "actual_on": fact.as_of}
        rows.set_values(session, on_behalf(fact.office_code, ANNUAL_PLAN), one, values)
    return f"{len(found)} targets"


LISTENING: Final = Listening(
    ANNUAL_PLAN,
    {
        "SharedProjectAnswered": answered,
        "ProjectApproved": approved,
        "DisbursementPosted": spent,
        "ActualEntered": measured,
    },
)


def _office(session: Session, teller: str, shared_key: str) -> str:
    """The office whose shared project it is; else the one that told."""
    if not shared_key:
        return teller
    return session.exec(select(Project.office_code).where(Project.key == shared_key)).one_or_none() or teller


def _spending(
    session: Session, office: str, teller: str, project_key: str, *, fiscal_year: int = 0, shared_key: str = ""
) -> Spending:
    wanted = select(Spending).where(
        Spending.office_code == office, Spending.teller == teller, Spending.project_key == project_key
    )
    if fiscal_year:
        wanted = wanted.where(col(Spending.fiscal_year).in_((fiscal_year, 0)))
    row = session.exec(wanted.with_for_update()).first()
    if row is None:
        told = {"teller": teller, "project_key": project_key, "fiscal_year": fiscal_year}
        row = rows.add(session, on_behalf(office, ANNUAL_PLAN), Spending, told)
    values: dict[str, object] = {"fiscal_year": fiscal_year} if fiscal_year else {}
    if shared_key:
        values["shared_key"] = shared_key
    rows.set_values(session, on_behalf(office, ANNUAL_PLAN), row, values)
    return row
