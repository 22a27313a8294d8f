"""Homes of pupils as values: how many of a grade come from which village, held against those who are enrolled.

Counts only, and even those are small: see `planning.kit.small_cells`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from planning.registry.grades import Grade
from planning.registry.tallying import NOTHING, Kept, Tally, of_kept
from service.i18n import N_
from service.refusal import Problem

KeptHomes = Mapping[str, Mapping[str, list[int]]]
"""Codes of grades -> codes of villages -> [male, female], as the database holds it."""
TOO_MANY: Final = N_("Homes of %(known)s are known in %(grade)s, but only %(enrolled)s are enrolled (male+female)")


@dataclass(frozen=True, slots=True)
class Reach:
    """So many of the pupils have a known home."""

    pupils: int = 0
    known: int = 0

    @property
    def percent(self) -> float | None:
        """None without pupils."""
        return 100 * self.known / self.pupils if self.pupils else None

    def __add__(self, other: Reach) -> Reach:
        return Reach(self.pupils + other.pupils, self.known + other.known)


def sum_of(villages: Mapping[str, list[int]]) -> Tally:
    """All villages of a grade."""
    return Tally(sum(one[0] for one in villages.values()), sum(one[1] for one in villages.values()))


def total_homes(homes: KeptHomes) -> Tally:
    """All grades."""
    return sum((sum_of(villages) for villages in homes.values()), NOTHING)


def too_many(kept: Kept, homes: KeptHomes) -> list[tuple[Grade, Problem]]:
    """Grades with more homes than pupils, boys and girls each for themselves."""
    enrolled = of_kept(kept)
    wrong = []
    for grade in Grade:
        known, there = sum_of(homes.get(grade.value, {})), enrolled.get(grade, NOTHING)
        if known.male > there.male or known.female > there.female:
            values = {
                "known": f"{known.male}+{known.female}",
                "grade": grade.label,
                "enrolled": f"{there.male}+{there.female}",
            }
            field = f"{grade.value}_{'male' if known.male > there.male else 'female'}"
            wrong.append((grade, Problem(field, TOO_MANY, values)))
    return wrong


def reach_by_grade(kept: Kept, homes: KeptHomes) -> dict[Grade, Reach]:
    """Of one school."""
    return {
        grade: Reach(tally.total, sum_of(homes.get(grade.value, {})).total) for grade, tally in of_kept(kept).items()
    }


def by_village(schools: Mapping[str, KeptHomes]) -> dict[str, tuple[int, int]]:
    """Codes of villages -> pupils, and to how many schools they go."""
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for school, homes in schools.items():
        for villages in homes.values():
            for code, persons in villages.items():
                found[code][school] += sum(persons)
    return {code: (sum(goes.values()), len(goes)) for code, goes in sorted(found.items())}


def fingerprint(schools: Mapping[str, KeptHomes]) -> str:
    """SHA-256 in one order; empty where no home is known."""
    told = {code: homes for code, homes in schools.items() if homes}
    return sha256(json.dumps(told, separators=(",", ":"), sort_keys=True).encode()).hexdigest() if told else ""
