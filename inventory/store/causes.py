"""The cause of outages: judged by evidence again and again, until a person says it, whose word stays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session, col, select

from inventory.cause import judge_cause
from inventory.models.outage import Cause, Outage
from inventory.queries.seen_around import evidence_of
from service.refusal import _, refuse

NOTE_LENGTH: Final = 500
# An open outage is judged anew this often; one that is over ever more seldom, for late evidence, then no more.
EVERY: Final = timedelta(minutes=1)
LATE: Final = timedelta(days=1)
SLOWER: Final = 4
AT_ONCE: Final = 50


def judge_outage(session: Session, outage: Outage, *, at: datetime) -> None:
    """Judge by what is known now. What a person said stays; the signs are kept up all the same."""
    found = judge_cause(evidence_of(session, outage, now=at))
    outage.signs = [sign.row() for sign in found.signs]
    outage.cause_at = at
    if outage.cause_by is None:
        outage.cause = found.cause
    session.add(outage)


def due_outages(session: Session, at: datetime) -> Sequence[Outage]:
    """Those whose evidence may have changed since they were judged, the longest unjudged first."""
    query = (
        select(Outage)
        .where(col(Outage.ended_at).is_(None) | (col(Outage.ended_at) > at - LATE))
        .where(col(Outage.cause_at).is_(None) | (col(Outage.cause_at) <= at - EVERY))
        .order_by(col(Outage.cause_at).is_not(None), col(Outage.cause_at), col(Outage.id))
    )
    return [outage for outage in session.exec(query) if _is_due(outage, at)][:AT_ONCE]


def judge_due(session: Session, *, at: datetime) -> int:
    """Judge all of those anew; how many."""
    due = due_outages(session, at)
    for outage in due:
        judge_outage(session, outage, at=at)
    return len(due)


def _is_due(outage: Outage, at: datetime) -> bool:
    if outage.cause_at is None or outage.ended_at is None:
        return True
    if outage.cause_at < outage.ended_at:
        return True
    return at - outage.cause_at >= (at - outage.ended_at) / SLOWER


def correct_cause(outage: Outage, cause: Cause, *, note: str, person_id: int, at: datetime) -> dict[str, object]:
    """A person says what it was and why; nothing automatic changes it any more. Returns {field: [before, after]}."""
    words = note.strip()
    if not words:
        raise refuse("note", _("Say how you know it"))
    if len(words) > NOTE_LENGTH:
        raise refuse("note", _("At most %(max_length)s characters"), max_length=NOTE_LENGTH)
    before = {"cause": outage.cause.value, "note": outage.cause_note}
    outage.cause, outage.cause_note, outage.cause_by, outage.cause_at = cause, words, person_id, at
    after = {"cause": cause.value, "note": words}
    return {name: [before[name], after[name]] for name in before if before[name] != after[name]}


def release_cause(session: Session, outage: Outage, *, at: datetime) -> dict[str, object]:
    """Take a person's word back: the evidence judges again."""
    before = outage.cause.value
    outage.cause_by, outage.cause_note = None, ""
    judge_outage(session, outage, at=at)
    return {"cause": [before, outage.cause.value]}
