"""The client by which services call each other, against a real HTTP server."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from service.calling import calling


class _Told(BaseHTTPRequestHandler):
    """Sets a cookie, and answers with the cookies that it was sent and the port that it was called from."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        body = f"{self.headers.get('Cookie', '')}|{self.client_address[1]}".encode()
        self.send_response(200)
        self.send_header("Set-Cookie", "session=of-somebody; Path=/")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_said: object) -> None:
        """Tests are quiet."""


@pytest.fixture
def url() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Told) as server:
        threading.Thread(target=server.serve_forever).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_calls_share_a_connection_and_no_cookies(url: str) -> None:
    first, second = (calling().get(url).text.split("|") for _ in range(2))
    assert (first[0], second[0]) == ("", "")
    assert first[1] == second[1]
    assert calling() is calling()
