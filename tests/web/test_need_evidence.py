"""A card shows its evidence and its score part by part; parameters and counts of pupils are kept on pages."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from inventory.models.device import DeviceSupport
from inventory.models.site import Office, PupilCount, Site
from netops.models.person import Role
from netops.settings import Settings
from procurement.models.need import Need, NeedRule
from service.columns import utc_now
from service.database import reading, transaction
from tests import factories
from tests.web.browsing import Visit, person_of, signed_in


@pytest.fixture
def office(engine: Engine) -> Office:
    with transaction(engine) as session:
        return factories.make_office(session)


@pytest.fixture
def school(engine: Engine, office: Office) -> Site:
    """With a router whose support ended three whole years ago."""
    with transaction(engine) as session:
        site = factories.make_site(session, office, name="โรงเรียนบ้านหนึ่ง")
        device = factories.make_device(session, site, name="rt1", role="router")
        ended = utc_now().date() - timedelta(days=3 * 366)
        session.add(
            DeviceSupport(device_id=device.id or 0, end_of_support=ended, source="ผู้ผลิต <i>", written_at=utc_now())
        )
        return site


def visit_of(settings: Settings, engine: Engine, role: Role, office: Office, site: Site | None = None) -> Visit:
    return signed_in(settings, engine, person_of(engine, role, office=office, site=site))


def figures(page: str) -> list[tuple[int, int, str]]:
    """Points, weight and what it adds of each part of the score, as the page shows them."""
    rows = re.findall(r'"Points" class="text-end num">(\d+)<.*?num">(\d+)<.*?num">([\d.]+)<', page, re.DOTALL)
    return [(int(points), int(weight), adds) for points, weight, adds in rows]


def test_the_button_finds_needs_and_the_card_reckons_for_the_reader(
    settings: Settings, engine: Engine, office: Office, school: Site
) -> None:
    it = visit_of(settings, engine, Role.IT, office)
    assert it.post("/needs/look").status_code == 303
    assert "1 new needs" in it.get("/needs").text
    with reading(engine) as session:
        need = session.exec(select(Need)).one()
    page = it.get(f"/needs/{need.id}").text
    parts = figures(page)
    assert parts == [(70, 50, "35.00"), (100, 20, "20.00"), (50, 20, "10.00"), (0, 10, "0.00")]
    assert sum(points * weight for points, weight, _adds in parts) == need.score_hundredths == 6500
    for shown in (
        "65.00",
        "3 years",
        "nobody said how many pupils",
        "ผู้ผลิต &lt;i&gt;",
        f'href="/devices/{need.device_id}"',
    ):
        assert shown in page, shown
    director = visit_of(settings, engine, Role.DIRECTOR, office)
    assert director.post("/needs/look").status_code == 403


def test_a_school_counts_its_pupils_and_scores_follow(
    settings: Settings, engine: Engine, office: Office, school: Site
) -> None:
    teacher = visit_of(settings, engine, Role.SCHOOL, office, school)
    address = f"/schools/{school.code}/pupils"
    assert "not counted yet" in teacher.get(f"/schools/{school.code}").text
    assert teacher.post(address, {"year": "2569", "pupils": "-1"}).status_code == 422
    assert teacher.post(address, {"year": "2569", "pupils": "๒๔๐", "computers": ""}).status_code == 303
    assert teacher.post(address, {"year": "2569", "pupils": "250", "computers": "20"}).status_code == 303
    assert "250 (academic year 2569)" in teacher.get(f"/schools/{school.code}").text
    with reading(engine) as session:
        count = session.exec(select(PupilCount)).one()
        assert (count.pupils, count.computers) == (250, 20)
    it = visit_of(settings, engine, Role.IT, office)
    it.post("/needs/look")
    with reading(engine) as session:
        reasons = {need.reason.value: need.quantity for need in session.exec(select(Need))}
    assert reasons == {"end_of_life": 1, "computers": 5}
    with transaction(engine) as session:
        other = factories.make_site(session, office)
    assert teacher.get(f"/schools/{other.code}/pupils").status_code == 404
    assert teacher.post(f"/schools/{other.code}/pupils", {"year": "2569", "pupils": "1"}).status_code == 404


def test_parameters_are_added_from_a_day_on(settings: Settings, engine: Engine, office: Office) -> None:
    it = visit_of(settings, engine, Role.IT, office)
    page = it.get("/need-rules").text
    assert "holds today" in page
    given = dict(re.findall(r'name="(\w+)" type="text" value="(\d+)"', page))
    assert given["kbps_per_pupil"] == "500"
    wrong = it.post("/need-rules", {**given, "valid_from": "2026-10-01", "source": "มติ", "weight_role": "99"})
    assert wrong.status_code == 422
    assert "must sum up to 100" in wrong.text
    whole = {**given, "valid_from": "2026-10-01", "source": "มติ", "repairs": "5"}
    assert it.post("/need-rules", whole).status_code == 303
    assert it.post("/need-rules", whole).status_code == 422
    with reading(engine) as session:
        assert session.exec(select(NeedRule)).one().repairs == 5
    viewer = visit_of(settings, engine, Role.VIEWER, office)
    assert "มติ" in viewer.get("/need-rules").text
    assert viewer.post("/need-rules", whole).status_code == 403


def test_papers_are_made_of_what_may_be_seen(settings: Settings, engine: Engine, office: Office, school: Site) -> None:
    teacher = visit_of(settings, engine, Role.SCHOOL, office, school)
    it = visit_of(settings, engine, Role.IT, office)
    assert "nothing to print" in _followed(it, it.post("/needs/report").headers["location"])
    it.post("/needs/look")
    with reading(engine) as session:
        need_id = session.exec(select(Need.id)).one()
    for visit, address in (
        (it, "/needs/report?reason=end_of_life"),
        (teacher, "/needs/report"),
        (teacher, "/needs/blank-form"),
    ):
        answer = visit.post(address)
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/papers/"), address
    form = teacher.post(f"/needs/{need_id}/paper").headers["location"]
    assert teacher.get(form).status_code == 200
    with transaction(engine) as session:
        other = factories.make_site(session, office)
    elsewhere = visit_of(settings, engine, Role.SCHOOL, office, other)
    assert elsewhere.post(f"/needs/{need_id}/paper").status_code == 404
    assert elsewhere.get(form).status_code == 404
    viewer = visit_of(settings, engine, Role.VIEWER, office)
    assert viewer.post("/needs/blank-form").status_code == 403


def _followed(visit: Visit, address: str) -> str:
    return visit.get(address).text
