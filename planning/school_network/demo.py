"""A road and a mapping run for a demonstration, over the schools and villages that the registry told."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

import numpy as np
from scipy.sparse.csgraph import minimum_spanning_tree
from scipy.spatial import cKDTree, distance_matrix
from sqlalchemy import Engine
from sqlmodel import Session

from contract.data.registry import SchoolRow, VillageRow
from planning.kit.parts import Demo
from planning.kit.settings import PlanningSettings
from planning.kit.visitor import invented_planner
from planning.school_network.invented_case import Desk, carry_out, open_closure
from planning.school_network.mapping.inputs import Demand
from planning.school_network.mapping.parameters import RoadClass
from planning.school_network.store import roads, runs
from planning.school_network.store.sources import sources
from service.database import make_engine, transaction
from service.invented import OFFICE_CODE
from service.refused import RefusedCommandError
from service.uploads import Uploads

NAME: Final = "school_network"
SAMPLE: Final = "ถนนสมมติ (ข้อมูลสังเคราะห์)"
TITLE: Final = "แผนที่ตั้งการศึกษา (ข้อมูลสมมติ)"
BY_HOMES: Final = "แผนที่ตั้งการศึกษาตามภูมิลำเนานักเรียน (ข้อมูลสมมติ)"
METRES_OF_A_DEGREE: Final = 111_195.0
WINDING: Final = 1.3  # a road is so much longer than the straight line
PIECE_M: Final = 10_000  # a road is counted in pieces of this length at most, about
WAYS: Final = 4  # roads that leave a place, at least
Place = tuple[str, float, float]


def fill_demo(settings: PlanningSettings, demo: Demo) -> str:
    """Up to the day of the demonstration, with a case that lies before the board."""
    engine, uploads = make_engine(settings.database_of(NAME)), Uploads(settings.folder_of(NAME))
    try:
        said = fill(engine, uploads, demo.today)
        with transaction(engine) as session:
            row = open_closure(Desk(session, invented_planner(), uploads, demo.today))
            demo.places["case"] = f"/cases/{row.key}"
    finally:
        engine.dispose()
    return f"{said}, 1 case"


def decided_demo(settings: PlanningSettings, demo: Demo) -> str:
    """After the board resolved the case."""
    engine, uploads = make_engine(settings.database_of(NAME)), Uploads(settings.folder_of(NAME))
    try:
        with transaction(engine) as session:
            row = carry_out(Desk(session, invented_planner(), uploads, demo.today))
            said = f"{row.school_code} is closed, netops is ordered to end its network"
    finally:
        engine.dispose()
    return said


def fill(engine: Engine, uploads: Uploads, today: date) -> str:
    """A road graph and a run by it, and another by the homes of pupils where the registry knows any.
    RefusedCommandError where there is a run, or nothing to make one from.
    """
    with transaction(engine) as session:
        keys = _ask(session, uploads, today)
    for key in keys:
        runs.carry_out(engine, uploads, key)
    return f"1 road graph, {len(keys)} mapping runs"


def _ask(session: Session, uploads: Uploads, today: date) -> list[str]:
    visitor = invented_planner()
    known = sources(session, OFFICE_CODE)
    if runs.runs(session, OFFICE_CODE):
        raise RefusedCommandError("the school network has a run of the demonstration already")
    if not known.frozen or not known.schools:
        raise RefusedCommandError("the school network has nothing of the registry yet")
    named: list[tuple[str, SchoolRow | VillageRow]] = [
        *((f"S{one.smis_code}", one) for one in known.schools),
        *((f"V{one.code}", one) for one in known.villages),
    ]
    places = [
        (code, one.latitude, one.longitude)
        for code, one in named
        if one.latitude is not None and one.longitude is not None
    ]
    draft = roads.RoadDraft(source=SAMPLE, day=today - timedelta(days=90), licence="CC0")
    graph = roads.add_graph(session, visitor, uploads, draft, road_files(places))
    count = known.frozen[0]
    wish = runs.RunDraft(title=TITLE, count=count.key, road_graph_id=graph.id)
    wishes = [wish]
    if known.homes_known(count)[0]:
        wishes.append(wish.model_copy(update={"title": BY_HOMES, "demand": Demand.HOMES}))
    return [runs.ask(session, visitor, (known, uploads, today), one, {})[0].key for one in wishes]


def road_files(places: Sequence[Place]) -> tuple[bytes, bytes]:
    """Crossings and pieces of road as files: each place has a road to its nearest neighbours, and all hang together."""
    at = np.array([[lat, lon * np.cos(np.radians(lat))] for _code, lat, lon in places]) * METRES_OF_A_DEGREE
    _metres, near = cKDTree(at).query(at, k=min(WAYS + 1, len(places)))
    pairs = {(min(here, there), max(here, there)) for here, row in enumerate(near.tolist()) for there in row}
    tree = minimum_spanning_tree(distance_matrix(at, at)).tocoo()
    pairs |= {(min(ends), max(ends)) for ends in zip(tree.row.tolist(), tree.col.tolist(), strict=True)}
    crossings, edges = list(places), []
    for here, there in sorted(pair for pair in pairs if pair[0] != pair[1]):
        metres = float(np.linalg.norm(at[here] - at[there])) * WINDING
        stops = [places[here], *_between(places[here], places[there], int(metres // PIECE_M), len(crossings))]
        stops.append(places[there])
        crossings += stops[1:-1]
        each = round(metres / (len(stops) - 1)) + 1
        edges += [(one[0], two[0], each, RoadClass.MINOR.value, "no") for one, two in pairwise(stops)]
    return _csv(("code", "lat", "lon"), crossings), _csv(("from", "to", "metres", "class", "oneway"), edges)


def _between(here: Place, there: Place, count: int, number: int) -> Iterator[Place]:
    """So many crossings on the way, numbered on."""
    for at in range(1, count + 1):
        part = at / (count + 1)
        lat, lon = (round(one + (two - one) * part, 6) for one, two in zip(here[1:], there[1:], strict=True))
        yield f"X{number + at:06}", lat, lon


def _csv(titles: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(titles)
    writer.writerows(rows)
    return text.getvalue().encode()
