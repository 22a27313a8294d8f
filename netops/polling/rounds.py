"""The rounds of the poller: who is asked, what came back, handed to the pipeline in its own thread.

Lives in the event loop. Numbers are taken in as each device answers, so that the dead delay nobody; states, outages
and rows follow when the round has ended, in one transaction off the loop.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import Engine

from collectors.collect import collect
from collectors.errors import UnaskedError
from collectors.observation import DeviceObservation, SurroundingsSeen
from collectors.outcome import Answered, Outcome
from collectors.reading import Reading
from collectors.snmp.connect import open_session
from collectors.snmp.hub import SnmpHub
from collectors.snmp.plan import PollPlan
from collectors.snmp.steady import SteadyPoller
from inventory.events import DeviceRebooted, DeviceReplaced, Fact, FactsChanged
from inventory.models.outage import Subject
from inventory.state import Seen
from netops.configs.noticed import Noticed
from netops.metrics import Family
from netops.pipeline import Heard, Pipeline
from netops.polling.probing import Uplink, echo_round
from netops.polling.showing import Showing
from netops.polling.surroundings import Surroundings
from netops.polling.walks import Walks, memory_of, probe_plan
from netops.polling.watching import Memory, Watching, load_memories
from netops.settings import Settings
from netops.watched import roster as rosters
from netops.watched.inventory_rows import watched_rows
from netops.watched.roster import DeviceEntry, Thing, Unseal
from service.database import reading

log = logging.getLogger(__name__)
T = TypeVar("T")
LOOK_EVERY_S = 1.0
TUNINGS_EVERY_S = 600.0
# After these a device may well have another configuration.
TOUCHED = (DeviceRebooted, DeviceReplaced, FactsChanged)


class Rounds:
    """Made inside a running event loop; `start` before the first round, `close` at the end."""

    def __init__(
        self,
        engine: Engine,
        settings: Settings,
        *,
        pipeline: Pipeline,
        showing: Showing,
        unseal: Unseal,
        noticed: Noticed,
    ) -> None:
        self._engine = engine
        self._noticed = noticed
        self._settings = settings
        self._pipeline = pipeline
        self._showing = showing
        self._unseal = unseal
        # One thread: the pipeline is used by one round at a time, and SQLite has one writer anyway.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="pipeline")
        self._hub = SnmpHub()
        self._steady = SteadyPoller(on_reading=self._take, hub=self._hub)
        self._uplink = Uplink(settings.uplink_addresses)
        self.walks = Walks(self._hub, store=self._store_walk, interval=timedelta(seconds=settings.walk_interval_s))
        self._surroundings = Surroundings(engine, self._hub, store=self._store_surroundings)
        self.watched: dict[int, Watching] = {}
        self._fresh: dict[int, Memory] = {}
        self._walk_again: set[int] = set()
        self._hastened: set[int] = set()
        self._heard = self._new_heard("snmp")
        self._unsaved = self._new_heard("snmp")
        self._polling = asyncio.Lock()
        self._asked: Mapping[int, DeviceEntry] = {}
        self._looked_at = -LOOK_EVERY_S
        self._tunings: dict[int, str] = {}
        self._tunings_at = time.monotonic()

    async def close(self) -> None:
        """Stop asking; what was heard before is stored."""
        await self.walks.close()
        await self._steady.close()
        self._hub.close()
        await asyncio.to_thread(self._thread.shutdown)

    async def in_thread(self, work: Callable[[], T]) -> T:
        """Run work in the pipeline's thread, after whatever it is doing."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    # -- the inventory

    async def reload(self) -> None:
        """Take the inventory as it is now, if it changed. A broken one leaves the last good one in use.

        Raises only when there is no good one yet. Rounds that begin at the same moment share one look.
        """
        now = time.monotonic()
        if now - self._looked_at < LOOK_EVERY_S:
            return
        self._looked_at = now
        try:
            fresh = await self.in_thread(self._reloaded)
        except Exception:
            if not self._pipeline.roster.rows:
                raise
            log.exception("the inventory cannot be read; going on with the last good one")
            self._showing.own("roster", Family.ROSTER_OK, 0)
            return
        self._showing.own("roster", Family.ROSTER_OK, 1)
        if fresh is not None:
            self._adopt(fresh)

    def _reloaded(self) -> dict[int, Memory] | None:
        """In the thread: the memories of devices that are new or asked differently; None when nothing changed."""
        with reading(self._engine) as session:
            rows = watched_rows(session)
            if rows == self._pipeline.roster.rows:
                return None
            roster = rosters.load(session, self._unseal, rows)
            asked = {d.id for d in roster.devices.values() if d.snmp and not self._is_same(d)}
            memories = load_memories(session, asked)
        self._pipeline.watch(roster, datetime.now(UTC))
        return memories

    def _is_same(self, device: DeviceEntry) -> bool:
        """Whether a device is polled already as it should be; its tuning moves on by itself."""
        before = self._asked.get(device.id)
        if before is None or before.snmp is None or device.snmp is None:
            return False
        learnt = before.snmp.model_copy(update={"tuning": device.snmp.tuning})
        return learnt == device.snmp and (before.name, before.site_id) == (device.name, device.site_id)

    def _adopt(self, memories: Mapping[int, Memory]) -> None:
        devices = self._pipeline.roster.devices
        asked = {d.id: d for d in devices.values() if d.snmp is not None}
        for gone in self.watched.keys() - asked.keys():
            self._steady.drop(str(gone))
            del self.watched[gone]
        self._asked = asked
        for device_id, memory in memories.items():
            self._put(device_id, memory)

    def _put(self, device_id: int, memory: Memory) -> None:
        """Poll a device by its remembered plan, or only see whether it lives until it is walked."""
        device = self._asked.get(device_id)
        if device is None or device.snmp is None:
            return
        site = self._pipeline.roster.sites[device.site_id]
        self.watched[device_id] = Watching(
            device,
            site.code,
            memory,
            interval_s=float(self._settings.snmp_interval_s),
            before=self.watched.get(device_id),
        )
        self._steady.put(device.snmp, memory.plan or probe_plan(device.snmp))

    # -- SNMP

    async def snmp_round(self) -> Heard:
        """Poll every device once, store what it means, and start the walks that are due."""
        async with self._polling:
            await self.reload()
            for device_id, memory in self._fresh.items():
                self._put(device_id, memory)
            self._fresh = {}
            started = time.monotonic()
            self._heard = heard = self._new_heard("snmp")
            lost, _ = await asyncio.gather(
                self._uplink.is_lost(), self._steady.round([str(device_id) for device_id in self.watched])
            )
            heard.uplink_lost, heard.uplink = lost, self._uplink.addresses
            heard.memory = self._learnt(self._steady.take_changed_plans())
            await self._finish(heard, started)
            await self.in_thread(lambda: self._pipeline.draw(heard.at))
            self._start_walks(heard)
            return heard

    def hasten(self, device_id: int) -> None:
        """Something was said of this device: look before the next round comes."""
        self._hastened.add(device_id)

    async def hastened_round(self) -> Heard | None:
        """Poll only the devices that were hastened; None when there are none. What they say is judged as ever."""
        wanted, self._hastened = self._hastened & self.watched.keys(), set()
        if not wanted:
            return None
        async with self._polling:
            started = time.monotonic()
            self._heard = heard = self._new_heard("hastened")
            lost, _ = await asyncio.gather(
                self._uplink.is_lost(), self._steady.round([str(device_id) for device_id in sorted(wanted)])
            )
            heard.uplink_lost, heard.uplink = lost, self._uplink.addresses
            heard.memory = self._learnt(self._steady.take_changed_plans())
            await self._finish(heard, started)
            return heard

    async def surroundings_round(self) -> Heard:
        """Ask every living device that was walked for those around it, and draw their sites anew."""
        started = time.monotonic()
        heard = self._new_heard("surroundings")
        asked = [device for device in self._asked.values() if self._may_be_asked(device)]
        await self._surroundings.ask(asked, heard, tuning=self._steady.tuning)
        await self.in_thread(lambda: self._pipeline.draw(datetime.now(UTC)))
        heard.seconds = time.monotonic() - started
        return heard

    def _may_be_asked(self, device: DeviceEntry) -> bool:
        """It was asked in full before, so that its ports are known, and it answered last time."""
        watching = self.watched.get(device.id)
        return watching is not None and watching.walked_at is not None and not watching.silent

    def _take(self, said: Reading) -> None:
        """One device's reading, from the event loop, as soon as it is there."""
        device_id = int(said.key)
        watching = self.watched.get(device_id)
        if watching is None:
            return
        board, heard = self._showing.board, self._heard
        # Silent until now, or walked anew: whatever is shown of its ports may be of other ports.
        if watching.silent or said.failure is not None:
            board.drop_ports(device_id)
        moved, blocks = watching.take(said)
        if blocks is not None:
            board.put_device(device_id, blocks)
        heard.ports += [(device_id, each) for each in moved]
        if said.walk_again:
            self._walk_again.add(device_id)
        if said.failure is not None:
            heard.failures[said.failure.reason] += 1
        links = self._pipeline.roster.links_of_device.get(device_id, ())
        things: list[Thing] = [(Subject.DEVICE, device_id), *((Subject.LINK, link.id) for link in links)]
        if said.failure is not None and said.failure.reason == UnaskedError.reason:
            heard.unseen |= dict.fromkeys(things, said.failure.detail)
        else:
            heard.seen |= dict.fromkeys(things, _seen(said))

    def _learnt(self, plans: Mapping[str, PollPlan]) -> list[dict[str, Any]]:
        """Plans as soon as they change; tunings now and then, since timeouts follow every round."""
        found: list[dict[str, Any]] = [
            {"device_id": int(key), "plan": plan.to_bytes(), "tuning": self._steady.tuning(key).model_dump_json()}
            for key, plan in plans.items()
            if int(key) in self.watched and self.watched[int(key)].planned
        ]
        now = time.monotonic()
        if now - self._tunings_at >= TUNINGS_EVERY_S:
            self._tunings_at = now
            tunings = ((i, self._steady.tuning(str(i)).model_dump_json()) for i in self.watched)
            changed = {i: tuning for i, tuning in tunings if self._tunings.get(i) != tuning}
            self._tunings |= changed
            found += [{"device_id": i, "tuning": tuning} for i, tuning in changed.items()]
        return found

    def _start_walks(self, heard: Heard) -> None:
        for device_id, watching in self.watched.items():
            seen = heard.seen.get((Subject.DEVICE, device_id))
            device = self._asked.get(device_id)
            if seen is None or not seen.received or device is None or device.snmp is None:
                continue  # a silent device is not walked: the round after its first answer will
            if device_id in self._walk_again or self.walks.is_due(device_id, watching.walked_at, heard.at):
                self._walk_again.discard(device_id)
                tuning = self._steady.tuning(device.snmp.key)
                self.walks.start(device_id, device.snmp.model_copy(update={"tuning": tuning}), heard.at)

    async def walk_now(self, device_id: int) -> Outcome[DeviceObservation] | None:
        """Walk one device because a person waits for it, and store what it says; None where SNMP does not ask it."""
        device = self._pipeline.roster.devices.get(device_id)
        if device is None or device.snmp is None or device.agent_id is not None:
            return None
        target = device.snmp.model_copy(update={"tuning": self._steady.tuning(device.snmp.key)})
        outcome = await collect(target, partial(open_session, hub=self._hub))
        if isinstance(outcome, Answered):
            await self._store_walk(device_id, outcome.value, memory_of(outcome.value, target.tuning))
        return outcome

    async def _store_walk(self, device_id: int, observation: DeviceObservation, memory: Mapping[str, Any]) -> None:
        def store() -> tuple[list[Fact], dict[int, Memory]]:
            facts = self._pipeline.walked(device_id, observation, memory)
            with reading(self._engine) as session:
                return facts, load_memories(session, [device_id])

        facts, fresh = await self.in_thread(store)
        # Taken up between rounds: the plan of a device must not change under a round that asks by it.
        self._fresh |= fresh
        if any(isinstance(fact, TOUCHED) for fact in facts):
            self._noticed.sign(device_id)

    async def _store_surroundings(self, device_id: int, seen: SurroundingsSeen) -> None:
        self._noticed.told(device_id, seen.configured)
        await self.in_thread(lambda: self._pipeline.surrounded(device_id, seen))

    # -- ICMP and TCP

    async def echo_round(self) -> Heard:
        """Sweep the links and the devices that are not asked by SNMP."""
        await self.reload()
        started = time.monotonic()
        heard = self._new_heard("icmp")
        lost, _ = await asyncio.gather(
            self._uplink.is_lost(), echo_round(self._pipeline.roster, heard, packets=self._settings.icmp_packets)
        )
        heard.uplink_lost, heard.uplink = lost, self._uplink.addresses
        await self._finish(heard, started)
        return heard

    # -- both

    def _new_heard(self, kind: str) -> Heard:
        return Heard(kind=kind, at=datetime.now(UTC))

    async def _finish(self, heard: Heard, started: float) -> None:
        heard.seconds = time.monotonic() - started
        heard.at = datetime.now(UTC)
        heard.ports, self._unsaved.ports = self._unsaved.ports + heard.ports, []
        heard.memory, self._unsaved.memory = self._unsaved.memory + heard.memory, []
        try:
            await self.in_thread(lambda: self._pipeline.polled(heard))
        except Exception:
            # The next round tells probes anew, but a port that moved and a plan that was proved are told only once.
            self._unsaved.ports += heard.ports
            self._unsaved.memory += heard.memory
            raise
        self._showing.round_ended(
            heard.kind, at=heard.at, seconds=heard.seconds, asked=len(heard.seen), failures=heard.failures
        )
        self._showing.own("uplink", Family.UPLINK, not heard.uplink_lost)

    def failures(self) -> Iterable[tuple[str, int]]:
        """Reasons of the last SNMP round."""
        return Counter(self._heard.failures).items()


def _seen(said: Reading) -> Seen:
    at = datetime.fromtimestamp(said.at, UTC)
    if said.failure is not None:
        return Seen(at, "snmp", 1, 0, detail=said.failure.detail)
    rtt_ms = None if said.rtt_s is None else round(said.rtt_s * 1000, 2)
    return Seen(at, "snmp", 1, 1, rtt_ms, rtt_ms)
