"""Pupils and rooms as values: sums by grade, what differs between two revisions, and the fingerprint of one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from planning.registry.grades import GRADES, Grade, Level

Kept = Mapping[str, list[int]]
"""Codes of grades -> [male, female, rooms], as the database holds it."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Persons and rooms."""

    male: int = 0
    female: int = 0
    rooms: int = 0

    @property
    def total(self) -> int:
        """Persons."""
        return self.male + self.female

    @property
    def per_room(self) -> float | None:
        """Persons in a room; None where no room is counted."""
        return self.total / self.rooms if self.rooms else None

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.male + other.male, self.female + other.female, self.rooms + other.rooms)


NOTHING: Final = Tally()


@dataclass(frozen=True, slots=True)
class Difference:
    """What one grade of one school was in the earlier revision, and is in the later one."""

    school: str
    grade: Grade
    before: Tally
    after: Tally


def of_kept(kept: Kept) -> dict[Grade, Tally]:
    """Grades in their order; those without pupils and rooms are not there."""
    return {grade: Tally(*kept[grade.value]) for grade in GRADES if grade.value in kept}


def kept_of(grades: Mapping[Grade, Tally]) -> dict[str, list[int]]:
    """The other way round; empty grades are left out."""
    return {
        grade.value: [one.male, one.female, one.rooms]
        for grade in GRADES
        if (one := grades.get(grade, NOTHING)) != NOTHING
    }


def total_of(grades: Mapping[Grade, Tally]) -> Tally:
    """All grades together."""
    return sum(grades.values(), NOTHING)


def by_grade(schools: Iterable[Mapping[Grade, Tally]]) -> dict[Grade, Tally]:
    """Each grade over all schools, in order."""
    found: dict[Grade, Tally] = {}
    for grades in schools:
        for grade, one in grades.items():
            found[grade] = found.get(grade, NOTHING) + one
    return {grade: found[grade] for grade in GRADES if grade in found}


def by_level(grades: Mapping[Grade, Tally]) -> dict[Level, Tally]:
    """Each level that has anything, the youngest first."""
    found: dict[Level, Tally] = {}
    for grade, one in grades.items():
        found[grade.level] = found.get(grade.level, NOTHING) + one
    return {level: found[level] for level in Level if level in found}


def differences(before: Mapping[str, Kept], after: Mapping[str, Kept]) -> list[Difference]:
    """By school code, then grade; a school that is in one of them only differs from nothing."""
    found = []
    for code in sorted({*before, *after}):
        old, new = of_kept(before.get(code, {})), of_kept(after.get(code, {}))
        found += [
            Difference(code, grade, old.get(grade, NOTHING), new.get(grade, NOTHING))
            for grade in GRADES
            if old.get(grade, NOTHING) != new.get(grade, NOTHING)
        ]
    return found


def fingerprint(schools: Mapping[str, Kept]) -> str:
    """SHA-256 over school codes, grades and figures in one order."""
    told = {code: {grade: list(schools[code][grade]) for grade in sorted(schools[code])} for code in sorted(schools)}
    return sha256(json.dumps(told, separators=(",", ":"), sort_keys=True).encode()).hexdigest()
