"""Schools of the registry: who may keep and see them, what is refused, and what is written down."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from planning.kit.tables import AuditEntry
from planning.registry.models.school import School, SchoolState
from service.database import reading
from tests.planning.entering import Entered

Enter = Callable[..., Entered]
SCHOOL = {"smis_code": "53020001", "name": "โรงเรียนสมมติหนึ่ง", "district": "อำเภอสมมติ"}


def school_of(engine: Engine) -> School:
    with reading(engine) as session:
        return session.exec(select(School)).one()


def test_a_school_is_written_down_shown_and_changed(enter: Enter, registry_engine: Engine) -> None:
    it = enter()
    there = it.post("/schools/new", {**SCHOOL, "latitude": "๑๗.๖", "longitude": "100.1"}).headers["location"]
    assert "โรงเรียนสมมติหนึ่ง" in it.get(there).text
    assert school_of(registry_engine).latitude == 17.6
    it.post(f"{there}/edit", {**SCHOOL, "name": "โรงเรียนสมมติสอง"})
    row = school_of(registry_engine)
    assert (row.name, row.latitude, row.state) == ("โรงเรียนสมมติสอง", None, SchoolState.OPEN)
    with reading(registry_engine) as session:
        acts = [(one.action, one.actor) for one in session.exec(select(AuditEntry).order_by(AuditEntry.id))]  # type: ignore[arg-type]
    assert acts == [("school.added", "Somebody"), ("school.changed", "Somebody")]


@pytest.mark.parametrize(
    ("field", "typed", "reason"),
    [
        ("smis_code", "5302000", "8 digits are needed"),
        ("smis_code", "", "8 digits are needed"),
        ("name", "", "This is needed"),
        ("latitude", "91", "At most 90"),
        ("latitude", "nan", "A number is needed"),
        ("moe_code", "abc", "10 digits are needed"),
        ("longitude", "100.1", "Latitude and longitude belong together"),
        ("coordinate_error_m", "-1", "At least 0"),
        ("opened_on", "2569-02-31", "A date such as 2026-10-01 is needed"),
        ("special_area", "moon", "One of"),
        ("state", "closed", "There is no such field"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_stored(
    enter: Enter, registry_engine: Engine, field: str, typed: str, reason: str
) -> None:
    answer = enter().post("/schools/new", {**SCHOOL, field: typed})
    assert answer.status_code == 422
    assert reason in answer.text
    with reading(registry_engine) as session:
        assert session.exec(select(School)).all() == []


def test_a_code_is_given_once_in_an_office(enter: Enter) -> None:
    it, elsewhere = enter(), enter(office_code="5301")
    assert it.post("/schools/new", SCHOOL).status_code == 303
    assert "Another school has this code" in it.post("/schools/new", SCHOOL).text
    assert elsewhere.post("/schools/new", SCHOOL).status_code == 303


def test_only_planning_staff_keep_schools(enter: Enter) -> None:
    enter().post("/schools/new", SCHOOL)
    for role in ("it", "supply", "director", "viewer", "unheard-of"):
        it = enter(role)
        assert it.post("/schools/new", {**SCHOOL, "smis_code": "53020002"}).status_code == 403
        assert it.get("/schools/new").status_code == 403


def test_a_form_of_another_site_changes_nothing(enter: Enter, registry_engine: Engine) -> None:
    assert enter().post("/schools/new", SCHOOL, csrf="guessed").status_code == 403
    with reading(registry_engine) as session:
        assert session.exec(select(School)).all() == []


def test_an_office_and_a_school_see_their_own(enter: Enter, registry_engine: Engine) -> None:
    it = enter()
    there = it.post("/schools/new", SCHOOL).headers["location"]
    it.post("/schools/new", {**SCHOOL, "smis_code": "53020002", "name": "โรงเรียนสมมติอื่น"})
    own = enter("school", school_code="53020002")
    assert "โรงเรียนสมมติอื่น" in own.get("/schools").text
    assert "โรงเรียนสมมติหนึ่ง" not in own.get("/schools").text
    assert own.get(there).status_code == 404
    assert enter(office_code="5301").get(there).status_code == 404
    assert enter(office_code="5301").get(f"{there}/edit").status_code == 404


def test_the_list_is_searched_filtered_sorted_and_exported(enter: Enter) -> None:
    it = enter()
    for number, name in ((1, "ก"), (2, "ข"), (3, "=1+1")):
        it.post("/schools/new", {"smis_code": f"5302000{number}", "name": name, "district": f"อำเภอ {number % 2}"})
    assert "53020002" not in it.get("/schools?district=อำเภอ 1").text
    assert "53020001" not in it.get("/schools?q=ข").text
    page = it.get("/schools?sort=-smis_code").text
    assert page.index("53020003") < page.index("53020001")
    rows = list(csv.reader(io.StringIO(it.get("/schools/export.csv?q=5302").content.decode("utf-8-sig"))))
    assert rows[0][:4] == ["smis_code", "moe_code", "obec_code", "name"]
    assert {row[3] for row in rows[1:]} == {"ก", "ข", "'=1+1"}


def test_text_of_a_person_is_shown_as_text(enter: Enter) -> None:
    it = enter()
    there = it.post("/schools/new", {**SCHOOL, "name": "<script>alert(1)</script>"}).headers["location"]
    for page in ("/schools", there, f"{there}/edit"):
        assert "<script>alert" not in it.get(page).text


def test_a_button_pressed_twice_adds_one_school(enter: Callable[..., Entered]) -> None:
    planner = enter()
    once = re.search(r'name="once" value="([^"]+)"', planner.get("/schools/new").text)
    assert once is not None
    form = {"smis_code": "53020001", "name": "โรงเรียนสมมติ", "once": once[1]}
    first, second = planner.post("/schools/new", form), planner.post("/schools/new", form)
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["location"] == second.headers["location"]


def test_schools_are_found_by_state_and_by_what_is_wrong_with_their_coordinates(enter: Enter) -> None:
    it = enter()
    it.post("/schools/new", SCHOOL)
    it.post("/schools/new", {"smis_code": "53020002", "name": "โรงเรียนสมมติสอง", "latitude": "0", "longitude": "0"})
    for number in (3, 4):
        place = {"latitude": "17.6", "longitude": "100.1"}
        it.post("/schools/new", {"smis_code": f"5302000{number}", "name": f"โรงเรียนสมมติ {number}", **place})
    found = {place: it.get(f"/schools?place={place}").text for place in ("missing", "zero", "shared", "good")}
    assert "โรงเรียนสมมติหนึ่ง" in found["missing"]
    assert "โรงเรียนสมมติสอง" in found["zero"]
    assert "Another school has the same coordinates" in found["shared"]
    assert "โรงเรียนสมมติ 3" in found["shared"]
    assert "Nothing fits these filters" in found["good"]
    assert "Nothing fits these filters" in it.get("/schools?state=closed").text
    assert "โรงเรียนสมมติ 3" in it.get("/schools?state=nowhere").text
