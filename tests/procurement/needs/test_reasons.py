"""Each reason at its limit: one step before it nothing is needed, on it something is, and how grave that is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from procurement.needs.facts import DeviceFacts, OldAsset, OutageSeen, RepairSeen, RiskSeen, SiteFacts
from procurement.needs.looking import look
from procurement.needs.need import Reason
from procurement.needs.rule import shipped_rules
from procurement.needs.years import whole_years

TODAY = date(2026, 11, 22)
RULE = shipped_rules()[0]
SWITCH = DeviceFacts(device_id=7, site_id=3, name="sw1", role="switch")
SCHOOL = SiteFacts(site_id=3, name="โรงเรียน")


def days(*ago: int) -> list[date]:
    return [TODAY - timedelta(days=each) for each in ago]


def outages(*ago: int) -> tuple[OutageSeen, ...]:
    return tuple(OutageSeen(at, day) for at, day in enumerate(days(*ago), start=1))


def repairs(*ago: int) -> tuple[RepairSeen, ...]:
    return tuple(RepairSeen(at, day) for at, day in enumerate(days(*ago), start=1))


def aged(since: date) -> DeviceFacts:
    return replace(SWITCH, since=since, is_acquired=True, replace_after_years=5)


def found_of(device: DeviceFacts = SWITCH, site: SiteFacts = SCHOOL) -> dict[str, tuple[int, int]]:
    """Key -> points and level."""
    return {key: (one.severity.points, one.level) for key, one in look([device], [site], RULE, TODAY).items()}


@pytest.mark.parametrize(
    ("device", "points", "level"),
    [
        (replace(SWITCH, end_of_support=TODAY), None, 0),  # on its last day it is still supported
        (replace(SWITCH, end_of_support=TODAY - timedelta(days=1)), 40, 1),
        (replace(SWITCH, end_of_support=date(2024, 11, 22)), 60, 3),
        (replace(SWITCH, end_of_support=date(2024, 11, 23)), 50, 2),
        (replace(SWITCH, end_of_support=date(2001, 1, 1)), 100, 26),
        (aged(date(2021, 11, 23)), None, 0),
        (aged(date(2021, 11, 22)), 20, 5),
        (aged(date(2018, 5, 1)), 80, 8),
        (replace(aged(date(2001, 5, 1)), replace_after_years=None), None, 0),
        (replace(SWITCH, repairs=repairs(1, 2, 365)), None, 0),  # the third is too long ago
        (replace(SWITCH, repairs=repairs(0, 2, 364)), 60, 3),
        (replace(SWITCH, ports=28, ports_used=25), None, 0),  # 89%
        (replace(SWITCH, ports=28, ports_used=26), 60, 19),  # 92%
        (replace(SWITCH, ports=28, ports_used=28), 100, 21),
        (replace(SWITCH, ports=7, ports_used=7), None, 0),
        (replace(SWITCH, role="router", ports=10, ports_used=10), None, 0),
        (replace(SWITCH, outages=outages(1, 2, 3, 4)), None, 0),
        (replace(SWITCH, outages=outages(1, 2, 3, 4, 89)), 50, 1),
        (replace(SWITCH, outages=outages(1, 2, 3, 4, 90)), None, 0),
        (replace(SWITCH, outages=outages(*range(12))), 100, 2),
        (replace(SWITCH, risks=(RiskSeen(1, 7, 14),)), None, 0),
        (replace(SWITCH, risks=(RiskSeen(1, 7, 15), RiskSeen(2, 7, 20))), 80, 20),
    ],
)
def test_a_device_needs_replacing_or_company(device: DeviceFacts, points: int | None, level: int) -> None:
    found = list(found_of(device).values())
    assert found == ([] if points is None else [(points, level)])


@pytest.mark.parametrize(
    ("site", "points", "level"),
    [
        (replace(SCHOOL, pupils=200, speed_bps=100_000_000), None, 0),  # exactly 500 kbps each
        (replace(SCHOOL, pupils=201, speed_bps=100_000_000), 1, 1),
        (replace(SCHOOL, pupils=400, speed_bps=50_000_000), 75, 8),
        (replace(SCHOOL, pupils=400, speed_bps=None), None, 0),
        (replace(SCHOOL, pupils=None, speed_bps=1), None, 0),
        (replace(SCHOOL, pupils=100, computers=10), None, 0),
        (replace(SCHOOL, pupils=101, computers=10), 9, 1),
        (replace(SCHOOL, pupils=100, computers=0), 100, 11),
        (replace(SCHOOL, pupils=100, computers=None), None, 0),
        (replace(SCHOOL, outages=outages(1, 2, 3, 4, 5)), 50, 1),
        (replace(SCHOOL, old_assets=(OldAsset(1, "ก", date(2019, 1, 1), 6),)), 30, 2),
        (replace(SCHOOL, old_assets=(OldAsset(1, "ก", date(2019, 1, 1), 40),)), 100, 9),
    ],
)
def test_a_school_lacks_something(site: SiteFacts, points: int | None, level: int) -> None:
    found = list(found_of(site=site).values())
    assert found == ([] if points is None else [(points, level)])


def test_one_key_for_each_device_and_reason() -> None:
    worn = replace(
        aged(date(2015, 1, 1)),
        end_of_support=date(2020, 1, 1),
        repairs=repairs(1, 2, 3),
        outages=outages(1, 2, 3, 4, 5),
    )
    crowded = replace(SCHOOL, pupils=900, speed_bps=1_000_000, computers=1, outages=outages(1, 2, 3, 4, 5))
    assert sorted(found_of(worn, crowded)) == [
        *("device:7:age", "device:7:end_of_life", "device:7:outages", "device:7:repairs"),
        *("site:3:bandwidth", "site:3:computers", "site:3:outages"),
    ]


def test_every_figure_says_where_it_is_from() -> None:
    crowded = replace(SCHOOL, pupils=101, computers=10, pupils_year=2569)
    found = look([], [crowded], RULE, TODAY)["site:3:computers"]
    assert (found.quantity, found.reason) == (1, Reason.COMPUTERS)
    assert [(one.figure, one.value, one.subject, one.subject_id) for one in found.evidence] == [
        ("pupils", "101", "site", 3),
        ("computers", "10", "site", 3),
        ("pupils_per_computer_limit", "10", "", None),
    ]
    assert found.evidence[2].source == RULE.source


@pytest.mark.parametrize(
    ("begin", "day", "years"),
    [
        (date(2020, 2, 29), date(2021, 2, 28), 0),
        (date(2020, 2, 29), date(2021, 3, 1), 1),
        (date(2020, 2, 29), date(2024, 2, 29), 4),
        (date(2026, 1, 1), date(2020, 1, 1), 0),
    ],
)
def test_years_are_whole(begin: date, day: date, years: int) -> None:
    assert whole_years(begin, day) == years
