"""Service areas as GeoJSON for a map: schools, villages with the school that is theirs, and the hull of each area."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from scipy.spatial import ConvexHull, QhullError

from planning.school_network.mapping.access import Norms
from planning.school_network.mapping.arrays import Floats, Truths, Whole
from planning.school_network.mapping.grade import Grade
from planning.school_network.mapping.network import Network
from planning.school_network.mapping.run import MappingRun

Feature: TypeAlias = dict[str, object]


def service_areas(network: Network, run: MappingRun, grade: Grade) -> Feature:
    """A FeatureCollection (RFC 7946: longitude first) of one grade. Names are hostile text, to be escaped where shown.

    Villages are given by the number of their school among all, so that a map can colour them alike.
    """
    schools, villages = network.inputs.schools, network.inputs.villages
    school, metres, seconds = run.near.of_grade(grade)
    mine = school[:, 0]
    level = np.full(len(mine), list(type(grade.level)).index(grade.level))
    over = Norms.of(network.inputs.parameters).over(level, metres[:, 0], seconds[:, 0])
    features = [
        _feature(
            _point(schools.lat[row], schools.lon[row]),
            {"kind": "school", "id": schools.ids[row], "name": schools.names[row], "number": int(row)},
        )
        for row in np.flatnonzero(network.school_quality.found)
    ]
    features += [
        _feature(
            _point(villages.lat[row], villages.lon[row]),
            {
                "kind": "village",
                "id": villages.codes[row],
                "name": villages.names[row],
                "school": schools.ids[mine[row]] if mine[row] >= 0 else None,
                "number": int(mine[row]) if mine[row] >= 0 else None,
                "metres": _whole(metres[row, 0]),
                "seconds": _whole(seconds[row, 0]),
                "over_norm": bool(over[row]),
                "doubtful": not network.village_quality.sound[row],
            },
        )
        for row in np.flatnonzero(network.village_quality.found)
    ]
    features += _hulls(network, mine)
    return {"type": "FeatureCollection", "features": features}


def _hulls(network: Network, mine: Whole) -> list[Feature]:
    """Around the villages of each school and the school itself; none where they lie on one line."""
    schools, villages = network.inputs.schools, network.inputs.villages
    out = []
    for row in np.unique(mine[mine >= 0]):
        members: Truths = mine == row
        points = np.column_stack(
            (np.append(villages.lon[members], schools.lon[row]), np.append(villages.lat[members], schools.lat[row]))
        )
        ring = _ring(points)
        if ring:
            shape: Feature = {"type": "Polygon", "coordinates": [ring]}
            out.append(_feature(shape, {"kind": "area", "school": schools.ids[row], "number": int(row)}))
    return out


def _ring(points: Floats) -> list[list[float]]:
    """Counter-clockwise and closed, as RFC 7946 wants it."""
    if len(points) < 3:
        return []
    try:
        corners = ConvexHull(points).vertices
    except QhullError:
        return []
    return [[float(lon), float(lat)] for lon, lat in points[np.append(corners, corners[0])]]


def _feature(geometry: Feature, properties: Feature) -> Feature:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _point(lat: float, lon: float) -> Feature:
    return {"type": "Point", "coordinates": [float(lon), float(lat)]}


def _whole(value: float) -> int | None:
    return int(value) if np.isfinite(value) else None
