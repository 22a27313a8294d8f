"""A run is the same on any database, and neither a page nor a program can change it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi.routing import APIRoute
from sqlalchemy import Engine
from sqlmodel import select

from planning.kit.settings import PlanningSettings
from planning.school_network.models.run import MappingRunRow
from planning.school_network.packing import pack, unpack
from planning.school_network.part import PART
from service.database import make_engine, reading, transaction
from tests.planning.entering import Entered, Netops
from tests.planning.school_network import acting, given
from tests.planning.school_network.acting import send
from tests.planning.served import Served

LEFT_OUT = ("/sign-out", "/copies/read")  # ends the session; asks services that do not run here
WRITING = frozenset({"POST", "PUT", "PATCH", "DELETE"})


@dataclass(frozen=True)
class Kept:
    """What is kept of the only run of a database."""

    inputs: bytes
    result: bytes
    input_hash: str
    result_hash: str

    @classmethod
    def of(cls, engine: Engine) -> Kept:
        """Read anew."""
        with reading(engine) as session:
            row = session.exec(select(MappingRunRow)).one()
            return cls(row.inputs, row.result, row.input_hash, row.result_hash)


@pytest.mark.peer("postgres")
def test_the_same_inputs_are_the_same_run_on_another_database(
    planner: Entered,
    network: Served,
    postgres_of: Callable[[str], str],
    planning_settings: PlanningSettings,
    netops: Netops,
    tmp_path: Path,
) -> None:
    """INV-E1."""
    acting.begin_run(planner)
    engine = make_engine(postgres_of(PART.name))
    try:
        other = Served(PART, engine, planning_settings, netops, tmp_path)
        given.all_told(engine)
        it = other.enter()
        files = {
            "crossings": ("crossings.csv", given.crossings(), "text/csv"),
            "edges": ("edges.csv", given.edges(), "text/csv"),
        }
        form = {"source": "ถนนสมมติ", "day": "2026-01-01", "licence": "CC0"}
        assert send(it, "/roads/new", form, files).status_code == 303
        at = acting.begin_run(it)
        assert Kept.of(engine) == Kept.of(network.engine)
        assert "exactly the same result" in it.get(it.post(f"{at}/prove").headers["location"]).text
    finally:
        engine.dispose()


def test_no_address_changes_a_run_that_came_out(planner: Entered, network: Served) -> None:
    """INV-E1: all addresses that take anything are tried, with the key of the run wherever one is wanted."""
    at = acting.begin_run(planner)
    before = Kept.of(network.engine)
    key = at.rsplit("/", 1)[-1]
    tried = 0
    for route in network.app.routes:
        if not isinstance(route, APIRoute) or route.path in LEFT_OUT:
            continue
        names = dict.fromkeys(route.param_convertors, key)
        numbers = {name: "1" for name, convertor in route.param_convertors.items() if convertor.regex == "[0-9]+"}
        url = route.path_format.format(**{**names, **numbers})
        for method in sorted(WRITING & (route.methods or set())):
            form = {"csrf": planner.csrf, "state": "queued", "result": "x", "title": "x"}
            planner.client.request(method, url, data=form, headers={"origin": "http://testserver"})
            tried += 1
    assert tried > 20
    assert Kept.of(network.engine) == before


def test_a_run_of_an_earlier_reckoning_is_not_called_another_result(planner: Entered, network: Served) -> None:
    """INV-E1: it stays as it came out; that it cannot be repeated is said as that."""
    acting.begin_run(planner)
    with transaction(network.engine) as session:
        row = session.exec(select(MappingRunRow)).one()
        made = unpack(row.result)
        made["provenance"] |= {"engine_version": "1"}
        for name in ("demand", "pupils", "pupils_with_home", "not_taught"):
            del made["provenance"][name]
        old = MappingRunRow(
            **row.model_dump(exclude={"id", "key", "result", "input_hash"}), result=pack(made), input_hash="0" * 64
        )
        session.add(old)
        session.flush()
        at = f"/runs/{old.key}"
    said = planner.get(planner.post(f"{at}/prove").headers["location"]).text
    assert "made by version 1 of the reckoning" in said
    assert "The result is another one now" not in said
    for tab in ("villages", "options", "figures"):
        assert planner.get(f"{at}?tab={tab}").status_code == 200
    assert planner.get(f"{at}/beyond.csv").status_code == 200
    assert planner.get(f"{at}/paper.docx").status_code == 200
