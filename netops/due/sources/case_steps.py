"""Steps of cases: to be done by their day, and done on a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import col, select

from inventory.models.site import Site
from netops.cases.definitions import definition_of
from netops.cases.facts import seen
from netops.due.entry import Entry, Mark, Reader, Source, Span
from netops.models.case import CaseStep, WorkCase
from service.i18n import N_, spoken


def find(reader: Reader, span: Span) -> Iterator[Entry]:
    """Those that are open, and those that were done."""
    for row in _rows(reader, col(CaseStep.due_on).between(span.first, span.last)):
        if row[0].due_on is not None:
            yield _entry(row, row[0].due_on, Mark.TO_DO)
    if not span.with_done:
        return
    begins, ends = span.moments(reader.zone)
    for row in _rows(reader, col(CaseStep.done_at) >= begins, col(CaseStep.done_at) < ends):
        if row[0].done_at is not None:
            yield _entry(row, row[0].done_at.astimezone(reader.zone).date(), Mark.DONE)


def _mine(reader: Reader) -> ColumnElement[bool]:
    """Given to this person, or to nobody of this person's role."""
    nobody = and_(col(CaseStep.person_id).is_(None), col(CaseStep.owner) == reader.role.value)
    return or_(col(CaseStep.person_id) == reader.person_id, nobody)


_Row = tuple[CaseStep, WorkCase, str | None, bool]


def _rows(reader: Reader, *where: ColumnElement[bool]) -> Iterator[_Row]:
    wanted: Any = (
        select(CaseStep, WorkCase, Site.name, _mine(reader))
        .join(WorkCase, col(WorkCase.id) == CaseStep.case_id)
        .join(Site, col(Site.id) == WorkCase.site_id, isouter=True)
        .where(seen(reader.sight), *where)
    )
    yield from reader.session.exec(wanted)


def _entry(row: _Row, day: date, mark: Mark) -> Entry:
    step, case, place, is_mine = row
    title = definition_of(case).by_key[step.key].title.said(spoken())
    return Entry(
        key=f"{case.id}-{step.key}",
        day=day,
        what=title,
        title=case.title,
        url=f"/cases/{case.id}#step-{step.key}",
        mark=mark,
        place=place or "",
        owner=step.owner,
        is_mine=bool(is_mine),
    )


SOURCE: Final = Source("case_steps", N_("Steps of cases"), "cases.read", find, has_tasks=True)
