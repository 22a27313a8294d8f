"""Which MAC address each IP address has: ipNetToPhysicalTable (RFC 4293), or the older ipNetToMediaTable."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address

from collectors.observation import ArpSeen
from collectors.snmp.cells import integer, mac, oid_of
from collectors.snmp.questions.addresses import index_address
from collectors.snmp.rows import Heard, Rows
from collectors.snmp.session import Oid, SnmpSession, VarBind

PHYSICAL_MAC = oid_of(".1.3.6.1.2.1.4.35.1.4")
PHYSICAL_TYPE = oid_of(".1.3.6.1.2.1.4.35.1.6")
MEDIA_MAC = oid_of(".1.3.6.1.2.1.4.22.1.2")
MEDIA_TYPE = oid_of(".1.3.6.1.2.1.4.22.1.4")
TABLES = (PHYSICAL_MAC, MEDIA_MAC)

MOST = 20_000
INVALID, LOCAL = 2, 5  # the same numbers in both tables; the older one has no "local"


async def ask(session: SnmpSession) -> Heard[ArpSeen]:
    """Both tables: many devices have only the older one, and it has no IPv6."""
    physical = Rows.of(await session.table((PHYSICAL_MAC, PHYSICAL_TYPE), max_rows=MOST))
    media = Rows.of(await session.table((MEDIA_MAC, MEDIA_TYPE), max_rows=MOST))
    return parse(physical, media)


def parse(physical: Rows, media: Rows) -> Heard[ArpSeen]:
    """One entry per address and interface."""
    found: dict[tuple[str, int], ArpSeen] = {}
    for index, cells in physical:
        _add(found, index, _physical_address(index), (cells.get(PHYSICAL_MAC), cells.get(PHYSICAL_TYPE)))
    for index, cells in media:
        address = str(IPv4Address(bytes(index[1:]))) if len(index) == 5 and max(index[1:]) <= 255 else ""
        _add(found, index, address, (cells.get(MEDIA_MAC), cells.get(MEDIA_TYPE)))
    return Heard(tuple(found.values()), physical.complete and media.complete)


def _physical_address(index: Oid) -> str:
    raw = index_address(index[1:])
    if raw is None:
        return ""
    return str(IPv4Address(raw) if len(raw) == 4 else IPv6Address(raw))


def _add(
    found: dict[tuple[str, int], ArpSeen],
    index: Oid,
    address: str,
    told: tuple[VarBind | None, VarBind | None],
) -> None:
    hardware, kind = mac(told[0]), integer(told[1])
    if not address or len(hardware) != 17 or not hardware.strip("0:") or kind in {INVALID, LOCAL}:
        return
    if int(hardware[:2], 16) & 1:  # a group, not a machine
        return
    if_index = index[0] if index[0] < 2**31 else None
    found.setdefault((address, index[0]), ArpSeen(address=address, mac=hardware, if_index=if_index))
