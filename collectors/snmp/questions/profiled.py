"""What a vendor's profile lets us ask, all of it at once, and the facts that follow from the answers."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from collectors.observation import EntitySeen, MemorySeen, ProcessorSeen, SensorSeen, VlanSeen
from collectors.profile import (
    Descr,
    First,
    Gauge,
    Instance,
    Joined,
    Load,
    Part,
    Pool,
    Profile,
    Source,
)
from collectors.snmp.cells import count, integer, number, oid_of, oid_text, paragraph, percent, text
from collectors.snmp.plausible import UNITS, credible, is_sentinel, plausible
from collectors.snmp.questions import entity
from collectors.snmp.session import Oid, SnmpSession, Tag, VarBind, Walk

INSTANCE: Oid = (-1,)  # no OID begins so
SYS_DESCR = "sysDescr 1.3.6.1.2.1.1.1.0"
GAUGE32_MAX = 2**32 - 1  # "more than fits": the wider column tells


@dataclass(frozen=True, slots=True)
class Told:
    """Every instance and column that a profile names, as answered."""

    instances: Mapping[Oid, VarBind] = field(default_factory=dict)
    columns: Mapping[Oid, Walk] = field(default_factory=dict)
    answered: bool = True

    @property
    def complete(self) -> bool:
        """The question was answered and no column was cut off."""
        return self.answered and all(walk.complete for walk in self.columns.values())

    def cells(self, written: str) -> dict[Oid, VarBind]:
        """Cells by index of a column, or the one instance under the index (0,)."""
        if not written:
            return {}
        oid = oid_of(written)
        cell = self.instances.get(oid)
        if cell is not None:
            return {(0,): cell}
        walk = self.columns.get(oid)
        return {} if walk is None else {cell.oid[len(oid) :]: cell for cell in walk.rows if len(cell.oid) > len(oid)}


def wanted(*profiles: Profile) -> set[Oid]:
    """Every OID that these profiles name; an instance that does not end in 0 is marked by `INSTANCE` before it."""
    return {oid for profile in profiles for oid in _wanted(profile)}


def _wanted(profile: Profile) -> Iterator[Oid]:
    for source in (*profile.model, *profile.version, *profile.serial):
        yield from _named(source)
    named: set[str] = {*profile.vlans, *profile.vlan_tags}
    for gauge in profile.gauges:
        named |= {gauge.oid, gauge.descr, gauge.where}
    for load in profile.loads:
        named |= {load.oid, load.descr}
    for pool in (*profile.memory, *profile.storage):
        named |= {pool.descr, pool.total, pool.used, pool.free, pool.share}
    for table in profile.radios:
        named |= {table.name, table.ssid, table.channel, table.clients}
    named |= {profile.poe_mw, *profile.changed}
    yield from (oid_of(written) for written in named if written)


def _named(source: Source) -> Iterator[Oid]:
    match source:
        case Instance(oid=oid):
            yield INSTANCE + oid_of(oid)
        case First(column=column):
            yield oid_of(column)
        case Joined(sources=sources):
            for each in sources:
                yield from _named(each)
        case Descr() | Part():
            pass


async def ask(session: SnmpSession, named: Iterable[Oid]) -> Told:
    """All instances in as few GETs as fit; columns of one table walked together."""
    instances: set[Oid] = set()
    tables: dict[Oid, list[Oid]] = defaultdict(list)
    for oid in sorted(named):
        if oid[: len(INSTANCE)] == INSTANCE:
            instances.add(oid[len(INSTANCE) :])
        elif oid[-1] == 0:
            instances.add(oid)
        else:
            tables[oid[:-1]].append(oid)
    cells = await session.get(sorted(instances)) if instances else {}
    columns: dict[Oid, Walk] = {}
    for together in tables.values():
        columns.update(await session.table(together))
    return Told(cells, columns)


class Found(NamedTuple):
    """A fact and where it was read; empty where nothing gave it."""

    value: str = ""
    source: str = ""


def fact(sources: Iterable[Source], told: Told, descr: str, chassis: EntitySeen | None) -> Found:
    """What the first source that gives something gives."""
    given = (_given(source, told, descr, chassis) for source in sources)
    found = (each._replace(value=credible(each.value)) for each in given)
    return next((each for each in found if each.value), Found())


def _given(source: Source, told: Told, descr: str, chassis: EntitySeen | None) -> Found:
    match source:
        case Descr(pattern=pattern):
            return Found(_matched(descr, pattern), SYS_DESCR)
        case Instance(oid=oid, pattern=pattern) | First(column=oid, pattern=pattern):
            return _first(told, oid, pattern)
        case Part(field=name, pattern=pattern):
            if chassis is None:
                return Found()
            column = oid_text((*entity.ENTRY, entity.FIELDS[name], chassis.index))
            return Found(_matched(str(getattr(chassis, name)), pattern), f"ENTITY-MIB {column}")
        case Joined(words=words, sources=sources):
            given = [_given(each, told, descr, chassis) for each in sources]
            if not all(each.value for each in given):
                return Found()
            return Found(words.format(*(each.value for each in given))[:255], ", ".join(each.source for each in given))


def _first(told: Told, written: str, pattern: str) -> Found:
    named = (cell for cell in told.cells(written).values() if cell.tag != Tag.IP_ADDRESS)  # it names no device
    values = ((cell.oid, _matched(paragraph(cell), pattern)) for cell in named)
    return next((Found(value, oid_text(oid)) for oid, value in values if value), Found())


def _matched(value: str, pattern: str) -> str:
    if not pattern:
        return value.strip()[:255]
    found = re.search(pattern, value, re.MULTILINE)
    if found is None:
        return ""
    return next((group.strip()[:255] for group in found.groups() if group), "")


def sensors(gauges: Iterable[Gauge], told: Told) -> tuple[SensorSeen, ...]:
    """One sensor per row; values that a device gives for "not fitted" are dropped."""
    return tuple(sensor for gauge in gauges for sensor in _gauge(gauge, told))


def _gauge(gauge: Gauge, told: Told) -> Iterator[SensorSeen]:
    names = told.cells(gauge.descr) if gauge.descr else {}
    where = told.cells(gauge.where) if gauge.where else {}
    base = oid_of(gauge.oid)
    for index, cell in told.cells(gauge.oid).items():
        raw, name = _number(cell, gauge.pattern), text(names.get(index))
        if (
            raw is None
            or is_sentinel(gauge.kind, raw)
            or not _meant(gauge, index, raw, name, integer(where.get(index)))
        ):
            continue
        value = _dbm(raw * gauge.scale) if gauge.milliwatts else round(raw * gauge.scale, 6)
        if value is not None and plausible(gauge.kind, value):
            yield SensorSeen(
                kind=gauge.kind,
                descr=name or gauge.words,
                value=value,
                unit=UNITS.get(gauge.kind, ""),
                oid="" if gauge.milliwatts else _instance(base, index),
                scale=gauge.scale,
            )


def _dbm(milliwatts: float) -> float | None:
    """Optical power; darkness has no logarithm."""
    return round(10 * math.log10(milliwatts), 3) if milliwatts > 0 else None


def _number(cell: VarBind, pattern: str) -> float | int | None:
    """The cell's number, or the one that the pattern finds in its text."""
    if not pattern:
        return number(cell)
    found = _matched(paragraph(cell), pattern)
    try:
        return float(found) if found else None
    except ValueError:
        return None


