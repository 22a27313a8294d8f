"""Annual inspections on pages and over the API: who may prepare, who may be appointed, who records, and the papers."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import Any

import httpx2 as httpx
import pytest
from PIL import Image
from sqlalchemy import Engine
from sqlmodel import select

from inventory.models.inspection import InspectionItem, InspectionRecord, InspectionRound, Inspector
from inventory.models.site import Office, Site
from netops.models.person import AuditEntry, Person, Role
from netops.settings import Settings
from office.fiscal import FiscalYear
from service.columns import utc_now
from service.database import reading, transaction
from tests import factories
from tests.web.browsing import Visit, person_of, signed_in

YEAR = FiscalYear.of(utc_now().date()).preceding.era


@dataclass
class Place:
    """A school with two assets, a round of it that is listed, and who is about."""

    settings: Settings
    engine: Engine
    office: Office
    school: Site
    supply: Visit
    round_id: int
    items: list[int]

    def person(self, role: Role = Role.VIEWER, *, at_school: bool = False) -> Person:
        return person_of(self.engine, role, office=self.office, site=self.school if at_school else None)

    def visit(self, person: Person) -> Visit:
        return signed_in(self.settings, self.engine, person)

    def appointed(self) -> Visit:
        person = self.person()
        answer = self.supply.post(f"/inspections/{self.round_id}/inspectors", {"person_id": str(person.id)})
        assert answer.status_code == 303
        return self.visit(person)


@pytest.fixture
def office(engine: Engine) -> Office:
    with transaction(engine) as session:
        return factories.make_office(session)


@pytest.fixture
def school(engine: Engine, office: Office) -> Site:
    with transaction(engine) as session:
        school = factories.make_site(session, office, name="โรงเรียนบ้านหนึ่ง")
        for number in ("1", "2"):
            factories.make_asset(session, office, school, number=number, name=f"เครื่องที่ {number} <b>")
        return school


@pytest.fixture
def place(settings: Settings, engine: Engine, office: Office, school: Site) -> Place:
    supply = signed_in(settings, engine, person_of(engine, Role.SUPPLY, office=office))
    answer = supply.post("/inspections/new", {"site_id": str(school.id), "year": str(YEAR)})
    assert answer.status_code == 303, answer.text
    round_id = int(answer.headers["location"].rpartition("/")[2])
    assert supply.post(f"/inspections/{round_id}/list").status_code == 303
    with reading(engine) as session:
        items = [one or 0 for one in session.exec(select(InspectionItem.id).order_by(InspectionItem.number))]
    return Place(settings, engine, office, school, supply, round_id, items)


def send(visit: Visit, world: Place, at: int = 0, *, photo: bytes = b"", **given: Any) -> httpx.Response:
    """As a phone sends it."""
    now = utc_now()
    said = {
        "item_id": world.items[at],
        "client_id": f"{at:032x}",
        "whereabouts": "found",
        "condition": "usable",
        "said_at": (now - timedelta(minutes=5)).isoformat(),
        "sent_at": now.isoformat(),
    }
    files = {"photo": ("p.jpg", photo, "image/jpeg")} if photo else {"photo": ("", b"", "")}
    url = f"/api/v1/inspections/{world.round_id}/records"
    data = {"record": json.dumps(said | given)}
    return visit.client.post(url, data=data, files=files if photo else None, headers={"X-CSRF-Token": visit.csrf})


def test_a_round_is_prepared_inspected_decided_and_closed(place: Place) -> None:
    first, second = place.appointed(), place.appointed()
    page = f"/inspections/{place.round_id}"
    assert send(first, place).json() | {"record_id": 0} == {
        "record_id": 0,
        "is_new": True,
        "number": "1",
        "outcome": "answered",
    }
    assert send(first, place).json()["is_new"] is False
    assert send(second, place, client_id="b" * 32, condition="damaged").json()["outcome"] == "conflict"
    shown = first.get(f"{page}/items/{place.items[0]}").text
    assert "These records differ" in shown
    assert "&lt;b&gt;" in shown
    refused = place.supply.post(f"{page}/close")
    assert refused.status_code == 303
    with reading(place.engine) as session:
        assert session.get_one(InspectionRound, place.round_id).closed_at is None
        worse = session.exec(select(InspectionRecord.id).where(InspectionRecord.client_id == "b" * 32)).one()
    decided = first.post(f"{page}/items/{place.items[0]}/choose", {"record_id": str(worse), "reason": "ลองแล้ว"})
    assert decided.status_code == 303
    typed = {"whereabouts": "not_found", "condition": "", "client_id": "c" * 32}
    assert second.post(f"{page}/items/{place.items[1]}/record", typed).status_code == 303
    assert "2 of 2 assets looked at" in place.supply.get(page).text
    assert place.supply.post(f"{page}/close").status_code == 303
    found = place.supply.get("/api/v1/inspections/findings").json()
    assert [(one["number"], one["condition"], one["whereabouts"]) for one in found] == [
        ("1", "damaged", "found"),
        ("2", None, "not_found"),
    ]
    assert f"/disposals/new?inspection={place.round_id}" in place.supply.get(page).text
    form = place.supply.get(f"/disposals/new?inspection={place.round_id}").text
    assert ">1\n2</textarea>" in form
    with reading(place.engine) as session:
        acts = set(session.exec(select(AuditEntry.action).where(AuditEntry.subject == "inspection")))
    assert acts == {f"inspection.{one}" for one in ("started", "listed", "appointed", "recorded", "decided", "closed")}


def test_supply_staff_and_keepers_of_the_book_are_no_inspectors_and_the_page_says_why(place: Place) -> None:
    page = f"/inspections/{place.round_id}"
    supply, keeper = place.person(Role.SUPPLY), place.person(Role.ADMIN)
    typed = {"site_id": str(place.school.id), "number": "9", "name": "ใหม่", "quantity": "1", "fund": "budget"}
    assert place.visit(keeper).post("/assets/new", typed).status_code == 303
    foreign = person_of(place.engine, Role.SCHOOL, office=place.office, site=_other(place))
    for person in (supply, keeper, foreign):
        assert place.supply.post(f"{page}/inspectors", {"person_id": str(person.id)}).status_code == 303
    with reading(place.engine) as session:
        assert session.exec(select(Inspector)).all() == []
    shown = place.supply.get(page).text
    assert "Supply staff cannot inspect" in shown
    assert "has written in the asset book of this unit" in shown
    body = json.dumps({"person_id": foreign.id})
    headers = {"X-CSRF-Token": place.supply.csrf, "content-type": "application/json"}
    told = place.supply.client.post(f"/api/v1/inspections/{place.round_id}/inspectors", content=body, headers=headers)
    assert told.status_code == 422
    assert "their own school only" in told.text


def _other(place: Place) -> Site:
    with transaction(place.engine) as session:
        return factories.make_site(session, place.office, name="โรงเรียนบ้านสอง")


def test_only_who_is_appointed_records_and_who_was_released_does_not_any_more(place: Place) -> None:
    inspector = place.appointed()
    stranger = place.visit(place.person(Role.IT))
    assert send(stranger, place).status_code == 422
    assert stranger.get(f"/inspections/{place.round_id}/phone").status_code == 303
    assert stranger.get(f"/inspections/{place.round_id}/phone.json").status_code == 404
    assert inspector.get(f"/inspections/{place.round_id}/phone").status_code == 200
    with reading(place.engine) as session:
        (row,) = session.exec(select(Inspector)).all()
    assert place.supply.post(f"/inspections/{place.round_id}/inspectors/{row.id}/release").status_code == 303
    assert send(inspector, place).status_code == 422
    with reading(place.engine) as session:
        assert session.exec(select(InspectionRecord)).all() == []
        assert session.exec(select(Inspector.released_at)).one() is not None


def test_a_school_prepares_and_sees_its_own_and_its_teacher_inspects_there_only(place: Place) -> None:
    teacher = place.visit(place.person(Role.SCHOOL, at_school=True))
    assert teacher.get(f"/inspections/{place.round_id}").status_code == 200
    other = place.visit(person_of(place.engine, Role.SCHOOL, office=place.office, site=_other(place)))
    assert other.get(f"/inspections/{place.round_id}").status_code == 404
    assert send(other, place).status_code == 404
    refused = other.post("/inspections/new", {"site_id": str(place.school.id), "year": str(YEAR)})
    assert refused.status_code == 422
    assert other.get("/api/v1/inspections").json()["total"] == 0
    viewer = place.visit(place.person())
    assert viewer.get("/inspections/new").status_code == 403


def test_a_photo_is_drawn_anew_and_seen_by_whom_the_round_is_for(place: Place) -> None:
    inspector = place.appointed()
    drawn = BytesIO()
    Image.new("RGB", (40, 30), "red").save(drawn, "PNG")
    record_id = send(inspector, place, photo=drawn.getvalue()).json()["record_id"]
    shown = place.supply.get(f"/inspections/records/{record_id}/photo")
    assert (shown.status_code, shown.headers["content-type"]) == (200, "image/jpeg")
    other = place.visit(person_of(place.engine, Role.SCHOOL, office=place.office, site=_other(place)))
    assert other.get(f"/inspections/records/{record_id}/photo").status_code == 404
    assert send(inspector, place, 1, photo=b"no picture").status_code == 422


def test_the_phone_is_told_what_it_needs_and_the_worker_answers_for_labels_too(place: Place) -> None:
    inspector = place.appointed()
    send(inspector, place, condition="worn", note="ขาหัก")
    told = inspector.get(f"/inspections/{place.round_id}/phone.json").json()
    assert told["csrf"] == inspector.csrf
    assert [(one["number"], one["outcome"]) for one in told["items"]] == [("1", "answered"), ("2", "open")]
    assert told["items"][0]["answer"]["note"] == "ขาหัก"
    worker = inspector.get("/inspections/worker.js")
    assert worker.headers["service-worker-allowed"] == "/"
    assert worker.headers["content-type"].startswith("text/javascript")


def test_the_api_says_how_far_it_is_and_what_was_recorded(place: Place) -> None:
    inspector = place.appointed()
    send(inspector, place, whereabouts="elsewhere", place="ห้อง ๒")
    whole = inspector.get(f"/api/v1/inspections/{place.round_id}").json()
    assert (whole["progress"]["answered"], whole["progress"]["elsewhere"], len(whole["inspectors"])) == (1, 1, 1)
    items = inspector.get(f"/api/v1/inspections/{place.round_id}/items?show=open").json()
    assert [one["number"] for one in items["items"]] == ["2"]
    url = f"/api/v1/inspections/{place.round_id}/items/{place.items[0]}/records"
    (record,) = inspector.get(url).json()
    assert (record["place"], record["has_photo"]) == ("ห้อง ๒", False)


def test_papers_are_made_on_the_page_and_over_the_api_by_who_prepares(place: Place) -> None:
    inspector = place.appointed()
    page = f"/inspections/{place.round_id}/paper"
    made = place.supply.post(page, {"kind": "inspection_order"})
    assert made.headers["location"].startswith("/papers/")
    headers = {"X-CSRF-Token": place.supply.csrf, "content-type": "application/json"}
    url, body = f"/api/v1/inspections/{place.round_id}/papers", json.dumps({"kind": "inspection_report"})
    told = place.supply.client.post(url, content=body, headers=headers)
    assert told.status_code == 201
    assert "โรงเรียนบ้านหนึ่ง" in told.json()["title"]
    assert inspector.post(page, {"kind": "inspection_order"}).status_code == 403
    refused = place.supply.post(page, {"kind": "plain_letter"})
    assert refused.headers["location"] == f"/inspections/{place.round_id}"
