"""Asking one device in full, and many at once. Here, and only here, an error becomes a `Failed`.

One device is asked one question after the other, cheapest first, so that it is never crowded; devices are asked side
by side. A device that falls silent in the middle keeps what it had said: the sections it did not finish are missing
from `complete`, and nobody concludes anything from their absence.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any, TypeVar

from collectors import identify
from collectors.errors import CollectError, CutOffError, NoAnswerError
from collectors.instances import SteadyInstances, steady_instances
from collectors.observation import (
    DeviceObservation,
    EntitySeen,
    InterfaceSeen,
    SensorSeen,
    SurroundingsSeen,
    SystemSeen,
)
from collectors.outcome import Answered, Failed, Outcome
from collectors.profile import Profile
from collectors.snmp.cells import oid_of
from collectors.snmp.questions import (
    addresses,
    arp,
    entity,
    forwarding,
    interfaces,
    neighbours,
    poe,
    processors,
    profiled,
    sensors,
    storage,
    supplies,
    system,
    vlans,
    wireless,
)
from collectors.snmp.rows import Heard
from collectors.snmp.sections import section_sources
from collectors.snmp.session import Oid, SnmpSession, VarBind
from collectors.target import LONGEST_TIMEOUT_MS, SnmpTarget, SnmpTuning

__all__ = [
    "SteadyInstances",
    "collect",
    "collect_all",
    "collect_patiently",
    "observe",
    "steady_instances",
    "surroundings",
]

log = logging.getLogger(__name__)
T = TypeVar("T")
SILENCES_TO_STOP = 2  # a device that left two questions in a row unanswered is gone
DEADLINE_S = 90.0  # above the session's own, which ends more gently
PATIENCE = 3  # those asked again: that many times fewer at once, and that many times slower
CISCO = "Cisco"
PROFILED = {"processors", "memory", "storage", "sensors", "vlans", "radios"}  # sections that a vendor's tables add to

OpenSession = Callable[[SnmpTarget], SnmpSession]
OnDone = Callable[[SnmpTarget, Outcome[DeviceObservation]], None]


@dataclass(slots=True)
class Asking:
    """One device being asked: which sections ended well, and how long it has been silent."""

    session: SnmpSession
    complete: set[str] = field(default_factory=set)
    silences: int = 0

    async def section(self, name: str, question: Callable[[SnmpSession], Awaitable[Heard[T]]]) -> tuple[T, ...]:
        """The answer to one question; an error costs only this section."""
        nothing: Heard[T] = Heard((), complete=False)
        heard = await self.attempt(name, question, nothing)
        if heard.complete:
            self.complete.add(name)
        return heard.seen

    async def attempt(self, name: str, question: Callable[[SnmpSession], Awaitable[T]], otherwise: T) -> T:
        """As `section`, for an answer of another shape."""
        if self.silences >= SILENCES_TO_STOP:
            return otherwise
        try:
            answer = await question(self.session)
        except CollectError as error:
            self.silences += isinstance(error, NoAnswerError)
            log.debug("question %s not answered: %s", name, error)
            return otherwise
        self.silences = 0
        return answer


async def collect(target: SnmpTarget, open_session: OpenSession) -> Outcome[DeviceObservation]:
    """Everything about one device. Never raises but for cancellation; a bug of ours is logged with its traceback."""
    return await _asked(target, open_session, partial(observe, key=target.key))


async def surroundings(
    target: SnmpTarget, open_session: OpenSession, ports: Sequence[InterfaceSeen]
) -> Outcome[SurroundingsSeen]:
    """Only who is around a device whose ports and vendor are known; as `collect` otherwise."""
    return await _asked(target, open_session, partial(look_around, key=target.key, ports=ports))


async def _asked(
    target: SnmpTarget, open_session: OpenSession, question: Callable[[SnmpSession], Awaitable[T]]
) -> Outcome[T]:
    started = time.monotonic()
    session: SnmpSession | None = None
    try:
        async with asyncio.timeout(DEADLINE_S):
            session = open_session(target)
            answer = await question(session)
    except CollectError as error:
        return Failed.of(error, time.monotonic() - started)
    except TimeoutError:
        return Failed("cut_off", f"not done after {DEADLINE_S:.0f} s", time.monotonic() - started)
    except Exception:
        log.exception("asking %s failed by a fault of ours", target.key)
        return Failed("error", "internal error, see the log", time.monotonic() - started)
    finally:
        if session is not None:
            await session.close()
    return Answered(answer, time.monotonic() - started, session.unanswered)


async def collect_all(
    targets: Sequence[SnmpTarget],
    open_session: OpenSession,
    *,
    concurrency: int = 64,
    on_done: OnDone | None = None,
) -> dict[str, Outcome[DeviceObservation]]:
    """Each target's outcome by key, `concurrency` at a time; `on_done` hears each as soon as it is there."""
    slots = asyncio.Semaphore(concurrency)
    outcomes: dict[str, Outcome[DeviceObservation]] = {}

    async def one(target: SnmpTarget) -> None:
        async with slots:
            outcome = await collect(target, open_session)
        outcomes[target.key] = outcome
        if on_done is not None:
            on_done(target, outcome)

    async with asyncio.TaskGroup() as group:
        for target in targets:
            group.create_task(one(target))
    return outcomes


