"""CPU loads by either MIB."""

from __future__ import annotations

from collectors.snmp.questions import processors
from collectors.snmp.rows import Rows
from tests.collectors.snmp.made import bind, rows


def test_each_cpu_is_named_by_its_device_row_and_nonsense_is_dropped() -> None:
    loads = rows({processors.LOAD: {196608: 7, 196609: 65535, 196610: 100}})
    names = rows({processors.DEVICE_DESCR: {196608: "Core A", 1: "eth0"}})
    seen = processors.parse(loads, names).seen
    assert [(cpu.descr, cpu.usage_percent) for cpu in seen] == [("Core A", 7), ("", 100)]
    assert seen[0].oid == "1.3.6.1.2.1.25.3.3.1.2.196608"


def test_what_is_not_idle_is_busy_and_the_raw_instance_gives_the_same() -> None:
    (cpu,) = processors.parse_idle({processors.UCD_IDLE: bind(processors.UCD_IDLE, 88)})
    assert cpu.usage_percent == 12
    assert 88 * cpu.scale + cpu.offset == 12
    assert processors.parse_idle({}) == ()


def test_an_empty_table_that_was_cut_off_is_not_complete() -> None:
    assert not processors.parse(Rows({}, complete=False), Rows()).complete
