"""Distances on a sphere. Whole metres, so that two machines whose sines differ in the last bit agree all the same."""

from __future__ import annotations

from typing import Final

import numpy as np

from planning.school_network.mapping.arrays import Floats

EARTH_M: Final = 6_371_008.8  # mean radius (IUGG)


def unit_vectors(lat: Floats, lon: Floats) -> Floats:
    """Points on the unit sphere, (n, 3): the nearest by chord is the nearest by great circle."""
    phi, lam = np.radians(lat), np.radians(lon)
    return np.column_stack((np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)))


def metres_of_chords(chords: Floats) -> Floats:
    """Great-circle metres, whole, of chords of the unit sphere; infinite stays infinite."""
    return np.rint(2 * EARTH_M * np.arcsin(np.minimum(chords, 2.0) / 2)) + np.where(np.isinf(chords), np.inf, 0.0)


def chord_of_metres(metres: float) -> float:
    """The chord that goes with a great-circle distance, with half a metre more for rounding."""
    return float(2 * np.sin(min((metres + 0.5) / (2 * EARTH_M), np.pi / 2)))


def between(one: Floats, other: Floats) -> Floats:
    """Whole metres between unit vectors, row by row."""
    return metres_of_chords(np.sqrt(((one - other) ** 2).sum(axis=-1)))
