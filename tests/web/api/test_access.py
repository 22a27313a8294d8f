"""Role x endpoint x school over the API, and tokens held to their scopes."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from fastapi.routing import APIRoute
from sqlalchemy import Engine

from inventory.models.device import Device
from inventory.models.link import Link
from inventory.models.outage import Outage
from inventory.models.site import Office, Site
from netops.models.person import Role
from netops.settings import Settings
from netops.web.access import PERMISSIONS, Visitor
from netops.web.api.routers import API_ROUTERS
from service.database import transaction
from service.web.access import Allowed
from tests import factories
from tests.web.api.calling import Api
from tests.web.test_access import gates

EVERY_ROUTE = [
    (method, route.path, gate.permission)
    for router in API_ROUTERS
    for route in router.routes
    if isinstance(route, APIRoute)
    for method in route.methods or ()
    for gate in gates(route.dependant)
    if isinstance(gate, Allowed)
]


@dataclass
class District:
    """Two schools of one office, each with a link, a device and an outage."""

    office: Office
    own: Site
    other: Site
    links: dict[int, Link]
    devices: dict[int, Device]
    outages: dict[int, Outage]


@pytest.fixture
def district(engine: Engine) -> District:
    with transaction(engine) as session:
        office = factories.make_office(session)
        sites = [factories.make_site(session, office) for _ in range(2)]
        links = {site.id or 0: factories.make_link(session, site) for site in sites}
        devices = {site.id or 0: factories.make_device(session, site) for site in sites}
        outages = {site_id: factories.make_outage(session, link) for site_id, link in links.items()}
        return District(office, sites[0], sites[1], links, devices, outages)


@pytest.mark.parametrize("role", Role)
def test_a_role_reaches_what_the_table_says_and_nothing_else(
    settings: Settings, engine: Engine, district: District, role: Role
) -> None:
    call = Api(settings, engine).caller(role, district.office, site=district.own if role is Role.SCHOOL else None)
    for method, path, permission in EVERY_ROUTE:
        filled = path.removeprefix("/api/v1")
        for name in (
            "row_id",
            "part_id",
            "outage_id",
            "device_id",
            "link_id",
            "version_id",
            "person_id",
            "token_id",
            "job_id",
        ):
            filled = filled.replace(f"{{{name}}}", "999999")
        answer = call(
            method, filled.replace("{name}", "None").replace("{kind}", "none"), None if method == "GET" else {}
        )
        allowed = role in PERMISSIONS[permission]
        assert (answer.status_code == 403) == (not allowed), (method, path, answer.status_code)


def test_a_school_sees_its_own_site_only(settings: Settings, engine: Engine, district: District) -> None:
    call = Api(settings, engine).caller(Role.SCHOOL, district.office, site=district.own)
    own, other = district.own.id or 0, district.other.id or 0
    assert [item["id"] for item in call("GET", "/sites").json()["items"]] == [own]
    assert call("GET", f"/sites/{own}").status_code == 200
    assert call("GET", f"/sites/{other}").status_code == 404
    for path, rows in (("links", district.links), ("devices", district.devices), ("outages", district.outages)):
        for query in ("", f"?site_id={other}"):
            seen = [item["id"] for item in call("GET", f"/{path}{query}").json()["items"]]
            assert seen == ([rows[own].id] if not query else []), path
        assert call("GET", f"/{path}/{rows[own].id}").status_code == 200
        assert call("GET", f"/{path}/{rows[other].id}").status_code == 404
    assert call("GET", f"/links/{district.links[other].id}/availability").status_code == 404
    assert call("GET", f"/outages/{district.outages[other].id}/probes").status_code == 404


def test_without_a_token_there_is_only_health(settings: Settings, engine: Engine, district: District) -> None:
    client = Api(settings, engine).client
    health = client.get("/api/v1/health")
    assert (health.status_code, health.json()["ok"], health.json()["poller_age_s"]) == (200, True, None)
    answer = client.get("/api/v1/sites")
    assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json")
    assert client.get("/api/v1/sites", headers={"Authorization": "Bearer nt_wrong"}).status_code == 401


def test_a_token_does_what_its_scopes_say(settings: Settings, engine: Engine, district: District) -> None:
    api = Api(settings, engine)
    reader = api.caller(Role.ADMIN, district.office, scopes=["read"])
    assert reader("GET", "/people").status_code == 200
    assert reader("POST", "/providers", {"name": "ก"}).status_code == 403
    narrow = api.caller(Role.IT, district.office, scopes=["links.read"])
    assert narrow("GET", "/links").status_code == 200
    assert narrow("GET", "/devices").status_code == 403


def test_a_token_cannot_make_a_stronger_one(settings: Settings, engine: Engine, district: District) -> None:
    call = Api(settings, engine).caller(Role.IT, district.office, scopes=["tokens.own", "links.read"])
    for scopes in (["all"], ["read"], ["devices.write"], ["people.write"]):
        assert call("POST", "/tokens", {"name": "x", "scopes": scopes}).status_code == 422, scopes
    made = call("POST", "/tokens", {"name": "x", "scopes": ["links.read"]})
    assert made.json()["token"].startswith("nt_")
    assert made.json()["token"] not in call("GET", "/tokens").text
    assert call("DELETE", f"/tokens/{made.json()['id']}").status_code == 204
    answer = call.client.get("/api/v1/links", headers={"Authorization": f"Bearer {made.json()['token']}"})
    assert answer.status_code == 401


def test_the_permissions_of_routes_exist_for_someone() -> None:
    visitor = Visitor(1, 1, "", None, "u", "n", Role.ADMIN, "th", "")
    school = {"submissions.write", "rollouts.answer"}
    director = {
        "innovations.decide",
        "network.decide",
        "purchases.approve",
        "specs.approve",
    }  # whose approval nobody else gives
    assert {name for name in PERMISSIONS if not visitor.may(name)} == school | director
