"""How busy the CPUs are: HOST-RESOURCES-MIB (RFC 2790), else UCD-SNMP-MIB."""

from __future__ import annotations

from collectors.observation import ProcessorSeen
from collectors.snmp.cells import integer, oid_of, oid_text, percent, text
from collectors.snmp.rows import Cells, Heard, Rows, ask_rows
from collectors.snmp.session import SnmpSession

LOAD = oid_of(".1.3.6.1.2.1.25.3.3.1.2")
DEVICE_DESCR = oid_of(".1.3.6.1.2.1.25.3.2.1.3")
UCD_IDLE = oid_of("2021.11.11.0")


async def ask(session: SnmpSession) -> Heard[ProcessorSeen]:
    """hrProcessorLoad of every CPU; where there is none, what UCD's idle share leaves over."""
    loads = await ask_rows(session, (LOAD,))
    if not len(loads):
        return Heard(parse_idle(await session.get((UCD_IDLE,))), loads.complete)
    return parse(loads, await ask_rows(session, (DEVICE_DESCR,)))


def parse(loads: Rows, descrs: Rows) -> Heard[ProcessorSeen]:
    """One CPU per row of hrProcessorTable, named by the same row of hrDeviceTable."""
    seen = []
    for index, cells in loads:
        usage = percent(integer(cells.get(LOAD)))
        if usage is not None:
            descr = text(descrs.by_index.get(index, {}).get(DEVICE_DESCR))
            seen.append(ProcessorSeen(descr=descr, usage_percent=usage, oid=oid_text(LOAD + index)))
    return Heard(tuple(seen), loads.complete)


def parse_idle(cells: Cells) -> tuple[ProcessorSeen, ...]:
    """ssCpuIdle is the share of the last minute in which nothing ran."""
    idle = percent(integer(cells.get(UCD_IDLE)))
    if idle is None:
        return ()
    return (ProcessorSeen(usage_percent=100 - idle, oid=oid_text(UCD_IDLE), scale=-1, offset=100),)
