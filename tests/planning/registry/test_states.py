"""INV-D1: the state of a school, and the grades that it offers, change by a case of the school network alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from contract.planning import SchoolStatusChanged
from planning.kit.tables import AuditEntry
from planning.registry.grades import Grade
from planning.registry.listening import follow
from planning.registry.models.batch import Dataset
from planning.registry.models.school import School, SchoolChange, SchoolState
from planning.registry.part import PART
from service.columns import utc_now
from service.database import reading, transaction
from tests.planning.entering import Entered
from tests.planning.registry.giving import give, give_and_take, take
from tests.planning.registry.samples import ONE, ROWS, TWO

Enter = Callable[..., Entered]
CASE = {"office_code": "5302", "case_key": "c" * 32, "effective_on": date(2026, 5, 16)}


def tell(engine: Engine, **said: Any) -> str:
    """What the registry says when the school network tells it."""
    fact = SchoolStatusChanged.model_validate({**CASE, **said})
    with transaction(engine) as session:
        return follow(session, fact, utc_now())


def schools(engine: Engine) -> dict[str, School]:
    with reading(engine) as session:
        return {one.smis_code: one for one in session.exec(select(School)).all()}


@pytest.fixture
def it(enter: Enter) -> Entered:
    """Two schools, one of them with known grades."""
    entered = enter()
    give_and_take(entered, Dataset.SCHOOLS, ROWS["schools"])
    form = {"smis_code": ONE[0], "name": ONE[1], "lowest_grade": "k2", "highest_grade": "p6"}
    assert entered.post("/schools/1/edit", form).status_code == 303
    return entered


def test_no_form_file_or_call_changes_a_state_or_known_grades(it: Entered, registry_engine: Engine) -> None:
    """INV-D1, every other way that there is."""
    form = {"smis_code": ONE[0], "name": ONE[1]}
    for wrong in ({"state": "closed"}, {"closed_on": "2026-01-01"}, {"successor_id": "2"}):
        assert it.post("/schools/1/edit", {**form, **wrong}).status_code == 422
        assert it.post("/schools/new", {"smis_code": "99010009", "name": "x", **wrong}).status_code == 422
    refused = it.post("/schools/1/edit", {**form, "lowest_grade": "k2", "highest_grade": "m3"})
    assert refused.status_code == 422
    assert "Only a case of the school network" in refused.text
    assert it.post("/schools/1/edit", form).status_code == 303  # the form does not show them any more
    lines = f"โรงเรียน,รหัส Smis,ชั้นต่ำสุด,ชั้นสูงสุด,สถานะ\n{ONE[1]},{ONE[0]},อ.2,ม.3,ยุบเลิก\n"
    batch = give(it, Dataset.SCHOOLS, lines.encode())
    assert "Only a case of the school network" in it.get(batch).text
    assert take(it, batch, leave_out="yes").status_code == 422
    for method in ("post", "put", "patch"):
        answer = getattr(it.client, method)("/api/v1/data/schools?office=5302", headers={"X-CSRF-Token": it.csrf})
        assert answer.status_code in (404, 405)
    found = schools(registry_engine)
    assert {one.state for one in found.values()} == {SchoolState.OPEN}
    assert (found[ONE[0]].lowest_grade, found[ONE[0]].highest_grade) == (Grade.K2, Grade.P6)


def test_a_case_closes_a_school_and_its_history_says_so(it: Entered, registry_engine: Engine) -> None:
    assert tell(registry_engine, school_code=ONE[0], state="closed", successor_code=TWO[0]) == f"{ONE[0]}: closed"
    found = schools(registry_engine)
    assert (found[ONE[0]].state, found[ONE[0]].closed_on) == (SchoolState.CLOSED, date(2026, 5, 16))
    assert found[ONE[0]].successor_id == found[TWO[0]].id
    page = it.get("/schools/1").text
    assert "closed school" in page
    assert "16 May 2026" in page
    assert f"pupils go to {TWO[0]}" in page
    with reading(registry_engine) as session:
        act = session.exec(select(AuditEntry).where(AuditEntry.action == "school.state")).one()
        assert (act.actor, act.detail["state"]) == ("school_network", ["open", "closed"])
    # Pupils of a day after the closing are refused.
    line = f"รหัสโรงเรียน,อ.1 ชาย,อ.1 หญิง,อ.1 ห้อง\n{ONE[0]},1,2,1\n".encode()
    assert "closed before that day" in it.get(give(it, Dataset.PUPILS, line, as_of="2026-06-10")).text


def test_a_case_changes_grades_and_opens_a_school_that_nobody_knew(it: Entered, registry_engine: Engine) -> None:
    tell(registry_engine, school_code=ONE[0], state="open", lowest_grade="k2", highest_grade="m3")
    assert schools(registry_engine)[ONE[0]].highest_grade is Grade.M3
    assert "อ.2–ป.6 → อ.2–ม.3" in it.get("/schools/1").text
    new = {"school_code": "99010009", "name": "โรงเรียนสมมุติใหม่", "state": "planned"}
    tell(registry_engine, **new)
    assert schools(registry_engine)["99010009"].state is SchoolState.PLANNED
    tell(registry_engine, **new | {"state": "open", "name": ""})
    row = schools(registry_engine)["99010009"]
    assert (row.state, row.opened_on, row.name) == (SchoolState.OPEN, date(2026, 5, 16), "โรงเรียนสมมุติใหม่")


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ({"school_code": "99019999", "state": "closed", "name": "x"}, "there is no such school"),
        ({"school_code": "99019999", "state": "open"}, "there is no such school"),
        ({"school_code": "9901", "state": "open", "name": "x"}, "there is no such school"),
        ({"school_code": ONE[0], "state": "open", "lowest_grade": "z9", "highest_grade": "p6"}, "the grades are not"),
        ({"school_code": ONE[0], "state": "open", "lowest_grade": "p6", "highest_grade": "p1"}, "the grades are not"),
        ({"school_code": ONE[0], "state": "closed", "office_code": "5301"}, "there is no such school"),
    ],
)
def test_what_cannot_be_followed_changes_nothing(
    it: Entered, registry_engine: Engine, said: dict[str, str], outcome: str
) -> None:
    assert tell(registry_engine, **said).startswith(outcome)
    assert {one.state for one in schools(registry_engine).values()} == {SchoolState.OPEN}
    with reading(registry_engine) as session:
        assert session.exec(select(SchoolChange)).all() == []


def test_the_registry_listens_to_the_school_network(registry_engine: Engine) -> None:
    peers = [one.peer for one in PART.listening]
    assert len(peers) == len(set(peers))  # a peer that is listened to twice would tell each only half
    heard = next(one for one in PART.listening if one.peer == "school_network")
    fact = SchoolStatusChanged.model_validate({**CASE, "school_code": ONE[0], "state": "closed"})
    with transaction(registry_engine) as session:
        assert "there is no such school" in heard.handlers["SchoolStatusChanged"](session, fact, utc_now())
