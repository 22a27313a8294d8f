"""Which tables each section of an observation was read from: the provenance of what is not a single fact."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from collectors.observation import SourceSeen
from collectors.snmp.cells import oid_text
from collectors.snmp.questions import arp, entity, forwarding, neighbours, poe, vlans, wireless
from collectors.snmp.session import Oid

IF_TABLES: tuple[Oid, ...] = ((1, 3, 6, 1, 2, 1, 2, 2, 1), (1, 3, 6, 1, 2, 1, 31, 1, 1, 1))
ADDRESS_TABLES: tuple[Oid, ...] = ((1, 3, 6, 1, 2, 1, 4, 20, 1), (1, 3, 6, 1, 2, 1, 4, 34, 1))
SUPPLY_TABLE: Oid = (1, 3, 6, 1, 2, 1, 43, 11, 1, 1)
STANDARD: Mapping[str, tuple[str, Iterable[Oid]]] = {
    "interfaces": ("IF-MIB", IF_TABLES),
    "entities": ("ENTITY-MIB", (entity.ENTRY,)),
    "addresses": ("IP-MIB", ADDRESS_TABLES),
    "vlans": ("Q-BRIDGE-MIB", (vlans.STATIC_NAME, vlans.CURRENT_STATUS)),
    "supplies": ("Printer-MIB", (SUPPLY_TABLE,)),
    "poe": ("POWER-ETHERNET-MIB", (poe.PORTS,)),
    "radios": ("IEEE802dot11-MIB", (wireless.STATION,)),
    "neighbours": ("LLDP-MIB, CISCO-CDP-MIB", neighbours.TABLES),
    "forwarding": ("Q-BRIDGE-MIB, BRIDGE-MIB", forwarding.TABLES),
    "arp": ("IP-MIB", arp.TABLES),
}


def section_sources(sections: Mapping[str, tuple[Any, ...]]) -> tuple[SourceSeen, ...]:
    """One source for each section that has rows, with their number. Figures of health name their own instances."""
    return tuple(
        SourceSeen(name=name, source=_source(name, rows), value=str(len(rows)))
        for name, rows in sections.items()
        if rows
    )


def _source(name: str, rows: tuple[Any, ...]) -> str:
    oids = dict.fromkeys(oid for row in rows if (oid := getattr(row, "oid", "")))
    if oids:
        shown = list(oids)[:3]
        return ", ".join(shown) + (f" (+{len(oids) - len(shown)})" if len(oids) > len(shown) else "")
    words, tables = STANDARD.get(name, ("", ()))
    return f"{words} {', '.join(map(oid_text, tables))}".strip() or "computed"
