"""Memory and file systems: HOST-RESOURCES-MIB hrStorageTable (RFC 2790), and UCD-SNMP-MIB for memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from collectors.observation import MemorySeen
from collectors.snmp.cells import count, oid_of, oid_text, percent, text
from collectors.snmp.rows import Cells, Heard, Rows, ask_rows
from collectors.snmp.session import Oid, SnmpSession

ENTRY = oid_of(".1.3.6.1.2.1.25.2.3.1")
TYPE: Oid = (*ENTRY, 2)
DESCR: Oid = (*ENTRY, 3)
UNIT_BYTES: Oid = (*ENTRY, 4)
SIZE: Oid = (*ENTRY, 5)
USED: Oid = (*ENTRY, 6)
TYPES = oid_of(".1.3.6.1.2.1.25.2.1")
OTHER, RAM, VIRTUAL = 1, 2, 3
MEMORY_TYPES = {RAM, VIRTUAL}
PHYSICAL = "Physical memory"
BUFFERS, CACHED = "Memory buffers", "Cached memory"
RECLAIMABLE = (BUFFERS, CACHED)
PARTS_OF_PHYSICAL = (BUFFERS, CACHED, "Shared memory")
MEMORY_WORDS = ("memory", "swap", "buffers", "ram")  # net-snmp files buffers and caches under "other"

UCD = oid_of("2021.4")
UCD_SWAP_TOTAL: Oid = (*UCD, 3, 0)
UCD_SWAP_FREE: Oid = (*UCD, 4, 0)
UCD_TOTAL: Oid = (*UCD, 5, 0)
UCD_FREE: Oid = (*UCD, 6, 0)
UCD_BUFFERS: Oid = (*UCD, 14, 0)
UCD_CACHED: Oid = (*UCD, 15, 0)
UCD_INSTANCES = (UCD_SWAP_TOTAL, UCD_SWAP_FREE, UCD_TOTAL, UCD_FREE, UCD_BUFFERS, UCD_CACHED)
KIB = 1024


@dataclass(frozen=True, slots=True)
class Pools:
    """The two kinds of pools that one table mixes."""

    memory: Heard[MemorySeen]
    storage: Heard[MemorySeen]


async def ask(session: SnmpSession) -> Pools:
    """hrStorageTable; UCD's figures only where it tells of no memory, so that nothing is told twice."""
    pools = parse(await ask_rows(session, (TYPE, DESCR, UNIT_BYTES, SIZE, USED)))
    if pools.memory.seen:
        return pools
    ucd = parse_ucd(await session.get(UCD_INSTANCES))
    return Pools(Heard(ucd, pools.memory.complete), pools.storage)


def parse(rows: Rows) -> Pools:
    """Each row goes to memory or storage by its type; rows without a size say nothing."""
    memory: list[MemorySeen] = []
    storage: list[MemorySeen] = []
    for index, cells in rows:
        pool = _pool(index, cells)
        if pool is None:
            continue
        (memory if _is_memory(cells) else storage).append(pool)
    return Pools(Heard(tuple(_as_meant(memory)), rows.complete), Heard(tuple(storage), rows.complete))


def _as_meant(memory: list[MemorySeen]) -> Iterator[MemorySeen]:
    """net-snmp's rows as shares of the physical memory.

    It counts buffers and page cache as used, so that every memory looks full, and lists them as pools that are
    always full themselves.
    """
    total = next((pool.total_bytes for pool in memory if pool.descr == PHYSICAL), None)
    reclaimable = sum(pool.used_bytes or 0 for pool in memory if pool.descr in RECLAIMABLE)
    for pool in memory:
        if total and pool.descr == PHYSICAL and (pool.used_bytes or 0) >= reclaimable:
            yield _with(pool, total=total, used=(pool.used_bytes or 0) - reclaimable, offset=-reclaimable)
        elif total and pool.descr in PARTS_OF_PHYSICAL and (pool.used_bytes or 0) <= total:
            yield _with(pool, total=total, used=pool.used_bytes or 0, offset=0)
        else:
            yield pool


def _with(pool: MemorySeen, *, total: int, used: int, offset: int) -> MemorySeen:
    share = round(100 * used / total, 2)
    changes = {"total_bytes": total, "used_bytes": used, "used_percent": share, "offset": offset}
    return pool.model_copy(update=changes)


def _is_memory(cells: Cells) -> bool:
    cell = cells.get(TYPE)
    kind = cell.value if cell is not None else None
    if isinstance(kind, tuple) and kind[:-1] == TYPES and kind[-1] != OTHER:
        return kind[-1] in MEMORY_TYPES
    words = text(cells.get(DESCR)).lower()
    return any(word in words for word in MEMORY_WORDS)


def _pool(index: Oid, cells: Cells) -> MemorySeen | None:
    unit, size, used = count(cells.get(UNIT_BYTES)), count(cells.get(SIZE)), count(cells.get(USED))
    if not unit or not size or used is None:
        return None
    share = percent(100 * used / size)
    if share is None or size * unit >= 2**64:
        return None
    return MemorySeen(
        descr=text(cells.get(DESCR)),
        total_bytes=size * unit,
        used_bytes=min(used, size) * unit,
        used_percent=share,
        oid=oid_text(USED + index),
        scale=unit,
    )


def parse_ucd(cells: Cells) -> tuple[MemorySeen, ...]:
    """Physical memory without buffers and cache, and swap; the instance to ask again is the free share."""
    total, free = count(cells.get(UCD_TOTAL)), count(cells.get(UCD_FREE))
    buffers, cached = count(cells.get(UCD_BUFFERS)) or 0, count(cells.get(UCD_CACHED)) or 0
    swap_total, swap_free = count(cells.get(UCD_SWAP_TOTAL)), count(cells.get(UCD_SWAP_FREE))
    found = (
        _free_pool(PHYSICAL, total, free, UCD_FREE, buffers + cached),
        _free_pool("Swap space", swap_total, swap_free, UCD_SWAP_FREE, 0),
        _part_pool(BUFFERS, total, buffers, UCD_BUFFERS),
        _part_pool(CACHED, total, cached, UCD_CACHED),
    )
    return tuple(pool for pool in found if pool is not None)


def _part_pool(descr: str, total: int | None, used: int, oid: Oid) -> MemorySeen | None:
    """A part of the physical memory. Figures in KiB."""
    if not total or not 0 < used <= total:
        return None
    return MemorySeen(
        descr=descr,
        total_bytes=total * KIB,
        used_bytes=used * KIB,
        used_percent=round(100 * used / total, 2),
        oid=oid_text(oid),
        scale=KIB,
    )


def _free_pool(descr: str, total: int | None, free: int | None, oid: Oid, reclaimable: int) -> MemorySeen | None:
    """Figures in KiB. The cache's size at the time of the walk stands in `offset`: it moves slowly."""
    if not total or free is None or free > total:
        return None
    used = max(total - free - reclaimable, 0) * KIB
    return MemorySeen(
        descr=descr,
        total_bytes=total * KIB,
        used_bytes=used,
        used_percent=round(100 * used / (total * KIB), 2),
        oid=oid_text(oid),
        scale=-KIB,
        offset=(total - reclaimable) * KIB,
    )
