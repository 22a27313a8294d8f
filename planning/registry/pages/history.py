"""Who did what with one thing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlmodel import Session, col, select

from planning.kit.tables import AuditEntry
from planning.kit.visitor import Visitor
from service.i18n import N_

SHOWN: Final = 50
ACTS: Final = {
    "reference.added": N_("written down"),
    "reference.changed": N_("changed"),
    "reference.superseded": N_("got a successor"),
    "reference.nodes": N_("nodes taken in"),
    "committee.appointed": N_("appointed"),
    "committee.changed": N_("changed"),
    "meeting.called": N_("called"),
    "meeting.changed": N_("changed"),
    "meeting.roll": N_("roll call written down"),
    "meeting.attendance": N_("who else was there written down"),
    "meeting.resolved": N_("resolution written down"),
    "meeting.published": N_("resolutions published"),
    "agenda.added": N_("put on the agenda"),
    "agenda.moved": N_("moved on the agenda"),
    "agenda.taken_off": N_("taken off the agenda"),
    "indicator.added": N_("written down"),
    "indicator.changed": N_("changed"),
    "indicator.target": N_("target set"),
    "indicator.actual": N_("result entered"),
    "letter.registered": N_("registered"),
    "letter.corrected": N_("corrected"),
    "letter.void": N_("voided"),
    "letter.done": N_("done"),
    "request.asked": N_("written down"),
    "request.answered": N_("answered"),
    "request.rated": N_("rated"),
    "body.changed": N_("changed"),
}
"""What the history calls each act."""


def history_of(db: Session, visitor: Visitor, subject: str, subject_id: int | None) -> Sequence[AuditEntry]:
    """The newest first."""
    return db.exec(
        select(AuditEntry)
        .where(
            AuditEntry.office_code == visitor.office_code,
            AuditEntry.subject == subject,
            AuditEntry.subject_id == subject_id,
        )
        .order_by(col(AuditEntry.id).desc())
        .limit(SHOWN)
    ).all()
