"""Messages and log sources on pages: hostile text, other offices, filters, and how a school stands by the law."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from inventory.models.device import Device
from inventory.models.message import Channel, LogSource, Message, MessageCount
from inventory.models.site import Office, Site
from netops.models.person import AuditEntry, Role
from netops.settings import Settings
from service.columns import utc_now
from service.database import reading, transaction
from tests import factories
from tests.web.api.calling import Api
from tests.web.browsing import Visit, person_of, signed_in

EVIL = "<script>alert(1)</script>"


@dataclass(frozen=True)
class Place:
    """A school whose switch speaks, and somebody unknown."""

    office: Office
    site: Site
    device: Device


@pytest.fixture
def place(engine: Engine) -> Place:
    now = utc_now()
    with transaction(engine) as session:
        office = factories.make_office(session)
        site = factories.make_site(session, office, name="โรงเรียนบ้านเสียงดัง")
        device = factories.make_device(session, site, name="loud-switch")
        known: dict[str, Any] = {"site_id": site.id, "device_id": device.id, "sender": "10.0.0.1", "at": now}
        session.add(Message(**known, channel=Channel.SYSLOG, severity=6, name=EVIL, text=f"small talk {EVIL}"))
        session.add(Message(**known, channel=Channel.TRAP, severity=3, name="1.3.6", text="something broke"))
        session.add(Message(at=now, sender="10.9.9.9", channel=Channel.SYSLOG, text="who am I"))
        hour = now.replace(minute=0, second=0, microsecond=0)
        counts: dict[str, Any] = {"channel": Channel.SYSLOG, "sender": "10.0.0.1", "device_id": device.id}
        session.add(MessageCount(hour=hour, received=123_456, kept=777, **counts))
        return Place(office, site, device)


def visiting(settings: Settings, engine: Engine, place: Place, role: Role = Role.IT) -> Visit:
    return signed_in(settings, engine, person_of(engine, role, office=place.office, site=place.site))


def test_messages_are_listed_filtered_and_never_run(settings: Settings, engine: Engine, place: Place) -> None:
    browsing = visiting(settings, engine, place)
    text = browsing.get("/messages").text
    assert EVIL not in text
    for said in ("small talk", "something broke", "who am I", "not in the inventory", "123,456", "777"):
        assert said in text, said
    assert "Nothing is received" in text
    worst = browsing.get("/messages?severity=3").text
    assert "something broke" in worst
    assert "small talk" not in worst
    assert "who am I" not in browsing.get(f"/messages?device={place.device.id}").text
    assert "small talk" in browsing.get("/messages/export.csv?q=talk").text
    assert browsing.get("/messages?severity=x").text.count("something broke") == 0


def test_a_trap_that_everybody_sends_is_named(settings: Settings, engine: Engine, place: Place) -> None:
    with transaction(engine) as session:
        known: dict[str, Any] = {"site_id": place.site.id, "device_id": place.device.id, "sender": "10.0.0.1"}
        session.add(Message(**known, at=utc_now(), channel=Channel.TRAP, name="1.3.6.1.6.3.1.1.5.1", text=""))
    text = visiting(settings, engine, place).get("/messages").text
    assert "the device started <small" in text
    assert "1.3.6.1.6.3.1.1.5.1" in text


def test_a_stranger_is_shown_only_to_an_office_that_is_alone(settings: Settings, engine: Engine, place: Place) -> None:
    with transaction(engine) as session:
        other = factories.make_office(session)
    browsing = visiting(settings, engine, place)
    assert "who am I" not in browsing.get("/messages").text
    foreign = signed_in(settings, engine, person_of(engine, Role.ADMIN, office=other))
    assert "small talk" not in foreign.get("/messages").text
    assert "loud-switch" not in foreign.get("/messages").text
    assert visiting(settings, engine, place, Role.SCHOOL).get("/messages").status_code == 403


def test_how_a_school_stands_by_the_law_is_said_plainly(settings: Settings, engine: Engine, place: Place) -> None:
    browsing = visiting(settings, engine, place)
    assert "no traffic log is known" in browsing.get("/log-sources").text
    assert "NetOps is not this store." in browsing.get("/log-sources").text
    form = {"site_id": str(place.site.id), "name": "log box", "retention_days": "30", "has_traffic": "on"}

    def standing() -> str:
        rows = browsing.get("/log-sources").text.partition("<tbody>")[2]
        words = ("no traffic log is known", "kept too short", "nobody looked within a year", "keeps 90 days")
        return next(word for word in words if word in rows)

    assert browsing.post("/inventory/log-sources/new", form).status_code == 303
    assert standing() == "kept too short"
    with reading(engine) as session:
        source = session.exec(select(LogSource)).one()
    for change, expected in (
        ({"retention_days": "90"}, "nobody looked within a year"),
        ({"checked_on": (utc_now() - timedelta(days=400)).date().isoformat()}, "nobody looked within a year"),
        ({"checked_on": (utc_now() - timedelta(days=30)).date().isoformat()}, "keeps 90 days"),
        ({"has_traffic": "false"}, "no traffic log is known"),
    ):
        form |= change
        assert browsing.post(f"/inventory/log-sources/{source.id}", form).status_code == 303
        assert standing() == expected
    with reading(engine) as session:
        actions = [entry.action for entry in session.exec(select(AuditEntry)) if "log_source" in entry.action]
    assert actions[0] == "log_source.created"
    assert set(actions[1:]) == {"log_source.changed"}


def test_schools_by_standing_and_as_a_file(settings: Settings, engine: Engine, place: Place) -> None:
    with transaction(engine) as session:
        kept = factories.make_site(session, place.office, name="โรงเรียนเก็บครบ")
        session.add(LogSource(site_id=kept.id or 0, name="=กล่อง", retention_days=120, checked_on=utc_now().date()))
    browsing = visiting(settings, engine, place)
    rows = browsing.get("/log-sources?standing=kept").text.partition("<tbody>")[2]
    assert "เก็บครบ" in rows
    assert "บ้านเสียงดัง" not in rows
    lines = list(csv.DictReader(io.StringIO(browsing.get("/log-sources/export.csv").text.lstrip("\ufeff"))))
    assert {line["School"]: (line["Source"], line["Days as stated"]) for line in lines} == {
        "โรงเรียนเก็บครบ": ("'=กล่อง", "120"),
        place.site.name: ("", ""),
    }


def test_a_school_reads_its_own_and_changes_nothing(settings: Settings, engine: Engine, place: Place) -> None:
    with transaction(engine) as session:
        factories.make_site(session, place.office, name="โรงเรียนข้างเคียง")
    browsing = visiting(settings, engine, place, Role.SCHOOL)
    text = browsing.get("/log-sources").text
    assert "บ้านเสียงดัง" in text
    assert "ข้างเคียง" not in text
    form = {"site_id": str(place.site.id), "name": "x", "retention_days": "90"}
    assert browsing.post("/inventory/log-sources/new", form).status_code == 403


def test_the_api_tells_messages_and_keeps_log_sources(settings: Settings, engine: Engine, place: Place) -> None:
    call = Api(settings, engine).caller(Role.IT, place.office)
    assert [m["text"] for m in call("GET", "/messages?severity=3").json()["items"]] == ["something broke"]
    wish = {"site_id": place.site.id, "name": "log box", "retention_days": 120}
    made = call("POST", "/log-sources", wish)
    assert (made.status_code, made.json()["has_traffic"]) == (201, True)
    refused = call("POST", "/log-sources", wish | {"retention_days": -1})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "retention_days"
    with transaction(engine) as session:
        foreign = factories.make_site(session, factories.make_office(session))
    assert call("POST", "/log-sources", wish | {"site_id": foreign.id}).status_code == 422
    assert call("GET", "/log-sources").json()["total"] == 1
