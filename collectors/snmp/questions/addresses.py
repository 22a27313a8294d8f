"""IP addresses of a device: ipAddressTable (RFC 4293) and the older ipAddrTable (RFC 1213)."""

from __future__ import annotations

from ipaddress import AddressValueError, IPv4Address, IPv6Address, NetmaskValueError, ip_network

from collectors.observation import AddressSeen
from collectors.snmp.cells import integer, oid_of
from collectors.snmp.rows import Cells, Heard, Rows, ask_rows
from collectors.snmp.session import Oid, SnmpSession, VarBind

OLD_IF_INDEX = oid_of(".1.3.6.1.2.1.4.20.1.2")
OLD_NETMASK = oid_of(".1.3.6.1.2.1.4.20.1.3")
IF_INDEX = oid_of(".1.3.6.1.2.1.4.34.1.3")
PREFIX = oid_of(".1.3.6.1.2.1.4.34.1.5")
LENGTHS = {1: 4, 2: 16, 3: 8, 4: 20}  # InetAddressType -> bytes; the zoned kinds carry a zone behind the address


async def ask(session: SnmpSession) -> Heard[AddressSeen]:
    """Both tables: many cheap devices have only the old one, and the old one has no IPv6."""
    old = await ask_rows(session, (OLD_IF_INDEX, OLD_NETMASK))
    new = await ask_rows(session, (IF_INDEX, PREFIX))
    return parse(old, new)


def parse(old: Rows, new: Rows) -> Heard[AddressSeen]:
    """One entry per address; the old table's netmask is the more trustworthy for IPv4."""
    found: dict[str, AddressSeen] = {}
    for index, cells in old:
        seen = _old(index, cells)
        if seen is not None:
            found[seen.address] = seen
    for index, cells in new:
        seen = _new(index, cells)
        if seen is not None:
            found.setdefault(seen.address, seen)
    return Heard(tuple(found.values()), old.complete and new.complete)


def _old(index: Oid, cells: Cells) -> AddressSeen | None:
    if len(index) != 4 or max(index) > 255:
        return None
    return AddressSeen(
        address=str(IPv4Address(bytes(index))),
        prefix_length=_mask_length(cells.get(OLD_NETMASK)),
        if_index=integer(cells.get(OLD_IF_INDEX)),
    )


def _mask_length(cell: VarBind | None) -> int | None:
    if cell is None or not isinstance(cell.value, bytes) or len(cell.value) != 4:
        return None
    try:
        return ip_network(f"0.0.0.0/{IPv4Address(cell.value)}").prefixlen
    except (AddressValueError, NetmaskValueError, ValueError):
        return None


def _new(index: Oid, cells: Cells) -> AddressSeen | None:
    raw = index_address(index)
    if raw is None:
        return None
    address = IPv4Address(raw) if len(raw) == 4 else IPv6Address(raw)
    return AddressSeen(
        address=str(address),
        prefix_length=_pointed_length(cells.get(PREFIX), 8 * len(raw)),
        if_index=integer(cells.get(IF_INDEX)),
    )


def index_address(index: Oid) -> bytes | None:
    """The address in the index: type, length, bytes. Some agents leave the length out."""
    if not index or index[0] not in LENGTHS:
        return None
    length = LENGTHS[index[0]]
    arcs = index[2:] if len(index) == length + 2 and index[1] == length else index[1:]
    if len(arcs) != length or max(arcs) > 255:
        return None
    return bytes(arcs[:16] if length > 16 else arcs[:4] if length == 8 else arcs)


def _pointed_length(cell: VarBind | None, bits: int) -> int | None:
    """ipAddressPrefix points to a row of the prefix table, whose index ends in the length."""
    if cell is None or not isinstance(cell.value, tuple) or len(cell.value) < 12:
        return None
    last = cell.value[-1]
    return last if last <= bits else None
