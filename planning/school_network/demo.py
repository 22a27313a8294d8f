"""A road and a mapping run for a demonstration, over the schools and villages that the registry told."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import minimum_spanning_tree
from scipy.spatial import cKDTree, distance_matrix
from sqlalchemy import Engine
from sqlmodel import Session

from contract.data.registry import SchoolRow, VillageRow
from planning.kit.parts import Demo
from planning.kit.settings import PlanningSettings
from planning.kit.visitor import PLANNER, Person, Visitor
from planning.school_network.mapping.parameters import RoadClass
from planning.school_network.store import roads, runs
from planning.school_network.store.sources import sources
from service.database import make_engine, transaction
from service.invented import OFFICE_CODE, OFFICE_NAME
from service.refused import RefusedCommandError
from service.uploads import Uploads

NAME: Final = "school_network"
SAMPLE: Final = "ถนนสมมติ (synthetic data)"
TITLE: Final = "แผนที่ตั้งการศึกษา (ข้อมูลสมมติ)"
METRES_OF_A_DEGREE: Final = 111_195.0
WINDING: Final = 1.3  # a road is so much longer than the straight line
WAYS: Final = 4  # roads that leave a place, at least
Place = tuple[str, float, float]
Vector = NDArray[np.float64]


def fill_demo(settings: PlanningSettings, demo: Demo) -> str:
    """Up to the day of the demonstration."""
    engine = make_engine(settings.database_of(NAME))
    try:
        return fill(engine, Uploads(settings.folder_of(NAME)), demo.today)
    finally:
        engine.dispose()


def fill(engine: Engine, uploads: Uploads, today: date) -> str:
    """A road graph and one run by it. RefusedCommandError where there is a run, or nothing to make one from."""
    with transaction(engine) as session:
        key = _ask(session, uploads, today)
    runs.carry_out(engine, uploads, key)
    return "1 road graph, 1 mapping run"


def _ask(session: Session, uploads: Uploads, today: date) -> str:
    person = Person(sub="demo", username="demo", role=PLANNER, office_code=OFFICE_CODE, office_name=OFFICE_NAME)
    visitor = Visitor(person, {})
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
    wish = runs.RunDraft(title=TITLE, count=known.frozen[0].key, road_graph_id=graph.id)
    row, _is_new = runs.ask(session, visitor, (known, uploads, today), wish, {})
    return row.key


def road_files(places: Sequence[Place]) -> tuple[bytes, bytes]:
    """Crossings and pieces of road as files: each place has a road to its nearest neighbours, and all hang together."""
    at = np.array([[lat, lon * np.cos(np.radians(lat))] for _code, lat, lon in places]) * METRES_OF_A_DEGREE
    _metres, near = cKDTree(at).query(at, k=min(WAYS + 1, len(places)))
    pairs = {(min(here, there), max(here, there)) for here, row in enumerate(near.tolist()) for there in row}
    tree = minimum_spanning_tree(distance_matrix(at, at)).tocoo()
    pairs |= {(min(ends), max(ends)) for ends in zip(tree.row.tolist(), tree.col.tolist(), strict=True)}
    crossings = [(code, lat, lon) for code, lat, lon in places]
    edges = [
        (places[here][0], places[there][0], _road_m(at[here], at[there]), RoadClass.MINOR.value, "no")
        for here, there in sorted(pairs)
        if here != there
    ]
    return _csv(("code", "lat", "lon"), crossings), _csv(("from", "to", "metres", "class", "oneway"), edges)


def _road_m(here: Vector, there: Vector) -> int:
    """Metres of the road between two places."""
    return round(float(np.linalg.norm(here - there)) * WINDING) + 1


def _csv(titles: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(titles)
    writer.writerows(rows)
    return text.getvalue().encode()
