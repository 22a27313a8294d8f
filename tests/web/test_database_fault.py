"""A database that is broken while people work: the same page as at the planning services, here in English."""

from __future__ import annotations

import logging
import re

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from netops.models.person import Role
from netops.settings import Settings
from netops.vault import Vault
from netops.web.app import create_app
from service.database import transaction
from tests import factories
from tests.web.browsing import person_of, signed_in


def test_a_broken_file_is_told_with_a_reference_that_is_in_the_log(
    settings: Settings, engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    with transaction(engine) as session:
        office = factories.make_office(session)
    person = person_of(engine, Role.IT, office=office)
    cookies = signed_in(settings, engine, person).client.cookies
    app = create_app(settings, engine, Vault.create(settings.data_dir))
    client = TestClient(app, cookies=cookies, follow_redirects=False, raise_server_exceptions=False)
    assert client.get("/schools").status_code == 200
    engine.dispose()
    for file in settings.data_dir.glob("netops.sqlite3*"):
        file.write_bytes(b"no database " * 1000)
    with caplog.at_level(logging.ERROR, "service.web.errors"):
        page, api = client.get("/schools"), client.get("/api/v1/sites")
    assert (page.status_code, api.status_code) == (503, 503)
    assert api.headers["content-type"] == "application/problem+json"
    found = re.search(r'<b class="num">([0-9A-F]{8})</b>', page.text)
    assert found is not None
    assert f"reference {found[1]}" in caplog.text
    assert f"reference {api.json()['reference']}" in caplog.text
    for answer in (page, api):
        assert not re.search("sqlite|Traceback|SELECT", answer.text)
