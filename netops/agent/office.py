"""The way to the office: HTTPS from inside to outside, its certificate always checked, every body signed.

Plain HTTP is refused except to this very machine. An office with a certificate of its own making is trusted by that
certificate (`--ca`) or by its fingerprint (`--pin`), which is compared once and then kept whole.
"""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from typing import Final, TypeVar
from urllib.parse import urlsplit

import httpx
from pydantic import BaseModel, ValidationError

from collectors.observation import EchoSeen
from collectors.tcp import connect_many
from netops.agent.clock import Clock
from netops.agent.identity import Identity
from netops.exchange.messages import EnrolAsked, Enrolled, Exchange, Signed, Taken, TargetsAsked
from netops.exchange.packing import pack
from netops.exchange.signing import SigningKey
from netops.settings import only_here
from service.refused import RefusedCommandError

TIMEOUT_S: Final = 30.0
CONNECT_TIMEOUT_S: Final = 10.0  # a cut line says nothing at all
MOST_ANSWER_BYTES: Final = 8 * 1024 * 1024
API: Final = "/api/v1/agents"
Answer = TypeVar("Answer", bound=BaseModel)


class OfficeError(Exception):
    """The office was not reached, or did not answer as agreed."""


class OfficeRefusedError(OfficeError):
    """The office answered that it does not want this: a wrong code, or an agent that was revoked."""


def checked_url(url: str) -> str:
    """The office's address without a slash at its end; refused when it is not HTTPS."""
    parts = urlsplit(url if "://" in url else f"https://{url}")
    if parts.scheme == "http" and not only_here(url):
        raise RefusedCommandError(f"{url} is not encrypted: the office must be reached by https://", 2)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/") or parts.query:
        raise RefusedCommandError(f"{url} is not an address such as https://office.example:8000", 2)
    return f"{parts.scheme}://{parts.netloc}"


def trusted_by_pin(url: str, pin: str) -> str:
    """The certificate (PEM) that the office shows, if its SHA-256 is `pin` as on the office's page."""
    parts = urlsplit(url)
    try:
        shown = ssl.get_server_certificate((parts.hostname or "", parts.port or 443), timeout=TIMEOUT_S)
    except OSError as error:
        raise RefusedCommandError(f"{url} cannot be reached: {error}") from None
    digest = sha256(ssl.PEM_cert_to_DER_cert(shown)).hexdigest()
    wanted = "".join(c for c in pin.lower().removeprefix("sha256:") if c in "0123456789abcdef")
    if digest != wanted:
        raise RefusedCommandError(
            f"{url} shows another certificate: sha256:{digest}. Do not enrol here; ask the office"
        )
    return shown


def trust(certificate: str, *, pinned: bool) -> ssl.SSLContext:
    """Whom to believe: the system's authorities, one given authority, or exactly one certificate."""
    context = ssl.create_default_context(cadata=certificate or None)
    if pinned:
        # Only this certificate passes, and its name is whatever the office called itself.
        context.check_hostname = False
        context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    return context


class Office:
    """Talks to the office as one agent, by one kept connection."""

    def __init__(self, identity: Identity, clock: Clock) -> None:
        self._identity, self._clock = identity, clock
        self._key = SigningKey.of(identity.private_key)
        self._http = _client(identity.office_url, identity.certificate, pinned=identity.pinned)

    async def close(self) -> None:
        """Hang up."""
        await self._http.aclose()

    async def round_trip_ms(self) -> float | None:
        """How long the line takes to the office and back, by one TCP handshake; None when nothing answers."""
        parts = urlsplit(self._identity.office_url)
        peer = (parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80))
        answer = (await connect_many({"office": peer}, tries=1, timeout_s=CONNECT_TIMEOUT_S, concurrency=1))["office"]
        return answer.rtt_avg_ms if isinstance(answer, EchoSeen) else None

    async def targets(self, held: int) -> Signed:
        """What is to be asked, as signed; whoever calls checks the signature."""
        asked = TargetsAsked(agent_id=self._identity.agent_id, sent_at=self._clock.now(), held=held)
        return await self._post("targets", asked.model_dump_json().encode(), Signed)

    async def exchange(self, said: Exchange) -> Taken:
        """The heartbeat with its batches."""
        return await self._post("exchange", pack(said.model_dump_json()), Taken)

    async def _post(self, path: str, body: bytes, kind: type[Answer]) -> Answer:
        headers = {
            "authorization": f"Agent {self._identity.token}",
            "x-agent-id": str(self._identity.agent_id),
            "x-agent-signature": self._key.sign(body),
        }
        return await _posted(self._http, path, body, kind, headers)


async def enrol(url: str, code: str, *, certificate: str, pinned: bool, version: str) -> tuple[Identity, Enrolled]:
    """Give the one-time code; the identity from now on. Raises OfficeError."""
    key = SigningKey.make()
    asked = EnrolAsked(code=code, public_key=key.public, version=version)
    http = _client(url, certificate, pinned=pinned)
    try:
        answer = await _posted(http, "enrol", asked.model_dump_json().encode(), Enrolled, {})
    finally:
        await http.aclose()
    identity = Identity(
        office_url=url,
        agent_id=answer.agent_id,
        token=answer.token,
        private_key=key.secret,
        office_key=answer.office_key,
        site_code=answer.site_code,
        site_name=answer.site_name,
        certificate=certificate,
        pinned=pinned,
    )
    return identity, answer


def read_certificate(path: Path) -> str:
    """A PEM file; refused when it holds no certificate."""
    text = path.read_text()
    try:
        ssl.create_default_context(cadata=text)
    except ssl.SSLError:
        raise RefusedCommandError(f"{path} holds no certificate", 2) from None
    return text


def _client(url: str, certificate: str, *, pinned: bool) -> httpx.AsyncClient:
    verify = trust(certificate, pinned=pinned) if url.startswith("https:") else True
    # No proxy and no certificate of the environment: what was agreed at enrolment is all there is.
    timeout = httpx.Timeout(TIMEOUT_S, connect=CONNECT_TIMEOUT_S)
    return httpx.AsyncClient(base_url=url + API, verify=verify, timeout=timeout, trust_env=False)


async def _posted(
    http: httpx.AsyncClient, path: str, body: bytes, kind: type[Answer], headers: Mapping[str, str]
) -> Answer:
    try:
        async with http.stream("POST", f"/{path}", content=body, headers=dict(headers)) as answer:
            text = bytearray()
            async for chunk in answer.aiter_bytes():
                text += chunk
                if len(text) > MOST_ANSWER_BYTES:
                    raise OfficeError("the answer is too long")
    except (httpx.HTTPError, ssl.SSLError) as error:
        raise OfficeError(f"the office is not reached: {type(error).__name__} {error}".strip()) from error
    if answer.status_code != HTTPStatus.OK:
        refused = HTTPStatus.BAD_REQUEST <= answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR
        kind_of_error = OfficeRefusedError if refused else OfficeError
        raise kind_of_error(f"the office answers {answer.status_code}: {bytes(text[:300]).decode(errors='replace')}")
    try:
        return kind.model_validate_json(bytes(text))
    except ValidationError as error:
        raise OfficeError("the office answers something else than agreed") from error
