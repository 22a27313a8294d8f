"""What the plan has reached: actuals of the annual plan beside the targets, and evaluations with lessons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Annotated

from pydantic import Field
from sqlmodel import Session, col, select

from planning.development_plan.copied import INDICATORS
from planning.development_plan.models.evaluation import Evaluation, EvaluationKind
from planning.development_plan.models.plan import Plan
from planning.development_plan.models.target import Actual, Spending
from planning.development_plan.steps.grading import Grade, Told, grade, newest
from planning.development_plan.store.plans import FiscalYear
from planning.development_plan.store.written import amounts_of, frames_of, indicators_of, targets_of
from planning.kit import audit, copies
from planning.kit.visitor import Visitor
from planning.plans.grading import Measure
from service.columns import utc_now
from service.draft import Draft, take
from service.i18n import N_
from service.refusal import MissingError, refuse

Long = Annotated[str, Field(max_length=4000)]


@dataclass(frozen=True, slots=True)
class Result:
    """An indicator in a fiscal year; `quarter` is that of the actual, 0: of the whole year."""

    code: str
    name: str
    unit: str
    direction: str
    fiscal_year: int
    baseline: float | None
    target: float | None
    actual: float | None
    quarter: int
    grade: Grade
    source: str


@dataclass(frozen=True, slots=True)
class LastReport:
    """What the office reported last before a plan begins (P1-7.10), with how many indicators were graded how."""

    plan_key: str
    plan_title: str
    kind: EvaluationKind
    fiscal_year: int
    met: int
    missed: int
    problems: str
    lessons: str
    advice: str


class EvaluationDraft(Draft):
    """What people write of a year, or of the half of the plan."""

    kind: EvaluationKind
    fiscal_year: FiscalYear
    problems: Long = ""
    lessons: Annotated[str, Field(min_length=1, max_length=4000)]
    advice: Long = ""


def results(session: Session, plan: Plan, years: Sequence[int] | None = None) -> tuple[Result, ...]:
    """By indicator, by year. A word of a report holds before the registry's copy, which may be older."""
    keys = {row.key for row in indicators_of(session, plan)}
    told = _told(session, plan, keys)
    targets = targets_of(session, plan)
    found = []
    for row in indicators_of(session, plan):
        for year in years or plan.years:
            target = next(
                (one.value for one in targets.get(row.id or 0, ()) if one.fiscal_year == year and not one.area), None
            )
            last = newest(told.get(row.key, {}), year)
            actual = last.value if last else None
            found.append(
                Result(
                    row.code,
                    row.name,
                    row.unit,
                    row.direction.value,
                    year,
                    row.baseline,
                    target,
                    actual,
                    last.quarter if last else 0,
                    grade(actual, Measure(row.direction, row.baseline, target, row.band_low, row.band_high)),
                    told.get(row.key, {}).get(last, "") if last else "",
                )
            )
    return tuple(found)


def _told(session: Session, plan: Plan, keys: set[str]) -> dict[str, dict[Told, str]]:
    """By indicator, each actual with where it is from."""
    found: dict[str, dict[Told, str]] = {}
    for copied in copies.rows(session, plan.office_code, INDICATORS).rows:
        if copied.key in keys:
            for one in copied.actuals:
                if not one.school_code and not one.district:
                    found.setdefault(copied.key, {})[Told(one.fiscal_year, one.quarter or 0, one.value)] = one.source
    wanted = select(Actual).where(Actual.office_code == plan.office_code, col(Actual.indicator_key).in_(keys))
    for row in session.exec(wanted.order_by(col(Actual.as_of), col(Actual.id))):
        of_key = found.setdefault(row.indicator_key, {})
        for older in [one for one in of_key if (one.fiscal_year, one.quarter) == (row.fiscal_year, row.quarter)]:
            del of_key[older]
        of_key[Told(row.fiscal_year, row.quarter, row.value)] = row.source
    return found


@dataclass(frozen=True, slots=True)
class Spent:
    """A project frame in a fiscal year, whole satang: foreseen, given by annual plans, and spent."""

    title: str
    fiscal_year: int
    foreseen: int
    approved: int
    spent: int

    @property
    def percent(self) -> float | None:
        """Spent of what was given."""
        return self.spent / self.approved * 100 if self.approved else None


