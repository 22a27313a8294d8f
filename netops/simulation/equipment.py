"""What simulated equipment says of itself: system, ports, parts, load and neighbours as standard MIBs have them."""

from __future__ import annotations

import socket
from dataclasses import dataclass, replace
from random import Random

from collectors.snmp.session import Oid, Tag
from netops.simulation import surroundings
from netops.simulation.mib import Counter, Mib, Value, Wave, fixed, integer, text
from netops.simulation.surroundings import Neighbour, Network, Station

SYSTEM: Oid = (1, 3, 6, 1, 2, 1, 1)
IF_TABLE: Oid = (1, 3, 6, 1, 2, 1, 2, 2, 1)
IF_X_TABLE: Oid = (1, 3, 6, 1, 2, 1, 31, 1, 1, 1)
ADDRESSES: Oid = (1, 3, 6, 1, 2, 1, 4, 20, 1)
STORAGE: Oid = (1, 3, 6, 1, 2, 1, 25, 2, 3, 1)
HOST_DEVICE: Oid = (1, 3, 6, 1, 2, 1, 25, 3, 2, 1)
PROCESSOR: Oid = (1, 3, 6, 1, 2, 1, 25, 3, 3, 1)
ENTITY: Oid = (1, 3, 6, 1, 2, 1, 47, 1, 1, 1, 1)
ENTITY_SENSOR: Oid = (1, 3, 6, 1, 2, 1, 99, 1, 1, 1)

_ETHERNET = 6
_UP, _DOWN = 1, 2
_KIB = 1024


@dataclass(frozen=True)
class Kind:
    """A kind of equipment. Port speeds in Mbit/s; `port` is the name's pattern, numbered from 1."""

    role: str
    maker: str
    model: str
    descr: str
    version: str
    object_id: Oid
    port: str
    speeds_mbps: tuple[int, ...]
    memory_mib: int = 256
    ssh_platform: str = ""
    earlier: str = ""  # a version that some still run
    poe_watts: int = 0
    poe_ports: range = range(0)
    facts: tuple[tuple[Oid, str], ...] = ()  # the maker's own instances; "{serial}" stands for its serial
    figures: tuple[tuple[Oid, int], ...] = ()

    def not_upgraded(self) -> Kind:
        """The same with its earlier version, where it has one."""
        if not self.earlier:
            return self
        return replace(self, version=self.earlier, descr=self.descr.replace(self.version, self.earlier))


@dataclass(frozen=True)
class Equipment:
    """One piece of equipment: its kind and what is its own. `first_index` moves all ifIndex values."""

    kind: Kind
    name: str
    location: str
    serial: str
    address: str
    seed: int
    mac: bytes
    neighbours: tuple[Neighbour, ...] = ()
    stations: tuple[Station, ...] = ()
    networks: tuple[Network, ...] = ()
    aliases: tuple[str, ...] = ()
    first_index: int = 1
    heat_c: float = 0.0  # more than usual
    faulty_port: int = 0  # whose cable is bad; 0: none

    def port_name(self, number: int) -> str:
        """Name of port `number` (from 1)."""
        return self.kind.port.format(number)


FAULTY_A_SECOND = 8.0


def mib_of(equipment: Equipment, *, counters_from_zero: bool = False) -> Mib:
    """Everything the equipment answers; counters begin at zero after a reboot."""
    random = Random(equipment.seed)  # noqa: S311 - the same district on every run is the point
    instances: dict[Oid, Value] = {}
    instances.update(_system(equipment))
    for number, speed_mbps in enumerate(equipment.kind.speeds_mbps, start=1):
        instances.update(_port(equipment, number, speed_mbps, random, counters_from_zero=counters_from_zero))
    instances.update(_address(equipment))
    instances.update(_parts(equipment, random))
    instances.update(_load(equipment, random))
    instances.update(_around(equipment))
    instances.update({oid: text(said.format(serial=equipment.serial)) for oid, said in equipment.kind.facts})
    instances.update({oid: fixed(Tag.GAUGE32, figure) for oid, figure in equipment.kind.figures})
    return Mib(instances)


