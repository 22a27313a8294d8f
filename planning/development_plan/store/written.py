"""What a plan says, read: elements with their ties, strategies, indicators, targets and project frames."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlmodel import Session, col, select

from planning.development_plan.models.element import (
    Element,
    ElementKind,
    ElementTie,
    FactorPair,
    ProblemTie,
)
from planning.development_plan.models.factor import Factor, FactorClass, MappingRun
from planning.development_plan.models.plan import Plan
from planning.development_plan.models.target import (
    FrameYear,
    PlanIndicator,
    PlanTarget,
    ProjectFrame,
)
from planning.development_plan.steps.direction import DirectionGaps, Said, direction_gaps
from planning.development_plan.steps.strategies import StrategyLinks
from planning.development_plan.steps.targets import Frame, IndicatorSheet
from planning.development_plan.store.alignment import policies
from service.refusal import MissingError


def elements_of(session: Session, plan: Plan, kinds: Collection[ElementKind] = tuple(ElementKind)) -> Sequence[Element]:
    """By kind, in the order that people gave them."""
    rows = session.exec(
        select(Element).where(
            Element.plan_id == plan.id, Element.office_code == plan.office_code, col(Element.kind).in_(kinds)
        )
    ).all()
    order = list(ElementKind)
    return sorted(rows, key=lambda row: (order.index(row.kind), row.place, row.id or 0))


def find_element(session: Session, plan: Plan, element_id: int, *, to_change: bool = False) -> Element:
    """MissingError where it is of another plan."""
    wanted = select(Element).where(
        Element.id == element_id, Element.plan_id == plan.id, Element.office_code == plan.office_code
    )
    row = session.exec(wanted.with_for_update() if to_change else wanted).one_or_none()
    if row is None:
        raise MissingError("element")
    return row


def ties_of(session: Session, plan: Plan) -> Sequence[tuple[int, int]]:
    """(lower, upper) by id."""
    wanted = select(ElementTie).where(ElementTie.plan_id == plan.id, ElementTie.office_code == plan.office_code)
    return [(row.lower_id, row.upper_id) for row in session.exec(wanted.order_by(col(ElementTie.id)))]


def gaps_of_direction(session: Session, plan: Plan) -> DirectionGaps:
    """What step 4.4 lacks."""
    rows = [Said(row.id or 0, row.kind.value, row.text) for row in elements_of(session, plan)]
    return direction_gaps(rows, ties_of(session, plan))


def pairs_of(session: Session, plan: Plan) -> Sequence[FactorPair]:
    """In the order in which they were made."""
    wanted = select(FactorPair).where(FactorPair.plan_id == plan.id, FactorPair.office_code == plan.office_code)
    return session.exec(wanted.order_by(col(FactorPair.id))).all()


def problems_answered(session: Session, plan: Plan) -> Sequence[ProblemTie]:
    """Which goal or project answers which factor."""
    wanted = select(ProblemTie).where(ProblemTie.plan_id == plan.id, ProblemTie.office_code == plan.office_code)
    return session.exec(wanted.order_by(col(ProblemTie.id))).all()


def strategy_links(session: Session, plan: Plan) -> tuple[StrategyLinks, ...]:
    """Each strategy with how many goals, pairs, policies and measures it has."""
    strategies = elements_of(session, plan, {ElementKind.STRATEGY})
    ties, pairs = ties_of(session, plan), pairs_of(session, plan)
    measures = elements_of(session, plan, {ElementKind.MEASURE})
    leaning = policies(session, plan.office_code, "strategy", [row.key for row in strategies])
    return tuple(
        StrategyLinks(
            id=row.id or 0,
            text=row.text,
            goals=sum(lower == row.id for lower, _upper in ties),
            pairs=sum(pair.strategy_id == row.id for pair in pairs),
            policies=leaning.get(row.key, 0),
            measures=sum(one.parent_id == row.id for one in measures),
        )
        for row in strategies
    )


def served_goals(session: Session, plan: Plan) -> Mapping[int, int]:
    """How many strategies serve each goal, by id."""
    strategies = {row.id for row in elements_of(session, plan, {ElementKind.STRATEGY})}
    found = {row.id or 0: 0 for row in elements_of(session, plan, {ElementKind.GOAL})}
    for lower, upper in ties_of(session, plan):
        if lower in strategies and upper in found:
            found[upper] += 1
    return found


def indicators_of(session: Session, plan: Plan) -> Sequence[PlanIndicator]:
    """By code."""
    wanted = select(PlanIndicator).where(
        PlanIndicator.plan_id == plan.id, PlanIndicator.office_code == plan.office_code
    )
    return session.exec(wanted.order_by(col(PlanIndicator.code))).all()


def find_indicator(session: Session, plan: Plan, indicator_id: int, *, to_change: bool = False) -> PlanIndicator:
    """MissingError where it is of another plan."""
    wanted = select(PlanIndicator).where(
        PlanIndicator.id == indicator_id,
        PlanIndicator.plan_id == plan.id,
        PlanIndicator.office_code == plan.office_code,
    )
    row = session.exec(wanted.with_for_update() if to_change else wanted).one_or_none()
    if row is None:
        raise MissingError("indicator")
    return row


def targets_of(session: Session, plan: Plan) -> Mapping[int, Sequence[PlanTarget]]:
    """By indicator, by year, the whole office first."""
    wanted = (
        select(PlanTarget)
        .join(PlanIndicator)
        .where(PlanIndicator.plan_id == plan.id, PlanTarget.office_code == plan.office_code)
    )
    found: dict[int, list[PlanTarget]] = {}
    for row in session.exec(wanted.order_by(col(PlanTarget.fiscal_year), col(PlanTarget.area))):
        found.setdefault(row.indicator_id, []).append(row)
    return found


def sheets(session: Session, plan: Plan) -> tuple[IndicatorSheet, ...]:
    """Indicators as the rules take them."""
    targets = targets_of(session, plan)
    return tuple(
        IndicatorSheet(
            row.id or 0,
            row.code,
            row.unit,
            row.direction.value,
            row.source,
            row.baseline,
            {one.fiscal_year: one.value for one in targets.get(row.id or 0, ()) if not one.area},
            (row.band_low, row.band_high),
            row.no_baseline,
        )
        for row in indicators_of(session, plan)
    )


def frames_of(session: Session, plan: Plan) -> Sequence[ProjectFrame]:
    """In the order in which they were written down."""
    wanted = select(ProjectFrame).where(ProjectFrame.plan_id == plan.id, ProjectFrame.office_code == plan.office_code)
    return session.exec(wanted.order_by(col(ProjectFrame.place), col(ProjectFrame.id))).all()


def find_frame(session: Session, plan: Plan, frame_id: int, *, to_change: bool = False) -> ProjectFrame:
    """MissingError where it is of another plan."""
    wanted = select(ProjectFrame).where(
        ProjectFrame.id == frame_id, ProjectFrame.plan_id == plan.id, ProjectFrame.office_code == plan.office_code
    )
    row = session.exec(wanted.with_for_update() if to_change else wanted).one_or_none()
    if row is None:
        raise MissingError("project frame")
    return row


def amounts_of(session: Session, plan: Plan) -> Mapping[int, Mapping[int, int]]:
    """Satang by frame, by fiscal year."""
    wanted = (
        select(FrameYear)
        .join(ProjectFrame)
        .where(ProjectFrame.plan_id == plan.id, FrameYear.office_code == plan.office_code)
    )
    found: dict[int, dict[int, int]] = {}
    for row in session.exec(wanted.order_by(col(FrameYear.fiscal_year))):
        found.setdefault(row.frame_id, {})[row.fiscal_year] = row.satang
    return found


def frames(session: Session, plan: Plan) -> tuple[Frame, ...]:
    """Frames as the rules take them."""
    rows, amounts = frames_of(session, plan), amounts_of(session, plan)
    leaning = policies(session, plan.office_code, "frame", [row.key for row in rows])
    return tuple(
        Frame(
            row.id or 0,
            row.strategy_id,
            row.title,
            row.owner,
            int(row.indicator_id is not None),
            leaning.get(row.key, 0),
            amounts.get(row.id or 0, {}),
        )
        for row in rows
    )


def factors_of(session: Session, plan: Plan) -> Sequence[Factor]:
    """By class, the heaviest first."""
    rows = session.exec(select(Factor).where(Factor.plan_id == plan.id, Factor.office_code == plan.office_code)).all()
    order = list(FactorClass)
    return sorted(rows, key=lambda row: (order.index(row.factor_class), -row.weight, row.id or 0))


def find_factor(session: Session, plan: Plan, factor_id: int, *, to_change: bool = False) -> Factor:
    """MissingError where it is of another plan."""
    wanted = select(Factor).where(
        Factor.id == factor_id, Factor.plan_id == plan.id, Factor.office_code == plan.office_code
    )
    row = session.exec(wanted.with_for_update() if to_change else wanted).one_or_none()
    if row is None:
        raise MissingError("factor")
    return row


def latest_fingerprint(session: Session, office_code: str) -> str:
    """Of the newest mapping run that was told of; empty: none was."""
    wanted = select(MappingRun.fingerprint).where(MappingRun.office_code == office_code)
    return session.exec(wanted.order_by(col(MappingRun.at).desc(), col(MappingRun.id).desc())).first() or ""
