"""A database that does not answer: a page in the language of the reader, with a reference that is in the log."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import make_url, text
from starlette.testclient import TestClient

from planning.kit.web.app import create_app
from service.database import make_engine
from service.identity import Key, Peers
from tests.planning.entering import Entered, Netops
from tests.planning.served import Served

INTERNALS = re.compile(r"Traceback|sqlalchemy|psycopg|sqlite3|SELECT|/site-packages/", re.IGNORECASE)


def told(page: str) -> str:
    """The reference number of a page."""
    found = re.search(r'<b class="num">([0-9A-F]{8})</b>', page)
    assert found is not None
    return found[1]


def looked_at(it: Entered, caplog: pytest.LogCaptureFixture) -> None:
    """A page, a form, a part of a page and the API, of a person whose session cannot be read any more."""
    with caplog.at_level(logging.ERROR, "service.web.errors"):
        page = it.get("/schools")
        form = it.post("/committees/new", {"name": "ก"})
        part = it.client.get("/schools", headers={"hx-request": "true"})
        api = it.client.get("/api/v1/data/schools?office=5302")
    references = []
    for answer in (page, form):
        assert answer.status_code == 503
        assert answer.headers["content-type"].startswith("text/html")
        assert answer.headers["retry-after"] == "60"
        assert "content-security-policy" in answer.headers
        assert "ฐานข้อมูลไม่ตอบสนอง" in answer.text
        assert "เลขอ้างอิง" in answer.text
        references.append(told(answer.text))
    assert (part.status_code, part.headers["content-type"].split(";")[0]) == (503, "text/plain")
    references.append(part.text.rsplit(" ", 1)[1])
    assert api.headers["content-type"] == "application/problem+json"
    body = api.json()
    assert (body["status"], body["title"], body["instance"]) == (503, "Service Unavailable", "/api/v1/data/schools")
    references.append(body["reference"])
    assert len(set(references)) == len(references)
    for one in references:
        assert f"reference {one}" in caplog.text
    for answer in (page, form, part, api):
        assert not INTERNALS.search(answer.text)


def unforgiving(served: Served, netops: Netops, folder: Path) -> Entered:
    """A person who reads Thai, in whose client a fault of the service is an answer, as it is over a network."""
    peers = Peers({"netops": netops.url}, folder / "unforgiving-peers")
    app = create_app(served.part, served.settings, served.engine, Key.at(folder / "u.pem", served.part.name), peers)
    client = TestClient(app, follow_redirects=False, raise_server_exceptions=False)
    return Entered.through(client, netops, served.part.name, role="planner", language="th")


def test_a_broken_file(
    serve: Callable[[str], Served], netops: Netops, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    served = serve("registry")
    it = unforgiving(served, netops, tmp_path)
    it.client.cookies.set("language", "th")
    assert it.get("/schools").status_code == 200
    served.engine.dispose()
    for file in tmp_path.glob("registry.sqlite3*"):
        file.write_bytes(b"no database " * 1000)
    looked_at(it, caplog)


@pytest.mark.peer("postgres")
def test_a_postgres_that_lets_nobody_in(
    postgres_of: Callable[[str], str],
    serve: Callable[[str], Served],
    netops: Netops,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """And when it does again, the same session goes on."""
    lite = serve("registry")
    url = postgres_of("registry")
    engine = make_engine(url)
    it = unforgiving(Served(lite.part, engine, lite.settings, netops, tmp_path), netops, tmp_path)
    it.client.cookies.set("language", "th")
    assert it.get("/schools").status_code == 200
    name = make_url(url).database
    server = make_engine(make_url(url).set(database="postgres").render_as_string(hide_password=False))
    with server.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f'ALTER DATABASE "{name}" WITH ALLOW_CONNECTIONS false'))
        ending = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name")
        connection.execute(ending, {"name": name})
        looked_at(it, caplog)
        connection.execute(text(f'ALTER DATABASE "{name}" WITH ALLOW_CONNECTIONS true'))
    assert it.get("/schools").status_code == 200
    server.dispose()
    engine.dispose()
