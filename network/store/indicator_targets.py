"""Yearly targets of the indicators."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Self

from pydantic import Field, model_validator
from sqlmodel import Session, select

from network.indicator import UNITS, Indicator, Unit
from network.models.follow_up import IndicatorTarget
from service.draft import Digits, Draft, Line
from service.refusal import NotTakenError, _

Figure = Annotated[float, Field(ge=0, le=1_000_000, allow_inf_nan=False), Digits]


class IndicatorDraft(Draft):
    """Where an indicator began, and what it is to be in a fiscal year (Buddhist era), in its own unit."""

    year: Annotated[int, Field(ge=2500, le=2700), Digits]
    indicator: Indicator
    baseline: Figure
    target: Figure
    source: Line = ""

    @model_validator(mode="after")
    def _percent(self) -> Self:
        if UNITS[self.indicator] is Unit.PERCENT:
            for name in ("baseline", "target"):
                if getattr(self, name) > 100:
                    raise NotTakenError(_("At most 100 percent"), name)
        return self


def indicator_targets(session: Session, office_id: int, year: int) -> dict[Indicator, IndicatorTarget]:
    """Of one fiscal year."""
    wanted = select(IndicatorTarget).where(IndicatorTarget.office_id == office_id, IndicatorTarget.year == year)
    return {row.indicator: row for row in session.exec(wanted)}


def store_indicator_target(session: Session, draft: IndicatorDraft, *, office_id: int, at: datetime) -> IndicatorTarget:
    """In place of the one of the same year and indicator."""
    known = indicator_targets(session, office_id, draft.year).get(draft.indicator)
    row = known or IndicatorTarget(
        office_id=office_id, baseline=0, target=0, year=draft.year, indicator=draft.indicator
    )
    row.baseline, row.target, row.source, row.changed_at = draft.baseline, draft.target, draft.source, at
    session.add(row)
    session.flush()
    return row
