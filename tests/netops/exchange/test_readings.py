"""Readings travel whole: what the office takes is what the agent's poller said, and nothing of another kind."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.reading import Cell, Column, Reading
from collectors.snmp.plan import PlanPort, PollPlan
from collectors.target import SnmpTuning
from netops.exchange.messages import ReadingSeen
from netops.exchange.readings import TEXTS, heard, layout_of, told

AT = datetime(2026, 11, 23, tzinfo=UTC)
NUMBERS = st.none() | st.integers(0, 2**64 - 1)
OCTETS = st.none() | st.binary(max_size=64)


def plan(ports: int, health: int = 1) -> PollPlan:
    oids = [(1, 3, 6, number) for number in range(health)]
    return PollPlan.build([PlanPort(number + 1) for number in range(ports)], oids, SnmpTuning())


@given(st.data(), st.integers(0, 5))
def test_a_reading_travels_whole(data: st.DataObject, ports: int) -> None:
    columns: dict[Column, list[Cell]] = {
        column: data.draw(st.lists(OCTETS if column in TEXTS else NUMBERS, min_size=ports, max_size=ports))
        for column in Column
    }
    health = data.draw(st.lists(NUMBERS | OCTETS, max_size=3))
    said = Reading("7", AT.timestamp(), uptime_ticks=5, columns=columns, changed=frozenset(), health=health)
    seen = ReadingSeen.model_validate_json(told(said, plan(ports)).model_dump_json(exclude_none=True))
    moved = heard(seen, at=AT + timedelta(hours=2))
    assert (moved.key, moved.at, moved.uptime_ticks) == ("7", (AT + timedelta(hours=2)).timestamp(), 5)
    assert {column: list(cells) for column, cells in moved.columns.items()} == columns
    assert list(moved.health) == health
    assert moved.changed == frozenset(Column)


@pytest.mark.parametrize(
    ("column", "cell"), [(Column.NAME, 7), (Column.IN_OCTETS, "00ff"), (Column.ALIAS, "no hex"), (Column.NAME, "abc")]
)
def test_cells_of_another_kind_are_refused(column: Column, cell: int | str) -> None:
    seen = ReadingSeen(device_id=1, at=AT, layout="-", columns={column: (cell,)})
    with pytest.raises(ValueError, match=r"kind|hex"):
        heard(seen, at=AT)


def test_a_layout_names_ports_and_health_and_nothing_else() -> None:
    assert layout_of(plan(3)) == layout_of(plan(3))
    assert len({layout_of(plan(3)), layout_of(plan(4)), layout_of(plan(3, health=2))}) == 3
