"""Gate of coordinates: what cannot be right is listed, and never carries an automatic proposal (INV-E2).

A place that cannot be found at all (missing, 0/0, swapped, outside the country) is left out of distances. One that is
only doubtful (duplicate, outside its tambon, far from its middle) is measured and listed; nothing is proposed of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from planning.school_network.mapping.arrays import Floats, Truths, closed
from planning.school_network.mapping.district import Schools, Tambon, Villages
from planning.school_network.mapping.geo import between, unit_vectors
from planning.school_network.mapping.parameters import Name, Parameters


class Fault(StrEnum):
    """What is wrong with a coordinate."""

    MISSING = "missing"
    ZERO = "zero"
    SWAPPED = "swapped"
    OUTSIDE_COUNTRY = "outside_country"
    DUPLICATE = "duplicate"
    UNKNOWN_TAMBON = "unknown_tambon"
    OUTSIDE_TAMBON = "outside_tambon"
    FAR_FROM_TAMBON = "far_from_tambon"


@dataclass(frozen=True, slots=True)
class CoordinateFault:
    """One fault of one place; `metres` from the middle of its tambon, where that is the fault."""

    code: str
    fault: Fault
    metres: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Quality:
    """Of one table: all faults, which rows have a place, and which have one without any fault."""

    faults: tuple[CoordinateFault, ...]
    found: Truths
    sound: Truths


def check_schools(schools: Schools, tambons: tuple[Tambon, ...], parameters: Parameters) -> Quality:
    """Faults of the places of schools."""
    return _check(schools.ids, (schools.lat, schools.lon), schools.tambons, tambons, parameters)


def check_villages(villages: Villages, tambons: tuple[Tambon, ...], parameters: Parameters) -> Quality:
    """Faults of the places of villages."""
    return _check(villages.codes, (villages.lat, villages.lon), villages.tambons, tambons, parameters)


def _check(
    codes: tuple[str, ...],
    place: tuple[Floats, Floats],
    tambon_codes: tuple[str, ...],
    tambons: tuple[Tambon, ...],
    parameters: Parameters,
) -> Quality:
    lat, lon = place
    marked = _unfindable(lat, lon, parameters)
    found = ~np.logical_or.reduce(list(marked.values()))
    marked[Fault.DUPLICATE] = found & _duplicates(lat, lon)
    metres = np.zeros(len(codes))
    if tambons:  # without any, nothing can be said of them
        metres = _by_tambon(marked, found, place, (tambon_codes, tambons), parameters)
    faults = [
        CoordinateFault(codes[row], fault, int(metres[row]) if fault is Fault.FAR_FROM_TAMBON else None)
        for fault, rows in marked.items()
        for row in np.flatnonzero(rows)
    ]
    sound = ~np.logical_or.reduce(list(marked.values()))
    closed(found, sound)
    return Quality(tuple(sorted(faults, key=lambda one: (one.code, one.fault))), found, sound)


def _unfindable(lat: Floats, lon: Floats, parameters: Parameters) -> dict[Fault, Truths]:
    value = parameters.value
    south, north = value(Name.SOUTH_DEG), value(Name.NORTH_DEG)
    west, east = value(Name.WEST_DEG), value(Name.EAST_DEG)
    missing = ~(np.isfinite(lat) & np.isfinite(lon))
    zero = (lat == 0) & (lon == 0)
    inside = (lat >= south) & (lat <= north) & (lon >= west) & (lon <= east)
    swapped = (lon >= south) & (lon <= north) & (lat >= west) & (lat <= east)
    return {
        Fault.MISSING: missing,
        Fault.ZERO: zero,
        Fault.SWAPPED: swapped,
        Fault.OUTSIDE_COUNTRY: ~(missing | zero | swapped | inside),
    }


def _duplicates(lat: Floats, lon: Floats) -> Truths:
    """All that share a place with another: which of them is right, nobody can tell from here."""
    order = np.lexsort((lon, lat))
    same = (np.diff(lat[order]) == 0) & (np.diff(lon[order]) == 0)
    twice = np.zeros(len(lat), dtype=np.bool_)
    twice[order[1:][same]] = True
    twice[order[:-1][same]] = True
    return twice


def _by_tambon(
    marked: dict[Fault, Truths],
    found: Truths,
    place: tuple[Floats, Floats],
    tambons: tuple[tuple[str, ...], tuple[Tambon, ...]],
    parameters: Parameters,
) -> Floats:
    """Mark what does not fit the tambon that a row names; metres from the tambon's middle, zero where there is none."""
    lat, lon = place
    codes, known = tambons
    index = {tambon.code: number for number, tambon in enumerate(known)}
    number = np.array([index.get(code, -1) for code in codes], dtype=np.int64)
    told = found & (number >= 0)
    box = np.array([(one.south, one.north, one.west, one.east, one.lat, one.lon) for one in known])[number]
    inside = (lat >= box[:, 0]) & (lat <= box[:, 1]) & (lon >= box[:, 2]) & (lon <= box[:, 3])
    metres = np.zeros(len(codes))
    metres[told] = between(unit_vectors(lat[told], lon[told]), unit_vectors(box[told, 4], box[told, 5]))
    marked[Fault.UNKNOWN_TAMBON] = found & (number < 0)
    marked[Fault.OUTSIDE_TAMBON] = told & ~inside
    marked[Fault.FAR_FROM_TAMBON] = told & (metres > parameters.value(Name.TAMBON_CENTRE_KM) * 1000)
    return metres
