"""How a route names the permission it needs, and how a form proves that it was sent from our own page.

What a permission is, and who has it, each service says itself; a route without an `Allowed` or `Open` dependency fails
the tests of its service.
"""

from __future__ import annotations

from collections.abc import Sequence
from secrets import compare_digest
from typing import Any, Final, Protocol
from urllib.parse import urlsplit

from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.routing import BaseRoute, Match

from service.web.errors import BadTokenError, NotAllowedError, SignInNeededError


class Visitor(Protocol):
    """Who is at the other end of a request. `scopes` is None for a browser, which then proves itself by `csrf`."""

    @property
    def csrf(self) -> str: ...
    @property
    def scopes(self) -> frozenset[str] | None: ...
    @property
    def is_school(self) -> bool: ...
    def may(self, permission: str) -> bool: ...


UNSAFE_METHODS: Final = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class Allowed:
    """Dependency of a route: the visitor, when signed in, allowed, and (in a browser) with a true CSRF token."""

    def __init__(self, permission: str) -> None:
        self.permission = permission

    async def __call__(self, request: Request) -> Any:
        """Raises SignInNeededError, NotAllowedError or BadTokenError."""
        visitor: Visitor | None = request.state.visitor
        if visitor is None:
            raise SignInNeededError
        if not visitor.may(self.permission):
            raise NotAllowedError(self.permission)
        if visitor.scopes is None and request.method in UNSAFE_METHODS:
            await _check_csrf(request, visitor.csrf)
        return visitor


def leads(routes: Sequence[BaseRoute], visitor: Visitor | None, address: str) -> bool:
    """Whether a visitor who follows a link to a page of ours gets to see it; of others' addresses nobody knows."""
    place = urlsplit(address)
    if place.scheme or place.netloc or visitor is None:
        return True
    scope = {"type": "http", "method": "GET", "path": place.path, "headers": []}
    folder = "/".join(place.path.split("/", 2)[:2])
    for route in routes:
        # Most of some thousand routes lie in other folders: their patterns need not be tried.
        if isinstance(route, APIRoute) and route.path.startswith(folder) and route.matches(scope)[0] is Match.FULL:
            needed = [one.call.permission for one in route.dependant.dependencies if isinstance(one.call, Allowed)]
            return all(visitor.may(permission) for permission in needed)
    return True


class Open:
    """Dependency of a route that needs no sign-in; says so on purpose."""

    async def __call__(self, request: Request) -> Any:
        """Whoever it is, or None. A form sent from another site's page is refused: there is no token to ask for."""
        origin = request.headers.get("origin")
        if request.method in UNSAFE_METHODS and origin and urlsplit(origin).netloc != request.headers.get("host"):
            raise BadTokenError
        visitor: Visitor | None = request.state.visitor
        return visitor


async def _check_csrf(request: Request, wanted: str) -> None:
    """The token comes as a header (htmx, scripts) or as the hidden field `csrf` of a form."""
    given = request.headers.get("x-csrf-token", "")
    if not given and request.headers.get("content-type", "").startswith(
        ("application/x-www-form-urlencoded", "multipart/form-data")
    ):
        given = str((await request.form()).get("csrf", ""))
    if not same(given, wanted):
        raise BadTokenError


def same(given: str, wanted: str) -> bool:
    """Constant-time comparison that an empty secret never passes."""
    return bool(wanted) and compare_digest(given.encode(), wanted.encode())
