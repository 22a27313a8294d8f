"""Which instances of a device are worth asking every round, once it has been asked in full.

The walk finds them; steady polling asks only them, and `HealthInstance.value` turns a raw answer into the figure.
"""

from __future__ import annotations

from collections.abc import Iterator

from collectors.observation import DeviceObservation, MemorySeen
from collectors.snmp.cells import oid_of, percent
from collectors.snmp.session import Oid
from collectors.target import Value

HEALTH_LIMIT = 48  # a chassis with 400 sensors must not make its round ten times as dear as another's
PROCESSOR, MEMORY, STORAGE, SENSOR = "processor", "memory", "storage", "sensor"


class HealthInstance(Value):
    """One instance to ask again: raw x `scale` + `offset` is the figure, in `unit`. Stored with the plan."""

    oid: Oid
    section: str
    kind: str = ""
    descr: str = ""
    unit: str = ""
    scale: float = 1.0
    offset: float = 0.0
    total_bytes: int | None = None

    def value(self, raw: int | bytes | None) -> float | None:
        """The figure for a raw answer: percent for processors and pools, the sensor's unit otherwise."""
        if not isinstance(raw, int):
            return None
        figure = raw * self.scale + self.offset
        if self.section == SENSOR:
            return round(figure, 6)
        return percent(100 * figure / self.total_bytes if self.total_bytes else figure)


class SteadyInstances(Value):
    """The ports to ask by ifIndex, those of them with 64-bit counters, and the health instances."""

    ports: tuple[int, ...] = ()
    wide: frozenset[int] = frozenset()
    health: tuple[HealthInstance, ...] = ()


def steady_instances(observation: DeviceObservation, *, limit: int = HEALTH_LIMIT) -> SteadyInstances:
    """What to ask again: every port, and the first `limit` health instances, the telling ones first."""
    health: dict[Oid, HealthInstance] = {}
    for instance in _health(observation):
        health.setdefault(instance.oid, instance)
    return SteadyInstances(
        ports=tuple(port.if_index for port in observation.interfaces),
        wide=frozenset(port.if_index for port in observation.interfaces if port.counters_64bit),
        health=tuple(health.values())[:limit],
    )


def _health(observation: DeviceObservation) -> Iterator[HealthInstance]:
    for cpu in observation.processors:
        if cpu.oid:
            yield HealthInstance(
                oid=oid_of("." + cpu.oid),
                section=PROCESSOR,
                descr=cpu.descr,
                unit="%",
                scale=cpu.scale,
                offset=cpu.offset,
            )
    yield from (_pool(MEMORY, pool) for pool in observation.memory if pool.oid)
    measured = [sensor for sensor in observation.sensors if sensor.kind != "state"]
    states = [sensor for sensor in observation.sensors if sensor.kind == "state"]
    for sensor in (*measured, *states):
        if sensor.oid:
            yield HealthInstance(
                oid=oid_of("." + sensor.oid),
                section=SENSOR,
                kind=sensor.kind,
                descr=sensor.descr,
                unit=sensor.unit,
                scale=sensor.scale,
            )
    yield from (_pool(STORAGE, pool) for pool in observation.storage if pool.oid)


def _pool(section: str, pool: MemorySeen) -> HealthInstance:
    return HealthInstance(
        oid=oid_of("." + pool.oid),
        section=section,
        descr=pool.descr,
        unit="%",
        scale=pool.scale,
        offset=pool.offset,
        total_bytes=pool.total_bytes,
    )
