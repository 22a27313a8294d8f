"""What simulated equipment says of those around it: neighbours, forwarding table, ARP, fed ports, wireless networks."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from collectors.snmp.session import Oid, Tag
from netops.simulation.mib import Value, Wave, fixed, integer, text

BRIDGE: Oid = (1, 3, 6, 1, 2, 1, 17)
ARP: Oid = (1, 3, 6, 1, 2, 1, 4, 22, 1)
POWER_ETHERNET: Oid = (1, 3, 6, 1, 2, 1, 105, 1)
LLDP_LOCAL: Oid = (1, 0, 8802, 1, 1, 2, 1, 3)
LLDP_REMOTE: Oid = (1, 0, 8802, 1, 1, 2, 1, 4, 1, 1)
LLDP_ADDRESS: Oid = (1, 0, 8802, 1, 1, 2, 1, 4, 2, 1)
UNIFI_VAP: Oid = (1, 3, 6, 1, 4, 1, 41112, 1, 6, 1, 2, 1)

VLAN = 1
_LEARNED, _SELF = 3, 4
_DYNAMIC = 3
_MAC_ADDRESS, _INTERFACE_NAME, _IPV4 = 4, 5, 1
_DELIVERING, _SEARCHING = 3, 2
_PORT_WATTS = 6.0


@dataclass(frozen=True)
class Neighbour:
    """Who is on the other end of a port, as LLDP tells it."""

    port: int
    name: str
    remote_port: str
    remote_mac: bytes
    address: str = ""
    descr: str = ""


@dataclass(frozen=True)
class Station:
    """A MAC address behind a port, and its IP address where the device knows one."""

    port: int
    mac: bytes
    address: str = ""


@dataclass(frozen=True)
class Network:
    """A wireless network of an access point."""

    ssid: str
    channel: int
    clients: int


def lldp(mac: bytes, name: str, port_names: Sequence[str], neighbours: Sequence[Neighbour]) -> dict[Oid, Value]:
    """LLDP-MIB: itself, its ports that have a neighbour, and those neighbours with their management address."""
    instances: dict[Oid, Value] = {
        (*LLDP_LOCAL, 1, 0): integer(_MAC_ADDRESS),
        (*LLDP_LOCAL, 2, 0): fixed(Tag.OCTET_STRING, mac),
        (*LLDP_LOCAL, 3, 0): text(name),
    }
    for each in neighbours:
        own = text(port_names[each.port - 1])
        local: Sequence[tuple[int, Value]] = ((2, integer(_INTERFACE_NAME)), (3, own), (4, own))
        remote: Sequence[tuple[int, Value]] = (
            (4, integer(_MAC_ADDRESS)),
            (5, fixed(Tag.OCTET_STRING, each.remote_mac)),
            (6, integer(_INTERFACE_NAME)),
            (7, text(each.remote_port)),
            (8, text(each.remote_port)),
            (9, text(each.name)),
            (10, text(each.descr)),
        )
        instances |= {(*LLDP_LOCAL, 7, 1, column, each.port): value for column, value in local}
        instances |= {(*LLDP_REMOTE, column, 0, each.port, 1): value for column, value in remote}
        if each.address:
            octets = tuple(socket.inet_aton(each.address))
            instances[(*LLDP_ADDRESS, 3, 0, each.port, 1, _IPV4, len(octets), *octets)] = integer(2)
    return instances


def forwarding(mac: bytes, ports: int, first_index: int, stations: Sequence[Station]) -> dict[Oid, Value]:
    """BRIDGE-MIB and Q-BRIDGE-MIB of a switch with one VLAN; its own address stands there as `self`, as in life."""
    instances: dict[Oid, Value] = {
        (*BRIDGE, 1, 1, 0): fixed(Tag.OCTET_STRING, mac),
        (*BRIDGE, 1, 2, 0): integer(ports),
        (*BRIDGE, 7, 1, 4, 3, 1, 1, VLAN): text("default"),
    }
    for port in range(1, ports + 1):
        instances[(*BRIDGE, 1, 4, 1, 1, port)] = integer(port)
        instances[(*BRIDGE, 1, 4, 1, 2, port)] = integer(first_index + port - 1)
    for station, status in (*((each, _LEARNED) for each in stations), (Station(0, mac), _SELF)):
        instances |= dict(_forwarded(station, status))
    return instances


def _forwarded(station: Station, status: int) -> Iterator[tuple[Oid, Value]]:
    row = tuple(station.mac)
    plain: Oid = (*BRIDGE, 4, 3, 1)
    by_vlan: Oid = (*BRIDGE, 7, 1, 2, 2, 1)
    yield (*plain, 1, *row), fixed(Tag.OCTET_STRING, station.mac)
    for table, key in ((plain, row), (by_vlan, (VLAN, *row))):
        yield (*table, 2, *key), integer(station.port)
        yield (*table, 3, *key), integer(status)


def arp(first_index: int, stations: Sequence[Station]) -> dict[Oid, Value]:
    """ipNetToMediaTable of a router."""
    instances: dict[Oid, Value] = {}
    for station in stations:
        octets = socket.inet_aton(station.address)
        index = first_index + station.port - 1
        row = (index, *octets)
        instances[(*ARP, 1, *row)] = integer(index)
        instances[(*ARP, 2, *row)] = fixed(Tag.OCTET_STRING, station.mac)
        instances[(*ARP, 3, *row)] = fixed(Tag.IP_ADDRESS, octets)
        instances[(*ARP, 4, *row)] = integer(_DYNAMIC)
    return instances


def fed_ports(ports: int, feeding: Sequence[int], budget_watts: int) -> dict[Oid, Value]:
    """POWER-ETHERNET-MIB: one group; the ports in `feeding` deliver."""
    instances: dict[Oid, Value] = {}
    for port in range(1, ports + 1):
        row = (1, port)
        is_fed = port in feeding
        instances[(*POWER_ETHERNET, 1, 1, 3, *row)] = integer(1)
        instances[(*POWER_ETHERNET, 1, 1, 6, *row)] = integer(_DELIVERING if is_fed else _SEARCHING)
        instances[(*POWER_ETHERNET, 1, 1, 10, *row)] = integer(4 if is_fed else 1)
    used = len(feeding) * _PORT_WATTS
    instances[(*POWER_ETHERNET, 3, 1, 1, 2, 1)] = fixed(Tag.GAUGE32, budget_watts)
    instances[(*POWER_ETHERNET, 3, 1, 1, 3, 1)] = integer(1)
    instances[(*POWER_ETHERNET, 3, 1, 1, 4, 1)] = Wave(Tag.GAUGE32, used, used / 6, period_s=1200.0)
    return instances


def wireless(networks: Sequence[Network]) -> dict[Oid, Value]:
    """The maker's own table of an access point (UBNT-UniFi-MIB)."""
    instances: dict[Oid, Value] = {}
    for number, network in enumerate(networks, start=1):
        row: Sequence[tuple[int, Value]] = (
            (1, integer(number)),
            (4, integer(network.channel)),
            (6, text(network.ssid)),
            (7, text(f"ath{number - 1}")),
            (8, Wave(Tag.GAUGE32, network.clients, network.clients / 3, period_s=3600.0)),
        )
        instances |= {(*UNIFI_VAP, column, number): value for column, value in row}
    return instances
