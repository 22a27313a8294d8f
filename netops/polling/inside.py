"""One batch of an agent through the pipeline: what it says of its own devices, at our time, and of nobody else's.

Runs in the pipeline's thread. The batch's row leaves in the transaction of what it brings, so that a batch is taken
once also when the poller is killed in the middle.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, update
from sqlmodel import Session, col, delete

from collectors.outcome import Failed
from collectors.reading import Reading
from inventory.models.agent import Agent, AgentBatch
from inventory.models.outage import Subject
from inventory.state import Seen
from inventory.store.inside import GATEWAY, OUTSIDE, ROUTER, Inside, note_inside, outages_at
from netops.exchange.messages import AroundSeen, Batch, ProbeSeen, ReadingSeen, RoundSeen, WalkSeen
from netops.exchange.readings import heard as heard_reading
from netops.exchange.readings import layout_of
from netops.pipeline import Heard, Pipeline
from netops.polling.showing import Showing
from netops.polling.walks import memory_of
from netops.polling.watching import Memory, Watching, load_memories
from netops.settings import Settings
from netops.watched.roster import AgentEntry, DeviceEntry
from service.database import reading

log = logging.getLogger(__name__)
# Within one batch times lie close together; one that does not, because its clock was set meanwhile, is not believed.
CLOSE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Delivered:
    """A batch that was read, and the row that it came in."""

    row: AgentBatch
    agent: AgentEntry
    batch: Batch

    @property
    def shift(self) -> timedelta:
        """From the agent's clock to ours."""
        return timedelta(seconds=self.row.shift_s)

    @property
    def at(self) -> datetime:
        """When it was written down, by our clock."""
        return (self.batch.at + self.shift).astimezone(UTC)

    def ours(self, at: datetime) -> datetime:
        """A time within the batch, by our clock."""
        return (at + self.shift).astimezone(UTC) if abs(at - self.batch.at) <= CLOSE else self.at

    def gone(self, session: Session) -> None:
        """In the transaction of what it brought: it is taken in."""
        session.execute(delete(AgentBatch).where(col(AgentBatch.id) == self.row.id))


