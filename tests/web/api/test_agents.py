"""Agents over the API: listed, made with a code that is told once, revoked; each office its own."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from netops.models.person import Role
from netops.settings import Settings
from service.database import transaction
from tests.factories import make_office, make_site
from tests.web.api.calling import Api


@pytest.fixture
def api(settings: Settings, engine: Engine) -> Api:
    return Api(settings, engine)


def test_from_made_to_revoked(api: Api, engine: Engine) -> None:
    with transaction(engine) as session:
        office = make_office(session)
        site, elsewhere = make_site(session, office), make_site(session, make_office(session))
    call = api.caller(Role.IT, office)
    made = call("POST", "/agents", {"site_id": site.id, "name": "กล่อง"})
    assert made.status_code == 201
    agent_id = made.json()["id"]
    assert made.json()["standing"] == "new"
    assert made.json()["code"].count("-") == 2
    listed = call("GET", f"/agents?site_id={site.id}").json()
    assert [row["name"] for row in listed["items"]] == ["กล่อง"]
    assert "code" not in str(listed)
    assert call("POST", "/agents", {"site_id": elsewhere.id, "name": "x"}).status_code == 404
    assert call("POST", f"/agents/{agent_id}/revoke").json()["revoked_at"] is not None
    with transaction(engine) as session:
        another = make_office(session)
    other = api.caller(Role.IT, another)
    assert other("GET", "/agents").json()["items"] == []
    assert other("GET", f"/agents/{agent_id}").status_code == 404


@pytest.mark.parametrize("role", [Role.SCHOOL, Role.VIEWER])
def test_only_it_sees_agents(api: Api, engine: Engine, role: Role) -> None:
    with transaction(engine) as session:
        office = make_office(session)
        site = make_site(session, office)
    call = api.caller(role, office, site=site)
    assert call("GET", "/agents").status_code == 403
    assert call("POST", "/agents", {"site_id": site.id, "name": "x"}).status_code == 403
