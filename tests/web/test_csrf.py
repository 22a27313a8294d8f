"""Every route that changes something asks a signed-in browser for the CSRF token, pages and API alike."""

from __future__ import annotations

import re
from typing import Any

import pytest
from fastapi.routing import APIRoute
from sqlalchemy import Engine

from netops.models.person import Role
from netops.settings import Settings
from netops.web.access import PERMISSIONS
from netops.web.routers import ROUTERS
from service.database import transaction
from service.web.access import UNSAFE_METHODS, Allowed
from tests import factories
from tests.web.browsing import person_of, signed_in
from tests.web.test_access import gates

UNSAFE = [
    (method, route.path, gate.permission)
    for router in ROUTERS
    for route in router.routes
    if isinstance(route, APIRoute)
    for method in UNSAFE_METHODS & set(route.methods or ())
    for gate in gates(route.dependant)
    if isinstance(gate, Allowed)
]


@pytest.mark.parametrize("token", ["", "wrong"])
def test_no_change_without_the_token(settings: Settings, engine: Engine, token: str) -> None:
    with transaction(engine) as session:
        office = factories.make_office(session)
        site = factories.make_site(session, office)
    visits = {
        role: signed_in(
            settings, engine, person_of(engine, role, office=office, site=site if role is Role.SCHOOL else None)
        )
        for role in (Role.ADMIN, Role.SCHOOL)
    }
    let_through = []
    for method, path, permission in UNSAFE:
        role = Role.ADMIN if Role.ADMIN in PERMISSIONS[permission] else Role.SCHOOL
        url = re.sub(r"\{\w+(:int)?\}", "1", path).replace("/new/1", "/new/link")
        bodies: tuple[dict[str, Any], ...] = ({"data": {"csrf": token}}, {"json": {}})
        for body in bodies:
            headers = {"x-csrf-token": token} if token and "json" in body else {}
            answer = visits[role].client.request(method, url, headers=headers, **body)
            if answer.status_code != 403:
                let_through.append((method, path, answer.status_code))
    assert let_through == []
    assert len(UNSAFE) > 60  # the list is found, not forgotten


def test_a_browser_session_may_use_the_api_with_its_token(settings: Settings, engine: Engine) -> None:
    with transaction(engine) as session:
        office = factories.make_office(session)
    visit = signed_in(settings, engine, person_of(engine, Role.IT, office=office))
    headers = {"x-csrf-token": visit.csrf}
    assert visit.client.post("/api/v1/providers", json={"name": "ก"}, headers=headers).status_code == 201