class FromInside:
    """Takes batches in; keeps what it must know between them of each device that agents ask."""

    def __init__(self, engine: Engine, settings: Settings, *, pipeline: Pipeline, showing: Showing) -> None:
        self._engine = engine
        self._settings = settings
        self._pipeline = pipeline
        self._showing = showing
        self._layouts: dict[int, str] = {}
        self.watched: dict[int, Watching] = {}

    def take(self, delivered: Delivered) -> None:
        """One batch. Raises ValueError when it speaks of nothing that its agent may speak of."""
        match delivered.batch.record:
            case RoundSeen() as seen:
                self._round(delivered, seen)
            case WalkSeen(observation=observation) as seen:
                device = self._own(delivered, int(observation.key))
                moved = observation.model_copy(update={"at": delivered.ours(observation.at)})
                memory = memory_of(moved, seen.tuning)
                self._pipeline.walked(device.id, moved, memory, also=delivered.gone)
                self._watch(device)
            case AroundSeen(seen=seen):
                device = self._own(delivered, int(seen.key))
                moved_around = seen.model_copy(update={"at": delivered.ours(seen.at)})
                self._pipeline.surrounded(device.id, moved_around, also=delivered.gone)

    def keep(self) -> None:
        """Forget devices that agents do not ask any more."""
        devices = self._pipeline.roster.devices
        for gone in [i for i in self.watched if i not in devices or devices[i].agent_id is None]:
            del self.watched[gone]
            self._layouts.pop(gone, None)

    # -- whose devices

    def _is_own(self, delivered: Delivered, device_id: int) -> bool:
        device = self._pipeline.roster.devices.get(device_id)
        agent = delivered.agent
        return device is not None and device.agent_id == agent.id and device.site_id == agent.site_id

    def _own(self, delivered: Delivered, device_id: int) -> DeviceEntry:
        if not self._is_own(delivered, device_id):
            raise ValueError(f"device {device_id} is not asked by this agent")
        return self._pipeline.roster.devices[device_id]

    # -- rounds

    def _round(self, delivered: Delivered, said: RoundSeen) -> None:
        foreign = {probe.device_id for probe in said.probes if not self._is_own(delivered, probe.device_id)}
        foreign |= {seen.device_id for seen in said.readings if not self._is_own(delivered, seen.device_id)}
        if foreign:
            log.warning("agent %s spoke of devices that it does not ask: %s", delivered.agent.id, sorted(foreign))
        probes = [probe for probe in said.probes if probe.device_id not in foreign]
        now = delivered.row.received_at
        heard = Heard(
            kind="agent",
            at=delivered.at,
            elsewhere=True,
            late=now - delivered.at > timedelta(seconds=self._settings.agent_silent_s),
        )
        for probe in probes:
            thing = (Subject.DEVICE, probe.device_id)
            if probe.unasked:
                heard.unseen[thing] = probe.detail
            else:
                heard.seen[thing] = _seen(probe, delivered.ours(probe.at))
        self._ports(delivered, said, probes, heard)
        looks = self._looks(delivered, said, heard)

        def also(session: Session) -> None:
            for outage in outages_at(session, delivered.agent.site_id, delivered.at):
                assert outage.id is not None
                note_inside(session, outage.id, looks)
            self._count_late(session, delivered)
            delivered.gone(session)

        heard.also = also
        self._pipeline.polled(heard)

    def _looks(self, delivered: Delivered, said: RoundSeen, heard: Heard) -> Sequence[Inside]:
        """What this round tells of a cut line: the gateway, the world outside, and the router that a link ends in."""
        found = []
        for method, place in ((GATEWAY, "gateway"), (OUTSIDE, "outside")):
            seen = [one for one in said.inside if one.place == place]
            if seen:
                # Any answer from beyond shows that the line carries; which one does not matter.
                best = max(seen, key=lambda one: one.received)
                found.append(
                    Inside(
                        method,
                        delivered.at,
                        delivered.batch.at,
                        sent=best.sent,
                        received=best.received,
                        rtt_ms=best.rtt_ms,
                        host=best.host,
                    )
                )
        links = self._pipeline.roster.links_of_site.get(delivered.agent.site_id, ())
        for (_subject, device_id), seen_device in heard.seen.items():
            device = self._pipeline.roster.devices[device_id]
            if device.role == "router" or any(link.ends_in(device) for link in links):
                found.append(
                    Inside(
                        ROUTER,
                        seen_device.at,
                        seen_device.at - delivered.shift,
                        sent=seen_device.sent,
                        received=seen_device.received,
                        rtt_ms=seen_device.rtt_ms,
                        host=device.name,
                    )
                )
                break
        return found

    def _count_late(self, session: Session, delivered: Delivered) -> None:
        """A round of a time in which we did not hear the agent."""
        session.execute(
            update(Agent)
            .where(col(Agent.id) == delivered.agent.id, col(Agent.silent_since) <= delivered.at)
            .where(col(Agent.returned_at) >= delivered.at)
            .values(late_rounds=Agent.late_rounds + 1)
        )

    # -- ports and health

    def _ports(self, delivered: Delivered, said: RoundSeen, probes: Sequence[ProbeSeen], heard: Heard) -> None:
        by_device: Mapping[int, Reading] = {
            seen.device_id: heard_reading(seen, at=delivered.ours(seen.at))
            for seen in said.readings
            if self._fits(seen)
        }
        for probe in probes:
            reading_of = by_device.get(probe.device_id)
            watching = self.watched.get(probe.device_id)
            if watching is None or (reading_of is None and probe.received):
                continue
            if reading_of is None:
                at = delivered.ours(probe.at).timestamp()
                reading_of = Reading(str(probe.device_id), at, failure=Failed("timeout", probe.detail))
            if watching.silent or reading_of.failure is not None:
                self._showing.board.drop_ports(probe.device_id)
            moved, blocks = watching.take(reading_of)
            heard.ports += [(probe.device_id, each) for each in moved]
            if blocks is not None and not heard.late:
                self._showing.board.put_device(probe.device_id, blocks)

    def _fits(self, seen: ReadingSeen) -> bool:
        """Whether a reading follows the plan that we have of the device, so that its columns mean what we think."""
        device = self._pipeline.roster.devices.get(seen.device_id)
        if device is None or device.agent_id is None:
            return False
        if seen.device_id not in self._layouts:
            self._watch(device)
        ports = len(self.watched[seen.device_id].ports.ports)
        whole = all(len(cells) == ports for cells in seen.columns.values())
        return whole and self._layouts[seen.device_id] == seen.layout

    def _watch(self, device: DeviceEntry) -> None:
        with reading(self._engine) as session:
            memory: Memory = load_memories(session, [device.id])[device.id]
        self._layouts[device.id] = layout_of(memory.plan) if memory.plan is not None else ""
        site = self._pipeline.roster.sites[device.site_id]
        self.watched[device.id] = Watching(
            device,
            site.code,
            memory,
            interval_s=float(self._settings.snmp_interval_s),
            before=self.watched.get(device.id),
        )


def _seen(probe: ProbeSeen, at: datetime) -> Seen:
    return Seen(
        at=at,
        method=probe.method,
        sent=max(1, probe.sent),
        received=min(probe.received, max(1, probe.sent)),
        rtt_ms=probe.rtt_ms,
        p95_ms=probe.p95_ms,
        min_ms=probe.min_ms,
        max_ms=probe.max_ms,
        jitter_ms=probe.jitter_ms,
        detail=probe.detail,
    )
