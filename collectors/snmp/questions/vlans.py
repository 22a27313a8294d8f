"""VLANs: Q-BRIDGE-MIB (RFC 4363), by their static table and the current one."""

from __future__ import annotations

from collectors.observation import VlanSeen
from collectors.snmp.cells import integer, oid_of, text
from collectors.snmp.rows import Heard, Rows, ask_rows
from collectors.snmp.session import SnmpSession

STATIC_NAME = oid_of(".1.3.6.1.2.1.17.7.1.4.3.1.1")
STATIC_STATUS = oid_of(".1.3.6.1.2.1.17.7.1.4.3.1.5")
IEEE_NAME = oid_of(".1.3.111.2.802.1.1.4.1.4.3.1.3")  # IEEE8021-Q-BRIDGE-MIB, indexed by component and VLAN
PORT_VLAN = oid_of(".1.3.6.1.2.1.17.7.1.4.5.1.1")
CURRENT_STATUS = oid_of(".1.3.6.1.2.1.17.7.1.4.2.1.6")  # indexed by a time mark before the VLAN


async def ask(session: SnmpSession) -> Heard[VlanSeen]:
    """Configured VLANs with their names, and those that are only in use."""
    static = await ask_rows(session, (STATIC_NAME, STATIC_STATUS))
    if not len(static):
        static = await ask_rows(session, (IEEE_NAME,))
    current = await ask_rows(session, (CURRENT_STATUS,))
    ports = await ask_rows(session, (PORT_VLAN,))
    return parse(static, current, ports)


def parse(static: Rows, current: Rows, ports: Rows) -> Heard[VlanSeen]:
    """The VLAN id is the last arc of either index; ids above 4094 are the agent's own bookkeeping."""
    names: dict[int, str] = {}
    for index, cells in static:
        if index:
            names[index[-1]] = text(cells.get(STATIC_NAME)) or text(cells.get(IEEE_NAME))
    for index, _ in current:
        if index:
            names.setdefault(index[-1], "")
    for _, cells in ports:
        names.setdefault(integer(cells.get(PORT_VLAN)) or 0, "")
    seen = tuple(VlanSeen(id=number, name=name) for number, name in sorted(names.items()) if 1 <= number <= 4094)
    return Heard(seen, static.complete and current.complete and ports.complete)
