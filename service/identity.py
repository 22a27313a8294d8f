"""Who speaks: short-lived tokens that a service signs with its own key (Ed25519) and others verify by its public one.

There is no common secret. A service publishes its public key at `KEYS_PATH`; who is told its address in the settings
fetches it there and keeps it in memory and in its data folder, so that a token is verified while that service is down.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from hashlib import sha256
from pathlib import Path
from secrets import token_urlsafe
from threading import Lock
from typing import Any, Final

import httpx
import jwt
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from service.calling import calling

KEYS_PATH: Final = "/api/v1/identity/key"
ALGORITHM: Final = "EdDSA"
LEEWAY_S: Final = 30  # clocks of two machines differ
LONGEST_S: Final = 300
FETCH_S: Final = 5.0
THERE_S: Final = 2.0  # somebody waits for the page
AGAIN_S: Final = 10.0  # not more often than this is a key fetched anew
SOON_S: Final = 1.0  # nor than this from a peer that is not there yet: it costs nothing to ask, and people wait
MOST_BYTES: Final = 10_000

log = logging.getLogger(__name__)


class IdentityError(Exception):
    """The token is not from whom it says, not for us, too old, or its key cannot be had."""


class ClockApartError(ValueError):
    """The other refused our token, and its clock is not ours: one of both machines has the wrong time."""


class KeyFileError(Exception):
    """The file of our own key cannot be read; it is not replaced by itself, or others would have to trust a new one."""


def told_apart(answer: httpx.Response) -> None:
    """ClockApartError when that is why we were refused; a token lives by the clocks of both machines."""
    if answer.status_code != httpx.codes.UNAUTHORIZED:
        return
    try:
        apart_s = parsedate_to_datetime(answer.headers.get("date", "")).timestamp() - time.time()
    except (TypeError, ValueError):
        return
    if abs(apart_s) > LEEWAY_S:
        raise ClockApartError(f"its clock is {apart_s:+.0f} s from ours")


@dataclass(frozen=True, slots=True)
class Key:
    """Our own key. `name` is the service's, as others know it in their settings."""

    name: str
    private: Ed25519PrivateKey

    @classmethod
    def at(cls, path: Path, name: str) -> Key:
        """The key of a file, made when there is none. KeyFileError."""
        if not path.exists():
            _write(path, Ed25519PrivateKey.generate())
        try:
            private = load_pem_private_key(path.read_bytes(), password=None)
        except (OSError, ValueError, UnsupportedAlgorithm) as error:
            raise KeyFileError(f"{path.name}: {error}") from error
        if not isinstance(private, Ed25519PrivateKey):
            raise KeyFileError(f"{path.name}: not an Ed25519 key")
        return cls(name, private)

    @property
    def public(self) -> dict[str, str]:
        """What is published at KEYS_PATH."""
        pem = self.private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
        return {"issuer": self.name, "id": _id(pem), "pem": pem}

    def token(self, audience: str, claims: Mapping[str, Any] | None = None, *, seconds: int = 60) -> str:
        """Signed for one audience and a short time, each once by its `jti`."""
        now = int(time.time())
        body = {
            **(claims or {}),
            "iss": self.name,
            "aud": audience,
            "iat": now,
            "exp": now + seconds,
            "jti": token_urlsafe(16),
        }
        return jwt.encode(body, self.private, algorithm=ALGORITHM, headers={"kid": self.public["id"]})


