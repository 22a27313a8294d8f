"""Rates from counters that start again, wrap and jump; history as a ring with gaps; statuses that moved."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from collectors.outcome import Failed
from collectors.reading import Cell, Column, Reading
from netops.watched.portwatch import History, PortRow, WatchedDevice

DAY = 8_640_000  # in hundredths of a second


def row(number: int, **values: object) -> PortRow:
    given = {"alias": "", "admin_status": "up", "oper_status": "up", "speed_bps": 1_000_000_000}
    return PortRow(id=number, if_index=number, name=f"ge{number}", **(given | values))  # type: ignore[arg-type]


def device(*, narrow: bool = False, **values: object) -> WatchedDevice:
    return WatchedDevice([row(1, **values)], narrow=[narrow], interval_s=60)


def reading(at: float, octets: Cell, *, uptime: int | None = None, **columns: Sequence[Cell]) -> Reading:
    found: dict[Column, Sequence[Cell]] = {Column.IN_OCTETS: [octets], Column.OUT_OCTETS: [0]}
    found |= {Column[name.upper()]: cells for name, cells in columns.items()}
    ticks = DAY + int(at * 100) if uptime is None else uptime
    return Reading("1", at, uptime_ticks=ticks, columns=found, changed=frozenset(found))


def in_rates(watched: WatchedDevice, *readings: Reading) -> list[float | None]:
    for each in readings:
        watched.take(each)
    return watched.history.port(0).get("in_bps", [])


def test_a_rate_is_bits_over_the_time_between_answers() -> None:
    watched = device()
    assert in_rates(watched, reading(0, 1000), reading(60, 1000 + 7_500_000)) == [1_000_000.0]
    assert watched.shown()[0]["rates"] == {"in_bps": 1_000_000.0, "out_bps": 0.0}


def test_a_32_bit_counter_that_wrapped_is_mended() -> None:
    rates = in_rates(device(narrow=True), reading(0, 2**32 - 1000), reading(60, 6500))
    assert rates == [pytest.approx(1000.0)]


@pytest.mark.parametrize("narrow", [False, True])
def test_a_restart_is_one_missing_point_then_it_heals(narrow: bool) -> None:
    watched = device(narrow=narrow)
    rates = in_rates(
        watched,
        reading(0, 4_000_000_000),
        reading(60, 4_000_007_500),
        reading(120, 500, uptime=3000),
        reading(180, 8000, uptime=9000),
    )
    assert rates == [1000.0, None, 1000.0]


def test_a_64_bit_counter_that_went_back_without_a_restart_is_one_missing_point() -> None:
    rates = in_rates(device(), reading(0, 10**12), reading(60, 10**11), reading(120, 10**11 + 7500))
    assert rates == [None, 1000.0]


def test_a_jump_beyond_the_port_is_no_rate() -> None:
    assert in_rates(device(speed_bps=2_000_000_000), reading(0, 0), reading(60, 10**13)) == [None]
    assert in_rates(device(speed_bps=10_000_000_000), reading(0, 0), reading(60, 6 * 10**10)) == [8e9]


def test_uptime_that_wraps_after_497_days_is_no_restart() -> None:
    rates = in_rates(device(), reading(0, 0, uptime=2**32 - 1000), reading(60, 7500, uptime=5000))
    assert rates == [1000.0]


def test_a_gap_stays_a_gap() -> None:
    watched = device()
    silent = Reading("1", 120.0, failure=Failed("timeout", "no answer"))
    rates = in_rates(
        watched,
        reading(0, 0),
        reading(60, 7500),
        silent,
        reading(180, 9_000_000),
        reading(240, 9_007_500),
    )
    assert rates == [1000.0, None, None, 1000.0]
    assert watched.history.port(0)["at"] == [60.0, 120.0, 180.0, 240.0]


def test_a_port_without_the_counter_has_no_rate_and_harms_no_other() -> None:
    watched = WatchedDevice([row(1), row(2)], narrow=[False, False], interval_s=60)
    for at, octets in ((0, 0), (60, 7500)):
        columns: dict[Column, Sequence[Cell]] = {
            Column.IN_OCTETS: [None, octets],
            Column.OUT_OCTETS: [octets, octets],
        }
        watched.take(Reading("1", at, uptime_ticks=DAY + at, columns=columns, changed=frozenset(columns)))
    assert [port["rates"]["in_bps"] for port in watched.shown()] == [None, 1000.0]


def test_errors_and_discards_are_kept_only_where_there_were_any() -> None:
    watched = device()
    same = [0]
    watched.take(reading(0, 0, in_errors=same))
    still = reading(60, 0, in_errors=same)
    still.changed = frozenset({Column.IN_OCTETS})
    watched.take(still)
    assert set(watched.history.series) == {"in_bps", "out_bps"}
    watched.take(reading(120, 0, in_errors=[120]))
    assert watched.history.port(0)["problems"] == [0.0, 2.0]


def test_the_ring_keeps_the_last_rounds_in_order_with_two_ports_apart() -> None:
    history = History(ports=2, rounds=3)
    for number in range(5):
        history.add(float(number), {"in_bps": [number, 10 * number]})
    assert history.port(0) == {"at": [2.0, 3.0, 4.0], "in_bps": [2.0, 3.0, 4.0]}
    assert history.port(1)["in_bps"] == [20.0, 30.0, 40.0]


def test_moved_statuses_and_descriptions_come_once() -> None:
    watched = device(alias="old")
    first = watched.take(reading(0, 0, oper_status=[2], admin_status=[1], alias=[b"new\x00"]))
    assert [(m.port_id, m.fields, m.statuses) for m in first] == [
        (1, {"oper_status": "down", "alias": "new"}, (("up", "down"),))
    ]
    assert watched.take(reading(60, 0, oper_status=[2], admin_status=[1], alias=[b"new\x00"])) == []


def test_another_walk_of_the_same_ports_keeps_their_history() -> None:
    watched = device()
    in_rates(watched, reading(0, 0), reading(60, 7500))
    assert watched.renew([row(1, alias="renamed")], narrow=[False])
    assert in_rates(watched, reading(120, 15_000)) == [1000.0, 1000.0]
    assert not watched.renew([row(2)], narrow=[False])
