"""Rule files: those shipped are whole, and a broken one is refused by the names of its file and field."""

from __future__ import annotations

from pathlib import Path

import pytest

from collectors.ssh.platforms import PLATFORMS
from inventory.compliance.rule import RULES, RuleError, load_rules

GOOD = """id = "own-rule"
severity = "low"
risk = "no-evidence"
[en]
title = "A rule of ours"
why = "Because the office wants it so."
[th]
title = "กฎของสำนักงาน"
why = "เพราะสำนักงานต้องการเช่นนี้"
[[check]]
platforms = ["cisco_ios"]
must = ['^logging host <syslog>']
mend = ["logging host ADDRESS"]
"""


def write(folder: Path, text: str, name: str = "own-rule.toml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_the_shipped_rules_are_in_two_languages_and_speak_of_every_platform() -> None:
    book = load_rules()
    assert len(book.rules) >= 15
    asked = {name for rule in book.rules for check in rule.check for name in check.platforms}
    assert set(PLATFORMS) - {"linux"} <= asked
    for rule in book.rules:
        assert rule.th.title.isascii() is False, rule.id
        assert rule.en.title.isascii(), rule.id
        assert not set(rule.not_for) & {name for check in rule.check for name in check.platforms}, rule.id


def test_the_gravest_come_first() -> None:
    severities = [rule.severity.value for rule in load_rules().rules]
    assert severities == sorted(severities, key=["high", "medium", "low"].index)


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ('severity = "low"', 'severity = "awful"', "severity"),
        ("must = ['^logging host <syslog>']", "must = ['(']", "check.0.must.0"),
        ("must = ['^logging host <syslog>']", "", "check.0"),
        ('risk = "no-evidence"', 'risk = "no-evidence"\nfoo = 1', "foo"),
        ('id = "own-rule"', 'id = "another"', "id"),
        ("<syslog>", "<where>", "<where>"),
        ("[en]", "[en", "own-rule.toml"),
        ('title = "A rule of ours"', "", "en.title"),
    ],
)
def test_a_wrong_file_is_refused_by_file_and_field(tmp_path: Path, was: str, now: str, said: str) -> None:
    assert was in GOOD
    with pytest.raises(RuleError, match=r"own-rule\.toml") as refused:
        load_rules([write(tmp_path, GOOD.replace(was, now, 1))])
    assert said in str(refused.value)


def test_a_platform_that_nobody_knows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=r"check\.platforms.*cisco_ios"):
        load_rules([write(tmp_path, GOOD)], platforms={"linux"})


def test_one_id_stands_for_one_rule(tmp_path: Path) -> None:
    text = GOOD.replace("own-rule", "no-telnet")
    with pytest.raises(RuleError, match="another rule"):
        load_rules([RULES, write(tmp_path, text, "no-telnet.toml")])


def test_an_office_adds_its_own_rule_and_its_addresses_change_the_revision(tmp_path: Path) -> None:
    folder = write(tmp_path, GOOD)
    any_address = load_rules([RULES, folder])
    ours = load_rules([RULES, folder], values={"syslog": ["10.0.0.5"]})
    assert any_address.get("own-rule") is not None
    assert any_address.revision != ours.revision
    assert any_address.revision == load_rules([RULES, folder]).revision
