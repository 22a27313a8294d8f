"""Names are looked up without delaying anybody, and never queued twice."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator

import pytest

from collectors.errors import UnaskedError
from collectors.icmp import sweep
from collectors.names import Names
from collectors.observation import EchoSeen
from collectors.outcome import Failed


class HangingDns:
    """A lookup that waits, as one does whose name server is gone, until the test lets it go."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.answer = threading.Event()

    def __call__(self, host: str) -> str:
        self.asked.append(host)
        assert self.answer.wait(30)
        return "127.0.0.1"


@pytest.fixture
def dns() -> Iterator[HangingDns]:
    hanging = HangingDns()
    yield hanging
    hanging.answer.set()


def test_addresses_pass_through_without_a_lookup(dns: HangingDns) -> None:
    names = Names(dns)
    found = asyncio.run(names.resolve(["10.0.0.1", "fe80::1%lo"], 5.0))
    assert found == {"10.0.0.1": "10.0.0.1", "fe80::1%lo": "fe80::1%lo"}
    assert dns.asked == []


def test_a_hanging_lookup_is_not_queued_again_and_its_answer_is_used_later(dns: HangingDns) -> None:
    names = Names(dns, threads=1)

    async def rounds() -> list[object]:
        first = await names.resolve(["school.example"], 0.01)
        second = await names.resolve(["school.example"], 0.01)
        dns.answer.set()
        third = await names.resolve(["school.example"], 30.0)
        return [first["school.example"], second["school.example"], third["school.example"]]

    first, second, third = asyncio.run(rounds())
    assert isinstance(first, UnaskedError)
    assert isinstance(second, UnaskedError)
    assert third == "127.0.0.1"
    assert dns.asked == ["school.example"]


def test_a_name_without_an_address_cannot_be_asked() -> None:
    def unknown(host: str) -> str:
        raise OSError(f"no such name: {host}")

    found = asyncio.run(Names(unknown).resolve(["nobody.example"], 5.0))
    assert isinstance(found["nobody.example"], UnaskedError)


def test_a_dead_dns_costs_only_the_named_target(dns: HangingDns) -> None:
    targets = {"named": "school.example", "plain": "127.0.0.1"}
    outcome = asyncio.run(sweep(targets, packets=1, timeout_s=0.3, names=Names(dns)))
    named, plain = outcome["named"], outcome["plain"]
    assert isinstance(named, Failed)
    assert named.reason == "unasked"
    assert isinstance(plain, EchoSeen)
    assert plain.received == 1
