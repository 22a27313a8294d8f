"""Every rule: the figure by which it speaks, on both sides of where it begins, and silence where nothing is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from risk.facts import (
    BrokenSeen,
    DeviceFacts,
    Facts,
    HotSeen,
    KnowersSeen,
    LinkFacts,
    LogSeen,
    ManualSeen,
    ModelFacts,
    OutageSeen,
    SiteFacts,
    StrangerSeen,
)
from risk.looking import all_rules, look
from risk.parameters import in_force

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
TODAY = NOW.date()
PARAMETERS = in_force(TODAY)
SOUND = Facts(
    now=NOW,
    devices=[DeviceFacts(1, 1, "sw1", "switch", model="Maker X1")],
    links=[LinkFacts(1, 1, "link1"), LinkFacts(2, 1, "link2")],
    sites={
        1: SiteFacts(
            1,
            "โรงเรียนจำลอง",
            links=(1, 2),
            devices=1,
            logs=[LogSeen(1, "กล่องเก็บ", 90)],
            manual=ManualSeen(1, date(2026, 10, 1), date(2027, 10, 1)),
            knowers=KnowersSeen(2, 2, 2),
        )
    },
    models=[ModelFacts("Maker X1", 1, 0)],
    knowers=2,
)


def outages(*days_ago: int) -> list[OutageSeen]:
    return [OutageSeen(number, NOW - timedelta(days=days)) for number, days in enumerate(days_ago, start=1)]


def hot(*values: float) -> list[HotSeen]:
    return [HotSeen(number, NOW - timedelta(days=number), value) for number, value in enumerate(values, start=1)]


def device(**values: Any) -> Facts:
    return replace(SOUND, devices=[replace(SOUND.devices[0], **values)])


def link(**values: Any) -> Facts:
    return replace(SOUND, links=[replace(SOUND.links[0], **values), SOUND.links[1]])


def site(**values: Any) -> Facts:
    return replace(SOUND, sites={1: replace(SOUND.sites[1], **values)})


def seen(facts: Facts) -> Mapping[str, tuple[int, int, int]]:
    """(figure, likelihood, impact) by key."""
    return {key: (one.signal.figure, one.likelihood, one.impact) for key, one in look(facts, PARAMETERS).items()}


def test_a_sound_school_has_no_risk() -> None:
    assert seen(SOUND) == {}


def days(number: int) -> date:
    return TODAY - timedelta(days=number)


@pytest.mark.parametrize(
    ("facts", "key", "expected"),
    [
        (device(outages=outages(1, 2)), "repeated_outages:device:1", (2, 2, 3)),
        (device(outages=outages(1, 2, 3)), "repeated_outages:device:1", (3, 3, 3)),
        (device(outages=outages(1, 2, 3, 4, 89)), "repeated_outages:device:1", (5, 4, 3)),
        (device(outages=outages(*range(10))), "repeated_outages:device:1", (10, 5, 3)),
        (device(outages=outages(1, 90, 91)), "repeated_outages:device:1", (1, 2, 3)),
        (link(outages=outages(1, 2, 3)), "repeated_outages:link:1", (3, 3, 3)),
        (device(outages=outages(1), role="router"), "repeated_outages:device:1", (1, 2, 4)),
        (device(outages=outages(1), depends=3), "repeated_outages:device:1", (1, 2, 4)),
        (device(outages=outages(1), role="ap"), "repeated_outages:device:1", (1, 2, 2)),
        (site(links=(1,)), "single_uplink:site:1", (0, 1, 4)),
        (replace(link(outages=outages(100, 200, 300)), sites={1: replace(SOUND.sites[1], links=(1,), pupils=500)}),
         "single_uplink:site:1", (3, 3, 5)),
        (device(end_of_support=days(-365)), "end_of_support:device:1", (-365, 2, 3)),
        (device(end_of_support=days(0)), "end_of_support:device:1", (0, 3, 3)),
        (device(end_of_support=days(1095)), "end_of_support:device:1", (1095, 5, 3)),
        (device(backup_expected=True, backup_at=NOW - timedelta(days=7)), "stale_backup:device:1", (7, 3, 3)),
        (device(backup_expected=True, backup_since=NOW - timedelta(days=3)), "stale_backup:device:1", (9999, 5, 3)),
        (device(broken=[BrokenSeen("no-default-community", days(0))]), "default_community:device:1", (0, 4, 4)),
        (device(broken=[BrokenSeen("no-default-community", days(30))]), "default_community:device:1", (30, 5, 4)),
        (device(broken=[BrokenSeen("no-telnet", days(29))]), "telnet:device:1", (29, 3, 4)),
        (device(broken=[BrokenSeen("ssh-version-2", days(0))]), "weak_cipher:device:1", (0, 2, 3)),
        (device(firmware_behind=True, version="1", newest_version="2"), "old_firmware:device:1", (0, 3, 3)),
        (device(software_end=days(1)), "old_firmware:device:1", (1, 4, 3)),
        (device(role="ups", battery_state=3, battery_percent=12), "ups_battery:device:1", (2, 3, 3)),
        (device(role="ups", low_batteries=hot(20)), "ups_battery:device:1", (1, 2, 3)),
        (device(hot=hot(80, 91)), "overheating:device:1", (2, 3, 3)),
        (device(ports=10, ports_used=9), "capacity:device:1", (90, 3, 2)),
        (link(busy=hot(99.5)), "capacity:link:1", (99, 4, 2)),
        (replace(SOUND, models=[ModelFacts("X1", 20, 0)]), "no_spare:model:X1", (20, 3, 2)),
        (replace(SOUND, models=[ModelFacts("X1", 1, 0, outages(1))]), "no_spare:model:X1", (11, 2, 2)),
        (link(contract_end=days(-120)), "contract_ending:link:1", (-120, 2, 4)),
        (link(contract_end=days(0)), "contract_ending:link:1", (0, 5, 4)),
        (site(logs=[LogSeen(1, "กล่อง", 90, kept_days=60, last_at=NOW)]), "log_retention:site:1", (30, 3, 4)),
        (site(logs=[LogSeen(1, "กล่อง", 90, kept_days=90, last_at=NOW - timedelta(hours=24))]),
         "log_retention:site:1", (1, 2, 4)),
        (site(logs=[]), "log_retention:site:1", (90, 5, 4)),
        (site(strangers=[StrangerSeen(4, NOW, "ap-x")]), "unknown_device:site:1", (1, 3, 3)),
        (site(manual=None), "no_manual:site:1", (30, 3, 2)),
        (site(manual=ManualSeen(1, date(2025, 1, 1), days(90))), "no_manual:site:1", (90, 4, 2)),
        (site(knowers=KnowersSeen(3, 1, 2)), "only_one_knows:site:1", (1, 3, 3)),
        (site(knowers=KnowersSeen(2, 2, 0)), "only_one_knows:site:1", (2, 5, 3)),
        (replace(SOUND, knowers=1), "only_one_knows:office:0", (1, 3, 4)),
        (site(power_cuts=outages(1, 2, 3)), "power_cuts:site:1", (3, 3, 3)),
    ],
)  # fmt: skip
def test_the_figure_has_its_class(facts: Facts, key: str, expected: tuple[int, int, int]) -> None:
    assert seen(facts) == {key: expected}


@pytest.mark.parametrize(
    "facts",
    [
        device(outages=outages(91)),
        site(links=()),
        device(end_of_support=days(-366)),
        device(backup_expected=False, backup_at=NOW - timedelta(days=400)),
        device(backup_expected=True, backup_at=NOW - timedelta(days=1)),
        device(broken=[BrokenSeen("login-banner", days(300))]),
        device(software_end=days(-1)),
        device(role="ups", battery_state=2, battery_percent=100),
        device(hot=[HotSeen(1, NOW - timedelta(days=91), 99)]),
        device(ports=5, ports_used=5),
        device(ports=100, ports_used=79),
        replace(SOUND, models=[ModelFacts("X1", 200, 1, outages(1, 2))]),
        link(contract_end=days(-121)),
        site(logs=[LogSeen(1, "กล่อง", 0, kept_days=90, last_at=NOW)]),
        site(manual=ManualSeen(1, date(2025, 1, 1), TODAY)),
        site(power_cuts=outages(1, 2, 3), has_ups=True),
    ],
)
def test_it_says_nothing_before_it_begins(facts: Facts) -> None:
    assert seen(facts) == {}


def test_what_a_person_wrote_of_logs_does_not_stand_against_what_was_measured() -> None:
    """90 days are stated, 60 were received."""
    facts = site(logs=[LogSeen(1, "กล่อง", 90, kept_days=60, last_at=NOW)])
    told = look(facts, PARAMETERS)["log_retention:site:1"].signal.evidence
    assert ("days_kept", "60") in {(one.figure, one.value) for one in told}


def test_every_rule_speaks_both_languages_and_names_its_thing() -> None:
    for rule in all_rules().values():
        for words in (rule.thai, rule.english):
            assert "%(name)s" in words.title, rule.key
            assert all((words.threat, words.vulnerability, words.task, words.gone)), rule.key
        assert rule.concerns
        assert set(rule.concerns) <= set("CIA")
