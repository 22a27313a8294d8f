"""A device is recognised by what stays with it, and only while that is unmistakable."""

from __future__ import annotations

import pytest

from inventory.identity import Identity, recognise

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
