"""Figures that a run is judged by: norms, speeds, limits. Dated data with a source and how sure it is; never code."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Final

from planning.school_network.mapping.grade import LEVELS

DATA: Final = Path(__file__).parent / "data" / "parameters.toml"


class ParameterError(Exception):
    """The figures cannot be used; the message names the figure."""


class Certainty(StrEnum):
    """How a figure was learnt."""

    VERIFIED = "V"  # read in an official document
    NEWS = "N"
    GUESS = "G"  # estimate or common practice
    OFFICE = "O"  # the office set it itself


class RoadClass(StrEnum):
    """Kinds of roads that have a speed of their own."""

    HIGHWAY = "highway"
    MAIN = "main"
    MINOR = "minor"
    VILLAGE = "village"
    TRACK = "track"


ROAD_CLASSES: Final = tuple(RoadClass)


class Name(StrEnum):
    """Which figure; the unit is in the name."""

    NORM_KM_KINDERGARTEN = "norm_km_kindergarten"
    NORM_KM_PRIMARY = "norm_km_primary"
    NORM_KM_LOWER_SECONDARY = "norm_km_lower_secondary"
    NORM_KM_UPPER_SECONDARY = "norm_km_upper_secondary"
    NORM_MIN_KINDERGARTEN = "norm_min_kindergarten"
    NORM_MIN_PRIMARY = "norm_min_primary"
    NORM_MIN_LOWER_SECONDARY = "norm_min_lower_secondary"
    NORM_MIN_UPPER_SECONDARY = "norm_min_upper_secondary"
    ROOM_PUPILS_KINDERGARTEN = "room_pupils_kindergarten"
    ROOM_PUPILS_PRIMARY = "room_pupils_primary"
    ROOM_PUPILS_LOWER_SECONDARY = "room_pupils_lower_secondary"
    ROOM_PUPILS_UPPER_SECONDARY = "room_pupils_upper_secondary"
    SMALL_SCHOOL_PUPILS = "small_school_pupils"
    SMALL_BAND_PUPILS = "small_band_pupils"
    MERGE_RADIUS_KM = "merge_radius_km"
    MERGE_MIN = "merge_min"
    SUPPORT_SATANG_DAY = "support_satang_day"
    SCHOOL_DAYS_YEAR = "school_days_year"
    SNAP_LIMIT_M = "snap_limit_m"
    DETOUR_FACTOR = "detour_factor"
    SEARCH_KM = "search_km"
    TAMBON_CENTRE_KM = "tambon_centre_km"
    SOUTH_DEG = "south_deg"
    NORTH_DEG = "north_deg"
    WEST_DEG = "west_deg"
    EAST_DEG = "east_deg"
    SPEED_KMH_HIGHWAY = "speed_kmh_highway"
    SPEED_KMH_MAIN = "speed_kmh_main"
    SPEED_KMH_MINOR = "speed_kmh_minor"
    SPEED_KMH_VILLAGE = "speed_kmh_village"
    SPEED_KMH_TRACK = "speed_kmh_track"
    SPEED_KMH_OFF_ROAD = "speed_kmh_off_road"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that holds from a day on, and how that was learnt."""

    name: Name
    value: float
    valid_from: date
    certainty: Certainty
    source: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Parameters:
    """All figures that hold on one day, in the order of their names: a part of what a run is hashed from."""

    edition: str
    figures: tuple[Figure, ...]

    def __post_init__(self) -> None:
        """Each figure once, finite and positive."""
        names = [figure.name for figure in self.figures]
        if names != sorted(Name):
            missing = sorted(set(Name) - set(names))
            raise ParameterError(f"each figure is needed once, in order; missing: {', '.join(missing) or 'none'}")
        for figure in self.figures:
            if not (math.isfinite(figure.value) and figure.value > 0):
                raise ParameterError(f"{figure.name}: {figure.value} is not a positive number")

    def figure(self, name: Name) -> Figure:
        """One figure with its source, as a page prints it."""
        return next(figure for figure in self.figures if figure.name is name)

    def value(self, name: Name) -> float:
        """Its number, in the unit of its name."""
        return self.figure(name).value

    def changed(self, values: Mapping[Name, float], *, why: str, day: date) -> Parameters:
        """The same with the office's own figures; the edition tells that there are some."""
        figures = tuple(
            replace(one, value=values[one.name], certainty=Certainty.OFFICE, source=why, valid_from=day)
            if one.name in values
            else one
            for one in self.figures
        )
        edition = self.edition if self.edition.endswith("+") else self.edition + "+"
        return Parameters(edition, figures)

    def by_level(self, prefix: str) -> tuple[float, ...]:
        """`norm_km`, `norm_min` or `room_pupils` of each level, in the order of the levels."""
        return tuple(self.value(Name(f"{prefix}_{level}")) for level in LEVELS)

    def speed_m_s(self, road: RoadClass | None) -> float:
        """Metres a second on a class of roads; None is beside the roads and on a straight line."""
        return self.value(Name(f"speed_kmh_{road or 'off_road'}")) / 3.6


def parameters_on(day: date, path: Path = DATA) -> Parameters:
    """The figures of the data file that hold on a day; `ParameterError` names a figure that is missing or wrong."""
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    known = [_figure(row) for row in content.get("figure", [])]
    return Parameters(str(content.get("edition", "")), _latest(known, day))


def _figure(row: Mapping[str, object]) -> Figure:
    name = row.get("name")
    try:
        value, valid_from = row["value"], row["valid_from"]
        if not isinstance(value, float) or not isinstance(valid_from, date):
            raise ParameterError(f"{name}: value is a number with a point, valid_from a day")
        return Figure(
            Name(str(name)),
            value,
            valid_from,
            Certainty(str(row["certainty"])),
            str(row["source"]),
            str(row.get("note", "")),
        )
    except (KeyError, ValueError) as fault:
        raise ParameterError(f"{name}: {fault}") from fault


def _latest(known: Iterable[Figure], day: date) -> tuple[Figure, ...]:
    held: dict[Name, Figure] = {}
    for figure in sorted(known, key=lambda one: one.valid_from):
        if figure.valid_from <= day:
            held[figure.name] = figure
    return tuple(held[name] for name in sorted(held))
