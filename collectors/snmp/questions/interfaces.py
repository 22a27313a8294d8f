"""The ports of a device: ifTable and ifXTable (RFC 2863)."""

from __future__ import annotations

from collectors.observation import InterfaceSeen
from collectors.snmp.cells import count, integer, mac, oid_of, text
from collectors.snmp.rows import Cells, Heard, Rows, ask_rows
from collectors.snmp.session import Oid, SnmpSession

DESCR = oid_of(".1.3.6.1.2.1.2.2.1.2")
TYPE = oid_of(".1.3.6.1.2.1.2.2.1.3")
MTU = oid_of(".1.3.6.1.2.1.2.2.1.4")
SPEED = oid_of(".1.3.6.1.2.1.2.2.1.5")
PHYS_ADDRESS = oid_of(".1.3.6.1.2.1.2.2.1.6")
ADMIN_STATUS = oid_of(".1.3.6.1.2.1.2.2.1.7")
OPER_STATUS = oid_of(".1.3.6.1.2.1.2.2.1.8")
NAME = oid_of(".1.3.6.1.2.1.31.1.1.1.1")
HC_IN_OCTETS = oid_of(".1.3.6.1.2.1.31.1.1.1.6")
HIGH_SPEED = oid_of(".1.3.6.1.2.1.31.1.1.1.15")
ALIAS = oid_of(".1.3.6.1.2.1.31.1.1.1.18")
PLAIN = (DESCR, TYPE, MTU, SPEED, PHYS_ADDRESS, ADMIN_STATUS, OPER_STATUS)
EXTENDED = (NAME, HC_IN_OCTETS, HIGH_SPEED, ALIAS)

STATUS_WORDS = {
    1: "up",
    2: "down",
    3: "testing",
    4: "unknown",
    5: "dormant",
    6: "notPresent",
    7: "lowerLayerDown",
}
FASTEST_BPS = 10**13  # no port is faster; a device that says so sends a negative number, or noise
GAUGE32_MAX = 2**32 - 1  # ifSpeed stands at this when the true speed does not fit: then look at ifHighSpeed


async def ask(session: SnmpSession) -> Heard[InterfaceSeen]:
    """Every port. Complete only when both tables ended as they should."""
    plain = await ask_rows(session, PLAIN)
    extended = await ask_rows(session, EXTENDED)
    return parse(plain, extended)


def parse(plain: Rows, extended: Rows) -> Heard[InterfaceSeen]:
    """Rows of both tables joined by ifIndex; a cell that makes no sense is left out, its row stays."""
    indexes = sorted({*plain.by_index, *extended.by_index})
    ports = (
        _port(index[0], {**plain.by_index.get(index, {}), **extended.by_index.get(index, {})})
        for index in indexes
        if len(index) == 1 and index[0] < 2**31
    )
    return Heard(tuple(ports), plain.complete and extended.complete)


def _port(if_index: int, cells: Cells) -> InterfaceSeen:
    return InterfaceSeen(
        if_index=if_index,
        name=text(cells.get(NAME)),
        descr=text(cells.get(DESCR)),
        alias=text(cells.get(ALIAS)),
        type=integer(cells.get(TYPE)),
        mtu=integer(cells.get(MTU)),
        mac=mac(cells.get(PHYS_ADDRESS)),
        admin_status=_status(cells, ADMIN_STATUS),
        oper_status=_status(cells, OPER_STATUS),
        speed_bps=speed_bps(count(cells.get(SPEED)), count(cells.get(HIGH_SPEED))),
        counters_64bit=integer(cells.get(HC_IN_OCTETS)) is not None,
    )


def _status(cells: Cells, column: Oid) -> str:
    value = integer(cells.get(column))
    return STATUS_WORDS.get(value, "") if value is not None else ""


def speed_bps(if_speed: int | None, if_high_speed_mbps: int | None) -> int | None:
    """ifHighSpeed where ifSpeed is absent, 0 or at its ceiling; otherwise ifSpeed, which is the finer of the two."""
    if if_high_speed_mbps is None or if_high_speed_mbps * 1_000_000 > FASTEST_BPS:
        return if_speed
    return if_high_speed_mbps * 1_000_000 if if_speed in (None, 0, GAUGE32_MAX) else if_speed
