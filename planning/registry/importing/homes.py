"""Files of the homes of pupils held against the enrolment of the same count.

A file says all homes of each grade of a school that it names: what was known of that grade before is replaced. More
homes than pupils refuse every row of that grade; fewer are as many as are known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache, partial
from typing import Final

from planning.registry.grades import Grade
from planning.registry.homing import too_many
from planning.registry.importing.pupils import homes_of_revision, kept_of_revision, newest_revision
from planning.registry.importing.schools import schools_by_code
from planning.registry.importing.step import Act, Change, Step, Taking
from planning.registry.models.count import CountRevision
from planning.registry.models.school import School
from planning.registry.reading.homes import PupilHomes
from planning.registry.store.counts import draft_of
from planning.registry.store.homes import put_homes
from service.i18n import N_
from service.refusal import Problem

NO_COUNT: Final = N_("No pupils of %(day)s were counted: import their count first")
NO_SCHOOL: Final = N_("This school is not in the count of that day")
OTHER_DAY: Final = N_("The figures of this file are of %(day)s")
NOBODY: Final = [0, 0]
Group = tuple[str, Grade]


def plan_homes(taking: Taking, rows: Sequence[PupilHomes]) -> Iterator[Step]:
    """Against the newest revision. Only what changes something begins a revision after a freeze."""
    planner = _Planner(taking, rows)
    for row in rows:
        yield planner.step(row)


class _Planner:
    """One file. What is done to a grade of a school is done once, with the first of its rows."""

    def __init__(self, taking: Taking, rows: Sequence[PupilHomes]) -> None:
        self._taking, self._schools = taking, schools_by_code(taking)
        revision = newest_revision(taking)
        self._is_counted = revision is not None
        self._enrolled = kept_of_revision(taking, revision)
        self._before = homes_of_revision(taking, revision)
        self._draft = cache(self._begin)
        self._after = self._grouped(rows)
        self._wrong = {group: problem for group in self._after if (problem := self._too_many(group)) is not None}
        self._told: set[Group] = set()
        self._put_in: set[Group] = set()

    def _begin(self) -> CountRevision:
        taking = self._taking
        return draft_of(taking.session, taking.visitor, taking.as_of, now=taking.now)

    def _grouped(self, rows: Sequence[PupilHomes]) -> dict[Group, dict[str, list[int]]]:
        """Villages with pupils of each grade of a school."""
        found: dict[Group, dict[str, list[int]]] = defaultdict(dict)
        for row in rows:
            if row.day == self._taking.as_of:
                found[row.school_code, row.grade][row.village_code] = [row.male, row.female]
        return found

    def _too_many(self, group: Group) -> Problem | None:
        code, grade = group
        enrolled = self._enrolled.get(self._schools[code].id or 0, {})
        found = too_many(enrolled, {grade.value: self._after[group]})
        return None if not found else Problem("male", found[0][1].message, found[0][1].values)

    def step(self, row: PupilHomes) -> Step:
        """Of one row; changes of villages that the file does not name any more stand at the first row of the grade."""
        school = self._schools[row.school_code]
        name = f"{school.smis_code} {row.grade.label} {row.village_code}"
        problem = self._problem(school, row.day) or self._wrong.get((row.school_code, row.grade))
        if problem is not None:
            return Step(name, Act.SAME, problem=problem)
        group = (row.school_code, row.grade)
        old, new = self._before.get(school.id or 0, {}).get(row.grade.value, {}), self._after[group]
        changes = list(_changes(row.village_code, old, new))
        if group not in self._told:
            changes += [one for code in sorted(set(old) - set(new)) for one in _changes(code, old, new)]
        self._told.add(group)
        act = Act.NEW if row.village_code not in old else Act.CHANGED
        if not changes:
            return Step(name, Act.SAME)
        if group in self._put_in:
            return Step(name, act, tuple(changes))
        self._put_in.add(group)
        # The whole grade at once: else homes could be more than pupils between two rows.
        return Step(name, act, tuple(changes), partial(self._put, school, row.grade, new))

    def _problem(self, school: School, day: date) -> Problem | None:
        if day != self._taking.as_of:
            return Problem("day", OTHER_DAY, {"day": self._taking.as_of.isoformat()})
        if not self._is_counted:
            return Problem("day", NO_COUNT, {"day": day.isoformat()})
        return Problem("school_code", NO_SCHOOL) if (school.id or 0) not in self._enrolled else None

    def _put(self, school: School, grade: Grade, villages: dict[str, list[int]]) -> None:
        taking = self._taking
        put_homes(taking.session, taking.visitor, self._draft(), school.id or 0, {grade.value: villages}, taking.now)


def _changes(village: str, old: Mapping[str, list[int]], new: Mapping[str, list[int]]) -> Iterator[Change]:
    before, after = (one.get(village, NOBODY) for one in (old, new))
    if before != after:
        yield Change(N_("Male + female"), _figures(before), _figures(after))


def _figures(persons: list[int]) -> str:
    return "" if persons == NOBODY else f"{persons[0]}+{persons[1]}"
