"""Steps of a treatment: what is to be done, by whom, until when, and how far it is."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Final

from pydantic import Field
from sqlmodel import Session, col, select

from inventory.store.acting import By
from risk.looking import all_rules
from risk.models.register import Risk, RiskTask
from risk.scale import Level
from risk.store.history import ByRule, happened, put
from risk.terms import RiskState
from service.draft import Digits, Draft, Empty, Line, Note, said
from service.refusal import MissingError, _, refuse

WITHIN: Final = {
    Level.VERY_HIGH: timedelta(days=7),
    Level.HIGH: timedelta(days=30),
    Level.MODERATE: timedelta(days=90),
    Level.LOW: timedelta(days=180),
}
"""Until when a task that a rule asks for should be done; a person may set another day."""
DONE: Final = 100


class TaskDraft(Draft):
    """A task as a person fills it in; `percent` 100 says that it is done."""

    what: Annotated[str, Field(min_length=1, max_length=500)]
    owner: Annotated[Line, Field(max_length=120)] = ""
    due_on: Annotated[date | None, Empty] = None
    percent: Annotated[int, Field(ge=0, le=100), Digits] = 0
    note: Note = ""


def open_tasks(session: Session, risk: Risk) -> list[RiskTask]:
    """Those that are neither done nor dropped."""
    wanted = select(RiskTask).where(
        RiskTask.risk_id == risk.id, col(RiskTask.done_on).is_(None), col(RiskTask.dropped_on).is_(None)
    )
    return list(session.exec(wanted.order_by(col(RiskTask.due_on), col(RiskTask.id))))


def find_task(session: Session, risk: Risk, task_id: int) -> RiskTask:
    """Of this risk; MissingError when it has none of that number."""
    task = session.get(RiskTask, task_id)
    if task is None or task.risk_id != risk.id:
        raise MissingError("risk task")
    return task


def add_task(session: Session, risk: Risk, draft: TaskDraft, *, by: By) -> RiskTask:
    """A new step; RefusedError of a closed risk. A risk that nobody treated yet is under treatment now."""
    if risk.state is RiskState.CLOSED:
        raise refuse("", _("The risk is closed: open it again first"))
    assert risk.id is not None
    task = RiskTask(risk_id=risk.id, created_at=by.at, changed_at=by.at, **draft.model_dump())
    _finish(task, by.at.date())
    session.add(task)
    session.flush()
    happened(session, risk, "task", by, note=_called(risk, task))
    if risk.state is RiskState.OPEN and risk.treatment is not None:
        put(session, risk, "treating", by, {"state": RiskState.TREATING})
    return task


def change_task(session: Session, risk: Risk, task: RiskTask, draft: TaskDraft, *, by: By) -> dict[str, object]:
    """Make it as drafted; returns {field: [before, after]}. RefusedError once it was dropped."""
    if task.dropped_on is not None:
        raise refuse("", _("The task was dropped and is not changed any more"))
    before = {name: getattr(task, name) for name in draft.model_dump()}
    for name, value in draft.model_dump().items():
        setattr(task, name, value)
    _finish(task, by.at.date())
    changes: dict[str, object] = {
        name: [str(old), str(getattr(task, name))] for name, old in before.items() if getattr(task, name) != old
    }
    if changes:
        task.changed_at = by.at
        session.add(task)
        session.flush()
        happened(session, risk, "task_changed", by, changes, note=_called(risk, task))
    return changes


def drop_task(session: Session, risk: Risk, task: RiskTask, why: str, *, by: By) -> None:
    """It is not needed any more; RefusedError without a reason, or when it is done."""
    why = said("dropped_why", why, longest=500, unsaid=_("Say why"))
    if task.done_on is not None or task.dropped_on is not None:
        raise refuse("", _("The task is over already"))
    _drop(session, risk, task, why, by)


def _drop(session: Session, risk: Risk, task: RiskTask, why: str, by: By) -> None:
    task.dropped_on, task.dropped_why, task.changed_at = by.at.date(), why, by.at
    session.add(task)
    called = _called(risk, task)
    words = (*called.words, *(() if why else ("gone",)))
    happened(session, risk, "task_dropped", by, note=ByRule(words, ": ".join(filter(None, (called.note, why)))))


def ask_for(session: Session, risk: Risk, what: str, by: By) -> None:
    """The task that a rule asks for, unless one of the rule is open already. A low risk asks for nothing."""
    assert risk.id is not None
    if risk.level is Level.LOW or any(task.is_automatic for task in open_tasks(session, risk)):
        return
    due = by.at.date() + WITHIN[risk.level]
    task = RiskTask(
        risk_id=risk.id, what=what, owner=risk.owner, due_on=due, is_automatic=True, created_at=by.at, changed_at=by.at
    )
    session.add(task)
    happened(session, risk, "task", by, note=_called(risk, task))


def drop_automatic(session: Session, risk: Risk, by: By) -> None:
    """Tasks that the rule asked for and nobody began: their cause is gone."""
    for task in open_tasks(session, risk):
        if task.is_automatic and not task.percent:
            _drop(session, risk, task, "", by)


def is_as_asked(rule: str, what: str, *, is_automatic: bool) -> bool:
    """Whether a task still says what its rule asked for, so that a reader may have it in another language."""
    found = all_rules().get(rule)
    return is_automatic and found is not None and what == found.thai.task


def _called(risk: Risk, task: RiskTask) -> ByRule:
    """What the history calls it: by words of the rule, or as a person wrote it."""
    if is_as_asked(risk.rule, task.what, is_automatic=task.is_automatic):
        return ByRule(("task",))
    return ByRule((), task.what)


def _finish(task: RiskTask, today: date) -> None:
    if task.percent == DONE and task.done_on is None:
        task.done_on = today
    elif task.percent < DONE:
        task.done_on = None
