"""ICMP and TCP probes of one round, and whether we ourselves are cut off."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from collectors.errors import NotPermittedError, RefusedError, UnaskedError
from collectors.icmp import sweep
from collectors.names import SYSTEM_NAMES, Names
from collectors.observation import EchoSeen
from collectors.outcome import Failed
from collectors.tcp import connect_many
from inventory.models.link import Check
from inventory.models.outage import Subject
from inventory.state import Seen
from netops.pipeline import Heard
from netops.watched.roster import Roster, Thing

log = logging.getLogger(__name__)
TIMEOUT_S = 2.0
TCP_TRIES = 3
TCP_AT_ONCE = 256
UPLINK_PACKETS = 3

Answer = EchoSeen | Failed


async def echo_round(roster: Roster, heard: Heard, *, packets: int, names: Names = SYSTEM_NAMES) -> None:
    """Fill `heard` with what ICMP and TCP say of links, and ICMP of devices that SNMP does not ask.

    A host name is looked up anew in each round: the address of a rented line may change every night.
    """
    pings: dict[Thing, str] = {}
    connections: dict[Thing, tuple[str, int]] = {}
    for link in roster.links.values():
        if link.why_not:
            continue
        if link.check is Check.ICMP:
            pings[Subject.LINK, link.id] = link.host
        elif link.check is Check.TCP and link.port is not None:
            connections[Subject.LINK, link.id] = (link.host, link.port)
    for device in roster.devices.values():
        if device.snmp is None and device.agent_id is None and not device.why_not:
            pings[Subject.DEVICE, device.id] = device.address
    await asyncio.gather(_ping(pings, heard, packets, names), _connect(connections, heard, names))


async def _ping(targets: Mapping[Thing, str], heard: Heard, packets: int, names: Names) -> None:
    if not targets:
        return
    things = {_key(thing): thing for thing in targets}
    try:
        answers = await sweep(
            {_key(thing): host for thing, host in targets.items()}, packets=packets, timeout_s=TIMEOUT_S, names=names
        )
    except NotPermittedError as error:
        log.error("%s", error)  # noqa: TRY400 -- the text says what to run; a traceback would bury it
        heard.failures[error.reason] += len(targets)
        heard.unseen |= dict.fromkeys(targets, str(error))
        return
    _note(heard, things, answers, "icmp")


async def _connect(targets: Mapping[Thing, tuple[str, int]], heard: Heard, names: Names) -> None:
    if not targets:
        return
    things = {_key(thing): thing for thing in targets}
    answers = await connect_many(
        {_key(thing): peer for thing, peer in targets.items()},
        tries=TCP_TRIES,
        timeout_s=TIMEOUT_S,
        concurrency=TCP_AT_ONCE,
        names=names,
    )
    _note(heard, things, answers, "tcp")


def _key(thing: Thing) -> str:
    return f"{thing[0]}{thing[1]}"


def _note(heard: Heard, things: Mapping[str, Thing], answers: Mapping[str, Answer], method: str) -> None:
    for key, answer in answers.items():
        if isinstance(answer, Failed) and answer.reason == UnaskedError.reason:
            heard.failures[answer.reason] += 1
            heard.unseen[things[key]] = answer.detail
            continue
        seen = as_seen(answer, method, heard.at)
        heard.seen[things[key]] = seen
        if not seen.received:
            heard.failures[answer.reason if isinstance(answer, Failed) else "timeout"] += 1


def as_seen(answer: Answer, method: str, at: datetime) -> Seen:
    """A refusal is silence with a reason."""
    if isinstance(answer, Failed):
        return Seen(at, method, 1, 0, detail=answer.detail)
    return Seen(
        at=answer.at.astimezone(UTC),
        method=method,
        sent=answer.sent,
        received=answer.received,
        rtt_ms=answer.rtt_avg_ms,
        p95_ms=answer.rtt_p95_ms,
        min_ms=answer.rtt_min_ms,
        max_ms=answer.rtt_max_ms,
        jitter_ms=answer.jitter_ms,
    )


class Uplink:
    """Addresses beyond the office's own line: `host` is pinged, `host:port` connected to. None set: never lost."""

    def __init__(self, addresses: Sequence[str]) -> None:
        self.addresses = list(addresses)
        self._pings = {a: a for a in addresses if _port(a) is None}
        self._peers = {a: (a.rpartition(":")[0].strip("[]"), port) for a in addresses if (port := _port(a)) is not None}

    async def is_lost(self) -> bool:
        """Whether every address is silent."""
        if not self.addresses:
            return False
        answers: dict[str, Answer] = {}
        if self._peers:
            answers |= await connect_many(self._peers, tries=2, timeout_s=TIMEOUT_S, concurrency=len(self._peers))
        if self._pings and not any(map(_answered, answers.values())):
            try:
                answers |= await sweep(self._pings, packets=UPLINK_PACKETS, timeout_s=TIMEOUT_S)
            except NotPermittedError as error:
                # Blind for another reason than a cut line: the probes themselves say so.
                log.warning("the office's own uplink cannot be checked: %s", error)
                return False
        return not any(map(_answered, answers.values()))


def _answered(answer: Answer) -> bool:
    # A refused connection was refused by somebody beyond the line.
    return answer.reason == RefusedError.reason if isinstance(answer, Failed) else answer.received > 0


def _port(address: str) -> int | None:
    host, colon, port = address.rpartition(":")
    return int(port) if colon and port.isdigit() and (":" not in host or host.startswith("[")) else None
