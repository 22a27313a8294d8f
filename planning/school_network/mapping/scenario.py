"""A set of changes, carried out one after the other on the network as it is then, and what it does to each child.

Sequential on purpose: when a school has closed, it is no alternative for its neighbour, so that two neighbours cannot
both be "the other's" way out. A step that cannot be done on the network as it is then is refused by its number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from planning.school_network.mapping.access import Norms
from planning.school_network.mapping.arrays import Floats, Truths, Whole
from planning.school_network.mapping.demand import taught
from planning.school_network.mapping.diagnosis import room_pupils
from planning.school_network.mapping.grade import GRADES, LEVEL_OF_GRADE, Grade
from planning.school_network.mapping.network import Network, offering
from planning.school_network.mapping.origins import Origins
from planning.school_network.mapping.rooms import needed, pupils_after
from planning.school_network.mapping.run import MappingRun
from planning.school_network.mapping.spread import spread
from planning.school_network.mapping.supporting import pupils_of, satang_of_pupil


class Kind(StrEnum):
    """What is done to a school."""

    CLOSE = "close"  # its children go to their nearest
    MERGE = "merge"  # they go to one school
    CO_LEARN = "co_learn"  # the same, but the school stays
    CHANGE_GRADES = "change_grades"  # to those from `low` to `high`


@dataclass(frozen=True, slots=True)
class Change:
    """One step."""

    kind: Kind
    school: str
    to: str | None = None
    low: Grade | None = None
    high: Grade | None = None


class Why(StrEnum):
    """Why a step cannot be done."""

    NO_OTHER = "it names no other school"
    NO_GRADES = "it names no grades"
    UNKNOWN = "is not known"
    ENDED = "does not teach any more"


class StepRefusedError(Exception):
    """The step of this number (from 1) cannot be done; `school` is the one that it hangs on, where it is one."""

    def __init__(self, step: int, why: Why, school: str = "") -> None:
        super().__init__(f"step {step}: {school} {why}" if school else f"step {step}: {why}")
        self.step, self.why, self.school = step, why, school


@dataclass(frozen=True, slots=True)
class Effect:
    """What is compared side by side; `added` is against today, over the children who change school."""

    schools: int
    children_moved: int
    children_without: int  # who have no school of their grade any more
    added_m_mean: float
    added_m_p95: float
    added_m_most: float
    added_s_mean: float
    added_s_p95: float
    added_s_most: float
    children_over_norm: int
    rooms_over: int  # receiving schools with more pupils than their rooms should hold, by mapping.rooms
    pupils_guessed: int  # of those who come to them: no home is known of anybody of their school and grade
    pupils_moved: int  # enrolled in what ends; their transport is supported
    support_satang_year: int


class _Standing:
    """The network between two steps."""

    def __init__(self, network: Network, homes: Origins) -> None:
        self.network, self.homes = network, homes
        schools = network.inputs.schools
        self.low, self.high, self.open = schools.low.copy(), schools.high.copy(), network.open.copy()
        self.teaching = network.open.copy()  # false where children learn elsewhere
        self.school = homes.school.copy()
        # Where pupils go of whose school and grade no child is known (schools, grades).
        self.unseen = np.repeat(np.arange(len(schools.ids))[:, np.newaxis], GRADES, axis=1)

    def offered(self) -> Truths:
        """By school and grade."""
        return offering(self.low, self.high, self.teaching)

    def send(self, rows: Whole, to: int | None) -> None:
        """Children of these rows to one school where it teaches their grade, else to their nearest."""
        offered, grades = self.offered(), self.homes.grade[rows]
        here = np.zeros(len(rows), dtype=np.bool_) if to is None else offered[to, grades]
        if to is not None:
            self.school[rows[here]] = to
        for grade in np.unique(grades[~here]):
            group = rows[~here & (grades == grade)]
            near = self.network.distances.nearest(offered[:, grade], 1).school[:, 0]
            self.school[group] = near[self.homes.village[group]]

    def send_unseen(self, school: int, to: int | None) -> None:
        """Pupils of whom no child is known: to one school where it teaches their grade, else to the nearest."""
        offered = self.offered()
        for start, grade in np.argwhere((self.unseen == school) & ~offered[school]):
            if to is not None and offered[to, grade]:
                self.unseen[start, grade] = to
                continue
            near = self.network.distances.next_school(np.array([school]), offered[:, grade])
            self.unseen[start, grade] = near.school[0, 0]

    def way(self, school: Whole) -> tuple[Floats, Floats]:
        """Metres and seconds of each row to a school; infinite where it has none."""
        metres, seconds = self.network.distances.to_school(self.homes.village, np.maximum(school, 0))
        return np.where(school < 0, np.inf, metres), np.where(school < 0, np.inf, seconds)


def evaluate(network: Network, run: MappingRun, changes: Sequence[Change]) -> Effect:
    """Carry out the steps in order; `StepRefusedError` names the first that cannot be done."""
    return _effect(_after(network, run, changes), run)


def arrivals(network: Network, run: MappingRun, changes: Sequence[Change]) -> dict[str, int]:
    """How many children come to each school that some come to; `StepRefusedError` as above."""
    standing = _after(network, run, changes)
    moved = (standing.school != run.homes.school) & (standing.school >= 0)
    ids = network.inputs.schools.ids
    come = np.bincount(standing.school[moved], weights=run.homes.children[moved], minlength=len(ids))
    return {ids[row]: int(come[row]) for row in np.flatnonzero(come)}


def _after(network: Network, run: MappingRun, changes: Sequence[Change]) -> _Standing:
    standing = _Standing(network, run.homes)
    for step, change in enumerate(changes, start=1):
        _carry_out(standing, change, step)
    return standing


def _carry_out(standing: _Standing, change: Change, step: int) -> None:
    school = _place(standing, change.school, step)
    to = None
    if change.kind in {Kind.MERGE, Kind.CO_LEARN}:
        if change.to is None or change.to == change.school:
            raise StepRefusedError(step, Why.NO_OTHER)
        to = _place(standing, change.to, step)
    if change.kind is Kind.CHANGE_GRADES:
        if change.low is None or change.high is None or change.low > change.high:
            raise StepRefusedError(step, Why.NO_GRADES)
        standing.low[school], standing.high[school] = change.low, change.high
    else:
        standing.teaching[school] = False
        standing.open[school] = change.kind is Kind.CO_LEARN
    taught = standing.offered()[school]
    leaving = np.flatnonzero((standing.school == school) & ~taught[standing.homes.grade])
    standing.send(leaving, to)
    standing.send_unseen(school, to)
    if change.kind is Kind.CHANGE_GRADES:
        _welcome(standing, school, taught)


def _place(standing: _Standing, code: str, step: int) -> int:
    ids = standing.network.inputs.schools.ids
    if code not in ids:
        raise StepRefusedError(step, Why.UNKNOWN, code)
    place = ids.index(code)
    if not standing.teaching[place]:
        raise StepRefusedError(step, Why.ENDED, code)
    return place


def _welcome(standing: _Standing, school: int, taught: Truths) -> None:
    """Children for whom the school with its new grades is nearer than theirs come to it."""
    new_m, _ = standing.way(np.full(len(standing.school), school))
    old_m, _ = standing.way(standing.school)
    standing.school[taught[standing.homes.grade] & (new_m < old_m)] = school


def _effect(standing: _Standing, run: MappingRun) -> Effect:
    homes, parameters = standing.homes, standing.network.inputs.parameters
    old_m, old_s = standing.way(homes.school)
    new_m, new_s = standing.way(standing.school)
    moved = (standing.school != homes.school) & np.isfinite(new_m) & np.isfinite(old_m)
    one = np.zeros(int(moved.sum()), dtype=np.int64)
    children = homes.children[moved]
    added_m = spread(one, 1, new_m[moved] - old_m[moved], children)
    added_s = spread(one, 1, new_s[moved] - old_s[moved], children)
    placed = standing.network.village_quality.found[homes.village] & taught(standing.network)[homes.grade]
    over = Norms.of(parameters).over(np.array(LEVEL_OF_GRADE)[homes.grade], new_m, new_s) & placed
    pupils = _pupils_moved(standing)
    rooms_over, guessed = _rooms_over(standing, run)
    return Effect(
        schools=int(standing.open.sum()),
        children_moved=int(children.sum()),
        children_without=int(homes.children[(standing.school < 0) & (homes.school >= 0)].sum()),
        added_m_mean=float(added_m.mean[0]),
        added_m_p95=float(added_m.p95[0]),
        added_m_most=float(added_m.most[0]),
        added_s_mean=float(added_s.mean[0]),
        added_s_p95=float(added_s.p95[0]),
        added_s_most=float(added_s.most[0]),
        children_over_norm=int(homes.children[over].sum()),
        rooms_over=rooms_over,
        pupils_guessed=guessed,
        pupils_moved=pupils,
        support_satang_year=pupils * satang_of_pupil(parameters),
    )


def _pupils_moved(standing: _Standing) -> int:
    network, schools = standing.network, standing.network.inputs.schools
    before = offering(schools.low, schools.high, network.open)
    return pupils_of(schools.pupils, network.open & ~standing.teaching, before, standing.offered())


def _rooms_over(standing: _Standing, run: MappingRun) -> tuple[int, int]:
    """Receiving schools: enrolled pupils and those who come, by grade, against the rooms that they have."""
    schools = standing.network.inputs.schools
    after, come, guessed = pupils_after(schools.pupils, run.homes, standing.school, standing.unseen)
    rooms = needed(after, room_pupils(standing.network.inputs.parameters))
    return int(((come.sum(axis=1) > 0) & (rooms > schools.rooms.sum(axis=1))).sum()), guessed
