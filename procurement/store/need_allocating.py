"""What the service of the annual plan tells of the money for needs: less of it, so that needs are deferred."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from contract.events import AllocationReduced
from inventory.models.sibling import SiblingFact
from inventory.store.acting import By
from procurement.models.need import Need
from procurement.needs.need import NeedState
from procurement.store.need_buying import out_of_specification
from procurement.store.need_decisions import defer
from service.refusal import RefusedError

UNKNOWN: Final = "unknown"
"""In place of a state: the office has no such need."""


@dataclass(frozen=True, slots=True)
class Deferral:
    """What became of one need: deferred, or as it stands now where that could not be done."""

    need_id: int
    is_deferred: bool
    state: str


def take_reduction(session: Session, fact: AllocationReduced, *, office_id: int, by: By) -> tuple[list[Deferral], bool]:
    """Defer what may still be deferred, with the reason that was told; the risks of each rise again.

    A fact that was told before changes nothing: what became of it then is said again (and False). RefusedError for a
    day that is over.
    """
    known = _told(session, fact, office_id)
    if known is not None:
        return list(_read(known.done)), False
    row = SiblingFact(
        office_id=office_id,
        key=fact.key,
        at=by.at,
        kind=type(fact).__name__,
        data=fact.model_dump(mode="json"),
        person_id=by.person_id,
    )
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError:  # told twice at the same moment
        known = _told(session, fact, office_id)
        return (list(_read(known.done)) if known is not None else []), False
    wanted = select(Need).where(Need.office_id == office_id, col(Need.id).in_(fact.need_ids))
    needs = {need.id: need for need in session.exec(wanted)}
    done = [_defer(session, needs.get(need_id), need_id, fact, by) for need_id in dict.fromkeys(fact.need_ids)]
    row.done = {"needs": [[one.need_id, one.is_deferred, one.state] for one in done]}
    session.add(row)
    session.flush()
    return done, True


def _defer(session: Session, need: Need | None, need_id: int, fact: AllocationReduced, by: By) -> Deferral:
    if need is None:
        return Deferral(need_id, is_deferred=False, state=UNKNOWN)
    try:
        if need.state is NeedState.IN_SPECIFICATION and need.spec_id is not None and fact.deferred_until > by.at.date():
            # The specification stays as it was approved; without money nothing is bought by it for this need.
            out_of_specification(session, need, need.spec_id, by=by)
        defer(session, need, fact.deferred_until, note=fact.reason, by=by)
    except RefusedError as error:
        if any(problem.field == "deferred_until" for problem in error.problems):
            raise
        return Deferral(need_id, is_deferred=False, state=need.state.value)  # bought already, or merged
    return Deferral(need_id, is_deferred=True, state=need.state.value)


def _told(session: Session, fact: AllocationReduced, office_id: int) -> SiblingFact | None:
    return session.exec(
        select(SiblingFact).where(SiblingFact.office_id == office_id, SiblingFact.key == fact.key)
    ).first()


def _read(done: dict[str, Any]) -> Iterator[Deferral]:
    for need_id, is_deferred, state in done.get("needs", ()):
        yield Deferral(need_id, is_deferred, state)
