"""The path look on real routers: four namespaces in a row that forward for each other, cut at one place or another."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import pytest

from inventory.models.outage import Subject
from netops.first_aid.looks import path
from netops.first_aid.scene import Found, Line, Means, Scene
from service.i18n import speaking
from tests.integration.servers import netns
from tests.integration.servers.netns import WAY_TARGET, Way

pytestmark = pytest.mark.peer("ip")
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
SCENE = Scene(
    outage_id=1,
    office_id=1,
    site_id=1,
    subject=Subject.LINK,
    subject_id=1,
    started_at=NOW,
    confirmed_at=NOW,
    host=WAY_TARGET,
)


@pytest.fixture(scope="module")
def way() -> Iterator[Way]:
    """One row of routers for the module; each test leaves it whole."""
    with netns.way() as row:
        yield row


async def look() -> Found:
    assert path.LOOK.ask is not None
    found = await path.LOOK.ask(SCENE, Means())
    assert found is not None
    return found


def told(found: Found) -> Sequence[Line]:
    with speaking("en"):
        return path.LOOK.lines(found, str)


def test_a_whole_way_is_walked_hop_by_hop(way: Way) -> None:
    found = way.in_office(look)
    assert [(hop["ttl"], hop["address"], hop["arrived"]) for hop in found["hops"]] == [
        (1, "10.78.0.2", False),
        (2, "10.78.1.2", False),
        (3, WAY_TARGET, True),
    ]
    assert told(found) == [Line(f"{WAY_TARGET} answers now, 3 hops away", "up")]


def test_where_the_line_is_cut_the_last_router_that_answers_is_named(way: Way) -> None:
    way.cut_after(1)
    try:
        found = way.in_office(look)
    finally:
        way.restore_after(1)
    # The router before the cut says itself that it has no way there; nothing after it is asked.
    assert [(hop["ttl"], hop["address"], hop["no_way"]) for hop in found["hops"]] == [
        (1, "10.78.0.2", True),
    ]
    assert told(found)[0] == Line("10.78.0.2 says that it has no way further", "down")


def test_a_school_that_is_silent_leaves_the_last_router(way: Way) -> None:
    way.mute(3)
    try:
        found = way.in_office(look)
    finally:
        way.unmute(3)
    assert [hop["address"] for hop in found["hops"]] == ["10.78.0.2", "10.78.1.2", "", "", ""]
    assert told(found) == [
        Line("Reached 10.78.1.2, hop 2; silence after it", "down"),
        Line("Way: 10.78.0.2 → 10.78.1.2 → * → * → *"),
    ]


def test_without_raw_sockets_the_page_says_that_routers_are_not_seen(way: Way) -> None:
    """As nobody whose group may send datagram echoes: whether the target answers is seen, routers are not."""
    subprocess.run(
        ("ip", "netns", "exec", way.stops[0], "sysctl", "-qw", "net.ipv4.ping_group_range=65534 65534"), check=True
    )
    way.cut_after(2)
    try:
        said = _as_nobody(way)
    finally:
        way.restore_after(2)
    assert said == [
        f"{WAY_TARGET} does not answer",
        "Routers on the way cannot be seen: this account has no raw sockets (CAP_NET_RAW)",
    ]
    subprocess.run(("ip", "netns", "exec", way.stops[0], "sysctl", "-qw", "net.ipv4.ping_group_range=1 0"), check=True)
    refused = _as_nobody(way)
    assert len(refused) == 1
    assert refused[0].startswith("The path was not traced. To permit it: ")
    assert "net.ipv4.ping_group_range='65534 65534'" in refused[0]


def _as_nobody(way: Way) -> list[str]:
    code = (
        "import asyncio, encodings.idna, os\n"  # nobody may not read the library later
        "from tests.integration.test_first_aid import look, told\n"
        "os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
        "for line in told(asyncio.run(look())): print(line.text)"
    )
    command = ("ip", "netns", "exec", way.stops[0], sys.executable, "-c", code)
    answer = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ | {"PYTHONPATH": "."})
    return answer.stdout.splitlines()
