"""What meetings gave people to do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Final

from pydantic import Field
from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from planning.kit import audit
from planning.kit.visitor import Visitor
from planning.registry.models.meeting import AgendaItem, Meeting, TaskItem
from service.columns import utc_now
from service.draft import Draft, Name, said
from service.i18n import N_
from service.refusal import MissingError, refuse

SUBJECT: Final = "task"
SHOWN: Final = 300


class TaskDraft(Draft):
    """Who does what until when; `item` is the key of the agenda item that it came of."""

    text: Annotated[str, Field(min_length=1, max_length=500)]
    owner: Name
    due_on: date
    item: Annotated[str, Field(max_length=32)] = ""


def tasks(
    session: Session, visitor: Visitor, *, only_open: bool = False, limit: int = SHOWN, offset: int = 0
) -> Sequence[tuple[TaskItem, Meeting]]:
    """Open ones first, by their day."""
    wanted = select(TaskItem, Meeting).join(Meeting, col(Meeting.id) == col(TaskItem.meeting_id))
    return session.exec(
        wanted.where(*_conditions(visitor, only_open=only_open))
        .order_by(col(TaskItem.done_on).is_not(None), col(TaskItem.due_on), col(TaskItem.id))
        .limit(limit)
        .offset(offset)
    ).all()


def count_tasks(session: Session, visitor: Visitor, *, only_open: bool = False) -> int:
    """How many there are of them."""
    wanted = select(func.count()).select_from(TaskItem).where(*_conditions(visitor, only_open=only_open))
    return session.exec(wanted).one()


def _conditions(visitor: Visitor, *, only_open: bool) -> Sequence[ColumnElement[bool]]:
    ours = col(TaskItem.office_code) == visitor.office_code
    return [ours, col(TaskItem.done_on).is_(None)] if only_open else [ours]


def tasks_of(session: Session, row: Meeting) -> Sequence[TaskItem]:
    """Of one meeting."""
    return session.exec(select(TaskItem).where(TaskItem.meeting_id == row.id).order_by(col(TaskItem.due_on))).all()


def give_task(session: Session, visitor: Visitor, meeting: Meeting, draft: TaskDraft) -> TaskItem:
    """A task from the minutes."""
    item = None
    if draft.item:
        item = session.exec(
            select(AgendaItem).where(AgendaItem.meeting_id == meeting.id, AgendaItem.key == draft.item)
        ).one_or_none()
        if item is None:
            raise refuse("item", N_("It does not lie before this meeting"))
    row = TaskItem(
        office_code=visitor.office_code,
        meeting_id=meeting.id or 0,
        item_id=item.id if item is not None else None,
        **draft.model_dump(exclude={"item"}),
    )
    session.add(row)
    session.flush()
    audit.record(session, visitor, "task.given", subject=SUBJECT, subject_id=row.id, detail={"text": row.text})
    return row


def finish(session: Session, visitor: Visitor, task_id: int, outcome: str, today: date) -> None:
    """It is done; said once."""
    wanted = select(TaskItem).where(TaskItem.office_code == visitor.office_code, TaskItem.id == task_id)
    row = session.exec(wanted.with_for_update()).one_or_none()
    if row is None:
        raise MissingError("task")
    if row.done_on is not None:
        raise refuse("", N_("It is done already"))
    row.outcome = said("outcome", outcome, longest=1000)
    row.done_on, row.changed_at = today, utc_now()
    audit.record(session, visitor, "task.done", subject=SUBJECT, subject_id=row.id, detail={"text": row.text})
