"""Bytes of a file to rows of one form: every wrong cell is told, and with one of them no row is given."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic

from planning.kit.reading.form import Column, Form, Row, Values, bare
from planning.kit.reading.identities import holds_a_person, names_a_person
from planning.kit.reading.known import ANY, Known
from planning.kit.reading.sums import Sums
from planning.kit.reading.values import SCHOOL, TEXT, VILLAGE
from service.importing.decode import Sheet, UnreadableError, sheet_names
from service.importing.heading import LEAST_KNOWN, Place, find_heading, read_sheet
from service.importing.row_problem import RowProblem
from service.refusal import Problem, RefusedError, _

WIDEST: Final = 160
MOST_PROBLEMS: Final = 1000
_SUM: Final = re.compile(r"\s*(รวม|ยอดรวม|ผลรวม|total\b|sum\b)", re.IGNORECASE)
_NOTE: Final = re.compile(r"\s*(หมายเหตุ|ที่มา|ข้อมูล\s*ณ)")
_WHOLE_FILE: Final = 0


@dataclass(frozen=True, slots=True)
class Read(Generic[Row]):
    """What a file holds. `total` counts its rows of data, `passed_over` are sums, notes and repeated headings,
    `ignored` the headings of columns that are not taken; `numbers` are the places of `rows` in the sheet.
    """

    rows: tuple[Row, ...]
    problems: tuple[RowProblem, ...]
    total: int = 0
    passed_over: tuple[int, ...] = ()
    ignored: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether all of it may be taken."""
        return not self.problems


def read(form: Form[Row], data: bytes, *, known: Known = ANY, preview: bool = False) -> Read[Row]:
    """All rows, or all problems and no row; with `preview` also the rows that are right."""
    headings = form.known()

    def score(cells: Sequence[str]) -> int:
        count = sum(bare(cell) in headings for cell in cells if cell)
        return count if count >= LEAST_KNOWN else 0

    try:
        found = find_heading(data, score, widest=WIDEST)
        sheet = read_sheet(data, score, Place(found.sheet, found.row), widest=WIDEST)
        names = sheet_names(data)
    except UnreadableError as error:
        return Read((), (RowProblem(_WHOLE_FILE, "", "", error.problem),))
    name = names[found.sheet or 0] if len(names) > 1 else ""
    return _Reading(form, sheet, name, known).done(preview=preview)


