"""All that is due in an office: tasks that are not done, answers not given, terms that end."""

from __future__ import annotations

from collections.abc import Iterator

from sqlmodel import Session, col

from planning.kit.visitor import Visitor
from planning.province.calendar import Due, Entry
from planning.province.models.agency import Agency, Answer, Nomination
from planning.province.models.order import Order
from planning.province.models.project import Project, Task, TaskState
from planning.province.store import rows


def entries(session: Session, visitor: Visitor) -> list[Due]:
    """In no order."""
    names = {one.id: one.name for one in rows.every(session, visitor, Agency)}
    found = [*_tasks(session, visitor, names)]
    found += [
        Due(
            Entry.ANSWER,
            one.key,
            one.due_on,
            one.committee,
            names.get(one.agency_id, ""),
            f"/nominations/{one.id}/answer",
        )
        for one in rows.every(session, visitor, Nomination, Nomination.answer == Answer.WAITING)
    ]
    for order in rows.every(session, visitor, Order, col(Order.ends_on).is_not(None)):
        if order.ends_on is not None:
            found.append(Due(Entry.TERM, order.key, order.ends_on, order.committee, "", f"/orders/{order.id}"))
    return found


def _tasks(session: Session, visitor: Visitor, names: dict[int | None, str]) -> Iterator[Due]:
    titles = {one.id: one.title for one in rows.every(session, visitor, Project)}
    for one in rows.every(session, visitor, Task, Task.state != TaskState.DONE):
        title = f"{one.title} ({titles.get(one.project_id, '')})"
        yield Due(Entry.TASK, one.key, one.due_on, title, names.get(one.holder_id, ""), f"/projects/{one.project_id}")
