"""The measuring of pages: none is left out, none that fails is taken for quick, and the lines say what they must."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute

from netops.bench.history import Extent
from netops.bench.pages import (
    GOAL_MS,
    NOT_ASKED,
    Figure,
    Seeded,
    Took,
    UnfilledError,
    WrongAnswerError,
    check_status,
    figure,
    filled,
    get_routes,
    inside,
    large_district,
)
from netops.web.routers import ROUTERS

DEEPER = ("/views?of=/outages", "/search?q=sim")  # of a district too small for late pages
SMALL = Extent(
    outages=20,
    events=40,
    configs=20,
    messages=10,
    audits=10,
    second_links=1,
    days_5min=1,
    days_hours=2,
    days_days=3,
    ports=2,
    assets=60,
)


@pytest.fixture(scope="module")
def small() -> Iterator[Seeded]:
    with large_district(devices=20, extent=SMALL) as seeded:
        yield seeded


@pytest.fixture(scope="module")
def lines(small: Seeded) -> list[Figure]:
    return asyncio.run(inside(small, requests=1, deeper=DEEPER))


def test_every_get_route_of_the_app_is_measured(lines: list[Figure]) -> None:
    wanted = {
        route.path
        for router in ROUTERS
        for route in router.routes
        if isinstance(route, APIRoute) and "GET" in (route.methods or ())
    }
    measured = {line["figure"].removeprefix("inside ") for line in lines}
    assert measured - set(DEEPER) == (wanted | {"/api/v1/openapi.json"}) - set(NOT_ASKED)
    assert set(DEEPER) <= measured
    assert set(NOT_ASKED) <= wanted, "what is named as left out is there no more"


def test_each_line_says_value_unit_and_goal(lines: list[Figure]) -> None:
    for line in lines:
        assert line["value"] > 0
        assert line["unit"] == "ms"
        assert line["goal"] >= GOAL_MS
        assert line["p95"] >= line["value"]


def test_routes_are_found_however_deep_they_are_nested() -> None:
    inner, outer, app = APIRouter(prefix="/c"), APIRouter(prefix="/b"), FastAPI(openapi_url=None)
    within = FastAPI(openapi_url=None)

    @inner.get("/d/{x}")
    def one(x: int) -> int:
        return x

    @within.get("/e")
    def two() -> int:
        return 2

    outer.include_router(inner)
    app.include_router(outer)
    app.mount("/m", within)
    assert {path for path in get_routes(app.routes) if "{x}" in path or path.endswith("/e")} == {"/b/c/d/{x}", "/m/e"}


def test_a_parameter_that_nothing_stands_for_is_told() -> None:
    with pytest.raises(UnfilledError, match="new_thing"):
        filled("/things/{new_thing}", {"other": "1"})


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("/sites/{row_id}", "/sites/1"),
        ("/ssh/{row_id}/x", "/ssh/7/x"),
        ("/list/export.{kind}", "/list/export.xlsx"),
        ("/template.{kind}.{form}", "/template.devices.csv"),
        ("/typed/{row_id:int}", "/typed/1"),
    ],
)
def test_parameters_are_filled_by_name_or_by_the_word_before(path: str, address: str) -> None:
    assert filled(path, {"row_id": "1", "ssh/row_id": "7", "kind": "devices", "form": "csv"}) == address


def test_a_refusal_is_no_quick_page() -> None:
    with pytest.raises(WrongAnswerError, match="/schools: 403"):
        check_status("/schools", 403)


def test_the_slowest_of_twenty_is_beyond_the_95th() -> None:
    line = figure("/x", [Took(float(n), n / 2) for n in range(1, 21)], where="inside", size=5)
    assert (line["value"], line["p95"], line["cpu"], line["goal"]) == (10.5, 20.0, 5.2, GOAL_MS)
    assert figure("/x/export.{kind}", [Took(1, 1)], where="inside", size=5)["goal"] > GOAL_MS
