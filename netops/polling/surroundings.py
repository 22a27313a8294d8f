"""Asking devices for those around them between full walks: a bounded number at once, each stored as it answers."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Sequence
from functools import partial

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from collectors.collect import surroundings
from collectors.observation import InterfaceSeen, SurroundingsSeen
from collectors.outcome import Answered, Failed
from collectors.snmp.connect import open_session
from collectors.snmp.hub import SnmpHub
from collectors.target import SnmpTuning
from inventory.models.device import Interface
from inventory.models.outage import Subject
from inventory.state import Seen
from netops.pipeline import Heard
from netops.watched.roster import DeviceEntry
from service.database import reading

log = logging.getLogger(__name__)
AT_ONCE = 16

Store = Callable[[int, SurroundingsSeen], Awaitable[None]]


class Surroundings:
    """`store` takes what each device said."""

    def __init__(self, engine: Engine, hub: SnmpHub, *, store: Store) -> None:
        self._engine = engine
        self._hub = hub
        self._store = store
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def ask(self, devices: Sequence[DeviceEntry], heard: Heard, *, tuning: Callable[[str], SnmpTuning]) -> None:
        """Ask these devices; `heard` counts who answered and why others did not."""
        ports = await asyncio.to_thread(self._ports, [device.id for device in devices])

        async def one(device: DeviceEntry) -> None:
            assert device.snmp is not None
            target = device.snmp.model_copy(update={"tuning": tuning(device.snmp.key)})
            async with self._slots:
                outcome = await surroundings(target, partial(open_session, hub=self._hub), ports.get(device.id, ()))
            match outcome:
                case Answered(value=seen):
                    heard.seen[Subject.DEVICE, device.id] = Seen(seen.at, "snmp", 1, 1)
                    await self._store(device.id, seen)
                case Failed(reason=reason):
                    heard.failures[reason] += 1

        results = await asyncio.gather(*map(one, devices), return_exceptions=True)
        for device, result in zip(devices, results, strict=True):
            if isinstance(result, Exception):
                log.error("what device %s said of those around it could not be stored", device.id, exc_info=result)

    def _ports(self, device_ids: Iterable[int]) -> dict[int, list[InterfaceSeen]]:
        with reading(self._engine) as session:
            return ports_of(session, set(device_ids))


def ports_of(session: Session, device_ids: set[int]) -> dict[int, list[InterfaceSeen]]:
    """The ports that are known, as far as neighbours are told by them."""
    found: dict[int, list[InterfaceSeen]] = defaultdict(list)
    for row in session.exec(select(Interface).where(col(Interface.retired_at).is_(None))):
        if row.device_id in device_ids:
            port = InterfaceSeen(
                if_index=row.if_index, name=row.name, descr=row.descr, type=row.type, mac=row.mac, oper_status=""
            )
            found[row.device_id].append(port)
    return found
