"""Passwords as Argon2id hashes, and what makes one acceptable."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MIN_LENGTH = 10
MAX_LENGTH = 256  # Argon2 reads all of it: an endless one would be a way to keep the server busy

_hasher = PasswordHasher()
# Verified when there is no such person, so that the answer takes as long as for one who exists.
_NOBODY = _hasher.hash("nobody has this password")


def acceptable(password: str) -> bool:
    """Long enough to stand against guessing, short enough to be hashed."""
    return MIN_LENGTH <= len(password) <= MAX_LENGTH


def hashed(password: str) -> str:
    """The Argon2id hash with its parameters and salt."""
    return _hasher.hash(password)


def matches(password_hash: str, password: str) -> bool:
    """Whether it is the password. An empty hash (no such person, none set yet) matches nothing, in equal time."""
    try:
        return _hasher.verify(password_hash or _NOBODY, password[:MAX_LENGTH]) and bool(password_hash)
    except (VerificationError, InvalidHashError):
        return False
