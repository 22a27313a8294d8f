"""The objective of the process, P1-1: how much of the plan is tied to a policy and to a measured problem or need."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, select

from planning.development_plan.models.element import ElementKind
from planning.development_plan.models.factor import Basis
from planning.development_plan.models.plan import Plan
from planning.development_plan.steps.objective import Share, Tied, share
from planning.development_plan.store.alignment import policies
from planning.development_plan.store.written import elements_of, factors_of, frames_of, problems_answered
from planning.plans.declared import Measured, Pointing


def plans_of(session: Session, office_code: str) -> Sequence[Plan]:
    """All of the office."""
    return session.exec(select(Plan).where(Plan.office_code == office_code)).all()


def measured(session: Session, office_code: str, fiscal_year: int) -> Measured:
    """Of the plans that the fiscal year is of."""
    found = tied_share(session, office_code, fiscal_year)
    return Measured(None if found.percent is None else round(found.percent, 2), found.of)


def tied_share(session: Session, office_code: str, fiscal_year: int) -> Share:
    """With the names of what is loose."""
    things: list[Tied] = []
    for plan in plans_of(session, office_code):
        if fiscal_year in plan.years:
            things += _of(session, plan)
    return share(things)


def _of(session: Session, plan: Plan) -> list[Tied]:
    solid = {row.id for row in factors_of(session, plan) if row.basis is not Basis.JUDGED}
    answered = [one for one in problems_answered(session, plan) if one.factor_id in solid]
    goals = elements_of(session, plan, {ElementKind.GOAL})
    frames = frames_of(session, plan)
    of_goals = policies(session, plan.office_code, "goal", [row.key for row in goals])
    of_frames = policies(session, plan.office_code, "frame", [row.key for row in frames])
    return [
        *(Tied(row.text, of_goals[row.key] > 0, any(one.goal_id == row.id for one in answered)) for row in goals),
        *(Tied(row.title, of_frames[row.key] > 0, any(one.frame_id == row.id for one in answered)) for row in frames),
    ]


def pointing(session: Session, office_code: str) -> Sequence[Pointing]:
    """Goals, strategies and project frames can lean on policies."""
    found: list[Pointing] = []
    for plan in plans_of(session, office_code):
        at = f"/plans/{plan.key}"
        years = (plan.first_year, plan.last_year, ("development", plan.key))
        found += [
            Pointing(row.kind.value, row.key, row.text or "–", f"{at}/elements/{row.id}", *years)
            for row in elements_of(session, plan, {ElementKind.GOAL, ElementKind.STRATEGY})
        ]
        found += [
            Pointing("frame", row.key, row.title, f"{at}/frames/{row.id}/problems", *years)
            for row in frames_of(session, plan)
        ]
    return found
