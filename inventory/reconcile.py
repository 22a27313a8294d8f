"""What changes when a device was asked in full. The rule to know: nothing is retired unless its section is complete.

Pure: takes what is known, what was seen and the moment; returns row changes and the facts they mean. Reconciling the
same observation twice changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

from collectors.observation import DeviceObservation, InterfaceSeen, SurroundingsSeen, SystemSeen
from inventory.core import Core
from inventory.events import (
    DeviceRebooted,
    DeviceReplaced,
    Fact,
    FactsChanged,
    PortAppeared,
    PortRetired,
    PortsRenumbered,
    PortStatusChanged,
)
from inventory.models.device import Device, DeviceAddress, Health, Interface, Neighbour, Part, Radio

Fields = dict[str, Any]
K = TypeVar("K", bound=Hashable)
UPTIME_WRAP = timedelta(seconds=2**32 / 100)
CLOCK_SLACK = timedelta(minutes=2)  # the uptime clocks of cheap devices drift, and an answer takes its time
READ_FACTS = {
    "vendor": "vendor",
    "model": "model",
    "version": "version",
    "serial": "serial",
    "os": "os",
    "kind": "kind",
    "sys_name": "name",
    "sys_descr": "descr",
    "sys_object_id": "object_id",
    "sys_location": "location",
    "engine_id": "engine_id",
    "base_mac": "base_mac",
}
PORT_FIELDS = ("if_index", "descr", "alias", "type", "mtu", "mac", "admin_status", "oper_status", "speed_bps")


@dataclass(frozen=True, slots=True)
class Known:
    """A device and its rows, retired ones included."""

    device: Device
    ports: Sequence[Interface] = ()
    parts: Sequence[Part] = ()
    health: Sequence[Health] = ()
    addresses: Sequence[DeviceAddress] = ()
    neighbours: Sequence[Neighbour] = ()
    radios: Sequence[Radio] = ()


@dataclass(frozen=True, slots=True)
class RowAdded:
    """A new row of `table`; the store adds the device's id."""

    table: type[Core]
    fields: Fields


@dataclass(frozen=True, slots=True)
class RowChanged:
    """These columns of one row differ."""

    table: type[Core]
    row_id: int
    fields: Fields


@dataclass(frozen=True, slots=True)
class RowGone:
    """A row that carries no history is deleted."""

    table: type[Core]
    row_id: int


Change = RowAdded | RowChanged | RowGone


@dataclass(slots=True)
class Reconciled:
    """What to write, and the facts that belong to it."""

    changes: list[Change] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)


def reconcile(known: Known, seen: DeviceObservation, at: datetime) -> Reconciled:
    """Everything that one full observation of a known device changes."""
    found = Reconciled()
    _device(found, known, seen, at)
    _ports(found, known, seen, at)
    _parts(found, known, seen, at)
    _health(found, known, seen, at)
    _addresses(found, known, seen)
    _neighbours(found, known, seen, at)
    _radios(found, known, seen, at)
    return found


def fact_sources(seen: DeviceObservation) -> list[Fields]:
    """Rows of `fact_source`: where everything that this observation told was read. `read_at` moves with each."""
    columns = {source: name for name, source in READ_FACTS.items()}
    return [
        {
            "name": columns.get(each.name, each.name)[:64],
            "value": each.value,
            "source": each.source,
            "read_at": seen.at,
        }
        for each in seen.sources
    ]


def _device(found: Reconciled, known: Known, seen: DeviceObservation, at: datetime) -> None:
    device, about = known.device, _about(known.device)
    read = _read_facts(seen)
    fields: Fields = {name: text for name, text in read.items() if text and text != getattr(device, name)}
    # Another serial in the same place is another box: what the old one was is history, not a correction.
    if "serial" in fields and device.serial:
        found.facts.append(DeviceReplaced(old_serial=device.serial, new_serial=read["serial"], **about))
    moved = {name: (getattr(device, name), text) for name, text in fields.items() if getattr(device, name)}
    moved.pop("serial", None)
    if moved:
        found.facts.append(FactsChanged(changes=moved, **about))
    booted_at = _booted_at(device, seen.system, seen.at)
    if booted_at != device.booted_at:
        fields["booted_at"] = booted_at
        if booted_at is not None and device.booted_at is not None:
            found.facts.append(DeviceRebooted(uptime_s=(seen.at - booted_at).total_seconds(), **about))
    if fields or device.facts_at is None:
        fields["facts_at"] = at
    if fields:
        found.changes.append(RowChanged(Device, _id(device.id), fields))


def _read_facts(seen: DeviceObservation) -> dict[str, str]:
    read = {name: getattr(seen.system, source) for name, source in READ_FACTS.items()}
    macs = [port.mac for port in seen.interfaces if port.mac.strip("0:")]
    # The lowest MAC of all ports stays the same when ports are renumbered or renamed.
    read["chassis_mac"] = min(macs) if macs and "interfaces" in seen.complete else ""
    return read