def _meant(gauge: Gauge, index: Oid, raw: float, name: str, kind: int | None) -> bool:
    """Whether this row of the column is one that the gauge speaks of."""
    return (
        raw not in gauge.without
        and (not gauge.only or kind in gauge.only)
        and (gauge.ending is None or index[-1] == gauge.ending)
        and (not gauge.named or re.search(gauge.named, name) is not None)
    )


def _instance(base: Oid, index: Oid) -> str:
    return oid_text(base if base[-1] == 0 else base + index)[:255]


def processors(loads: Iterable[Load], told: Told) -> tuple[ProcessorSeen, ...]:
    """One CPU per row of each load."""
    seen = []
    for load in loads:
        names = told.cells(load.descr) if load.descr else {}
        for index, cell in told.cells(load.oid).items():
            raw = _number(cell, load.pattern)
            usage = None if raw is None or raw in load.without else percent(raw * load.scale + load.offset)
            if usage is not None:
                seen.append(
                    ProcessorSeen(
                        descr=text(names.get(index)) or load.words,
                        usage_percent=usage,
                        oid="" if load.pattern else _instance(oid_of(load.oid), index),
                        scale=load.scale,
                        offset=load.offset,
                    )
                )
    return tuple(seen)


def pools(wanted_pools: Iterable[Pool], told: Told) -> tuple[MemorySeen, ...]:
    """One pool per row; rows that do not add up are dropped."""
    seen: dict[tuple[Oid, str, int | None], MemorySeen] = {}
    for pool in wanted_pools:
        names = told.cells(pool.descr) if pool.descr else {}
        told_rows = {**told.cells(pool.used), **told.cells(pool.free), **told.cells(pool.share)}
        for index in told_rows:
            found = _pool(pool, told, index, text(names.get(index)) or pool.words)
            if found is not None:
                # The same pool by a wider and a narrower column: the first is the wider one.
                seen.setdefault((index, found.descr, found.total_bytes), found)
    return tuple(seen.values())


