"""What is known of a case, gathered from its rows, and how it stands on that ground."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_
from sqlmodel import Session, col, select

from inventory.models.site import Calendar, CalendarDay, DayKind
from inventory.queries.sight import Sight
from netops.cases.definitions import definition_of
from netops.models.case import CaseStep, Evidence, Meeting, Resolution, WorkCase
from netops.models.paper import Paper
from netops.models.signing import SignedScan
from netops.papers.numbering import zone_of
from office.workflow.definition import Definition
from office.workflow.standing import Clock, Done, Facts, Resolved, Standing, standing
from service.refusal import MissingError

_LONGEST_HOLIDAY = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Document:
    """A piece of evidence. `sha256` is of what it is today: a paper whose row was altered has another one."""

    row: Evidence
    sha256: str
    is_signed: bool  # its paper is locked by a signed scan


@dataclass(frozen=True, slots=True)
class Decided:
    """A resolution with the meeting that took it."""

    row: Resolution
    meeting: Meeting


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case with everything by which it is judged. `documents` are those that count, by kind; `resolutions` the last
    one of each step.
    """

    case: WorkCase
    definition: Definition
    steps: Mapping[str, CaseStep]
    documents: Mapping[str, Document]
    resolutions: Mapping[str, Decided]
    facts: Facts
    standing: Standing
    clock: Clock


def seen(sight: Sight) -> ColumnElement[bool]:
    """The condition on table `work_case` that keeps what may be seen."""
    ours = col(WorkCase.office_id) == sight.office_id
    return ours if sight.site_id is None else and_(ours, col(WorkCase.site_id) == sight.site_id)


def find_case(session: Session, sight: Sight, case_id: int, *, to_change: bool = False) -> WorkCase:
    """By id; MissingError where it may not be seen. Who changes it keeps others from changing it until the end."""
    wanted = select(WorkCase).where(col(WorkCase.id) == case_id, seen(sight))
    found = session.exec(wanted.with_for_update() if to_change else wanted).one_or_none()
    if found is None:
        raise MissingError("case")
    return found


def view_case(session: Session, case: WorkCase, now: datetime) -> CaseView:
    """The case as it stands at a moment."""
    definition = definition_of(case)
    rows = {row.key: row for row in session.exec(select(CaseStep).where(CaseStep.case_id == case.id))}
    documents = _documents(session, case)
    resolutions = _resolutions(session, case)
    facts = Facts(
        started_at=case.started_at,
        done={key: Done(row.done_at, row.choice) for key, row in rows.items() if row.done_at is not None},
        due={key: row.set_due_on for key, row in rows.items() if row.set_due_on is not None},
        documents={kind: one.sha256 for kind, one in documents.items()},
        resolutions={key: Resolved(one.row.sha256, one.row.is_approved) for key, one in resolutions.items()},
    )
    clock = Clock(now, zone_of(session, case.office_id), holidays(session, case.office_id))
    return CaseView(case, definition, rows, documents, resolutions, facts, standing(definition, facts, clock), clock)


def evidence_of(session: Session, case: WorkCase) -> Sequence[Evidence]:
    """All that was ever handed in, the newest first, what was withdrawn included."""
    return session.exec(select(Evidence).where(Evidence.case_id == case.id).order_by(col(Evidence.id).desc())).all()


def _documents(session: Session, case: WorkCase) -> dict[str, Document]:
    found: dict[str, Document] = {}
    rows: Any = session.exec(
        select(Evidence, Paper, SignedScan)
        .join(Paper, col(Paper.id) == Evidence.paper_id, isouter=True)
        .join(SignedScan, col(SignedScan.paper_id) == Evidence.paper_id, isouter=True)
        .where(Evidence.case_id == case.id, col(Evidence.withdrawn_at).is_(None))
        .order_by(col(Evidence.id))
    )
    for row, paper, scan in rows:
        found[row.kind] = Document(row, row.sha256 if paper is None else paper.pdf_sha256, scan is not None)
    return found


def _resolutions(session: Session, case: WorkCase) -> dict[str, Decided]:
    rows = session.exec(
        select(Resolution, Meeting)
        .join(Meeting, col(Meeting.id) == Resolution.meeting_id)
        .where(Resolution.case_id == case.id)
        .order_by(col(Resolution.id))
    )
    return {row.step: Decided(row, meeting) for row, meeting in rows}


def holidays(session: Session, office_id: int) -> frozenset[date]:
    """The days on which the office's usual calendar says closed."""
    return frozenset(day for day, _name in closed_days(session, office_id))


def closed_days(session: Session, office_id: int) -> list[tuple[date, str]]:
    """Each of them with its name, in their order; a day that is closed twice is there once."""
    rows = session.exec(
        select(CalendarDay)
        .join(Calendar, col(Calendar.id) == CalendarDay.calendar_id)
        .where(Calendar.office_id == office_id, col(Calendar.is_default), CalendarDay.kind == DayKind.CLOSED)
    )
    found = {
        row.first_day + timedelta(days=passed): row.name
        for row in rows
        for passed in range(min(row.last_day - row.first_day, _LONGEST_HOLIDAY).days + 1)
    }
    return sorted(found.items())
