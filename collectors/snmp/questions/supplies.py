"""What a printer has left: Printer-MIB prtMarkerSuppliesTable (RFC 3805)."""

from __future__ import annotations

from collectors.observation import SupplySeen
from collectors.snmp.cells import integer, oid_of, percent, text
from collectors.snmp.rows import Heard, Rows, ask_rows
from collectors.snmp.session import SnmpSession

TRAY_CAPACITY = oid_of(".1.3.6.1.2.1.43.8.2.1.9")
TRAY_LEVEL = oid_of(".1.3.6.1.2.1.43.8.2.1.10")
TRAY_NAME = oid_of(".1.3.6.1.2.1.43.8.2.1.13")
TRAY_DESCR = oid_of(".1.3.6.1.2.1.43.8.2.1.18")
DESCR = oid_of(".1.3.6.1.2.1.43.11.1.1.6")
CAPACITY = oid_of(".1.3.6.1.2.1.43.11.1.1.8")
LEVEL = oid_of(".1.3.6.1.2.1.43.11.1.1.9")
CLASS = oid_of(".1.3.6.1.2.1.43.11.1.1.4")


async def ask(session: SnmpSession) -> Heard[SupplySeen]:
    """Every consumable, and every paper tray, that tells its level."""
    consumables = parse(await ask_rows(session, (CLASS, DESCR, CAPACITY, LEVEL)))
    trays = parse_trays(await ask_rows(session, (TRAY_CAPACITY, TRAY_LEVEL, TRAY_NAME, TRAY_DESCR)))
    return Heard(consumables.seen + trays.seen, consumables.complete and trays.complete)


def parse(rows: Rows) -> Heard[SupplySeen]:
    """Negative levels mean "unknown" or "some": they are no percentage."""
    seen = []
    for _, cells in rows:
        share = _percent(integer(cells.get(LEVEL)), integer(cells.get(CAPACITY)))
        if share is not None:
            seen.append(SupplySeen(descr=text(cells.get(DESCR)), percent=share))
    return Heard(tuple(seen), rows.complete)


def parse_trays(rows: Rows) -> Heard[SupplySeen]:
    """Trays that count their sheets; most cheap ones only tell "some" or "none"."""
    seen = []
    for _, cells in rows:
        share = _percent(integer(cells.get(TRAY_LEVEL)), integer(cells.get(TRAY_CAPACITY)))
        if share is not None:
            descr = text(cells.get(TRAY_NAME)) or text(cells.get(TRAY_DESCR))
            seen.append(SupplySeen(descr=descr, percent=share))
    return Heard(tuple(seen), rows.complete)


def _percent(level: int | None, capacity: int | None) -> float | None:
    if level is None or level < 0 or capacity is None:
        return None
    if capacity > 0:
        return percent(100 * level / capacity)
    return percent(level)  # without a capacity the level is a percentage already
