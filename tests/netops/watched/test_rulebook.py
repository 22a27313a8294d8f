"""The rules in force: the office's own are used whole or not at all, and its log servers are looked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from inventory.compliance.judging import judge
from inventory.compliance.rule import RuleError
from inventory.models.config import Grade
from netops.settings import Settings
from netops.watched.rulebook import checked, rulebook

OWN = """id = "named"
severity = "low"
risk = "no-evidence"
[en]
title = "A name is set"
why = "A device without a name is not found."
[th]
title = "ต้องตั้งชื่อเครื่อง"
why = "เครื่องที่ไม่มีชื่อหาไม่พบ"
[[check]]
platforms = ["cisco_ios"]
must = ['^hostname ']
mend = ["hostname NAME"]
"""


def of_office(settings: Settings, folder: Path, text: str) -> Settings:
    folder.mkdir()
    (folder / "named.toml").write_text(text, encoding="utf-8")
    return settings.model_copy(update={"rules_dir": folder})


def test_the_offices_own_rules_stand_beside_those_shipped(settings: Settings, tmp_path: Path) -> None:
    book = rulebook(of_office(settings, tmp_path / "own", OWN))
    assert {"named", "no-telnet"} <= {rule.id for rule in book.rules}


def test_a_wrong_rule_of_the_office_costs_only_the_offices_own(
    settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    wrong = of_office(settings, tmp_path / "own", OWN.replace("low", "awful"))
    assert [rule.id for rule in rulebook(wrong).rules] == [rule.id for rule in rulebook(settings).rules]
    assert "named.toml: severity" in caplog.text
    with pytest.raises(RuleError, match=r"named\.toml: severity"):
        checked(wrong)


def test_only_the_offices_log_servers_count_once_they_are_named(settings: Settings) -> None:
    def grade(settings: Settings) -> Grade:
        found = judge("logging host 10.9.0.6\n", platform="cisco_ios", book=rulebook(settings))
        return next(verdict.grade for verdict in found if verdict.rule == "syslog-to-office")

    assert grade(settings) is Grade.KEPT
    assert grade(settings.model_copy(update={"syslog_addresses": ["10.9.0.5"]})) is Grade.BROKEN
    assert grade(settings.model_copy(update={"syslog_addresses": ["10.9.0.5", "10.9.0.6"]})) is Grade.KEPT
