"""Documents that are made from the code, or pair with it, say the same as the code."""

from __future__ import annotations

import re
from typing import Any

import yaml
from starlette.routing import Match

from netops.cli import COMMANDS
from netops.models.alert import AlertKind, Severity
from netops.runbook.page import PLACEHOLDER, find_runbook, load
from netops.settings_doc import page
from netops.web.routers import ROUTERS
from planning.kit.settings_doc import page as planning_page
from tests.agreement import tree

RULES = tree.ROOT / "dashboards" / "prometheus" / "rules"
RUNBOOKS = tree.ROOT / "runbooks"


def test_the_page_of_settings_is_up_to_date() -> None:
    written = (tree.ROOT / "docs" / "settings.md").read_text()
    assert written == page(), "run: python -m netops.settings_doc > docs/settings.md"


def test_the_page_of_settings_of_planning_services_is_up_to_date() -> None:
    written = (tree.ROOT / "docs" / "planning-settings.md").read_text()
    assert written == planning_page(), "run: python -m planning.kit.settings_doc > docs/planning-settings.md"


def rules() -> list[dict[str, Any]]:
    """The shipped alerting rules of Prometheus."""
    groups = [group for path in RULES.glob("*.yml") for group in yaml.safe_load(path.read_text())["groups"]]
    return [rule for group in groups for rule in group["rules"] if "alert" in rule]


def rule_names() -> set[str]:
    """Alerts of the shipped Prometheus rules."""
    return {rule["alert"] for rule in rules()}


def test_every_alert_has_its_runbook_and_every_runbook_its_alert() -> None:
    runbooks = {path.stem for path in RUNBOOKS.glob("*.md")}
    alerts = rule_names() | {kind.value for kind in AlertKind}
    assert alerts == runbooks
    assert len(runbooks) >= 8


def test_every_step_of_every_runbook_leads_somewhere_and_is_one_of_its_kind() -> None:
    """The loader refuses a second step of an id, a strange look or runbook; the app knows its own pages."""
    pages = load(RUNBOOKS)
    assert {runbook.name for runbook in pages} == {path.stem for path in RUNBOOKS.glob("*.md")}
    routes = [route for router in ROUTERS for route in router.routes]
    for runbook in pages:
        for step in runbook.steps:
            if step.link:
                path = PLACEHOLDER.sub("1", step.link).partition("?")[0]
                scope = {"type": "http", "method": "GET", "path": path}
                assert any(route.matches(scope)[0] is Match.FULL for route in routes), (runbook.name, step.id, path)


def test_what_prometheus_calls_an_alert_agrees_with_its_runbook() -> None:
    for rule in rules():
        runbook = find_runbook(rule["alert"])
        assert rule["annotations"]["runbook"] == runbook.name
        # Prometheus's people say info for what presses least.
        severity = rule["labels"]["severity"].replace("info", Severity.NOTICE)
        assert severity == runbook.front.severity, runbook.name


def test_every_command_of_the_readme_exists() -> None:
    text = "".join(path.read_text() for path in tree.files() if path.suffix == ".md")
    called = set(re.findall(r"`(?:\S*/)?netops ([a-z]+)", text))
    assert called - set(COMMANDS) == set()
