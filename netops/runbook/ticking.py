"""Steps that people tick for an outage: done, taken back, and what the closed outage keeps of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from inventory.models.outage import Outage
from netops.models.person import Person
from netops.models.response import StepDone
from netops.runbook.page import Runbook
from service.i18n import N_
from service.refusal import MissingError, refuse

NOTE_LENGTH = 500


@dataclass(frozen=True, slots=True)
class Ticked:
    """A tick with the names of who set it and who took it back; a name is empty when the account is gone."""

    row: StepDone
    by: str
    undone_by: str


@dataclass(frozen=True, slots=True)
class Record:
    """What was done about an outage. Times in seconds from its beginning, None when there is none yet."""

    ticked: Sequence[Ticked]
    first_step_s: float | None
    repair_s: float | None

    @property
    def standing(self) -> Mapping[tuple[str, str], Ticked]:
        """(runbook, step) -> the tick that stands."""
        return {(each.row.runbook, each.row.step): each for each in self.ticked if each.row.undone_at is None}


def tick(  # noqa: PLR0913 - one row, each column named
    session: Session,
    outage: Outage,
    runbook: Runbook,
    step_id: str,
    *,
    text: str,
    note: str,
    person_id: int,
    at: datetime,
) -> StepDone | None:
    """A step is done; None when it was ticked already. MissingError: a strange step, RefusedError: a long note."""
    if runbook.step(step_id) is None:
        raise MissingError("step")
    if len(note) > NOTE_LENGTH:
        raise refuse("note", N_("At most %(max_length)s characters"), max_length=NOTE_LENGTH)
    # Two people tick the same step at the same moment: the second waits here, and then sees the first.
    session.exec(select(Outage.id).where(Outage.id == outage.id).with_for_update()).one()
    if _standing(session, outage, runbook.name, step_id) is not None:
        return None
    row = StepDone(
        outage_id=outage.id or 0,
        runbook=runbook.name,
        step=step_id,
        text=text[:NOTE_LENGTH],
        note=note.strip(),
        done_at=at,
        done_by=person_id,
    )
    session.add(row)
    session.flush()
    return row


def take_back(
    session: Session, outage: Outage, runbook: str, step_id: str, *, person_id: int, at: datetime
) -> StepDone | None:
    """The tick stands no more, and stays in the record; None when there is none."""
    row = _standing(session, outage, runbook, step_id)
    if row is not None:
        row.undone_at, row.undone_by = at, person_id
    return row


def record_of(session: Session, outage: Outage) -> Record:
    """Every tick in order, those taken back too, with how long it took to the first step and to the end."""
    rows = session.exec(select(StepDone).where(StepDone.outage_id == outage.id).order_by(col(StepDone.id))).all()
    names = people_named(session, {person for row in rows for person in (row.done_by, row.undone_by)})
    ticked = [Ticked(row, names.get(row.done_by or 0, ""), names.get(row.undone_by or 0, "")) for row in rows]
    kept = [row.done_at for row in rows if row.undone_at is None]
    first = (min(kept) - outage.started_at).total_seconds() if kept else None
    repair = (outage.ended_at - outage.started_at).total_seconds() if outage.ended_at is not None else None
    return Record(ticked, first, repair)


def people_named(session: Session, ids: set[int | None]) -> Mapping[int, str]:
    """What people call those persons."""
    wanted = ids - {None}
    if not wanted:
        return {}
    found = session.exec(select(Person.id, Person.name, Person.username).where(col(Person.id).in_(wanted)))
    return {person_id: name or username for person_id, name, username in found if person_id is not None}


def _standing(session: Session, outage: Outage, runbook: str, step_id: str) -> StepDone | None:
    query = select(StepDone).where(
        StepDone.outage_id == outage.id,
        StepDone.runbook == runbook,
        StepDone.step == step_id,
        col(StepDone.undone_at).is_(None),
    )
    return session.exec(query.order_by(col(StepDone.id)).limit(1)).first()
