"""Indicators with targets, and project frames with amounts: as people give them, whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, model_validator
from sqlalchemy import func
from sqlmodel import Session, col, delete, select

from planning.development_plan.models.element import ElementKind, ProblemTie
from planning.development_plan.models.plan import Plan
from planning.development_plan.models.target import (
    FrameYear,
    Level,
    PlanIndicator,
    PlanTarget,
    ProjectFrame,
)
from planning.development_plan.store.gates import begin_writing
from planning.development_plan.store.missions import satang
from planning.development_plan.store.plans import FiscalYear
from planning.development_plan.store.written import find_element, find_indicator, indicators_of, targets_of
from planning.kit import audit
from planning.kit.visitor import Visitor
from planning.plans.indicator import End, IndicatorParts, ends, figure
from service.draft import Digits, Draft, Empty, OptionalId, take
from service.i18n import N_
from service.refusal import Problem, RefusedError, refuse

Figure = Annotated[float | None, Field(allow_inf_nan=False), Empty, BeforeValidator(figure)]
Baht = Annotated[Decimal | None, Field(ge=0, max_digits=15, decimal_places=2), Empty, BeforeValidator(figure)]
Words = Annotated[str, Field(max_length=1000)]
Name = Annotated[str, Field(min_length=1, max_length=500)]


class TargetDraft(Draft):
    """A target of one year, of the whole office or of an area."""

    fiscal_year: FiscalYear
    area: Annotated[str, Field(max_length=120)] = ""
    value: Annotated[float, Field(allow_inf_nan=False), Empty, BeforeValidator(figure)]


class IndicatorDraft(IndicatorParts):
    """An indicator with what makes it one (INV-C2); a band needs its ends."""

    element_id: Annotated[int, Digits]
    code: Annotated[str, Field(min_length=1, max_length=32)]
    name: Name
    level: Level
    formula: Words = ""
    baseline_year: Annotated[int | None, Field(ge=2400, le=2700), Empty] = None
    band_low: End = None
    band_high: End = None
    key: Annotated[str, Field(max_length=64)] = ""
    targets: tuple[TargetDraft, ...] = ()

    @model_validator(mode="after")
    def _has_ends(self) -> Self:
        ends(self)
        return self


class AmountDraft(Draft):
    """What a frame may cost in a year, in baht."""

    fiscal_year: FiscalYear
    amount: Baht = None


class FrameDraft(Draft):
    """A project frame (INV-C1): its strategy, its owner and an indicator are needed."""

    strategy_id: Annotated[int, Digits]
    indicator_id: OptionalId = None
    title: Name
    owner: Annotated[str, Field(min_length=1, max_length=255)]
    output: Words = ""
    outcome: Words = ""
    years: tuple[AmountDraft, ...] = ()


def save_indicator(
    session: Session, visitor: Visitor, plan: Plan, draft: IndicatorDraft, row: PlanIndicator | None = None
) -> PlanIndicator:
    """New, or changed. RefusedError names every year of the plan without a target of the whole office."""
    begin_writing(session, visitor, plan)
    if find_element(session, plan, draft.element_id).kind not in {ElementKind.GOAL, ElementKind.STRATEGY}:
        raise refuse("element_id", N_("An indicator belongs to a goal or a strategy"))
    _check_targets(plan, draft)
    others = [one for one in indicators_of(session, plan) if row is None or one.id != row.id]
    if any(one.code == draft.code for one in others):
        raise refuse("code", N_("Another indicator has this code"))
    if draft.key and any(one.key == draft.key for one in others):
        raise refuse("code", N_("Another indicator of the plan was taken from the same one of the registry"))
    values = draft.model_dump(exclude={"targets", "key"}) | ({"key": draft.key} if draft.key else {})
    if row is None:
        row = PlanIndicator(office_code=plan.office_code, plan_id=plan.id or 0, **values)
        session.add(row)
        session.flush()
        changes: dict[str, object] = {"code": row.code}
        action = "indicator.added"
    else:
        changes, action = take(row, values), "indicator.changed"
    if _set_targets(session, plan, row, draft):
        changes["targets"] = len(draft.targets)
    if changes:
        audit.record(session, visitor, action, subject="indicator", subject_id=row.id, detail=changes)
    return row


def _check_targets(plan: Plan, draft: IndicatorDraft) -> None:
    problems = []
    given = [(one.fiscal_year, one.area) for one in draft.targets]
    for at, one in enumerate(draft.targets):
        if one.fiscal_year not in plan.years:
            problems.append(Problem(f"targets.{at}.fiscal_year", N_("This year is not of the plan")))
        elif given.index((one.fiscal_year, one.area)) != at:
            problems.append(Problem(f"targets.{at}.area", N_("There are two targets for the same")))
    whole = {year for year, area in given if not area}
    problems += [
        Problem("targets", N_("There is no target for fiscal year %(year)s"), {"year": year})
        for year in plan.years
        if year not in whole
    ]
    if problems:
        raise RefusedError(problems)


def _set_targets(session: Session, plan: Plan, row: PlanIndicator, draft: IndicatorDraft) -> bool:
    rows = {(one.fiscal_year, one.area): one for one in targets_of(session, plan).get(row.id or 0, ())}
    wanted = {(one.fiscal_year, one.area): one.value for one in draft.targets}
    if {key: one.value for key, one in rows.items()} == wanted:
        return False
    gone = [one.id for key, one in rows.items() if key not in wanted]
    session.exec(delete(PlanTarget).where(col(PlanTarget.id).in_(gone)))
    for (year, area), value in wanted.items():
        kept = rows.get((year, area)) or PlanTarget(
            office_code=plan.office_code, indicator_id=row.id or 0, fiscal_year=year, area=area, value=value
        )
        kept.value = value
        session.add(kept)
    session.flush()
    return True


def remove_indicator(session: Session, visitor: Visitor, plan: Plan, row: PlanIndicator) -> None:
    """RefusedError while a project frame is measured by it."""
    begin_writing(session, visitor, plan)
    if session.exec(select(ProjectFrame.id).where(ProjectFrame.indicator_id == row.id)).first() is not None:
        raise refuse("", N_("A project is measured by it"))
    session.exec(delete(PlanTarget).where(col(PlanTarget.indicator_id) == row.id))
    session.exec(delete(PlanIndicator).where(col(PlanIndicator.id) == row.id))
    audit.record(
        session, visitor, "indicator.removed", subject="indicator", subject_id=row.id, detail={"code": row.code}
    )


def save_frame(
    session: Session, visitor: Visitor, plan: Plan, draft: FrameDraft, row: ProjectFrame | None = None
) -> ProjectFrame:
    """New, or changed. RefusedError where strategy, indicator or a year are of another plan, or a year lacks."""
    begin_writing(session, visitor, plan)
    if find_element(session, plan, draft.strategy_id).kind is not ElementKind.STRATEGY:
        raise refuse("strategy_id", N_("A project belongs to a strategy"))
    if draft.indicator_id is None:
        raise refuse("indicator_id", N_("This is needed"))
    find_indicator(session, plan, draft.indicator_id)
    given = {one.fiscal_year: satang(one.amount) for one in draft.years if one.amount is not None}
    missing = [year for year in plan.years if year not in given]
    if missing or set(given) - set(plan.years):
        raise (
            RefusedError(
                Problem("years", N_("There is no amount for fiscal year %(year)s"), {"year": year}) for year in missing
            )
            if missing
            else refuse("years", N_("This year is not of the plan"))
        )
    values = draft.model_dump(exclude={"years"})
    if row is None:
        last = session.exec(select(func.max(ProjectFrame.place)).where(ProjectFrame.plan_id == plan.id)).one()
        row = ProjectFrame(office_code=plan.office_code, plan_id=plan.id or 0, place=(last or 0) + 1, **values)
        session.add(row)
        session.flush()
        changes: dict[str, object] = {"title": row.title}
        action = "frame.added"
    else:
        changes, action = take(row, values), "frame.changed"
    changes |= _set_amounts(session, plan, row, given)
    if changes:
        audit.record(session, visitor, action, subject="project_frame", subject_id=row.id, detail=changes)
    return row


def _set_amounts(session: Session, plan: Plan, row: ProjectFrame, given: Mapping[int, int | None]) -> dict[str, object]:
    rows = {one.fiscal_year: one for one in session.exec(select(FrameYear).where(FrameYear.frame_id == row.id)).all()}
    changes: dict[str, object] = {}
    for year, amount in given.items():
        before = rows.get(year)
        kept = before or FrameYear(office_code=plan.office_code, frame_id=row.id or 0, fiscal_year=year, satang=0)
        if before is None or before.satang != amount:
            changes[str(year)] = [before.satang if before else None, amount]
        kept.satang = amount or 0
        session.add(kept)
    session.flush()
    return changes


def remove_frame(session: Session, visitor: Visitor, plan: Plan, row: ProjectFrame) -> None:
    """With its amounts and what it answers."""
    begin_writing(session, visitor, plan)
    session.exec(delete(FrameYear).where(col(FrameYear.frame_id) == row.id))
    session.exec(delete(ProblemTie).where(col(ProblemTie.frame_id) == row.id))
    session.exec(delete(ProjectFrame).where(col(ProjectFrame.id) == row.id))
    audit.record(
        session, visitor, "frame.removed", subject="project_frame", subject_id=row.id, detail={"title": row.title}
    )