def _booted_at(device: Device, system: SystemSeen, at: datetime) -> datetime | None:
    if system.uptime_ticks is None:
        return device.booted_at
    booted_at = at - timedelta(seconds=system.uptime_ticks / 100)
    if device.booted_at is None:
        return booted_at
    # sysUpTime begins anew after 497 days without any reboot: a shift of a whole number of wraps is none.
    shift = (booted_at - device.booted_at) % UPTIME_WRAP
    return device.booted_at if min(shift, UPTIME_WRAP - shift) <= CLOCK_SLACK else booted_at


def _ports(found: Reconciled, known: Known, seen: DeviceObservation, at: datetime) -> None:
    about = _about(known.device)
    pairs = match_ports(known.ports, seen.interfaces)
    fed = {each.local_if_index: each for each in seen.poe if each.local_if_index is not None}
    renumbered = 0
    for place, port in enumerate(seen.interfaces):
        row = pairs.get(place)
        fields = _port_fields(port) | {"name": port_name(port), "position": place}
        if "poe" in seen.complete:
            feeding = fed.get(port.if_index)
            fields |= {"poe_status": feeding.status if feeding else "", "poe_mw": feeding.power_mw if feeding else None}
        if row is None:
            found.changes.append(RowAdded(Interface, fields | {"first_seen_at": at, "changed_at": at}))
        elif changed := _different(row, fields | {"retired_at": None}):
            renumbered += "if_index" in changed and row.retired_at is None
            _status_facts(found, row, changed, about)
            found.changes.append(RowChanged(Interface, _id(row.id), changed | {"changed_at": at}))
        # The ports of the first walk did not appear: we did.
        if (row is None or row.retired_at is not None) and known.ports:
            found.facts.append(PortAppeared(port=port_name(port), **about))
    if renumbered:
        found.facts.append(PortsRenumbered(count=renumbered, **about))
    if "interfaces" not in seen.complete:
        return
    matched = {row.id for row in pairs.values()}
    for row in known.ports:
        if row.id not in matched and row.retired_at is None:
            found.changes.append(RowChanged(Interface, _id(row.id), {"retired_at": at}))
            found.facts.append(PortRetired(port=row.name, **about))


def _port_fields(port: InterfaceSeen) -> Fields:
    # A cell that did not come is no change; only a description can be emptied by a person.
    said = {name: getattr(port, name) for name in PORT_FIELDS}
    return {name: value for name, value in said.items() if value not in ("", None) or name == "alias"}


def _status_facts(found: Reconciled, row: Interface, changed: Fields, about: dict[str, int | None]) -> None:
    for name in ("admin_status", "oper_status"):
        was, now = getattr(row, name), changed.get(name)
        if was and now:
            found.facts.append(PortStatusChanged(port=row.name, was=was, now=now, **about))


def match_ports(known: Sequence[Interface], seen: Sequence[InterfaceSeen]) -> dict[int, Interface]:
    """Which known port each seen one (by its place) is: by name, then MAC, then ifIndex.

    Never by ifIndex first: it is renumbered by a reboot or a new card, while names and addresses stay.
    """
    pairs: dict[int, Interface] = {}
    _pair(pairs, known, seen, keys=(lambda row: row.name, port_name))
    _pair(
        pairs, known, seen, keys=(lambda row: (row.name, row.if_index), lambda port: (port_name(port), port.if_index))
    )
    _pair(pairs, known, seen, keys=(lambda row: row.mac.strip("0:"), lambda port: port.mac.strip("0:")))
    _pair(pairs, known, seen, keys=(lambda row: row.if_index, lambda port: port.if_index))
    return pairs


def _pair(
    pairs: dict[int, Interface],
    known: Sequence[Interface],
    seen: Sequence[InterfaceSeen],
    *,
    keys: tuple[Callable[[Interface], K], Callable[[InterfaceSeen], K]],
) -> None:
    """Adds the pairs whose key is unique on both sides among what is still unpaired."""
    known_key, seen_key = keys
    taken = {id(row) for row in pairs.values()}
    rows = _unique((known_key(row), row) for row in known if id(row) not in taken)
    places = _unique((seen_key(port), place) for place, port in enumerate(seen) if place not in pairs)
    pairs.update({place: rows[key] for key, place in places.items() if key and key in rows})


V = TypeVar("V")


def _unique(items: Iterable[tuple[K, V]]) -> dict[K, V]:
    listed = list(items)
    counts = Counter(key for key, _ in listed)
    return {key: value for key, value in listed if counts[key] == 1}


def port_name(port: InterfaceSeen) -> str:
    """What a port is called: ifName, or ifDescr where there is none."""
    return port.name or port.descr


def _parts(found: Reconciled, known: Known, seen: DeviceObservation, at: datetime) -> None:
    wanted = {
        part.index: {
            name: getattr(part, name) for name in ("index", "kind", "name", "descr", "model", "serial", "software")
        }
        for part in seen.entities
    }
    # A slot that holds another serial holds another part; the old row stays as history.
    rows = {row.index: row for row in known.parts if row.retired_at is None}
    for index, fields in wanted.items():
        row = rows.get(index)
        if row is not None and row.serial and fields["serial"] and row.serial != fields["serial"]:
            found.changes.append(RowChanged(Part, _id(row.id), {"retired_at": at}))
            row = None
        if row is None:
            found.changes.append(RowAdded(Part, fields | {"first_seen_at": at}))
        elif changed := _different(row, fields):
            found.changes.append(RowChanged(Part, _id(row.id), changed))
    if "entities" in seen.complete:
        gone = [row for index, row in rows.items() if index not in wanted]
        found.changes += [RowChanged(Part, _id(row.id), {"retired_at": at}) for row in gone]


