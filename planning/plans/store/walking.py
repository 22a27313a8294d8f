"""Runs are walked here: steps begun, done, sent back, left out with approval, undone. Every act is written down."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final

from pydantic import Field
from sqlalchemy import or_
from sqlmodel import Session, col, select

from contract.planning import StepDue, WorkMoved
from office.workflow.definition import Step
from office.workflow.standing import StepState, done_after
from planning.kit import audit
from planning.kit.events import tell
from planning.kit.holidays import holidays
from planning.kit.visitor import ADMIN, DIRECTOR, Visitor
from planning.plans.declared import Shared
from planning.plans.models.walking import Run, RunStep
from planning.plans.store.facts import RunView, run_of, view_run
from service.columns import utc_now
from service.draft import Draft, Empty, Line, Note
from service.i18n import N_, spoken
from service.lacking import problem_of
from service.refusal import BlockedError, MissingError, Problem, block, refuse

SUBJECT: Final = "run"
OptionalDay = Annotated[date | None, Empty]
Word = Annotated[str, Field(max_length=48)]


class RunDraft(Draft):
    """A run to be started. `gates` names by decision what a gate asks about, where it is not the subject."""

    workflow: Annotated[Word, Field(min_length=1)]
    title: Annotated[Line, Field(min_length=1)]
    subject_kind: Word = ""
    subject_key: Annotated[str, Field(max_length=32)] = ""
    gates: dict[str, str] = Field(default_factory=dict)


class StepDone(Draft):
    """How a step ended."""

    choice: Word = ""
    note: Note = ""


class StepPlan(Draft):
    """A day set by a person; none: as the workflow says."""

    due_on: OptionalDay = None


class Reason(Draft):
    """Why something is sent back, undone, withdrawn or broken off."""

    reason: Annotated[Line, Field(min_length=3)]


class Waiver(Draft):
    """Why a step is left out, and who approved that."""

    reason: Annotated[Line, Field(min_length=3)]
    approver: Annotated[Line, Field(min_length=3)]


def start_run(session: Session, visitor: Visitor, shared: Shared, draft: RunDraft) -> Run:
    """With all its steps. BlockedError while another run about the same thing is going on."""
    if shared.workflows is None:
        raise MissingError("workflow")
    definition = shared.workflows.find(draft.workflow)
    if draft.subject_key:
        earlier = run_of(session, visitor, draft.subject_kind, draft.subject_key, to_change=True)
        if earlier is not None and earlier.ended_at is None:
            raise block(N_("There is a run about this already: %(title)s"), title=earlier.title)
    run = Run(
        office_code=visitor.office_code,
        definition=definition.model_dump(mode="json", exclude_defaults=True),
        started_by=visitor.name[:120],
        **draft.model_dump(),
    )
    session.add(run)
    session.flush()
    assert run.id is not None
    session.add_all([RunStep(run_id=run.id, key=step.key, owner=step.owner) for step in definition.steps])
    settle(session, run)
    _write_down(session, visitor, "run.started", run, title=run.title, workflow=run.workflow)
    return run


def may_walk(visitor: Visitor, row: RunStep) -> bool:
    """Whether this person's role owns the step. The administrator stands in for any but the director."""
    role = visitor.person.role
    return row.owner == role if row.owner == DIRECTOR else role in {row.owner, ADMIN}


def begin_step(session: Session, visitor: Visitor, run: Run, key: str) -> None:
    """Somebody works on it now. BlockedError while it waits for others."""
    view, _definition, row = _open(session, visitor, run, key)
    if row.begun_at is not None:
        raise refuse("", N_("This step was begun already"))
    if not view.standing.of(key).is_open:
        raise lacking(view, key)
    row.begun_at, row.begun_by, row.return_reason = utc_now(), visitor.name[:120], ""
    _write_down(session, visitor, "run.step_begun", run, step=key)


def do_step(session: Session, visitor: Visitor, run: Run, key: str, given: StepDone) -> None:
    """Count a step as done. BlockedError says everything that is lacking."""
    view, step, row = _open(session, visitor, run, key)
    if view.standing.of(key).state is StepState.SKIPPED:
        raise refuse("", N_("This step is on a branch that was not chosen"))
    if view.standing.of(key).reasons:
        raise lacking(view, key)
    if given.choice not in ({choice.key for choice in step.choices} or {""}):
        raise refuse("choice", N_("Choose how it ended"))
    _done(session, visitor, run, row, given)


