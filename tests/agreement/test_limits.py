"""Shipped limits and Prometheus' rules of the same name tell from the same value on, after as long."""

from __future__ import annotations

import pytest
import yaml

from netops.models.alert import Severity
from netops.watched.limits import MEASURES, Metric
from tests.agreement import tree

RULES = {
    rule["alert"]: rule
    for path in (tree.ROOT / "dashboards" / "prometheus" / "rules").glob("*.yml")
    for group in yaml.safe_load(path.read_text())["groups"]
    for rule in group["rules"]
    if "alert" in rule
}


@pytest.mark.parametrize(
    ("metric", "condition"),
    [
        (Metric.TEMPERATURE, "> {raise_at:g}"),
        (Metric.UPS_CHARGE, "< {raise_at:g}"),
        (Metric.CONFIG_AGE, "> {raise_at:g} * 86400"),
    ],
)
def test_both_tell_from_the_same_value_on(metric: Metric, condition: str) -> None:
    measure = MEASURES[metric]
    rule = RULES[measure.kind.value]
    assert condition.format(raise_at=measure.raise_at) in rule["expr"]
    assert measure.for_minutes is None or rule["for"] == f"{measure.for_minutes}m"
    pressing = {Severity.CRITICAL: "critical", Severity.WARNING: "warning", Severity.NOTICE: "warning"}
    assert rule["labels"]["severity"] == pressing[measure.severity]


def test_the_disk_of_netops_is_told_of_what_is_free_by_one_and_of_what_is_used_by_the_other() -> None:
    measure, rule = MEASURES[Metric.DISK], RULES["DiskFilling"]
    assert f"< {1 - measure.raise_at / 100:g}" in rule["expr"]
    assert rule["for"] == f"{measure.for_minutes}m"
