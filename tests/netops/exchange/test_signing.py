"""Signatures: only the owner of a key makes them, and only over these very bytes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netops.exchange.signing import ForgedError, SigningKey, is_public_key, verify

KEY = SigningKey.make()


@given(st.binary(max_size=100))
def test_the_owner_signs(message: bytes) -> None:
    verify(KEY.public, message, SigningKey.of(KEY.secret).sign(message))


@given(st.binary(min_size=1, max_size=100), st.integers(min_value=0))
def test_another_byte_is_another_message(message: bytes, place: int) -> None:
    at = place % len(message)
    changed = message[:at] + bytes([message[at] ^ 1]) + message[at + 1 :]
    with pytest.raises(ForgedError):
        verify(KEY.public, changed, KEY.sign(message))


@pytest.mark.parametrize(
    "signature",
    # Named, since a name made of the signature would differ in each process that collects the tests.
    ["", "not base64!", "AAAA", pytest.param(SigningKey.make().sign(b"message"), id="of another key")],
)
def test_anything_else_is_forged(signature: str) -> None:
    with pytest.raises(ForgedError):
        verify(KEY.public, b"message", signature)


def test_what_is_a_key() -> None:
    assert is_public_key(KEY.public)
    assert not any(map(is_public_key, ("", "AAAA", "ü" * 44, "!" * 44)))
