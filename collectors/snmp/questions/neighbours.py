"""Who is at the other end of each port: LLDP-MIB (IEEE 802.1AB), CISCO-CDP-MIB, and two makers' own protocols."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from ipaddress import IPv4Address, IPv6Address
from types import MappingProxyType

from collectors.observation import InterfaceSeen, NeighbourSeen
from collectors.snmp.cells import integer, mac, oid_of, paragraph, text
from collectors.snmp.questions.addresses import index_address
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
ADDRESS_IF = oid_of(".1.0.8802.1.1.2.1.4.2.1.3")  # lldpRemManAddrIfSubtype; the address itself is in the index
LLDP_COLUMNS = (CHASSIS_SUBTYPE, CHASSIS_ID, PORT_SUBTYPE, PORT_ID, PORT_DESCR, SYS_NAME, SYS_DESCR)
REMOTE_2 = oid_of(".1.3.111.2.802.1.1.13.1.4.1.1")  # LLDP-V2-MIB: the same columns one further on
LOCAL_SUBTYPE = oid_of(".1.0.8802.1.1.2.1.3.7.1.2")
LOCAL_ID = oid_of(".1.0.8802.1.1.2.1.3.7.1.3")
LOCAL_DESCR = oid_of(".1.0.8802.1.1.2.1.3.7.1.4")
BRIDGE_PORT_IF_INDEX = oid_of(".1.3.6.1.2.1.17.1.4.1.2")
CHASSIS_IS_MAC, PORT_IS_MAC = 4, 3

CDP = oid_of("9.9.23.1.2.1.1")
CDP_ADDRESS_TYPE: Oid = (*CDP, 3)
CDP_ADDRESS: Oid = (*CDP, 4)
CDP_NAME: Oid = (*CDP, 6)
CDP_PORT: Oid = (*CDP, 7)
CDP_PLATFORM: Oid = (*CDP, 8)
CDP_COLUMNS = (CDP_ADDRESS_TYPE, CDP_ADDRESS, CDP_NAME, CDP_PORT, CDP_PLATFORM)
CDP_IS_IP = 1
# Foundry's discovery protocol, and what RouterOS hears by its own, LLDP and CDP together.
FDP = oid_of("1991.1.1.3.20.1.2.1.1")
FDP_NAME: Oid = (*FDP, 3)
FDP_PORT: Oid = (*FDP, 7)
FDP_PLATFORM: Oid = (*FDP, 8)
MIKROTIK = oid_of("14988.1.1.11.1.1")
MIKROTIK_ADDRESS: Oid = (*MIKROTIK, 2)
MIKROTIK_MAC: Oid = (*MIKROTIK, 3)
MIKROTIK_PLATFORM: Oid = (*MIKROTIK, 5)
MIKROTIK_NAME: Oid = (*MIKROTIK, 6)
MIKROTIK_IF_INDEX: Oid = (*MIKROTIK, 8)
MIKROTIK_COLUMNS = (MIKROTIK_ADDRESS, MIKROTIK_MAC, MIKROTIK_PLATFORM, MIKROTIK_NAME, MIKROTIK_IF_INDEX)
TABLES = (SYS_NAME, CDP_NAME)


async def ask(session: SnmpSession, ports: Sequence[InterfaceSeen], vendor: str = "") -> Heard[NeighbourSeen]:
    """Neighbours by both protocols, or by the maker's own where neither gave any.

    The tables that tie LLDP's ports to ours are asked only when there are neighbours.
    """
    remote = await ask_rows(session, LLDP_COLUMNS)
    if not len(remote):
        remote = as_first_version(await ask_rows(session, tuple(map(_second_version, LLDP_COLUMNS))))
    local, bridge, addresses = Rows(), Rows(), Rows()
    if len(remote):
        addresses = await ask_rows(session, (ADDRESS_IF,))
        local = await ask_rows(session, (LOCAL_SUBTYPE, LOCAL_ID, LOCAL_DESCR))
        bridge = await ask_rows(session, (BRIDGE_PORT_IF_INDEX,))
    cdp = await ask_rows(session, CDP_COLUMNS)
    found = parse_lldp(remote, local_ports(local, bridge, ports), lldp_addresses(addresses)) + parse_cdp(cdp, ports)
    complete = remote.complete and local.complete and cdp.complete
    for branch, columns, parse in OWN_PROTOCOLS:
        if not found and vendor == branch:
            own = await ask_rows(session, columns)
            found, complete = parse(own, ports), complete and own.complete
    return Heard(found, complete)


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


def lldp_addresses(rows: Rows) -> dict[Oid, str]:
    """Management address by the index of lldpRemTable: IPv4 first, since people know devices by it."""
    found: dict[Oid, str] = {}
    for index, _ in rows:
        address = index_address(index[3:])
        if address is not None and len(address) == 4:
            found[index[:3]] = str(IPv4Address(address))
        elif address is not None:
            found.setdefault(index[:3], str(IPv6Address(address)))
    return found


def parse_lldp(
    remote: Rows, ports: Mapping[int, InterfaceSeen], addresses: Mapping[Oid, str] = MappingProxyType({})
) -> tuple[NeighbourSeen, ...]:
    """One neighbour per row of lldpRemTable: index is time mark, local port, running number."""
    return tuple(
        _lldp(cells, ports.get(index[1]), addresses.get(index, "")) for index, cells in remote if len(index) == 3
    )


def _lldp(cells: Cells, port: InterfaceSeen | None, address: str) -> NeighbourSeen:
    chassis = _id(cells.get(CHASSIS_ID), cells.get(CHASSIS_SUBTYPE), CHASSIS_IS_MAC)
    is_mac = integer(cells.get(CHASSIS_SUBTYPE)) == CHASSIS_IS_MAC
    port_is_mac = integer(cells.get(PORT_SUBTYPE)) == PORT_IS_MAC
    port_id = _id(cells.get(PORT_ID), cells.get(PORT_SUBTYPE), PORT_IS_MAC)
    return NeighbourSeen(
        protocol="lldp",
        local_if_index=port.if_index if port else None,
        local_interface=(port.name or port.descr) if port else "",
        remote_name=text(cells.get(SYS_NAME)) or chassis,
        remote_port=port_id or text(cells.get(PORT_DESCR)),
        remote_descr=paragraph(cells.get(SYS_DESCR)),
        remote_mac=chassis if is_mac else mac(cells.get(PORT_ID)) if port_is_mac else "",
        remote_address=address,
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
                remote_address=_cdp_address(cells),
            )
        )
    return tuple(seen)


def _cdp_address(cells: Cells) -> str:
    is_ip = integer(cells.get(CDP_ADDRESS_TYPE)) == CDP_IS_IP
    return _ipv4(cells.get(CDP_ADDRESS)) if is_ip else ""


def _ipv4(cell: VarBind | None) -> str:
    """Four bytes as an address."""
    value = cell.value if cell is not None else None
    return str(IPv4Address(value)) if isinstance(value, bytes) and len(value) == 4 else ""


def parse_fdp(rows: Rows, ports: Sequence[InterfaceSeen]) -> tuple[NeighbourSeen, ...]:
    """One neighbour per row of snFdpCacheTable, whose index begins with our ifIndex."""
    names = {port.if_index: port.name or port.descr for port in ports}
    return tuple(
        NeighbourSeen(
            protocol="fdp",
            local_if_index=index[0],
            local_interface=names.get(index[0], ""),
            remote_name=text(cells.get(FDP_NAME)),
            remote_port=text(cells.get(FDP_PORT)),
            remote_descr=text(cells.get(FDP_PLATFORM)),
        )
        for index, cells in rows
        if len(index) == 2 and index[0] < 2**31 and text(cells.get(FDP_NAME))
    )


def parse_mikrotik(rows: Rows, ports: Sequence[InterfaceSeen]) -> tuple[NeighbourSeen, ...]:
    """One neighbour per row of mtxrNeighborTable."""
    names = {port.if_index: port.name or port.descr for port in ports}
    seen = []
    for _, cells in rows:
        if_index, hardware = integer(cells.get(MIKROTIK_IF_INDEX)), mac(cells.get(MIKROTIK_MAC))
        name = text(cells.get(MIKROTIK_NAME)) or hardware
        if name:
            seen.append(
                NeighbourSeen(
                    protocol="mndp",
                    local_if_index=if_index if if_index is not None and 0 <= if_index < 2**31 else None,
                    local_interface=names.get(if_index or 0, ""),
                    remote_name=name,
                    remote_descr=text(cells.get(MIKROTIK_PLATFORM)),
                    remote_mac=hardware if len(hardware) == 17 else "",
                    remote_address=_ipv4(cells.get(MIKROTIK_ADDRESS)),
                )
            )
    return tuple(seen)


OWN_PROTOCOLS: Sequence[tuple[str, Sequence[Oid], Callable[[Rows, Sequence[InterfaceSeen]], tuple[NeighbourSeen, ...]]]]
OWN_PROTOCOLS = (
    ("MikroTik", MIKROTIK_COLUMNS, parse_mikrotik),
    ("Brocade", (FDP_NAME, FDP_PORT, FDP_PLATFORM), parse_fdp),
)
