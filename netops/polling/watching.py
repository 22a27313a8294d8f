"""A device between rounds, as the poller holds it: its plan's ports and health, their labels, its metric blocks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import select
from sqlmodel import Session, col

from collectors.instances import MEMORY, PROCESSOR, SENSOR, STORAGE, HealthInstance
from collectors.reading import Cell, Reading
from collectors.snmp.plan import PollPlan
from inventory.models.device import Interface, SnmpMemory
from netops.metrics import Family, PortLabels, labels, port_blocks, sample
from netops.watched.portwatch import PortMoved, PortRow, WatchedDevice
from netops.watched.roster import DeviceEntry

HEALTH_FAMILIES = {
    PROCESSOR: (Family.PROCESSOR, "processor"),
    MEMORY: (Family.MEMORY, "pool"),
    STORAGE: (Family.STORAGE, "volume"),
}
_INSTANCES = TypeAdapter(tuple[HealthInstance, ...])
_PORT_COLUMNS: tuple[Any, ...] = (
    Interface.device_id,
    Interface.id,
    Interface.if_index,
    Interface.name,
    Interface.alias,
    Interface.admin_status,
    Interface.oper_status,
    Interface.speed_bps,
)
UNKNOWN_PORT = 0


@dataclass(frozen=True, slots=True)
class Memory:
    """What the database remembers about asking one device. No plan: it must be walked."""

    plan: PollPlan | None = None
    health: tuple[HealthInstance, ...] = ()
    walked_at: datetime | None = None
    ports: dict[int, PortRow] = field(default_factory=dict)


def load_memories(session: Session, device_ids: Iterable[int]) -> dict[int, Memory]:
    """Memories and live ports of these devices."""
    wanted = list(device_ids)
    ports: dict[int, dict[int, PortRow]] = {device_id: {} for device_id in wanted}
    for start in range(0, len(wanted), 500):  # SQLite bounds the number of parameters
        some = wanted[start : start + 500]
        rows = session.execute(
            select(*_PORT_COLUMNS).where(col(Interface.device_id).in_(some), col(Interface.retired_at).is_(None))
        )
        for device_id, *port in rows:
            ports[device_id][port[1]] = PortRow(*port)
    found = {device_id: Memory(ports=ports[device_id]) for device_id in wanted}
    for start in range(0, len(wanted), 500):
        some = wanted[start : start + 500]
        for row in session.execute(select(SnmpMemory).where(col(SnmpMemory.device_id).in_(some))).scalars():
            found[row.device_id] = _memory(row, ports[row.device_id])
    return found


def _memory(row: SnmpMemory, ports: dict[int, PortRow]) -> Memory:
    try:
        plan = PollPlan.from_bytes(row.plan) if row.plan else None
        health = _INSTANCES.validate_json(row.health) if row.health else ()
    except (ValueError, ValidationError):  # of another release: the next walk writes it anew
        return Memory(ports=ports)
    return Memory(plan=plan, health=health, walked_at=row.walked_at, ports=ports)


def health_json(instances: Sequence[HealthInstance]) -> str:
    """As stored beside the plan."""
    return _INSTANCES.dump_json(tuple(instances), exclude_defaults=True).decode()


class Watching:
    """One device that is polled by its plan."""

    def __init__(
        self,
        device: DeviceEntry,
        site_code: str,
        memory: Memory,
        *,
        interval_s: float,
        before: Watching | None = None,
    ) -> None:
        """`before` is how the device was watched until now: ports that are still the same keep their history."""
        plan = memory.plan
        self.walked_at = memory.walked_at
        self.planned = plan is not None
        indexes = plan.ports if plan else ()
        rows = [memory.ports.get(i) or PortRow(UNKNOWN_PORT, i, f"ifIndex {i}", "", "", "", None) for i in indexes]
        narrow = [bool(plan and plan.narrow >> place & 1) for place in range(len(rows))]
        goes_on = before is not None and before.ports.renew(rows, narrow=narrow)
        fresh = WatchedDevice(rows, narrow=narrow, interval_s=interval_s)
        self.ports: WatchedDevice = before.ports if before is not None and goes_on else fresh
        self._health = memory.health
        self._cells: Sequence[Cell] | None = None  # the last answers of the health instances; None: silent
        self._base = {"site": site_code, "device": device.name}
        self._labels = labels(**self._base)
        self._where = PortLabels.of(site=site_code, device=device.name, names=[row.name for row in rows]).where
        self._health_where = self._health_labels()
        self.silent = True  # until a reading came; the first one renders everything

    def _health_labels(self) -> list[tuple[Family, str]]:
        """A label for each health instance; equal descriptions are told apart by their place."""
        found: list[tuple[Family, str]] = []
        told: set[tuple[Family, str]] = set()
        for place, instance in enumerate(self._health, start=1):
            family, name = HEALTH_FAMILIES.get(instance.section, (Family.SENSOR, "sensor"))
            descr = instance.descr if (family, instance.descr) not in told else f"{instance.descr}#{place}"
            told.add((family, descr))
            rest = {"kind": instance.kind, "unit": instance.unit} if instance.section == SENSOR else {}
            found.append((family, labels(**self._base, **rest, **{name: descr})))
        return found

    def take(self, reading: Reading) -> tuple[list[PortMoved], dict[Family, bytes] | None]:
        """Ports that moved, and the blocks to show; None when the device is silent and shows nothing of itself."""
        moved = [m for m in self.ports.take(reading) if m.port_id != UNKNOWN_PORT]
        if reading.failure is not None:
            self.silent, self._cells = True, None
            return moved, None
        self._cells = reading.health
        changed = reading.columns if self.silent else reading.changed
        blocks = port_blocks(self._where, reading.columns, changed)
        if self._health and (reading.health_changed or self.silent):
            blocks |= self._health_blocks(reading.health)
        if reading.uptime_ticks is not None:
            blocks[Family.DEVICE_UPTIME] = sample(Family.DEVICE_UPTIME, self._labels, reading.uptime_ticks // 100)
        blocks[Family.DEVICE_POLLED] = sample(Family.DEVICE_POLLED, self._labels, int(reading.at))
        self.silent = False
        return moved, blocks

    def health(self) -> list[tuple[HealthInstance, float]]:
        """The figures of the last reading; empty when it failed."""
        values = [(each, each.value(cell)) for each, cell in zip(self._health, self._cells or (), strict=False)]
        return [(each, value) for each, value in values if value is not None]

    def _health_blocks(self, cells: Sequence[Cell]) -> dict[Family, bytes]:
        lines: dict[Family, list[bytes]] = {}
        for (family, where), instance, cell in zip(self._health_where, self._health, cells, strict=False):
            value = instance.value(cell)
            if value is not None:
                scaled = value if family is Family.SENSOR else value / 100
                lines.setdefault(family, []).append(sample(family, where, scaled))
        return {family: b"".join(found) for family, found in lines.items()}
