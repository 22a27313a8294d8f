"""Connections and parents from what devices say: tables of small schools, and properties on random ones."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory.models.topology import Basis
from inventory.topology import Edge, Heard, Learnt, Member, Names, Resolved, edges, parents, plain_name

ROUTER, SWITCH, SECOND, AP, UPS = 1, 2, 3, 4, 5


def mac(number: int) -> str:
    return f"02:00:00:00:00:{number:02x}"


def member(number: int, role: str = "", **more: object) -> Member:
    fields: dict[str, object] = {
        "name": f"device-{number}",
        "role": role,
        "macs": {mac(number): ""},
        "ports": frozenset({"1", "2", "3"}),
    }
    return Member(id=number, **(fields | more))  # type: ignore[arg-type]


SCHOOL = [
    member(ROUTER, "router", ends_link=True),
    member(SWITCH, "switch"),
    member(SECOND, "switch"),
    member(AP, "ap"),
]


def lldp(device_id: int, port: str, other: int, remote_port: str) -> Heard:
    return Heard(device_id, port, "lldp", name=f"device-{other}", remote_port=remote_port, mac=mac(other))


def learnt(device_id: int, table: dict[str, tuple[int, ...]]) -> list[Learnt]:
    return [Learnt(device_id, port, mac(other)) for port, others in table.items() for other in others]


def test_both_ends_of_a_cable_are_one_connection() -> None:
    heard = [lldp(ROUTER, "2", SWITCH, "1"), lldp(SWITCH, "1", ROUTER, "2")]
    assert edges(SCHOOL, heard, []) == [Edge(ROUTER, SWITCH, "2", "1", Basis.LLDP)]


def test_one_end_is_enough_and_two_cables_are_two() -> None:
    assert edges(SCHOOL, [lldp(SWITCH, "3", AP, "1")], []) == [Edge(SWITCH, AP, "3", "1", Basis.LLDP)]
    heard = [lldp(SWITCH, "2", SECOND, "1"), lldp(SWITCH, "3", SECOND, "2"), lldp(SECOND, "1", SWITCH, "2")]
    assert edges(SCHOOL, heard, []) == [
        Edge(SWITCH, SECOND, "2", "1", Basis.LLDP),
        Edge(SWITCH, SECOND, "3", "2", Basis.LLDP),
    ]


def test_two_protocols_on_one_cable_are_one_connection_by_the_surer() -> None:
    cdp = Heard(SWITCH, "1", "cdp", name="DEVICE-1.school.example", remote_port="2")
    assert edges(SCHOOL, [cdp, lldp(SWITCH, "1", ROUTER, "2")], []) == [Edge(ROUTER, SWITCH, "2", "1", Basis.LLDP)]


@pytest.mark.parametrize(
    "heard",
    [
        Heard(SWITCH, "1", "lldp", mac=mac(ROUTER)),
        Heard(SWITCH, "1", "lldp", address="10.0.0.1"),
        Heard(SWITCH, "1", "cdp", name="GW.school.ac.th(FOC123)"),
        Heard(SWITCH, "1", "lldp", name="Device-1"),
    ],
)
def test_a_neighbour_is_known_by_mac_address_or_name(heard: Heard) -> None:
    router = member(ROUTER, "router", sys_name="gw", addresses=frozenset({"10.0.0.1"}))
    assert Names([router, *SCHOOL[1:]]).find(heard) == ROUTER


def test_a_name_that_two_devices_share_names_nobody() -> None:
    twins = [member(1, sys_name="switch"), member(2, sys_name="switch"), member(3)]
    assert Names(twins).find(Heard(3, "1", "lldp", name="switch")) is None


def test_a_port_told_by_its_mac_gets_its_name() -> None:
    switch = member(SWITCH, "switch", macs={mac(SWITCH): "", "02:00:00:00:02:01": "1"})
    heard = [Heard(ROUTER, "2", "lldp", mac=mac(SWITCH), remote_port="02:00:00:00:02:01")]
    assert edges([SCHOOL[0], switch], heard, []) == [Edge(ROUTER, SWITCH, "2", "1", Basis.LLDP)]


def test_forwarding_tables_alone_draw_the_school() -> None:
    """router - switch - second switch - access point, nobody speaks LLDP."""
    tables = learnt(SWITCH, {"1": (ROUTER,), "2": (SECOND, AP)}) + learnt(SECOND, {"1": (SWITCH, ROUTER), "3": (AP,)})
    assert edges(SCHOOL, [], tables) == [
        Edge(ROUTER, SWITCH, "", "1", Basis.FORWARDING),
        Edge(SWITCH, SECOND, "2", "1", Basis.FORWARDING),
        Edge(SECOND, AP, "3", "", Basis.FORWARDING),
    ]


def test_switches_with_a_third_between_are_not_connected() -> None:
    middle = member(6, "switch")
    tables = learnt(SWITCH, {"2": (6, SECOND)}) + learnt(6, {"1": (SWITCH,), "2": (SECOND,)})
    tables += learnt(SECOND, {"1": (6, SWITCH)})
    pairs = [(edge.device_id, edge.other_id) for edge in edges([*SCHOOL, middle], [], tables)]
    assert pairs == [(SWITCH, 6), (SECOND, 6)]


def test_what_only_a_router_reaches_hangs_on_it() -> None:
    found = edges(SCHOOL, [], [], [Resolved(ROUTER, "2", "10.0.0.4", mac(AP))])
    assert found == [Edge(ROUTER, AP, "2", "", Basis.ARP)]
    both = [Resolved(ROUTER, "2", "10.0.0.4", mac(AP)), Resolved(SECOND, "1", "10.0.0.4", mac(AP))]
    assert edges(SCHOOL, [], [], both) == []  # two reach it: nobody knows on which it hangs


def test_parents_lead_to_the_device_that_faces_the_provider() -> None:
    drawn = [Edge(ROUTER, SWITCH), Edge(SWITCH, SECOND), Edge(SECOND, AP), Edge(SWITCH, AP, basis=Basis.ARP)]
    assert parents(SCHOOL, drawn) == {ROUTER: None, SWITCH: ROUTER, SECOND: SWITCH, AP: SWITCH}


def test_a_school_without_a_router_has_no_derived_parents() -> None:
    assert parents([member(SWITCH, "switch"), member(AP, "ap")], [Edge(SWITCH, AP)]) == {}


def test_what_a_person_set_is_kept_and_no_ring_closes_around_it() -> None:
    school = [
        member(ROUTER, "router", ends_link=True),
        member(SWITCH, "switch", parent_id=SECOND, parent_by_hand=True),
        member(SECOND, "switch"),
    ]
    found = parents(school, [Edge(ROUTER, SWITCH), Edge(SWITCH, SECOND)])
    assert SWITCH not in found
    assert found.get(SECOND) != SWITCH  # the switch stands behind the second one by hand


@pytest.mark.parametrize(
    ("said", "plain"),
    [("SW1.school.ac.th", "sw1"), ("core(FOC1)", "core"), ("10.0.0.1", "10.0.0.1"), (" A ", "a"), ("", "")],
)
def test_plain_names(said: str, plain: str) -> None:
    assert plain_name(said) == plain


@st.composite
def schools(draw: st.DrawFn) -> tuple[list[Member], list[Edge]]:
    count = draw(st.integers(1, 12))
    members = [
        member(
            number,
            draw(st.sampled_from(["router", "switch", "ap", ""])),
            ends_link=draw(st.booleans()),
            # Parents that stand now are a forest: forms refuse rings, and so does every drawing before this one.
            parent_id=draw(st.one_of(st.none(), st.integers(1, number - 1))) if number > 1 else None,
            parent_by_hand=draw(st.booleans()),
        )
        for number in range(1, count + 1)
    ]
    ids = st.integers(1, count)
    pairs = draw(st.lists(st.tuples(ids, ids, st.sampled_from(list(Basis))), max_size=20))
    return members, [Edge(min(a, b), max(a, b), basis=basis) for a, b, basis in pairs if a != b]


@given(schools(), st.randoms())
def test_parents_are_a_forest_whatever_is_drawn_and_in_whatever_order(
    school: tuple[list[Member], list[Edge]], rng: random.Random
) -> None:
    members, drawn = school
    found = parents(members, drawn)
    after = {m.id: found.get(m.id, m.parent_id) for m in members}
    for start, parent in after.items():
        at, steps = parent, 0
        while at is not None:
            assert at != start
            at, steps = after[at], steps + 1
            assert steps <= len(after)
    assert not found.keys() & {m.id for m in members if m.parent_by_hand}
    shuffled_members, shuffled = members[:], drawn[:]
    rng.shuffle(shuffled_members)
    rng.shuffle(shuffled)
    assert parents(shuffled_members, shuffled) == found