async def collect_patiently(
    targets: Sequence[SnmpTarget],
    open_session: OpenSession,
    *,
    concurrency: int = 64,
    on_done: OnDone | None = None,
) -> dict[str, Outcome[DeviceObservation]]:
    """As `collect_all`, but who fell silent is asked again when the others are done, by fewer at once and more slowly.

    Where everybody is asked at the same moment, the way there may be what lost the answers. It goes on for as long as
    somebody is brought back.
    """

    def settled(target: SnmpTarget, outcome: Outcome[DeviceObservation]) -> None:
        if on_done is not None and not _fell_silent(outcome):
            on_done(target, outcome)

    outcomes = await collect_all(targets, open_session, concurrency=concurrency, on_done=settled)
    silent = [target for target in targets if _fell_silent(outcomes[target.key])]
    fewer = max(1, concurrency // PATIENCE)
    while silent:
        slower = [target.model_copy(update={"tuning": _patient(target.tuning)}) for target in silent]
        heard = await collect_all(slower, open_session, concurrency=fewer, on_done=settled)
        outcomes |= {key: _fuller(outcomes[key], again) for key, again in heard.items()}
        still = [target for target in silent if _fell_silent(heard[target.key])]
        if len(still) == len(silent):
            break
        silent = still
    for target in silent:
        if on_done is not None:
            on_done(target, outcomes[target.key])
    return outcomes


def _fell_silent(outcome: Outcome[DeviceObservation]) -> bool:
    if isinstance(outcome, Answered):
        return outcome.unanswered > 0
    return outcome.reason in (NoAnswerError.reason, CutOffError.reason)


def _patient(tuning: SnmpTuning) -> SnmpTuning:
    return tuning.model_copy(update={"timeout_ms": min(LONGEST_TIMEOUT_MS, PATIENCE * tuning.timeout_ms)})


def _fuller(first: Outcome[DeviceObservation], second: Outcome[DeviceObservation]) -> Outcome[DeviceObservation]:
    """The one of two askings that says more; of equals the later."""
    if not isinstance(second, Answered) or not isinstance(first, Answered):
        return first if isinstance(first, Answered) else second
    return second if len(second.value.complete) >= len(first.value.complete) else first


async def observe(session: SnmpSession, key: str) -> DeviceObservation:
    """Ask every question that fits. Raises CollectError when the first one, who the device is, gets no answer."""
    said = await system.ask(session)
    asking = Asking(session, complete={"system"})
    profile = await _recognised(asking, said)
    ports = await asking.section("interfaces", interfaces.ask)
    parts = await asking.section("entities", entity.ask)
    wanted = profiled.wanted(profile, identify.STANDARD)
    told = await asking.attempt("profile", lambda one: profiled.ask(one, wanted), profiled.Told(answered=False))
    facts = identify.described(said, profile, told, entity.chassis(parts))
    described, sources = facts.system, facts.sources
    if not told.complete or "entities" not in asking.complete:
        # Half an answer may name another part's serial, and a changed serial means a replaced device.
        described = described.model_copy(update={"serial": ""})
        sources = tuple(source for source in sources if source.name != "serial")
    sections: dict[str, tuple[Any, ...]] = {"interfaces": ports, "entities": entity.identified(parts)}
    sections |= await _health(asking, profile, told, parts=parts, vendor=described.vendor)
    sections |= await _served(asking, profile, told, ports)
    sections |= await _around(asking, ports, described.vendor)
    if not told.complete:
        asking.complete -= PROFILED
    return DeviceObservation(
        key=key,
        at=datetime.now(UTC),
        system=described,
        sources=sources + section_sources(sections),
        complete=frozenset(asking.complete),
        **sections,
    )


async def look_around(session: SnmpSession, key: str, ports: Sequence[InterfaceSeen]) -> SurroundingsSeen:
    """Neighbours, forwarding table and ARP. Raises CollectError when the device does not even say who it is."""
    said = await system.ask(session)
    asking = Asking(session)
    profile = identify.recognise(said, {})
    around = await _around(asking, ports, profile.vendor)
    configured = await _configured(asking, profile)
    complete = frozenset(asking.complete)
    return SurroundingsSeen(key=key, at=datetime.now(UTC), configured=configured, complete=complete, **around)


async def _configured(asking: Asking, profile: Profile) -> str:
    if not profile.changed:
        return ""
    nothing: dict[Oid, VarBind] = {}
    wanted = [oid_of(text) for text in profile.changed]
    told = await asking.attempt("changed", lambda one: one.get(wanted), nothing)
    return " ".join(str(bind.value) for bind in told.values() if bind.value is not None)


async def _recognised(asking: Asking, said: SystemSeen) -> Profile:
    wanted = identify.reveals(said)
    nothing: dict[Oid, VarBind] = {}
    revealed = await asking.attempt("reveals", lambda one: one.get(wanted), nothing) if wanted else nothing
    return identify.recognise(said, revealed)


async def _health(
    asking: Asking, profile: Profile, told: profiled.Told, *, parts: Sequence[EntitySeen], vendor: str
) -> dict[str, Any]:
    """Processors, memory, storage and sensors: the vendor's own figures first, the standard's where it has none."""
    loads = profiled.processors(profile.loads, told)
    if not loads:
        loads = await asking.section("processors", processors.ask)
    else:
        asking.complete.add("processors")
    nothing: Heard[Any] = Heard((), complete=False)
    pools = await asking.attempt("storage", storage.ask, storage.Pools(nothing, nothing))
    asking.complete |= {name for name in ("memory", "storage") if getattr(pools, name).complete}
    return {
        "processors": loads,
        "memory": profiled.pools(profile.memory, told) or pools.memory.seen,
        "storage": profiled.pools(profile.storage, told)
        + (pools.storage.seen or profiled.pools(identify.STANDARD.storage, told)),
        "sensors": profiled.sensors((*profile.gauges, *identify.STANDARD.gauges), told)
        + await _standard_sensors(asking, parts, vendor),
    }


async def _standard_sensors(asking: Asking, parts: Sequence[EntitySeen], vendor: str) -> tuple[SensorSeen, ...]:
    names = {part.index: part.name or part.descr for part in parts}
    roots = (sensors.ENTITY_SENSOR, *((sensors.CISCO_ENTITY_SENSOR,) if vendor == CISCO else ()))
    nothing: Heard[SensorSeen] = Heard((), complete=False)
    heard = [
        await asking.attempt("sensors", partial(sensors.ask_entity, root=root, names=names), nothing) for root in roots
    ]
    heard.append(await asking.attempt("ups", sensors.ask_ups, nothing))
    if all(each.complete for each in heard):
        asking.complete.add("sensors")
    return tuple(sensor for each in heard for sensor in each.seen)


async def _served(
    asking: Asking, profile: Profile, told: profiled.Told, ports: Sequence[InterfaceSeen]
) -> dict[str, tuple[Any, ...]]:
    """What the device serves: addresses, VLANs, supplies, power and radio for those connected to it."""
    # The vendor's own table first: some number the rows of the standard one by themselves, not by VLAN.
    own_vlans, standard_vlans = profiled.vlans(profile, told), await asking.section("vlans", vlans.ask)
    found: dict[str, tuple[Any, ...]] = {
        "addresses": await asking.section("addresses", addresses.ask),
        "vlans": own_vlans or standard_vlans,
        "supplies": await asking.section("supplies", supplies.ask),
        "poe": (),
        "radios": wireless.profiled(profile.radios, told),
    }
    if told.cells(identify.POE_GROUP):  # who feeds says so in one group at least
        power = told.cells(profile.poe_mw)
        found["poe"] = await asking.section("poe", lambda one: poe.ask(one, ports, power))
    if profile.radios:
        asking.complete.add("radios")
    elif any(port.type == wireless.WIRELESS_TYPE for port in ports):
        found["radios"] = await asking.section("radios", lambda one: wireless.ask(one, ports))
    return found


async def _around(asking: Asking, ports: Sequence[InterfaceSeen], vendor: str) -> dict[str, tuple[Any, ...]]:
    """Who is connected."""
    return {
        "neighbours": await asking.section("neighbours", lambda one: neighbours.ask(one, ports, vendor)),
        "forwarding": await asking.section("forwarding", lambda one: forwarding.ask(one, ports)),
        "arp": await asking.section("arp", arp.ask),
    }
