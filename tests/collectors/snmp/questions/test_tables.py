"""Neighbours, addresses, VLANs and supplies from their tables."""

from __future__ import annotations

import pytest

from collectors.observation import AddressSeen, InterfaceSeen, SupplySeen, VlanSeen
from collectors.snmp.questions import addresses, neighbours, supplies, vlans
from collectors.snmp.rows import Rows
from collectors.snmp.session import Tag, VarBind, Walk
from tests.collectors.snmp.made import rows

MAC = b"\x02\x00\x00\x00\x00\x09"
PORTS = (
    InterfaceSeen(if_index=101, name="ge1", mac="02:00:00:00:00:01"),
    InterfaceSeen(if_index=102, name="ge2", mac="02:00:00:00:00:02"),
)


def test_an_lldp_port_number_is_tied_to_a_port_by_what_the_port_says() -> None:
    local = rows(
        {neighbours.LOCAL_SUBTYPE: {1: 5, 2: 3}, neighbours.LOCAL_ID: {1: "GE1", 2: b"\x02\x00\x00\x00\x00\x02"}}
    )
    found = neighbours.local_ports(local, Rows(), PORTS)
    assert {number: found[number].name for number in (1, 2)} == {1: "ge1", 2: "ge2"}


def test_an_lldp_neighbour_without_a_name_is_known_by_its_mac() -> None:
    remote = rows(
        {
            neighbours.CHASSIS_SUBTYPE: {(0, 101, 1): 4, (0, 102, 1): 4},
            neighbours.CHASSIS_ID: {(0, 101, 1): MAC, (0, 102, 1): MAC},
            neighbours.PORT_SUBTYPE: {(0, 101, 1): 5, (0, 102, 1): 3},
            neighbours.PORT_ID: {(0, 101, 1): "sfp1", (0, 102, 1): MAC},
            neighbours.SYS_NAME: {(0, 101, 1): "core"},
        }
    )
    found = neighbours.parse_lldp(remote, neighbours.local_ports(Rows(), Rows(), PORTS))
    assert [(n.local_interface, n.remote_name, n.remote_port) for n in found] == [
        ("ge1", "core", "sfp1"),
        ("ge2", "02:00:00:00:00:09", "02:00:00:00:00:09"),
    ]


def test_the_second_lldp_mib_says_the_same_with_another_index() -> None:
    names = (*neighbours.REMOTE_2, 10)
    remote = neighbours.as_first_version(rows({names: {(17, 101, 1, 3): "core", (17, 101): "broken"}}))
    (found,) = neighbours.parse_lldp(remote, neighbours.local_ports(Rows(), Rows(), PORTS))
    assert (found.local_interface, found.remote_name) == ("ge1", "core")


def test_cdp_rows_begin_with_our_ifindex() -> None:
    table = rows({neighbours.CDP_NAME: {(101, 3): "router", (7, 1): ""}, neighbours.CDP_PORT: {(101, 3): "Gi0/1"}})
    (found,) = neighbours.parse_cdp(table, PORTS)
    assert (found.local_interface, found.remote_name, found.remote_port) == ("ge1", "router", "Gi0/1")


def test_addresses_of_both_tables_once_each() -> None:
    mask = Walk([VarBind((*addresses.OLD_NETMASK, 10, 1, 0, 1), Tag.IP_ADDRESS, bytes((255, 255, 254, 0)))])
    old = Rows.of({addresses.OLD_NETMASK: mask, **_if_index((10, 1, 0, 1), addresses.OLD_IF_INDEX)})
    v6 = (2, 16, 0xFD, *([0] * 14), 1)
    prefix = ".1.3.6.1.2.1.4.32.1.5.2.2.16.0.64"
    new = rows(
        {
            addresses.IF_INDEX: {(1, 4, 10, 1, 0, 1): 2, v6: 3, (9, 9): 1, (1, 4, 10, 1, 0, 999): 1},
            addresses.PREFIX: {v6: prefix},
        }
    )
    assert addresses.parse(old, new).seen == (
        AddressSeen(address="10.1.0.1", prefix_length=23, if_index=2),
        AddressSeen(address="fd00::1", prefix_length=64, if_index=3),
    )


def _if_index(index: tuple[int, ...], column: tuple[int, ...]) -> dict[tuple[int, ...], Walk]:
    return {column: Walk([VarBind(column + index, Tag.INTEGER, 2)])}


def test_a_netmask_with_holes_is_no_prefix() -> None:
    mask = Walk([VarBind((*addresses.OLD_NETMASK, 10, 1, 0, 1), Tag.IP_ADDRESS, bytes((255, 0, 255, 0)))])
    (seen,) = addresses.parse(Rows.of({addresses.OLD_NETMASK: mask}), Rows()).seen
    assert seen.prefix_length is None


def test_vlans_configured_and_in_use() -> None:
    static = rows({vlans.STATIC_NAME: {1: "default", 20: "ครู", 5000: "own use"}})
    current = rows({vlans.CURRENT_STATUS: {(0, 20): 2, (0, 30): 2}})
    ports = rows({vlans.PORT_VLAN: {1: 20, 2: 40, 3: 0}})
    assert vlans.parse(static, current, ports).seen == (
        VlanSeen(id=1, name="default"),
        VlanSeen(id=20, name="ครู"),
        VlanSeen(id=30),
        VlanSeen(id=40),
    )


@pytest.mark.parametrize(
    ("capacity", "level", "share"), [(200, 50, 25), (100, -3, None), (-2, 70, 70), (0, 150, None), (50, 0, 0)]
)
def test_a_supply_that_does_not_tell_its_level_is_left_out(capacity: int, level: int, share: float | None) -> None:
    table = rows(
        {supplies.DESCR: {(1, 1): "Black"}, supplies.CAPACITY: {(1, 1): capacity}, supplies.LEVEL: {(1, 1): level}}
    )
    expected = () if share is None else (SupplySeen(descr="Black", percent=share),)
    assert supplies.parse(table).seen == expected
