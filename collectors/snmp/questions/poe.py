"""Ports that feed their devices: POWER-ETHERNET-MIB (RFC 3621)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from collectors.observation import InterfaceSeen, PoeSeen
from collectors.snmp.cells import count, integer, oid_of
from collectors.snmp.questions.forwarding import ETHERNET
from collectors.snmp.rows import Cells, Heard, Rows, ask_rows
from collectors.snmp.session import Oid, SnmpSession, VarBind

PORTS = oid_of(".1.3.6.1.2.1.105.1.1.1")
ENABLED: Oid = (*PORTS, 3)
STATUS: Oid = (*PORTS, 6)
CLASS: Oid = (*PORTS, 10)

STATUS_WORDS = {1: "disabled", 2: "searching", 3: "delivering", 4: "fault", 5: "test", 6: "other fault"}
YES, NO = 1, 2


async def ask(session: SnmpSession, ports: Sequence[InterfaceSeen], power_mw: Mapping[Oid, VarBind]) -> Heard[PoeSeen]:
    """Every feeding port; `power_mw` is the maker's own column of milliwatts, by (group, port), where it has one."""
    return parse(await ask_rows(session, (ENABLED, STATUS, CLASS)), ports, power_mw)


def parse(rows: Rows, ports: Sequence[InterfaceSeen], power_mw: Mapping[Oid, VarBind]) -> Heard[PoeSeen]:
    """One entry per row, whose index is group and port."""
    places = if_indexes([index for index, _ in rows if len(index) == 2], ports)
    seen = tuple(
        _port(index, cells, places.get(index), power_mw.get(index)) for index, cells in rows if len(index) == 2
    )
    return Heard(seen, rows.complete)


def if_indexes(indexes: Sequence[Oid], ports: Sequence[InterfaceSeen]) -> dict[Oid, int]:
    """(group, port) -> ifIndex, only where nothing else can be meant.

    With one group, port n is ifIndex n where that is an Ethernet port for every n, else the nth Ethernet port where
    the switch numbers its ports without gaps. The standard itself ties them by ENTITY-MIB, which few cheap ones fill.
    """
    numbers = sorted(port for _, port in indexes)
    if len({group for group, _ in indexes}) != 1 or not numbers:
        return {}
    ethernet = sorted(port.if_index for port in ports if port.type in ETHERNET)
    if set(numbers) <= set(ethernet):
        return {index: index[1] for index in indexes}
    if numbers == list(range(1, len(numbers) + 1)) and len(ethernet) >= len(numbers):
        first = ethernet[0]
        if ethernet[: len(numbers)] == list(range(first, first + len(numbers))):
            return {index: first + index[1] - 1 for index in indexes}
    return {}


def _port(index: Oid, cells: Cells, if_index: int | None, power: VarBind | None) -> PoeSeen:
    group, port = index
    power_class = integer(cells.get(CLASS))
    return PoeSeen(
        group=group,
        port=port,
        local_if_index=if_index,
        enabled={YES: True, NO: False}.get(integer(cells.get(ENABLED)) or 0),
        status=STATUS_WORDS.get(integer(cells.get(STATUS)) or 0, ""),
        power_class=str(power_class - 1) if power_class is not None and 1 <= power_class <= 9 else "",
        power_mw=count(power),
    )
