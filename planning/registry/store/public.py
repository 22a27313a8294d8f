"""What everybody may read: meetings whose resolutions were published, and nothing else of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlmodel import Session, col, select

from planning.registry.models.committee import Committee
from planning.registry.models.meeting import AgendaItem, Meeting, Resolution
from planning.registry.store.agenda import items_of
from planning.registry.store.resolving import resolutions_of
from service.refusal import MissingError

SHOWN = 200


def published_meetings(session: Session, office_code: str) -> Sequence[tuple[Meeting, Committee]]:
    """The newest first."""
    return session.exec(
        select(Meeting, Committee)
        .join(Committee, col(Committee.id) == col(Meeting.committee_id))
        .where(Meeting.office_code == office_code, col(Meeting.published_at).is_not(None))
        .order_by(col(Meeting.held_on).desc(), col(Meeting.id).desc())
        .limit(SHOWN)
    ).all()


def published_meeting(
    session: Session, key: str
) -> tuple[Meeting, Committee, Sequence[AgendaItem], Mapping[int, Resolution]]:
    """MissingError unless it is published."""
    row = session.exec(select(Meeting).where(Meeting.key == key, col(Meeting.published_at).is_not(None))).one_or_none()
    if row is None:
        raise MissingError("meeting")
    return row, session.get_one(Committee, row.committee_id), items_of(session, row), resolutions_of(session, row)
