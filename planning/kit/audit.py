"""Who changed what: one row per act, written in the transaction of the act."""

from __future__ import annotations

from collections.abc import Mapping

from sqlmodel import Session

from planning.kit.tables import AuditEntry
from planning.kit.visitor import Visitor


def record(
    session: Session,
    visitor: Visitor,
    action: str,
    *,
    subject: str = "",
    subject_id: int | None = None,
    detail: Mapping[str, object] | None = None,
) -> None:
    """Write down an act, e.g. `enrolment.frozen`. `detail` is shown on pages and must hold no secret."""
    session.add(
        AuditEntry(
            office_code=visitor.office_code,
            actor=visitor.name[:120],
            address=visitor.address,
            action=action,
            subject=subject,
            subject_id=subject_id,
            detail=dict(detail or {}),
        )
    )
