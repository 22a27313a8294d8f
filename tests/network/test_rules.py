"""The rules of the network's development, as tables: gap, addresses, acceptance, completeness, indicators."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from network.acceptance import CheckKind, Seen, Standing, Wanted, is_passed, judge
from network.address_plan import OverlapError, Planned, check_new, network_of, shown_by
from network.completeness import FilePart, PartFact, Want, completeness, review_months, wants
from network.gap import GapLine, Measure, gap_of, meets
from network.indicator import Indicator, is_met
from network.pieces import pieces
from network.state import SiteState
from network.targets import TargetModel, in_force, model_for, shipped_targets

DAY = date(2026, 11, 22)
ORDERED = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
NOW = ORDERED + timedelta(hours=1)
FRESH, STALE = NOW - timedelta(minutes=1), NOW - timedelta(minutes=20)
BEFORE = ORDERED - timedelta(minutes=1)


def own(least: int, since: date, links: int) -> TargetModel:
    return TargetModel(least, since, links, 1, 1, 1, 1, "มติ", is_own=True)


def test_what_an_office_set_stands_over_what_ships_from_its_day_on() -> None:
    models = [*shipped_targets(), own(121, DAY, 9), own(121, DAY - timedelta(days=9), 8)]
    assert [model_for(in_force(models, day), 200).links for day in (DAY, DAY - timedelta(days=1))] == [9, 8]  # type: ignore[union-attr]
    early = model_for(in_force(models, DAY - timedelta(days=20)), 200)
    assert early is not None
    assert (early.is_own, early.is_verified) == (False, False)
    assert model_for(in_force(models, DAY), None) is None
    assert model_for(in_force([own(300, DAY, 1)], DAY), 200) is None


def test_a_gap_has_both_figures_and_what_nobody_knows_is_neither_met_nor_lacking() -> None:
    model = TargetModel(0, DAY, links=2, kbps_per_pupil=500, switch_ports=24, access_points=2, ups=1, source="")
    lines = gap_of(SiteState(1, pupils=100, links=1, speed_bps=None, switch_ports=30, access_points=2, ups=1), model)
    assert [(line.measure, line.actual, line.lack, line.is_met) for line in lines[:3]] == [
        (Measure.LINKS, 1, 1, False),
        (Measure.SPEED, None, None, None),
        (Measure.SWITCH_PORTS, 30, 0, True),
    ]
    assert meets(lines) is False
    assert meets(lines[1:]) is None
    assert meets(lines[2:]) is True
    assert meets(()) is None


def test_pieces_are_rounded_up_and_none_is_proposed_where_nothing_lacks() -> None:
    by_measure = {piece.measure: piece for piece in pieces()}
    ports = by_measure[Measure.SWITCH_PORTS]
    counts = [ports.pieces(GapLine(Measure.SWITCH_PORTS, 48, actual)) for actual in (48, 47, 24, 23, 0, None)]
    assert counts == [0, 1, 1, 2, 2, 0]


@pytest.mark.parametrize(
    ("new", "other", "clashes"),
    [
        (("10.5.0.128/25", 1, True), ("10.5.0.0/24", 2, True), True),
        (("10.5.1.0/24", 1, True), ("10.5.0.0/24", 2, True), False),
        (("192.168.1.0/24", 1, False), ("192.168.1.0/24", 2, False), False),  # behind the routers of two schools
        (("192.168.1.0/24", 1, False), ("192.168.1.0/24", 1, False), True),
        (("192.168.1.0/24", 1, True), ("192.168.0.0/16", None, False), False),
        (("192.168.1.0/24", 1, True), ("192.168.0.0/16", None, True), True),
        (("2001:db8::/64", 1, True), ("10.0.0.0/8", 2, True), False),
    ],
)
def test_two_subnets_clash_where_somebody_would_reach_both(
    new: tuple[str, int | None, bool], other: tuple[str, int | None, bool], clashes: bool
) -> None:
    planned = [Planned(network_of(cidr), site, routed) for cidr, site, routed in (new, other)]
    if not clashes:
        check_new(planned[0], planned[1:])
        return
    with pytest.raises(OverlapError) as error:
        check_new(planned[0], planned[1:])
    assert (str(error.value.new.network), str(error.value.other.network)) == (new[0], other[0])


def test_addresses_of_devices_show_their_networks_and_loopback_shows_none() -> None:
    seen = [("10.5.0.7", 24), ("10.5.0.9", 24), ("127.0.0.1", 8), ("10.9.0.1", 32), ("10.1.0.1", None), ("x", 24)]
    assert [str(one) for one in shown_by(seen)] == ["10.5.0.0/24"]


PASSED, FAILED, NOT_MEASURED = Standing.PASSED, Standing.FAILED, Standing.NOT_MEASURED


@pytest.mark.parametrize(
    ("check", "seen", "standing"),
    [
        (Wanted(CheckKind.ANSWERS, "sw"), Seen(), NOT_MEASURED),
        (Wanted(CheckKind.ANSWERS, "sw"), Seen(at=BEFORE, is_up=True), NOT_MEASURED),
        (Wanted(CheckKind.ANSWERS, "sw"), Seen(at=STALE, is_up=True), NOT_MEASURED),
        (Wanted(CheckKind.ANSWERS, "sw"), Seen(at=FRESH, is_up=True), PASSED),
        (Wanted(CheckKind.ANSWERS, "sw"), Seen(at=FRESH), FAILED),
        # Minutes count from the order on, however long the link was up before.
        (Wanted(CheckKind.LINK_UP, "l", "60"), Seen(at=FRESH, is_up=True, up_since=BEFORE), PASSED),
        (Wanted(CheckKind.LINK_UP, "l", "61"), Seen(at=FRESH, is_up=True, up_since=BEFORE), FAILED),
        (Wanted(CheckKind.LINK_UP, "l", "30"), Seen(at=FRESH, is_up=True, up_since=STALE), FAILED),
        (Wanted(CheckKind.LINK_UP, "l", "5"), Seen(at=FRESH), FAILED),
        (Wanted(CheckKind.PORT_SPEED, "sw", "1000", "ge1"), Seen(at=STALE, is_up=True, speed_bps=10**9), PASSED),
        (Wanted(CheckKind.PORT_SPEED, "sw", "1000", "ge1"), Seen(at=STALE, is_up=True, speed_bps=10**8), FAILED),
        (Wanted(CheckKind.PORT_SPEED, "sw", "1000", "ge1"), Seen(at=STALE, is_up=False, speed_bps=10**9), FAILED),
        (Wanted(CheckKind.PORT_SPEED, "sw", "1000", "ge1"), Seen(at=STALE, is_up=True), NOT_MEASURED),
        (Wanted(CheckKind.PORTS, "sw", "24"), Seen(at=STALE, ports=24), PASSED),
        (Wanted(CheckKind.PORTS, "sw", "24"), Seen(at=STALE, ports=23), FAILED),
        (Wanted(CheckKind.PORTS, "sw", "24"), Seen(at=STALE), NOT_MEASURED),
        (Wanted(CheckKind.FIRMWARE, "sw", "1.2"), Seen(at=STALE, version="1.2"), PASSED),
        (Wanted(CheckKind.FIRMWARE, "sw", "1.2"), Seen(at=STALE, version="1.20"), FAILED),
        (Wanted(CheckKind.FIRMWARE, "sw", "1.2"), Seen(at=STALE), NOT_MEASURED),
        (Wanted(CheckKind.FIRMWARE, "sw", "1.2"), Seen(at=BEFORE, version="1.2"), NOT_MEASURED),
    ],
)
def test_a_check_passes_only_by_what_was_measured_after_the_order(
    check: Wanted, seen: Seen, standing: Standing
) -> None:
    assert judge(check, seen, since=ORDERED, now=NOW).standing is standing


def test_an_order_without_checks_never_passes_and_one_that_fails_is_enough() -> None:
    good = judge(Wanted(CheckKind.ANSWERS, "sw"), Seen(at=FRESH, is_up=True), since=ORDERED, now=NOW)
    bad = judge(Wanted(CheckKind.ANSWERS, "sw"), Seen(), since=ORDERED, now=NOW)
    assert [is_passed(results) for results in ((), (good,), (good, bad))] == [False, True, False]


@pytest.mark.parametrize(
    ("fact", "lacks"),
    [
        (None, (Want.MISSING,)),
        (PartFact(DAY, "ไอที", DAY), ()),
        (PartFact(DAY, "ไอที", DAY - timedelta(days=1)), (Want.OVERDUE,)),
        (PartFact(DAY + timedelta(days=1), "ไอที", DAY), (Want.NOT_DATED,)),
        (PartFact(None, " ", None), (Want.NOT_DATED, Want.NOT_OWNED, Want.NOT_REVIEWED)),
    ],
)
def test_a_part_says_everything_that_keeps_it_from_counting(fact: PartFact | None, lacks: tuple[Want, ...]) -> None:
    assert wants(fact, DAY) == lacks


def test_five_parts_are_a_fifth_each_and_each_has_its_time_of_review() -> None:
    facts = {part: PartFact(DAY, "ไอที", DAY) for part in list(FilePart)[:4]}
    assert completeness(facts, DAY).percent == 80
    assert completeness({}, DAY).percent == 0
    assert set(review_months()) == set(FilePart)


def test_more_is_better_for_some_and_less_for_others() -> None:
    told = [is_met(Indicator.AVAILABILITY, 98, 98), is_met(Indicator.AVAILABILITY, 97.9, 98)]
    told += [is_met(Indicator.REPAIR_TIME, 60, 60), is_met(Indicator.REPAIR_TIME, 61, 60)]
    assert told == [True, False, True, False]
    assert is_met(Indicator.ROUND_TRIP, None, 5) is None
    assert is_met(Indicator.ROUND_TRIP, 5, None) is None
