"""Tasks of treatments by the day on which they are due, and those that were done.

What a rule asks for is asked of many risks at once: a day has one entry for all of a rule.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from sqlalchemy import or_
from sqlmodel import col, select

from netops.due.entry import Entry, Mark, Reader, Source, Span
from netops.i18n import N_, _, ngettext, spoken
from netops.models.person import Role
from risk.models.register import Risk, RiskTask
from risk.queries.register import is_live, seen
from risk.queries.words import rule_words, title_of

_MINE: Final = frozenset({Role.IT, Role.ADMIN})


def find(reader: Reader, span: Span) -> Iterator[Entry]:
    """Of live risks, and what was done also of closed ones; a task without a day has no place on a calendar."""
    due, done = col(RiskTask.due_on), col(RiskTask.done_on)
    within = or_(done.is_(None) & is_live() & due.between(span.first, span.last), done.between(span.first, span.last))
    wanted: Any = (
        select(RiskTask, Risk)
        .join(Risk, col(Risk.id) == col(RiskTask.risk_id))
        .where(seen(reader.sight), col(RiskTask.dropped_on).is_(None), within)
        .order_by(col(RiskTask.id))
    )
    found: dict[tuple[date, bool, str], list[tuple[RiskTask, Risk]]] = defaultdict(list)
    for task, risk in reader.session.exec(wanted):
        day = task.done_on or task.due_on
        found[day, task.done_on is not None, risk.rule if task.is_automatic else str(task.id)].append((task, risk))
    for (day, is_done, which), tasks in found.items():
        yield _entry(reader, (day, is_done, which), tasks)


def _entry(reader: Reader, key: tuple[date, bool, str], tasks: list[tuple[RiskTask, Risk]]) -> Entry:
    day, is_done, which = key
    task, risk = tasks[0]
    words = rule_words(risk.rule, spoken())
    title = words.task if task.is_automatic and words is not None else task.what
    about = title_of(risk, spoken())
    if len(tasks) > 1:
        about = ngettext("%(count)s risk", "%(count)s risks", len(tasks)) % {"count": len(tasks)}
    return Entry(
        key=f"{'done' if is_done else 'due'}-{which}-{day}",
        day=day,
        what=_("task of a treatment was done") if is_done else _("task of a treatment is due"),
        title=f"{title} ({about})",
        url=f"/risks/{risk.id}#treatment" if len(tasks) == 1 else f"/risks?rule={risk.rule}&tasks=open",
        mark=Mark.DONE if is_done else Mark.TO_DO,
        owner=Role.IT.value,
        is_mine=reader.role in _MINE,
    )


SOURCE: Final = Source("risk_tasks", N_("Tasks of treatments"), "risks.read", find, has_tasks=True)
