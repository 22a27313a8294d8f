"""Alert rules are right by promtool, use metrics that exist, and each has its runbook and its unit test."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from netops.metrics import Family
from netops.models.alert import AlertKind
from netops.runbook.page import runbooks

PROMETHEUS = Path(__file__).parents[2] / "dashboards" / "prometheus"
METRIC = re.compile(r"\bnetops_\w+")


def rules() -> Iterator[dict[str, Any]]:
    """Every alert rule."""
    for path in sorted((PROMETHEUS / "rules").glob("*.yml")):
        for group in yaml.safe_load(path.read_text())["groups"]:
            yield from group["rules"]


def promtool(*words: str) -> None:
    ended = subprocess.run(["promtool", *words], cwd=PROMETHEUS, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.mark.peer("promtool")
def test_promtool_accepts_the_rules() -> None:
    promtool("check", "rules", *(str(path) for path in (PROMETHEUS / "rules").glob("*.yml")))


@pytest.mark.peer("promtool")
def test_promtool_accepts_the_configuration(tmp_path: Path) -> None:
    config = yaml.safe_load((PROMETHEUS / "prometheus.yml").read_text())
    (tmp_path / "token").touch()
    for job in config["scrape_configs"]:
        if "authorization" in job:
            job["authorization"]["credentials_file"] = str(tmp_path / "token")
    config["rule_files"] = [str(PROMETHEUS / pattern) for pattern in config["rule_files"]]
    (tmp_path / "prometheus.yml").write_text(yaml.safe_dump(config))
    promtool("check", "config", str(tmp_path / "prometheus.yml"))


@pytest.mark.peer("promtool")
def test_each_rule_fires_for_its_cause_and_only_then() -> None:
    promtool("test", "rules", *(str(path) for path in sorted((PROMETHEUS / "tests").glob("*.yml"))))


def test_each_rule_has_a_unit_test() -> None:
    tested = {
        case["alertname"]
        for path in (PROMETHEUS / "tests").glob("*.yml")
        for test in yaml.safe_load(path.read_text())["tests"]
        for case in test["alert_rule_test"]
        if case["exp_alerts"]
    }
    assert tested == {rule["alert"] for rule in rules()}


def test_alerts_and_runbooks_are_pairs() -> None:
    ruled = {rule["alert"] for rule in rules()}
    assert {rule["annotations"]["runbook"] for rule in rules()} == ruled
    assert {runbook.name for runbook in runbooks()} == ruled | {kind.value for kind in AlertKind}


def test_rules_use_metrics_that_exist() -> None:
    used = {metric for rule in rules() for metric in METRIC.findall(rule["expr"])}
    assert used - {family.metric for family in Family} == set()


def test_the_shipped_configuration_does_not_scrape_a_device_twice() -> None:
    jobs = yaml.safe_load((PROMETHEUS / "prometheus.yml").read_text())["scrape_configs"]
    assert [job["job_name"] for job in jobs] == ["netops", "planning", "prometheus"]
    assert not [job for job in jobs if "http_sd_configs" in job]
