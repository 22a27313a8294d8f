"""Outages that came again and again: the same thing, the same class of cause, often enough to write down why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from sqlmodel import Session, col, select

from inventory.models.outage import Cause, Outage
from netops.models.response import Article

OFTEN: Final = 3
WITHIN: Final = timedelta(days=90)
MOST: Final = 50
# Planned work and the office's own line teach nothing of the thing itself.
TEACHING: Final = frozenset(Cause) - {Cause.PLANNED, Cause.OURS}


def repeats_of(session: Session, outage: Outage) -> Sequence[Outage]:
    """This outage and those like it in the 90 days before it began, the newest first."""
    if outage.cause not in TEACHING:
        return ()
    query = select(Outage).where(
        Outage.subject == outage.subject,
        Outage.subject_id == outage.subject_id,
        Outage.cause == outage.cause,
        Outage.started_at <= outage.started_at,
        Outage.started_at > outage.started_at - WITHIN,
    )
    return session.exec(query.order_by(col(Outage.started_at).desc()).limit(MOST)).all()


def suggests_article(session: Session, outage: Outage) -> Sequence[Outage]:
    """The repeated outages, when they are many and nobody has written of this thing; else none."""
    repeats = repeats_of(session, outage)
    if len(repeats) < OFTEN:
        return ()
    written = select(Article.id).where(
        Article.subject == outage.subject.value,
        Article.subject_id == outage.subject_id,
        col(Article.archived_at).is_(None),
    )
    return () if session.exec(written.limit(1)).first() is not None else repeats
