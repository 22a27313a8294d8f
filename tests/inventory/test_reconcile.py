"""What one full observation changes, and that the same observation twice changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from collectors.observation import (
    DeviceObservation,
    EntitySeen,
    InterfaceSeen,
    NeighbourSeen,
    ProcessorSeen,
    SystemSeen,
)
from inventory.core import Core
from inventory.events import Fact, PortStatusChanged
from inventory.models.device import Device, DeviceAddress, Health, Interface, Neighbour, Part
from inventory.reconcile import Known, Reconciled, RowAdded, RowChanged, RowGone, reconcile

AT = datetime(2026, 11, 23, 3, tzinfo=UTC)
ALL = frozenset({"system", "interfaces", "entities", "processors", "neighbours", "addresses"})
LISTS: dict[type[Core], str] = {
    Interface: "ports",
    Part: "parts",
    Health: "health",
    DeviceAddress: "addresses",
    Neighbour: "neighbours",
}


def observation(*ports: InterfaceSeen, complete: frozenset[str] = ALL, **rest: Any) -> DeviceObservation:
    system = rest.pop("system", SystemSeen(name="sw1", serial="A1", uptime_ticks=100_000))
    return DeviceObservation(key="1", at=rest.pop("at", AT), system=system, interfaces=ports, complete=complete, **rest)


def port(if_index: int, name: str, **rest: Any) -> InterfaceSeen:
    return InterfaceSeen(if_index=if_index, name=name, **{"oper_status": "up", "admin_status": "up"} | rest)


def new_device() -> Known:
    return Known(Device(id=1, site_id=1, name="sw1"))


def applied(known: Known, found: Reconciled) -> Known:
    """What the store makes of it."""
    rows: dict[type[Core], dict[int, Any]] = {Device: {1: known.device}}
    rows |= {table: {row.id: row for row in getattr(known, name)} for table, name in LISTS.items()}
    fresh = count(max((row_id for table in rows.values() for row_id in table), default=0) + 1)
    for change in found.changes:
        match change:
            case RowAdded(table, fields):
                row_id = next(fresh)
                rows[table][row_id] = table(id=row_id, device_id=1, **fields)
            case RowChanged(table, row_id, fields):
                for name, value in fields.items():
                    setattr(rows[table][row_id], name, value)
            case RowGone(table, row_id):
                del rows[table][row_id]
    return Known(known.device, *(tuple(rows[table].values()) for table in LISTS))


def after(*seen: DeviceObservation) -> tuple[Known, list[Fact]]:
    """What is known after these, and the facts of the last one."""
    known, facts = new_device(), list[Fact]()
    for one in seen:
        found = reconcile(known, one, one.at)
        known, facts = applied(known, found), found.facts
    return known, facts


def kinds(facts: list[Fact]) -> list[str]:
    return [type(fact).__name__ for fact in facts]


def test_the_first_walk_fills_in_and_nothing_happened() -> None:
    known, facts = after(observation(port(1, "Gi1"), port(2, "Gi2")))
    assert [row.name for row in known.ports] == ["Gi1", "Gi2"]
    assert (known.device.serial, known.device.facts_at) == ("A1", AT)
    assert facts == []


def test_ports_keep_their_identity_when_renumbered() -> None:
    known, facts = after(observation(port(1, "Gi1"), port(2, "Gi2")), observation(port(7, "Gi2"), port(8, "Gi1")))
    assert [(row.id, row.name, row.if_index) for row in known.ports] == [(2, "Gi1", 8), (3, "Gi2", 7)]
    assert kinds(facts) == ["PortsRenumbered"]


def test_a_renamed_port_is_known_by_its_mac_then_by_its_place() -> None:
    mac = "02:00:00:00:00:0a"
    known, _ = after(
        observation(port(1, "eth0", mac=mac), port(2, "eth1")), observation(port(5, "wan", mac=mac), port(2, "lan"))
    )
    assert [(row.id, row.name) for row in known.ports] == [(2, "wan"), (3, "lan")]


def test_one_mac_on_every_port_identifies_none() -> None:
    mac = "02:00:00:00:00:0a"
    known, facts = after(
        observation(port(1, "a", mac=mac), port(2, "b", mac=mac)), observation(port(8, "c", mac=mac), complete=ALL)
    )
    assert kinds(facts) == ["PortAppeared", "PortRetired", "PortRetired"]
    assert [row.retired_at for row in known.ports] == [AT, AT, None]


def test_absence_counts_only_when_the_question_was_fully_answered() -> None:
    two = observation(port(1, "Gi1"), port(2, "Gi2"))
    known, facts = after(two, observation(port(1, "Gi1"), complete=frozenset({"system"})))
    assert [row.retired_at for row in known.ports] == [None, None]
    assert facts == []
    known, facts = after(two, observation(port(1, "Gi1")))
    assert [row.retired_at for row in known.ports] == [None, AT]
    assert kinds(facts) == ["PortRetired"]


def test_a_port_that_comes_back_is_the_same_port() -> None:
    two = observation(port(1, "Gi1"), port(2, "Gi2"))
    known, facts = after(two, observation(port(1, "Gi1")), two)
    assert [(row.id, row.retired_at) for row in known.ports] == [(2, None), (3, None)]
    assert kinds(facts) == ["PortAppeared"]


def test_a_status_that_moved_is_a_fact_and_a_missing_cell_is_not() -> None:
    first = observation(port(1, "Gi1", alias="uplink"))
    _, facts = after(first, observation(port(1, "Gi1", alias="uplink", oper_status="down")))
    assert [(f.was, f.now) for f in facts if isinstance(f, PortStatusChanged)] == [("up", "down")]
    known, facts = after(first, observation(port(1, "Gi1", alias="", oper_status="", admin_status="")))
    assert facts == []
    assert (known.ports[0].oper_status, known.ports[0].alias) == ("up", "")


def test_another_serial_is_another_box() -> None:
    _, facts = after(
        observation(), observation(system=SystemSeen(name="sw2", serial="B2", uptime_ticks=100_000), complete=ALL)
    )
    assert kinds(facts) == ["DeviceReplaced", "FactsChanged"]


def test_an_empty_answer_forgets_nothing() -> None:
    known, facts = after(observation(), observation(system=SystemSeen()))
    assert (known.device.serial, known.device.sys_name) == ("A1", "sw1")
    assert facts == []


def test_uptime_that_went_back_is_a_reboot_but_a_wrapped_counter_is_not() -> None:
    later = AT + timedelta(hours=1)
    _, facts = after(observation(), observation(at=later, system=SystemSeen(uptime_ticks=6_000)))
    assert kinds(facts) == ["DeviceRebooted"]
    old = SystemSeen(uptime_ticks=2**32 - 100_000)
    _, facts = after(observation(system=old), observation(at=later, system=SystemSeen(uptime_ticks=260_000)))
    assert facts == []


def test_a_swapped_module_leaves_the_old_one_as_history() -> None:
    known, _ = after(
        observation(entities=[EntitySeen(index=1, serial="X")]),
        observation(entities=[EntitySeen(index=1, serial="Y")]),
    )
    assert [(row.serial, row.retired_at) for row in known.parts] == [("X", AT), ("Y", None)]


def test_neighbours_and_figures_follow_what_is_seen() -> None:
    cpu = ProcessorSeen(descr="cpu", usage_percent=10, oid="1.2")
    first = observation(processors=[cpu], neighbours=[NeighbourSeen(protocol="lldp", remote_name="r1")])
    second = observation(processors=[cpu.model_copy(update={"usage_percent": 55.0})])
    known, _ = after(first, second)
    assert [(row.value, row.unit) for row in known.health] == [(55.0, "%")]
    assert known.neighbours == ()


names = st.sampled_from(["", "Gi1", "Gi2", "Gi3", "lo"])
macs = st.sampled_from(["", "00:00:00:00:00:00", "02:00:00:00:00:01", "02:00:00:00:00:02"])
ports = st.builds(port, st.integers(1, 5), names, mac=macs, oper_status=st.sampled_from(["", "up", "down"]))
seen = st.builds(
    lambda rows, complete, serial, cpus: observation(
        *rows,
        complete=complete,
        system=SystemSeen(serial=serial, uptime_ticks=5),
        processors=cpus,
    ),
    st.lists(ports, max_size=5, unique_by=lambda p: p.if_index),
    st.sampled_from([ALL, frozenset({"system"})]),
    st.sampled_from(["", "A1", "B2"]),
    st.lists(st.builds(ProcessorSeen, usage_percent=st.integers(0, 100), oid=st.sampled_from(["1", "2"])), max_size=2),
)


@given(st.lists(seen, min_size=1, max_size=4))
def test_the_same_observation_twice_changes_nothing(history: list[DeviceObservation]) -> None:
    known, _ = after(*history)
    again = reconcile(known, history[-1], history[-1].at + timedelta(minutes=1))
    assert again.changes == []
    assert again.facts == []


@given(st.lists(seen, min_size=1, max_size=4))
def test_no_port_is_lost_or_doubled(history: list[DeviceObservation]) -> None:
    known, _ = after(*history)
    live = [row for row in known.ports if row.retired_at is None]
    last = history[-1]
    assert len(live) >= len(last.interfaces)
    if "interfaces" in last.complete:
        assert sorted(row.if_index for row in live) == sorted(p.if_index for p in last.interfaces)


def test_known_is_not_touched() -> None:
    known = replace(new_device())
    reconcile(known, observation(port(1, "Gi1")), AT)
    assert known.device.serial == ""