def _pool(pool: Pool, told: Told, index: Oid, descr: str) -> MemorySeen | None:
    def amount(written: str) -> int | None:
        value = number(told.cells(written).get(index)) if written else None
        return None if value is None or value < 0 or value == GAUGE32_MAX else round(value * pool.unit_bytes)

    total, used, free = amount(pool.total), amount(pool.used), amount(pool.free)
    if total is None and used is not None and free is not None:
        total = used + free
    if not total or total >= 2**64 or (used is None and free is None):
        return _share(pool, told, index, descr)
    by_free = used is None
    taken = total - (free or 0) if used is None else used
    share = percent(100 * taken / total)
    if share is None or taken < 0:
        return None
    return MemorySeen(
        descr=descr,
        total_bytes=total,
        used_bytes=taken,
        used_percent=share,
        oid=_instance(oid_of(pool.free if by_free else pool.used), index),
        scale=-pool.unit_bytes if by_free else pool.unit_bytes,
        offset=total if by_free else 0,
    )


def _share(pool: Pool, told: Told, index: Oid, descr: str) -> MemorySeen | None:
    """A pool that tells its share only; with a total the bytes follow from it."""
    share = percent(number(told.cells(pool.share).get(index))) if pool.share else None
    if share is None:
        return None
    total = count(told.cells(pool.total).get(index)) if pool.total else None
    total_bytes = (total or 0) * pool.unit_bytes
    if not 0 < total_bytes < 2**64:
        return MemorySeen(descr=descr, used_percent=share, oid=_instance(oid_of(pool.share), index))
    return MemorySeen(
        descr=descr,
        total_bytes=total_bytes,
        used_bytes=round(total_bytes * share / 100),
        used_percent=share,
        oid=_instance(oid_of(pool.share), index),
        scale=total_bytes / 100,
    )


def vlans(profile: Profile, told: Told) -> tuple[VlanSeen, ...]:
    """VLANs of a vendor's own tables."""
    names: dict[int, str] = {}
    for written in profile.vlan_tags:
        names |= {tag: "" for cell in told.cells(written).values() if (tag := integer(cell)) is not None}
    for written in profile.vlans:
        names |= {index[-1]: text(cell) for index, cell in told.cells(written).items() if index}
    return tuple(VlanSeen(id=tag, name=name) for tag, name in sorted(names.items()) if 1 <= tag <= 4094)
