"""What a file would do to the inventory, row by row, without doing it."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from typing import Final, Protocol

from sqlmodel import Session

from inventory.importing.assets import AssetPlanner
from inventory.importing.columns import Kind, match
from inventory.importing.devices import DevicePlanner
from inventory.importing.heading import read_sheet
from inventory.importing.links import LinkPlanner
from inventory.importing.mapping import AS_FOUND, Reading, check, remembered
from inventory.importing.plan import ImportPreview, PlannedRow, Secrets, row_problems
from inventory.importing.sites import SitePlanner
from service.importing.decode import Sheet, UnreadableError
from service.importing.row_problem import RowProblem
from service.refusal import Problem, RefusedError, _

Cells = Mapping[str, str]
SUMS: Final = re.compile(r"\s*(รวม|ยอดรวม|ผลรวม|ยอดยกมา|ยอดยกไป|total\b|sum\b)", re.IGNORECASE)


class Planner(Protocol):
    """Plans the rows of one kind."""

    def key(self, row: Cells) -> tuple[str, ...]:
        """What must not stand twice in a file."""

    def plan(self, number: int, row: Cells) -> PlannedRow:
        """The row's act; raises RefusedError."""


def preview(
    session: Session, kind: Kind, data: bytes, *, office_id: int, secrets: Secrets, reading: Reading = AS_FOUND
) -> ImportPreview:
    """The plan of a whole file, with every problem of every row. Reads the database, changes nothing."""
    try:
        sheet = read_sheet(kind, data, reading.place)
    except UnreadableError as error:
        return ImportPreview(kind, (), (RowProblem(0, "", "", error.problem),), 0)
    names, wrong = columns_of(session, office_id, kind, sheet.header, reading)
    if wrong:
        problems = tuple(RowProblem(1, problem.field, problem.field, problem) for problem in wrong)
        return ImportPreview(kind, (), problems, len(sheet.rows))
    planner = _planner(session, kind, office_id=office_id, secrets=secrets, site_id=reading.site_id)
    passed = frozenset(_no_entries(kind, sheet, names))
    kept = dataclasses.replace(sheet, rows=tuple(row for row in sheet.rows if row[0] not in passed))
    plan = _plan_all(kind, planner, _named_rows(kept, names), _too_long(kept, names))
    return dataclasses.replace(plan, passed_over=tuple(sorted(passed)))


def columns_of(
    session: Session, office_id: int, kind: Kind, header: tuple[str, ...], reading: Reading
) -> tuple[list[str], list[Problem]]:
    """The column of each heading, as this file or files of its shape were said to be, else as they are called."""
    said = list(reading.names) if reading.names is not None and len(reading.names) == len(header) else None
    said = said or remembered(session, office_id, kind, header)
    return match(kind, header) if said is None else (said, check(kind, said))


def _no_entries(kind: Kind, sheet: Sheet, names: list[str]) -> Iterator[int]:
    """Rows of a register that are none: sums under a page, and the heading written again over the next one."""
    if kind is not Kind.ASSETS:
        return
    number_at, name_at = names.index("number"), names.index("name")
    for number, cells in sheet.rows:
        row = (*cells, *[""] * (len(names) - len(cells)))
        first = next((cell for cell in row if cell), "")
        is_sum = not row[number_at] and (not row[name_at] or SUMS.match(row[name_at]) or SUMS.match(first))
        if is_sum or row[: len(sheet.header)] == sheet.header:
            yield number


def _planner(session: Session, kind: Kind, *, office_id: int, secrets: Secrets, site_id: int | None) -> Planner:
    match kind:
        case Kind.SITES:
            return SitePlanner(session, office_id=office_id)
        case Kind.LINKS:
            return LinkPlanner(session, office_id=office_id)
        case Kind.DEVICES:
            return DevicePlanner(session, office_id=office_id, secrets=secrets)
        case Kind.ASSETS:
            return AssetPlanner(session, office_id=office_id, site_id=site_id)


def _named_rows(sheet: Sheet, names: list[str]) -> dict[int, dict[str, str]]:
    """The cells of each row by column; a row that ends early has empty cells."""
    return {
        number: {name: cells[at] if at < len(cells) else "" for at, name in enumerate(names) if name}
        for number, cells in sheet.rows
    }


def _too_long(sheet: Sheet, names: list[str]) -> dict[int, RowProblem]:
    """Rows with more cells than there are headings: a comma too many has moved every cell after it."""
    problem = Problem("", _("The row has more cells than the heading"))
    return {
        number: RowProblem(number, "", next(filter(None, cells[len(names) :])), problem)
        for number, cells in sheet.rows
        if any(cells[len(names) :])
    }


def _plan_all(
    kind: Kind, planner: Planner, rows: Mapping[int, Cells], refused: Mapping[int, RowProblem]
) -> ImportPreview:
    plans: dict[int, tuple[PlannedRow, Cells]] = {}
    problems = list(refused.values())
    first: dict[tuple[str, ...], int] = {}
    for number, cells in rows.items():
        if number in refused:
            continue
        twin = first.setdefault(planner.key(cells), number)
        if twin != number:
            named = "number" if kind is Kind.ASSETS else "name"
            problem = Problem(named, _("The same entry stands in row %(row)s"), {"row": twin})
            problems.append(RowProblem(number, named, cells[named], problem))
            continue
        try:
            plans[number] = planner.plan(number, cells), cells
        except RefusedError as error:
            problems += row_problems(kind, number, cells, error)
    done = [plan for plan, _cells in plans.values()]
    if isinstance(planner, DevicePlanner):
        done = []
        for number, finished in planner.finish(plans).items():
            if isinstance(finished, RefusedError):
                problems += row_problems(kind, number, rows[number], finished)
            else:
                done.append(finished)
    return ImportPreview(kind, tuple(done), tuple(sorted(problems, key=lambda each: each.row)), len(rows))
