"""Each platform's rules on a configuration that keeps them and on one that does not, and what cannot be told."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.ssh.platforms import PLATFORMS
from inventory.compliance.judging import Verdict, judge
from inventory.compliance.rule import load_rules
from inventory.models.config import Grade

EXAMPLES = Path(__file__).parent / "configurations"
BOOK = load_rules(values={"syslog": ["10.9.0.5"]})
PAIRS = sorted(path.name.removesuffix(".good.txt") for path in EXAMPLES.glob("*.good.txt"))
SAME = {"cisco_xe": "cisco_ios"}  # written alike
# What a platform's configuration does not tell, though it keeps everything.
UNTOLD: dict[str, set[str]] = {"hp_comware": {"no-default-community"}, "huawei_vrp": {"no-default-community"}}


def graded(text: str, platform: str) -> dict[str, Grade]:
    return {verdict.rule: verdict.grade for verdict in judge(text, platform=platform, book=BOOK)}


def spoken_of(platform: str) -> set[str]:
    """Rules that know the platform's syntax."""
    return {rule.id for rule in BOOK.rules if rule.checks_of(platform)}


def test_every_platform_with_rules_has_its_examples() -> None:
    assert {SAME.get(name, name) for name in PLATFORMS if spoken_of(name)} <= set(PAIRS)


@pytest.mark.parametrize("platform", PAIRS)
def test_a_good_configuration_keeps_every_rule(platform: str) -> None:
    grades = graded((EXAMPLES / f"{platform}.good.txt").read_text(), platform)
    untold = UNTOLD.get(platform, set())
    found = {rule: grades[rule] for rule in spoken_of(platform)}
    assert found == {rule: Grade.UNCLEAR if rule in untold else Grade.KEPT for rule in found}


@pytest.mark.parametrize("platform", PAIRS)
def test_a_bad_configuration_keeps_none(platform: str) -> None:
    grades = graded((EXAMPLES / f"{platform}.bad.txt").read_text(), platform)
    assert {rule for rule in spoken_of(platform) if grades[rule] is not Grade.BROKEN} == set()


def of(text: str, rule: str, platform: str = "cisco_ios") -> Verdict:
    return next(verdict for verdict in judge(text, platform=platform, book=BOOK) if verdict.rule == rule)


def test_one_open_section_among_good_ones_breaks_the_rule_and_is_named() -> None:
    text = "line vty 0 4\n transport input ssh\nline vty 5 15\n transport input telnet ssh\n"
    found = of(text, "no-telnet")
    assert found.grade is Grade.BROKEN
    assert found.proof == (("line vty 5 15", "transport input telnet ssh"),)


def test_a_section_that_lacks_the_line_is_named_by_its_heading() -> None:
    assert of("line vty 0 4\n login local\n", "no-telnet").proof == (("line vty 0 4", ""),)


def test_what_is_not_in_the_text_is_not_told() -> None:
    assert of("hostname a\n", "no-telnet").grade is Grade.UNCLEAR
    assert of("", "no-telnet").grade is Grade.UNCLEAR
    assert of("hostname a\n", "no-telnet", "a platform that nobody knows").grade is Grade.UNCLEAR


def test_a_rule_that_has_nothing_to_do_with_a_platform_is_not_asked() -> None:
    assert graded("PRETTY_NAME=Debian\n", "linux") == {}
    assert "no-smart-install" not in graded("sysname a\n", "huawei_vrp")


def test_only_the_offices_log_server_counts() -> None:
    assert of("logging host 10.9.0.5\n", "syslog-to-office").grade is Grade.KEPT
    assert of("logging host 10.9.0.55\n", "syslog-to-office").grade is Grade.BROKEN
    assert of("logging 10.9.0.5\n", "syslog-to-office").grade is Grade.KEPT


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("snmp-server community public RO 10\n", Grade.BROKEN),
        ("snmp-server community PUBLIC RO 10\n", Grade.BROKEN),
        ("snmp-server community publicity RO 10\n", Grade.KEPT),
        ("snmp-server user reader readers v3 auth sha aaaa priv aes 128 bbbb\n", Grade.KEPT),
    ],
)
def test_a_community_is_told_by_its_whole_name(text: str, grade: Grade) -> None:
    assert of(text, "no-default-community").grade is grade


def test_a_router_that_never_changed_its_community_uses_the_factory_one() -> None:
    silent = "/snmp\nset enabled=yes\n"
    assert of(silent, "no-default-community", "mikrotik_routeros").grade is Grade.BROKEN
    renamed = silent + "/snmp community\nset [ find default=yes ] name=k3rn addresses=10.9.0.0/24\n"
    assert of(renamed, "no-default-community", "mikrotik_routeros").grade is Grade.KEPT
    assert of("/snmp\nset contact=x\n", "no-default-community", "mikrotik_routeros").grade is Grade.KEPT


def test_a_telnet_that_is_only_bound_to_an_address_is_still_open() -> None:
    text = "/ip service\nset telnet address=10.9.0.0/24\n"
    assert of(text, "no-telnet", "mikrotik_routeros").grade is Grade.BROKEN


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=500), st.sampled_from([*PLATFORMS]))
def test_any_text_gets_a_verdict_from_its_own_lines(text: str, platform: str) -> None:
    first = judge(text, platform=platform, book=BOOK)
    assert first == judge(text, platform=platform, book=BOOK)
    assert {verdict.rule for verdict in first} <= {rule.id for rule in BOOK.rules}
