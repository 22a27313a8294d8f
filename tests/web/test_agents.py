"""The pages of agents: a code shown once with what to type, what an agent asks, its end, and who may do any of it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from inventory.models.agent import Agent
from inventory.models.device import Device
from inventory.models.link import Check
from inventory.store.inside import OUTSIDE, Inside, note_inside
from netops.intake.enrolment import make_agent
from netops.models.person import AuditEntry, Role
from netops.settings import Settings
from netops.upkeep.tls import self_signed
from netops.web.pages.agents import pin_of, typing_of
from service.columns import utc_now
from service.database import reading, transaction
from tests import factories
from tests.factories import AT
from tests.web.browsing import Visit, person_of, signed_in

CODE = re.compile(r'class="agent-code">([0-9A-Z-]+)<')


class Office:
    """One school with two devices, and an IT officer who is signed in."""

    def __init__(self, settings: Settings, engine: Engine, role: Role = Role.IT) -> None:
        self.engine = engine
        with transaction(engine) as session:
            office = factories.make_office(session)
            self.site = factories.make_site(session, office)
            self.devices = [factories.make_device(session, self.site) for _ in range(2)]
            self.elsewhere = factories.make_site(session, office)
        self.office = office
        self.visit: Visit = signed_in(settings, engine, person_of(engine, role, office=office))

    def agent(self, session: Session) -> Agent:
        return session.exec(select(Agent)).one()


@pytest.fixture
def office(settings: Settings, engine: Engine) -> Office:
    """With an IT officer."""
    return Office(settings, engine)


def test_a_code_is_shown_once_with_what_to_type(office: Office, engine: Engine) -> None:
    answer = office.visit.post("/agents/new", {"site_id": str(office.site.id), "name": "ห้องเซิร์ฟเวอร์"})
    code = CODE.search(answer.text)
    assert code is not None
    assert f"netops agent enrol http://127.0.0.1:8000 {code[1]}" in answer.text
    with reading(engine) as session:
        agent = office.agent(session)
        assert (agent.name, agent.site_id) == ("ห้องเซิร์ฟเวอร์", office.site.id)
        assert code[1] not in agent.code_hash
        assert "agent.made" in [row.action for row in session.exec(select(AuditEntry))]
    for url in ("/agents", f"/agents/{agent.id}", f"/schools/{office.site.code}"):
        page = office.visit.get(url)
        assert page.status_code == 200
        assert code[1] not in page.text
        assert "ห้องเซิร์ฟเวอร์" in page.text


def test_it_asks_what_it_is_given_and_nothing_of_another_school(office: Office, engine: Engine) -> None:
    with transaction(engine) as session:
        agent, _ = make_agent(session, office.site, "กล่อง", now=utc_now())
        foreign = factories.make_device(session, office.elsewhere)
    wanted = {f"device-{office.devices[0].id}": "yes", f"device-{foreign.id}": "yes", "device-x": "yes"}
    assert office.visit.post(f"/agents/{agent.id}/devices", wanted).status_code == 303
    with reading(engine) as session:
        asked = {device.id: device.agent_id for device in session.exec(select(Device))}
    assert asked == {office.devices[0].id: agent.id, office.devices[1].id: None, foreign.id: None}
    assert "this agent" in office.visit.get(f"/agents/{agent.id}").text
    assert f'href="/agents/{agent.id}"' in office.visit.get(f"/devices/{office.devices[0].id}").text
    assert "/agents/" not in office.visit.get(f"/devices/{office.devices[1].id}").text
    office.visit.post(f"/agents/{agent.id}/devices", {})
    with reading(engine) as session:
        assert {device.agent_id for device in session.exec(select(Device))} == {None}


def test_a_device_cannot_be_given_to_the_agent_of_another_school(office: Office, engine: Engine) -> None:
    with transaction(engine) as session:
        agent, _ = make_agent(session, office.elsewhere, "กล่อง", now=utc_now())
    device = office.devices[0]
    form = {"site_id": str(device.site_id), "name": device.name, "address": device.address, "agent_id": str(agent.id)}
    answer = office.visit.post(f"/inventory/devices/{device.id}", form)
    assert answer.status_code == 422
    assert "another school" in answer.text


def test_a_revoked_agent_gets_no_code_any_more(office: Office, engine: Engine) -> None:
    with transaction(engine) as session:
        agent, _ = make_agent(session, office.site, "กล่อง", now=utc_now())
    first = CODE.search(office.visit.post(f"/agents/{agent.id}/code").text)
    assert first is not None
    office.visit.post(f"/agents/{agent.id}/revoke")
    assert CODE.search(office.visit.post(f"/agents/{agent.id}/code").text) is None
    page = office.visit.get(f"/agents/{agent.id}").text
    assert "revoked" in page
    assert "Another code" not in page


@pytest.mark.parametrize("role", [Role.SCHOOL, Role.DIRECTOR, Role.SUPPLY])
def test_others_see_no_agents(settings: Settings, engine: Engine, role: Role) -> None:
    office = Office(settings, engine, role)
    with transaction(engine) as session:
        agent, _ = make_agent(session, office.site, "กล่อง", now=utc_now())
    for url in ("/agents", "/agents/new", f"/agents/{agent.id}"):
        assert office.visit.get(url).status_code == 403
    assert office.visit.post(f"/agents/{agent.id}/revoke").status_code == 403


def test_another_office_sees_nothing_of_it(office: Office, settings: Settings, engine: Engine) -> None:
    with transaction(engine) as session:
        agent, _ = make_agent(session, office.site, "กล่อง", now=utc_now())
    other = Office(settings, engine)
    assert "กล่อง" not in other.visit.get("/agents").text
    for url in (f"/agents/{agent.id}", f"/agents/new?site_id={office.site.id}"):
        assert office.site.name not in other.visit.get(url).text
    assert other.visit.post("/agents/new", {"site_id": str(office.site.id)}).status_code == 404
    assert other.visit.post(f"/agents/{agent.id}/revoke").status_code == 404


def test_the_list_tells_how_each_stands_and_is_exported(office: Office, engine: Engine) -> None:
    with transaction(engine) as session:
        heard, _ = make_agent(session, office.site, "ได้ยิน", now=utc_now())
        heard.enrolled_at = heard.heard_at = utc_now()
        heard.version, heard.waiting = "0.0.1", 7
        silent, _ = make_agent(session, office.elsewhere, "เงียบ", now=utc_now())
        silent.enrolled_at = silent.heard_at = silent.silent_since = utc_now() - timedelta(hours=1)
    page = office.visit.get("/agents").text
    assert page.index("เงียบ") < page.index("ได้ยิน")
    assert "the office has" in page
    only = office.visit.get("/agents?standing=silent").text
    assert "ได้ยิน" not in only
    exported = office.visit.get("/agents/export.csv").content.decode("utf-8-sig")
    assert "ได้ยิน" in exported


def test_an_outage_tells_what_was_seen_inside(office: Office, engine: Engine) -> None:
    with transaction(engine) as session:
        link = factories.make_link(session, office.site, check=Check.AGENT, check_address="")
        outage = factories.make_outage(session, link, method="agent")
        raw = AT + timedelta(hours=2)
        for minute in range(3):
            at = AT + timedelta(minutes=minute)
            look = Inside(OUTSIDE, at, raw, sent=2, received=0, host="192.0.2.8")
            note_inside(session, outage.id or 0, [look])
    page = office.visit.get(f"/outages/{outage.id}").text
    assert "What the agent saw inside the school meanwhile" in page
    assert "192.0.2.8" in page
    assert "2026-11-22T05:00:00+00:00" in page
    assert "0 / 6" in page


def test_the_fingerprint_of_a_certificate_of_our_own_is_part_of_the_command(settings: Settings) -> None:
    cert, key = settings.data_dir / "cert.pem", settings.data_dir / "key.pem"
    self_signed(cert, key, [])
    own = settings.model_copy(update={"tls_cert": cert, "tls_key": key, "public_url": "https://office.example:8000"})
    typing = typing_of(own, "ABCD-EFGH-JKMN")
    assert typing.enrol == f"sudo netops agent enrol https://office.example:8000 ABCD-EFGH-JKMN --pin {pin_of(own)}"
    assert re.fullmatch("sha256:[0-9a-f]{64}", pin_of(own))
    assert (typing.plain, typing.only_here) == (False, False)
    assert typing_of(settings, "ABCD").plain
