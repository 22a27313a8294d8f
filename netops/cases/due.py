"""What is due when: for one person, and over one fiscal year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import col, select

from inventory.models.contract import Contract
from inventory.models.site import Site
from netops.cases.definitions import definition_of
from netops.cases.facts import seen
from netops.cases.walking import Doer
from netops.models.case import CaseStep, Committee, Meeting, WorkCase
from netops.models.person import Role
from office.fiscal import FiscalYear


class Kind(StrEnum):
    """What stands on a day."""

    STEP = "step"  # to be done by that day
    DONE = "done"  # was done on it
    MEETING = "meeting"
    CONTRACT = "contract"  # its last day


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing on one day. `title` of a step is in both languages; `row_id` is the case or the contract."""

    day: date
    kind: Kind
    row_id: int
    title: str
    step_th: str = ""
    step_en: str = ""
    step: str = ""
    place: str = ""
    owner: str = ""
    is_mine: bool = False

    def said(self, language: str) -> str:
        """The step or occasion in the reader's language."""
        return self.step_en if language == "en" else self.step_th

    def is_overdue(self, today: date) -> bool:
        """A day on which it should have been done has passed."""
        return self.kind is Kind.STEP and self.day < today


def mine(doer: Doer) -> ColumnElement[bool]:
    """The condition on table `case_step`: given to this person, or to nobody of this person's role."""
    nobody = and_(col(CaseStep.person_id).is_(None), col(CaseStep.owner) == doer.role.value)
    return or_(col(CaseStep.person_id) == doer.person_id, nobody)


def due_for(doer: Doer) -> list[Entry]:
    """What this person is to do, the most pressing first."""
    return _steps(doer, col(CaseStep.due_on).is_not(None), mine(doer))


def calendar(doer: Doer, year: FiscalYear, zone: tzinfo, *, everything: bool) -> list[Entry]:
    """All of a fiscal year, day by day: what is due and was done, meetings, and contracts that end. Without
    `everything` only the steps of this person.
    """
    whose = [] if everything else [mine(doer)]
    begins, ends = (datetime.combine(day, time(), zone) for day in (year.first, year.following.first))
    found = _steps(doer, col(CaseStep.due_on).between(year.first, year.last), *whose)
    found += _done(doer, zone, col(CaseStep.done_at) >= begins, col(CaseStep.done_at) < ends, *whose)
    found += _meetings(doer, year)
    if doer.role in {Role.ADMIN, Role.IT, Role.SUPPLY, Role.DIRECTOR, Role.PLANNER}:
        found += _contracts(doer, year)
    return sorted(found, key=lambda one: (one.day, one.kind, one.title, one.row_id))


def _rows(doer: Doer, *where: ColumnElement[bool]) -> Sequence[tuple[CaseStep, WorkCase, str | None, bool]]:
    wanted: Any = (
        select(CaseStep, WorkCase, Site.name, mine(doer))
        .join(WorkCase, col(WorkCase.id) == CaseStep.case_id)
        .join(Site, col(Site.id) == WorkCase.site_id, isouter=True)
        .where(seen(doer.sight), *where)
        .order_by(col(CaseStep.due_on), col(CaseStep.id))
    )
    return doer.session.exec(wanted).all()  # type: ignore[no-any-return]


def _entry(kind: Kind, day: date, row: tuple[CaseStep, WorkCase, str | None, bool]) -> Entry:
    step, case, place, is_mine = row
    title = definition_of(case).by_key[step.key].title
    return Entry(
        day,
        kind,
        case.id or 0,
        case.title,
        step_th=title.th,
        step_en=title.en,
        step=step.key,
        place=place or "",
        owner=step.owner,
        is_mine=bool(is_mine),
    )


def _steps(doer: Doer, *where: ColumnElement[bool]) -> list[Entry]:
    return [_entry(Kind.STEP, row[0].due_on, row) for row in _rows(doer, *where) if row[0].due_on is not None]


def _done(doer: Doer, zone: tzinfo, *where: ColumnElement[bool]) -> list[Entry]:
    rows = _rows(doer, *where)
    return [
        _entry(Kind.DONE, row[0].done_at.astimezone(zone).date(), row) for row in rows if row[0].done_at is not None
    ]


def _meetings(doer: Doer, year: FiscalYear) -> list[Entry]:
    rows = doer.session.exec(
        select(Meeting, Committee, WorkCase)
        .join(Committee, col(Committee.id) == Meeting.committee_id)
        .join(WorkCase, col(WorkCase.id) == Committee.case_id)
        .where(seen(doer.sight), col(Meeting.held_on).between(year.first, year.last))
    )
    found = []
    for meeting, committee, case in rows:
        title = definition_of(case).committee_title(committee.kind)
        found.append(
            Entry(
                meeting.held_on,
                Kind.MEETING,
                case.id or 0,
                case.title,
                step_th=title.th,
                step_en=title.en,
                place=meeting.place,
            )
        )
    return found


def _contracts(doer: Doer, year: FiscalYear) -> list[Entry]:
    rows = doer.session.exec(
        select(Contract).where(
            Contract.office_id == doer.sight.office_id,
            col(Contract.archived_at).is_(None),
            col(Contract.ends_on).between(year.first, year.last),
        )
    )
    return [
        Entry(row.ends_on, Kind.CONTRACT, row.id or 0, row.number, place=row.name)
        for row in rows
        if row.ends_on is not None
    ]
