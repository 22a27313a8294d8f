"""Homes of pupils: a file held against the count of its day, frozen with it, never told in small cells."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from contract.data.registry import HomeRow
from planning.kit.reading.writing import as_csv
from planning.kit.small_cells import shown
from planning.kit.visitor import Person, Visitor
from planning.registry.grades import Grade
from planning.registry.homing import by_village
from planning.registry.importing.plan import IMPORTERS
from planning.registry.models.batch import Dataset
from planning.registry.models.count import CountRevision, SchoolHomes
from planning.registry.reading.homes import PupilHomes
from planning.registry.reading.pupils import GradeCount
from planning.registry.reading.villages import Village
from planning.registry.store.homes import put_homes
from service.columns import utc_now
from service.database import reading, transaction
from service.refusal import RefusedError
from tests.planning.entering import Entered
from tests.planning.registry.giving import give, give_and_take, take
from tests.planning.registry.samples import ONE, ROWS, TWO, pupils
from tests.planning.registry.test_school_data import given

Enter = Callable[..., Entered]
DAY = date(2026, 6, 10)
PLACES = [Village(f"9901010{n}", f"บ้านสมมุติ {n}", "ตำบลสมมุติ", "", "", None, None) for n in (1, 2, 3)]
COUNT = [
    pupils(*ONE, GradeCount(Grade.P1, 10, 12, 1), GradeCount(Grade.P2, 3, 4, 1)),
    pupils(*TWO, GradeCount(Grade.P1, 8, 2, 1)),
]


def home(school: str, village: int, grade: Grade, male: int, female: int, **other: Any) -> PupilHomes:
    given = {"era": 2569, "day": DAY, **other}
    return PupilHomes(school, given["era"], given["day"], f"9901010{village}", grade, male, female)


HOMES = [
    home(ONE[0], 1, Grade.P1, 6, 9),
    home(ONE[0], 2, Grade.P1, 4, 2),
    home(ONE[0], 3, Grade.P2, 0, 1),
    home(TWO[0], 1, Grade.P1, 8, 2),
]


@pytest.fixture
def it(enter: Enter) -> Entered:
    """An office with two schools, three villages and the count of 10 June."""
    entered = enter()
    give_and_take(entered, Dataset.SCHOOLS, ROWS["schools"])
    give_and_take(entered, Dataset.VILLAGES, PLACES)
    give_and_take(entered, Dataset.PUPILS, COUNT)
    return entered


def stored(engine: Engine) -> dict[tuple[int, int], dict[str, Any]]:
    """By revision and school."""
    with reading(engine) as session:
        rows = session.exec(select(SchoolHomes)).all()
        return {(one.revision_id, one.school_id): one.homes for one in rows}


def body(*rows: PupilHomes) -> bytes:
    return as_csv(IMPORTERS[Dataset.HOMES].form, rows)


@pytest.mark.requirement("P4-4.2")
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874"])
def test_a_file_in_any_encoding_says_how_many_homes_are_known(
    it: Entered, registry_engine: Engine, encoding: str
) -> None:
    give_and_take(it, Dataset.HOMES, body(*HOMES).decode("utf-8-sig").encode(encoding))
    assert stored(registry_engine) == {
        (1, 1): {"p1": {"99010101": [6, 9], "99010102": [4, 2]}, "p2": {"99010103": [0, 1]}},
        (1, 2): {"p1": {"99010101": [8, 2]}},
    }
    # 22 + 7 pupils of one, 10 of the other; 21 + 1 and 10 of them have a home.
    page = it.get("/counts/1/homes").text
    assert "Of 39 pupils 32 have a known home village" in page


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        (home(ONE[0], 1, Grade.P1, 11, 0), "ชาย", "Homes of 11+0 are known in ป.1, but only 10+12 are enrolled"),
        (home(ONE[0], 1, Grade.M1, 0, 1), "ชาย", "Homes of 0+1 are known in ม.1, but only 0+0 are enrolled"),
        (home(ONE[0], 7, Grade.P1, 1, 0), "รหัสหมู่บ้าน", "There is no village of this code"),
        (home("99010009", 1, Grade.P1, 1, 0), "รหัสโรงเรียน", "There is no school of this code"),
        (home(ONE[0], 1, Grade.P1, 1, 0, day=date(2026, 11, 10)), "วันที่นับ", "The figures of this file are of"),
        (home(ONE[0], 1, Grade.P1, 1, 0, era=2568), "ปีการศึกษา", "is no day of that academic year"),
    ],
    ids=["more than enrolled", "no such grade", "village", "school", "day", "year"],
)
def test_a_wrong_row_is_told_with_its_number_column_and_reason_and_nothing_is_taken(
    it: Entered, registry_engine: Engine, row: PupilHomes, column: str, reason: str
) -> None:
    batch = give(it, Dataset.HOMES, body(HOMES[3], row))
    report = it.get(f"{batch}/report.csv").text
    line = next(one for one in report.splitlines() if reason in one)
    assert line.startswith("3,"), report
    assert column in line
    assert take(it, batch).status_code == 422
    assert stored(registry_engine) == {}
    # Left out when a person says so: the other row alone.
    assert take(it, batch, leave_out="yes").status_code == 303
    assert list(stored(registry_engine)) == [(1, 2)]


def test_two_rows_that_together_are_too_many_are_both_refused(it: Entered, registry_engine: Engine) -> None:
    batch = give(it, Dataset.HOMES, body(home(TWO[0], 1, Grade.P1, 5, 0), home(TWO[0], 2, Grade.P1, 4, 0), HOMES[0]))
    take(it, batch, leave_out="yes")
    assert list(stored(registry_engine)) == [(1, 1)]


def test_a_file_with_names_or_without_a_count_is_not_taken(it: Entered, registry_engine: Engine) -> None:
    named = body(*HOMES).decode("utf-8-sig").replace("รวม", "ชื่อ-สกุล", 1).encode()
    batch = give(it, Dataset.HOMES, named)
    assert "Names and numbers of persons are not taken" in it.get(batch).text
    assert take(it, batch, leave_out="yes").status_code == 422
    november = give(
        it, Dataset.HOMES, body(home(ONE[0], 1, Grade.P1, 1, 0, day=date(2026, 11, 10))), as_of="2026-11-10"
    )
    assert "No pupils of 2026-11-10 were counted" in it.get(november).text
    assert stored(registry_engine) == {}


def test_homes_freeze_with_their_count_and_a_later_file_is_revision_2(it: Entered, registry_engine: Engine) -> None:
    give_and_take(it, Dataset.HOMES, HOMES)
    assert given(it, "homes", HomeRow) == []  # a draft is nobody's business yet
    it.post("/counts/1/freeze")
    before = stored(registry_engine)
    # The whole of a grade is said anew; what the file does not name of it is gone, other grades stay.
    give_and_take(it, Dataset.HOMES, [home(ONE[0], 2, Grade.P1, 10, 12)])
    after = stored(registry_engine)
    assert {key: after[key] for key in before} == before
    assert after[2, 1] == {"p1": {"99010102": [10, 12]}, "p2": {"99010103": [0, 1]}}
    assert after[2, 2] == before[1, 2]
    held = given(it, "homes", HomeRow)
    assert ({one.revision for one in held}, len(held)) == ({1}, 4)
    it.post("/counts/1/freeze")
    told = given(it, "homes", HomeRow)
    assert [(one.smis_code, one.grade, one.village_code, one.male + one.female) for one in told] == [
        (ONE[0], "p1", "99010102", 22),
        (ONE[0], "p2", "99010103", 1),
        (TWO[0], "p1", "99010101", 10),
    ]
    assert {(one.academic_year, one.count_date, one.revision) for one in told} == {(2569, DAY, 2)}


def test_the_store_refuses_what_the_importer_would(it: Entered, registry_engine: Engine) -> None:
    visitor = Visitor(Person(sub="7", username="x", role="planner", office_code="5302", office_name=""), {})
    with transaction(registry_engine) as session:
        draft = session.get_one(CountRevision, 1)
        for homes in ({"p1": {"99010101": [11, 0]}}, {"p1": {"99010109": [1, 0]}}, {"p3": {"99010101": [0, 1]}}):
            with pytest.raises(RefusedError):
                put_homes(session, visitor, draft, 1, homes, utc_now())
        with pytest.raises(RefusedError):
            put_homes(session, visitor, draft, 99, {"p1": {"99010101": [1, 0]}}, utc_now())
    it.post("/counts/1/freeze")
    with transaction(registry_engine) as session, pytest.raises(RefusedError, match="frozen"):
        put_homes(session, visitor, session.get_one(CountRevision, 1), 1, {"p1": {"99010101": [1, 0]}}, utc_now())


def test_pupils_cannot_become_fewer_than_their_homes(it: Entered, registry_engine: Engine) -> None:
    give_and_take(it, Dataset.HOMES, HOMES)
    batch = give(
        it, Dataset.PUPILS, as_csv(IMPORTERS[Dataset.PUPILS].form, [pupils(*TWO, GradeCount(Grade.P1, 7, 2, 1))])
    )
    assert "Homes of 8+2 are known in ป.1, but only 7+2 are enrolled" in it.get(batch).text
    assert take(it, batch).status_code == 422
    form = it.get("/counts/1/schools/2").text
    seen = form.split('name="seen" value="')[1].split('"')[0]
    by_hand = it.post("/counts/1/schools/2", {"seen": seen, "p1_male": "7", "p1_female": "2", "p1_rooms": "1"})
    assert by_hand.status_code == 422
    assert "Homes of 8+2 are known" in by_hand.text
    # First the homes, then the pupils.
    give_and_take(it, Dataset.HOMES, [home(TWO[0], 1, Grade.P1, 7, 2)])
    give_and_take(it, Dataset.PUPILS, [pupils(*TWO, GradeCount(Grade.P1, 7, 2, 1))])
    assert stored(registry_engine)[1, 2] == {"p1": {"99010101": [7, 2]}}


def test_a_village_with_few_pupils_is_not_told_with_its_number(it: Entered) -> None:
    give_and_take(it, Dataset.HOMES, HOMES)
    # 25, 6 and 1: the 1 alone could be reckoned from the sum, so the 6 is not told either.
    rows = [one.split(",") for one in it.get("/counts/1/homes.csv").text.splitlines()[1:]]
    assert [(row[0], row[4]) for row in rows] == [
        ("99010101", "25"),
        ("99010102", "not told: few"),
        ("99010103", "not told: few"),
    ]
    assert shown({"a": 4, "b": 3, "c": 9}) == {"a": None, "b": None, "c": 9}
    assert shown({"a": 0, "b": 5}) == {"a": 0, "b": 5}
    assert by_village({"x": {"p1": {"v": [1, 2]}, "p2": {"v": [1, 0]}}, "y": {"p1": {"v": [0, 1]}}}) == {"v": (5, 2)}


def test_figures_changed_behind_the_program_are_seen(it: Entered, registry_engine: Engine) -> None:
    give_and_take(it, Dataset.HOMES, HOMES)
    it.post("/counts/1/freeze")
    assert "Do not use it" not in it.get("/counts/1/homes").text
    with transaction(registry_engine) as session:
        session.exec(select(SchoolHomes)).all()[0].homes = {"p1": {"99010101": [1, 1]}}
    assert "Do not use it" in it.get("/counts/1/homes").text


def test_a_reader_may_look_and_not_import(it: Entered, enter: Enter) -> None:
    give_and_take(it, Dataset.HOMES, HOMES)
    viewer = enter(role="viewer")
    assert viewer.get("/counts/1/homes").status_code == 200
    assert give_status(viewer) == 403


def give_status(it: Entered) -> int:
    answer = it.client.post(
        "/imports",
        data={"dataset": "homes", "as_of": DAY.isoformat(), "csrf": it.csrf},
        files={"file": ("homes.csv", body(*HOMES))},
        headers={"origin": "http://testserver"},
    )
    return int(answer.status_code)
