"""A file against the data of an office: every dataset has its form and its planner; all of it is done, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from planning.kit.reading.form import Form
from planning.kit.reading.known import Known
from planning.kit.reading.reader import Read, read
from planning.registry.importing.homes import plan_homes
from planning.registry.importing.pupils import plan_pupils
from planning.registry.importing.schools import plan_coordinates, plan_schools, plan_staff, schools_by_code
from planning.registry.importing.step import Plan, Step, Taking
from planning.registry.importing.villages import plan_population, plan_villages, villages_by_code
from planning.registry.models.batch import Dataset
from planning.registry.models.school import School
from planning.registry.reading.homes import HOMES
from planning.registry.reading.pupils import PUPILS
from planning.registry.reading.schools import COORDINATES, REGISTRY, STAFF
from planning.registry.reading.villages import POPULATION, VILLAGES
from planning.registry.store.counts import TEACHING
from service.importing.decode import UnreadableError, encoding_of
from service.importing.row_problem import RowProblem
from service.refusal import Problem

Planner = Callable[[Taking, Sequence[Any]], Iterable[Step]]


@dataclass(frozen=True, slots=True)
class Importer:
    """How files of one dataset are read and what they do. `of` names what a whole file has one of each of."""

    form: Form[Any]
    plan: Planner
    of: str = ""


IMPORTERS: Final[dict[Dataset, Importer]] = {
    Dataset.SCHOOLS: Importer(REGISTRY, plan_schools),
    Dataset.COORDINATES: Importer(COORDINATES, plan_coordinates, "school_code"),
    Dataset.PUPILS: Importer(PUPILS, plan_pupils, "school_code"),
    Dataset.HOMES: Importer(HOMES, plan_homes, "school_code"),
    Dataset.STAFF: Importer(STAFF, plan_staff, "school_code"),
    Dataset.VILLAGES: Importer(VILLAGES, plan_villages),
    Dataset.POPULATION: Importer(POPULATION, plan_population, "village_code"),
}


def plan_of(taking: Taking, dataset: Dataset, data: bytes) -> Plan:
    """What the file would do, and every row that is refused; nothing is stored."""
    importer = IMPORTERS[dataset]
    schools, villages = schools_by_code(taking), villages_by_code(taking)
    codes = [(one.smis_code, one.moe_code, one.obec_code) for one in schools.values()]
    found = read(importer.form, data, known=Known.of(codes, villages), preview=True)
    planned = list(zip(found.numbers, importer.plan(taking, found.rows), strict=True))
    return Plan(
        steps=tuple((number, step) for number, step in planned if step.problem is None),
        problems=(*found.problems, *_refused(importer.form, planned)),
        total=found.total,
        passed_over=found.passed_over,
        ignored=found.ignored,
        encoding=_encoding(data),
        coverage=_coverage(importer, found, schools.values(), len(villages)),
    )


def carry_out(plan: Plan) -> None:
    """Everything that is not refused, in the order of the file."""
    for _number, step in plan.steps:
        step.do()


def _refused(form: Form[Any], planned: Iterable[tuple[int, Step]]) -> list[RowProblem]:
    return [
        RowProblem(number, _heading(form, step.problem), "", step.problem)
        for number, step in planned
        if step.problem is not None
    ]


def _heading(form: Form[Any], problem: Problem) -> str:
    """As the file calls it, where it has that column."""
    return next((one.heading for one in form.columns if one.name == problem.field), "")


def _encoding(data: bytes) -> str:
    try:
        return encoding_of(data)
    except UnreadableError:
        return ""


def _coverage(importer: Importer, found: Read[Any], schools: Iterable[School], villages: int) -> int | None:
    """Percent of the office's teaching schools, or villages, that the file names; None where it makes them itself."""
    if not importer.of:
        return None
    there = {getattr(row, importer.of) for row in found.rows}
    if importer.of == "village_code":
        return 100 * len(there) // villages if villages else 0
    wanted = {one.smis_code for one in schools if one.state in TEACHING and not one.affiliation}
    return 100 * len(there & wanted) // len(wanted) if wanted else 0
