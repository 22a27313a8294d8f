"""Configurations as a hostile device may print them: hiding and comparing never raise, and what is known is hidden."""

from __future__ import annotations

from collections.abc import Iterator

from collectors.ssh.redact import redacted, stable

SECRET = "kept-between-us"
SEEDS = (
    "! Last configuration change at 10:00:00\nhostname sw1\nenable secret 5 $1$abc$def\n",
    '/export terse\n/ppp secret add name=a password="b\\"c" \\\n    service=pppoe\n',
    "config user local\n edit admin\n set passwd ENC AK1=\nend\n",
    'set system login user a authentication encrypted-password "$6$x$y"\n',
    "-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----\n",
)


def seeds() -> Iterator[bytes]:
    """A few lines of several platforms."""
    return (seed.encode() for seed in SEEDS)


def one(data: bytes) -> None:
    """Anywhere in any text our own secret disappears, and a line that moves by itself is no change."""
    text = data.decode("utf-8", "replace")
    middle = len(text) // 2
    shown = redacted(f"{text[:middle]}{SECRET}{text[middle:]}", (SECRET,))
    assert SECRET not in shown, shown
    assert stable(f"! Last configuration change at 10:00:01 by {SECRET}\n{text}") == stable(text), text
