"""Limits of alerts on pages: of the office, of a school, who may set them, and where they are shown."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from inventory.models.device import Device, Health
from inventory.models.outage import Subject
from inventory.models.site import Office, Site
from netops.models.alert import Alert, AlertKind, AlertMember, Severity
from netops.models.person import AuditEntry, Role
from netops.models.threshold import ThresholdRule
from netops.settings import Settings
from netops.web.alert_words import KIND_WORDS
from service.columns import utc_now
from service.database import reading, transaction
from tests import factories
from tests.web.browsing import Visit, person_of, signed_in

HEAT = {"raise_at": "70", "clear_at": "60", "for_minutes": "10", "enabled": "yes"}


@pytest.fixture
def office(database: Engine) -> Office:
    with transaction(database) as session:
        return factories.make_office(session)


@pytest.fixture
def site(database: Engine, office: Office) -> Site:
    with transaction(database) as session:
        return factories.make_site(session, office, code="57000001", name="โรงเรียนบ้านทดสอบ")


@pytest.fixture
def it(settings: Settings, database: Engine, office: Office) -> Visit:
    return signed_in(settings, database, person_of(database, Role.IT, office=office))


def hot(engine: Engine, site: Site, **values: Any) -> Device:
    """A device of a school that is told of for its heat since an hour."""
    with transaction(engine) as session:
        device = factories.make_device(session, site, name="sw-lab")
        device_id, now = device.id or 0, utc_now()
        session.add(
            Health(device_id=device_id, section="sensor", kind="temperature", descr="CPU", value=78, unit="°C", at=now)
        )
        given: dict[str, Any] = {
            "kind": AlertKind.DEVICE_HOT,
            "severity": Severity.WARNING,
            "part": "<b>CPU</b>",
            "value": 78.0,
        }
        alert = Alert(
            subject=Subject.DEVICE,
            subject_id=device_id,
            site_id=site.id,
            started_at=now - timedelta(hours=1),
            **given | values,
        )
        session.add(alert)
        session.flush()
        session.add(AlertMember(alert_id=alert.id or 0, subject=Subject.SITE, subject_id=site.id or 0, joined_at=now))
        return device


def test_a_limit_is_set_shown_written_down_and_reset(it: Visit, database: Engine) -> None:
    assert "75 °C" in it.get("/settings/limits").text
    assert it.post("/settings/limits/temperature", HEAT).status_code == 303
    shown = it.get("/settings/limits").text
    assert "70 °C" in shown
    assert "the office's" in shown
    assert 'value="70"' in it.get("/settings/limits/temperature").text
    with reading(database) as session:
        entry = session.exec(select(AuditEntry).where(AuditEntry.action == "limit.changed")).one()
    assert entry.detail == {
        "metric": "temperature",
        "raise_at": [75.0, 70.0],
        "clear_at": [65.0, 60.0],
        "for_minutes": [15, 10],
    }
    assert it.post("/settings/limits/temperature/reset").status_code == 303
    assert it.post("/settings/limits/temperature/reset").status_code == 404
    assert "75 °C" in it.get("/settings/limits").text


def test_what_makes_no_sense_is_refused_at_its_field_and_stays_typed(it: Visit) -> None:
    refused = it.post("/settings/limits/temperature", HEAT | {"clear_at": "71"})
    assert refused.status_code == 422
    assert "The end must lie below the beginning" in refused.text
    assert 'value="71"' in refused.text
    assert it.post("/settings/limits/no-such", HEAT).status_code == 404


def test_a_school_has_limits_of_its_own(it: Visit, site: Site, database: Engine) -> None:
    home = f"/schools/{site.code}/limits"
    assert it.post(f"{home}/temperature", HEAT).status_code == 303
    assert "this school's" in it.get(home).text
    assert "75 °C" in it.get("/settings/limits").text
    certificate = {"raise_at": "9", "clear_at": "12", "for_minutes": "0", "enabled": "yes"}
    assert it.post(f"{home}/certificate", certificate).status_code == 303
    assert it.post(f"{home}/certificate/reset").status_code == 303
    assert "limit 70 °C, of this school" in it.get(f"/devices/{hot(database, site).id}").text
    assert it.post(f"{home}/temperature/reset").status_code == 303
    with reading(database) as session:
        assert session.exec(select(ThresholdRule)).all() == []


@pytest.mark.parametrize("role", [Role.VIEWER, Role.SUPPLY])
def test_others_of_the_office_read_limits_and_set_none(
    role: Role, settings: Settings, database: Engine, office: Office, site: Site
) -> None:
    reader = signed_in(settings, database, person_of(database, role, office=office))
    assert reader.get("/settings/limits").status_code == 200
    assert reader.get(f"/schools/{site.code}/limits").status_code == 200
    assert reader.post("/settings/limits/temperature", HEAT).status_code == 403
    assert reader.post(f"/schools/{site.code}/limits/temperature", HEAT).status_code == 403


def test_another_office_s_school_is_not_there(settings: Settings, database: Engine, site: Site) -> None:
    with transaction(database) as session:
        other = factories.make_office(session)
    stranger = signed_in(settings, database, person_of(database, Role.IT, office=other))
    hot(database, site)
    assert stranger.get(f"/schools/{site.code}/limits").status_code == 404
    assert stranger.post(f"/schools/{site.code}/limits/temperature", HEAT).status_code == 404
    assert "sw-lab" not in stranger.get("/alerts").text


def test_alerts_of_every_kind_stand_in_one_list(it: Visit, database: Engine, site: Site) -> None:
    device = hot(database, site)
    hot_before = hot(database, factories_site(database, site), ended_at=utc_now(), kind=AlertKind.DISK_FILLING)
    page = it.get("/alerts").text
    assert f'href="/devices/{device.id}"' in page
    assert f'href="/devices/{hot_before.id}"' in page
    assert "<b>CPU</b>" not in page
    assert "&lt;b&gt;CPU&lt;/b&gt;: 78 °C" in page
    only_open = it.get("/alerts?standing=open&kind=DeviceHot&severity=warning&period=24h&q=sw-lab&sort=severity").text
    assert f'href="/devices/{device.id}"' in only_open
    assert f'href="/devices/{hot_before.id}"' not in only_open
    assert "No" in it.get("/alerts?kind=LinkDown").text
    lines = it.get("/alerts/export.csv?standing=open&columns=kind,thing,value,members").text.splitlines()
    assert lines[1] == "DeviceHot,sw-lab,<b>CPU</b>: 78 °C,1"


def test_every_kind_of_alert_has_words() -> None:
    assert set(KIND_WORDS) == set(AlertKind)


def factories_site(engine: Engine, like: Site) -> Site:
    """Another school of the same office."""
    with transaction(engine) as session:
        return factories.make_site(session, session.get_one(Office, like.office_id))


def test_open_alerts_of_limits_stand_on_the_board_the_school_and_the_device(
    it: Visit, database: Engine, site: Site, settings: Settings, office: Office
) -> None:
    device = hot(database, site)
    for address in ("/", f"/schools/{site.code}", f"/devices/{device.id}"):
        assert "Device too hot" in it.get(address).text, address
    school = signed_in(settings, database, person_of(database, Role.SCHOOL, office=office, site=site))
    assert "sw-lab" in school.get("/alerts").text
    neighbour = factories_site(database, site)
    other = signed_in(settings, database, person_of(database, Role.SCHOOL, office=office, site=neighbour))
    assert "sw-lab" not in other.get("/alerts").text
