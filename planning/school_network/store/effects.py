"""What a case does to each group of children: their way today and then, and the map on which both are seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from sqlmodel import Session

from planning.kit.settings import get_settings
from planning.school_network.mapping.access import Norms
from planning.school_network.mapping.grade import LEVEL_OF_GRADE
from planning.school_network.mapping.network import Network
from planning.school_network.models.case import ChangeCase, ChildGroup
from planning.school_network.store.cases import run_of
from planning.school_network.store.runs import measured
from planning.school_network.taking import CODES
from service.refusal import MissingError
from service.uploads import Uploads


def effects_of(session: Session, row: ChangeCase, groups: Sequence[ChildGroup]) -> dict[str, Any]:
    """By group, in order: metres and seconds to the school of today and to the receiving one, and whether each is over
    the norm; None where the run of the case has no such way. With the map of the places, and the run they are from.
    """
    run = run_of(session, row)
    if run is None:
        return {}
    try:
        network, _made, _districts = measured(session, run, Uploads(get_settings().folder_of("school_network")))
    except MissingError:  # the roads of the run are gone: its figures stay, its ways cannot be measured again
        return {}
    ways = [_ways(network, row, one) for one in groups]
    return {
        "run": {
            "key": run.key,
            "title": run.title,
            "academic_year": run.academic_year,
            "count_date": run.count_date.isoformat(),
            "result_hash": run.result_hash,
        },
        "ways": ways,
        "map": _map(network, row, groups, ways),
    }


def _ways(network: Network, row: ChangeCase, one: ChildGroup) -> dict[str, Any]:
    before, after = _way(network, one, row.school_code), _way(network, one, one.to_code)
    return {"before": before, "after": after}


def _way(network: Network, one: ChildGroup, school: str) -> dict[str, Any] | None:
    inputs = network.inputs
    if one.village_code not in inputs.villages.codes or school not in inputs.schools.ids or one.grade not in CODES:
        return None
    village, place = inputs.villages.codes.index(one.village_code), inputs.schools.ids.index(school)
    metres, seconds = network.distances.to_school(np.array([village]), np.array([place]))
    if not np.isfinite(metres[0]):
        return None
    level = np.array([LEVEL_OF_GRADE[CODES[one.grade]]])
    is_over = bool(Norms.of(inputs.parameters).over(level, metres, seconds)[0])
    return {"metres": int(metres[0]), "seconds": int(seconds[0]), "over_norm": is_over}


def _map(
    network: Network, row: ChangeCase, groups: Sequence[ChildGroup], ways: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """The school, those that receive, and the villages whose children move; red where the way then is over the norm."""
    schools, villages = network.inputs.schools, network.inputs.villages
    named = dict.fromkeys(one for one in (row.school_code, row.to_code, *(each.to_code for each in groups)) if one)
    features = [
        _point(
            schools.lon[place], schools.lat[place], {"kind": "school", "name": schools.names[place], "number": number}
        )
        for number, place in enumerate(schools.ids.index(one) for one in named if one in schools.ids)
        if network.school_quality.found[place]
    ]
    over = {
        one.village_code
        for one, way in zip(groups, ways, strict=True)
        if way["after"] is not None and way["after"]["over_norm"]
    }
    for code in dict.fromkeys(one.village_code for one in groups):
        if code in villages.codes and network.village_quality.found[place := villages.codes.index(code)]:
            said = {"kind": "village", "name": villages.names[place], "over_norm": code in over}
            features.append(_point(villages.lon[place], villages.lat[place], said))
    return {"type": "FeatureCollection", "features": features}


def _point(lon: float, lat: float, said: dict[str, Any]) -> dict[str, Any]:
    place = {"type": "Point", "coordinates": [float(lon), float(lat)]}
    return {"type": "Feature", "geometry": place, "properties": said}
