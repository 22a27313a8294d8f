"""Cases are walked here: opened, their steps done, undone and given to people. Every act is written down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from pydantic import Field
from sqlmodel import Session

from inventory.models.site import Site
from inventory.queries.sight import Sight
from netops.audit import Actor, record
from netops.cases.definitions import find_definition
from netops.cases.facts import CaseView, view_case
from netops.models.case import CaseStep, WorkCase
from netops.models.person import Person, Role
from office.workflow.definition import Step
from office.workflow.standing import StepState, done_after
from service.draft import Draft, Empty, Line, Note, OptionalId
from service.i18n import N_, spoken
from service.lacking import refusal
from service.refusal import MissingError, refuse

SUBJECT = "case"
OptionalDay = Annotated[date | None, Empty]


@dataclass(frozen=True, slots=True)
class Doer:
    """Who acts, when, and how far this person sees."""

    session: Session
    actor: Actor
    sight: Sight
    role: Role
    person_id: int
    now: datetime

    def write_down(self, act: str, case: WorkCase, **detail: object) -> None:
        """In the audit log, from which the page of the case tells what happened."""
        record(self.session, self.actor, act, subject=SUBJECT, subject_id=case.id, detail=detail)


class CaseDraft(Draft):
    """A case to be opened."""

    workflow: Annotated[str, Field(min_length=1, max_length=48)]
    title: Annotated[Line, Field(min_length=1)]
    note: Note = ""
    site_id: OptionalId = None


class StepDone(Draft):
    """How a step ended."""

    choice: Annotated[str, Field(max_length=48)] = ""
    note: Note = ""


class StepPlan(Draft):
    """Who has a step, and a day set by a person; neither: as the workflow says."""

    due_on: OptionalDay = None
    person_id: OptionalId = None


class Reason(Draft):
    """Why something is undone, withdrawn or broken off."""

    reason: Annotated[Line, Field(min_length=3)]


def may_walk(doer: Doer, step: CaseStep) -> bool:
    """Whether this person does this step: it is theirs, or of their role. The administrator stands in for any role but
    the director, whose approval nobody else gives.
    """
    if step.owner == Role.DIRECTOR.value or doer.role is not Role.ADMIN:
        return step.owner == doer.role.value
    return True


def open_case(doer: Doer, draft: CaseDraft) -> WorkCase:
    """With all its steps. RefusedError for a school of another office."""
    definition = find_definition(draft.workflow)
    if draft.site_id is not None:
        site = doer.session.get(Site, draft.site_id)
        if site is None or site.office_id != doer.sight.office_id:
            raise refuse("site_id", N_("There is no such entry"))
    case = WorkCase(
        office_id=doer.sight.office_id,
        site_id=draft.site_id,
        workflow=definition.key,
        definition=definition.model_dump(mode="json", exclude_defaults=True),
        title=draft.title,
        note=draft.note,
        started_at=doer.now,
        started_by=doer.person_id,
    )
    doer.session.add(case)
    doer.session.flush()
    assert case.id is not None
    doer.session.add_all([CaseStep(case_id=case.id, key=step.key, owner=step.owner) for step in definition.steps])
    doer.session.flush()
    settle(doer, case)
    doer.write_down("case.opened", case, title=case.title, workflow=case.workflow)
    return case


def open_alone(doer: Doer, draft: CaseDraft) -> WorkCase:
    """A case about nothing but itself. RefusedError for a workflow whose cases begin with what they are about."""
    page = find_definition(draft.workflow).begins_at
    if page:
        raise refuse("workflow", N_("Cases of this workflow begin at %(page)s, with what they are about"), page=page)
    return open_case(doer, draft)


def do_step(doer: Doer, case: WorkCase, key: str, given: StepDone) -> None:
    """Count a step as done. RefusedError says everything that is lacking."""
    view = running(doer, case)
    step, row = _step(view, key)
    _only_owner(doer, row)
    here = view.standing.of(key)
    if row.done_at is not None:
        raise refuse("", N_("This step is done already"))
    if here.state is StepState.SKIPPED:
        raise refuse("", N_("This step is on a branch that was not chosen"))
    if here.reasons:
        raise refusal(view.definition, here.reasons)
    if given.choice not in ({choice.key for choice in step.choices} or {""}):
        raise refuse("choice", N_("Choose how it ended"))
    row.done_at, row.done_by, row.choice, row.note = doer.now, doer.person_id, given.choice, given.note
    settle(doer, case)
    doer.write_down("case.step_done", case, step=key, choice=given.choice, note=given.note)


def undo_step(doer: Doer, case: WorkCase, key: str, given: Reason) -> None:
    """Take it back, with a reason. RefusedError while steps that rest on it are done."""
    if case.ended_at is not None and case.end_reason:
        raise refuse("", N_("The case was broken off"))
    view = view_case(doer.session, case, doer.now)
    _step_definition, row = _step(view, key)
    _only_owner(doer, row)
    if row.done_at is None:
        raise refuse("", N_("This step is not done"))
    later = done_after(view.definition, view.facts, key)
    if later:
        titles = ", ".join(view.definition.by_key[one].title.said(spoken()) for one in later)
        raise refuse("", N_("Undo first what rests on it: %(steps)s"), steps=titles)
    detail = {"step": key, "was_done_at": row.done_at.isoformat(), "choice": row.choice, "reason": given.reason}
    row.done_at, row.done_by, row.choice, row.note = None, None, "", ""
    settle(doer, case)
    doer.write_down("case.step_undone", case, **detail)


def plan_step(doer: Doer, case: WorkCase, key: str, given: StepPlan) -> None:
    """Give a step to a person of its role, and set the day by which it is due."""
    view = running(doer, case)
    _step_definition, row = _step(view, key)
    if row.done_at is not None:
        raise refuse("", N_("This step is done already"))
    if given.person_id is not None:
        person = doer.session.get(Person, given.person_id)
        if person is None or not may_have(case, row, person):
            raise refuse("person_id", N_("This step is for somebody of another role"))
    if given.due_on is not None and given.due_on < view.clock.day(case.started_at):
        raise refuse("due_on", N_("This is before the case was opened"))
    row.set_due_on, row.person_id = given.due_on, given.person_id
    settle(doer, case)
    due = given.due_on.isoformat() if given.due_on is not None else None
    doer.write_down("case.step_planned", case, step=key, due_on=due, person_id=given.person_id)


def may_have(case: WorkCase, step: CaseStep, person: Person) -> bool:
    """Whether a step can be given to this person."""
    is_there = person.site_id == case.site_id if person.role is Role.SCHOOL else True
    return (
        person.office_id == case.office_id and person.role.value == step.owner and is_there and not person.disabled_at
    )


def break_off(doer: Doer, case: WorkCase, given: Reason) -> None:
    """End it before its time, with a reason; nothing of it is due any more."""
    if case.ended_at is not None:
        raise refuse("", N_("The case has ended"))
    case.ended_at, case.end_reason = doer.now, given.reason
    settle(doer, case)
    doer.write_down("case.broken_off", case, reason=given.reason)


def take_up(doer: Doer, case: WorkCase) -> None:
    """Go on with a case that was broken off."""
    if case.ended_at is None or not case.end_reason:
        raise refuse("", N_("The case was not broken off"))
    detail = {"reason": case.end_reason}
    case.ended_at, case.end_reason = None, ""
    settle(doer, case)
    doer.write_down("case.taken_up", case, **detail)


def settle(doer: Doer, case: WorkCase) -> None:
    """Write into the rows what follows from the facts: what is due when, and whether the case has ended."""
    doer.session.flush()
    view = view_case(doer.session, case, doer.now)
    if not case.end_reason:
        finished = view.standing.is_finished
        case.ended_at = (case.ended_at or doer.now) if finished else None
    for one in view.standing.steps:
        view.steps[one.key].due_on = one.due_on if one.is_open and case.ended_at is None else None


def running(doer: Doer, case: WorkCase) -> CaseView:
    """The case as it stands, when it has not ended; RefusedError."""
    if case.ended_at is not None:
        raise refuse("", N_("The case has ended"))
    return view_case(doer.session, case, doer.now)


def _step(view: CaseView, key: str) -> tuple[Step, CaseStep]:
    if key not in view.steps:
        raise MissingError("step")
    return view.definition.by_key[key], view.steps[key]


def _only_owner(doer: Doer, row: CaseStep) -> None:
    if not may_walk(doer, row):
        raise refuse("", N_("This step is for somebody of another role"))