def spending(session: Session, plan: Plan) -> tuple[Spent, ...]:
    """By frame, by year, where annual plans gave or spent anything."""
    frames, amounts = frames_of(session, plan), amounts_of(session, plan)
    wanted = select(Spending).where(
        Spending.office_code == plan.office_code, col(Spending.frame_key).in_([row.key for row in frames])
    )
    given: dict[tuple[str, int], list[Spending]] = {}
    for row in session.exec(wanted):
        given.setdefault((row.frame_key, row.fiscal_year), []).append(row)
    return tuple(
        Spent(
            frame.title,
            year,
            amounts.get(frame.id or 0, {}).get(year, 0),
            sum(one.approved_satang for one in given[frame.key, year]),
            sum(one.spent_satang for one in given[frame.key, year]),
        )
        for frame in frames
        for year in plan.years
        if (frame.key, year) in given
    )


def evaluations_of(session: Session, plan: Plan) -> Sequence[Evaluation]:
    """By year."""
    wanted = select(Evaluation).where(Evaluation.plan_id == plan.id, Evaluation.office_code == plan.office_code)
    return session.exec(wanted.order_by(col(Evaluation.fiscal_year), col(Evaluation.id))).all()


def last_report(session: Session, plan: Plan) -> LastReport | None:
    """Of the newest year before the plan for which the office wrote one, of whatever plan; that of the year holds
    before that of the half.
    """
    wanted = (
        select(Evaluation, Plan)
        .join(Plan, col(Plan.id) == Evaluation.plan_id)
        .where(Evaluation.office_code == plan.office_code, Evaluation.fiscal_year < plan.first_year)
        .order_by(col(Evaluation.fiscal_year).desc(), col(Evaluation.kind).desc(), col(Evaluation.id).desc())
        .limit(1)
    )
    found = session.exec(wanted).first()
    if found is None:
        return None
    row, of = found
    grades = [str(one["grade"]) for one in row.results]
    told = row.model_dump(include={"kind", "fiscal_year", "problems", "lessons", "advice"})
    missed = grades.count(Grade.MISSED.value) + grades.count(Grade.BETTER.value)
    return LastReport(of.key, of.title, met=grades.count(Grade.MET.value), missed=missed, **told)


def find_evaluation(session: Session, plan: Plan, row_id: int) -> Evaluation:
    """MissingError where it is of another plan."""
    row = next((one for one in evaluations_of(session, plan) if one.id == row_id), None)
    if row is None:
        raise MissingError("evaluation")
    return row


def mid_term(plan: Plan) -> int:
    """The fiscal year in which the first half of the plan ends."""
    return plan.years[(len(plan.years) - 1) // 2]


def evaluate(session: Session, visitor: Visitor, plan: Plan, draft: EvaluationDraft) -> Evaluation:
    """Written, or written anew with the grades of now: one for each year, and one at mid-term."""
    if draft.fiscal_year not in plan.years:
        raise refuse("fiscal_year", N_("This year is not of the plan"))
    if draft.kind is EvaluationKind.MID_TERM and draft.fiscal_year != mid_term(plan):
        raise refuse("fiscal_year", N_("The first half of the plan ends with %(year)s"), year=mid_term(plan))
    years = (
        [year for year in plan.years if year <= draft.fiscal_year]
        if draft.kind is EvaluationKind.MID_TERM
        else [draft.fiscal_year]
    )
    graded: list[dict[str, object]] = [
        asdict(one) | {"grade": one.grade.value} for one in results(session, plan, years)
    ]
    row = next(
        (
            one
            for one in evaluations_of(session, plan)
            if (one.kind, one.fiscal_year) == (draft.kind, draft.fiscal_year)
        ),
        None,
    )
    values = draft.model_dump() | {"results": graded, "author": visitor.name[:120]}
    if row is None:
        row = Evaluation(office_code=plan.office_code, plan_id=plan.id or 0, **values)
        is_changed = True
    else:
        is_changed = bool(take(row, values))
    if is_changed:
        row.changed_at = utc_now()
        session.add(row)
        session.flush()
        audit.record(
            session,
            visitor,
            "plan.evaluated",
            subject="plan",
            subject_id=plan.id,
            detail={"kind": row.kind.value, "fiscal_year": row.fiscal_year},
        )
    return row