@dataclass(eq=False)
class Peers:
    """The services that we know, by name -> base URL at which we call them, and their public keys. `public` are the
    addresses at which browsers reach them, where those are others.
    """

    urls: Mapping[str, str]
    folder: Path
    public: Mapping[str, str] = field(default_factory=dict)
    _keys: dict[str, dict[str, str]] = field(default_factory=dict)
    _tried_s: dict[str, float] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    @property
    def links(self) -> Mapping[str, str]:
        """Where pages lead: by name -> base URL for browsers."""
        return {**self.urls, **self.public}

    def is_there(self, name: str) -> bool:
        """Whether it answers now: a browser that is sent to who does not shows a page of its own, in English."""
        try:
            return calling().get(self.urls[name].rstrip("/") + KEYS_PATH, timeout=THERE_S).status_code < 500
        except httpx.HTTPError:
            return False

    def verify(self, token: str, audience: str) -> dict[str, Any]:
        """Its claims; the issuer is one of our peers. IdentityError."""
        try:
            head = jwt.get_unverified_header(token)
            issuer = str(jwt.decode(token, options={"verify_signature": False}).get("iss", ""))
        except (jwt.InvalidTokenError, UnicodeError) as error:
            raise IdentityError("not a token") from error
        if issuer not in self.urls:
            raise IdentityError("an issuer that is not known here")
        key = self._key(issuer, str(head.get("kid", "")))
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=[ALGORITHM],
                audience=audience,
                issuer=issuer,
                leeway=LEEWAY_S,
                options={"require": ["exp", "iat", "jti", "aud", "iss"]},
            )
        except jwt.InvalidTokenError as error:
            raise IdentityError(str(error)) from error
        if claims["exp"] - claims["iat"] > LONGEST_S:
            raise IdentityError("it lives too long")
        return claims

    def _key(self, issuer: str, key_id: str) -> Ed25519PublicKey:
        """In memory, else of our folder, else asked for; for a key that is new too, so that a peer may change it."""
        with self._lock:
            known = self._keys.get(issuer) or self._kept(issuer)
            if (known is None or known["id"] != key_id) and self._may_try(issuer):
                known = self._fetched(issuer) or known
            if known is None or known["id"] != key_id:
                raise IdentityError(f"the key of {issuer} cannot be had")
            self._keys[issuer] = known
        return _public(known["pem"])

    def _may_try(self, issuer: str) -> bool:
        now = time.monotonic()
        if now - self._tried_s.get(issuer, -AGAIN_S) < AGAIN_S:
            return False
        self._tried_s[issuer] = now
        return True

    def _kept(self, issuer: str) -> dict[str, str] | None:
        try:
            return _checked(json.loads(self._file(issuer).read_text("utf-8")), issuer)
        except (OSError, ValueError):
            return None

    def _fetched(self, issuer: str) -> dict[str, str] | None:
        try:
            answer = calling().get(self.urls[issuer].rstrip("/") + KEYS_PATH, timeout=FETCH_S)
            answer.raise_for_status()
            found = _checked(json.loads(answer.content[:MOST_BYTES]), issuer)
        except (httpx.HTTPError, ValueError) as error:
            if isinstance(error, httpx.ConnectError):
                self._tried_s[issuer] = time.monotonic() - AGAIN_S + SOON_S
            log.warning("the key of %s was not got: %s", issuer, error)
            return None
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = self._file(issuer).with_suffix(".part")
        part.write_text(json.dumps(found), "utf-8")
        part.replace(self._file(issuer))
        return found

    def _file(self, issuer: str) -> Path:
        return self.folder / f"{issuer}.json"


def _checked(given: Any, issuer: str) -> dict[str, str]:
    """ValueError when it is no key of this issuer."""
    if not isinstance(given, dict) or given.get("issuer") != issuer:
        raise ValueError(f"not the key of {issuer}")
    pem = str(given.get("pem", ""))
    _public(pem)
    return {"issuer": issuer, "id": _id(pem), "pem": pem}


def _public(pem: str) -> Ed25519PublicKey:
    key = load_pem_public_key(pem.encode())
    if not isinstance(key, Ed25519PublicKey):
        raise ValueError("not an Ed25519 key")  # noqa: TRY004 - what a peer sent, not a fault of ours
    return key


def _id(pem: str) -> str:
    return sha256(pem.encode()).hexdigest()[:16]


def _write(path: Path, private: Ed25519PrivateKey) -> None:
    """Two processes that start together: the first one's file stays."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    part = path.with_name(f"{path.name}.{token_urlsafe(6)}.part")
    part.touch(mode=0o600)
    part.write_bytes(pem)
    try:
        path.hardlink_to(part)
    except FileExistsError:
        log.info("%s was made by another process", path.name)
    except OSError:  # a file system without hard links
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
