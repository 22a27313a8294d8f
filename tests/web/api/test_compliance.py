"""Rules over the API: counts, what is broken with its risk, and exemptions made and ended."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from inventory.models.config import ComplianceResult, Grade
from inventory.models.device import Device
from inventory.models.site import Office
from netops.models.person import Role
from netops.settings import Settings
from service.database import transaction
from tests import factories
from tests.web.api.calling import Api, Caller


@pytest.fixture
def office(engine: Engine) -> Office:
    with transaction(engine) as session:
        return factories.make_office(session)


@pytest.fixture
def device(engine: Engine, office: Office) -> Device:
    with transaction(engine) as session:
        device = factories.make_device(session, factories.make_site(session, office))
        assert device.id is not None
        for rule, grade in (("no-telnet", Grade.BROKEN), ("login-banner", Grade.KEPT)):
            session.add(
                ComplianceResult(
                    device_id=device.id, rule=rule, grade=grade, since=factories.AT, checked_at=factories.AT
                )
            )
        return device


@pytest.fixture
def call(settings: Settings, engine: Engine, office: Office) -> Caller:
    return Api(settings, engine).caller(Role.IT, office)


def test_rules_are_counted_and_the_broken_ones_name_their_risk(call: Caller, device: Device) -> None:
    counted = {rule["id"]: rule for rule in call("GET", "/compliance/rules").json()}
    assert (counted["no-telnet"]["broken"], counted["login-banner"]["kept"]) == (1, 1)
    broken = call("GET", "/compliance/broken").json()
    assert broken["total"] == 1
    found = broken["items"][0]
    assert (found["device_id"], found["rule"], found["risk"]) == (device.id, "no-telnet", "open-management")


def test_a_device_tells_how_it_stands_the_worst_first(call: Caller, device: Device) -> None:
    stands = call("GET", f"/devices/{device.id}/compliance").json()
    assert [(one["rule"], one["standing"]) for one in stands] == [("no-telnet", "broken"), ("login-banner", "kept")]


def test_what_is_excepted_is_not_broken_until_it_is_asked_again(call: Caller, device: Device) -> None:
    wish = {"rule": "no-telnet", "device_id": device.id, "reason": "goes in summer"}
    made = call("POST", "/compliance/exemptions", wish)
    assert made.status_code == 201
    assert call("GET", "/compliance/broken").json()["total"] == 0
    assert [one["id"] for one in call("GET", "/compliance/exemptions").json()] == [made.json()["id"]]
    assert call("DELETE", f"/compliance/exemptions/{made.json()['id']}").status_code == 204
    assert call("GET", "/compliance/broken").json()["total"] == 1


@pytest.mark.parametrize(("wish", "status"), [({"rule": "none-such", "reason": "because"}, 404), ({"rule": "x"}, 422)])
def test_a_wrong_exemption_is_refused(call: Caller, wish: dict[str, str], status: int) -> None:
    assert call("POST", "/compliance/exemptions", wish).status_code == status
