"""Full walks: which devices are due, a bounded number at once, and the plan that each walk leaves behind."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from collectors.collect import collect
from collectors.instances import SteadyInstances, steady_instances
from collectors.observation import DeviceObservation
from collectors.outcome import Answered, Failed
from collectors.snmp.connect import open_session
from collectors.snmp.hub import SnmpHub
from collectors.snmp.plan import PlanPort, PollPlan
from collectors.target import SnmpTarget, SnmpTuning
from netops.polling.watching import health_json

log = logging.getLogger(__name__)
AT_ONCE = 24
FIRST_RETRY = timedelta(minutes=1)
LONGEST_RETRY = timedelta(hours=1)
# A device that never answers one question is not asked them all for ever: so many halves are as good as a whole.
HALF_WALKS = 3

Store = Callable[[int, DeviceObservation, Mapping[str, Any]], Awaitable[None]]


@dataclass(slots=True)
class Trouble:
    """Walks of one device that failed in a row, and when it may be tried again."""

    failures: int
    again_at: datetime


class Walks:
    """Walks devices in the background; `store` takes what was seen and the memory of it."""

    def __init__(self, hub: SnmpHub, *, store: Store, interval: timedelta) -> None:
        self._hub = hub
        self._store = store
        self._interval = interval
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._running: dict[int, asyncio.Task[None]] = {}
        self._trouble: dict[int, Trouble] = {}
        self.failures = 0
        self.done = 0

    def is_due(self, device_id: int, walked_at: datetime | None, at: datetime) -> bool:
        """Whether the last full walk is too long ago. Spread by id, or all would come together for ever.

        One that was cut short is due again whenever `start` lets it be.
        """
        return (
            device_id in self._trouble
            or walked_at is None
            or at - walked_at >= self._interval * (0.9 + (device_id % 64) / 320)
        )

    def start(self, device_id: int, target: SnmpTarget, at: datetime) -> None:
        """Walk a device unless it is being walked or has just failed."""
        trouble = self._trouble.get(device_id)
        if device_id in self._running or (trouble is not None and at < trouble.again_at):
            return
        task = asyncio.create_task(self._walk(device_id, target))
        self._running[device_id] = task
        task.add_done_callback(lambda _: self._running.pop(device_id, None))

    async def wait(self) -> None:
        """Until every walk that was started has ended."""
        while self._running:
            await asyncio.gather(*self._running.values())

    async def close(self) -> None:
        """Stop what is running."""
        for task in list(self._running.values()):
            task.cancel()
        await asyncio.gather(*self._running.values(), return_exceptions=True)

    async def _walk(self, device_id: int, target: SnmpTarget) -> None:
        async with self._slots:
            outcome = await collect(target, partial(open_session, hub=self._hub))
        match outcome:
            case Answered(value=observation, unanswered=unanswered):
                self._ended(device_id, cut_short=unanswered > 0)
                try:
                    await self._store(device_id, observation, memory_of(observation, target.tuning))
                except Exception:
                    log.exception("what device %s said could not be stored", device_id)
                    self._failed(device_id)
            case Failed(reason=reason, detail=detail):
                log.info("walk of device %s failed: %s, %s", device_id, reason, detail)
                self._failed(device_id)

    def _ended(self, device_id: int, *, cut_short: bool) -> None:
        """A walk came to its end. Of one that was cut short the plan may lack sensors or ports: it is done again."""
        self.done += 1
        trouble = self._trouble.get(device_id)
        if cut_short and (trouble is None or trouble.failures + 1 < HALF_WALKS):
            self._put_off(device_id)
        else:
            self._trouble.pop(device_id, None)

    def _failed(self, device_id: int) -> None:
        self.failures += 1
        self._put_off(device_id)

    def _put_off(self, device_id: int) -> None:
        failures = self._trouble[device_id].failures + 1 if device_id in self._trouble else 1
        pause = min(LONGEST_RETRY, FIRST_RETRY * (1 << min(failures - 1, 10)))
        self._trouble[device_id] = Trouble(failures, datetime.now(UTC) + pause)


def memory_of(observation: DeviceObservation, tuning: SnmpTuning) -> dict[str, Any]:
    """The row of `snmp_memory` after a walk."""
    instances = steady_instances(observation)
    plan = plan_of(instances, tuning)
    return {
        "tuning": tuning.model_dump_json(),
        "plan": plan.to_bytes(),
        "health": health_json(instances.health),
        "walked_at": observation.at,
    }


def plan_of(instances: SteadyInstances, tuning: SnmpTuning) -> PollPlan:
    """The unproven plan of a device that was just walked."""
    ports = [PlanPort(index, counters_64bit=index in instances.wide) for index in instances.ports]
    return PollPlan.build(ports, [instance.oid for instance in instances.health], tuning)


def probe_plan(target: SnmpTarget) -> PollPlan:
    """For a device that was never walked: only whether it lives."""
    return PollPlan.build([], [], target.tuning)
