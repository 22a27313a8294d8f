"""Every change of a need is written down in its transaction: who, when, what stood before and after, and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlmodel import Session

from inventory.store.acting import By
from procurement.models.need import Need, NeedEvent
from procurement.store.need_risks import state_moved
from procurement.store.need_telling import tell_decision
from service.draft import plain, take

SYSTEM: Final = ""
"""The actor of what no person did."""


def happened(
    session: Session, need: Need, kind: str, by: By, changes: Mapping[str, object] | None = None, *, note: str = ""
) -> None:
    """One entry of the history."""
    assert need.id is not None
    told = {
        name: [plain(value) for value in pair] if isinstance(pair, list | tuple) else plain(pair)
        for name, pair in (changes or {}).items()
    }
    session.add(
        NeedEvent(
            need_id=need.id,
            at=by.at,
            kind=kind,
            person_id=by.person_id,
            actor=by.actor[:120],
            changes=told,
            note=note,
        )
    )


def put(
    session: Session, need: Need, kind: str, by: By, values: Mapping[str, Any], *, note: str = ""
) -> dict[str, object]:
    """Set columns and write it down; what changed, as {field: [before, after]}. Nothing is written when nothing did.

    Where it stands otherwise now, the risks that it treats follow, and siblings are told of a decision.
    """
    changes = take(need, values)
    if changes:
        need.changed_at = by.at
        session.add(need)
        session.flush()
        happened(session, need, kind, by, changes, note=note)
    if changes.keys() & {"state", "deferred_until"}:
        state_moved(session, need, by, note)
        tell_decision(session, need, kind, by)
    return changes
