"""A device is recognised by what stays with it, and only while that is unmistakable."""

from __future__ import annotations

import pytest

from inventory.identity import Identity, identifies, recognise

KNOWN = [
    (1, Identity("SN-1", "80001f88", "02:00:00:00:00:01")),
    (2, Identity("SN-2", "80001f88", "02:00:00:00:00:02")),  # a cloned engine id
    (3, Identity("123456789", "", "")),
    (4, Identity("123456789", "", "02:00:00:00:00:04")),  # a cloned serial
]


@pytest.mark.parametrize(
    ("seen", "device_id"),
    [
        (Identity("SN-2"), 2),
        (Identity("", "80001f88", ""), None),
        (Identity("", "80001f88", "02:00:00:00:00:01"), 1),
        (Identity("123456789"), None),
        (Identity("123456789", "", "02:00:00:00:00:04"), 4),
        (Identity("SN-9", "", ""), None),
        (Identity(), None),
    ],
)
def test_recognise(seen: Identity, device_id: int | None) -> None:
    assert recognise(KNOWN, seen) == device_id


@pytest.mark.parametrize(
    ("said", "own"),
    [
        ("0000000000", False),
        ("FF:FF:FF:FF:FF:FF", False),
        ("#########", False),
        ("1234567890", False),
        ("To be filled by O.E.M.", False),
        ("", False),
        ("FOC2533L5YZ", True),
        ("1000000000001", True),
        ("02:00:00:00:00:01", True),
    ],
)
def test_a_filler_identifies_nobody(said: str, own: bool) -> None:
    assert identifies(said) is own
    assert recognise([(1, Identity(said))], Identity(said)) == (1 if own else None)
