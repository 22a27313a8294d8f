"""What explains a silence: the link a router ends in, work that overlaps, hours past midnight; clocks set back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from inventory.hours import Hours
from inventory.models.link import Check
from inventory.models.outage import State, Subject
from inventory.state import Limits, Seen, Standing, Turn
from inventory.windows import Schedule
from netops.watched.judging import Judge, Sky
from netops.watched.roster import DeviceEntry, LinkEntry, Roster, SiteEntry, Thing, Window

UTC_ZONE = ZoneInfo("UTC")
START = datetime(2026, 11, 23, 3, tzinfo=UTC)  # Monday 10:00 in Bangkok
MAIN, RESERVE = (Subject.LINK, 1), (Subject.LINK, 2)
ROUTER, SECOND, SWITCH = (Subject.DEVICE, 1), (Subject.DEVICE, 2), (Subject.DEVICE, 3)
ALL = {MAIN, RESERVE, ROUTER, SECOND, SWITCH}


def school(hours: Hours | None = None, **main: Any) -> Roster:
    """Two links, each ending in a router of its own; a switch behind the first. `main` changes the first link."""
    given: dict[str, Any] = {"host": "10.0.0.1", "router_id": None} | main
    links = tuple(
        LinkEntry(
            id=number, site_id=1, name=f"link{number}", provider="", check=Check.ICMP, port=None, device_id=None,
            hours=hours, host=host, router_id=router_id,
        )
        for number, host, router_id in ((1, given["host"], given["router_id"]), (2, "10.0.9.1", 2))
    )  # fmt: skip
    devices = [
        DeviceEntry(id=number, site_id=1, name=f"d{number}", role="", parent_id=parent, address=address, snmp=None)
        for number, parent, address in ((1, None, "10.0.0.1"), (2, None, "10.0.0.2"), (3, 1, "10.0.0.3"))
    ]
    return Roster(
        sites={1: SiteEntry(id=1, office_id=1, code="1", name="", district="", hours=hours)},
        devices={device.id: device for device in devices},
        links={link.id: link for link in links},
        links_of_site={1: links},
    )


def play(
    roster: Roster, silent: set[Thing], rounds: int = 5, *, start: datetime = START, step: timedelta | None = None
) -> tuple[Mapping[Thing, Standing], list[tuple[Thing, Turn]]]:
    """One good round, then rounds in which these are silent; how all stand, and what went down or recovered."""
    standings: dict[Thing, Standing] = {}
    turns: list[tuple[Thing, Turn]] = []
    for number in range(rounds + 1):
        at = start + number * (step or timedelta(seconds=30))
        seen = {thing: Seen(at, "icmp", 5, 0 if number and thing in silent else 5, 9.0) for thing in ALL}
        verdicts = Judge(roster, standings, Sky(at, Limits())).run(seen)
        standings |= {thing: verdict.standing for thing, verdict in verdicts.items()}
        turns += [(thing, v.turn) for thing, v in verdicts.items() if v.turn is not Turn.NOTHING]
    return standings, turns


@pytest.mark.parametrize("main", [{}, {"host": "10.9.9.9", "router_id": 1}])
def test_a_router_behind_the_cut_link_is_no_second_outage_though_the_school_has_another_link(
    main: dict[str, Any],
) -> None:
    standings, turns = play(school(**main), {MAIN, ROUTER, SWITCH})
    assert turns == [(MAIN, Turn.WENT_DOWN)]
    assert (standings[ROUTER].state, standings[SWITCH].state) == (State.UNREACHABLE, State.UNREACHABLE)
    assert (standings[RESERVE].state, standings[SECOND].state) == (State.UP, State.UP)


def test_a_router_that_is_silent_while_its_link_answers_is_an_outage_of_its_own() -> None:
    standings, turns = play(school(host="10.9.9.9", router_id=1), {RESERVE, ROUTER})
    assert set(turns) == {(RESERVE, Turn.WENT_DOWN), (ROUTER, Turn.WENT_DOWN)}
    assert standings[SECOND].state is State.UP


def test_a_device_of_no_link_is_explained_only_when_all_links_are_silent() -> None:
    roster = school(host="10.9.9.9", router_id=7)
    assert (ROUTER, Turn.WENT_DOWN) in play(roster, {MAIN, ROUTER})[1]
    assert (ROUTER, Turn.WENT_DOWN) not in play(roster, {MAIN, RESERVE, ROUTER})[1]


def test_work_lasts_until_the_last_of_overlapping_windows_ends() -> None:
    minute = timedelta(minutes=1)
    windows = [
        Window(MAIN, Schedule(START, START + 3 * minute, UTC_ZONE)),
        Window((Subject.SITE, 1), Schedule(START + minute, START + 6 * minute, UTC_ZONE)),
        Window((Subject.OFFICE, 1), Schedule(START + 5 * minute, START + 8 * minute, UTC_ZONE)),
    ]
    roster = school()
    planned = Roster(roster.sites, roster.devices, roster.links, roster.links_of_site, windows=windows)
    assert play(planned, {MAIN}, 7, step=minute)[1] == []
    standings, turns = play(planned, {MAIN}, 10, step=minute)
    assert turns == [(MAIN, Turn.WENT_DOWN)]
    assert standings[MAIN].outage_started_at == START + 8 * minute


def test_work_of_a_provider_covers_its_links_and_what_is_behind_them_is_unreachable() -> None:
    """Again and again, and after its end nothing is said before everything was asked anew."""
    minute = timedelta(minutes=1)
    plain = school()
    links = {link.id: replace(link, provider_id=7 if link.id == 1 else 8) for link in plain.links.values()}
    again = Schedule(START - timedelta(days=1), START - timedelta(days=1) + 6 * minute, UTC_ZONE, frozenset({0}))
    planned = Roster(
        plain.sites,
        plain.devices,
        links,
        {1: tuple(links.values())},
        windows=[Window((Subject.PROVIDER, 7), again)],
    )
    standings, turns = play(planned, {MAIN, ROUTER, SWITCH}, 5, step=minute)
    assert turns == []
    assert [standings[thing].state for thing in (MAIN, ROUTER, SWITCH, RESERVE)] == [
        State.MAINTENANCE,
        State.UNREACHABLE,
        State.UNREACHABLE,
        State.UP,
    ]
    assert play(planned, {MAIN, ROUTER, SWITCH}, 7, step=minute)[1] == []  # over for two rounds: not confirmed
    assert play(planned, {MAIN, ROUTER, SWITCH}, 12, step=minute)[1] == [(MAIN, Turn.WENT_DOWN)]
    assert play(planned, {RESERVE, SECOND}, 5, step=minute)[1] == [(RESERVE, Turn.WENT_DOWN)]


def test_a_school_s_own_limits_judge_its_links() -> None:
    roster = school()
    for limits, state in (({}, State.UP), ({1: Limits(loss_percent=1, loss_clear_percent=0.5)}, State.DEGRADED)):
        standings: dict[Thing, Standing] = {}
        for number in range(5):
            at = START + number * timedelta(seconds=30)
            sky = Sky(at, Limits(), limits_of_site=limits, loss_percent={1: 2.0})
            verdicts = Judge(roster, standings, sky).run({MAIN: Seen(at, "icmp", 5, 5, 9.0)})
            standings |= {thing: verdict.standing for thing, verdict in verdicts.items()}
        assert standings[MAIN].state is state


@pytest.mark.parametrize(
    ("began", "is_outage"),
    [
        ("2026-11-23T17:30", True),  # Tuesday 00:30 in Bangkok, within Monday's night shift
        ("2026-11-23T20:00", False),  # Tuesday 03:00
        ("2026-11-23T14:59", False),  # Monday 21:59
        ("2026-11-23T15:00", True),  # Monday 22:00
        ("2026-11-22T18:00", False),  # Monday 01:00: Sunday has no hours
    ],
)
def test_hours_past_midnight_hold_in_the_time_of_the_office(began: str, is_outage: bool) -> None:
    night = Hours(ZoneInfo("Asia/Bangkok"), weekly={0: [(time(22), time(2))]})
    start = datetime.fromisoformat(began).replace(tzinfo=UTC)
    _standings, turns = play(school(night), {MAIN}, start=start, step=timedelta(seconds=10))
    assert bool(turns) == is_outage


def test_a_clock_set_back_ends_no_outage_before_it_began() -> None:
    roster, standings = school(), dict[Thing, Standing]()
    at = START
    ended_at = None
    for number in range(10):
        at = START - timedelta(hours=2) + timedelta(seconds=number) if number > 5 else at + timedelta(seconds=30)
        seen = {MAIN: Seen(at, "icmp", 5, 0 if 0 < number < 6 else 5, 9.0)}
        verdict = Judge(roster, standings, Sky(at, Limits())).run(seen)[MAIN]
        started_at = standings[MAIN].outage_started_at if standings else None
        standings = {MAIN: verdict.standing}
        if verdict.turn is Turn.RECOVERED:
            assert verdict.at is not None
            assert started_at is not None
            ended_at = verdict.at
            assert ended_at >= started_at
    assert ended_at is not None
