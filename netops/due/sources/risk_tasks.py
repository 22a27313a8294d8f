"""Tasks of treatments by the day on which they are due, and those that were done.

What a rule asks for is asked of many risks at once: a day has one entry for all of a rule.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import ColumnElement, or_, select
from sqlmodel import col

from netops.due.entry import Entry, Mark, Reader, Source, Span
from netops.models.person import Role
from risk.models.register import Risk, RiskTask
from risk.queries.register import is_live, seen
from risk.queries.words import rule_words, titled
from risk.store.tasks import is_as_asked
from service.i18n import N_, _, ngettext, spoken

_MINE: Final = frozenset({Role.IT, Role.ADMIN})


@dataclass(frozen=True, slots=True)
class _Seen:
    """Plain columns: hundreds of tasks are read for a page."""

    task_id: int
    what: str
    due_on: date | None
    done_on: date | None
    is_automatic: bool
    risk_id: int
    rule: str
    title: str
    thing: str

    @property
    def group(self) -> str:
        """What of a rule stands together; a person's own task stands alone."""
        return self.rule if self.is_as_asked else str(self.task_id)

    @property
    def is_as_asked(self) -> bool:
        """It says what its rule asked for."""
        return is_as_asked(self.rule, self.what, is_automatic=self.is_automatic)


_COLUMNS: Final = (
    *(RiskTask.id, RiskTask.what, RiskTask.due_on, RiskTask.done_on, RiskTask.is_automatic),
    *(Risk.id, Risk.rule, Risk.title, Risk.thing),
)


def find(reader: Reader, span: Span) -> Iterator[Entry]:
    """Of live risks, and what was done also of closed ones; a task without a day has no place on a calendar."""
    due, done = col(RiskTask.due_on), col(RiskTask.done_on)
    within: ColumnElement[bool] = done.is_(None) & is_live() & due.between(span.first, span.last)
    if span.with_done:
        within = or_(within, done.between(span.first, span.last))
    wanted = (
        select(*(col(one) for one in _COLUMNS))
        .join(Risk, col(Risk.id) == col(RiskTask.risk_id))
        .where(seen(reader.sight), col(RiskTask.dropped_on).is_(None), within)
        .order_by(col(RiskTask.id))
    )
    found: dict[tuple[date, bool, str], list[_Seen]] = defaultdict(list)
    for row in reader.session.execute(wanted):
        task = _Seen(*row)
        day = task.done_on or task.due_on
        if day is not None:
            found[day, task.done_on is not None, task.group].append(task)
    for key, tasks in found.items():
        yield _entry(reader, key, tasks)


def _entry(reader: Reader, key: tuple[date, bool, str], tasks: Sequence[_Seen]) -> Entry:
    day, is_done, which = key
    task = tasks[0]
    words = rule_words(task.rule, spoken())
    title = words.task if task.is_as_asked and words is not None else task.what
    about = titled(task.rule, task.title, task.thing, spoken())
    if len(tasks) > 1:
        about = ngettext("%(count)s risk", "%(count)s risks", len(tasks)) % {"count": len(tasks)}
    return Entry(
        key=f"{'done' if is_done else 'due'}-{which}-{day}",
        day=day,
        what=_("task of a treatment was done") if is_done else _("task of a treatment is due"),
        title=f"{title} ({about})",
        url=f"/risks/{task.risk_id}#treatment" if len(tasks) == 1 else f"/risks?rule={task.rule}&tasks=open",
        mark=Mark.DONE if is_done else Mark.TO_DO,
        owner=Role.IT.value,
        is_mine=reader.role in _MINE,
    )


SOURCE: Final = Source("risk_tasks", N_("Tasks of treatments"), "risks.read", find, has_tasks=True)
