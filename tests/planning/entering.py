"""Signing in at a planning service as a browser does, with the word of a netops whose key is published over HTTP."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Self
from urllib.parse import parse_qs, quote, urlsplit

import httpx2 as httpx
from starlette.testclient import TestClient

from contract.data.netops import HolidayRow
from contract.data.shape import DATA, Given
from service.identity import KEYS_PATH, Key

HOLIDAYS = f"{DATA}/holidays"
AS_OF = datetime(2026, 10, 1, tzinfo=UTC)
_CSRF = re.compile(r'"X-CSRF-Token": "([^"]+)"')


@dataclass(eq=False)
class Netops:
    """Its key, and the holidays of every office, served at its address."""

    key: Key
    url: str
    holidays: list[HolidayRow] = field(default_factory=list)

    @classmethod
    @contextmanager
    def running(cls, folder: Path, name: str = "netops") -> Iterator[Self]:
        """Until the block ends."""
        key = Key.at(folder / "identity.pem", name)
        made: list[Self] = []

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked = urlsplit(self.path)
                office = parse_qs(asked.query).get("office", [""])[0]
                given = {
                    KEYS_PATH: json.dumps(made[0].key.public).encode(),
                    HOLIDAYS: Given(made[0].holidays, AS_OF).body("holidays", office),
                }
                self.send_response(200 if asked.path in given else 404)
                self.end_headers()
                self.wfile.write(given.get(asked.path, b""))

            def log_message(self, *_args: object) -> None:
                """Nothing on the screen of the tests."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        made.append(cls(key, f"http://127.0.0.1:{server.server_port}"))
        try:
            yield made[0]
        finally:
            server.shutdown()
            server.server_close()
            thread.join()

    def word(self, service: str, nonce: str, **claims: str) -> str:
        """The token of a sign-in, of a synthetic person."""
        person = {
            "sub": "7",
            "username": "somebody",
            "name": "Somebody",
            "role": "planner",
            "office_code": "5302",
            "office_name": "A synthetic office",
            "language": "en",
            "nonce": nonce,
        }
        return self.key.token(service, {**person, **claims})


@dataclass(eq=False)
class Entered:
    """One browser at one service. `get` and `post` follow no redirects."""

    client: httpx.Client
    csrf: str = ""

    @classmethod
    def through(cls, client: TestClient, netops: Netops, service: str, first: str = "/schools", **claims: str) -> Self:
        """The whole way: sent to netops, back with its word, the first page read."""
        sent = client.get(f"/sign-in?next={quote(first)}")
        nonce = parse_qs(urlsplit(sent.headers["location"]).query)["nonce"][0]
        back = client.get(f"/enter?token={quote(netops.word(service, nonce, **claims))}&next={quote(first)}")
        assert back.headers["location"] == first
        found = _CSRF.search(client.get(first).text)
        return cls(client, found[1] if found else "")

    def get(self, url: str) -> httpx.Response:
        """A page."""
        return self.client.get(url)

    def post(self, url: str, form: Mapping[str, str] | None = None, *, csrf: str | None = None) -> httpx.Response:
        """A form with its CSRF field, as a page sends it."""
        token = self.csrf if csrf is None else csrf
        return self.client.post(url, data={**(form or {}), "csrf": token}, headers={"origin": "http://testserver"})
