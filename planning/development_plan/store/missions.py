"""The review of duties: results of the last years, a verdict for each, and handing the whole in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator, Field
from sqlmodel import Session, col, select

from planning.development_plan.models.duty import Duty, DutyYear, Verdict
from planning.development_plan.models.plan import EvidenceKind, EvidenceSet, Plan
from planning.development_plan.steps.missions import DutyReview, YearResult, gaps, years_before
from planning.development_plan.store.evidence import hand_in
from planning.kit import audit
from planning.kit.visitor import Visitor
from service.draft import Draft, Empty, Note, take
from service.i18n import N_
from service.refusal import MissingError, Problem, RefusedError, refuse

SUBJECT = "duty"
Short = Annotated[str, Field(max_length=500)]


def _baht(value: object) -> object:
    """A form says baht, with or without commas."""
    return value.replace(",", "") if isinstance(value, str) else value


Baht = Annotated[
    Decimal | None,
    Field(ge=0, max_digits=15, decimal_places=2),
    Empty,
    BeforeValidator(_baht),
]


class YearDraft(Draft):
    """What was done for a duty in one year; the amount in baht."""

    fiscal_year: int
    project: Short = ""
    result: Note = ""
    spend: Baht = None
    indicator: Short = ""


class DutyDraft(Draft):
    """The review of one duty."""

    verdict: Annotated[Verdict | None, Empty] = None
    reason: Note = ""
    years: tuple[YearDraft, ...] = ()


def satang(amount: Decimal | None) -> int | None:
    """Whole satang of an amount in baht."""
    return None if amount is None else int(amount * 100)


def duties_of(session: Session, plan: Plan) -> Sequence[Duty]:
    """In the order of the manual."""
    wanted = select(Duty).where(Duty.plan_id == plan.id, Duty.office_code == plan.office_code)
    return session.exec(wanted.order_by(col(Duty.place), col(Duty.id))).all()


def find_duty(session: Session, plan: Plan, duty_id: int, *, to_change: bool = False) -> Duty:
    """MissingError where it is of another plan."""
    wanted = select(Duty).where(Duty.id == duty_id, Duty.plan_id == plan.id, Duty.office_code == plan.office_code)
    row = session.exec(wanted.with_for_update() if to_change else wanted).one_or_none()
    if row is None:
        raise MissingError("duty")
    return row


def years_of(session: Session, plan: Plan) -> Mapping[int, Mapping[int, DutyYear]]:
    """By duty, by fiscal year."""
    wanted = select(DutyYear).join(Duty).where(Duty.plan_id == plan.id, DutyYear.office_code == plan.office_code)
    found: dict[int, dict[int, DutyYear]] = {}
    for row in session.exec(wanted):
        found.setdefault(row.duty_id, {})[row.fiscal_year] = row
    return found


def reviews(session: Session, plan: Plan) -> tuple[DutyReview, ...]:
    """All duties as values, with the years before the plan."""
    years = years_of(session, plan)
    return tuple(
        _review(duty, years.get(duty.id or 0, {}), years_before(plan.first_year)) for duty in duties_of(session, plan)
    )


def _review(duty: Duty, rows: Mapping[int, DutyYear], years: Sequence[int]) -> DutyReview:
    return DutyReview(
        duty.code,
        duty.name,
        duty.verdict.value if duty.verdict else "",
        tuple(
            YearResult(year, rows[year].project, rows[year].result, rows[year].spend_satang, rows[year].indicator)
            if year in rows
            else YearResult(year)
            for year in years
        ),
    )


def change_duty(session: Session, visitor: Visitor, plan: Plan, duty: Duty, draft: DutyDraft) -> None:
    """The verdict and what was done in each year. RefusedError for a year that the review does not look at."""
    allowed = years_before(plan.first_year)
    if draft.verdict in {Verdict.ADJUST, Verdict.STOP} and not draft.reason:
        raise refuse("reason", N_("Say why"))
    rows = years_of(session, plan).get(duty.id or 0, {})
    changes = take(duty, {"verdict": draft.verdict, "reason": draft.reason})
    for at, one in enumerate(draft.years):
        if one.fiscal_year not in allowed:
            raise refuse(f"years.{at}.fiscal_year", N_("This year is not reviewed"))
        row = rows.get(one.fiscal_year) or DutyYear(
            office_code=plan.office_code, duty_id=duty.id or 0, fiscal_year=one.fiscal_year
        )
        values = one.model_dump(exclude={"fiscal_year", "spend"}) | {"spend_satang": satang(one.spend)}
        changed = take(row, values)
        if changed:
            session.add(row)
            changes[str(one.fiscal_year)] = changed
    if changes:
        session.flush()
        audit.record(session, visitor, "duty.reviewed", subject=SUBJECT, subject_id=duty.id, detail=changes)


def review_content(session: Session, plan: Plan) -> dict[str, object]:
    """All that the paper of the review is made from."""
    years = years_of(session, plan)
    return {
        "first_year": plan.first_year,
        "years": list(years_before(plan.first_year)),
        "duties": [
            {
                "code": duty.code,
                "group": duty.group_name,
                "name": duty.name,
                "verdict": duty.verdict.value if duty.verdict else "",
                "reason": duty.reason,
                "years": [
                    row.model_dump(include={"fiscal_year", "project", "result", "spend_satang", "indicator"})
                    for _year, row in sorted(years.get(duty.id or 0, {}).items())
                ],
            }
            for duty in duties_of(session, plan)
        ],
    }


def hand_in_review(session: Session, visitor: Visitor, plan: Plan) -> EvidenceSet:
    """RefusedError names every duty that nobody judged."""
    unjudged = gaps(reviews(session, plan)).verdict
    if unjudged:
        names = {duty.code: duty.name for duty in duties_of(session, plan)}
        raise RefusedError(
            Problem("verdict", N_("There is no verdict on %(code)s %(name)s"), {"code": code, "name": names[code]})
            for code in unjudged
        )
    return hand_in(session, visitor, plan, EvidenceKind.REVIEW, review_content(session, plan))
