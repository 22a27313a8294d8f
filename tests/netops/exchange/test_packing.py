"""Bodies: what was packed comes back, and nothing else is ever unpacked beyond its bound."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netops.exchange.packing import BrokenBodyError, TooLargeError, pack, unpack


@given(st.text())
def test_what_was_packed_comes_back(text: str) -> None:
    assert unpack(pack(text)).decode() == text


def test_a_bomb_is_not_unpacked() -> None:
    bomb = zlib.compress(b"\0" * 50_000_000, 9)
    assert len(bomb) < 60_000
    with pytest.raises(TooLargeError):
        unpack(bomb, most=1_000_000)


def test_the_bound_itself_still_fits() -> None:
    assert len(unpack(pack("x" * 1000), most=1000)) == 1000


@given(st.binary(max_size=200))
def test_anything_else_is_refused(garbage: bytes) -> None:
    with pytest.raises(BrokenBodyError):
        unpack(b"\1" + garbage)


@pytest.mark.parametrize("damage", [lambda body: body[:-5], lambda body: body + b"more"])
def test_half_a_body_or_more_than_one_is_refused(damage) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(BrokenBodyError):
        unpack(damage(pack("whole" * 100)))
