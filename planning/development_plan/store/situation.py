"""The situation of the office from the copies of the registry's data, and what was reached until now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final

from sqlmodel import Session

from contract.data.registry import CountRow, IndicatorRow, SchoolRow, StaffRow
from planning.development_plan.copied import ENROLMENT, INDICATORS, SCHOOLS, STAFF
from planning.development_plan.models.plan import EvidenceKind, EvidenceSet, Plan
from planning.development_plan.steps.grading import Grade, Told, grade, newest
from planning.development_plan.steps.missions import years_before
from planning.development_plan.steps.situation import (
    GradeCount,
    Projected,
    YearFigures,
    projection,
    trend,
)
from planning.development_plan.store.evidence import hand_in
from planning.development_plan.store.results import LastReport, last_report
from planning.kit import copies
from planning.kit.visitor import Visitor
from planning.plans.described import Direction
from planning.plans.grading import Measure
from service.i18n import N_
from service.refusal import refuse

_TEACHING: Final = ("ครู", "ผู้สอน", "teacher")


@dataclass(frozen=True, slots=True)
class Reached:
    """An indicator in a fiscal year before the plan."""

    code: str
    name: str
    unit: str
    fiscal_year: int
    target: float | None
    actual: float | None
    grade: Grade


@dataclass(frozen=True, slots=True)
class Situation:
    """All of step 4.2. `as_of` is the last change of the counts at the registry; `is_stale`: it was not reached.
    `report` is what the office reported last.
    """

    figures: tuple[YearFigures, ...]
    projected: tuple[Projected, ...]
    reached: tuple[Reached, ...]
    report: LastReport | None
    schools: int
    small: int
    as_of: datetime | None
    is_stale: bool


SMALL: Final = 120
"""A small school of a primary office has so many pupils at most (C10)."""


def situation(session: Session, plan: Plan) -> Situation:
    """Computed anew from the copies."""
    counts = copies.rows(session, plan.office_code, ENROLMENT)
    staff = copies.rows(session, plan.office_code, STAFF)
    schools = copies.rows(session, plan.office_code, SCHOOLS)
    indicators = copies.rows(session, plan.office_code, INDICATORS)
    counted = grade_counts(counts.rows)
    figures = trend(counted, teachers(staff.rows))
    last = figures[-1].academic_year if figures else 0
    return Situation(
        figures=figures,
        projected=projection(figures),
        reached=reached(indicators.rows, years_before(plan.first_year)),
        report=last_report(session, plan),
        schools=sum(_is_open(row) for row in schools.rows),
        small=_small(one for one in counted if one.academic_year == last),
        as_of=counts.as_of,
        is_stale=counts.is_stale or staff.is_stale,
    )


def _is_open(row: SchoolRow) -> bool:
    return row.is_ours and row.state in {"open", "co_learning", "closing"}


def _small(counts: Iterable[GradeCount]) -> int:
    by_school: dict[str, int] = {}
    for one in counts:
        by_school[one.school] = by_school.get(one.school, 0) + one.pupils
    return sum(0 < pupils <= SMALL for pupils in by_school.values())


def grade_counts(rows: Iterable[CountRow]) -> list[GradeCount]:
    """Of each school and year the revision that holds of its first count: that of June, by which offices compare."""
    held = [row for row in rows if row.is_current]
    first: dict[tuple[str, int], object] = {}
    for row in sorted(held, key=lambda one: one.count_date):
        first.setdefault((row.smis_code, row.academic_year), row.count_date)
    return [
        GradeCount(row.smis_code, row.academic_year, row.grade, row.male, row.female, row.rooms)
        for row in held
        if first[row.smis_code, row.academic_year] == row.count_date
    ]


def is_teacher(row: StaffRow) -> bool:
    """By the words of the position; heads of schools and support staff are none."""
    return any(word in row.position for word in _TEACHING)


def teachers(rows: Iterable[StaffRow]) -> dict[int, int]:
    """Persons who teach, by academic year."""
    found: dict[int, int] = {}
    for row in rows:
        if is_teacher(row):
            found[row.academic_year] = found.get(row.academic_year, 0) + row.persons
    return found


def reached(rows: Iterable[IndicatorRow], years: Sequence[int]) -> tuple[Reached, ...]:
    """Each indicator of the registry in each year for which the office has a target or an actual."""
    found = []
    for row in rows:
        told = [
            Told(one.fiscal_year, one.quarter or 0, one.value)
            for one in row.actuals
            if _whole(one.school_code, one.district)
        ]
        for year in years:
            target = next(
                (
                    one.value
                    for one in row.targets
                    if one.fiscal_year == year and one.quarter is None and _whole(one.school_code, one.district)
                ),
                None,
            )
            last = newest(told, year)
            if target is None and last is None:
                continue
            actual = last.value if last else None
            measure = Measure(Direction(row.direction), row.baseline, target, row.band_low, row.band_high)
            found.append(Reached(row.code, row.name, row.unit, year, target, actual, grade(actual, measure)))
    return tuple(found)


def _whole(school: str, district: str) -> bool:
    return not school and not district


def situation_content(found: Situation) -> dict[str, object]:
    """All that the paper is made from."""
    return {
        "as_of": found.as_of.isoformat() if found.as_of else None,
        "schools": found.schools,
        "small": found.small,
        "figures": [
            {
                "academic_year": one.academic_year,
                "schools": one.schools,
                "male": one.male,
                "female": one.female,
                "rooms": one.rooms,
                "teachers": one.teachers,
                "by_grade": [list(pair) for pair in one.by_grade],
            }
            for one in found.figures
        ],
        "projected": [
            {"academic_year": one.academic_year, "by_grade": [list(pair) for pair in one.by_grade]}
            for one in found.projected
        ],
        "reached": [
            {
                "code": one.code,
                "name": one.name,
                "unit": one.unit,
                "fiscal_year": one.fiscal_year,
                "target": one.target,
                "actual": one.actual,
                "grade": one.grade.value,
            }
            for one in found.reached
        ],
        "report": None if found.report is None else asdict(found.report),
    }


def hand_in_situation(session: Session, visitor: Visitor, plan: Plan) -> EvidenceSet:
    """RefusedError while the registry has given no counts."""
    found = situation(session, plan)
    if not found.figures:
        raise refuse("", N_("The registry has given no counts of pupils yet"))
    return hand_in(session, visitor, plan, EvidenceKind.SITUATION, situation_content(found))