def done_by_system(session: Session, visitor: Visitor, kind: str, subject_key: str, key: str) -> bool:
    """A step that an act of the service fulfils, e.g. a publication. Nothing where there is no run, no such step, or
    something is lacking; whether it is done now.
    """
    run = run_of(session, visitor, kind, subject_key, to_change=True)
    if run is None or run.ended_at is not None:
        return False
    view = view_run(session, run, utc_now())
    row = view.steps.get(key)
    if row is None or not view.standing.of(key).is_open or view.standing.of(key).reasons:
        return row is not None and row.done_at is not None
    _done(session, visitor, run, row, StepDone())
    return True


def return_step(session: Session, visitor: Visitor, run: Run, key: str, given: Reason) -> None:
    """Send a step that was begun back to who works on it, with a reason."""
    _view, _definition, row = _planned(session, run, key)
    if row.begun_at is None:
        raise block(N_("This step was not begun yet"))
    row.begun_at, row.begun_by, row.return_reason = None, "", given.reason
    _write_down(session, visitor, "run.step_returned", run, step=key, reason=given.reason)


def skip_step(session: Session, visitor: Visitor, run: Run, key: str, given: Waiver) -> None:
    """Leave a step out, with a reason and the approver. A gate is never left out (INV-A4)."""
    view, step, row = _planned(session, run, key)
    if step.is_gate:
        raise block(N_("A gate cannot be left out: the committee decides"))
    if not view.standing.of(key).is_open:
        raise lacking(view, key)
    row.waived_at, row.waived_by = utc_now(), visitor.name[:120]
    row.waive_reason, row.waived_with = given.reason, given.approver
    settle(session, run)
    _write_down(session, visitor, "run.step_left_out", run, step=key, reason=given.reason, approver=given.approver)


def plan_step(session: Session, visitor: Visitor, run: Run, key: str, given: StepPlan) -> None:
    """Set the day by which a step is due; none: as the workflow says."""
    view, _definition, row = _planned(session, run, key)
    if given.due_on is not None and given.due_on < view.clock.day(run.started_at):
        raise refuse("due_on", N_("This is before the work began"))
    row.set_due_on = given.due_on
    settle(session, run)
    due = given.due_on.isoformat() if given.due_on is not None else None
    _write_down(session, visitor, "run.step_planned", run, step=key, due_on=due)


def undo_step(session: Session, visitor: Visitor, run: Run, key: str, given: Reason) -> None:
    """Take it back, with a reason. RefusedError while steps that rest on it are done."""
    if run.end_reason:
        raise block(N_("The work was broken off"))
    view = view_run(session, run, utc_now())
    _definition, row = step_of(view, key)
    _only_owner(visitor, row)
    if row.done_at is None and row.waived_at is None:
        raise refuse("", N_("This step is not done"))
    later = done_after(view.definition, view.facts, key)
    if later:
        titles = ", ".join(view.definition.by_key[one].title.said(spoken()) for one in later)
        raise block(N_("Undo first what rests on it: %(steps)s"), steps=titles)
    row.done_at, row.done_by, row.choice, row.note = None, "", "", ""
    row.waived_at, row.waived_by, row.waive_reason, row.waived_with = None, "", "", ""
    settle(session, run)
    _write_down(session, visitor, "run.step_undone", run, step=key, reason=given.reason)


def break_off(session: Session, visitor: Visitor, run: Run, given: Reason) -> None:
    """End it before its time, with a reason; nothing of it is due any more."""
    if run.ended_at is not None:
        raise block(N_("The work has ended"))
    run.ended_at, run.end_reason = utc_now(), given.reason
    settle(session, run)
    _write_down(session, visitor, "run.broken_off", run, reason=given.reason)


def take_up(session: Session, visitor: Visitor, run: Run) -> None:
    """Go on with what was broken off."""
    if run.ended_at is None or not run.end_reason:
        raise block(N_("The work was not broken off"))
    run.ended_at, run.end_reason = None, ""
    settle(session, run)
    _write_down(session, visitor, "run.taken_up", run)


