"""What moved in a span of days: assessments with what stood before them, and what people did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, func, or_
from sqlmodel import Session, col, select

from inventory.queries.sight import Sight
from risk.models.register import Risk, RiskAssessment, RiskEvent, RiskTask
from risk.queries.register import is_live, seen


@dataclass(frozen=True, slots=True)
class Change:
    """An assessment of the span; `before` is the score of the one before it, None of a new risk."""

    risk: Risk
    assessment: RiskAssessment
    before: int | None


@dataclass(frozen=True, slots=True)
class Changes:
    """In the order of time. Tasks are overdue as of the end of the span; live ones as of its beginning and end."""

    entries: Sequence[Change]
    accepted: int
    reviewed: int
    done_tasks: int
    overdue_tasks: int
    live_before: int
    live_after: int


def changes(session: Session, sight: Sight, start: datetime, end: datetime, *, last_day: date) -> Changes:
    """From `start` until before `end`, of what may be seen."""
    rows = session.exec(
        select(RiskAssessment, Risk)
        .join(Risk, col(Risk.id) == RiskAssessment.risk_id)
        .where(seen(sight), RiskAssessment.at < end)
        .order_by(col(RiskAssessment.at), col(RiskAssessment.id))
    ).all()
    scores: dict[int, int] = {}
    entries: list[Change] = []
    for assessment, risk in rows:
        before = scores.get(assessment.risk_id)
        if assessment.at >= start:
            entries.append(Change(risk, assessment, before))
        scores[assessment.risk_id] = assessment.score
    acts = _acts(session, sight, start, end)
    return Changes(
        entries=entries,
        accepted=acts["accepted"],
        reviewed=acts["reviewed"],
        done_tasks=_tasks(
            session, sight, and_(col(RiskTask.done_on) >= start.date(), col(RiskTask.done_on) <= last_day)
        ),
        overdue_tasks=_tasks(session, sight, _was_overdue(last_day)),
        live_before=_live(session, sight, start),
        live_after=_live(session, sight, end),
    )


def _acts(session: Session, sight: Sight, start: datetime, end: datetime) -> Counter[str]:
    wanted = (
        select(RiskEvent.kind, func.count())
        .join(Risk, col(Risk.id) == RiskEvent.risk_id)
        .where(seen(sight), RiskEvent.at >= start, RiskEvent.at < end)
        .group_by(RiskEvent.kind)
    )
    return Counter(dict(session.exec(wanted).all()))


def _tasks(session: Session, sight: Sight, condition: Any) -> int:
    wanted = select(func.count()).select_from(RiskTask).join(Risk, col(Risk.id) == RiskTask.risk_id)
    return session.exec(wanted.where(seen(sight), condition)).one()


def _was_overdue(day: date) -> Any:
    """Due by that day, and neither done nor dropped by then; of risks that are live now."""
    return and_(
        is_live(),
        col(RiskTask.due_on) < day,
        or_(col(RiskTask.done_on).is_(None), col(RiskTask.done_on) > day),
        or_(col(RiskTask.dropped_on).is_(None), col(RiskTask.dropped_on) > day),
    )


def _live(session: Session, sight: Sight, at: datetime) -> int:
    """Written down before, and not closed by then."""
    wanted = select(func.count()).select_from(Risk).where(seen(sight), Risk.created_at < at)
    return session.exec(wanted.where(or_(col(Risk.closed_at).is_(None), col(Risk.closed_at) >= at))).one()
