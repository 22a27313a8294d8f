"""Shared projects: what partners bring, what they were asked to do, and what they said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from pydantic import model_validator
from sqlmodel import Session, col

from contract.planning import SharedProjectOffered
from planning.kit.events import tell
from planning.kit.visitor import Visitor
from planning.province.funding import Funding, Share, funding
from planning.province.models.agency import Agency
from planning.province.models.plan import Plan
from planning.province.models.project import Contribution, ContributionKind, PledgeState, Project, Task, TaskState
from planning.province.store import pledges, rows
from planning.province.store.drafts import Day, Id, Text
from planning.province.store.rows import Change
from planning.province.tasks import LIVE, holder, may_become
from service.draft import Note
from service.i18n import N_
from service.refusal import NotTakenError, refuse


class TaskDraft(Change):
    """What an agency is asked to do."""

    agency_id: Id
    title: Text
    due_on: Day


class TaskAnswer(Change):
    """What it said, or what is done with it."""

    state: TaskState
    reason: Note = ""
    agency_id: Id | None = None

    @model_validator(mode="after")
    def _with_reason(self) -> Self:
        if self.state is TaskState.DECLINED and not self.reason:
            raise NotTakenError(N_("This is needed"), "reason")
        return self


@dataclass(frozen=True, slots=True)
class Shared:
    """A project with all that its partners bring and do."""

    project: Project
    contributions: Sequence[Contribution]
    tasks: Sequence[Task]
    funding: Funding

    @property
    def brought(self) -> Sequence[Contribution]:
        """What is offered now; what was declined is brought by nobody."""
        return [one for one in self.contributions if one.state is PledgeState.OFFERED]

    @property
    def has_partners(self) -> bool:
        """Somebody other than the lead brings something or is asked for something; what it declined is to be found
        elsewhere.
        """
        others = {one.agency_id for one in self.contributions} | {one.agency_id for one in self.tasks}
        return bool(others - {self.project.agency_id})


def shared(session: Session, visitor: Visitor, project: Project) -> Shared:
    """As it is now."""
    pledged = rows.every(session, visitor, Contribution, Contribution.project_id == project.id)
    tasks = rows.every(session, visitor, Task, Task.project_id == project.id, order=col(Task.due_on))
    offered = [one for one in pledged if one.state is PledgeState.OFFERED]
    shares = [Share(one.agency_id, one.amount_satang) for one in offered if one.kind is ContributionKind.MONEY]
    return Shared(project, pledged, tasks, funding(project.amount_satang, shares))


def agree(session: Session, visitor: Visitor, project: Project, day: date) -> None:
    """All partners agree: only when the money of all adds up to the project and nobody's answer is out."""
    now = shared(session, visitor, project)
    if not now.has_partners:
        raise refuse("", N_("It has no partners yet"))
    if not now.funding.is_whole:
        raise refuse("", N_("The money of the partners does not add up to the project"))
    if any(one.state in (TaskState.OFFERED, TaskState.DECLINED) for one in now.tasks):
        raise refuse("", N_("A task was not accepted yet"))
    rows.set_values(session, visitor, project, {"agreed_on": day})


def offer(session: Session, visitor: Visitor, project: Project, draft: TaskDraft, *, at: datetime) -> Task:
    """Ask an agency. An office that keeps its plan with us hears of it."""
    rows.is_one_of_ours(session, visitor, Agency, draft.agency_id, "agency_id")
    values = {"project_id": project.id, "holder_id": draft.agency_id, "offered_at": at, **draft.values()}
    row = rows.add(session, visitor, Task, values, twice="title")
    pledges.reopen(session, visitor, project)
    _tell(session, visitor, project, row, at=at)
    return row


def answer(session: Session, visitor: Visitor, task: Task, draft: TaskAnswer, *, at: datetime) -> None:
    """What the agency said. A declined task lies with the lead again, and what that agency would have brought is
    declined with it; then it can be offered to another one.
    """
    project = rows.find(session, visitor, Project, task.project_id, to_change=True)
    rows.check_seen(task, draft)
    if not may_become(task.state, draft.state):
        raise refuse("state", N_("This does not follow on what it is now"))
    asked = task.agency_id
    if draft.state is TaskState.OFFERED:
        rows.is_one_of_ours(session, visitor, Agency, draft.agency_id, "agency_id")
        asked = draft.agency_id or asked
    values = {
        "state": draft.state,
        "reason": draft.reason,
        "agency_id": asked,
        "holder_id": holder(draft.state, asked=asked, lead=project.agency_id),
        "answered_at": None if draft.state is TaskState.OFFERED else at,
        "answered_by": "" if draft.state is TaskState.OFFERED else visitor.name[:120],
    }
    rows.set_values(session, visitor, task, values)
    if draft.state is TaskState.OFFERED:
        _tell(session, visitor, project, task, at=at)
    if draft.state is TaskState.DECLINED:
        _take_back(session, visitor, project, asked, draft.reason)
    if draft.state is not TaskState.DONE:
        pledges.reopen(session, visitor, project)


def find_task(session: Session, visitor: Visitor, project: Project, task_id: int) -> Task:
    """MissingError where it is none of this project."""
    row = rows.find(session, visitor, Task, task_id, to_change=True)
    return row if row.project_id == project.id else rows.find(session, visitor, Task, 0)


def _take_back(session: Session, visitor: Visitor, project: Project, agency_id: int, reason: str) -> None:
    """An agency that has no task left brings nothing either, until it offers it again."""
    now = shared(session, visitor, project)
    if any(one.agency_id == agency_id and one.state in LIVE for one in now.tasks) or agency_id == project.agency_id:
        return
    for one in now.contributions:
        if one.agency_id == agency_id and one.state is PledgeState.OFFERED:
            pledges.decline(session, visitor, project, one, pledges.Declined(reason=reason))


def _tell(session: Session, visitor: Visitor, project: Project, task: Task, *, at: datetime) -> None:
    partner = rows.find(session, visitor, Agency, task.agency_id)
    if not partner.code or partner.id == project.agency_id:
        return
    plan = rows.find(session, visitor, Plan, project.plan_id)
    money = shared(session, visitor, project).funding.of.get(task.agency_id, 0)
    tell(
        session,
        SharedProjectOffered(
            office_code=visitor.office_code,
            shared_project_key=project.key,
            title=project.title,
            partner_code=partner.code,
            fiscal_year=plan.first_year,
            amount_satang=money,
            activity=task.title,
            due_on=task.due_on,
        ),
        at=at,
    )
