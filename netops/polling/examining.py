"""Devices and links of a work order asked live, when its acceptance is tested: a series of pings or connections, and a
full walk by SNMP, which is stored like every other walk.

What is told is plain data, kept as evidence: when it was asked, how, what came back. A thing that cannot be asked from
here says why in `unasked`. Times are ISO 8601 in UTC, round trips milliseconds.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from collectors.errors import NotPermittedError, UnaskedError
from collectors.icmp import sweep
from collectors.observation import DeviceObservation, EchoSeen
from collectors.outcome import Answered, Failed, Outcome
from collectors.tcp import connect_many
from inventory.models.link import Check
from netops.polling.watching import Watching
from netops.watched.roster import DeviceEntry, LinkEntry, Roster

log = logging.getLogger(__name__)
SERIES: Final = 10
TIMEOUT_S: Final = 2.0
WALK_WITHIN_S: Final = 30.0
ALL_WITHIN_S: Final = 45.0
AT_ONCE: Final = 8
MOST_THINGS: Final = 120
MOST_PORTS: Final = 512
OF_DEVICE: Final = frozenset({"ports", "name", "vendor", "model", "serial", "version"})

Walk = Callable[[int], Awaitable[Outcome[DeviceObservation] | None]]
Told = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Examiner:
    """Asks what it is told to, once, and answers with what it saw. `walk` is None for a device without SNMP."""

    roster: Callable[[], Roster]
    walk: Walk
    watched: Mapping[int, Watching]

    async def examine(self, devices: Sequence[int], links: Sequence[int]) -> dict[str, dict[int, Told]]:
        """By id. What nobody watches is left out."""
        roster, slots = self.roster(), asyncio.Semaphore(AT_ONCE)
        known = [roster.devices[row_id] for row_id in devices if row_id in roster.devices][:MOST_THINGS]
        lines = [roster.links[row_id] for row_id in links if row_id in roster.links][:MOST_THINGS]
        # A link that is checked by SNMP is what the device says through it.
        behind = {line.id: line.device_id for line in lines if line.check is Check.SNMP and line.device_id is not None}
        extra = [roster.devices[one] for one in set(behind.values()) if one in roster.devices]
        asked = {device.id: device for device in (*known, *extra)}

        async def one(device: DeviceEntry) -> Told:
            async with slots:
                return await self._device(device)

        async with asyncio.timeout(ALL_WITHIN_S):
            found = dict(zip(asked, await asyncio.gather(*map(one, asked.values())), strict=True))
            told = await _lines([line for line in lines if line.id not in behind])
        told |= {line_id: _through(found.get(device_id)) for line_id, device_id in behind.items()}
        return {"devices": {device.id: found[device.id] for device in known}, "links": told}

    async def _device(self, device: DeviceEntry) -> Told:
        if device.agent_id is not None:
            return _unasked("agent")
        if device.why_not:
            return _unasked(device.why_not)
        told = (await _series({"it": device.address}))["it"]
        try:
            async with asyncio.timeout(WALK_WITHIN_S):
                outcome = await self.walk(device.id)
        except TimeoutError:
            outcome = Failed("cut_off", f"not done after {WALK_WITHIN_S:.0f} s")
        if outcome is None:
            return told | {"walk": ""}
        told.pop("unasked", None)  # where pings are not permitted, SNMP tells all the same
        if isinstance(outcome, Failed):
            return told | {"walk": outcome.reason, "detail": outcome.detail}
        return told | {"walk": "answered"} | _identity(outcome) | {"ports": self._ports(device.id, outcome.value)}

    def _ports(self, device_id: int, seen: DeviceObservation) -> list[Told]:
        watching = self.watched.get(device_id)
        rates = {row["name"]: row["rates"] for row in watching.ports.shown()} if watching is not None else {}
        return [
            {
                "name": port.name,
                "oper": port.oper_status,
                "speed_bps": port.speed_bps,
                **_rates(rates.get(port.name, {})),
            }
            for port in seen.interfaces[:MOST_PORTS]
        ]


def _rates(known: Mapping[str, float | None]) -> Told:
    """Rates need two readings: they are those of the last round, where there were two. Errors are named only in rounds
    in which some counter of errors moved: in any other there were none.
    """
    is_known = known.get("in_bps") is not None
    errors = known.get("problems", 0.0) if is_known else None
    return {"in_bps": known.get("in_bps"), "out_bps": known.get("out_bps"), "problems": errors}


def _identity(outcome: Answered[DeviceObservation]) -> Told:
    said = outcome.value.system
    return {"name": said.name, **said.model_dump(include={"vendor", "model", "version", "serial"})}


async def _lines(lines: Iterable[LinkEntry]) -> dict[int, Told]:
    found: dict[int, Told] = {}
    pings: dict[str, str] = {}
    peers: dict[str, tuple[str, int]] = {}
    for line in lines:
        if line.why_not:
            found[line.id] = _unasked(line.why_not)
        elif line.check is Check.ICMP:
            pings[str(line.id)] = line.host
        elif line.check is Check.TCP and line.port is not None:
            peers[str(line.id)] = (line.host, line.port)
        else:
            found[line.id] = _unasked("agent")
    told = await _series(pings)
    if peers:
        answers = await connect_many(peers, tries=SERIES, timeout_s=TIMEOUT_S, concurrency=AT_ONCE)
        told |= {key: _echo(answer, "tcp") for key, answer in answers.items()}
    return found | {int(key): one for key, one in told.items()}


def _through(device: Told | None) -> Told:
    """What a device says of the link through which it is asked."""
    if device is None:
        return _unasked("no device")
    return {
        key: value
        for key, value in device.items()
        if key not in ("ports", "name", "vendor", "model", "serial", "version")
    }


async def _series(targets: Mapping[str, str]) -> dict[str, Told]:
    if not targets:
        return {}
    try:
        answers = await sweep(targets, packets=SERIES, timeout_s=TIMEOUT_S)
    except NotPermittedError as error:
        log.warning("an acceptance test cannot ping: %s", error)
        return {key: _unasked(error.reason) for key in targets}
    return {key: _echo(answer, "icmp") for key, answer in answers.items()}


def _echo(answer: EchoSeen | Failed, method: str) -> Told:
    if isinstance(answer, Failed):
        if answer.reason == UnaskedError.reason:
            return _unasked(answer.detail)
        return {"at": _now(), "method": method, "sent": 1, "received": 0, "detail": answer.detail}
    return {
        "at": answer.at.astimezone(UTC).isoformat(),
        "method": method,
        **answer.model_dump(include={"sent", "received", "rtt_min_ms", "rtt_avg_ms", "rtt_max_ms"}),
    }


def _unasked(why: str) -> Told:
    return {"at": _now(), "unasked": why}


def _now() -> str:
    return datetime.now(UTC).isoformat()
