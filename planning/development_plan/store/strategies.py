"""Strategies: the factors that each answers, the problems that goals and projects answer, and what is missing."""

from __future__ import annotations

from collections.abc import Collection

from sqlmodel import Session, col, delete

from planning.development_plan.models.element import Element, ElementKind, FactorPair, ProblemTie
from planning.development_plan.models.factor import FactorClass
from planning.development_plan.models.plan import Plan
from planning.development_plan.store.elements import SUBJECT
from planning.development_plan.store.gates import begin_writing
from planning.development_plan.store.written import factors_of, find_factor, pairs_of, problems_answered
from planning.kit import audit
from planning.kit.visitor import Visitor
from service.i18n import N_
from service.refusal import MissingError, refuse

INNER = frozenset({FactorClass.STRENGTH, FactorClass.WEAKNESS})


def add_pair(session: Session, visitor: Visitor, plan: Plan, strategy: Element, inner_id: int, outer_id: int) -> None:
    """One factor of the inside with one from around. The same pair again changes nothing."""
    begin_writing(session, visitor, plan)
    if strategy.kind is not ElementKind.STRATEGY:
        raise refuse("inner_id", N_("Only a strategy answers pairs of factors"))
    inner, outer = find_factor(session, plan, inner_id), find_factor(session, plan, outer_id)
    if inner.factor_class not in INNER:
        raise refuse("inner_id", N_("A strength or a weakness is needed"))
    if outer.factor_class in INNER:
        raise refuse("outer_id", N_("An opportunity or a threat is needed"))
    known = {(row.inner_id, row.outer_id) for row in pairs_of(session, plan) if row.strategy_id == strategy.id}
    if (inner_id, outer_id) in known:
        return
    session.add(
        FactorPair(
            office_code=plan.office_code,
            plan_id=plan.id or 0,
            strategy_id=strategy.id or 0,
            inner_id=inner_id,
            outer_id=outer_id,
        )
    )
    session.flush()
    audit.record(
        session,
        visitor,
        "strategy.paired",
        subject=SUBJECT,
        subject_id=strategy.id,
        detail={"inner": inner_id, "outer": outer_id},
    )


def remove_pair(session: Session, visitor: Visitor, plan: Plan, strategy: Element, pair_id: int) -> None:
    """MissingError where it is of another strategy."""
    begin_writing(session, visitor, plan)
    row = next((one for one in pairs_of(session, plan) if one.id == pair_id and one.strategy_id == strategy.id), None)
    if row is None:
        raise MissingError("pair")
    session.delete(row)
    session.flush()
    audit.record(
        session, visitor, "strategy.unpaired", subject=SUBJECT, subject_id=strategy.id, detail={"pair": pair_id}
    )


def answer_problems(
    session: Session,
    visitor: Visitor,
    plan: Plan,
    *,
    factors: Collection[int],
    goal_id: int | None = None,
    frame_id: int | None = None,
) -> None:
    """All factors that a goal, or a project frame, answers. RefusedError for a factor of another plan."""
    begin_writing(session, visitor, plan)
    if not set(factors) <= {row.id for row in factors_of(session, plan)}:
        raise refuse("factors", N_("There is no such factor"))
    mine = [row for row in problems_answered(session, plan) if (row.goal_id, row.frame_id) == (goal_id, frame_id)]
    before = {row.factor_id for row in mine}
    if before == set(factors):
        return
    gone = [row.id for row in mine if row.factor_id not in factors]
    session.exec(delete(ProblemTie).where(col(ProblemTie.id).in_(gone)))
    for factor_id in sorted(set(factors) - before):
        session.add(
            ProblemTie(
                office_code=plan.office_code,
                plan_id=plan.id or 0,
                goal_id=goal_id,
                frame_id=frame_id,
                factor_id=factor_id,
            )
        )
    session.flush()
    subject, subject_id = (SUBJECT, goal_id) if goal_id is not None else ("project_frame", frame_id)
    audit.record(
        session,
        visitor,
        "problems.answered",
        subject=subject,
        subject_id=subject_id,
        detail={"before": sorted(before), "after": sorted(set(factors))},
    )
