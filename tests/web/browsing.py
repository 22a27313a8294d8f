"""A signed-in browser without a browser: the real app over its ASGI interface, cookies and CSRF token kept."""

from __future__ import annotations

import re
from collections.abc import Mapping

import httpx2 as httpx
from argon2 import PasswordHasher
from sqlalchemy import Engine
from starlette.testclient import TestClient

from inventory.models.site import Office, Site
from netops.models.person import Person, Role
from netops.settings import Settings
from netops.vault import Vault
from netops.web.app import create_app
from service.database import transaction
from tests import factories

PASSWORD = "a password of tests"
# Argon2 is slow on purpose; a hash carries its own parameters, and these are quick to verify.
_HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
_CSRF = re.compile(r'"X-CSRF-Token": "([^"]+)"')


class Visit:
    """One person at one app. `get` and `post` follow no redirects."""

    def __init__(self, client: TestClient, csrf: str = "") -> None:
        self.client, self.csrf = client, csrf

    def get(self, url: str, **headers: str) -> httpx.Response:
        """A GET with cookies; headers by name with _ for -."""
        return self.client.get(url, headers={name.replace("_", "-"): value for name, value in headers.items()})

    def post(self, url: str, form: Mapping[str, str] | None = None, *, csrf: str | None = None) -> httpx.Response:
        """A form with its CSRF field, as a page sends it."""
        token = self.csrf if csrf is None else csrf
        return self.client.post(url, data={**(form or {}), "csrf": token}, headers={"origin": "http://testserver"})


def visit(settings: Settings, engine: Engine) -> Visit:
    """Nobody signed in."""
    app = create_app(settings, engine, Vault.create(settings.data_dir))
    return Visit(TestClient(app, follow_redirects=False, raise_server_exceptions=True))


def person_of(engine: Engine, role: Role, *, office: Office, site: Site | None = None) -> Person:
    """Someone of this role who can sign in with PASSWORD. English, so that tests read words of the source."""
    with transaction(engine) as session:
        return factories.make_person(
            session,
            office,
            role=role,
            site_id=site.id if site else None,
            password_hash=_HASH,
            language="en",
        )


def signed_in(settings: Settings, engine: Engine, person: Person) -> Visit:
    """The person, through the real sign-in form."""
    browsing = visit(settings, engine)
    answer = browsing.post("/sign-in", {"username": person.username, "password": PASSWORD})
    assert answer.status_code == 303, answer.text
    found = _CSRF.search(browsing.get("/no-such-page").text)
    assert found, "the page carries no CSRF token"
    browsing.csrf = found[1]
    return browsing
