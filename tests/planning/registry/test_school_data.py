"""What the registry gives other services over HTTP, in the shapes of the contract."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pydantic import TypeAdapter
from sqlalchemy import Engine

from contract.data.registry import CountRow, SchoolRow, StaffRow, VillageRow
from contract.data.shape import Row
from planning.registry.models.batch import Dataset
from planning.registry.reading.pupils import SchoolPupils
from tests.planning.entering import Entered
from tests.planning.registry.giving import give_and_take
from tests.planning.registry.samples import ONE, ROWS, TWO
from tests.planning.registry.test_counts import FIRST, LATER

Enter = Callable[..., Entered]


def given(it: Entered, name: str, row: type[Row]) -> list[Any]:
    """Rows as another service reads them; nothing in them is of another shape."""
    told = it.get(f"/api/v1/data/{name}?office=5302").json()["rows"]
    read = TypeAdapter(list[row]).validate_python(told)  # type: ignore[valid-type]
    assert [one.model_dump(mode="json") for one in read] == told  # type: ignore[attr-defined]
    return list(read)


@pytest.fixture
def it(enter: Enter) -> Entered:
    """An office with everything."""
    entered = enter()
    for dataset in (Dataset.SCHOOLS, Dataset.STAFF, Dataset.VILLAGES, Dataset.POPULATION):
        give_and_take(entered, dataset, ROWS[dataset.value])
    return entered


def count(it: Entered, rows: list[SchoolPupils], *, freeze: bool) -> None:
    give_and_take(it, Dataset.PUPILS, rows)
    if freeze:
        assert it.post("/counts/1/freeze").status_code == 303


def test_counts_are_given_with_every_revision_and_the_one_that_holds(it: Entered) -> None:
    count(it, FIRST, freeze=True)
    count(it, LATER, freeze=False)
    rows = given(it, "enrolment", CountRow)
    assert {(one.revision, one.is_frozen, one.is_current) for one in rows} == {(1, True, True), (2, False, False)}
    assert sum(one.male + one.female for one in rows if one.is_current) == 65
    assert it.post("/counts/1/freeze").status_code == 303
    now = given(it, "enrolment", CountRow)
    assert {(one.revision, one.is_current) for one in now} == {(1, False), (2, True)}
    assert {one.grade for one in now if one.smis_code == ONE[0] and one.is_current} == {"p1", "p2"}


def test_schools_staff_and_villages_are_given(it: Entered) -> None:
    count(it, LATER, freeze=False)
    schools = given(it, "schools", SchoolRow)
    assert [(one.smis_code, one.lowest_grade, one.highest_grade) for one in schools] == [
        (ONE[0], "p1", "p2"),  # nobody said them: those with pupils
        (TWO[0], "", ""),
    ]
    staff = given(it, "staff", StaffRow)
    assert {(one.smis_code, one.position, one.persons) for one in staff} == {
        (ONE[0], "ครู", 11),
        (ONE[0], "ครูผู้ช่วย", 2),
        (TWO[0], "ครู", 2),
    }
    village = given(it, "villages", VillageRow)[0]
    assert (village.year, [(one.age, one.female) for one in village.ages]) == (2568, [(0, 0), (3, 3), (101, 101)])


def test_a_change_changes_the_revision_and_another_office_gets_nothing(
    it: Entered, enter: Enter, registry_engine: Engine
) -> None:
    count(it, FIRST, freeze=False)
    tags = []
    for rows in (FIRST, LATER):
        count(it, rows, freeze=False)
        tags.append(it.get("/api/v1/data/enrolment?office=5302").headers["etag"])
    assert tags[0] != tags[1]
    other = enter(office_code="5301")
    for name in ("schools", "enrolment", "villages", "staff"):
        assert other.get(f"/api/v1/data/{name}?office=5302").status_code == 404
        assert other.get(f"/api/v1/data/{name}?office=5301").json()["rows"] == []
