"""Ports from the rows of ifTable and ifXTable, whole and broken."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.observation import InterfaceSeen
from collectors.snmp.questions import interfaces as question
from collectors.snmp.questions.interfaces import parse, speed_bps
from collectors.snmp.rows import Rows
from collectors.snmp.session import SnmpValue, VarBind, Walk
from tests.collectors.snmp.made import rows


def test_a_port_is_put_together_from_both_tables() -> None:
    plain = rows(
        {
            question.DESCR: {3: "GigabitEthernet0/3"},
            question.TYPE: {3: 6},
            question.MTU: {3: 1500},
            question.SPEED: {3: 2**32 - 1},
            question.PHYS_ADDRESS: {3: b"\x02\x00\x00\x00\x00\x03"},
            question.ADMIN_STATUS: {3: 1},
            question.OPER_STATUS: {3: 7},
        }
    )
    extended = rows(
        {
            question.NAME: {3: "Gi0/3"},
            question.HC_IN_OCTETS: {3: 2**40},
            question.HIGH_SPEED: {3: 10_000},
            question.ALIAS: {3: "ไปห้องสมุด"},
        }
    )
    assert parse(plain, extended).seen == (
        InterfaceSeen(
            if_index=3,
            name="Gi0/3",
            descr="GigabitEthernet0/3",
            alias="ไปห้องสมุด",
            type=6,
            mtu=1500,
            mac="02:00:00:00:00:03",
            admin_status="up",
            oper_status="lowerLayerDown",
            speed_bps=10_000_000_000,
            counters_64bit=True,
        ),
    )


@pytest.mark.parametrize(
    ("if_speed", "if_high_speed", "speed"),
    [
        (100_000_000, 100, 100_000_000),
        (0, 1000, 1_000_000_000),
        (2**32 - 1, 40_000, 40_000_000_000),
        (None, 1000, 1_000_000_000),
        (0, None, 0),
        (64_000, 0, 64_000),
        (None, None, None),
    ],
)
def test_speed_comes_from_the_table_that_can_tell_it(
    if_speed: int | None, if_high_speed: int | None, speed: int | None
) -> None:
    assert speed_bps(if_speed, if_high_speed) == speed


def test_a_port_of_only_one_table_is_a_port() -> None:
    found = parse(rows({question.DESCR: {1: "lo"}}), rows({question.NAME: {2: "eth0"}}))
    assert [(port.if_index, port.descr, port.name) for port in found.seen] == [(1, "lo", ""), (2, "", "eth0")]


def test_a_cell_of_the_wrong_type_is_dropped_and_the_row_kept() -> None:
    (port,) = parse(rows({question.DESCR: {1: "lan1"}, question.MTU: {1: "big"}}), Rows()).seen
    assert (port.descr, port.mtu) == ("lan1", None)


def test_half_a_table_is_not_complete() -> None:
    half = rows({question.DESCR: {1: "lan1"}}, complete=False)
    assert not parse(half, Rows()).complete
    assert parse(rows({question.DESCR: {1: "lan1"}}), Rows()).complete


ANY = st.one_of(
    st.none(), st.integers(-(2**70), 2**70), st.binary(max_size=300), st.tuples(st.integers(0, 9), st.integers(0, 9))
)


@settings(deadline=None)
@given(value=ANY, tag=st.integers(0, 255), column=st.sampled_from(question.PLAIN + question.EXTENDED))
def test_any_value_in_any_cell_costs_no_other_row(value: SnmpValue, tag: int, column: tuple[int, ...]) -> None:
    good = rows({question.DESCR: {1: "first", 3: "third"}})
    broken = Rows.of({column: Walk([VarBind((*column, 2), tag, value)])})
    seen = (
        parse(good, broken).seen
        if column in question.EXTENDED
        else parse(Rows({**good.by_index, **broken.by_index}), Rows()).seen
    )
    assert [(port.if_index, port.descr) for port in seen if port.if_index != 2] == [(1, "first"), (3, "third")]
