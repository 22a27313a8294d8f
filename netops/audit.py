"""Who changed what: one row per act, written in the transaction of the act."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session

from netops.models.person import AuditEntry


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. A command line or the first-run page has no person yet."""

    name: str
    office_id: int | None = None
    person_id: int | None = None
    address: str = ""


def record(
    session: Session,
    actor: Actor,
    action: str,
    *,
    subject: str = "",
    subject_id: int | None = None,
    detail: Mapping[str, object] | None = None,
) -> None:
    """Write down an act, e.g. `alert.acknowledged`. `detail` must hold no secret: it is shown on the audit page."""
    session.add(
        AuditEntry(
            office_id=actor.office_id,
            person_id=actor.person_id,
            actor=actor.name[:120],
            address=actor.address,
            action=action,
            subject=subject,
            subject_id=subject_id,
            detail=dict(detail or {}),
        )
    )
