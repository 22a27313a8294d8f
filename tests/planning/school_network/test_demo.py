"""The invented road hangs together, and the demonstration begins with a run by it."""

from __future__ import annotations

from pathlib import Path

import pytest

from planning.school_network.demo import BY_HOMES, TITLE, fill
from service.invented import OFFICE_CODE
from service.refused import RefusedCommandError
from service.uploads import Uploads
from tests.planning.school_network import given
from tests.planning.served import Served


def test_the_demonstration_has_a_map_by_road(network: Served, tmp_path: Path) -> None:
    for name, rows in (("schools", given.schools()), ("enrolment", given.counts()), ("villages", given.villages())):
        given.told(network.engine, name, rows, office=OFFICE_CODE)
    uploads = Uploads(tmp_path / "planning" / "school_network")
    fill(network.engine, uploads, given.COUNT_DAY)
    it = network.enter(office_code=OFFICE_CODE)
    assert "ถนนสมมติ (ข้อมูลสังเคราะห์)" in it.get("/roads").text
    run = it.get("/runs").text.split('href="/runs/', 2)[-1][:32]
    assert "of 68 children live beyond the norm" in it.get(f"/runs/{run}").text
    assert "straight" not in it.get(f"/runs/{run}/villages.csv").text
    with pytest.raises(RefusedCommandError):
        fill(network.engine, uploads, given.COUNT_DAY)


def test_the_demonstration_has_a_run_of_each_kind_where_homes_are_known(network: Served, tmp_path: Path) -> None:
    for name, rows in (("schools", given.schools()), ("enrolment", given.counts()), ("villages", given.villages())):
        given.told(network.engine, name, rows, office=OFFICE_CODE)
    given.told(network.engine, "homes", given.homes(), office=OFFICE_CODE)
    said = fill(network.engine, Uploads(tmp_path / "planning" / "school_network"), given.COUNT_DAY)
    assert said == "1 road graph, 2 mapping runs"
    it = network.enter(office_code=OFFICE_CODE)
    page = it.get("/runs").text
    assert page.count("by home village") == 1
    assert (TITLE in page, BY_HOMES in page) == (True, True)
    # The overview speaks of all children, though the run by homes is the newest.
    first = it.get("/").text
    assert (TITLE in first, BY_HOMES in first) == (True, False)


def test_without_the_registry_there_is_nothing_to_map(network: Served, tmp_path: Path) -> None:
    with pytest.raises(RefusedCommandError):
        fill(network.engine, Uploads(tmp_path / "uploads"), given.COUNT_DAY)
