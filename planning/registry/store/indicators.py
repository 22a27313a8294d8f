"""Indicators, their targets and what they were; nothing of a closed fiscal year changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final, Self

from pydantic import AfterValidator, Field, model_validator
from sqlmodel import Session, col, or_, select

from contract.events import Fact, IndicatorMeasured
from contract.planning import ActualEntered
from office.fiscal import FiscalYear
from planning.kit import audit
from planning.kit.happened import Happened
from planning.kit.visitor import Visitor
from planning.plans.grading import Grade, Measure, grade
from planning.plans.indicator import End, IndicatorParts, ends
from planning.registry.models.fiscal_year import FiscalYearState, YearState
from planning.registry.models.indicator import (
    Frequency,
    Indicator,
    IndicatorActual,
    IndicatorNode,
    IndicatorTarget,
)
from planning.registry.models.reference import PolicyNode
from service.columns import utc_now
from service.draft import Digits, Draft, Empty, Line, take
from service.i18n import N_
from service.refusal import MissingError, NotTakenError, refuse

SUBJECT: Final = "indicator"
MOST: Final = 500
SMIS_DIGITS: Final = 8
Figure = Annotated[float, Field(ge=-1e12, le=1e12, allow_inf_nan=False)]
OptionalFigure = Annotated[float | None, Field(ge=-1e12, le=1e12, allow_inf_nan=False), Empty]


def _fiscal(era: int) -> int:
    """A year of the Buddhist era; an academic year is another type and never comes here (INV-C3)."""
    try:
        return FiscalYear(era).era
    except ValueError:
        raise NotTakenError(N_("A fiscal year of the Buddhist era is needed")) from None


Era = Annotated[int, Digits, AfterValidator(_fiscal)]
Code = Annotated[str, Field(min_length=1, max_length=32)]
SchoolCode = Annotated[str, Field(pattern=r"^(\d{8})?$")]


class IndicatorDraft(IndicatorParts):
    """An indicator with what makes it one (INV-C2), and its formula."""

    code: Code
    name: Annotated[str, Field(min_length=1, max_length=500)]
    formula: Annotated[str, Field(min_length=1, max_length=1000)]
    frequency: Frequency = Frequency.YEAR
    baseline_year: Annotated[Era | None, Empty] = None
    band_low: End = None
    band_high: End = None
    measure: Annotated[str, Field(max_length=120)] = ""

    @model_validator(mode="after")
    def _has_ends(self) -> Self:
        if (self.baseline is None) != (self.baseline_year is None):
            raise NotTakenError(N_("A baseline and its fiscal year belong together"), "baseline_year")
        ends(self)
        return self


class TargetDraft(Draft):
    """What is aimed at, by school or district where one is named."""

    fiscal_year: Era
    value: Figure
    school_code: SchoolCode = ""
    district: Annotated[str, Field(max_length=120)] = ""


class ActualDraft(TargetDraft):
    """What it was; quarter 0: the whole year."""

    quarter: Annotated[int, Field(ge=0, le=4)] = 0
    as_of: Happened
    source: Line = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """An indicator of the whole office in one fiscal year: the target, what was said last, and its grade."""

    row: Indicator
    target: float | None
    actual: IndicatorActual | None
    grade: Grade


def indicators(session: Session, visitor: Visitor, *, q: str = "") -> Sequence[Indicator]:
    """By code."""
    wanted = select(Indicator).where(Indicator.office_code == visitor.office_code)
    if q:
        words = f"%{q.replace('%', '').replace('_', '')}%"
        wanted = wanted.where(or_(col(Indicator.name).ilike(words), col(Indicator.code).ilike(words)))
    return session.exec(wanted.order_by(Indicator.code).limit(MOST)).all()


def find_indicator(session: Session, visitor: Visitor, key: str, *, to_change: bool = False) -> Indicator:
    """MissingError where the office has none of this key."""
    wanted = select(Indicator).where(Indicator.office_code == visitor.office_code, Indicator.key == key)
    row = session.exec(wanted.with_for_update() if to_change else wanted).one_or_none()
    if row is None:
        raise MissingError("indicator")
    return row


def targets_of(session: Session, row: Indicator) -> Sequence[IndicatorTarget]:
    """By year, the whole office first."""
    wanted = select(IndicatorTarget).where(IndicatorTarget.indicator_id == row.id)
    return session.exec(
        wanted.order_by(col(IndicatorTarget.fiscal_year), IndicatorTarget.district, IndicatorTarget.school_code)
    ).all()


def actuals_of(session: Session, row: Indicator) -> Sequence[IndicatorActual]:
    """What was said last comes first."""
    wanted = select(IndicatorActual).where(IndicatorActual.indicator_id == row.id)
    return session.exec(wanted.order_by(col(IndicatorActual.id).desc()).limit(MOST)).all()


def nodes_of(session: Session, row: Indicator) -> Sequence[PolicyNode]:
    """What it measures."""
    return session.exec(
        select(PolicyNode)
        .join(IndicatorNode, col(IndicatorNode.node_id) == col(PolicyNode.id))
        .where(IndicatorNode.indicator_id == row.id)
        .order_by(PolicyNode.code)
    ).all()


def standings(session: Session, rows: Sequence[Indicator], era: int) -> Sequence[Standing]:
    """Each in one fiscal year."""
    ids = [row.id for row in rows]
    targets = {
        one.indicator_id: one.value
        for one in session.exec(
            select(IndicatorTarget).where(
                col(IndicatorTarget.indicator_id).in_(ids),
                IndicatorTarget.fiscal_year == era,
                IndicatorTarget.school_code == "",
                IndicatorTarget.district == "",
            )
        )
    }
    actuals = {
        one.indicator_id: one
        for one in session.exec(
            select(IndicatorActual)
            .where(
                col(IndicatorActual.indicator_id).in_(ids),
                IndicatorActual.fiscal_year == era,
                IndicatorActual.school_code == "",
                IndicatorActual.district == "",
            )
            .order_by(col(IndicatorActual.as_of), col(IndicatorActual.id))
        )
    }
    return [_standing(row, targets.get(row.id or 0), actuals.get(row.id or 0)) for row in rows]


def graded(row: Indicator, value: float | None, target: float | None) -> Grade:
    """One value of an indicator."""
    return grade(value, Measure(row.direction, row.baseline, target, row.band_low, row.band_high))


def add_indicator(session: Session, visitor: Visitor, draft: IndicatorDraft, node_key: str = "") -> Indicator:
    """A new one, at once for the node that it measures, where one is named."""
    _is_free(session, visitor, draft.code)
    row = Indicator(office_code=visitor.office_code, **draft.model_dump())
    session.add(row)
    session.flush()
    audit.record(session, visitor, "indicator.added", subject=SUBJECT, subject_id=row.id, detail={"code": row.code})
    if node_key:
        measure_node(session, visitor, row, node_key)
    return row


def change_indicator(session: Session, visitor: Visitor, row: Indicator, draft: IndicatorDraft) -> None:
    """Nothing is written down when nothing changed."""
    if draft.code != row.code:
        _is_free(session, visitor, draft.code)
    changes = take(row, draft.model_dump())
    if changes:
        row.changed_at = utc_now()
        audit.record(session, visitor, "indicator.changed", subject=SUBJECT, subject_id=row.id, detail=changes)


def measure_node(session: Session, visitor: Visitor, row: Indicator, node_key: str) -> None:
    """It measures this node of a reference."""
    node = session.exec(
        select(PolicyNode).where(PolicyNode.office_code == visitor.office_code, PolicyNode.key == node_key)
    ).one_or_none()
    if node is None:
        raise refuse("node", N_("This is needed"))
    wanted = select(IndicatorNode.id).where(IndicatorNode.indicator_id == row.id, IndicatorNode.node_id == node.id)
    if session.exec(wanted).first() is None:
        session.add(IndicatorNode(office_code=visitor.office_code, indicator_id=row.id or 0, node_id=node.id or 0))
        row.changed_at = utc_now()
        detail = {"node": node.code}
        audit.record(session, visitor, "indicator.changed", subject=SUBJECT, subject_id=row.id, detail=detail)
        session.flush()


def set_target(session: Session, visitor: Visitor, row: Indicator, draft: TargetDraft) -> None:
    """For a year; the earlier target of the same year, school and district is replaced, and the audit keeps it."""
    _is_not_closed(session, row.office_code, draft.fiscal_year)
    wanted = select(IndicatorTarget).where(
        IndicatorTarget.indicator_id == row.id,
        IndicatorTarget.fiscal_year == draft.fiscal_year,
        IndicatorTarget.school_code == draft.school_code,
        IndicatorTarget.district == draft.district,
    )
    target = session.exec(wanted).one_or_none()
    before = target.value if target is not None else None
    if target is None:
        target = IndicatorTarget(office_code=row.office_code, indicator_id=row.id or 0, **draft.model_dump())
    target.value = draft.value
    session.add(target)
    row.changed_at = utc_now()
    detail = {"year": draft.fiscal_year, "value": [before, draft.value]}
    audit.record(session, visitor, "indicator.target", subject=SUBJECT, subject_id=row.id, detail=detail)
    session.flush()


def enter_actual(session: Session, visitor: Visitor, row: Indicator, draft: ActualDraft) -> None:
    """What it was; what was said before stays."""
    _is_not_closed(session, row.office_code, draft.fiscal_year)
    session.add(
        IndicatorActual(
            office_code=row.office_code, indicator_id=row.id or 0, entered_by=visitor.name[:120], **draft.model_dump()
        )
    )
    row.changed_at = utc_now()
    detail = {"year": draft.fiscal_year, "quarter": draft.quarter, "value": draft.value}
    audit.record(session, visitor, "indicator.actual", subject=SUBJECT, subject_id=row.id, detail=detail)
    session.flush()


def hear(session: Session, fact: Fact, _at: datetime) -> str:
    """What other services measured or entered."""
    school = ""
    match fact:
        case ActualEntered():
            wanted = select(Indicator).where(Indicator.key == fact.indicator_key)
            value, quarter, source = fact.value, fact.quarter, fact.source or "annual_plan"
        case IndicatorMeasured() if fact.value is not None:
            wanted = select(Indicator).where(Indicator.measure == f"{fact.process}/{fact.indicator}")
            value, quarter, source, school = fact.value, 0, "netops", fact.unit_code
            if len(school) not in {0, SMIS_DIGITS}:
                return "of a unit that is no school of the registry"
        case _:
            return "nothing was measured"
    rows = session.exec(wanted.where(Indicator.office_code == fact.office_code)).all()
    for row in rows:
        session.add(
            IndicatorActual(
                office_code=row.office_code,
                indicator_id=row.id or 0,
                fiscal_year=fact.fiscal_year,
                quarter=quarter,
                value=value,
                school_code=school,
                as_of=fact.as_of,
                source=source[:255],
            )
        )
        row.changed_at = utc_now()
    return f"taken by {len(rows)} indicators"


def _standing(row: Indicator, target: float | None, actual: IndicatorActual | None) -> Standing:
    return Standing(row, target, actual, graded(row, actual.value if actual else None, target))


def _is_free(session: Session, visitor: Visitor, code: str) -> None:
    wanted = select(Indicator.id).where(Indicator.office_code == visitor.office_code, Indicator.code == code)
    if session.exec(wanted).first() is not None:
        raise refuse("code", N_("Another indicator has this code"))


def _is_not_closed(session: Session, office_code: str, era: int) -> None:
    wanted = select(FiscalYearState.id).where(
        FiscalYearState.office_code == office_code,
        FiscalYearState.era == era,
        FiscalYearState.state == YearState.CLOSED,
    )
    if session.exec(wanted).first() is not None:
        raise refuse("fiscal_year", N_("This fiscal year is closed"))
