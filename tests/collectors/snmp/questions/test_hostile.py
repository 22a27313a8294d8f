"""Whatever stands in a cell, and wherever, no question raises and no other row is lost."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors import identify
from collectors.observation import SystemSeen
from collectors.snmp.questions import (
    addresses,
    entity,
    interfaces,
    neighbours,
    processors,
    profiled,
    sensors,
    storage,
    supplies,
    system,
    vlans,
)
from collectors.snmp.rows import Rows
from collectors.snmp.session import Oid, SnmpValue, VarBind, Walk
from tests.collectors.snmp.made import Plain, rows

VALUES: st.SearchStrategy[SnmpValue] = st.one_of(
    st.none(),
    st.integers(-(2**66), 2**66),
    st.sampled_from([-(2**31), -32768, 65535, 2**31 - 1, 2**32 - 1, 2**64 - 1]),
    st.binary(max_size=40),
    st.lists(st.integers(0, 2**32), max_size=12).map(tuple),
)
INDEXES = st.lists(st.integers(0, 2**32 - 1), min_size=0, max_size=8).map(tuple)
SENSOR_COLUMNS = [(*sensors.ENTITY_SENSOR, column) for column in (1, 2, 3, 4, 5)]


def lldp(table: Rows) -> object:
    return neighbours.parse_lldp(table, neighbours.local_ports(table, table, ()))


Question = tuple[Callable[[Rows], Any], tuple[Oid, ...]]
QUESTIONS: dict[str, Question] = {
    "interfaces": (lambda table: interfaces.parse(table, table), interfaces.PLAIN + interfaces.EXTENDED),
    "entity": (entity.parse, entity.COLUMNS),
    "processors": (lambda table: processors.parse(table, table), (processors.LOAD, processors.DEVICE_DESCR)),
    "storage": (storage.parse, (storage.TYPE, storage.DESCR, storage.UNIT_BYTES, storage.SIZE, storage.USED)),
    "sensors": (
        lambda table: sensors.parse_entity(table, sensors.ENTITY_SENSOR, {}),
        tuple(SENSOR_COLUMNS),
    ),
    "lldp": (
        lldp,
        (
            *neighbours.LLDP_COLUMNS,
            neighbours.LOCAL_ID,
            neighbours.LOCAL_SUBTYPE,
            neighbours.BRIDGE_PORT_IF_INDEX,
        ),
    ),
    "cdp": (
        lambda table: neighbours.parse_cdp(table, ()),
        (neighbours.CDP_NAME, neighbours.CDP_PORT, neighbours.CDP_PLATFORM),
    ),
    "addresses": (
        lambda table: addresses.parse(table, table),
        (addresses.OLD_IF_INDEX, addresses.OLD_NETMASK, addresses.IF_INDEX, addresses.PREFIX),
    ),
    "vlans": (
        lambda table: vlans.parse(table, table, table),
        (vlans.STATIC_NAME, vlans.IEEE_NAME, vlans.CURRENT_STATUS, vlans.PORT_VLAN),
    ),
    "supplies": (supplies.parse, (supplies.CLASS, supplies.DESCR, supplies.CAPACITY, supplies.LEVEL)),
    "trays": (
        supplies.parse_trays,
        (supplies.TRAY_CAPACITY, supplies.TRAY_LEVEL, supplies.TRAY_NAME, supplies.TRAY_DESCR),
    ),
}


@pytest.mark.parametrize("name", QUESTIONS)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_cells_at_any_index(name: str, data: st.DataObject) -> None:
    ask, columns = QUESTIONS[name]
    cells = data.draw(st.lists(st.tuples(st.sampled_from(columns), INDEXES, st.integers(0, 255), VALUES), max_size=8))
    walks: dict[Oid, Walk] = {}
    for column, index, tag, value in cells:
        walks.setdefault(column, Walk()).rows.append(VarBind(column + index, tag, value))
    assert ask(Rows.of(walks)) is not None


@pytest.mark.parametrize(
    ("name", "good"),
    [
        ("entity", {entity.MODEL: {1: "first", 3: "third"}}),
        ("supplies", {supplies.CAPACITY: {1: 10, 3: 10}, supplies.LEVEL: {1: 5, 3: 5}}),
        ("processors", {processors.LOAD: {1: 5, 3: 5}}),
        ("sensors", {SENSOR_COLUMNS[0]: {1: 8, 3: 8}, SENSOR_COLUMNS[3]: {1: 20, 3: 20}}),
    ],
)
@settings(deadline=None)
@given(data=st.data())
def test_a_broken_row_between_two_good_ones(
    name: str, good: dict[Oid, dict[int | Oid, Plain]], data: st.DataObject
) -> None:
    ask, columns = QUESTIONS[name]
    whole = rows(good)
    column, value = data.draw(st.sampled_from(columns)), data.draw(VALUES)
    broken = Rows({**whole.by_index, (2,): {column: VarBind((*column, 2), data.draw(st.integers(0, 255)), value)}})
    found = ask(broken).seen
    assert [each for each in ask(whole).seen if each not in found] == []


VENDOR_CELLS: tuple[SnmpValue, ...] = (
    None, -1, 0, 7, 99, 101, 65535, -32768, -(2**31), 2**32 - 1, 2**63, b"", b"\x00\x00", b"\xff\xfe", b"42", b"-3.5 C",
    b"5 Secs (  99.9%)", b"5 Secs (  .%)", b"X" * 400, "ชั้น 2".encode("cp874"), (1, 3, 6), (0, 0), (2**32,) * 130,
)  # fmt: skip
VENDOR_INDEXES: tuple[Oid, ...] = ((), (0,), (1,), (4,), (10, 4094), (2**32 - 1,), (1,) * 100)


@settings(max_examples=100, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_any_answer_to_what_a_vendor_file_asks(seed: int) -> None:
    chance = random.Random(seed)
    somebody = SystemSeen(object_id="1.3.6.1.4.1.99999.1.2.3.4")
    profile = identify.placed(chance.choice(identify.profiles()), somebody)
    instances: dict[Oid, VarBind] = {}
    columns: dict[Oid, Walk] = {}
    for oid in profiled.wanted(profile, identify.STANDARD):
        if oid[0] == -1 or oid[-1] == 0:
            plain = oid[1:] if oid[0] == -1 else oid
            instances[plain] = VarBind(plain, chance.choice((2, 4, 0x44)), chance.choice(VENDOR_CELLS))
        else:
            cells = [VarBind(oid + index, 4, chance.choice(VENDOR_CELLS)) for index in VENDOR_INDEXES]
            columns[oid] = Walk(chance.sample(cells, 3))
    told = profiled.Told(instances, columns)
    seen = (
        *profiled.processors(profile.loads, told),
        *profiled.pools(profile.memory, told),
        *profiled.pools(profile.storage, told),
        *profiled.sensors((*profile.gauges, *identify.STANDARD.gauges), told),
        *profiled.vlans(profile, told),
    )
    descr = chance.choice(("", "Version 1.2.3", "x" * 1000, "\n\n(", "Linux a 5.4 armv7l"))
    described = identify.described(SystemSeen(descr=descr), profile, told, None).system
    assert all(len(getattr(described, fact)) <= 255 for fact in ("model", "version", "serial"))
    assert all(type(each).model_validate(each.model_dump()) == each for each in seen)


@settings(deadline=None)
@given(cells=st.dictionaries(st.sampled_from(system.INSTANCES), VALUES))
def test_any_system_group(cells: dict[Oid, SnmpValue]) -> None:
    seen = system.parse({oid: VarBind(oid, 4, value) for oid, value in cells.items()})
    assert SystemSeen.model_validate(seen.model_dump()) == seen
    assert identify.recognise(seen, {}) is not None
