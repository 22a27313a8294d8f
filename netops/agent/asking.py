"""The rounds of an agent: the same collectors as at the office ask the targets, and every answer becomes a record.

Lives in one event loop. Targets and plans are changed between rounds only.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Final

from collectors.collect import surroundings
from collectors.errors import NotPermittedError, UnaskedError
from collectors.icmp import sweep
from collectors.observation import DeviceObservation, EchoSeen, InterfaceSeen
from collectors.outcome import Answered, Failed
from collectors.reading import Reading
from collectors.snmp.connect import open_session
from collectors.snmp.hub import SnmpHub
from collectors.snmp.plan import PollPlan
from collectors.snmp.steady import SteadyPoller
from collectors.target import SnmpCredential, SnmpTarget
from netops.agent import inside
from netops.exchange.messages import (
    AroundSeen,
    ProbeSeen,
    ReadingSeen,
    Record,
    RoundSeen,
    SnmpAsked,
    Targets,
    WalkSeen,
)
from netops.exchange.readings import told
from netops.polling.walks import Walks, probe_plan

log = logging.getLogger(__name__)
TIMEOUT_S: Final = 2.0
AT_ONCE: Final = 8  # a small box, and a small school's switches

Keep = Callable[[Record], Awaitable[object]]


class Asking:
    """Made inside a running event loop; `close` at the end. `keep` stores a record."""

    def __init__(self, targets: Targets, keep: Keep) -> None:
        self._keep = keep
        self._hub = SnmpHub()
        self._steady = SteadyPoller(on_reading=self._take, hub=self._hub)
        self._walks = self._new_walks(targets)
        self._polling = asyncio.Lock()
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._asked: dict[int, SnmpTarget] = {}
        self._walked_at: dict[int, datetime] = {}
        self._ports: dict[int, tuple[InterfaceSeen, ...]] = {}
        self._fresh: dict[int, PollPlan] = {}
        self._walk_again: set[int] = set()
        self._probes: list[ProbeSeen] = []
        self._readings: list[ReadingSeen] = []
        self.office_hears = False
        self._next: Targets | None = targets
        self.targets = targets

    def _new_walks(self, targets: Targets) -> Walks:
        return Walks(self._hub, store=self._store_walk, interval=timedelta(seconds=targets.walk_interval_s))

    def put(self, targets: Targets) -> None:
        """Ask these from the next round on."""
        self._next = targets

    async def close(self) -> None:
        """Stop asking."""
        await self._walks.close()
        await self._steady.close()
        self._hub.close()

    def _adopt(self) -> None:
        targets, self._next = self._next, None
        if targets is None:
            return
        self.targets = targets
        wanted = {asked.id: target_of(asked) for asked in targets.snmp}
        for gone in self._asked.keys() - wanted.keys():
            self._steady.drop(str(gone))
            self._forget(gone)
        for device_id, target in wanted.items():
            before = self._asked.get(device_id)
            if before is None or before.model_copy(update={"tuning": target.tuning}) != target:
                self._forget(device_id)
                self._steady.put(target, probe_plan(target))
        self._asked = wanted

    def _forget(self, device_id: int) -> None:
        for memory in (self._walked_at, self._ports, self._fresh):
            memory.pop(device_id, None)

    # -- SNMP

    async def snmp_round(self) -> None:
        """Poll every device once, keep the round, and start the walks that are due."""
        async with self._polling:
            self._adopt()
            for device_id, plan in self._fresh.items():
                if device_id in self._asked:
                    self._steady.put(self._asked[device_id], plan)
            self._fresh = {}
            if not self._asked:
                return
            self._probes, self._readings = [], []
            await self._steady.round([str(device_id) for device_id in self._asked])
            probes, readings = tuple(self._probes), tuple(self._readings)
        await self._keep(RoundSeen(method="snmp", probes=probes, readings=readings, heard_by_office=self.office_hears))
        self._start_walks(probes)

    def _take(self, said: Reading) -> None:
        device_id = int(said.key)
        self._probes.append(_probe(said))
        if said.failure is None:
            self._readings.append(told(said, self._steady.plan(said.key)))
        if said.walk_again:
            self._walk_again.add(device_id)

    def _start_walks(self, probes: tuple[ProbeSeen, ...]) -> None:
        now = datetime.now(UTC)
        for probe in probes:
            target = self._asked.get(probe.device_id)
            if target is None or not probe.received:
                continue
            due = self._walks.is_due(probe.device_id, self._walked_at.get(probe.device_id), now)
            if due or probe.device_id in self._walk_again:
                self._walk_again.discard(probe.device_id)
                tuning = self._steady.tuning(target.key)
                self._walks.start(probe.device_id, target.model_copy(update={"tuning": tuning}), now)

    async def walks_done(self) -> None:
        """Until every walk that was started has ended."""
        await self._walks.wait()

    async def _store_walk(self, device_id: int, observation: DeviceObservation, memory: Mapping[str, Any]) -> None:
        target = self._asked.get(device_id)
        if target is None:
            return
        await self._keep(WalkSeen(observation=observation, tuning=self._steady.tuning(target.key)))
        self._walked_at[device_id] = datetime.now(UTC)
        self._ports[device_id] = observation.interfaces
        self._fresh[device_id] = PollPlan.from_bytes(memory["plan"])

    async def surroundings_round(self) -> None:
        """Ask every device that was walked for those around it."""

        async def one(device_id: int, target: SnmpTarget) -> None:
            async with self._slots:
                outcome = await surroundings(target, partial(open_session, hub=self._hub), self._ports[device_id])
            if isinstance(outcome, Answered):
                await self._keep(AroundSeen(seen=outcome.value))

        asked = [(i, target) for i, target in self._asked.items() if i in self._ports]
        await asyncio.gather(*(one(device_id, target) for device_id, target in asked))

    # -- echo requests

    async def icmp_round(self) -> None:
        """Ping the devices that are not asked by SNMP, the gateway, and addresses beyond the line."""
        targets = self._next or self.targets
        probes, seen = await asyncio.gather(self._pings(targets), inside.look(targets.outside))
        if probes or seen:
            await self._keep(RoundSeen(method="icmp", probes=probes, inside=seen, heard_by_office=self.office_hears))

    async def _pings(self, targets: Targets) -> tuple[ProbeSeen, ...]:
        hosts = {str(asked.id): asked.host for asked in targets.pings}
        if not hosts:
            return ()
        try:
            answers = await sweep(hosts, packets=targets.icmp_packets, timeout_s=TIMEOUT_S)
        except NotPermittedError as error:
            log.error("%s", error)  # noqa: TRY400 -- the text says what to run; a traceback would bury it
            now, why = datetime.now(UTC), str(error)[:255]
            return tuple(
                ProbeSeen(device_id=int(key), at=now, method="icmp", detail=why, unasked=True) for key in hosts
            )
        return tuple(_echo(int(key), answer) for key, answer in answers.items())


def target_of(asked: SnmpAsked) -> SnmpTarget:
    """The device as collectors know it; its secrets are secrets again."""
    return SnmpTarget(
        key=str(asked.id),
        host=asked.host,
        port=asked.port,
        credential=SnmpCredential.model_validate(asked.credential),
        tuning=asked.tuning,
    )


def _probe(said: Reading) -> ProbeSeen:
    at = datetime.fromtimestamp(said.at, UTC)
    if said.failure is not None:
        return _failed(int(said.key), at, "snmp", said.failure)
    rtt_ms = None if said.rtt_s is None else round(said.rtt_s * 1000, 2)
    return ProbeSeen(device_id=int(said.key), at=at, method="snmp", received=1, rtt_ms=rtt_ms, p95_ms=rtt_ms)


def _echo(device_id: int, answer: EchoSeen | Failed) -> ProbeSeen:
    if isinstance(answer, Failed):
        return _failed(device_id, datetime.now(UTC), "icmp", answer)
    return ProbeSeen(
        device_id=device_id,
        at=answer.at.astimezone(UTC),
        method="icmp",
        sent=answer.sent,
        received=answer.received,
        rtt_ms=answer.rtt_avg_ms,
        p95_ms=answer.rtt_p95_ms,
        min_ms=answer.rtt_min_ms,
        max_ms=answer.rtt_max_ms,
        jitter_ms=answer.jitter_ms,
    )


def _failed(device_id: int, at: datetime, method: Any, failure: Failed) -> ProbeSeen:
    """A refusal is silence with a reason; what could not be asked at all is neither."""
    unasked = failure.reason == UnaskedError.reason
    return ProbeSeen(device_id=device_id, at=at, method=method, detail=failure.detail[:255], unasked=unasked)
