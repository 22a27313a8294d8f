"""Agreement: every route names its permission, and every permission is given to somebody on purpose."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from sqlalchemy import Engine

from inventory.models.site import Office
from netops.models.person import Role
from netops.settings import Settings
from netops.vault import Vault
from netops.web.access import PERMISSIONS, Visitor, allowed
from netops.web.routers import ROUTERS
from service.database import transaction
from service.web.access import Allowed, Open
from tests import factories
from tests.web.browsing import person_of, signed_in

ROUTES = [route for router in ROUTERS for route in router.routes]
# The framework's own, or files that are the same for everybody.
OPEN_ON_PURPOSE = {
    "/sign-in",
    "/first-run",
    "/language",
    "/s/{code}",
    "/api/v1/health",
    "/api/v1/identity/key",
    "/metrics",
    "/api/v1/prometheus/targets",
    "/handover/{token}",
    "/survey/{token}",
    "/calendar/subscribed/{token}.ics",
    # Agents inside schools show a token and a signature of their own.
    "/api/v1/agents/enrol",
    "/api/v1/agents/targets",
    "/api/v1/agents/exchange",
}


def gates(dependant: Dependant) -> Iterator[Allowed | Open]:
    """Every Allowed or Open among a route's dependencies."""
    for inner in dependant.dependencies:
        if isinstance(inner.call, Allowed | Open):
            yield inner.call
        yield from gates(inner)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: getattr(route, "path", str(route)))
def test_every_route_names_exactly_what_it_needs(route: APIRoute) -> None:
    assert isinstance(route, APIRoute)
    found = list(gates(route.dependant))
    assert len(found) == 1, f"{route.path} needs one Depends(allowed(...)) or Depends(Open())"
    if isinstance(found[0], Open):
        assert any(route.path == path or route.path.startswith(f"{path}/") for path in OPEN_ON_PURPOSE), route.path


def test_unsafe_acts_are_never_get() -> None:
    for route in ROUTES:
        assert isinstance(route, APIRoute)
        words = set(route.path.split("/"))
        if words & {"delete", "forget", "remove", "acknowledge", "sign-out", "archive", "retry"}:
            assert route.methods is not None
            assert "GET" not in route.methods, route.path


def test_an_unknown_permission_is_refused_when_the_route_is_made() -> None:
    with pytest.raises(KeyError):
        allowed("sites.conquer")


@pytest.mark.parametrize("permission", PERMISSIONS)
@pytest.mark.parametrize("role", Role)
def test_the_table_is_what_a_visitor_may(role: Role, permission: str) -> None:
    visitor = Visitor(1, 1, "", 7, "u", "n", role, "th", "")
    assert visitor.may(permission) == (role in PERMISSIONS[permission])
    reader = Visitor(1, 1, "", 7, "u", "n", role, "th", "", scopes=frozenset({"read"}))
    assert reader.may(permission) == (visitor.may(permission) and permission.endswith(".read"))


def test_a_school_never_sees_more_than_its_site() -> None:
    assert Visitor(1, 1, "", 7, "u", "n", Role.SCHOOL, "th", "").sight.site_id == 7
    assert Visitor(1, 1, "", None, "u", "n", Role.SCHOOL, "th", "").sight.site_id == 0


@pytest.fixture
def office(engine: Engine) -> Office:
    with transaction(engine) as session:
        return factories.make_office(session)


@pytest.mark.parametrize("role", Role)
def test_every_page_answers_as_the_table_says(role: Role, settings: Settings, engine: Engine, office: Office) -> None:
    """Role x endpoint over GET routes without parameters: allowed or 403, never an error."""
    Vault.create(settings.data_dir)
    with transaction(engine) as session:
        site = factories.make_site(session, office)
    browsing = signed_in(settings, engine, person_of(engine, role, office=office, site=site))
    for route in ROUTES:
        assert isinstance(route, APIRoute)
        gate = next(gates(route.dependant))
        if "GET" not in (route.methods or ()) or "{" in route.path or isinstance(gate, Open):
            continue
        status = browsing.get(route.path).status_code
        if role in PERMISSIONS[gate.permission]:
            assert status in {200, 303, 304, 307, 422, 204, 404}, (route.path, status)
        else:
            assert status == 403, (route.path, status)
