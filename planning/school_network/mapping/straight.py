"""Distances as straight lines, by a k-d tree on unit vectors: a whole country in a second.

Kilometres are those of the line; minutes are those of the line times the detour factor at the speed beside roads.
"""

from __future__ import annotations

import numpy as np
from scipy.spatial import cKDTree

from planning.school_network.mapping.arrays import Floats, Truths, Whole
from planning.school_network.mapping.distances import Nearest, Pairs
from planning.school_network.mapping.district import Schools, Villages
from planning.school_network.mapping.geo import between, chord_of_metres, metres_of_chords, unit_vectors
from planning.school_network.mapping.parameters import Name, Parameters


class StraightDistances:
    """Of the schools and villages that have a place; the others are infinitely far."""

    def __init__(
        self, schools: Schools, villages: Villages, found: tuple[Truths, Truths], parameters: Parameters
    ) -> None:
        self._school_found, self._village_found = found
        self._schools = np.nan_to_num(unit_vectors(schools.lat, schools.lon))
        self._villages = np.nan_to_num(unit_vectors(villages.lat, villages.lon))
        self._seconds_m = parameters.value(Name.DETOUR_FACTOR) / parameters.speed_m_s(None)

    @property
    def on_straight_line(self) -> Truths:
        """All that have a place."""
        return self._village_found

    def nearest(self, among: Truths, count: int) -> Nearest:
        """By the tree of those schools alone, so that each set is searched once."""
        places = np.flatnonzero(self._village_found)
        near = self._nearest(self._villages[places], among, count)
        school = np.full((len(self._villages), count), -1, dtype=np.int64)
        metres = np.full((len(self._villages), count), np.inf)
        school[places], metres[places] = near.school, near.metres
        return Nearest(school, metres, self._seconds(metres))

    def _nearest(self, points: Floats, among: Truths, count: int) -> Nearest:
        known = np.flatnonzero(among & self._school_found)
        school = np.full((len(points), count), -1, dtype=np.int64)
        metres = np.full((len(points), count), np.inf)
        if len(known) and len(points):
            tree = cKDTree(self._schools[known])
            chords, rows = tree.query(points, k=np.arange(1, count + 2))
            ids = np.append(known, len(self._schools))[
                rows
            ]  # where there is no further one, the tree says one too many
            far = metres_of_chords(chords)
            order = np.lexsort((ids, far), axis=-1)
            ids, far = np.take_along_axis(ids, order, axis=1), np.take_along_axis(far, order, axis=1)
            school, metres = ids[:, :count].copy(), far[:, :count].copy()
            # The last two are equally near: there may be more of them, with lower ids.
            for row in np.flatnonzero(np.isfinite(far[:, count]) & (far[:, count] == far[:, count - 1])):
                ring = known[tree.query_ball_point(points[row], chord_of_metres(far[row, count]))]
                all_near = between(self._schools[ring], points[row])
                first = np.lexsort((ring, all_near))[:count]
                school[row], metres[row] = ring[first], all_near[first]
            school[np.isinf(metres)] = -1
        return Nearest(school, metres, self._seconds(metres))

    def to_school(self, villages: Whole, schools: Whole) -> tuple[Floats, Floats]:
        """Computed pair by pair; nothing of a whole matrix is kept."""
        metres = between(self._villages[villages], self._schools[schools])
        metres[~(self._village_found[villages] & self._school_found[schools])] = np.inf
        return metres, self._seconds(metres)

    def pairs(self, starts: Truths, ends: Truths, within_m: float) -> Pairs:
        """By two trees."""
        first, last = np.flatnonzero(starts & self._school_found), np.flatnonzero(ends & self._school_found)
        if not len(first) or not len(last):
            return Pairs(np.array([], dtype=np.int64), np.array([], dtype=np.int64), np.array([]), np.array([]))
        found = cKDTree(self._schools[first]).sparse_distance_matrix(
            cKDTree(self._schools[last]), chord_of_metres(within_m), output_type="ndarray"
        )
        start, end = first[found["i"]], last[found["j"]]
        metres = between(self._schools[start], self._schools[end])
        kept = np.flatnonzero((start != end) & (metres <= within_m))
        kept = kept[np.lexsort((end[kept], start[kept]))]
        return Pairs(start[kept], end[kept], metres[kept], self._seconds(metres[kept]))

    def next_school(self, starts: Whole, among: Truths) -> Nearest:
        """The nearest but itself: a school is among its own neighbours at no distance."""
        out = self._nearest(self._schools[starts], among, 2)
        out.metres[~self._school_found[starts]] = np.inf
        other = np.where(out.school[:, 0] == starts, 1, 0)[:, np.newaxis]
        school = np.take_along_axis(out.school, other, axis=1)
        metres = np.take_along_axis(out.metres, other, axis=1)
        return Nearest(np.where(np.isinf(metres), -1, school), metres, self._seconds(metres))

    def _seconds(self, metres: Floats) -> Floats:
        return np.rint(metres * self._seconds_m)
