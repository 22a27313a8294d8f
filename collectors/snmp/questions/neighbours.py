"""Who is at the other end of each port: LLDP-MIB (IEEE 802.1AB) and CISCO-CDP-MIB."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from collectors.observation import InterfaceSeen, NeighbourSeen
from collectors.snmp.cells import integer, mac, oid_of, paragraph, text
from collectors.snmp.rows import Cells, Heard, Rows, ask_rows
from collectors.snmp.session import Oid, SnmpSession, VarBind

REMOTE = oid_of(".1.0.8802.1.1.2.1.4.1.1")
CHASSIS_SUBTYPE: Oid = (*REMOTE, 4)
CHASSIS_ID: Oid = (*REMOTE, 5)
PORT_SUBTYPE: Oid = (*REMOTE, 6)
PORT_ID: Oid = (*REMOTE, 7)
PORT_DESCR: Oid = (*REMOTE, 8)
SYS_NAME: Oid = (*REMOTE, 9)
SYS_DESCR: Oid = (*REMOTE, 10)
LLDP_COLUMNS = (CHASSIS_SUBTYPE, CHASSIS_ID, PORT_SUBTYPE, PORT_ID, PORT_DESCR, SYS_NAME, SYS_DESCR)
REMOTE_2 = oid_of(".1.3.111.2.802.1.1.13.1.4.1.1")  # LLDP-V2-MIB: the same columns one further on
LOCAL_SUBTYPE = oid_of(".1.0.8802.1.1.2.1.3.7.1.2")
LOCAL_ID = oid_of(".1.0.8802.1.1.2.1.3.7.1.3")
LOCAL_DESCR = oid_of(".1.0.8802.1.1.2.1.3.7.1.4")
BRIDGE_PORT_IF_INDEX = oid_of(".1.3.6.1.2.1.17.1.4.1.2")
CHASSIS_IS_MAC, PORT_IS_MAC = 4, 3

CDP = oid_of("9.9.23.1.2.1.1")
CDP_NAME: Oid = (*CDP, 6)
CDP_PORT: Oid = (*CDP, 7)
CDP_PLATFORM: Oid = (*CDP, 8)


async def ask(session: SnmpSession, ports: Sequence[InterfaceSeen]) -> Heard[NeighbourSeen]:
    """Neighbours by both protocols; the tables that tie LLDP's ports to ours are asked only when there are any."""
    remote = await ask_rows(session, LLDP_COLUMNS)
    if not len(remote):
        remote = as_first_version(await ask_rows(session, tuple(map(_second_version, LLDP_COLUMNS))))
    local, bridge = Rows(), Rows()
    if len(remote):
        local = await ask_rows(session, (LOCAL_SUBTYPE, LOCAL_ID, LOCAL_DESCR))
        bridge = await ask_rows(session, (BRIDGE_PORT_IF_INDEX,))
    cdp = await ask_rows(session, (CDP_NAME, CDP_PORT, CDP_PLATFORM))
    found = parse_lldp(remote, local_ports(local, bridge, ports)) + parse_cdp(cdp, ports)
    return Heard(found, remote.complete and local.complete and cdp.complete)


def _second_version(column: Oid) -> Oid:
    return (*REMOTE_2, column[-1] + 1)


def as_first_version(remote: Rows) -> Rows:
    """Rows of LLDP-V2-MIB as those of LLDP-MIB: the index has the number of a destination MAC more, and ifIndex."""
    first = {_second_version(column): column for column in LLDP_COLUMNS}
    found: dict[Oid, Cells] = {
        (*index[:2], index[3]): {first[column]: cell for column, cell in cells.items()}
        for index, cells in remote
        if len(index) == 4
    }
    return Rows(found, remote.complete)


def local_ports(local: Rows, bridge: Rows, ports: Sequence[InterfaceSeen]) -> dict[int, InterfaceSeen]:
    """LLDP's local port number -> port.

    The number is ifIndex on most devices, the bridge port on some. What the port says of itself (its name or MAC)
    decides; a MAC that several ports share decides nothing.
    """
    by_index = {port.if_index: port for port in ports}
    by_word: dict[str, InterfaceSeen] = {}
    for port in ports:
        for word in (port.name, port.descr):
            if word:
                by_word.setdefault(word.lower(), port)
    macs = [port.mac for port in ports]
    by_word.update({port.mac: port for port in ports if port.mac and macs.count(port.mac) == 1})
    found: dict[int, InterfaceSeen] = {}
    for index, cells in local:
        said = _id(cells.get(LOCAL_ID), cells.get(LOCAL_SUBTYPE), PORT_IS_MAC)
        told = by_word.get(said.lower()) or by_word.get(text(cells.get(LOCAL_DESCR)).lower())
        if told is not None:
            found[index[-1]] = told
    for index, cells in bridge:
        bridged = by_index.get(integer(cells.get(BRIDGE_PORT_IF_INDEX)) or 0)
        if bridged is not None:
            found.setdefault(index[-1], bridged)
    return {**by_index, **found}


def parse_lldp(remote: Rows, ports: Mapping[int, InterfaceSeen]) -> tuple[NeighbourSeen, ...]:
    """One neighbour per row of lldpRemTable: index is time mark, local port, running number."""
    return tuple(_lldp(cells, ports.get(index[1])) for index, cells in remote if len(index) == 3)


def _lldp(cells: Cells, port: InterfaceSeen | None) -> NeighbourSeen:
    chassis = _id(cells.get(CHASSIS_ID), cells.get(CHASSIS_SUBTYPE), CHASSIS_IS_MAC)
    is_mac = integer(cells.get(CHASSIS_SUBTYPE)) == CHASSIS_IS_MAC
    port_id = _id(cells.get(PORT_ID), cells.get(PORT_SUBTYPE), PORT_IS_MAC)
    return NeighbourSeen(
        protocol="lldp",
        local_if_index=port.if_index if port else None,
        local_interface=(port.name or port.descr) if port else "",
        remote_name=text(cells.get(SYS_NAME)) or chassis,
        remote_port=port_id or text(cells.get(PORT_DESCR)),
        remote_descr=paragraph(cells.get(SYS_DESCR)),
        remote_mac=chassis if is_mac else "",
    )


def _id(cell: VarBind | None, subtype: VarBind | None, mac_subtype: int) -> str:
    """An id is text or six bytes, as its subtype says."""
    if integer(subtype) == mac_subtype:
        return mac(cell) or text(cell)
    return text(cell)


def parse_cdp(rows: Rows, ports: Sequence[InterfaceSeen]) -> tuple[NeighbourSeen, ...]:
    """One neighbour per row of cdpCacheTable, whose index begins with our ifIndex."""
    by_index = {port.if_index: port for port in ports}
    seen = []
    for index, cells in rows:
        name = text(cells.get(CDP_NAME))
        if len(index) != 2 or not name:
            continue
        port = by_index.get(index[0])
        seen.append(
            NeighbourSeen(
                protocol="cdp",
                local_if_index=index[0] if index[0] < 2**31 else None,
                local_interface=(port.name or port.descr) if port else "",
                remote_name=name,
                remote_port=text(cells.get(CDP_PORT)),
                remote_descr=text(cells.get(CDP_PLATFORM)),
            )
        )
    return tuple(seen)
