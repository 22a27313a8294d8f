"""The ICMP and TCP collectors on a line that is really cut, and on one that really loses packets."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Coroutine, Iterator, Mapping
from functools import partial

import pytest

from collectors.icmp import EchoSocket, sweep
from collectors.observation import EchoSeen
from collectors.outcome import Failed
from collectors.tcp import connect_many
from collectors.trace import trace
from tests.integration.servers import netns
from tests.integration.servers.netns import SCHOOL_ADDRESS, SCHOOL_ADDRESS_6, Line

pytestmark = pytest.mark.peer("ip", "nft")


@pytest.fixture(scope="module")
def line() -> Iterator[Line]:
    """One pair for the module; each test leaves the line whole."""
    with netns.line() as pair:
        yield pair


def ask(
    targets: Mapping[str, str], packets: int = 3, timeout_s: float = 1.0
) -> Coroutine[object, object, dict[str, EchoSeen | Failed]]:
    return sweep(targets, packets=packets, timeout_s=timeout_s)


def seen(outcome: EchoSeen | Failed) -> EchoSeen:
    assert isinstance(outcome, EchoSeen), outcome
    return outcome


def test_a_cut_line_is_silent_and_answers_again_when_it_is_back(line: Line) -> None:
    ask_school = partial(ask, {"school": SCHOOL_ADDRESS})
    before = seen(line.in_office(ask_school)["school"])
    line.cut()
    during = seen(line.in_office(ask_school)["school"])
    line.restore()
    after = seen(line.in_office(ask_school)["school"])
    assert (before.received, during.received, after.received) == (3, 0, 3)
    assert before.rtt_min_ms is not None
    assert before.rtt_max_ms is not None
    assert 0 < before.rtt_min_ms <= before.rtt_max_ms
    assert during.rtt_avg_ms is None
    assert during.loss_percent == 100.0


def test_loss_is_the_share_that_was_really_dropped(line: Line) -> None:
    line.drop_every(4)
    try:
        outcome = line.in_office(partial(ask, {"school": SCHOOL_ADDRESS}, packets=8))
    finally:
        line.flow()
    assert seen(outcome["school"]).loss_percent == 25.0


def test_random_loss_is_seen_and_costs_no_other_target(line: Line) -> None:
    line.drop(50)
    targets = {"office": "127.0.0.1"} | {f"school {n}": SCHOOL_ADDRESS for n in range(60)}
    try:
        outcome = line.in_office(partial(ask, targets, packets=5))
    finally:
        line.flow()
    schools = [seen(outcome[key]) for key in targets if key != "office"]
    share = 1 - sum(echo.received for echo in schools) / sum(echo.sent for echo in schools)
    assert 0.3 < share < 0.7  # 300 fair coins: outside once in 10^11 runs
    assert seen(outcome["office"]).received == 5


def test_ipv6_is_asked_beside_ipv4(line: Line) -> None:
    outcome = line.in_office(partial(ask, {"four": SCHOOL_ADDRESS, "six": SCHOOL_ADDRESS_6, "long": "fd77:0:0::0002"}))
    assert [seen(outcome[key]).received for key in ("four", "six", "long")] == [3, 3, 3]


def test_no_route_is_loss_not_an_error(line: Line) -> None:
    outcome = line.in_office(partial(ask, {"nowhere": "10.200.0.1", "school": SCHOOL_ADDRESS}))
    assert seen(outcome["nowhere"]).received == 0
    assert seen(outcome["school"]).received == 3


def test_a_thousand_targets_answer_every_packet() -> None:
    """None may be lost in our own socket; the time is the bench's matter."""
    targets = {str(n): f"127.9.{n // 250}.{n % 250 + 1}" for n in range(1000)}
    outcome = asyncio.run(ask(targets, packets=5, timeout_s=2.0))
    assert sum(seen(echo).received for echo in outcome.values()) == 5000


def test_flight_is_capped_by_the_buffer_that_was_granted() -> None:
    async def opened() -> tuple[int, int]:
        echo = EchoSocket(4, 1.0)
        echo.close()
        return echo.granted_bytes, echo.max_in_flight

    granted_bytes, max_in_flight = asyncio.run(opened())
    assert max_in_flight == max(16, granted_bytes // 2560)


def test_without_privilege_the_message_says_what_to_run(line: Line) -> None:
    """As nobody, in a namespace whose ping_group_range allows no group: the kernel's default."""
    code = (
        "import asyncio, os; from collectors.icmp import sweep; from collectors.errors import NotPermittedError\n"
        "os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
        "try: asyncio.run(sweep({'a': '127.0.0.1'}, packets=1, timeout_s=0.3))\n"
        "except NotPermittedError as error: print(error)"
    )
    command = ("ip", "netns", "exec", line.office, sys.executable, "-c", code)
    answer = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ | {"PYTHONPATH": "."})
    assert "net.ipv4.ping_group_range='65534 65534'" in answer.stdout
    assert "setcap cap_net_raw+ep" in answer.stdout


def test_datagram_sockets_serve_a_host_without_raw_ones(line: Line) -> None:
    subprocess.run(
        ("ip", "netns", "exec", line.office, "sysctl", "-qw", "net.ipv4.ping_group_range=65534 65534"), check=True
    )
    code = (
        "import asyncio, os; from collectors.icmp import sweep\n"
        "os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
        f"print(asyncio.run(sweep({{'a': '{SCHOOL_ADDRESS}'}}, packets=2, timeout_s=0.5))['a'].received)"
    )
    command = ("ip", "netns", "exec", line.office, sys.executable, "-c", code)
    answer = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ | {"PYTHONPATH": "."})
    assert answer.stdout.strip() == "2"


def test_tcp_tells_open_refused_and_silent_apart(line: Line) -> None:
    async def look() -> dict[str, EchoSeen | Failed]:
        server = await asyncio.start_server(lambda _reader, writer: writer.close(), "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        targets = {"open": ("127.0.0.1", port), "refused": (SCHOOL_ADDRESS, 9), "silent": ("10.77.0.3", 80)}
        async with server:
            return await connect_many(targets, tries=2, timeout_s=0.4, concurrency=2)

    outcome = line.in_office(look)
    refused = outcome["refused"]
    assert seen(outcome["open"]).received == 2
    assert isinstance(refused, Failed)
    assert refused.reason == "refused"
    assert seen(outcome["silent"]).received == 0


def test_the_path_ends_at_the_target(line: Line) -> None:
    hops = line.in_office(partial(trace, SCHOOL_ADDRESS))
    assert [(hop.ttl, hop.address, hop.arrived) for hop in hops] == [(1, SCHOOL_ADDRESS, True)]
