"""What a declaration gives: as much as was declared, each route with one guard whose permission is known."""

from __future__ import annotations

from fastapi.routing import APIRoute

from planning.plans.declared import Shared
from planning.plans.mounting import mounted
from service.web.access import Allowed, Open
from tests.planning.plans.tiny import PART


def test_every_route_has_one_guard_and_every_permission_a_route() -> None:
    found = {}
    for router in PART.routers:
        for route in router.routes:
            assert isinstance(route, APIRoute)
            guards = [one.call for one in route.dependant.dependencies if isinstance(one.call, Allowed | Open)]
            found[f"{sorted(route.methods or ())} {route.path}"] = guards
    assert {name for name, guards in found.items() if len(guards) != 1} == set()
    named = {one.permission for guards in found.values() for one in guards if isinstance(one, Allowed)}
    assert named == set(PART.permissions)


def test_nothing_is_given_of_what_is_not_declared() -> None:
    more = mounted(Shared("development_plan"))
    assert (more.permissions, more.routers, more.handlers) == ({}, (), {})
