"""Papers of a plan are made here, from what is stored."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlmodel import Session

from planning.development_plan.content import content_of
from planning.development_plan.models.plan import EvidenceKind, Plan
from planning.development_plan.models.school_plan import SchoolPlan
from planning.development_plan.papers import evidence, sheets
from planning.development_plan.papers.book import BOOK, BookData
from planning.development_plan.store.alignment import leanings
from planning.development_plan.store.plans import evidence_of
from planning.development_plan.store.results import find_evaluation
from planning.development_plan.store.school_plans import goals_of, reviews_of
from planning.development_plan.store.written import (
    amounts_of,
    elements_of,
    factors_of,
    find_frame,
    find_indicator,
    indicators_of,
    problems_answered,
    targets_of,
)
from planning.kit.visitor import Visitor
from planning.plans.models.paper import Paper
from planning.plans.store.papers import Of, make_paper
from service.i18n import N_
from service.papers.kind import PaperData, PaperKind
from service.refusal import MissingError, block

Made = tuple[PaperKind[Any], Callable[[str, str, Mapping[str, Any]], PaperData]]
_EVIDENCE: Final[Mapping[str, tuple[EvidenceKind, Made]]] = {
    "review": (EvidenceKind.REVIEW, (evidence.REVIEW, evidence.review_of)),
    "situation": (EvidenceKind.SITUATION, (evidence.SITUATION, evidence.situation_of)),
    "factors": (EvidenceKind.POSITION, (evidence.FACTORS, evidence.factors_of)),
}


def make_evidence_paper(session: Session, visitor: Visitor, plan: Plan, name: str) -> Paper:
    """Of a set that was handed in (BlockedError where it was not), or the book as the plan stands now."""
    of = Of("development", plan.key)
    if name == "book":
        book = BookData(office=visitor.office_name, title=plan.title, content=content_of(session, plan))
        return make_paper(session, visitor, BOOK, book, of=of)
    if name not in _EVIDENCE:
        raise MissingError("paper")
    kind, (paper, data) = _EVIDENCE[name]
    handed = evidence_of(session, plan).get(kind)
    if handed is None:
        raise block(N_("It was not handed in yet"))
    return make_paper(session, visitor, paper, data(visitor.office_name, plan.title, handed.content), of=of)


def make_plan_paper(session: Session, visitor: Visitor, plan: Plan, name: str, row_id: int) -> Paper:
    """Of an indicator, a project frame or an evaluation."""
    makers: Mapping[str, Callable[[], tuple[PaperKind[Any], PaperData]]] = {
        "indicator": lambda: (sheets.INDICATOR, _indicator(session, visitor, plan, row_id)),
        "frame": lambda: (sheets.FRAME, _frame(session, visitor, plan, row_id)),
        "report": lambda: (sheets.REPORT, _report(session, visitor, plan, row_id)),
    }
    if name not in makers:
        raise MissingError("paper")
    kind, data = makers[name]()
    return make_paper(session, visitor, kind, data, of=Of("development", plan.key))


def _indicator(session: Session, visitor: Visitor, plan: Plan, row_id: int) -> sheets.IndicatorData:
    row = find_indicator(session, plan, row_id)
    texts = {one.id: one.text for one in elements_of(session, plan)}
    told = {"code", "name", "unit", "formula", "source", "baseline", "baseline_year", "no_baseline"}
    return sheets.IndicatorData(
        office=visitor.office_name,
        plan=plan.title,
        of=texts[row.element_id],
        level=row.level.value,
        direction=row.direction.value,
        targets=tuple(
            sheets.YearFigure(fiscal_year=one.fiscal_year, value=one.value, area=one.area)
            for one in targets_of(session, plan).get(row_id, ())
        ),
        **row.model_dump(include=told),
    )


def _frame(session: Session, visitor: Visitor, plan: Plan, row_id: int) -> sheets.FrameData:
    row = find_frame(session, plan, row_id)
    texts = {one.id: one.text for one in elements_of(session, plan)}
    named = {one.id: f"{one.code} {one.name}" for one in indicators_of(session, plan)}
    factors = {one.id: one.text for one in factors_of(session, plan)}
    return sheets.FrameData(
        office=visitor.office_name,
        plan=plan.title,
        strategy=texts[row.strategy_id],
        indicator=named.get(row.indicator_id, ""),
        problems=tuple(factors[one.factor_id] for one in problems_answered(session, plan) if one.frame_id == row_id),
        policies=tuple(one["node"] for one in leanings(session, plan.office_code, [("frame", row.key)])),
        amounts=tuple(
            sheets.YearAmount(fiscal_year=year, satang=satang)
            for year, satang in amounts_of(session, plan).get(row_id, {}).items()
        ),
        **row.model_dump(include={"title", "owner", "output", "outcome"}),
    )


def _report(session: Session, visitor: Visitor, plan: Plan, row_id: int) -> sheets.ReportData:
    row = find_evaluation(session, plan, row_id)
    told = ("code", "name", "unit", "fiscal_year", "target", "actual", "grade")
    return sheets.ReportData(
        office=visitor.office_name,
        plan=plan.title,
        kind=row.kind.value,
        results=tuple(evidence.ReachedLine.model_validate({name: one[name] for name in told}) for one in row.results),
        **row.model_dump(include={"fiscal_year", "problems", "lessons", "advice"}),
    )


def make_school_paper(session: Session, visitor: Visitor, row: SchoolPlan) -> Paper:
    """The checklist as it was reviewed last; not judged where it was not."""
    last = next(iter(reviews_of(session, row)), None)
    data = sheets.ChecklistData(
        office=visitor.office_name,
        school=row.school_name,
        group=row.school_group,
        goals=tuple(
            sheets.GoalAnswer(goal=one.goal_text, answer=one.answer, target=one.target)
            for one in goals_of(session, row)
        ),
        points=tuple(
            sheets.Point(text=text, is_met=name in last.met if last is not None else None)
            for name, text in sheets.POINTS.items()
        ),
        comment=last.comment if last is not None else "",
    )
    return make_paper(
        session, visitor, sheets.CHECKLIST, data, of=Of("school_plan", str(row.id), school_code=row.school_code)
    )
