"""One's own account, slips and submissions over the API."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from inventory.models.device import Device
from inventory.models.site import Office
from netops.models.person import Role
from netops.settings import Settings
from service.database import reading, transaction
from tests import factories
from tests.web.api.calling import Api


@pytest.fixture
def office(engine: Engine) -> Office:
    with transaction(engine) as session:
        return factories.make_office(session)


@pytest.fixture
def api(settings: Settings, engine: Engine) -> Api:
    return Api(settings, engine)


def test_one_changes_only_what_is_ones_own(api: Api, office: Office) -> None:
    call = api.caller(Role.VIEWER, office)
    assert call("PATCH", "/me", {"email": "a@example.org", "alerts": True}).json()["alerts"] is True
    assert call("PATCH", "/me", {"role": "admin"}).status_code == 422
    assert call("GET", "/me").json()["role"] == "viewer"


def test_slips_open_the_page_that_sets_a_password(api: Api, engine: Engine, office: Office) -> None:
    with transaction(engine) as session:
        site = factories.make_site(session, office)
        other = factories.make_site(session, factories.make_office(session))
    admin = api.caller(Role.ADMIN, office)
    slips = admin("POST", "/school-accounts", {"site_ids": [site.id, other.id]}).json()
    assert [slip["username"] for slip in slips] == [f"s{site.code}"]
    path = slips[0]["url"].removeprefix("http://127.0.0.1:8000")
    assert api.client.get(path).status_code == 200
    again = admin("POST", f"/people/{slips[0]['person_id']}/slip").json()
    assert api.client.get(path).status_code == 404
    assert api.client.get(again["url"].removeprefix("http://127.0.0.1:8000")).status_code == 200


def test_a_school_tells_only_of_its_own(api: Api, engine: Engine, office: Office) -> None:
    with transaction(engine) as session:
        own, other = factories.make_site(session, office), factories.make_site(session, office)
        mine, theirs = factories.make_link(session, own), factories.make_link(session, other)
    call = api.caller(Role.SCHOOL, office, site=own)
    said = {"kind": "link", "data": {"link_id": mine.id, "name": "main", "circuit_no": "7"}}
    assert call("POST", "/submissions", said).status_code == 201
    said["data"] = {"link_id": theirs.id, "name": "main"}
    assert call("POST", "/submissions", said).status_code == 404
    assert len(call("GET", "/submissions").json()) == 1


def test_a_replaced_device_is_trusted_anew(api: Api, engine: Engine, office: Office) -> None:
    with transaction(engine) as session:
        device = factories.make_device(session, factories.make_site(session, office), ssh_host_key="ssh-ed25519 AAAA")
    assert api.caller(Role.VIEWER, office)("POST", f"/devices/{device.id}/forget-host-key").status_code == 403
    assert api.caller(Role.IT, office)("POST", f"/devices/{device.id}/forget-host-key").status_code == 204
    with reading(engine) as session:
        assert session.get_one(Device, device.id).ssh_host_key == ""
