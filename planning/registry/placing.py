"""What can be told of coordinates without a map; whether a school lies in its subdistrict the school network judges."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final

Point = tuple[float | None, float | None]
SOUTH, NORTH, WEST, EAST = 5.5, 20.6, 97.3, 105.7
"""The country, in degrees, with a little room around."""
_PLACES: Final = 5  # about a metre


class Finding(StrEnum):
    """What is wrong, or nothing."""

    GOOD = "good"
    MISSING = "missing"
    ZERO = "zero"
    SWAPPED = "swapped"
    ABROAD = "abroad"
    SHARED = "shared"


def finding_of(latitude: float | None, longitude: float | None) -> Finding:
    """Of one point alone."""
    if latitude is None or longitude is None:
        return Finding.MISSING
    if abs(latitude) < 0.01 and abs(longitude) < 0.01:
        return Finding.ZERO
    if _inside(latitude, longitude):
        return Finding.GOOD
    return Finding.SWAPPED if _inside(longitude, latitude) else Finding.ABROAD


def findings(points: Mapping[int, Point]) -> dict[int, Finding]:
    """Of each point among all: two schools at one place are both doubtful."""
    places: dict[tuple[float, float], list[int]] = {}
    found = {key: finding_of(*point) for key, point in points.items()}
    for key in _good(found):
        latitude, longitude = points[key]
        places.setdefault((round(latitude or 0, _PLACES), round(longitude or 0, _PLACES)), []).append(key)
    for shared in places.values():
        if len(shared) > 1:
            found |= dict.fromkeys(shared, Finding.SHARED)
    return found


def _good(found: Mapping[int, Finding]) -> Iterable[int]:
    return [key for key, finding in found.items() if finding is Finding.GOOD]


def _inside(latitude: float, longitude: float) -> bool:
    return SOUTH <= latitude <= NORTH and WEST <= longitude <= EAST
