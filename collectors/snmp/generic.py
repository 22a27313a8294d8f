"""Steady polling of devices that the fast path cannot ask (v1, v3, pysnmp): the same plan through a session."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable, Iterator

from collectors.errors import CollectError, NoAnswerError
from collectors.outcome import Failed
from collectors.reading import Reading
from collectors.snmp.asking import AskingSession
from collectors.snmp.connect import open_session
from collectors.snmp.hub import SnmpHub
from collectors.snmp.plan import PollPlan
from collectors.snmp.polled import Polled
from collectors.snmp.session import Limits
from collectors.target import SnmpEngine, SnmpTarget, SnmpTuning, SnmpVersion

_AT_ONCE = 64
_QUIET_AT_ONCE = 256  # the silent only wait, apart from the living
_LIMITS = Limits(deadline_s=30.0)


def is_generic(target: SnmpTarget) -> bool:
    """Whether a target is polled here and not on the fast path."""
    credential = target.credential
    return credential.version is not SnmpVersion.V2C or credential.engine is not SnmpEngine.OWN


class _Device:
    """A session is kept between rounds, since opening a v3 one costs requests; it is made anew after a failure."""

    def __init__(self, target: SnmpTarget, plan: PollPlan) -> None:
        self.target = target
        self.polled = Polled(target.key, plan)
        self.session: AskingSession | None = None
        self.quiet = False  # it did not answer in the last round: asked once only, until it does


class GenericPoller:
    """Polls its devices with a bounded number at once."""

    def __init__(self, hub: SnmpHub) -> None:
        self._hub = hub
        self._devices: dict[str, _Device] = {}
        self._turn = asyncio.Semaphore(_AT_ONCE)
        self._quiet_turn = asyncio.Semaphore(_QUIET_AT_ONCE)
        self._closing: set[asyncio.Task[None]] = set()

    def __contains__(self, key: str) -> bool:
        return key in self._devices

    def __iter__(self) -> Iterator[str]:
        return iter(self._devices)

    def put(self, target: SnmpTarget, plan: PollPlan) -> None:
        """Poll this target from the next round on."""
        self.drop(target.key)
        self._devices[target.key] = _Device(target, plan)

    def drop(self, key: str) -> None:
        """Poll it no more."""
        device = self._devices.pop(key, None)
        if device is not None and device.session is not None:
            task = asyncio.get_running_loop().create_task(device.session.close())
            self._closing.add(task)
            task.add_done_callback(self._closing.discard)

    def polled(self, key: str) -> Polled:
        """What is known of a device."""
        return self._devices[key].polled

    def tuning(self, key: str) -> SnmpTuning:
        """What was learnt about asking a device."""
        device = self._devices[key]
        return device.session.tuning if device.session and not device.quiet else device.target.tuning

    async def close(self) -> None:
        """Close all sessions."""
        for key in list(self._devices):
            self.drop(key)
        await asyncio.gather(*self._closing)

    async def round(self, keys: Iterable[str], on_reading: Callable[[Reading], None]) -> None:
        """Poll these devices; each reading is told as soon as it is complete."""
        async with asyncio.TaskGroup() as group:
            for key in keys:
                group.create_task(self._poll(self._devices[key], on_reading))

    async def _poll(self, device: _Device, on_reading: Callable[[Reading], None]) -> None:
        polled = device.polled
        async with self._quiet_turn if device.quiet else self._turn:
            started = time.monotonic()
            try:
                await self._ask(device)
            except CollectError as error:
                failure = Failed.of(error, time.monotonic() - started)
                reading = polled.failed(failure, time.time())
                await self._forget(device)
                device.quiet = isinstance(error, NoAnswerError)
            else:
                reading = polled.finish(time.time(), now=time.monotonic())
                if device.quiet:
                    await self._forget(device)
                    device.quiet = False
                reading.rtt_s = time.monotonic() - started
        on_reading(reading)

    async def _ask(self, device: _Device) -> None:
        if device.session is None:
            target = device.target
            if device.quiet:
                target = target.model_copy(update={"tuning": target.tuning.model_copy(update={"retries": 0})})
            device.session = open_session(target, hub=self._hub, limits=_LIMITS)
        device.session.renew()
        requests = device.polled.shape.requests
        found = await device.session.get([oid for request in requests for oid in request.oids])
        for number, request in enumerate(requests):
            values = request.cells(found[oid].value if oid in found else None for oid in request.oids)
            lacking = None in (values if number else values[1:])
            if values != device.polled.answers[number]:
                device.polled.absorb(number, values, lacking=lacking)

    async def _forget(self, device: _Device) -> None:
        """A failed session is not used again: its device may have restarted with another engine time."""
        if device.session is not None:
            if not device.quiet:
                device.target = device.target.model_copy(update={"tuning": device.session.tuning})
            await device.session.close()
            device.session = None
