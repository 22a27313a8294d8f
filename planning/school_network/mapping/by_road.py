"""Distances along the road graph: the length of the shortest way, and the time of the fastest.

Schools and villages are joined to the nearest crossing by a straight line, which is travelled at the speed beside
roads. Where that line is longer than the limit, or no school can be reached from a village within the limit of the
search, the straight line times the detour factor stands in, and the village is counted as such.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

from planning.school_network.mapping.arrays import Floats, Truths, Whole, closed
from planning.school_network.mapping.distances import Nearest, Pairs
from planning.school_network.mapping.district import Schools, Villages
from planning.school_network.mapping.geo import between, metres_of_chords, unit_vectors
from planning.school_network.mapping.parameters import ROAD_CLASSES, Name, Parameters
from planning.school_network.mapping.roads import Roads

CHUNK = 50  # schools searched at once: 50 x 40,000 crossings are 16 MB


@dataclass(frozen=True, slots=True, eq=False)
class _Places:
    """Points, where they join the graph and how far from it; -1 is beside the graph."""

    points: Floats
    crossing: Whole
    metres: Floats


class RoadDistances:
    """A matrix of metres and one of seconds, from every village and every school to every school."""

    def __init__(
        self,
        schools: Schools,
        villages: Villages,
        roads: Roads,
        found: tuple[Truths, Truths],
        parameters: Parameters,
    ) -> None:
        self._parameters = parameters
        tree = cKDTree(unit_vectors(roads.lat, roads.lon))
        to = self._join(tree, schools.lat, schools.lon, found[0])
        from_village = self._join(tree, villages.lat, villages.lon, found[1])
        speeds = np.array([parameters.speed_m_s(road) for road in ROAD_CLASSES])
        seconds = roads.metres / speeds[roads.road]
        limit_m = parameters.value(Name.SEARCH_KM) * 1000
        columns = np.concatenate((from_village.crossing, to.crossing))
        metres_way = _ways(_graph(roads, roads.metres), to.crossing, columns, limit_m)
        limit_s = limit_m / min(speeds.min(), parameters.speed_m_s(None))
        seconds_way = _ways(_graph(roads, seconds), to.crossing, columns, limit_s)
        # A way that is too long is none, however fast.
        seconds_way[np.isinf(metres_way)] = np.inf
        n = len(villages.codes)
        self._village_m, self._village_s, self._straight = self._filled(
            from_village, to, metres_way[:n], seconds_way[:n], found
        )
        self._school_m, self._school_s, _ = self._filled(to, to, metres_way[n:], seconds_way[n:], (found[0], found[0]))
        closed(self._village_m, self._village_s, self._school_m, self._school_s, self._straight)

    def _join(self, tree: cKDTree, lat: Floats, lon: Floats, found: Truths) -> _Places:
        points = np.nan_to_num(unit_vectors(lat, lon))
        chords, crossing = tree.query(points)
        metres = metres_of_chords(np.asarray(chords))
        near = found & (metres <= self._parameters.value(Name.SNAP_LIMIT_M))
        return _Places(points, np.where(near, crossing, -1), metres)

    def _filled(
        self, start: _Places, end: _Places, metres: Floats, seconds: Floats, found: tuple[Truths, Truths]
    ) -> tuple[Floats, Floats, Truths]:
        """Ends added, straight lines where there is no road, whole numbers; and which starts are on a straight line."""
        speed = self._parameters.speed_m_s(None)
        ends_m = start.metres[:, np.newaxis] + end.metres
        metres, seconds = metres + ends_m, seconds + ends_m / speed
        alone: Truths = np.asarray(np.isinf(metres).all(axis=1))
        straight = alone[:, np.newaxis] | (end.crossing < 0)
        rows, columns = np.nonzero(straight)
        line = between(start.points[rows], end.points[columns]) * self._parameters.value(Name.DETOUR_FACTOR)
        metres[rows, columns], seconds[rows, columns] = line, line / speed
        if start is end:  # a school is where it is, however it joins the graph
            np.fill_diagonal(metres, 0.0)
            np.fill_diagonal(seconds, 0.0)
        nowhere = ~(found[0] if start is end else found[1])
        metres[nowhere], seconds[nowhere] = np.inf, np.inf
        metres[:, ~found[0]], seconds[:, ~found[0]] = np.inf, np.inf
        return np.rint(metres), np.rint(seconds), alone & ~nowhere

    @property
    def on_straight_line(self) -> Truths:
        """Villages too far from a road, or from which no school can be reached by road."""
        return self._straight

    def nearest(self, among: Truths, count: int) -> Nearest:
        """By length."""
        return _first(self._village_m, self._village_s, among, count)

    def to_school(self, villages: Whole, schools: Whole) -> tuple[Floats, Floats]:
        """Read from the matrices."""
        return self._village_m[villages, schools], self._village_s[villages, schools]

    def pairs(self, starts: Truths, ends: Truths, within_m: float) -> Pairs:
        """By length."""
        wanted = starts[:, np.newaxis] & ends & (self._school_m <= within_m)
        np.fill_diagonal(wanted, val=False)
        start, end = np.nonzero(wanted)
        return Pairs(start, end, self._school_m[start, end], self._school_s[start, end])

    def next_school(self, starts: Whole, among: Truths) -> Nearest:
        """By length."""
        metres, seconds = self._school_m[starts], self._school_s[starts]
        metres[np.arange(len(starts)), starts] = np.inf
        return _first(metres, seconds, among, 1)


def _graph(roads: Roads, weights: Floats) -> csr_array:
    """Edges turned round, since the search goes out from schools; of two edges between two crossings the lighter."""
    both = ~roads.oneway
    start = np.concatenate((roads.end, roads.start[both]))
    end = np.concatenate((roads.start, roads.end[both]))
    weight = np.concatenate((weights, weights[both]))
    order = np.lexsort((weight, end, start))
    start, end, weight = start[order], end[order], weight[order]
    first = np.ones(len(start), dtype=np.bool_)
    first[1:] = (start[1:] != start[:-1]) | (end[1:] != end[:-1])
    size = len(roads.codes)
    return csr_array((weight[first], (start[first], end[first])), shape=(size, size))


def _ways(graph: csr_array, schools: Whole, places: Whole, limit: float) -> Floats:
    """Lightest ways (places, schools); infinite where one of them is beside the graph or the way is over the limit."""
    out = np.full((len(places), len(schools)), np.inf)
    joined, rows = np.flatnonzero(schools >= 0), np.flatnonzero(places >= 0)
    for begin in range(0, len(joined), CHUNK):
        chunk = joined[begin : begin + CHUNK]
        far = dijkstra(graph, indices=schools[chunk], limit=limit)
        out[np.ix_(rows, chunk)] = far[:, places[rows]].T
    return out


def _first(metres: Floats, seconds: Floats, among: Truths, count: int) -> Nearest:
    known = np.flatnonzero(among)
    width = max(0, count - len(known))
    known_m = np.pad(metres[:, known], ((0, 0), (0, width)), constant_values=np.inf)
    order = np.argsort(known_m, axis=1, kind="stable")[:, :count]
    near_m = np.take_along_axis(known_m, order, axis=1)
    school = np.where(np.isinf(near_m), -1, np.append(known, [-1] * width).astype(np.int64)[order])
    near_s = np.take_along_axis(seconds, np.maximum(school, 0), axis=1) if metres.shape[1] else near_m.copy()
    return Nearest(school, near_m, np.where(school < 0, np.inf, near_s))
