"""The dashboards agree with their code, with the metrics there are, and with each other."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from dashboards.build import DASHBOARDS, TARGET, text_of
from dashboards.parts import STATES
from inventory.models.outage import State
from netops.metrics import Family
from planning.cli import PARTS, part_of
from planning.kit.web.exposition import OF_EVERY_SERVICE

METRIC = re.compile(r"\b(?:netops|planning|annual_plan|development_plan)_\w+")
PLANNING = {
    family.name
    for families in (OF_EVERY_SERVICE, *(part.exposed.families for part in map(part_of, PARTS) if part.exposed))
    for family in families
}


def boards() -> dict[str, dict[str, Any]]:
    """The checked-in dashboards."""
    return {path.stem: json.loads(path.read_text()) for path in TARGET.glob("*.json")}


def texts(value: object) -> Iterator[str]:
    """Every text within a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from texts(part)


@pytest.mark.parametrize("name", DASHBOARDS)
def test_the_json_is_what_the_code_makes(name: str) -> None:
    assert (TARGET / f"{name}.json").read_text() == text_of(name), "run `make dashboards`"


def test_there_is_no_json_without_code() -> None:
    assert set(boards()) == set(DASHBOARDS)


@pytest.mark.parametrize("name", DASHBOARDS)
def test_every_metric_is_one_we_have(name: str) -> None:
    used = {metric for text in texts(boards()[name]) for metric in METRIC.findall(text)}
    assert used - {family.metric for family in Family} - PLANNING == set()


def test_every_state_has_its_sign() -> None:
    assert set(STATES) == {state.value for state in State}


@pytest.mark.parametrize("name", DASHBOARDS)
def test_panels_fill_their_rows_and_do_not_overlap(name: str) -> None:
    taken: set[tuple[int, int]] = set()
    for panel in boards()[name]["panels"]:
        place = panel["gridPos"]
        assert place["x"] + place["w"] <= 24, panel["title"]
        cells = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert not taken & cells, panel["title"]
        taken |= cells


def test_rows_of_schools_open_the_page_and_the_runbook() -> None:
    overview = "\n".join(texts(boards()["overview"]))
    assert "${netops}/schools/${__data.fields" in overview
    assert {"${netops}/runbooks/LinkDown", "${netops}/runbooks/LinkDegraded"} <= set(texts(boards()["overview"]))
