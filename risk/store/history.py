"""Every change of a risk is written down in its transaction: who, when, what stood before and after, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlmodel import Session

from inventory.store.acting import By
from risk.models.register import Risk, RiskEvent
from service.draft import plain, take

SYSTEM: Final = ""
"""The actor of what no person did."""


@dataclass(frozen=True, slots=True)
class ByRule:
    """What a rule says of what happened: fields of risk.found.Words, told in the reader's language; then a note."""

    words: tuple[str, ...]
    note: str = ""


def happened(
    session: Session,
    risk: Risk,
    kind: str,
    by: By,
    changes: Mapping[str, object] | None = None,
    *,
    note: str | ByRule = "",
) -> None:
    """One entry of the history."""
    assert risk.id is not None
    told = {
        name: [plain(value) for value in pair] if isinstance(pair, list | tuple) else plain(pair)
        for name, pair in (changes or {}).items()
    }
    said = note if isinstance(note, ByRule) else ByRule((), note)
    session.add(
        RiskEvent(
            risk_id=risk.id,
            at=by.at,
            kind=kind,
            person_id=by.person_id,
            actor=by.actor[:120],
            changes=told,
            words=list(said.words),
            note=said.note[:2000],
        )
    )


def put(
    session: Session,
    risk: Risk,
    kind: str,
    by: By,
    values: Mapping[str, Any],
    *,
    note: str | ByRule = "",
) -> dict[str, object]:
    """Set columns and write it down; what changed, as {field: [before, after]}. Nothing is written when nothing did."""
    changes = take(risk, values)
    if changes:
        risk.changed_at = by.at
        session.add(risk)
        session.flush()
        happened(session, risk, kind, by, changes, note=note)
    return changes
