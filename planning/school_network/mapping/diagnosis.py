"""How the network stands: schools that are small, isolated, over their capacity or with crowded rooms."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planning.school_network.mapping.access import Norms
from planning.school_network.mapping.arrays import Floats, Truths, Whole, closed
from planning.school_network.mapping.district import UNKNOWN, Schools
from planning.school_network.mapping.grade import GRADES, LEVEL_OF_GRADE
from planning.school_network.mapping.network import Network
from planning.school_network.mapping.parameters import Name, Parameters


@dataclass(frozen=True, slots=True)
class Band:
    """Small schools from one number of pupils to another, both included; 0 to 0 are schools without pupils."""

    low: int
    high: int
    schools: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Crowded:
    """A grade with more pupils than its rooms should hold."""

    school: str
    grade: int
    pupils: int
    rooms: int
    seats: int


@dataclass(frozen=True, slots=True, eq=False)
class Diagnosis:
    """Of every school, in the order of the table."""

    pupils: Whole
    small: Truths  # ours, open, with no more pupils than a small school has
    isolated: Truths  # the next school that offers the same grades is over the norm, or there is none
    next_school: Whole  # which one; -1 is none
    next_m: Floats
    next_s: Floats
    seats: Whole
    over_capacity: Truths
    bands: tuple[Band, ...]
    crowded: tuple[Crowded, ...]

    def __post_init__(self) -> None:
        """Close the columns to writing."""
        closed(self.pupils, self.small, self.isolated, self.next_school, self.next_m, self.next_s)
        closed(self.seats, self.over_capacity)


def diagnose(network: Network, offered: Truths, norms: Norms) -> Diagnosis:
    """Look at each school that is open; neighbours' schools are looked at, but not counted as small."""
    schools, parameters = network.inputs.schools, network.inputs.parameters
    pupils = schools.pupils.sum(axis=1)
    small = schools.open & schools.ours & (pupils <= parameters.value(Name.SMALL_SCHOOL_PUPILS))
    needed = needed_grades(schools)
    next_school, next_m, next_s = _next_schools(network, needed, offered)
    # A school is judged by the youngest level that it needs: the shortest way that would still be too far.
    level = np.array(LEVEL_OF_GRADE)[lowest_needed(needed)]
    isolated: Truths = network.open & norms.over(level, next_m, next_s)
    seats = seats_of(schools, parameters)
    return Diagnosis(
        pupils=pupils,
        small=small,
        isolated=isolated,
        next_school=next_school,
        next_m=next_m,
        next_s=next_s,
        seats=seats,
        over_capacity=schools.open & (seats > 0) & (pupils > seats),
        bands=_bands(schools, pupils, small, parameters),
        crowded=_crowded(schools, parameters),
    )


def needed_grades(schools: Schools) -> Truths:
    """Grades that another school would have to offer: those with pupils; without any pupils, all that are offered."""
    grades = np.arange(GRADES)
    taught = (grades >= schools.low[:, np.newaxis]) & (grades <= schools.high[:, np.newaxis])
    filled: Truths = np.asarray(schools.pupils > 0)
    some = np.asarray(filled.any(axis=1))
    return np.asarray(np.where(some[:, np.newaxis], filled, taught))


def lowest_needed(needed: Truths) -> Whole:
    """The first grade of each row; every school needs one."""
    return np.asarray(needed.argmax(axis=1))


def room_pupils(parameters: Parameters) -> Whole:
    """How many pupils a room of each grade should hold at most."""
    by_level = np.array(parameters.by_level("room_pupils"), dtype=np.int64)
    return np.asarray(by_level[np.array(LEVEL_OF_GRADE)])


def seats_of(schools: Schools, parameters: Parameters) -> Whole:
    """The capacity that was told, else what the rooms hold by the norm; 0 where neither is known."""
    by_room = (schools.rooms * room_pupils(parameters)).sum(axis=1)
    return np.asarray(np.where(schools.capacity == UNKNOWN, by_room, schools.capacity))


def _next_schools(network: Network, needed: Truths, offered: Truths) -> tuple[Whole, Floats, Floats]:
    """Schools that the same others could stand in for ask together."""
    count = len(needed)
    school, metres, seconds = np.full(count, -1), np.full(count, np.inf), np.full(count, np.inf)
    # A school offers all grades between its lowest and its highest: only the ends of what is needed count.
    lowest, highest = lowest_needed(needed), GRADES - 1 - lowest_needed(needed[:, ::-1])
    ends = lowest * GRADES + highest
    asking: dict[bytes, list[Whole]] = {}
    for kind in np.unique(ends):
        fitting = offered[:, kind // GRADES] & offered[:, kind % GRADES]
        asking.setdefault(fitting.tobytes(), []).append(np.flatnonzero((ends == kind) & network.open))
    for fitting_bytes, groups in asking.items():
        who = np.concatenate(groups)
        near = network.distances.next_school(who, np.frombuffer(fitting_bytes, dtype=np.bool_))
        school[who], metres[who], seconds[who] = near.school[:, 0], near.metres[:, 0], near.seconds[:, 0]
    return school.astype(np.int64), metres, seconds


def _bands(schools: Schools, pupils: Whole, small: Truths, parameters: Parameters) -> tuple[Band, ...]:
    most, step = int(parameters.value(Name.SMALL_SCHOOL_PUPILS)), int(parameters.value(Name.SMALL_BAND_PUPILS))
    edges = [(0, 0), *((low + 1, min(low + step, most)) for low in range(0, most, step))]
    return tuple(
        Band(low, high, tuple(schools.ids[row] for row in np.flatnonzero(small & (pupils >= low) & (pupils <= high))))
        for low, high in edges
    )


def _crowded(schools: Schools, parameters: Parameters) -> tuple[Crowded, ...]:
    seats = schools.rooms * room_pupils(parameters)
    over = (schools.open & schools.ours)[:, np.newaxis] & (schools.rooms > 0) & (schools.pupils > seats)
    return tuple(
        Crowded(
            schools.ids[row],
            int(grade),
            int(schools.pupils[row, grade]),
            int(schools.rooms[row, grade]),
            int(seats[row, grade]),
        )
        for row, grade in np.argwhere(over)
    )