def _health(found: Reconciled, known: Known, seen: DeviceObservation, at: datetime) -> None:
    wanted = {(h["section"], h["oid"], h["descr"]): h for h in health_rows(seen)}
    rows = {(row.section, row.oid, row.descr): row for row in known.health}
    gone = {key for key in rows if key[0] in seen.complete}
    _sync(found, Health, (rows, wanted, gone), stamp={"at": at})


def health_rows(seen: DeviceObservation) -> list[Fields]:
    """Processors and pools in percent, sensors in their unit, supplies in percent."""
    found: list[Fields] = [
        _health_row("processors", descr=cpu.descr, oid=cpu.oid, value=cpu.usage_percent, unit="%")
        for cpu in seen.processors
    ]
    for section, pools in (("memory", seen.memory), ("storage", seen.storage)):
        for pool in pools:
            row = _health_row(section, descr=pool.descr, oid=pool.oid, value=pool.used_percent, unit="%")
            found.append(row | {"total_bytes": pool.total_bytes})
    for sensor in seen.sensors:
        row = _health_row("sensors", descr=sensor.descr, oid=sensor.oid, value=sensor.value, unit=sensor.unit[:16])
        found.append(row | {"kind": sensor.kind[:64]})
    found += [_health_row("supplies", descr=s.descr, oid="", value=s.percent, unit="%") for s in seen.supplies]
    return found


def _health_row(section: str, *, descr: str, oid: str, value: float, unit: str) -> Fields:
    row: Fields = {"section": section, "descr": descr, "oid": oid, "value": value, "unit": unit}
    return row | {"kind": "", "total_bytes": None}


def _addresses(found: Reconciled, known: Known, seen: DeviceObservation) -> None:
    wanted = {
        a.address: {"address": a.address[:64], "prefix_length": a.prefix_length, "if_index": a.if_index}
        for a in seen.addresses
    }
    rows = {row.address: row for row in known.addresses}
    _sync(found, DeviceAddress, (rows, wanted, set(rows) if "addresses" in seen.complete else set()), stamp={})


def neighbours_of(known: Known, seen: SurroundingsSeen, at: datetime) -> list[Change]:
    """What changes when a device was asked for those around it only."""
    found = Reconciled()
    _neighbours(found, known, seen, at)
    return found.changes


def _neighbours(found: Reconciled, known: Known, seen: DeviceObservation | SurroundingsSeen, at: datetime) -> None:
    wanted = {
        (n.protocol, n.local_interface, n.remote_name, n.remote_port): {
            "protocol": n.protocol[:16],
            "local_interface": n.local_interface,
            "remote_name": n.remote_name,
            "remote_port": n.remote_port,
            "remote_descr": n.remote_descr,
            "remote_mac": n.remote_mac[:17],
            "remote_address": n.remote_address[:64],
        }
        for n in seen.neighbours
    }
    rows = {(row.protocol, row.local_interface, row.remote_name, row.remote_port): row for row in known.neighbours}
    gone = set(rows) if "neighbours" in seen.complete else set()
    _sync(found, Neighbour, (rows, wanted, gone), stamp={"seen_at": at})


def _radios(found: Reconciled, known: Known, seen: DeviceObservation, at: datetime) -> None:
    wanted = {
        (r.name, r.ssid): {"name": r.name, "ssid": r.ssid, "channel": r.channel, "clients": r.clients}
        for r in seen.radios
    }
    rows = {(row.name, row.ssid): row for row in known.radios}
    _sync(found, Radio, (rows, wanted, set(rows) if "radios" in seen.complete else set()), stamp={"at": at})


def _sync(
    found: Reconciled,
    table: type[Core],
    sides: tuple[Mapping[K, Any], Mapping[K, Fields], set[K]],
    *,
    stamp: Fields,
) -> None:
    """Make rows equal to what is wanted; of the rest only those keys may go that are named in the third side."""
    rows, wanted, may_go = sides
    for key, fields in wanted.items():
        row = rows.get(key)
        if row is None:
            found.changes.append(RowAdded(table, fields | stamp))
        elif changed := _different(row, fields):
            found.changes.append(RowChanged(table, _id(row.id), changed | stamp))
    found.changes += [RowGone(table, _id(row.id)) for key, row in rows.items() if key in may_go and key not in wanted]


def _different(row: Core, fields: Fields) -> Fields:
    return {name: value for name, value in fields.items() if getattr(row, name) != value}


def _about(device: Device) -> dict[str, int | None]:
    return {"site_id": device.site_id, "device_id": device.id}


def _id(row_id: int | None) -> int:
    if row_id is None:
        raise ValueError("a known row has an id")
    return row_id
