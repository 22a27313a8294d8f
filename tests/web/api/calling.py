"""A program at the API: the real app, a bearer token with the scopes a test names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import httpx2 as httpx
from sqlalchemy import Engine
from starlette.testclient import TestClient

from inventory.models.site import Office, Site
from netops.models.person import Person, Role
from netops.people.accounts import TokenDraft, make_token
from netops.settings import Settings
from netops.vault import Vault
from netops.web.access import PERMISSIONS
from netops.web.app import create_app
from service.columns import utc_now
from service.database import transaction
from tests import factories


class Api:
    """The app, called with the token of one person after another."""

    def __init__(self, settings: Settings, engine: Engine) -> None:
        self.engine = engine
        app = create_app(settings, engine, Vault.create(settings.data_dir))
        self.client = TestClient(app, raise_server_exceptions=True)

    def caller(
        self, role: Role, office: Office, *, site: Site | None = None, scopes: Iterable[str] = ("all",)
    ) -> Caller:
        """A new person of this role, with a token."""
        with transaction(self.engine) as session:
            person = factories.make_person(session, office, role=role, site_id=site.id if site else None)
            return self.with_token(session, person, scopes)

    def with_token(self, session: Any, person: Person, scopes: Iterable[str]) -> Caller:
        """A token of this person."""
        draft = TokenDraft(name="test", scopes=tuple(scopes))
        known = {*PERMISSIONS, "all", "read"}
        _token, secret = make_token(session, person, draft, known=known, now=utc_now())
        return Caller(self.client, secret.text)


class Caller:
    """One program. Paths are those after /api/v1."""

    def __init__(self, client: TestClient, token: str) -> None:
        self.client, self.token = client, token

    def __call__(self, method: str, path: str, body: object = None) -> httpx.Response:
        """One request; a body goes as JSON."""
        headers = {"Authorization": f"Bearer {self.token}"}
        return self.client.request(method, f"/api/v1{path}", headers=headers, json=body)

    def send(self, path: str, name: str, data: bytes) -> httpx.Response:
        """One file as a form's part."""
        headers = {"Authorization": f"Bearer {self.token}"}
        return self.client.post(f"/api/v1{path}", headers=headers, files={name: ("../../x.svg", data)})
