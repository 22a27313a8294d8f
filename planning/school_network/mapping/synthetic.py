"""A made-up district, and a made-up country, from a seed: for tests, demonstrations and measurements.

Nothing in it is a real place: names say "สมมติ", codes begin with T, coordinates lie on a grid in empty space.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from planning.school_network.mapping.arrays import Floats, Truths, Whole
from planning.school_network.mapping.district import UNKNOWN, Schools, Tambon, Villages
from planning.school_network.mapping.grade import GRADES, Grade
from planning.school_network.mapping.inputs import Inputs
from planning.school_network.mapping.parameters import ROAD_CLASSES, Parameters, RoadClass
from planning.school_network.mapping.roads import GraphSource, Roads

LAT, LON = 16.0, 100.0  # south-west corner, degrees
DEGREE_M: Final = 111_195.0
SIDE_M: Final = 60_000.0  # of the district, a square
OFFERS: Final = ((Grade.K2, Grade.P6), (Grade.K2, Grade.M3), (Grade.M1, Grade.M6), (Grade.P1, Grade.P6))
SHARES: Final = (0.68, 0.2, 0.07, 0.05)


@dataclass(frozen=True, slots=True)
class Size:
    """How large the district is."""

    schools: int = 130
    villages: int = 700
    crossings_a_side: int = 200  # 200 x 200 are 40,000


def district(seed: int, parameters: Parameters, size: Size | None = None) -> Inputs:
    """Schools, villages, tambons and roads; a few coordinates are wrong, as they are in life."""
    size = size or Size()
    random = np.random.default_rng(seed)
    roads = _roads(random, size.crossings_a_side)
    villages = _villages(random, *_scattered(random, size.villages, SIDE_M))
    schools = _schools(random, *_scattered(random, size.schools, SIDE_M))
    return Inputs(schools, villages, parameters, _tambons(), roads)


def country(seed: int, parameters: Parameters, schools: int = 30_000, villages: int = 75_000) -> Inputs:
    """Without roads and tambons, for the straight-line run of a whole country."""
    random = np.random.default_rng(seed)
    side = 480_000.0
    return Inputs(
        _schools(random, *_scattered(random, schools, side)),
        _villages(random, *_scattered(random, villages, side)),
        parameters,
    )


def _scattered(random: np.random.Generator, count: int, side_m: float) -> tuple[Floats, Floats]:
    """Latitudes and longitudes, to six places as surveys give them."""
    north, east = random.uniform(0, side_m, count), random.uniform(0, side_m, count)
    return np.round(LAT + north / DEGREE_M, 6), np.round(LON + east / DEGREE_M, 6)


def _tambon(lat: Floats, lon: Floats) -> tuple[str, ...]:
    """A tambon is a square of 10 km."""
    rows = ((lat - LAT) * DEGREE_M // 10_000).astype(int)
    columns = ((lon - LON) * DEGREE_M // 10_000).astype(int)
    return tuple(f"T{row:02}{column:02}" for row, column in zip(rows, columns, strict=True))


def _tambons() -> tuple[Tambon, ...]:
    step = 10_000 / DEGREE_M
    squares = int(SIDE_M // 10_000)
    return tuple(
        Tambon(
            code=f"T{row:02}{column:02}",
            lat=LAT + (row + 0.5) * step,
            lon=LON + (column + 0.5) * step,
            south=LAT + row * step - 1e-6,
            west=LON + column * step - 1e-6,
            north=LAT + (row + 1) * step + 1e-6,
            east=LON + (column + 1) * step + 1e-6,
        )
        for row in range(squares)
        for column in range(squares)
    )


def _schools(random: np.random.Generator, lat: Floats, lon: Floats) -> Schools:
    count = len(lat)
    kind = random.choice(len(OFFERS), count, p=SHARES)
    low, high = np.array(OFFERS, dtype=np.int64)[kind].T
    grades = np.arange(GRADES)
    taught = (grades >= low[:, np.newaxis]) & (grades <= high[:, np.newaxis])
    a_grade = random.gamma(1.2, 12, count)[:, np.newaxis]  # about half of the schools are small
    pupils = np.where(taught, random.poisson(a_grade, (count, GRADES)), 0)
    tambons = _tambon(lat, lon)
    lat, lon = _spoilt(lat, lon)
    return Schools(
        ids=tuple(f"T{number:07}" for number in range(count)),
        smis=tuple(f"99{number:06}" for number in range(count)),
        names=tuple(f"โรงเรียนสมมติ {number + 1}" for number in range(count)),
        lat=lat,
        lon=lon,
        tambons=tambons,
        low=low,
        high=high,
        pupils=pupils.astype(np.int64),
        rooms=np.where(taught, 1 + pupils // 40, 0).astype(np.int64),
        capacity=np.full(count, UNKNOWN, dtype=np.int64),
        special=np.where(random.random(count) < 0.05, 2, 0).astype(np.int64),
        status=np.zeros(count, dtype=np.int64),
        affiliations=("สพฐ. (สมมติ)",) * count,
        ours=random.random(count) >= 0.1,
    )


def _spoilt(lat: Floats, lon: Floats) -> tuple[Floats, Floats]:
    """One is missing, one swapped, one at zero, two at one place."""
    lat, lon = lat.copy(), lon.copy()
    lat[1] = np.nan
    lat[2], lon[2] = lon[2], lat[2]
    lat[3], lon[3] = 0.0, 0.0
    lat[5], lon[5] = lat[4], lon[4]
    return lat, lon


def _villages(random: np.random.Generator, lat: Floats, lon: Floats) -> Villages:
    count = len(lat)
    a_year = random.gamma(2, 2.5, count)[:, np.newaxis]
    return Villages(
        codes=tuple(f"T{number:07}" for number in range(count)),
        names=tuple(f"บ้านสมมติ {number + 1}" for number in range(count)),
        lat=lat,
        lon=lon,
        tambons=_tambon(lat, lon),
        children=random.poisson(a_year, (count, GRADES)).astype(np.int64),
    )


def _roads(random: np.random.Generator, side: int) -> Roads:
    """A bent grid: every tenth line is a main road, a tenth of the small ones is missing, a few are one way."""
    step = SIDE_M / (side - 1)
    row, column = (part.reshape(-1) for part in np.divmod(np.arange(side * side), side))
    bend = random.uniform(-0.3, 0.3, (2, side * side)) * step
    north, east = row * step + bend[0], column * step + bend[1]
    right, up = np.flatnonzero(column < side - 1), np.flatnonzero(row < side - 1)
    start = np.concatenate((right, up))
    end = np.concatenate((right + 1, up + side))
    line = np.concatenate((row[right], column[up]))
    road = _classes(random, line)
    kept = (road == ROAD_CLASSES.index(RoadClass.MAIN)) | (random.random(len(start)) > 0.1)
    start, end, road = start[kept], end[kept], road[kept]
    metres = np.round(np.hypot(north[end] - north[start], east[end] - east[start]) * 1.05) + 1
    order = np.lexsort((end, start))
    return Roads(
        source=GraphSource("ถนนสมมติที่สร้างขึ้น", date(2026, 1, 1), "ไม่มี (ข้อมูลสมมติ)"),
        codes=tuple(f"T{number:06}" for number in range(side * side)),
        lat=LAT + north / DEGREE_M,
        lon=LON + east / DEGREE_M,
        start=start[order],
        end=end[order],
        metres=metres[order],
        road=road[order],
        oneway=_oneway(random, len(start)),
    )


def _classes(random: np.random.Generator, line: Whole) -> Whole:
    small = random.choice([2, 3, 4], len(line), p=[0.3, 0.5, 0.2])
    return np.asarray(np.where(line % 10 == 0, ROAD_CLASSES.index(RoadClass.MAIN), small).astype(np.int64))


def _oneway(random: np.random.Generator, count: int) -> Truths:
    return np.asarray(random.random(count) < 0.01)
