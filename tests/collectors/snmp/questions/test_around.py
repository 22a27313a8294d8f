"""Forwarding tables, ARP, fed ports and radios, as agents number them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from collectors.observation import InterfaceSeen
from collectors.profile import Radios
from collectors.snmp.cells import oid_of
from collectors.snmp.questions import arp, forwarding, neighbours, poe, profiled, wireless
from collectors.snmp.rows import Rows
from collectors.snmp.session import Oid, SnmpValue, Tag, VarBind, Walk
from tests.fuzz.remembered import Remembered

PORTS = [InterfaceSeen(if_index=index, name=f"port{index}", type=6) for index in range(1, 9)]
FAR = [InterfaceSeen(if_index=49_152 + index, name=f"port{index}", type=6) for index in range(1, 9)]
STATION = "2.18.52.86.120.154"  # 02:12:34:56:78:9a
MAC = "02:12:34:56:78:9a"


def session(rows: dict[str, SnmpValue]) -> Remembered:
    tags = {int: Tag.INTEGER, bytes: Tag.OCTET_STRING}
    return Remembered([VarBind(oid_of(oid), tags[type(value)], value) for oid, value in rows.items()])


def test_addresses_stand_behind_the_interface_of_their_bridge_port() -> None:
    rows: dict[str, SnmpValue] = {".1.3.6.1.2.1.17.1.4.1.2.7": 3}
    rows |= {f".1.3.6.1.2.1.17.4.3.1.2.{STATION}": 7, f".1.3.6.1.2.1.17.4.3.1.3.{STATION}": 3}
    heard = asyncio.run(forwarding.ask(session(rows), PORTS))
    assert [(seen.mac, seen.local_if_index, seen.vlan) for seen in heard.seen] == [(MAC, 3, None)]
    assert heard.complete


@pytest.mark.parametrize(("table", "vlan"), [({}, 20), ({".1.3.6.1.2.1.17.7.1.4.2.1.3.0.40": 20}, 40)])
def test_a_filtering_database_is_a_vlan_unless_its_table_says_another(table: dict[str, SnmpValue], vlan: int) -> None:
    rows: dict[str, SnmpValue] = {".1.3.6.1.2.1.17.1.4.1.2.1": 1, f".1.3.6.1.2.1.17.7.1.2.2.1.2.20.{STATION}": 1}
    heard = asyncio.run(forwarding.ask(session(rows | table), PORTS))
    assert [(seen.mac, seen.vlan) for seen in heard.seen] == [(MAC, vlan)]


@pytest.mark.parametrize(
    ("station", "port", "status"),
    [
        (STATION, 0, 3),  # no port
        (STATION, 1, 4),  # the device itself
        (STATION, 1, 2),  # aged out
        ("1.0.94.0.0.251", 1, 3),  # a group
        ("0.0.0.0.0.0", 1, 3),
        ("2.300.0.0.0.1", 1, 3),
        (STATION, 99, 3),  # a port that is none
    ],
)
def test_what_is_no_station_behind_a_port_is_left_out(station: str, port: int, status: int) -> None:
    rows: dict[str, SnmpValue] = {".1.3.6.1.2.1.17.1.4.1.2.1": 1}
    rows |= {f".1.3.6.1.2.1.17.4.3.1.2.{station}": port, f".1.3.6.1.2.1.17.4.3.1.3.{station}": status}
    assert asyncio.run(forwarding.ask(session(rows), PORTS)).seen == ()


@pytest.mark.parametrize("base", [{}, {f".1.3.6.1.2.1.17.1.4.1.2.{49_152 + n}": 49_152 + n for n in range(1, 9)}])
def test_a_switch_that_numbers_its_ports_twice_means_the_nth(base: dict[str, SnmpValue]) -> None:
    rows: dict[str, SnmpValue] = base | {f".1.3.6.1.2.1.17.7.1.2.2.1.2.1.{STATION}": 5}
    heard = asyncio.run(forwarding.ask(session(rows), FAR))
    assert [seen.local_if_index for seen in heard.seen] == [49_157]


def test_a_table_that_is_cut_off_is_not_complete() -> None:
    base = Rows.of({forwarding.BASE_PORT: Walk([VarBind((*forwarding.BASE_PORT, 1), Tag.INTEGER, 1)])})
    assert forwarding.places_of(base) == {1: 1}

    class CutOff(Remembered):
        async def table(
            self, columns: Sequence[tuple[int, ...]], *, max_rows: int | None = None
        ) -> dict[tuple[int, ...], Walk]:
            walks = await super().table(columns, max_rows=max_rows)
            return {column: Walk(walk.rows, complete=False, why="deadline") for column, walk in walks.items()}

    assert not asyncio.run(forwarding.ask(CutOff([]), PORTS)).complete
    assert not asyncio.run(arp.ask(CutOff([]))).complete


def test_arp_knows_both_tables_and_both_families() -> None:
    mac = bytes.fromhex(MAC.replace(":", ""))
    rows: dict[str, SnmpValue] = {
        ".1.3.6.1.2.1.4.22.1.2.3.10.0.0.7": mac,
        ".1.3.6.1.2.1.4.35.1.4.3.1.4.10.0.0.7": mac,
        ".1.3.6.1.2.1.4.35.1.4.3.2.16.32.1.13.184.0.0.0.0.0.0.0.0.0.0.0.9": mac,
        ".1.3.6.1.2.1.4.35.1.4.3.1.4.10.0.0.8": mac,
        ".1.3.6.1.2.1.4.35.1.6.3.1.4.10.0.0.8": 5,  # the device's own
        ".1.3.6.1.2.1.4.22.1.2.3.10.0.0.255": b"\xff" * 6,
    }
    heard = asyncio.run(arp.ask(session(rows)))
    assert [(seen.address, seen.mac, seen.if_index) for seen in heard.seen] == [
        ("10.0.0.7", MAC, 3),
        ("2001:db8::9", MAC, 3),
    ]


@pytest.mark.parametrize(
    ("numbers", "ports", "meant"),
    [
        ([1, 2, 3], PORTS, {1: 1, 2: 2, 3: 3}),
        ([1, 2, 3], FAR, {1: 49_153, 2: 49_154, 3: 49_155}),
        ([5, 7], FAR, {}),  # not the first ports: nothing tells which
        ([1, 2], [InterfaceSeen(if_index=10, type=53)], {}),
        ([], PORTS, {}),
    ],
)
def test_a_fed_port_is_tied_to_an_interface_only_where_that_is_certain(
    numbers: list[int], ports: list[InterfaceSeen], meant: dict[int, int]
) -> None:
    found = poe.if_indexes([(1, number) for number in numbers], ports)
    assert found == {(1, number): if_index for number, if_index in meant.items()}


def test_fed_ports_say_what_they_do() -> None:
    rows: dict[str, SnmpValue] = {
        ".1.3.6.1.2.1.105.1.1.1.3.1.2": 1,
        ".1.3.6.1.2.1.105.1.1.1.6.1.2": 3,
        ".1.3.6.1.2.1.105.1.1.1.10.1.2": 4,
        ".1.3.6.1.2.1.105.1.1.1.6.1.3": 77,
    }
    power: dict[Oid, VarBind] = {(1, 2): VarBind((1,), Tag.GAUGE32, 6_100)}
    heard = asyncio.run(poe.ask(session(rows), PORTS, power))
    told = [(seen.port, seen.local_if_index, seen.enabled, seen.status, seen.power_class) for seen in heard.seen]
    assert told == [(2, 2, True, "delivering", "3"), (3, 3, None, "", "")]
    assert [seen.power_mw for seen in heard.seen] == [6_100, None]


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        (6, 6),
        (2412, 1),
        (2437, 6),
        (2472, 13),
        (2484, 14),
        (5180, 36),
        (5745, 149),
        (0, None),
        (99999, None),
        (None, None),
    ],
)
def test_a_frequency_is_told_as_its_channel(told: int | None, meant: int | None) -> None:
    assert wireless.channel(told) == meant


def test_radios_by_the_standard_and_by_a_makers_table() -> None:
    rows: dict[str, SnmpValue] = {".1.2.840.10036.1.1.1.9.2": b"school", ".1.2.840.10036.4.5.1.1.2": 11}
    heard = asyncio.run(wireless.ask(session(rows), PORTS))
    assert [(seen.name, seen.ssid, seen.channel) for seen in heard.seen] == [("port2", "school", 11)]
    table = Radios(ssid="9.1", clients="9.2")
    walks = {
        oid_of("9.1"): Walk([VarBind((*oid_of("9.1"), 4), Tag.OCTET_STRING, b"teachers")]),
        oid_of("9.2"): Walk([VarBind((*oid_of("9.2"), 4), Tag.GAUGE32, 12)]),
    }
    seen = wireless.profiled([table], profiled.Told({}, walks))
    assert [(each.name, each.ssid, each.clients) for each in seen] == [("radio 4", "teachers", 12)]


def test_routeros_tells_its_neighbours_by_its_own_table_only_when_nothing_else_does() -> None:
    mac = bytes.fromhex(MAC.replace(":", ""))
    rows: dict[str, SnmpValue] = {
        "14988.1.1.11.1.1.2.5": bytes((10, 0, 0, 9)),
        "14988.1.1.11.1.1.3.5": mac,
        "14988.1.1.11.1.1.6.5": b"core",
        "14988.1.1.11.1.1.8.5": 2,
    }
    heard = asyncio.run(neighbours.ask(session(rows), PORTS, "MikroTik"))
    assert [(n.protocol, n.local_interface, n.remote_name, n.remote_mac, n.remote_address) for n in heard.seen] == [
        ("mndp", "port2", "core", MAC, "10.0.0.9")
    ]
    assert asyncio.run(neighbours.ask(session(rows), PORTS, "Cisco")).seen == ()


def test_a_neighbours_management_address_comes_with_it() -> None:
    row = "0.3.1"
    rows: dict[str, SnmpValue] = {
        f".1.0.8802.1.1.2.1.4.1.1.4.{row}": 4,
        f".1.0.8802.1.1.2.1.4.1.1.5.{row}": bytes.fromhex(MAC.replace(":", "")),
        f".1.0.8802.1.1.2.1.4.1.1.9.{row}": b"switch-2",
        f".1.0.8802.1.1.2.1.4.2.1.3.{row}.1.4.10.0.0.5": 2,
    }
    heard = asyncio.run(neighbours.ask(session(rows), PORTS))
    assert [(n.remote_name, n.remote_mac, n.remote_address) for n in heard.seen] == [("switch-2", MAC, "10.0.0.5")]