def _system(equipment: Equipment) -> dict[Oid, Value]:
    kind = equipment.kind
    return {
        (*SYSTEM, 1, 0): text(kind.descr),
        (*SYSTEM, 2, 0): fixed(Tag.OBJECT_ID, kind.object_id),
        (*SYSTEM, 3, 0): Counter(Tag.TIMETICKS, 0, 100.0),
        (*SYSTEM, 4, 0): text("synthetic data"),
        (*SYSTEM, 5, 0): text(equipment.name),
        (*SYSTEM, 6, 0): text(equipment.location),
        (*SYSTEM, 7, 0): integer(78),
        (*IF_TABLE[:-2], 1, 0): integer(len(kind.speeds_mbps)),
    }


def _port(
    equipment: Equipment, number: int, speed_mbps: int, random: Random, *, counters_from_zero: bool
) -> dict[Oid, Value]:
    index = equipment.first_index + number - 1
    name = equipment.port_name(number)
    is_up = number <= 2 or random.random() < 0.6
    in_bps = speed_mbps * 1e6 * random.uniform(0.005, 0.35) if is_up else 0.0
    out_bps = in_bps * random.uniform(0.1, 0.9)
    start = 0 if counters_from_zero else random.randrange(2**40, 2**41)
    has_errors = is_up and random.random() < 0.04
    mac = equipment.mac[:5] + bytes(((equipment.mac[5] + number) % 256,))
    alias = equipment.aliases[number - 1] if number <= len(equipment.aliases) else ""
    octets_in, octets_out = in_bps / 8, out_bps / 8
    a_second = FAULTY_A_SECOND if number == equipment.faulty_port else 0.7 if has_errors else 0.0
    errors = Counter(Tag.COUNTER32, 0, a_second) if a_second else fixed(Tag.COUNTER32, 0)
    columns: list[tuple[Oid, int, Value]] = [
        (IF_TABLE, 1, integer(index)),
        (IF_TABLE, 2, text(name)),
        (IF_TABLE, 3, integer(_ETHERNET)),
        (IF_TABLE, 4, integer(1500)),
        (IF_TABLE, 5, fixed(Tag.GAUGE32, min(speed_mbps * 1_000_000, 2**32 - 1))),
        (IF_TABLE, 6, fixed(Tag.OCTET_STRING, mac)),
        (IF_TABLE, 7, integer(_UP)),
        (IF_TABLE, 8, integer(_UP if is_up else _DOWN)),
        (IF_TABLE, 10, Counter(Tag.COUNTER32, start % 2**32, octets_in)),
        (IF_TABLE, 13, fixed(Tag.COUNTER32, 0)),
        (IF_TABLE, 14, errors),
        (IF_TABLE, 16, Counter(Tag.COUNTER32, start % 2**32, octets_out)),
        (IF_TABLE, 19, fixed(Tag.COUNTER32, 0)),
        (IF_TABLE, 20, fixed(Tag.COUNTER32, 0)),
        (IF_X_TABLE, 1, text(name)),
        (IF_X_TABLE, 6, Counter(Tag.COUNTER64, start, octets_in)),
        (IF_X_TABLE, 10, Counter(Tag.COUNTER64, start, octets_out)),
        (IF_X_TABLE, 15, fixed(Tag.GAUGE32, speed_mbps)),
        (IF_X_TABLE, 18, text(alias)),
    ]
    return {(*table, column, index): value for table, column, value in columns}


def _address(equipment: Equipment) -> dict[Oid, Value]:
    octets = socket.inet_aton(equipment.address)
    row = tuple(octets)
    return {
        (*ADDRESSES, 1, *row): fixed(Tag.IP_ADDRESS, octets),
        (*ADDRESSES, 2, *row): integer(equipment.first_index),
        (*ADDRESSES, 3, *row): fixed(Tag.IP_ADDRESS, socket.inet_aton("255.255.255.0")),
    }


