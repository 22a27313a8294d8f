"""People reach netops and the registry by names that lead nowhere from within; the services call each other where they
are. Real processes, with a browser for which those names lead to them as through a proxy.
"""

from __future__ import annotations

import html
import json
import re
import shutil
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Engine
from sqlmodel import select

from netops.models.person import Role
from netops.settings import PLANNING, Settings
from netops.vault import Vault
from planning.kit.parts import HOLIDAYS
from planning.kit.tables import Copy
from service.database import make_engine, reading, transaction
from tests.factories import make_calendar, make_office
from tests.integration.siblings import Siblings, process, until
from tests.web.browsing import PASSWORD, person_of

NETOPS, REGISTRY = "http://netops.invalid", "http://registry.invalid"


class Proxy(httpx.HTTPTransport):
    """Leads the public names to the ports on which the services listen."""

    def __init__(self, ports: dict[str, int]) -> None:
        super().__init__()
        self.ports = ports

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        port = self.ports[f"http://{request.url.host}"]
        led = httpx.Request(
            request.method,
            request.url.copy_with(host="127.0.0.1", port=port),
            headers=request.headers,  # the Host that was asked for among them
            stream=request.stream,
            extensions=request.extensions,
        )
        return super().handle_request(led)


@pytest.fixture
def siblings(settings: Settings, sqlite_template: Path, tmp_path: Path) -> Siblings:
    shutil.copyfile(sqlite_template, settings.data_dir / "netops.sqlite3")
    Vault.create(settings.data_dir)
    return Siblings(tmp_path)


def environment_of(siblings: Siblings, settings: Settings) -> dict[str, str]:
    """As an administrator sets them; the planning services take the same over from `netops serve`."""
    inner = {name: siblings.urls[name] for name in ("netops", "registry")}
    return siblings.environment | {
        "NETOPS_DATA_DIR": str(settings.data_dir),
        "NETOPS_PUBLIC_URL": NETOPS,
        "NETOPS_SIBLINGS": json.dumps({"registry": REGISTRY}),
        "NETOPS_SIBLINGS_INNER": json.dumps({"registry": inner["registry"]}),
        f"{PLANNING}NETOPS_URL": NETOPS,
        f"{PLANNING}REGISTRY_URL": REGISTRY,
        f"{PLANNING}INNER_URLS": json.dumps(inner),
    }


def test_links_lead_to_public_addresses_and_calls_to_inner_ones(siblings: Siblings, settings: Settings) -> None:
    environment = environment_of(siblings, settings)
    engine = make_engine(settings.url)
    with transaction(engine) as session:
        office = make_office(session)
        make_calendar(session, office, is_default=True)
    username = person_of(engine, Role.PLANNER, office=office).username
    engine.dispose()
    inner = {name: siblings.urls[name] for name in ("netops", "registry")}
    ports = {f"http://{name}.invalid": int(url.rpartition(":")[2]) for name, url in inner.items()}
    with (
        process(["netops", "web"], environment, f"{inner['netops']}/sign-in"),
        process(["planning", "run", "registry"], environment, f"{inner['registry']}/healthz"),
        httpx.Client(transport=Proxy(ports), timeout=60, follow_redirects=True) as browser,
    ):
        asked = browser.get(f"{REGISTRY}/schools")
        assert str(asked.url).startswith(f"{NETOPS}/sign-in")
        wanted = re.search(r'name="next" value="([^"]+)"', asked.text)
        assert wanted is not None
        form = {"username": username, "password": PASSWORD, "next": html.unescape(wanted[1])}
        page = browser.post(f"{NETOPS}/sign-in", data=form)
        assert (str(page.url), page.status_code) == (f"{REGISTRY}/schools", 200)
        assert f'href="{NETOPS}/"' in page.text
        assert f'href="{REGISTRY}/"' in browser.get(f"{NETOPS}/needs").text
        assert inner["netops"] not in page.text
        # Each fetched the key of the other and was answered, at addresses that no browser was told.
        held = make_engine(f"sqlite:///{siblings.folder / 'planning' / 'registry' / 'registry.sqlite3'}")
        until(lambda: copied(held), "the holidays of netops to be copied")
        held.dispose()


def copied(engine: Engine) -> bool:
    with reading(engine) as session:
        row = session.exec(select(Copy).where(Copy.peer == HOLIDAYS.peer, Copy.name == HOLIDAYS.name)).first()
        return row is not None and row.taken_at is not None and not row.problem
