"""Jinja filters of netops alone: figures with limits, keys of devices, words for what it says of itself."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from netops.notify.cause.beyond import with_unit
from netops.said import said
from netops.watched.limits import Metric
from netops.web.naming import made_by, role_word


def own_filters() -> dict[str, Callable[..., Any]]:
    """By the names that templates know."""
    own: tuple[Callable[..., Any], ...] = (of_metric, fingerprint, said, role_word, made_by)
    return {function.__name__: function for function in own}


def of_metric(value: float, metric: str) -> str:
    """A figure that has limits, with its unit."""
    return with_unit(Metric(metric), value)


def fingerprint(key: str) -> str:
    """SHA256:… of an SSH host key `ssh-ed25519 AAAA…`, as ssh-keygen writes it, with its kind before it."""
    kind, _, encoded = key.partition(" ")
    try:
        digest = sha256(b64decode(encoded, validate=True)).digest()
    except ValueError:
        return key
    return f"{kind} SHA256:{b64encode(digest).decode().rstrip('=')}"
