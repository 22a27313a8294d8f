"""Inputs and results of runs as compressed JSON: kept as they were, read again into the same values."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any, Final

from planning.school_network.mapping.district import (
    Home,
    School,
    Schools,
    SpecialArea,
    Status,
    Tambon,
    Village,
    Villages,
    tambons_of,
)
from planning.school_network.mapping.grade import Grade
from planning.school_network.mapping.inputs import Inputs
from planning.school_network.mapping.parameters import Certainty, Figure, Name, Parameters
from planning.school_network.mapping.roads import Roads
from planning.school_network.taking import Taken

_LEVEL: Final = 6


def pack(value: object) -> bytes:
    """Compressed JSON; equal values give equal bytes."""
    return zlib.compress(json.dumps(value, ensure_ascii=False, sort_keys=True, default=_plain).encode(), _LEVEL)


def unpack(data: bytes) -> Any:
    """The other way round."""
    return json.loads(zlib.decompress(data))


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def pack_inputs(taken: Taken, parameters: Parameters) -> bytes:
    """All but the roads, which are kept as the files that they came in."""
    return pack(
        {
            "schools": [asdict(one) for one in taken.schools],
            "villages": [asdict(one) for one in taken.villages],
            "tambons": [asdict(one) for one in taken.tambons],
            "homes": [asdict(one) for one in taken.homes],
            "districts": dict(taken.districts),
            "edition": parameters.edition,
            "figures": [asdict(one) for one in parameters.figures],
        }
    )


def unpack_inputs(data: bytes, roads: Roads | None) -> tuple[Inputs, Mapping[str, str]]:
    """Inputs of a run, and the district of each place."""
    given = unpack(data)
    inputs = Inputs(
        schools=Schools.of(_school(one) for one in given["schools"]),
        villages=Villages.of(Village(**{**one, "children": tuple(one["children"])}) for one in given["villages"]),
        parameters=Parameters(given["edition"], tuple(_figure(one) for one in given["figures"])),
        tambons=tambons_of(Tambon(**one) for one in given["tambons"]),
        roads=roads,
        homes=tuple(Home(**{**one, "grade": Grade(one["grade"])}) for one in given.get("homes", ())),
    )
    return inputs, given["districts"]


def inputs_of(taken: Taken, parameters: Parameters, roads: Roads | None) -> Inputs:
    """The same, before they are kept."""
    return Inputs(Schools.of(taken.schools), Villages.of(taken.villages), parameters, taken.tambons, roads, taken.homes)


def _school(row: Mapping[str, Any]) -> School:
    return School(
        **{
            **row,
            "low": Grade(row["low"]),
            "high": Grade(row["high"]),
            "pupils": tuple(row["pupils"]),
            "rooms": tuple(row["rooms"]),
            "special": SpecialArea(row["special"]) if row["special"] else None,
            "status": Status(row["status"]),
        }
    )


def _figure(row: Mapping[str, Any]) -> Figure:
    return Figure(
        Name(row["name"]),
        row["value"],
        date.fromisoformat(row["valid_from"]),
        Certainty(row["certainty"]),
        row["source"],
        row["note"],
    )
