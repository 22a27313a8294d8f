"""Documents that are made from the code, or pair with it, say the same as the code."""

from __future__ import annotations

import re

import yaml

from netops.cli import COMMANDS
from netops.models.alert import AlertKind
from netops.settings_doc import page
from tests.agreement import tree

RULES = tree.ROOT / "dashboards" / "prometheus" / "rules"
RUNBOOKS = tree.ROOT / "runbooks"


def test_the_page_of_settings_is_up_to_date() -> None:
    written = (tree.ROOT / "docs" / "settings.md").read_text()
    assert written == page(), "run: python -m netops.settings_doc > docs/settings.md"


def rule_names() -> set[str]:
    """Alerts of the shipped Prometheus rules."""
    return {
        rule["alert"]
        for path in RULES.glob("*.yml")
        for group in yaml.safe_load(path.read_text())["groups"]
        for rule in group["rules"]
        if "alert" in rule
    }


def test_every_alert_has_its_runbook_and_every_runbook_its_alert() -> None:
    runbooks = {path.stem for path in RUNBOOKS.glob("*.md")}
    alerts = rule_names() | {kind.value for kind in AlertKind}
    assert alerts == runbooks
    assert len(runbooks) >= 8


def test_every_command_of_the_readme_exists() -> None:
    text = "".join(path.read_text() for path in tree.files() if path.suffix == ".md")
    called = set(re.findall(r"`(?:\S*/)?netops ([a-z]+)", text))
    assert called - set(COMMANDS) == set()
