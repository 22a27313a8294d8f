"""Objectives of processes: what their indicators are now, against the baseline and the target of the year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field
from sqlmodel import Session, col, select

from planning.kit import audit
from planning.kit.visitor import Visitor
from planning.plans.declared import Measured, Objective, Shared
from planning.plans.models.objective import ObjectiveTarget
from service.columns import utc_now
from service.draft import Digits, Draft
from service.refusal import MissingError

Figure = Annotated[float, Field(ge=-1e12, le=1e12, allow_inf_nan=False), Digits]


class TargetDraft(Draft):
    """What it is to be in a fiscal year of the Buddhist era, and from where it began."""

    fiscal_year: Annotated[int, Field(ge=2500, le=2699), Digits]
    baseline: Figure
    target: Figure
    note: Annotated[str, Field(max_length=500)] = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """An objective in a fiscal year. `is_met` None: there is no target, or nothing to reckon."""

    objective: Objective
    fiscal_year: int
    measured: Measured
    baseline: float
    target: float | None
    note: str = ""

    @property
    def is_met(self) -> bool | None:
        """Whether the target is reached, in the direction that is better."""
        if self.target is None or self.measured.value is None:
            return None
        if self.objective.direction == "up":
            return self.measured.value >= self.target
        return self.measured.value <= self.target


def objective_of(shared: Shared, key: str) -> Objective:
    """MissingError for one that the service does not have."""
    for one in shared.objectives:
        if one.key == key:
            return one
    raise MissingError("objective")


@dataclass(frozen=True, slots=True)
class Aim:
    """What holds for a year: what the office set, else what the objective ships with."""

    baseline: float
    target: float | None
    note: str = ""
    is_set: bool = False


def held(session: Session, visitor: Visitor, objective: Objective, fiscal_year: int, *, to_change: bool = False) -> Aim:
    """Without reckoning what it is now."""
    row = _target(session, visitor, objective.key, fiscal_year, to_change=to_change)
    if row is None:
        return Aim(objective.baseline, objective.target)
    return Aim(row.baseline, row.target, row.note, is_set=True)


def judged(session: Session, visitor: Visitor, objective: Objective, fiscal_year: int) -> Judged:
    """Reckoned now, from the data of the office."""
    aim = held(session, visitor, objective, fiscal_year)
    measured = objective.measure(session, visitor.office_code, fiscal_year)
    return Judged(objective, fiscal_year, measured, aim.baseline, aim.target, aim.note)


def years_of(session: Session, visitor: Visitor, objective: Objective) -> Sequence[int]:
    """Fiscal years for which the office set a target, the newest first."""
    wanted = select(ObjectiveTarget.fiscal_year).where(
        ObjectiveTarget.office_code == visitor.office_code, ObjectiveTarget.objective == objective.key
    )
    return session.exec(wanted.order_by(col(ObjectiveTarget.fiscal_year).desc())).all()


def set_target(session: Session, visitor: Visitor, objective: Objective, draft: TargetDraft) -> ObjectiveTarget:
    """In the place of what was set before; what it was is in the audit."""
    row = _target(session, visitor, objective.key, draft.fiscal_year, to_change=True)
    before = [row.baseline, row.target] if row is not None else None
    if row is None:
        row = ObjectiveTarget(office_code=visitor.office_code, objective=objective.key, **draft.model_dump())
        session.add(row)
    row.baseline, row.target, row.note = draft.baseline, draft.target, draft.note
    row.set_at, row.set_by = utc_now(), visitor.name[:120]
    session.flush()
    detail = {"objective": objective.key, "before": before, **draft.model_dump()}
    audit.record(session, visitor, "objective.target_set", subject="objective", subject_id=row.id, detail=detail)
    return row


def _target(
    session: Session, visitor: Visitor, key: str, fiscal_year: int, *, to_change: bool = False
) -> ObjectiveTarget | None:
    wanted = select(ObjectiveTarget).where(
        ObjectiveTarget.office_code == visitor.office_code,
        ObjectiveTarget.objective == key,
        ObjectiveTarget.fiscal_year == fiscal_year,
    )
    return session.exec(wanted.with_for_update() if to_change else wanted).one_or_none()
