"""Counts through the pages: drafts, freezes, revisions after them, and books that print the same for ever."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from contract.planning import EnrolmentFrozen
from planning.kit.tables import EventOut
from planning.kit.visitor import Person, Visitor
from planning.registry.grades import Grade
from planning.registry.models.batch import Dataset
from planning.registry.models.count import CountRevision, SchoolCount
from planning.registry.reading.pupils import GradeCount
from planning.registry.store.counts import put_school
from service.columns import utc_now
from service.database import reading, transaction
from service.refusal import RefusedError
from tests.planning.entering import Entered
from tests.planning.registry.giving import give_and_take
from tests.planning.registry.samples import ONE, ROWS, TWO, pupils

Enter = Callable[..., Entered]
FIRST = [pupils(*ONE, GradeCount(Grade.P1, 10, 12, 1)), pupils(*TWO, GradeCount(Grade.P1, 41, 2, 1))]
LATER = [pupils(*ONE, GradeCount(Grade.P1, 11, 12, 1), GradeCount(Grade.P2, 3, 4, 1))]


@pytest.fixture
def it(enter: Enter) -> Entered:
    """Planning staff of an office with two schools, whose pupils were imported."""
    entered = enter()
    give_and_take(entered, Dataset.SCHOOLS, ROWS["schools"])
    give_and_take(entered, Dataset.PUPILS, FIRST)
    return entered


def facts(engine: Engine) -> list[EnrolmentFrozen]:
    with reading(engine) as session:
        return [EnrolmentFrozen.model_validate(one.data) for one in session.exec(select(EventOut)).all()]


def books(it: Entered, number: int) -> list[bytes]:
    return [it.get(f"/information/{number}/book.{kind}").content for kind in ("pdf", "docx", "xlsx")]


@pytest.mark.requirement("I-2.2")
def test_an_import_after_the_freeze_is_revision_2_and_revision_1_still_prints(
    it: Entered, registry_engine: Engine
) -> None:
    assert it.post("/counts/1/freeze").status_code == 303
    before = books(it, 1)
    assert [len(one) > 3000 for one in before] == [True, True, True]
    give_and_take(it, Dataset.PUPILS, LATER)
    page = it.get("/counts/1?revision=2").text
    assert "draft of revision 2" in page
    assert books(it, 1) == before
    assert "frozen, revision 1" in it.get("/counts/1").text  # what holds is still the first
    assert it.post("/counts/1/freeze").status_code == 303
    assert books(it, 1) == before
    assert books(it, 2) != before
    told = [(one.revision, one.schools, one.pupils, one.count_date) for one in facts(registry_engine)]
    assert told == [(1, 2, 65, date(2026, 6, 10)), (2, 2, 73, date(2026, 6, 10))]
    assert "frozen, revision 2" in it.get("/counts/1").text
    # The information set of the year: sizes, grades, rooms, and a dashboard of it.
    shown = it.get("/information/2").text
    assert "ขนาดเล็ก (1–120 คน)" in shown
    assert "41–60 คน" in shown


def test_what_differs_between_revisions_is_told_school_by_school(it: Entered) -> None:
    it.post("/counts/1/freeze")
    give_and_take(it, Dataset.PUPILS, LATER)
    page = it.get("/counts/1/differences?before=1&after=2").text
    assert ("10+12 / 1" in page, "11+12 / 1" in page, "3+4 / 1" in page) == (True, True, True)
    assert TWO[1] not in page
    assert it.get("/counts/1/differences?before=1&after=3").status_code == 404


def test_a_frozen_revision_does_not_change(it: Entered, registry_engine: Engine) -> None:
    """Freezing twice, an import, and the store itself are tried; the same file again begins no revision."""
    it.post("/counts/1/freeze")
    assert it.post("/counts/1/freeze").status_code == 422
    give_and_take(it, Dataset.PUPILS, FIRST)
    with reading(registry_engine) as session:
        revisions = session.exec(select(CountRevision)).all()
        assert [one.number for one in revisions] == [1]
    person = Person(sub="7", username="x", role="planner", office_code="5302", office_name="")
    with pytest.raises(RefusedError), transaction(registry_engine) as session:
        put_school(session, Visitor(person, {}), revisions[0], 1, {"p1": [1, 1, 1]}, utc_now())
    # Whoever writes into the database by hand is found out.
    with transaction(registry_engine) as session:
        row = session.exec(select(SchoolCount)).first()
        assert row is not None
        row.grades = {"p1": [999, 0, 1]}
    assert "not any more what was frozen" in it.get("/counts/1").text


def test_a_freeze_without_some_schools_has_to_be_said(enter: Enter, registry_engine: Engine) -> None:
    it = enter()
    give_and_take(it, Dataset.SCHOOLS, ROWS["schools"])
    give_and_take(it, Dataset.PUPILS, FIRST[:1])
    refused = it.post("/counts/1/freeze")
    assert refused.status_code == 422
    assert "1 schools are not in it yet" in refused.text
    assert facts(registry_engine) == []
    assert it.post("/counts/1/freeze", {"without_missing": "yes"}).status_code == 303


def test_sums_sizes_and_full_rooms_are_shown(it: Entered) -> None:
    page = it.get("/counts/1").text
    assert "Rooms with more pupils than the norm" in page
    assert "43 pupils in 1 rooms" in page
    rows = list(csv.reader(io.StringIO(it.get("/counts/1/export.csv").content.decode("utf-8-sig"))))
    assert [sum(int(row[-1]) for row in rows[1:]), rows[0][-1]] == [65, "Pupils"]


def test_two_count_days_of_a_year_and_the_history_of_a_school(it: Entered, enter: Enter) -> None:
    give_and_take(it, Dataset.PUPILS, LATER, as_of="2026-11-10")
    listed = it.get("/counts").text
    assert "10 June 2026" in listed
    assert "10 November 2026" in listed
    own = enter("school", school_code=ONE[0])
    page = own.get("/schools/1").text
    assert "10 Jun" in page
    assert ">30<" in page
    assert own.get("/counts/1").status_code == 403
    assert own.get("/schools/2").status_code == 404


def test_a_day_before_its_academic_year_belongs_to_the_year_that_ends(it: Entered) -> None:
    """INV-C3: a count of March 2026 is of academic year 2568, whatever the fiscal year is."""
    give_and_take(it, Dataset.PUPILS, LATER, as_of="2026-03-10")
    assert '<td data-label="Academic year">2568</td>' in it.get("/counts").text


def test_a_new_edition_takes_what_staff_are_known_now(it: Entered, enter: Enter) -> None:
    it.post("/counts/1/freeze")
    form = {"count_id": "1", "revision": "1"}
    assert it.post("/information/new", form).headers["location"] == "/information/1"  # nothing is new
    give_and_take(it, Dataset.STAFF, ROWS["staff"])
    assert it.post("/information/new", form).headers["location"] == "/information/2"
    assert "edition 2" in it.get("/information/2").text
    assert enter("viewer").post("/information/new", form).status_code == 403
    other = enter(office_code="5301")
    assert other.post("/information/new", form).status_code == 404
    assert other.get("/information/1").status_code == 404
    assert other.get("/information/1/book.pdf").status_code == 404
    assert other.get("/counts/1").status_code == 404
    assert other.post("/counts/1/freeze").status_code == 404
    for wrong in ({}, {"count_id": "x", "revision": "1"}, {"count_id": "1", "revision": "9"}):
        assert it.post("/information/new", wrong).status_code == 404


def test_a_draft_has_no_book_and_the_blank_form_is_there(it: Entered) -> None:
    assert it.post("/information/new", {"count_id": "1", "revision": "1"}).status_code in (404, 422)
    assert it.get("/information/blank.pdf").content.startswith(b"%PDF")
    assert it.get("/information/blank.docx").status_code == 200
    assert it.get("/information/blank.exe").status_code == 404


def seen_of(it: Entered, path: str) -> str:
    return it.get(path).text.partition('name="seen" value="')[2][:64]


def test_one_school_is_put_right_by_hand_in_a_draft(it: Entered, registry_engine: Engine) -> None:
    it.post("/counts/1/freeze")
    path = "/counts/1/schools/1"
    seen = seen_of(it, path)
    right = {"p1_male": "9", "p1_female": "12", "p1_rooms": "1", "seen": seen}
    for wrong, said in (
        ({"p1_male": "-1"}, "A whole number is needed"),
        ({"p1_male": "1.5"}, "A whole number is needed"),
        ({"p1_rooms": "0"}, "Pupils need a room"),
        ({"seen": "0" * 64}, "The data changed since you looked"),
    ):
        answer = it.post(path, {**right, **wrong})
        assert (answer.status_code, said in answer.text) == (422, True)
    assert it.post(path, right).status_code == 303
    assert it.post(path, right).status_code == 422  # of an earlier look
    with reading(registry_engine) as session:
        assert sorted(one.number for one in session.exec(select(CountRevision)).all()) == [1, 2]
    assert "9+12 / 1" in it.get("/counts/1/differences?before=1&after=2").text
    assert "frozen, revision 1" in it.get("/counts/1").text


def test_nobody_else_puts_a_count_right(it: Entered, enter: Enter) -> None:
    for role, claims, status in (
        ("viewer", {}, 403),
        ("school", {"school_code": ONE[0]}, 403),
        ("planner", {"office_code": "5301"}, 404),
    ):
        other = enter(role, **claims)
        assert other.get("/counts/1/schools/1").status_code == status
        assert other.post("/counts/1/schools/1", {}).status_code == status
