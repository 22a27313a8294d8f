"""Needs on pages: a school asks, IT proposes and merges, the director decides; each sees what it may."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from inventory.models.site import Office, Site
from netops.models.person import AuditEntry, Role
from netops.settings import Settings
from procurement.models.need import Need
from procurement.needs.need import NeedState, Source
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
    with transaction(engine) as session:
        return factories.make_site(session, office, name="โรงเรียนบ้านหนึ่ง")


def visit_of(settings: Settings, engine: Engine, role: Role, office: Office, site: Site | None = None) -> Visit:
    return signed_in(settings, engine, person_of(engine, role, office=office, site=site))


def typed(site: Site | None, **values: object) -> dict[str, str]:
    whole = {
        "site_id": site.id if site else "",
        "title": "สวิตช์ <b>24</b> ช่อง",
        "kind": "switch",
        "quantity": "๒",
        "reason": "broken",
        "reason_text": "ห้องคอมพิวเตอร์ใช้งานไม่ได้",
        "urgency": "high",
        "device_id": "",
        "asset_id": "",
        "criteria_item": "",
        "fiscal_year": "",
    }
    return {name: str(value) for name, value in (whole | values).items()}


def the_need(engine: Engine) -> Need:
    with reading(engine) as session:
        return session.exec(select(Need)).one()


def test_a_school_asks_and_sees_what_became_of_it(
    settings: Settings, engine: Engine, office: Office, school: Site
) -> None:
    teacher = visit_of(settings, engine, Role.SCHOOL, office, school)
    form = teacher.get("/needs/new").text
    assert "broken" in form
    assert 'value="bandwidth"' not in form, "a school cannot know it"
    refused = teacher.post("/needs/new", typed(school, quantity="0"))
    assert refused.status_code == 422
    assert "At least 1" in refused.text
    answer = teacher.post("/needs/new", typed(school))
    need = the_need(engine)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/needs/{need.id}")
    assert (need.source, need.quantity, need.site_id) == (Source.SCHOOL, 2, school.id)
    card = teacher.get(f"/needs/{need.id}").text
    assert "สวิตช์ &lt;b&gt;24&lt;/b&gt; ช่อง" in card
    assert "asked by the school" in card
    assert "/decide" not in card
    assert teacher.post(f"/needs/{need.id}/decide", {"verdict": "approve"}).status_code == 403
    assert teacher.post(f"/needs/{need.id}/change", typed(school, title="สวิตช์ 48 ช่อง")).status_code == 303
    assert "สวิตช์ 48 ช่อง" in teacher.get("/needs").text


def test_another_school_sees_nothing_of_it(settings: Settings, engine: Engine, office: Office, school: Site) -> None:
    visit_of(settings, engine, Role.SCHOOL, office, school).post("/needs/new", typed(school))
    with transaction(engine) as session:
        other = factories.make_site(session, office)
    teacher = visit_of(settings, engine, Role.SCHOOL, office, other)
    need = the_need(engine)
    assert "&lt;b&gt;24" not in teacher.get("/needs").text
    assert teacher.get(f"/needs/{need.id}").status_code == 404
    assert teacher.post(f"/needs/{need.id}/change", typed(other)).status_code == 404


def test_the_director_decides_about_what_was_on_the_page(
    settings: Settings, engine: Engine, office: Office, school: Site
) -> None:
    it = visit_of(settings, engine, Role.IT, office)
    it.post("/needs/new", typed(school))
    need_id = the_need(engine).id
    director = visit_of(settings, engine, Role.DIRECTOR, office)
    seen = seen_on(director.get(f"/needs/{need_id}").text)
    assert it.post(f"/needs/{need_id}/change", {**typed(school), "quantity": "99"}).status_code == 303
    refused = director.post(f"/needs/{need_id}/decide", {"verdict": "approve", "seen": seen})
    assert refused.status_code == 422
    assert "It changed meanwhile: look at it again" in refused.text
    assert the_need(engine).state is NeedState.OPEN
    # The page that says so shows the need as it stands now, which may then be approved.
    again = {"verdict": "approve", "seen": seen_on(refused.text)}
    assert director.post(f"/needs/{need_id}/decide", again).status_code == 303
    assert the_need(engine).state is NeedState.APPROVED


def seen_on(page: str) -> str:
    found = re.search(r'name="seen" value="([0-9a-f]+)"', page)
    assert found is not None
    return found[1]


def test_it_proposes_and_the_director_decides(settings: Settings, engine: Engine, office: Office, school: Site) -> None:
    it = visit_of(settings, engine, Role.IT, office)
    assert it.post("/needs/new", typed(school)).status_code == 303
    need_id = the_need(engine).id
    assert it.post(f"/needs/{need_id}/propose", {"proposal": ""}).status_code == 422
    assert it.post(f"/needs/{need_id}/propose", {"proposal": "เห็นควรอนุมัติ"}).status_code == 303
    assert it.post(f"/needs/{need_id}/decide", {"verdict": "approve"}).status_code == 403
    director = visit_of(settings, engine, Role.DIRECTOR, office)
    assert "เห็นควรอนุมัติ" in director.get(f"/needs/{need_id}").text
    assert "24" in director.get("/needs?need_state=proposed").text.split("<main")[1]
    bare = director.post(f"/needs/{need_id}/decide", {"verdict": "reject", "decision": ""})
    assert bare.status_code == 422
    assert "Say why" in bare.text
    assert director.post(f"/needs/{need_id}/decide", {"verdict": "eat"}).status_code == 422
    later = (utc_now() + timedelta(days=40)).date().isoformat()
    for wrong in ("", "soon", "2020-01-01"):
        answer = director.post(f"/needs/{need_id}/decide", {"verdict": "defer", "deferred_until": wrong})
        assert answer.status_code == 422, wrong
    assert director.post(f"/needs/{need_id}/decide", {"verdict": "defer", "deferred_until": later}).status_code == 303
    assert the_need(engine).state is NeedState.DEFERRED
    assert director.post(f"/needs/{need_id}/decide", {"verdict": "approve", "decision": "ตามเสนอ"}).status_code == 303
    assert the_need(engine).state is NeedState.APPROVED
    assert "ตามเสนอ" in director.get(f"/needs/{need_id}").text
    assert it.post(f"/needs/{need_id}/change", typed(school)).status_code == 422
    with reading(engine) as session:
        acts = set(session.exec(select(AuditEntry.action)))
    assert {"need.created", "need.proposed", "need.deferred", "need.approved"} <= acts


def test_it_merges_and_takes_out_again(settings: Settings, engine: Engine, office: Office, school: Site) -> None:
    it = visit_of(settings, engine, Role.IT, office)
    for title in ("หนึ่ง", "สอง"):
        it.post("/needs/new", typed(school, title=title))
    with reading(engine) as session:
        first, second = session.exec(select(Need.id).order_by(Need.title.desc()))  # type: ignore[attr-defined]
    assert it.post(f"/needs/{first}/merge", {"into": "999"}).status_code == 422
    assert it.post(f"/needs/{first}/merge", {"into": str(second), "quantity": "two"}).status_code == 422
    assert it.post(f"/needs/{first}/merge", {"into": str(second), "quantity": "3"}).status_code == 303
    assert f'href="/needs/{first}"' in it.get(f"/needs/{second}").text
    assert "Take it out again" in it.get(f"/needs/{first}").text
    assert it.post(f"/needs/{first}/take-out").status_code == 303
    assert it.post(f"/needs/{first}/take-out").status_code == 422
    assert it.post(f"/needs/{first}/meet", {"note": "มีผู้บริจาค"}).status_code == 303
    assert "มีผู้บริจาค" in it.get(f"/needs/{first}").text


def test_the_list_narrows_and_exports_what_it_shows(
    settings: Settings, engine: Engine, office: Office, school: Site
) -> None:
    it = visit_of(settings, engine, Role.IT, office)
    it.post("/needs/new", typed(school, title="ของโรงเรียน"))
    it.post("/needs/new", typed(None, title="ของสำนักงาน", reason="new_work"))
    assert "ของสำนักงาน" in it.get("/needs").text
    csv = it.get("/needs/export.csv?reason=broken&columns=title,reason,need_state,quantity")
    assert csv.content.decode("utf-8-sig").splitlines() == [
        "What is needed,Quantity,Why it is needed,State",
        "ของโรงเรียน,2,broken,waits for a decision",
    ]
    for asked in ("unit=0", "need_kind=switch", "need_state=live", "source=hand", "supported=yes", "fiscal_year=none"):
        assert "ของสำนักงาน" in it.get(f"/needs?{asked}").text, asked
    for asked in ("unit=x", "need_state=eaten", "reason=hunger", "supported=no", "device_id=z"):
        assert "ของสำนักงาน" not in it.get(f"/needs?{asked}").text, asked
