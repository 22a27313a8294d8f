"""Which small school could go together with which other, and what that would mean for each child.

Proposed are only pairs of schools that may be proposed (INV-D3, INV-E2), near enough by length and by time, where the
receiving school offers every grade that has pupils. A neighbouring office's school is never one of them. What would
change is told for children, by where they live; rooms and
support by the pupils that are enrolled.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from planning.school_network.mapping.access import Norms
from planning.school_network.mapping.arrays import Truths, Whole, closed
from planning.school_network.mapping.diagnosis import needed_grades, room_pupils
from planning.school_network.mapping.distances import Pairs
from planning.school_network.mapping.grade import LEVEL_OF_GRADE, LEVELS
from planning.school_network.mapping.network import Network
from planning.school_network.mapping.origins import Origins
from planning.school_network.mapping.parameters import Name
from planning.school_network.mapping.rooms import needed as rooms_needed
from planning.school_network.mapping.spread import Spread, spread
from planning.school_network.mapping.supporting import satang_of_pupil


@dataclass(frozen=True, slots=True)
class MergeOption:
    """One pair: the school that would close, and the one that would receive its children."""

    start: str
    end: str
    metres: int  # from school to school
    seconds: int
    children: int  # who live where the closing school is theirs, or its pupils with a known home
    children_doubtful: int  # of them in villages whose coordinate is doubtful
    added_m_mean: float
    added_m_p95: float
    added_m_most: float
    added_s_mean: float
    added_s_p95: float
    added_s_most: float
    children_over_norm: int
    children_over_norm_before: int
    pupils: int  # enrolled, who would move
    rooms_left: int  # of the receiving school; negative: so many are missing
    support_satang_year: int


@dataclass(frozen=True, slots=True, eq=False)
class MergeOptions:
    """All of them as columns, in the order of the schools."""

    ways: Pairs
    added_m: Spread
    added_s: Spread
    over_norm: Whole
    over_norm_before: Whole
    doubtful: Whole
    pupils: Whole
    rooms_left: Whole
    support_satang_year: Whole

    def __len__(self) -> int:
        """How many pairs."""
        return len(self.ways.start)

    def rows(self, ids: tuple[str, ...]) -> Iterator[MergeOption]:
        """One by one, for pages and papers."""
        for row in range(len(self)):
            yield MergeOption(
                start=ids[self.ways.start[row]],
                end=ids[self.ways.end[row]],
                metres=int(self.ways.metres[row]),
                seconds=int(self.ways.seconds[row]),
                children=int(self.added_m.children[row]),
                children_doubtful=int(self.doubtful[row]),
                added_m_mean=float(self.added_m.mean[row]),
                added_m_p95=float(self.added_m.p95[row]),
                added_m_most=float(self.added_m.most[row]),
                added_s_mean=float(self.added_s.mean[row]),
                added_s_p95=float(self.added_s.p95[row]),
                added_s_most=float(self.added_s.most[row]),
                children_over_norm=int(self.over_norm[row]),
                children_over_norm_before=int(self.over_norm_before[row]),
                pupils=int(self.pupils[row]),
                rooms_left=int(self.rooms_left[row]),
                support_satang_year=int(self.support_satang_year[row]),
            )


def merge_options(network: Network, offered: Truths, small: Truths, homes: Origins, norms: Norms) -> MergeOptions:
    """Every pair that may be proposed."""
    schools, parameters = network.inputs.schools, network.inputs.parameters
    needed = needed_grades(schools)
    found = network.distances.pairs(
        network.proposable & small, network.proposable, parameters.value(Name.MERGE_RADIUS_KM) * 1000
    )
    fits = found.seconds <= parameters.value(Name.MERGE_MIN) * 60
    fits &= (offered[found.end] | ~needed[found.start]).all(axis=1)
    ways = Pairs(found.start[fits], found.end[fits], found.metres[fits], found.seconds[fits])
    pair, village, level, children = _who_moves(ways, needed, homes)
    new_m, new_s = network.distances.to_school(village, ways.end[pair])
    old_m, old_s = network.distances.to_school(village, ways.start[pair])
    known = np.isfinite(new_m) & np.isfinite(old_m)
    pair, village, level, children = pair[known], village[known], level[known], children[known]
    new_m, new_s, old_m, old_s = new_m[known], new_s[known], old_m[known], old_s[known]
    count = len(ways.start)
    pupils = np.where(needed[ways.start], schools.pupils[ways.start], 0)
    moved = pupils.sum(axis=1)
    rooms = rooms_needed(schools.pupils[ways.end] + pupils, room_pupils(parameters))
    options = MergeOptions(
        ways=ways,
        added_m=spread(pair, count, new_m - old_m, children),
        added_s=spread(pair, count, new_s - old_s, children),
        over_norm=_sum(pair, count, children, norms.over(level, new_m, new_s)),
        over_norm_before=_sum(pair, count, children, norms.over(level, old_m, old_s)),
        doubtful=_sum(pair, count, children, ~network.village_quality.sound[village]),
        pupils=moved,
        rooms_left=schools.rooms[ways.end].sum(axis=1) - rooms,
        support_satang_year=moved * satang_of_pupil(parameters),
    )
    closed(options.over_norm, options.over_norm_before, options.doubtful, options.pupils, options.rooms_left)
    return options


def _who_moves(ways: Pairs, needed: Truths, homes: Origins) -> tuple[Whole, Whole, Whole, Whole]:
    """Children of the closing school of each pair by village and level: pair, village, level, children."""
    mine = np.flatnonzero((homes.school >= 0) & needed[homes.school, homes.grade])
    level = np.array(LEVEL_OF_GRADE)[homes.grade[mine]]
    villages = int(homes.village.max(initial=0)) + 1
    key = (homes.school[mine] * villages + homes.village[mine]) * len(LEVELS) + level
    keys, place = np.unique(key, return_inverse=True)
    children = np.bincount(place, weights=homes.children[mine], minlength=len(keys)).astype(np.int64)
    school = keys // (villages * len(LEVELS))
    first = np.searchsorted(school, ways.start, side="left")
    length = np.searchsorted(school, ways.start, side="right") - first
    pair = np.repeat(np.arange(len(ways.start)), length)
    row = np.arange(len(pair)) - np.repeat(np.cumsum(length) - length, length) + np.repeat(first, length)
    return pair, keys[row] // len(LEVELS) % villages, keys[row] % len(LEVELS), children[row]


def _sum(pair: Whole, count: int, children: Whole, which: Truths) -> Whole:
    return np.bincount(pair, weights=np.where(which, children, 0), minlength=count).astype(np.int64)