class _Reading(Generic[Row]):
    """One file on its way."""

    def __init__(self, form: Form[Row], sheet: Sheet, sheet_name: str, known: Known) -> None:
        self._form, self._sheet, self._name, self._known = form, sheet, sheet_name, known
        headings = form.known()
        self._columns = [headings.get(bare(cell)) for cell in sheet.header]
        self._problems: list[RowProblem] = []
        self._rows: list[tuple[int, Row]] = []
        self._passed: list[int] = []
        self._seen: dict[tuple[Hashable, ...], int] = {}
        self._sums = Sums(form.columns)

    def done(self, *, preview: bool) -> Read[Row]:
        """After every row."""
        self._look_at_headings()
        total = 0
        if not self._problems:
            for number, cells in self._sheet.rows:
                total += self._take(number, cells)
                if len(self._problems) >= MOST_PROBLEMS:
                    said = _("There are more problems than %(count)s: mend these and read the file again")
                    self._tell(_WHOLE_FILE, "", "", Problem("", said, {"count": MOST_PROBLEMS}))
                    break
            if not total and not self._problems:
                self._tell(_WHOLE_FILE, "", "", Problem("", _("There is no row under the headings")))
        ignored = tuple(
            heading for heading, column in zip(self._sheet.header, self._columns, strict=True) if heading and not column
        )
        taken = self._rows if preview or not self._problems else []
        rows, numbers = tuple(row for _number, row in taken), tuple(number for number, _row in taken)
        return Read(rows, tuple(self._problems), total, tuple(self._passed), ignored, numbers)

    def _tell(self, row: int, column: str, value: str, problem: Problem, expected: str = "") -> None:
        self._problems.append(RowProblem(row, column, value, problem, self._name, expected))

    def _look_at_headings(self) -> None:
        at = self._sheet.number
        names = [column.name for column in self._columns if column is not None]
        for heading, column in zip(self._sheet.header, self._columns, strict=True):
            if column is None and names_a_person(heading):
                said = _("Names and numbers of persons are not taken, only counts: remove this column")
                self._tell(at, heading, "", Problem(heading, said))
            elif column is not None and names.count(column.name) > 1:
                self._tell(at, column.heading, heading, Problem(column.name, _("This column stands twice")))
        for column in self._form.columns:
            if column.name not in names and self._is_needed(column, names):
                problem = Problem(column.name, _("This column is missing"))
                self._tell(at, column.heading, "", problem, column.kind.word)
        if self._form.groups and not any(name in names for group in self._form.groups for name in group):
            self._tell(at, "", "", Problem("", _("No column of this file is known")))

    def _is_needed(self, column: Column, names: list[str]) -> bool:
        groups = [group for group in self._form.groups if column.name in group]
        return column.required or any(name in names for group in groups for name in group)

    def _take(self, number: int, cells: tuple[str, ...]) -> bool:
        """Whether it was a row of data."""
        row = (*cells, *[""] * (len(self._columns) - len(cells)))
        given = {column.name: text for column, text in zip(self._columns, row, strict=False) if column is not None}
        if row[: len(self._sheet.header)] == self._sheet.header or self._is_note(row):
            self._passed.append(number)
            return False
        if self._is_sum(given, row):
            self._passed.append(number)
            if not self._problems:
                for column, problem in self._sums.against(given):
                    self._tell(number, column.heading, given[column.name], problem, column.kind.word)
            return False
        if any(row[len(self._columns) :]):
            self._tell(number, "", "", Problem("", _("The row has more cells than the heading")))
        elif not self._holds_a_person(number, row):
            self._read_row(number, given)
        return True

    def _is_note(self, row: tuple[str, ...]) -> bool:
        filled = [cell for cell in row if cell]
        return len(filled) == 1 and _NOTE.match(filled[0]) is not None

    def _is_sum(self, given: Mapping[str, str], row: tuple[str, ...]) -> bool:
        keys = [given.get(name, "") for name in self._form.once[0]]
        if any(_SUM.match(key) for key in keys):
            return True
        first = next((cell for cell in row if cell), "")
        return not any(keys) and _SUM.match(first) is not None

    def _holds_a_person(self, number: int, row: tuple[str, ...]) -> bool:
        for heading, column, text in zip(self._sheet.header, self._columns, row, strict=False):
            if (column is None or column.kind is TEXT) and holds_a_person(text):
                said = _("Names and numbers of persons are not taken, only counts: remove this column")
                self._tell(number, heading, "", Problem(heading, said))
                return True
        return False

    def _read_row(self, number: int, given: Mapping[str, str]) -> None:
        before = len(self._problems)
        values = {one.name: None for one in self._form.columns} | {
            name: self._value(number, self._form.column(name), text) for name, text in given.items()
        }
        if len(self._problems) > before:
            return
        for problem in (*self._disagreements(values), *self._twins(number, values)):
            self._tell_value(number, given, problem)
        if len(self._problems) > before:
            return
        try:
            made = self._form.build(values)
        except RefusedError as error:
            for problem in error.problems:
                self._tell_value(number, given, problem)
            return
        self._rows.append((number, made))
        self._sums.add(values)

    def _tell_value(self, number: int, given: Mapping[str, str], problem: Problem) -> None:
        column = self._form.column(problem.field)
        self._tell(number, column.heading, given.get(column.name, ""), problem, column.kind.word)

    def _value(self, number: int, column: Column, text: str) -> Any:
        try:
            value = column.kind.read(column.name, text)
        except RefusedError as error:
            for refused in error.problems:
                self._tell(number, column.heading, text, refused, column.kind.word)
            return None
        problem = self._unknown(column, value)
        if problem is None and column.filled and value in (None, ""):
            problem = Problem(column.name, _("This is needed"))
        if problem is not None:
            self._tell(number, column.heading, text, problem, column.kind.word)
        if column.kind is SCHOOL and self._known.schools is not None:
            return self._known.schools.get(value)
        return value

    def _unknown(self, column: Column, value: Any) -> Problem | None:
        if column.kind is SCHOOL and value and self._known.schools is not None and value not in self._known.schools:
            return Problem(column.name, _("There is no school of this code"))
        villages = self._known.villages if column.kind is VILLAGE else None
        if value and villages is not None and value not in villages:
            return Problem(column.name, _("There is no village of this code"))
        return None

    def _disagreements(self, values: Values) -> Iterator[Problem]:
        for one in self._form.agreements:
            given, found = values[one.total], sum(values[name] or 0 for name in one.parts)
            if given is not None and given != found:
                said = _("The total is %(given)s, but its parts make %(sum)s")
                yield Problem(one.total, said, {"given": given, "sum": found})

    def _twins(self, number: int, values: Values) -> Iterator[Problem]:
        for names in self._form.once:
            key = (names, *(values[name] for name in names))
            if values[names[-1]] in (None, ""):
                continue
            twin = self._seen.setdefault(key, number)
            if twin != number:
                yield Problem(names[-1], _("The same entry stands in row %(row)s"), {"row": twin})