def _parts(equipment: Equipment, random: Random) -> dict[Oid, Value]:
    kind = equipment.kind
    chassis = (text(kind.model), fixed(Tag.OBJECT_ID, kind.object_id), integer(0), integer(3), integer(-1))
    described = (text(kind.model), text("A1"), text(""), text(kind.version), text(equipment.serial))
    values = dict(zip((2, 3, 4, 5, 6), chassis, strict=True)) | dict(zip((7, 8, 9, 10, 11), described, strict=True))
    values |= {12: text(kind.maker), 13: text(kind.model)}
    instances: dict[Oid, Value] = {(*ENTITY, column, 1): value for column, value in values.items()}
    sensor: dict[int, Value] = {
        2: text("Temperature"),
        3: fixed(Tag.OBJECT_ID, (0, 0)),
        4: integer(1),
        5: integer(8),
        6: integer(1),
        7: text("Temperature"),
    }
    instances |= {(*ENTITY, column, 2): value for column, value in sensor.items()}
    warmth = Wave(
        Tag.INTEGER, random.uniform(38, 58) + equipment.heat_c, 4.0, period_s=1800.0, phase=random.random() * 6
    )
    reading: dict[int, Value] = {1: integer(8), 2: integer(9), 3: integer(0), 4: warmth, 5: integer(1)}
    return instances | {(*ENTITY_SENSOR, column, 2): value for column, value in reading.items()}


def _load(equipment: Equipment, random: Random) -> dict[Oid, Value]:
    """HOST-RESOURCES-MIB: one processor and the main memory."""
    total = equipment.kind.memory_mib * _KIB
    load = Wave(Tag.INTEGER, random.uniform(12, 45), 10.0, phase=random.random() * 6)
    used = Wave(Tag.INTEGER, total * random.uniform(0.35, 0.7), total * 0.05, period_s=900.0)
    return {
        (*HOST_DEVICE, 1, 1): integer(1),
        (*HOST_DEVICE, 2, 1): fixed(Tag.OBJECT_ID, (1, 3, 6, 1, 2, 1, 25, 3, 1, 3)),
        (*HOST_DEVICE, 3, 1): text("CPU"),
        (*PROCESSOR, 1, 1): fixed(Tag.OBJECT_ID, (0, 0)),
        (*PROCESSOR, 2, 1): load,
        (*STORAGE, 1, 1): integer(1),
        (*STORAGE, 2, 1): fixed(Tag.OBJECT_ID, (1, 3, 6, 1, 2, 1, 25, 2, 1, 2)),
        (*STORAGE, 3, 1): text("Main memory"),
        (*STORAGE, 4, 1): integer(_KIB),
        (*STORAGE, 5, 1): integer(total),
        (*STORAGE, 6, 1): used,
    }


def _around(equipment: Equipment) -> dict[Oid, Value]:
    """Who and what is connected, as its role lets it know."""
    kind, ports = equipment.kind, len(equipment.kind.speeds_mbps)
    names = [equipment.port_name(number) for number in range(1, ports + 1)]
    instances = surroundings.lldp(equipment.mac, equipment.name, names, equipment.neighbours)
    if kind.role == "switch" and equipment.stations:
        instances |= surroundings.forwarding(equipment.mac, ports, equipment.first_index, equipment.stations)
    elif equipment.stations:
        instances |= surroundings.arp(equipment.first_index, equipment.stations)
    if kind.poe_watts:
        feeding = [each.port for each in equipment.neighbours if each.port in kind.poe_ports]
        instances |= surroundings.fed_ports(len(kind.poe_ports), feeding, kind.poe_watts)
    return instances | surroundings.wireless(equipment.networks)
