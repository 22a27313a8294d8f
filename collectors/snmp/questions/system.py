"""Who a device says it is: the system group (RFC 3418) and its SNMP engine id (RFC 3411)."""

from __future__ import annotations

from collectors.observation import SystemSeen
from collectors.snmp.cells import count, mac, oid_of, oid_text, paragraph, text
from collectors.snmp.rows import Cells
from collectors.snmp.session import SnmpSession, VarBind

DESCR = oid_of(".1.3.6.1.2.1.1.1.0")
OBJECT_ID = oid_of(".1.3.6.1.2.1.1.2.0")
UPTIME = oid_of(".1.3.6.1.2.1.1.3.0")
CONTACT = oid_of(".1.3.6.1.2.1.1.4.0")
NAME = oid_of(".1.3.6.1.2.1.1.5.0")
LOCATION = oid_of(".1.3.6.1.2.1.1.6.0")
ENGINE_ID = oid_of(".1.3.6.1.6.3.10.2.1.1.0")
# The address by which others know the whole device: of its bridge, or the one that LLDP sends.
BRIDGE_MAC = oid_of(".1.3.6.1.2.1.17.1.1.0")
LLDP_CHASSIS = oid_of(".1.0.8802.1.1.2.1.3.2.0")
INSTANCES = (DESCR, OBJECT_ID, UPTIME, CONTACT, NAME, LOCATION, ENGINE_ID, BRIDGE_MAC, LLDP_CHASSIS)


async def ask(session: SnmpSession) -> SystemSeen:
    """The first question to a device: one request. Errors as `SnmpSession.get`."""
    return parse(await session.get(INSTANCES))


def parse(cells: Cells) -> SystemSeen:
    """What the instances say; vendor, model and the like are told by `collectors.identify`."""
    return SystemSeen(
        descr=paragraph(cells.get(DESCR)),
        object_id=_object_id(cells.get(OBJECT_ID)),
        name=text(cells.get(NAME)),
        location=text(cells.get(LOCATION)),
        contact=text(cells.get(CONTACT)),
        uptime_ticks=count(cells.get(UPTIME)),
        engine_id=_hex(cells.get(ENGINE_ID)),
        base_mac=_base_mac(cells),
    )


def _base_mac(cells: Cells) -> str:
    for cell in (cells.get(LLDP_CHASSIS), cells.get(BRIDGE_MAC)):
        said = mac(cell)
        if len(said) == 17 and said.strip("0:"):
            return said
    return ""


def _object_id(cell: VarBind | None) -> str:
    if cell is None or not isinstance(cell.value, tuple):
        return ""
    return oid_text(cell.value[:32])[:255]


def _hex(cell: VarBind | None) -> str:
    """An engine id is 5 to 32 bytes; anything else is not one."""
    if cell is None or not isinstance(cell.value, bytes) or not 5 <= len(cell.value) <= 32:
        return ""
    return cell.value.hex()
