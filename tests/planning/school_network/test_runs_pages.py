"""Mapping runs through the page: exactly what was reckoned by hand, kept, repeated and overtaken by corrections."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import select

from contract.planning import MappingRunDone
from planning.development_plan.store.hearing import mapping_done
from planning.kit.tables import EventOut
from planning.school_network.core import SchoolNetwork
from planning.school_network.models.run import ImmutableRunError, MappingRunRow, RunState
from planning.school_network.store import runs
from service import guards
from service.database import reading, transaction
from service.uploads import Uploads
from tests.planning.development_plan import given as in_plans
from tests.planning.entering import Entered
from tests.planning.school_network import given
from tests.planning.school_network.acting import send
from tests.planning.served import Served


def rows(it: Entered, url: str) -> list[dict[str, str]]:
    """A CSV of the service."""
    answer = it.get(url)
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def begin(it: Entered, **changes: str) -> str:
    """Ask for a run; its page."""
    answer = it.post("/runs/new", given.run_form(**changes))
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


@pytest.mark.requirement("P1-4.3", "P1-2.2")
def test_the_area_is_judged_by_its_factors_and_mapped(
    planner: Entered, network: Served, serve: Callable[[str], Served]
) -> None:
    """The four schools as reckoned by hand, the run repeated and overtaken by a correction; and the point of the
    factors beside the map that was told.
    """
    reckoned_by_hand(planner, network)
    plans = serve("development_plan")
    it = plans.enter()
    key = in_plans.begun(it)
    assert "no mapping run yet" in it.post(f"/plans/{key}/factors/hand-in").text
    in_plans.factors(it, key)
    with reading(network.engine) as session, transaction(plans.engine) as theirs:
        told = session.exec(select(EventOut).where(EventOut.kind == "MappingRunDone")).one()
        mapping_done(theirs, MappingRunDone.model_validate(told.data), told.at)
    page = it.get(f"/plans/{key}/factors").text
    assert ("+1.20" in page, "+1.00" in page, "strong, and helped from outside" in page) == (True, True, True)
    assert it.post(f"/plans/{key}/factors/hand-in").status_code == 303
    overtaken_by_a_correction(planner, network)


def reckoned_by_hand(planner: Entered, network: Served) -> None:
    """Every figure of the run."""
    at = begin(planner)
    page = planner.get(at)
    assert "<b>10</b> of 68 children live beyond the norm" in page.text
    found = {one["code"]: one for one in rows(planner, f"{at}/villages.csv") if one["grade"] == "ป.1"}
    ways = {
        code: (one["nearest_school"], int(one["nearest_metres"]), one["second_school"], int(one["second_metres"]))
        for code, one in found.items()
    }
    a, b, c, d = given.CODES.values()
    assert ways == {
        "V01": (a, 0, b, 4000),
        "V02": (a, 1000, b, 3000),
        "V03": (a, 2000, b, 2000),
        "V04": (b, 1000, a, 3000),
        "V05": (b, 1000, a, 5000),
        "V06": (b, 3000, c, 3000),
        "V07": (c, 1000, b, 5000),
        "V08": (c, 2000, b, 8000),
        "V09": (d, 4000, c, 6000),
        "V10": (d, 2000, c, 8000),
    }
    beyond = {one["code"]: int(one["children"]) for one in rows(planner, f"{at}/beyond.csv")}
    assert beyond == {"V07": 3, "V09": 7}
    first, second = rows(planner, f"{at}/options.csv")
    assert (first["start"], first["end"], first["children"], float(first["added_m_mean"])) == (a, b, "24", 34000 / 24)
    assert (float(first["added_m_p95"]), float(first["added_m_most"])) == (2000, 4000)
    assert (second["start"], second["end"], second["children"], float(second["added_m_mean"])) == (
        c,
        b,
        "13",
        70000 / 13,
    )
    assert (float(second["added_m_p95"]), float(second["added_m_most"])) == (6000, 6000)
    with reading(network.engine) as session:
        fact = session.exec(select(EventOut).where(EventOut.kind == "MappingRunDone")).one()
    assert (fact.data["children"], fact.data["children_beyond"], fact.data["schools"]) == (68, 10, 4)


def overtaken_by_a_correction(planner: Entered, network: Served) -> None:
    """INV-E1: reproducible from its inputs, and never changed."""
    at = begin(planner)
    assert begin(planner) == at
    with reading(network.engine) as session:
        before = session.exec(select(MappingRunRow)).one()
    assert "exactly the same result" in planner.get(planner.post(f"{at}/prove").headers["location"]).text
    given.told(network.engine, "villages", given.moved(given.villages(), "V04", 2))
    assert "stale" in planner.get("/runs").text
    assert "were corrected since" in planner.get(at).text
    later = begin(planner)
    assert later != at
    with reading(network.engine) as session:
        old = session.exec(select(MappingRunRow).where(MappingRunRow.key == before.key)).one()
        new = session.exec(select(MappingRunRow).where(MappingRunRow.key != before.key)).one()
    assert (old.inputs, old.result, old.result_hash, old.state) == (
        before.inputs,
        before.result,
        before.result_hash,
        RunState.DONE,
    )
    assert new.input_hash != old.input_hash
    assert "were corrected since" not in planner.get(later).text


@pytest.mark.parametrize(
    ("field", "typed", "reason"),
    [
        ("count", "2569.2026-06-10.9", "Choose a count that is frozen"),
        ("norm_km_primary", "-1", "More than 0"),
        ("norm_km_primary", "x", "A number is needed"),
        ("road_graph_id", "77", "There is no such road graph"),
        ("why", "", "Say why the office takes other figures"),
        ("title", "", "This is needed"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(planner: Entered, field: str, typed: str, reason: str) -> None:
    answer = planner.post("/runs/new", given.run_form(**{field: typed}))
    assert answer.status_code == 422
    assert reason in answer.text
    assert "No run yet" in planner.get("/runs").text


@pytest.mark.parametrize(
    ("file", "content", "reason"),
    [
        ("crossings", b"code,lat,lon\nK00,91,100\n", "Row 2, lat"),
        ("edges", b"from,to,metres,class,oneway\nK00,K01,1000,autobahn,no\n", "Row 2, class"),
        ("edges", b"a;b\n", "Row 1"),
        ("edges", b"", "Choose a file"),
    ],
)
def test_a_wrong_road_file_is_refused_whole(planner: Entered, file: str, content: bytes, reason: str) -> None:
    files = {
        "crossings": ("c.csv", given.crossings(), "text/csv"),
        "edges": ("e.csv", given.edges(), "text/csv"),
        file: ("wrong.csv", content, "text/csv"),
    }
    answer = send(planner, "/roads/new", {"source": "ถนนอื่น", "day": "2026-01-01", "licence": "CC0"}, files)
    assert answer.status_code == 422
    assert reason in answer.text
    assert "ถนนอื่น" not in planner.get("/roads").text


def test_a_run_that_failed_is_told_and_can_be_tried_again(planner: Entered, network: Served, tmp_path: Path) -> None:
    at = begin(planner)
    key = at.rsplit("/", 1)[-1]
    with network.engine.begin() as connection:  # past the guard, as if the process had ended before
        guards.take_away(connection, SchoolNetwork.metadata)
        connection.execute(text("UPDATE mapping_run SET state = 'queued', result = ''"))
    runs._MEASURED.clear()  # as in a process that begins anew
    runs.carry_out(network.engine, Uploads(tmp_path / "nowhere"), key)  # the files of the roads are gone
    assert "did not work" in planner.get(at).text
    assert planner.get(f"{at}/villages.csv").status_code == 404
    assert planner.post(f"{at}/again").status_code == 303
    assert "<b>10</b> of 68 children" in planner.get(at).text
    assert planner.post(f"{at}/again").status_code == 409


@pytest.mark.parametrize(
    ("name", "value"), [("result", b"x"), ("inputs", b"x"), ("input_hash", "0" * 64), ("state", RunState.QUEUED)]
)
def test_nobody_changes_or_deletes_a_run(planner: Entered, network: Served, name: str, value: object) -> None:
    """INV-E1."""
    begin(planner)
    with pytest.raises(ImmutableRunError), transaction(network.engine) as session:
        setattr(session.exec(select(MappingRunRow)).one(), name, value)
    with pytest.raises(ImmutableRunError), transaction(network.engine) as session:
        session.delete(session.exec(select(MappingRunRow)).one())


def test_every_part_of_a_run_has_a_page_and_a_map(planner: Entered) -> None:
    at = begin(planner)
    for tab in ("villages", "schools", "small", "options", "coordinates", "figures"):
        assert planner.get(f"{at}?tab={tab}").status_code == 200
    assert "areas.js" in planner.get(f"{at}/map").text
    features = planner.get(f"{at}/map/3.geojson").json()["features"]
    assert {one["properties"]["kind"] for one in features} == {"school", "village"}
    assert planner.get(f"{at}/map/12.geojson").status_code == 404
    assert planner.get(f"{at}/nothing.csv").status_code == 404


def test_another_office_sees_no_run_and_a_viewer_makes_none(planner: Entered, network: Served) -> None:
    at = begin(planner)
    stranger = network.enter(office_code="5301")
    for path in (at, f"{at}/villages.csv", f"{at}/map", f"{at}/map/3.geojson"):
        assert stranger.get(path).status_code == 404
    assert stranger.post(f"{at}/prove").status_code == 404
    assert network.enter("viewer").post("/runs/new", given.run_form()).status_code == 403


def test_a_doubtful_coordinate_is_listed_and_never_proposed(planner: Entered, network: Served) -> None:
    """INV-E2: whatever fails a check is listed and left out of proposals."""
    given.told(
        network.engine,
        "schools",
        [
            one.model_copy(update={"latitude": 0.0, "longitude": 0.0}) if one.smis_code == given.CODES["A"] else one
            for one in given.schools()
        ],
    )
    at = begin(planner)
    assert [(one["code"], one["fault"]) for one in rows(planner, f"{at}/coordinates.csv")] == [
        (given.CODES["A"], "zero")
    ]
    assert {one["start"] for one in rows(planner, f"{at}/options.csv")} == {given.CODES["C"]}
