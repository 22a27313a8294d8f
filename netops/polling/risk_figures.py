"""The register of risks as figures: how many of each level, cause and state, and what waits. No school is named."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import and_, func, select
from sqlmodel import Session, col

from netops.metrics import Blocks, Family, labels, sample
from risk.models.register import Risk, RiskTask
from risk.queries.register import BY_HAND, is_live, is_open_task
from risk.scale import Level


def of_risks(session: Session, today: date) -> Blocks:
    """All offices together, as the other figures of the installation are; `today` is the day by which tasks are due."""
    columns = (col(Risk.level), col(Risk.rule), col(Risk.state))
    counted = session.execute(select(*columns, func.count()).group_by(*columns).order_by(*columns))
    lines = [
        sample(Family.RISKS, labels(level=level.value, rule=rule or BY_HAND, state=state.value), count)
        for level, rule, state, count in counted
    ]
    score = session.execute(select(func.coalesce(func.sum(col(Risk.score)), 0)).where(is_live())).scalar_one()
    late = session.execute(
        select(func.count())
        .select_from(RiskTask)
        .join(Risk, col(Risk.id) == col(RiskTask.risk_id))
        .where(and_(is_open_task(), col(RiskTask.due_on) < today))
    ).scalar_one()
    return {
        Family.RISKS: b"".join(lines),
        Family.RISK_SCORE: sample(Family.RISK_SCORE, "", score),
        Family.RISK_TASKS_OVERDUE: sample(Family.RISK_TASKS_OVERDUE, "", late),
        **_reviews(session),
    }


def _reviews(session: Session) -> Blocks:
    """Every level has a count, also of none; only one with an open review has a time."""
    since: Any = func.min(Risk.review_since, type_=Risk.__table__.c.review_since.type)  # type: ignore[attr-defined]
    found = {
        level: (count, oldest)
        for level, count, oldest in session.execute(
            select(col(Risk.level), func.count(), since)
            .where(is_live(), col(Risk.review_since).is_not(None))
            .group_by(col(Risk.level))
        )
    }
    counts = [
        sample(Family.RISK_REVIEWS, labels(level=level.value), found[level][0] if level in found else 0)
        for level in Level
    ]
    times = [
        sample(Family.RISK_REVIEW_SINCE, labels(level=level.value), int(found[level][1].timestamp()))
        for level in Level
        if level in found
    ]
    return {Family.RISK_REVIEWS: b"".join(counts), Family.RISK_REVIEW_SINCE: b"".join(times)}
