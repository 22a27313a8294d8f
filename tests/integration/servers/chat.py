"""The services behind channels, as a real server: every host by CONNECT and TLS under a CA of its own, or plain HTTP.

It answers as LINE, Telegram and Teams do, records what it was asked, and can refuse, redirect or hang.
"""

from __future__ import annotations

import json
import ssl
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass(frozen=True)
class Asked:
    """One request. `host` is the name that the client wanted, `body` what it sent as JSON."""

    host: str
    path: str
    headers: dict[str, str]
    body: dict[str, Any]


class Authority:
    """A certificate authority for one test."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test authority")])
        self.file = folder / "ca.pem"
        self.file.write_bytes(self._issued(self._name, self._key, None).public_bytes(serialization.Encoding.PEM))

    def context(self, host: str) -> ssl.SSLContext:
        """For a server that claims to be this host."""
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = self._issued(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host[:60])]), key, host)
        file = self._folder / f"{abs(hash(host))}.pem"
        file.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
            + certificate.public_bytes(serialization.Encoding.PEM)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context

    def _issued(self, name: x509.Name, key: ec.EllipticCurvePrivateKey, host: str | None) -> x509.Certificate:
        now = datetime.now(UTC)
        builder = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(hours=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(x509.BasicConstraints(ca=host is None, path_length=None), critical=True)
        )
        if host is None:
            builder = builder.add_extension(_signs(), critical=True)
        else:
            builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        return builder.sign(self._key, hashes.SHA256())


def _signs() -> x509.KeyUsage:
    uses = dict.fromkeys(
        (
            "digital_signature",
            "content_commitment",
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "encipher_only",
            "decipher_only",
        ),
        False,
    )
    return x509.KeyUsage(key_cert_sign=True, crl_sign=True, **uses)


@dataclass
class ChatServer:
    """`asked` are the requests in order. `statuses` by host; `hang` are hosts that never answer."""

    asked: list[Asked] = field(default_factory=list)
    statuses: dict[str, int] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    hang: set[str] = field(default_factory=set)
    on_request: Callable[[Asked], None] | None = None
    arrived: threading.Condition = field(default_factory=threading.Condition)
    released: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> ChatServer:
        self._folder = tempfile.TemporaryDirectory()
        self.authority = Authority(Path(self._folder.name))
        chat = self

        class Handler(_Handler):
            server_of_tests = chat

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.released.set()
        self._server.shutdown()
        self._thread.join(timeout=10)
        self._server.server_close()
        self._folder.cleanup()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def environment(self) -> dict[str, str]:
        """What makes a client reach every https host here, and trust it."""
        return {"HTTPS_PROXY": self.url, "REQUESTS_CA_BUNDLE": str(self.authority.file), "NO_PROXY": "127.0.0.1"}

    def wait_for(self, count: int, *, timeout_s: float = 20.0) -> list[Asked]:
        """The requests, as soon as there are `count` of them; AssertionError when they do not come."""
        with self.arrived:
            assert self.arrived.wait_for(lambda: len(self.asked) >= count, timeout_s), (
                f"{len(self.asked)} of {count} requests came"
            )
            return list(self.asked)


class _Handler(BaseHTTPRequestHandler):
    """One connection; after CONNECT it is the host that was asked for."""

    protocol_version = "HTTP/1.1"
    server_of_tests: ChatServer
    host = ""

    def do_CONNECT(self) -> None:
        """Become the host."""
        self.host = self.path.rpartition(":")[0]
        self.send_response(200)
        self.end_headers()
        self.close_connection = True
        context = self.server_of_tests.authority.context(self.host)
        plain = self.rfile, self.wfile
        try:
            with context.wrap_socket(self.connection, server_side=True) as secure:
                self.rfile = secure.makefile("rb")
                self.wfile = secure.makefile("wb", buffering=0)  # type: ignore[assignment]  # as the base class does
                self.handle_one_request()
                self.wfile.close()
                self.rfile.close()
        except OSError:
            pass  # the client would not speak with us, or is gone
        self.rfile, self.wfile = plain
        self.close_connection = True

    def do_GET(self) -> None:
        """A push to a dead-man's switch may be one."""
        self._answer()

    def do_POST(self) -> None:
        """A message."""
        self._answer()

    def _answer(self) -> None:
        chat = self.server_of_tests
        size = int(self.headers.get("content-length", 0))
        raw = self.rfile.read(size)
        body = json.loads(raw) if raw else {}
        asked = Asked(self.host or self.headers.get("host", ""), self.path, dict(self.headers), body)
        with chat.arrived:
            chat.asked.append(asked)
            chat.arrived.notify_all()
        if chat.on_request is not None:
            chat.on_request(asked)
        if self.host in chat.hang or "/hang" in self.path:
            chat.released.wait()
        said = json.dumps({"ok": True, "result": {}, "sentMessages": [{"id": "1"}]}).encode()
        self.send_response(chat.statuses.get(self.host, 200))
        for name, value in chat.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, _format: str, *_args: object) -> None:
        """Quiet."""
