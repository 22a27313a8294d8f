"""Nearest and second-nearest school of every village, by the grade that is offered.

A school without lower secondary 1 is no alternative for lower secondary 1. Grades that the same schools offer share
one search.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planning.school_network.mapping.arrays import Floats, Truths, Whole, closed
from planning.school_network.mapping.distances import Distances
from planning.school_network.mapping.grade import GRADES, LEVEL_OF_GRADE, LEVELS
from planning.school_network.mapping.parameters import Parameters


@dataclass(frozen=True, slots=True, eq=False)
class Access:
    """By group of grades: (groups, villages, 2), nearest and second nearest. -1 and infinite: none."""

    group: Whole  # of each grade
    school: Whole
    metres: Floats
    seconds: Floats

    def of_grade(self, grade: int) -> tuple[Whole, Floats, Floats]:
        """School, metres and seconds of one grade: (villages, 2) each."""
        group = self.group[grade]
        return self.school[group], self.metres[group], self.seconds[group]


def access(distances: Distances, offered: Truths) -> Access:
    """Of the schools that offer each grade (schools, grades)."""
    sets, group = np.unique(offered, axis=1, return_inverse=True)
    near = [distances.nearest(sets[:, number], 2) for number in range(sets.shape[1])]
    found = Access(
        group.reshape(GRADES).astype(np.int64),
        np.stack([one.school for one in near]),
        np.stack([one.metres for one in near]),
        np.stack([one.seconds for one in near]),
    )
    closed(found.group, found.school, found.metres, found.seconds)
    return found


@dataclass(frozen=True, slots=True)
class Norms:
    """What a child of each level should have at most, in the order of the levels."""

    metres: tuple[float, ...]
    seconds: tuple[float, ...]

    @classmethod
    def of(cls, parameters: Parameters) -> Norms:
        """Those of the parameters."""
        km, minutes = parameters.by_level("norm_km"), parameters.by_level("norm_min")
        return cls(tuple(round(one * 1000) for one in km), tuple(round(one * 60) for one in minutes))

    def over(self, level: Whole, metres: Floats, seconds: Floats) -> Truths:
        """Which ways are over the norm of their level, by length or by time."""
        return np.asarray((metres > np.array(self.metres)[level]) | (seconds > np.array(self.seconds)[level]))


def over_norm(near: Access, children: Whole, norms: Norms) -> Whole:
    """Children of each village and level whose nearest school is over the norm: (villages, levels)."""
    out = np.zeros((len(children), len(LEVELS)), dtype=np.int64)
    for grade, level in enumerate(LEVEL_OF_GRADE):
        _, metres, seconds = near.of_grade(grade)
        over = norms.over(np.full(len(children), level), metres[:, 0], seconds[:, 0])
        out[:, level] += np.where(over, children[:, grade], 0)
    return out
