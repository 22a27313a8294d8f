"""What a printer has left: Printer-MIB prtMarkerSuppliesTable (RFC 3805)."""

from __future__ import annotations

from collectors.observation import SupplySeen
from collectors.snmp.cells import integer, oid_of, percent, text
from collectors.snmp.rows import Cells, Heard, Rows, ask_rows
from collectors.snmp.session import SnmpSession

DESCR = oid_of(".1.3.6.1.2.1.43.11.1.1.6")
CAPACITY = oid_of(".1.3.6.1.2.1.43.11.1.1.8")
LEVEL = oid_of(".1.3.6.1.2.1.43.11.1.1.9")
CLASS = oid_of(".1.3.6.1.2.1.43.11.1.1.4")
FILLED = 4  # receptacleThatIsFilled: a waste box, whose level is how full it is


async def ask(session: SnmpSession) -> Heard[SupplySeen]:
    """Every consumable that tells its level."""
    return parse(await ask_rows(session, (CLASS, DESCR, CAPACITY, LEVEL)))


def parse(rows: Rows) -> Heard[SupplySeen]:
    """Negative levels mean "unknown" or "some": they are no percentage."""
    seen = []
    for _, cells in rows:
        share = _percent(cells)
        if share is not None:
            seen.append(SupplySeen(descr=text(cells.get(DESCR)), percent=share))
    return Heard(tuple(seen), rows.complete)


def _percent(cells: Cells) -> float | None:
    level, capacity = integer(cells.get(LEVEL)), integer(cells.get(CAPACITY))
    if level is None or level < 0 or capacity is None:
        return None
    if capacity > 0:
        return percent(100 * level / capacity)
    return percent(level)  # without a capacity the level is a percentage already
