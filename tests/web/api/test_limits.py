"""Limits and alerts over the API."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from inventory.models.outage import Subject
from inventory.models.site import Office, Site
from netops.models.alert import Alert, AlertKind
from netops.models.person import Role
from netops.settings import Settings
from service.database import transaction
from tests import factories
from tests.web.api.calling import Api, Caller


@pytest.fixture
def site(engine: Engine) -> Site:
    with transaction(engine) as session:
        return factories.make_site(session, factories.make_office(session))


@pytest.fixture
def it(settings: Settings, engine: Engine, site: Site) -> Caller:
    with transaction(engine) as session:
        office = session.get_one(Office, site.office_id)
    return Api(settings, engine).caller(Role.IT, office)


def limit(found: list[dict[str, object]], metric: str) -> dict[str, object]:
    return next(one for one in found if one["metric"] == metric)


def test_limits_are_read_set_and_reset(it: Caller, site: Site) -> None:
    assert limit(it("GET", "/limits").json(), "temperature")["raise_at"] == 75
    own = f"/sites/{site.id}/limits"
    changed = it("PUT", "/limits/temperature", {"raise_at": 70, "clear_at": 60, "for_minutes": 5}).json()
    assert (changed["raise_at"], changed["origin"]) == (70, "office")
    assert limit(it("GET", own).json(), "temperature")["raise_at"] == 70
    assert it("PUT", f"{own}/temperature", {"raise_at": 50, "clear_at": 45}).json()["origin"] == "site"
    assert limit(it("GET", own).json(), "temperature")["raise_at"] == 50
    assert it("DELETE", f"{own}/temperature").status_code == 204
    assert it("DELETE", f"{own}/temperature").status_code == 404
    assert it("DELETE", "/limits/temperature").status_code == 204
    assert it("PUT", "/limits/temperature", {"raise_at": 60, "clear_at": 70}).status_code == 422
    assert it("PUT", "/limits/humour", {"raise_at": 60, "clear_at": 50}).status_code == 422
    assert it("GET", "/sites/999/limits").status_code == 404


def test_alerts_are_listed_with_their_figure(it: Caller, engine: Engine, site: Site) -> None:
    with transaction(engine) as session:
        device = factories.make_device(session, site)
        session.add(
            Alert(
                kind=AlertKind.DISK_FILLING,
                subject=Subject.DEVICE,
                subject_id=device.id or 0,
                site_id=site.id,
                started_at=factories.AT,
                part="/volume1",
                value=93.5,
            )
        )
    found = it("GET", "/alerts?open=true&kind=DiskFilling").json()
    assert (found["total"], found["items"][0]["part"], found["items"][0]["value"]) == (1, "/volume1", 93.5)
    assert it("GET", "/alerts?open=false").json()["total"] == 0
    assert it("GET", "/alerts?nonsense=1").status_code == 422
