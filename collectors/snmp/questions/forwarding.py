"""Which MAC address stands behind which port: Q-BRIDGE-MIB (RFC 4363), or BRIDGE-MIB (RFC 4188) where it is all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from collectors.observation import InterfaceSeen, MacSeen
from collectors.snmp.cells import integer, oid_of
from collectors.snmp.rows import Heard, Rows, ask_rows
from collectors.snmp.session import Oid, SnmpSession

BASE_PORT = oid_of(".1.3.6.1.2.1.17.1.4.1.2")
PLAIN_PORT = oid_of(".1.3.6.1.2.1.17.4.3.1.2")
PLAIN_STATUS = oid_of(".1.3.6.1.2.1.17.4.3.1.3")
VLAN_PORT = oid_of(".1.3.6.1.2.1.17.7.1.2.2.1.2")
VLAN_STATUS = oid_of(".1.3.6.1.2.1.17.7.1.2.2.1.3")
VLAN_TABLE_ID = oid_of(".1.3.6.1.2.1.17.7.1.4.2.1.3")  # dot1qVlanFdbId, by time mark and VLAN
TABLES = (BASE_PORT, VLAN_PORT, PLAIN_PORT)

MOST = 20_000
LEAST_PORTS = 4
ETHERNET = {6, 62, 69, 117}  # ifType: Ethernet in its older and newer numbers
INVALID, SELF = 2, 4
MAC_ARCS = 6


async def ask(session: SnmpSession, ports: Sequence[InterfaceSeen]) -> Heard[MacSeen]:
    """Every learnt address. A device that numbers no bridge ports and has few ports bridges nothing worth asking."""
    base = await ask_rows(session, (BASE_PORT,))
    ethernet = sorted(port.if_index for port in ports if port.type in ETHERNET)
    if not len(base) and len(ethernet) < LEAST_PORTS:
        return Heard((), base.complete)
    told = places_of(base)
    # Some number the ports of this table otherwise than in the table that ties them to interfaces.
    places = by_position(sorted(told.values()) or ethernet) | told
    by_vlan = Rows.of(await session.table((VLAN_PORT, VLAN_STATUS), max_rows=MOST))
    if len(by_vlan):
        tables = await ask_rows(session, (VLAN_TABLE_ID,))
        return Heard(parse(by_vlan, places, vlans_of(tables)), by_vlan.complete and base.complete)
    plain = Rows.of(await session.table((PLAIN_PORT, PLAIN_STATUS), max_rows=MOST))
    return Heard(parse(plain, places, {}), plain.complete and base.complete and by_vlan.complete)


def places_of(base: Rows) -> dict[int, int]:
    """Bridge port -> ifIndex, as dot1dBasePortTable says."""
    told = ((index[-1], integer(cells.get(BASE_PORT))) for index, cells in base if index)
    return {port: if_index for port, if_index in told if if_index}


def by_position(ethernet: Sequence[int]) -> dict[int, int]:
    """For switches that leave that table out: port n is ifIndex n, or the nth of ports numbered without gaps."""
    if not ethernet or ethernet[0] == 1:
        return {if_index: if_index for if_index in ethernet}
    run = [if_index for place, if_index in enumerate(ethernet) if if_index == ethernet[0] + place]
    return dict(enumerate(run, start=1))


def vlans_of(tables: Rows) -> dict[int, int]:
    """Filtering database -> its VLAN. One that several VLANs share belongs to none of them."""
    found: dict[int, int | None] = {}
    for index, cells in tables:
        table = integer(cells.get(VLAN_TABLE_ID))
        if table is not None and index:
            found[table] = None if table in found else index[-1]
    return {table: vlan for table, vlan in found.items() if vlan is not None}


def parse(rows: Rows, places: Mapping[int, int], vlans: Mapping[int, int]) -> tuple[MacSeen, ...]:
    """One entry per row that was learnt; the device's own addresses and those without a port are left out."""
    return tuple(_learnt(rows, places, vlans))


def _learnt(rows: Rows, places: Mapping[int, int], vlans: Mapping[int, int]) -> Iterator[MacSeen]:
    for index, cells in rows:
        is_by_vlan = VLAN_PORT in cells
        port = integer(cells.get(VLAN_PORT if is_by_vlan else PLAIN_PORT))
        status = integer(cells.get(VLAN_STATUS if is_by_vlan else PLAIN_STATUS))
        arcs = index[-MAC_ARCS:]
        place = places.get(port or 0)
        if not place or status in {INVALID, SELF} or not _is_station(arcs):
            continue
        vlan = _vlan(index[0], vlans) if is_by_vlan and len(index) == MAC_ARCS + 1 else None
        yield MacSeen(mac=bytes(arcs).hex(":"), local_if_index=place, vlan=vlan)


def _is_station(arcs: Oid) -> bool:
    """Six bytes that one machine can have: no group address, not all zero."""
    return len(arcs) == MAC_ARCS and max(arcs) <= 255 and not arcs[0] & 1 and any(arcs)


def _vlan(table: int, vlans: Mapping[int, int]) -> int | None:
    """Most devices number their filtering databases by VLAN and leave the table that says so out."""
    vlan = vlans.get(table, table)
    return vlan if 1 <= vlan <= 4094 else None
