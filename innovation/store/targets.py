"""Yearly targets of the three figures of the objective."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field
from sqlmodel import Session, select

from innovation.models.evaluation import Outcome, OutcomeTarget
from service.draft import Digits, Draft, Line

Percent = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False), Digits]


class TargetDraft(Draft):
    """Where a figure began, and what it is to be at the end of a fiscal year (Buddhist era), in percent."""

    year: Annotated[int, Field(ge=2500, le=2700), Digits]
    outcome: Outcome
    baseline: Percent
    target: Percent
    source: Line = ""


def store_target(session: Session, draft: TargetDraft, *, office_id: int, at: datetime) -> OutcomeTarget:
    """In place of the one of the same year and figure."""
    row = session.exec(
        select(OutcomeTarget).where(
            OutcomeTarget.office_id == office_id,
            OutcomeTarget.year == draft.year,
            OutcomeTarget.outcome == draft.outcome,
        )
    ).one_or_none()
    row = row or OutcomeTarget(
        office_id=office_id, year=draft.year, outcome=draft.outcome, baseline=0, target=0, changed_at=at
    )
    row.baseline, row.target, row.source, row.changed_at = draft.baseline, draft.target, draft.source, at
    session.add(row)
    session.flush()
    return row
