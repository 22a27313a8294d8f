"""Indicators and money of development plans for Prometheus: plans of an office that had not ended a year ago."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Final

from sqlmodel import Session, col, select

from office.fiscal import FiscalYear
from planning.development_plan.models.plan import Plan
from planning.development_plan.steps.grading import Grade
from planning.development_plan.store.results import results, spending
from planning.kit.figures import Exposed, Family, Figures

BAHT: Final = 100
LABELS: Final = ("plan", "year")
INDICATORS: Final = Family(
    "development_plan_indicators",
    "Indicators of a year: met, better (short of the target), missed, or unknown (without target or figure).",
    (*LABELS, "state"),
)
FORESEEN: Final = Family("development_plan_foreseen_baht", "What the plan's project frames foresee.", LABELS)
GIVEN: Final = Family("development_plan_given_baht", "Of that: what approved annual plans gave.", LABELS)
SPENT: Final = Family("development_plan_spent_baht", "Of that: what was spent.", LABELS)


def fill(session: Session, office_code: str, today: date, figures: Figures) -> None:
    """Plans of one title are one series. Money of years in which annual plans gave or spent something."""
    wanted = select(Plan).where(Plan.office_code == office_code, Plan.last_year >= FiscalYear.of(today).era - 1)
    for plan in session.exec(wanted.order_by(col(Plan.first_year), col(Plan.id))).all():
        grades = Counter((one.fiscal_year, one.grade) for one in results(session, plan))
        for year in plan.years:
            for grade in Grade:
                figures.add(INDICATORS, grades[year, grade], plan.title, year, grade.value)
        for one in spending(session, plan):
            labels = (plan.title, one.fiscal_year)
            for family, satang in ((FORESEEN, one.foreseen), (GIVEN, one.approved), (SPENT, one.spent)):
                figures.add(family, satang / BAHT, *labels)


EXPOSED: Final = Exposed((INDICATORS, FORESEEN, GIVEN, SPENT), fill)
