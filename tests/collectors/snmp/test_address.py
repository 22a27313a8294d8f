"""Names, literals and the ids that answers must repeat."""

from __future__ import annotations

import asyncio
import socket
from itertools import islice

import pytest

from collectors.errors import UnaskedError
from collectors.snmp.address import numeric, request_ids, resolve


@pytest.mark.parametrize(
    ("host", "family", "spelt"),
    [
        ("127.0.0.1", socket.AF_INET, "127.0.0.1"),
        ("::1", socket.AF_INET6, "::1"),
        ("0:0:0:0:0:0:0:1", socket.AF_INET6, "::1"),  # as recvfrom spells it
    ],
)
def test_literals_need_no_resolver(host: str, family: int, spelt: str) -> None:
    address = numeric(host, 161)
    assert address is not None
    assert (address.family, address.peer) == (family, (spelt, 161))
    assert asyncio.run(resolve(host, 161)) == address


def test_names_are_resolved_or_refused() -> None:
    assert numeric("localhost", 161) is None
    assert asyncio.run(resolve("localhost", 161)).peer[0] in ("127.0.0.1", "::1")
    with pytest.raises(UnaskedError):
        asyncio.run(resolve("no..host", 161))


def test_request_ids_take_four_octets_and_do_not_repeat_soon() -> None:
    ids = list(islice(request_ids(), 3000))
    assert all(0x40000000 <= request_id <= 0x7FFFFFFF for request_id in ids)
    assert len(set(ids)) > 2990
    assert set(ids).isdisjoint(islice(request_ids(), 100))
