"""Memory told apart from file systems, in bytes."""

from __future__ import annotations

import pytest

from collectors.snmp.questions import storage
from tests.collectors.snmp.made import bind, rows

RAM, DISK, OTHER = ".1.3.6.1.2.1.25.2.1.2", ".1.3.6.1.2.1.25.2.1.4", ".1.3.6.1.2.1.25.2.1.1"


def test_rows_go_to_memory_or_storage_by_type_and_by_word() -> None:
    pools = storage.parse(
        rows(
            {
                storage.TYPE: {1: RAM, 6: OTHER, 31: DISK, 40: DISK, 41: OTHER},
                storage.DESCR: {1: "Physical memory", 6: "Memory buffers", 31: "/", 40: "empty", 41: "flash"},
                storage.UNIT_BYTES: {1: 1024, 6: 1024, 31: 4096, 40: 4096, 41: 1},
                storage.SIZE: {1: 1000, 6: 1000, 31: -2_000_000_000, 40: 0, 41: 500},
                storage.USED: {1: 250, 6: 10, 31: 229_496_730, 40: 0, 41: 50},
            }
        )
    )
    assert [(p.descr, p.total_bytes, p.used_percent) for p in pools.memory.seen] == [
        ("Physical memory", 1_024_000, 24),
        ("Memory buffers", 1_024_000, 1),
    ]
    assert [(p.descr, p.used_percent) for p in pools.storage.seen] == [("/", pytest.approx(10)), ("flash", 10)]


def test_a_pool_says_how_its_raw_instance_becomes_bytes() -> None:
    pools = storage.parse(
        rows(
            {
                storage.TYPE: {1: RAM},
                storage.UNIT_BYTES: {1: 4096},
                storage.SIZE: {1: 100},
                storage.USED: {1: 40},
            }
        )
    )
    (pool,) = pools.memory.seen
    assert 40 * pool.scale + pool.offset == pool.used_bytes == 163_840


def test_ucd_memory_leaves_out_what_can_be_reclaimed() -> None:
    figures = {
        storage.UCD_TOTAL: 1000,
        storage.UCD_FREE: 200,
        storage.UCD_BUFFERS: 100,
        storage.UCD_CACHED: 300,
        storage.UCD_SWAP_TOTAL: 0,
        storage.UCD_SWAP_FREE: 0,
    }
    pool, buffers, cached = storage.parse_ucd({oid: bind(oid, value) for oid, value in figures.items()})
    assert (pool.descr, pool.used_percent, pool.used_bytes) == ("Physical memory", 40, 400 * 1024)
    assert 200 * pool.scale + pool.offset == pool.used_bytes
    assert (buffers.used_percent, cached.used_percent) == (10, 30)
