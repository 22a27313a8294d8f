"""Plans: stored and read back, revised, and turned into requests that ask for everything once."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.reading import Column
from collectors.snmp.plan import COLUMN_OIDS, NARROW_OIDS, UPTIME, PlanPort, PollPlan
from collectors.snmp.session import Oid
from collectors.snmp.shape import HEALTH, shape_of
from collectors.target import SnmpTuning

PORTS = st.lists(
    st.builds(
        PlanPort,
        st.integers(0, 2**31 - 1),
        st.booleans(),
        st.frozensets(st.sampled_from(Column)),
    ),
    max_size=60,
    unique_by=lambda port: port.if_index,
)
HEALTH_OIDS = st.lists(st.integers(1, 2**32 - 1).map(lambda n: (1, 3, 6, 1, 4, 1, n, 0)), max_size=20, unique=True)
PLANS = st.builds(
    lambda ports, health, varbinds: PollPlan.build(ports, health, SnmpTuning(varbinds=varbinds)),
    PORTS,
    HEALTH_OIDS,
    st.integers(1, 120),
)


def plan_of(ports: int, *, health: tuple[Oid, ...] = (), varbinds: int = 70) -> PollPlan:
    tuning = SnmpTuning(varbinds=varbinds)
    return PollPlan.build([PlanPort(index) for index in range(1, ports + 1)], health, tuning)


def asked(plan: PollPlan) -> list[Oid]:
    return [oid for request in shape_of(plan).requests for oid in request.oids]


@given(PLANS, st.lists(st.one_of(st.none(), st.binary(max_size=30)), max_size=60), st.booleans())
def test_a_plan_survives_storing(plan: PollPlan, names: list[bytes | None], prove: bool) -> None:
    if prove:
        names = (names + [None] * len(plan.ports))[: len(plan.ports)]
        plan = plan.proved(names, [b"uplink"] * len(plan.ports))
    assert PollPlan.from_bytes(plan.to_bytes()) == plan


@given(st.binary(max_size=60))
def test_what_is_no_plan_is_refused(stored: bytes) -> None:
    for damaged in (stored, b"NOP1" + stored, b"NOP1" + zlib.compress(b'{"ports":' + stored)):
        with pytest.raises(ValueError, match=r"."):
            PollPlan.from_bytes(damaged)


@given(PLANS)
def test_every_instance_is_asked_for_once(plan: PollPlan) -> None:
    expected = {UPTIME, *plan.health}
    expected |= {plan.oid(column, place) for column in Column for place in plan.places(column)}
    found = asked(plan)
    assert found[0] == UPTIME
    assert len(found) == len(set(found))
    assert set(found) == expected
    assert all(len(request.oids) <= plan.varbinds for request in shape_of(plan).requests)


@given(PLANS)
def test_values_come_back_to_their_places(plan: PollPlan) -> None:
    """Every instance answers with its own OID, as text; the recipes must bring each to its port."""
    shape = shape_of(plan)
    answers = [tuple(str(oid).encode() for oid in request.oids) for request in shape.requests]
    fields = {recipe.field: recipe.make(answers) for recipe in shape.recipes}
    for column in Column:
        places = plan.places(column)
        if places:
            expected = [
                str(plan.oid(column, place)).encode() if place in places else None for place in range(len(plan.ports))
            ]
            assert list(fields[column]) == expected
    if plan.health:
        assert list(fields[HEALTH]) == [str(oid).encode() for oid in plan.health]


def test_a_usual_switch_takes_five_requests_and_octets_stand_alone() -> None:
    requests = shape_of(plan_of(28)).requests
    changing = {COLUMN_OIDS[column] for column in (Column.IN_OCTETS, Column.OUT_OCTETS)}
    assert len(requests) == 5
    assert {oid[:-1] for oid in requests[0].oids[1:]} == changing
    assert not changing & {oid[:-1] for request in requests[1:] for oid in request.oids}


def test_like_plans_share_their_requests() -> None:
    first, second = plan_of(24), plan_of(24)
    assert shape_of(first) is shape_of(second)
    assert shape_of(first.proved([b"Gi1"] * 24, [b""] * 24)) is shape_of(second)
    assert shape_of(plan_of(25)) is not shape_of(first)


def test_long_texts_get_more_requests() -> None:
    plan = plan_of(28)
    longer = plan.proved([b"TenGigabitEthernet1/0/48"] * 28, [b"x" * 60] * 28)
    assert len(shape_of(longer).requests) > len(shape_of(plan).requests)


def test_ports_without_64_bit_counters_are_asked_for_32_bit_ones() -> None:
    plan = PollPlan.build([PlanPort(7), PlanPort(8, counters_64bit=False)], [], SnmpTuning())
    assert plan.oid(Column.IN_OCTETS, 0) == (*COLUMN_OIDS[Column.IN_OCTETS], 7)
    assert plan.oid(Column.IN_OCTETS, 1) == (*NARROW_OIDS[Column.IN_OCTETS], 8)
    assert plan.oid(Column.NAME, 1) == (*COLUMN_OIDS[Column.NAME], 8)


def test_missing_instances_leave_positions_as_they_are() -> None:
    sensor, load = (1, 3, 6, 1, 4, 1, 9, 1), (1, 3, 6, 1, 4, 1, 9, 2)
    plan = plan_of(3, health=(sensor, load))
    less = plan.without({plan.oid(Column.ALIAS, 1), sensor})
    assert (less.ports, less.health) == (plan.ports, plan.health)
    assert less.places(Column.ALIAS) == [0, 2]
    assert set(asked(plan)) - set(asked(less)) == {plan.oid(Column.ALIAS, 1), sensor}
    shape = shape_of(less)
    answers = [tuple(oid[-1] for oid in request.oids) for request in shape.requests]
    fields = {recipe.field: recipe.make(answers) for recipe in shape.recipes}
    assert fields[HEALTH] == (None, 2)
    assert fields[Column.ALIAS] == (1, None, 3)


def test_missing_64_bit_counters_become_32_bit_ones_and_then_nothing() -> None:
    plan = plan_of(2)
    narrower = plan.without({plan.oid(Column.IN_OCTETS, 1)})
    assert narrower.oid(Column.IN_OCTETS, 1) == (*NARROW_OIDS[Column.IN_OCTETS], 2)
    assert narrower.places(Column.IN_OCTETS) == [0, 1]
    gone = narrower.without({narrower.oid(Column.IN_OCTETS, 1)})
    assert gone.places(Column.IN_OCTETS) == [0]


def test_plans_shrink_to_a_least_size() -> None:
    plan: PollPlan | None = plan_of(28)
    sizes = []
    while plan is not None:
        sizes.append(plan.varbinds)
        plan = plan.smaller(plan.varbinds)
    assert sizes == [70, 35, 17, 8, 4]


def test_a_device_without_ports_is_asked_for_its_uptime() -> None:
    assert asked(plan_of(0)) == [UPTIME]