def settle(session: Session, run: Run) -> None:
    """Write into the rows what follows from the facts: what is due when, and whether the run has ended. What is due
    otherwise than before is told: people have one list of what waits for them.
    """
    session.flush()
    now = utc_now()
    view = view_run(session, run, now)
    if not run.end_reason:
        run.ended_at = (run.ended_at or now) if view.standing.is_finished else None
    run.days_sha256 = holidays(session, run.office_code).sha256
    before = {key: row.due_on for key, row in view.steps.items()}
    for one in view.standing.steps:
        view.steps[one.key].due_on = one.due_on if one.is_open and run.ended_at is None else None
    if before != {key: row.due_on for key, row in view.steps.items()}:
        tell(session, _moved(view), at=now)


def _moved(view: RunView) -> WorkMoved:
    due = [
        StepDue(key=step.key, title_th=step.title.th, title_en=step.title.en, owner=row.owner, due_on=row.due_on)
        for step in view.definition.steps
        if (row := view.steps[step.key]).due_on is not None
    ]
    run = view.run
    return WorkMoved(
        office_code=run.office_code, run_key=run.key, title=run.title, path=f"/work/{run.key}", due=tuple(due)
    )


def settle_by_new_days(session: Session, _today: date) -> int:
    """Runs that go on are reckoned anew where other holidays are known than those by which their days stand; of how
    many that was so. Done regularly: a list, a calendar or a figure of another service must not wait for the next act.
    """
    going_on = select(Run.office_code).where(col(Run.ended_at).is_(None)).distinct()
    settled = 0
    for office_code in session.exec(going_on).all():
        known = holidays(session, office_code).sha256
        other = or_(col(Run.days_sha256).is_(None), col(Run.days_sha256) != known)
        stale = select(Run.id).where(Run.office_code == office_code, col(Run.ended_at).is_(None), other)
        for run_id in session.exec(stale).all():
            run = session.exec(select(Run).where(Run.id == run_id).with_for_update()).one()
            if run.ended_at is None:
                settle(session, run)
                settled += 1
    return settled


def lacking(view: RunView, key: str) -> BlockedError:
    """Everything that a step waits for, at once."""
    return BlockedError(
        [problem_of(view.definition, reason) for reason in view.standing.of(key).reasons]
        or [Problem("", N_("This step is settled already"))]
    )


def running(session: Session, run: Run) -> RunView:
    """The run as it stands, when it has not ended; BlockedError."""
    if run.ended_at is not None:
        raise block(N_("The work has ended"))
    return view_run(session, run, utc_now())


def step_of(view: RunView, key: str) -> tuple[Step, RunStep]:
    """MissingError for a key of no step."""
    if key not in view.steps:
        raise MissingError("step")
    return view.definition.by_key[key], view.steps[key]


def _planned(session: Session, run: Run, key: str) -> tuple[RunView, Step, RunStep]:
    view = running(session, run)
    step, row = step_of(view, key)
    if row.done_at is not None or row.waived_at is not None:
        raise refuse("", N_("This step is settled already"))
    return view, step, row


def _open(session: Session, visitor: Visitor, run: Run, key: str) -> tuple[RunView, Step, RunStep]:
    found = _planned(session, run, key)
    _only_owner(visitor, found[2])
    return found


def _only_owner(visitor: Visitor, row: RunStep) -> None:
    if not may_walk(visitor, row):
        raise refuse("", N_("This step is for somebody of another role"))


def _done(session: Session, visitor: Visitor, run: Run, row: RunStep, given: StepDone) -> None:
    row.done_at, row.done_by, row.choice, row.note = utc_now(), visitor.name[:120], given.choice, given.note
    row.return_reason = ""
    settle(session, run)
    _write_down(session, visitor, "run.step_done", run, step=row.key, choice=given.choice, note=given.note)


def _write_down(session: Session, visitor: Visitor, act: str, run: Run, **detail: object) -> None:
    audit.record(session, visitor, act, subject=SUBJECT, subject_id=run.id, detail=detail)
