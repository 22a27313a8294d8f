"""A run as what is kept of it: plain rows for pages, papers and files, made once and never changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np

from planning.kit.small_cells import shown
from planning.school_network.mapping.arrays import Whole
from planning.school_network.mapping.demand import children_of, judged_children
from planning.school_network.mapping.grade import GRADES, LEVEL_OF_GRADE, LEVELS, Grade
from planning.school_network.mapping.inputs import Demand
from planning.school_network.mapping.network import Network
from planning.school_network.mapping.run import MappingRun
from planning.school_network.mapping.sensitivity import sensitivity
from planning.school_network.mapping.service_area import service_areas

Told = dict[str, Any]


def told(network: Network, run: MappingRun, districts: Mapping[str, str]) -> Told:
    """Everything of a run that is shown."""
    made: Told = {
        "provenance": _provenance(run),
        "grades": [int(grade) for grade in Grade if run.judged[grade] or network.inputs.schools.pupils[:, grade].any()],
        "schools": _schools(network, run, districts),
        "villages": _villages(network, run, districts),
        "near": _near(run),
        "bands": [asdict(band) for band in run.diagnosis.bands],
        "crowded": [asdict(one) for one in run.diagnosis.crowded],
        "options": [asdict(one) for one in run.options.rows(network.inputs.schools.ids)],
        "faults": _faults(run),
        "areas": _areas(network, run),
        "sensitivity": [
            {"level": level.value, **asdict(one)} for level in LEVELS for one in sensitivity(network, run, level)
        ],
    }
    made["districts"] = _by_district(made)
    made["summary"] = _summary(network, run, made)
    return made


def _provenance(run: MappingRun) -> Told:
    one = run.provenance
    return {
        "engine_version": one.engine_version,
        "input_hash": one.input_hash,
        "result_hash": run.hash(),
        "mode": one.mode.value,
        "edition": one.edition,
        "figures": [asdict(figure) for figure in one.figures],
        "graph": None if one.graph is None else asdict(one.graph),
        "villages": one.villages,
        "villages_measured": one.villages_measured,
        "villages_straight": one.villages_straight,
        "straight_share": one.straight_share,
        "demand": one.demand.value,
        "not_taught": one.not_taught,
        "pupils": one.pupils,
        "pupils_with_home": one.pupils_with_home,
        "tambons_checked": one.tambons_checked,
    }


def _areas_of(network: Network, run: MappingRun) -> Whole:
    """Children by school and grade who live where the school is theirs."""
    table = np.zeros((len(network.inputs.schools.ids), GRADES), dtype=np.int64)
    here = run.homes.school >= 0
    np.add.at(table, (run.homes.school[here], run.homes.grade[here]), run.homes.children[here])
    return table


def _schools(network: Network, run: MappingRun, districts: Mapping[str, str]) -> list[Told]:
    schools, found, theirs = network.inputs.schools, run.diagnosis, _areas_of(network, run)
    return [
        {
            "id": schools.ids[row],
            "name": schools.names[row],
            "district": districts.get(schools.ids[row], ""),
            "ours": bool(schools.ours[row]),
            "low": int(schools.low[row]),
            "high": int(schools.high[row]),
            "lat": _degrees(schools.lat[row]),
            "lon": _degrees(schools.lon[row]),
            "special": bool(schools.special[row]),
            "pupils": int(found.pupils[row]),
            "rooms": int(schools.rooms[row].sum()),
            "seats": int(found.seats[row]),
            "small": bool(found.small[row]),
            "isolated": bool(found.isolated[row]),
            "over_capacity": bool(found.over_capacity[row]),
            "next": schools.ids[found.next_school[row]] if found.next_school[row] >= 0 else "",
            "next_m": _whole(found.next_m[row]),
            "next_s": _whole(found.next_s[row]),
            "proposable": bool(network.proposable[row]),
            "by_grade": [int(one) for one in schools.pupils[row]],
            "area": [int(one) for one in theirs[row]],
        }
        for row in range(len(schools.ids))
    ]


def _villages(network: Network, run: MappingRun, districts: Mapping[str, str]) -> list[Told]:
    villages, children = network.inputs.villages, children_of(network.inputs).sum(axis=1)
    judged = judged_children(network).sum(axis=1)
    return [
        {
            "code": villages.codes[row],
            "name": villages.names[row],
            "district": districts.get(villages.codes[row], ""),
            "lat": _degrees(villages.lat[row]),
            "lon": _degrees(villages.lon[row]),
            "children": int(children[row]),
            "judged": int(judged[row]),
            "over": [int(one) for one in run.over_norm[row]],
            "straight": bool(network.distances.on_straight_line[row]),
        }
        for row in range(len(villages.codes))
    ]


def _near(run: MappingRun) -> Told:
    """By group of grades: for each village [school, metres, seconds] of the nearest and the second nearest."""
    groups = []
    for number in range(len(run.near.school)):
        school, metres, seconds = (part[number] for part in (run.near.school, run.near.metres, run.near.seconds))
        groups.append(
            [
                [
                    [int(school[row, rank]), _whole(metres[row, rank]), _whole(seconds[row, rank])]
                    for rank in (0, 1)
                    if school[row, rank] >= 0
                ]
                for row in range(len(school))
            ]
        )
    return {"group": [int(one) for one in run.near.group], "villages": groups}


def _faults(run: MappingRun) -> list[Told]:
    return [
        {"kind": kind, "code": one.code, "fault": one.fault.value, "metres": one.metres}
        for kind, faults in (("school", run.school_faults), ("village", run.village_faults))
        for one in faults
    ]


def _areas(network: Network, run: MappingRun) -> list[Told]:
    """The map of each group of grades, by the first grade of each that some school offers."""
    seen: set[int] = set()
    out = []
    for grade in Grade:
        group = int(run.near.group[grade])
        if group not in seen and (run.near.school[group] >= 0).any():
            seen.add(group)
            out.append({"grade": int(grade), "group": group, "map": service_areas(network, run, grade)})
    return out


def _by_district(made: Told) -> list[Told]:
    """Children, those beyond the norm, and villages, by district."""
    found: dict[str, Told] = defaultdict(lambda: {"villages": 0, "children": 0, "beyond": 0, "under_served": 0})
    for one in made["villages"]:
        row = found[one["district"]]
        row["villages"] += 1
        row["children"] += one["judged"]
        row["beyond"] += sum(one["over"])
        row["under_served"] += bool(sum(one["over"]))
    return [{"district": name, **row} for name, row in sorted(found.items())]


def _summary(network: Network, run: MappingRun, made: Told) -> Told:
    within, judged = run.covered
    ours = network.inputs.schools.ours
    return {
        "schools": len(ours),
        "schools_ours": int(ours.sum()),
        "villages": len(made["villages"]),
        "children": judged,
        "beyond": judged - within,
        "beyond_by_level": [int(one) for one in run.over_norm.sum(axis=0)],
        "coverage": 100 * within / judged if judged else None,
        "small": int(run.diagnosis.small.sum()),
        "isolated": int((run.diagnosis.isolated & ours).sum()),
        "options": len(made["options"]),
        "faults": len(made["faults"]),
        "straight": run.provenance.villages_straight,
        "under_served": int(run.under_served.sum()),
    }


def nearest(made: Told, village: int, grade: int) -> list[list[Any]]:
    """[id, metres, seconds] of the nearest and the second nearest school of a village, none where there is none."""
    group = made["near"]["group"][grade]
    found = made["near"]["villages"][group][village]
    return [[made["schools"][one[0]]["id"], one[1], one[2]] for one in found]


def told_beyond(made: Told, demand: Demand) -> dict[str, int | None]:
    """Children over the norm of each village that has any, as files tell them: of counted homes, the smallest are not
    told. District by district, because their sums stand beside them.
    """
    districts: dict[str, dict[str, int]] = defaultdict(dict)
    for one in made["villages"]:
        if sum(one["over"]):
            districts[one["district"]][one["code"]] = sum(one["over"])
    told: dict[str, int | None] = {}
    for villages in districts.values():
        told |= shown(villages) if demand is Demand.HOMES else villages
    return told


def over_norm(figures: list[Told], grade: int, metres: float | None, seconds: float | None) -> bool:
    """Whether a way is over the norm of its level by the figures of a run."""
    values = {one["name"]: one["value"] for one in figures}
    level = LEVELS[LEVEL_OF_GRADE[grade]]
    if metres is None or seconds is None:
        return True
    return bool(metres > values[f"norm_km_{level}"] * 1000 or seconds > values[f"norm_min_{level}"] * 60)


def _degrees(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _whole(value: float) -> int | None:
    return int(value) if np.isfinite(value) else None
