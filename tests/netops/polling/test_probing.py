"""Names that nobody resolves: what we cannot ask is unknown, and proves nothing of our own line."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from inventory.models.link import Check
from inventory.models.outage import Subject
from netops.pipeline import Heard
from netops.polling.probing import Uplink, echo_round
from netops.watched.roster import LinkEntry, Roster

NOWHERE = "school.invalid"  # never resolved, by RFC 6761


def link(number: int, host: str) -> LinkEntry:
    """Checked by a connection to a port that nothing listens on."""
    return LinkEntry(
        id=number, site_id=1, name="x", provider="x", check=Check.TCP, host=host, port=9, device_id=None, hours=None
    )


def test_a_link_whose_name_has_no_address_is_unknown_and_not_silent() -> None:
    heard = Heard(kind="icmp", at=datetime.now(UTC))
    roster = Roster(links={1: link(1, NOWHERE), 2: link(2, "127.0.0.1")})
    asyncio.run(echo_round(roster, heard, packets=1))
    assert set(heard.unseen) == {(Subject.LINK, 1)}
    assert NOWHERE in heard.unseen[Subject.LINK, 1]
    assert heard.seen[Subject.LINK, 2].received == 0  # refused by the host itself: that is silence of the service


@pytest.mark.parametrize(
    ("addresses", "lost"), [([f"{NOWHERE}:443"], True), ([f"{NOWHERE}:443", "127.0.0.1:9"], False)]
)
def test_a_name_that_is_not_resolved_does_not_prove_our_own_line(addresses: list[str], lost: bool) -> None:
    assert asyncio.run(Uplink(addresses).is_lost()) is lost
