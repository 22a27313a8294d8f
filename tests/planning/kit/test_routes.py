"""Every route of every planning service says who may use it; and no service knows another one."""

from __future__ import annotations

import pytest
from fastapi.routing import APIRoute

from planning.cli import PARTS, part_of
from planning.kit.parts import Part
from planning.kit.visitor import EVERYONE
from planning.kit.web import data, exposition, feed, signing_in
from planning.kit.web.session import EVENTS_READ
from service.web.access import Allowed, Open

ALL = [part_of(name) for name in PARTS]


def guards(route: APIRoute) -> list[object]:
    return [one.call for one in route.dependant.dependencies if isinstance(one.call, Allowed | Open)]


def routes(part: Part) -> list[APIRoute]:
    routers = (*part.routers, signing_in.router, feed.router, data.router, exposition.router)
    return [route for router in routers for route in router.routes if isinstance(route, APIRoute)]


@pytest.mark.parametrize("part", ALL, ids=lambda part: part.name)
def test_every_route_has_one_guard_and_its_permission_is_known(part: Part) -> None:
    found = {f"{sorted(route.methods or ())} {route.path}": guards(route) for route in routes(part)}
    assert {name for name, here in found.items() if len(here) != 1} == set()
    named = {one.permission for here in found.values() for one in here if isinstance(one, Allowed)}
    assert named - set(part.allowed) - {EVENTS_READ} == set()
    assert set(part.allowed) - named == set()


@pytest.mark.parametrize("part", ALL, ids=lambda part: part.name)
def test_what_changes_something_is_not_for_everybody(part: Part) -> None:
    for name, roles in part.allowed.items():
        assert roles <= EVERYONE
        assert name.endswith(".read") or "viewer" not in roles


@pytest.mark.parametrize("part", ALL, ids=lambda part: part.name)
def test_a_service_is_named_as_its_folder(part: Part) -> None:
    assert part.folder.name == part.name
    assert list(part.line.versions.glob("[0-9]*.py"))
