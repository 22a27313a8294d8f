"""Looking for devices: who answers SNMP in a subnet, and with which of the given credentials.

No ping goes before it: a device behind a firewall that drops ICMP is found too, and no privilege is needed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network

from collectors.collect import OpenSession
from collectors.enterprises import maker
from collectors.errors import CollectError
from collectors.observation import SystemSeen
from collectors.snmp.questions import system
from collectors.target import SnmpCredential, SnmpTarget, SnmpTuning

MAX_ADDRESSES = 4096  # a /20; more than an office has, less than a slip of the finger would ask
# A sweep meets mostly silence: one short repeat instead of the patience that a known device gets.
QUICK = SnmpTuning(timeout_ms=800, retries=1)

OnProgress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Found:
    """A device that answered; `credential` is the place of the one that worked in the list that was given."""

    host: str
    port: int
    credential: int
    system: SystemSeen


def addresses(subnets: Sequence[str], *, limit: int = MAX_ADDRESSES) -> list[str]:
    """The host addresses of subnets like "10.1.2.0/24", in order, each once. ValueError when wrong or too many."""
    networks = [_network(text) for text in subnets]
    total = sum(network.num_addresses for network in networks)
    if total > limit:
        raise ValueError(f"{total} addresses are too many to scan at once, the limit is {limit}")
    return list(dict.fromkeys(str(host) for network in networks for host in network.hosts()))


def _network(text: str) -> IPv4Network | IPv6Network:
    try:
        return ip_network(text.strip(), strict=False)
    except ValueError:
        raise ValueError(f"{text!r} is no subnet; write it like 10.1.2.0/24") from None


async def scan(
    hosts: Sequence[str],
    credentials: Sequence[SnmpCredential],
    open_session: OpenSession,
    *,
    port: int = 161,
    concurrency: int = 128,
    on_progress: OnProgress | None = None,
) -> list[Found]:
    """Who answers, in the order of `hosts`. `on_progress` hears how many of how many hosts are done."""
    slots = asyncio.Semaphore(concurrency)
    done = 0

    async def one(host: str) -> Found | None:
        nonlocal done
        async with slots:
            found = await _first_answer(host, port, credentials, open_session)
        done += 1
        if on_progress is not None:
            on_progress(done, len(hosts))
        return found

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(one(host)) for host in hosts]
    return [found for task in tasks if (found := task.result()) is not None]


async def _first_answer(
    host: str, port: int, credentials: Sequence[SnmpCredential], open_session: OpenSession
) -> Found | None:
    """Credentials are tried one after the other: a device locks out who knocks with many at once."""
    for place, credential in enumerate(credentials):
        target = SnmpTarget(key=host, host=host, port=port, credential=credential, tuning=QUICK)
        session = open_session(target)
        try:
            seen = await system.ask(session)
        except CollectError:
            continue
        finally:
            await session.close()
        named = seen.model_copy(update={"vendor": maker(seen.object_id)})
        return Found(host=host, port=port, credential=place, system=named)
    return None
