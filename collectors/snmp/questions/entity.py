"""The physical parts of a device: ENTITY-MIB (RFC 6933)."""

from __future__ import annotations

from collections.abc import Sequence

from collectors.observation import EntitySeen
from collectors.snmp.cells import integer, oid_of, text
from collectors.snmp.rows import Cells, Heard, Rows, ask_rows
from collectors.snmp.session import Oid, SnmpSession

ENTRY = oid_of(".1.3.6.1.2.1.47.1.1.1.1")
DESCR: Oid = (*ENTRY, 2)
CONTAINED_IN: Oid = (*ENTRY, 4)
CLASS: Oid = (*ENTRY, 5)
NAME: Oid = (*ENTRY, 7)
HARDWARE: Oid = (*ENTRY, 8)
FIRMWARE: Oid = (*ENTRY, 9)
SOFTWARE: Oid = (*ENTRY, 10)
SERIAL: Oid = (*ENTRY, 11)
MODEL: Oid = (*ENTRY, 13)
COLUMNS = (DESCR, CONTAINED_IN, CLASS, NAME, HARDWARE, FIRMWARE, SOFTWARE, SERIAL, MODEL)

# The columns by the names of EntitySeen's fields: where a fact of a part was read.
FIELDS = {"descr": 2, "name": 7, "hardware": 8, "firmware": 9, "software": 10, "serial": 11, "model": 13}

KINDS = {
    1: "other",
    2: "unknown",
    3: "chassis",
    4: "backplane",
    5: "container",
    6: "powerSupply",
    7: "fan",
    8: "sensor",
    9: "module",
    10: "port",
    11: "stack",
    12: "cpu",
    13: "energyObject",
    14: "battery",
    15: "storageDrive",
}

PARTS_OF_A_WHOLE = {"fan", "powerSupply", "sensor", "port", "battery", "storageDrive"}


async def ask(session: SnmpSession) -> Heard[EntitySeen]:
    """Every part, also those without a model: sensors are named after them."""
    return parse(await ask_rows(session, COLUMNS))


def parse(rows: Rows) -> Heard[EntitySeen]:
    """One part per row whose index is a single number, as the MIB says."""
    parts = (_part(index[0], cells) for index, cells in rows if len(index) == 1)
    return Heard(tuple(parts), rows.complete)


def _part(index: int, cells: Cells) -> EntitySeen:
    return EntitySeen(
        index=index,
        kind=KINDS.get(integer(cells.get(CLASS)) or 0, ""),
        name=text(cells.get(NAME)),
        descr=text(cells.get(DESCR)),
        model=text(cells.get(MODEL)),
        serial=text(cells.get(SERIAL)),
        hardware=text(cells.get(HARDWARE)),
        firmware=text(cells.get(FIRMWARE)),
        software=text(cells.get(SOFTWARE)),
        contained_in=integer(cells.get(CONTAINED_IN)),
    )


def identified(parts: Sequence[EntitySeen]) -> tuple[EntitySeen, ...]:
    """The parts worth remembering: those with a model or a serial."""
    return tuple(part for part in parts if part.model or part.serial)


def chassis(parts: Sequence[EntitySeen]) -> EntitySeen | None:
    """The part that stands for the whole device.

    Agents number it 1, 149, 1001, 101001 ..., so it is chosen by class: the first chassis that names a model or
    serial, else the stack (one member's numbers are not the stack's), else the first part that names a model or, from
    agents that leave the class out, a serial, else the chassis for the sake of its description.
    """
    for kind in ("chassis", "stack"):
        for part in parts:
            if part.kind == kind and (part.model or part.serial):
                return part
    whole = [part for part in parts if part.kind not in PARTS_OF_A_WHOLE]
    modelled = next((part for part in whole if part.model), None)
    numbered = next((part for part in whole if part.serial), None)
    return modelled or numbered or next((part for part in whole if part.kind == "chassis"), None)
