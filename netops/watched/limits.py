"""The measured figures that people are told of: from which value on, for how long, and why; one literal table.

A figure has two limits. Beyond `raise_at` for so many minutes an alert begins; only within `clear_at` for as long it
ends, so that a figure that trembles around one value is told once. Shipped values stand here; an office and a school
may set others (rules in force: netops/watched/rules.py). Change a shipped value together with the rule of the same
name in dashboards/prometheus/rules/.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from netops.models.alert import AlertKind, Severity
from service.i18n import N_


class Metric(StrEnum):
    """The names by which `threshold_rule.metric` and the API know a figure."""

    LOSS = "loss"
    ROUND_TRIP = "round_trip"
    UTILISATION = "utilisation"
    PORT_ERRORS = "port_errors"
    TEMPERATURE = "temperature"
    CPU = "cpu"
    UPS_CHARGE = "ups_charge"
    DISK = "disk"
    CERTIFICATE = "certificate"
    CONFIG_AGE = "config_age"


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure. `above`: told when it is too high, else when too low. `least` and `most` bound what may be set.

    `for_minutes` None: how long is settled elsewhere (rounds confirm loss and round trip; nights count for ages).
    `per_part`: each port or disk is an alert of its own; otherwise the worst part of a device speaks for it.
    """

    metric: Metric
    title: str
    unit: str
    above: bool
    raise_at: float
    clear_at: float
    for_minutes: int | None
    severity: Severity
    kind: AlertKind
    least: float
    most: float
    reason: str
    per_part: bool = False


TABLE: Final = (
    Measure(
        Metric.LOSS, N_("Loss of a link"), "%", True, 5, 3, None, Severity.WARNING, AlertKind.LINK_DEGRADED, 0.1, 100,
        N_("From a few percent on calls and lessons break up; measured over the last ten rounds."),
    ),
    Measure(
        Metric.ROUND_TRIP, N_("Round trip of a link"), "×", True, 3, 2, None, Severity.WARNING,
        AlertKind.LINK_DEGRADED, 1.1, 100,
        N_("As a multiple of the line's own median of seven days: a satellite line is slow and well."),
    ),
    Measure(
        Metric.UTILISATION, N_("Use of a link"), "%", True, 90, 80, 30, Severity.NOTICE, AlertKind.LINK_BUSY, 1, 100,
        N_("Of the contract's speed, or the port's where no contract tells one. Half an hour on end is no download."),
    ),
    Measure(
        Metric.PORT_ERRORS, N_("Faulty packets at a port"), N_("a minute"), True, 60, 6, 15, Severity.WARNING,
        AlertKind.PORT_ERRORS, 1, 1_000_000,
        N_("One a second for a quarter of an hour is a cable or plug, not chance."), per_part=True,
    ),
    Measure(
        Metric.TEMPERATURE, N_("Temperature"), "°C", True, 75, 65, 15, Severity.WARNING, AlertKind.DEVICE_HOT, 20, 150,
        N_("Above what boards and cabinets stand for long; the hottest sensor of a device speaks."),
    ),
    Measure(
        Metric.CPU, N_("Processor load"), "%", True, 90, 75, 30, Severity.NOTICE, AlertKind.PROCESSOR_BUSY, 10, 100,
        N_("The mean of all processors. A backup or a look-up is over in half an hour; a loop or an attack is not."),
    ),
    Measure(
        Metric.UPS_CHARGE, N_("Charge of a UPS"), "%", False, 30, 50, 1, Severity.CRITICAL,
        AlertKind.UPS_BATTERY_LOW, 1, 99,
        N_("With this much left minutes remain to shut servers down."),
    ),
    Measure(
        Metric.DISK, N_("Use of a disk"), "%", True, 90, 85, 10, Severity.WARNING, AlertKind.DISK_FILLING, 10, 100,
        N_("Of a NAS or server, and of NetOps itself: from here on a full disk is days away."), per_part=True,
    ),
    Measure(
        Metric.CERTIFICATE, N_("Days left of a certificate"), N_("days"), False, 21, 30, 0, Severity.WARNING,
        AlertKind.CERTIFICATE_EXPIRING, 1, 365,
        N_("Of the pages of NetOps, and of devices with an HTTPS port. Three weeks leave time for a new one."),
    ),
    Measure(
        Metric.CONFIG_AGE, N_("Age of a kept configuration"), N_("days"), True, 3, 1, None, Severity.NOTICE,
        AlertKind.CONFIG_STALE, 1, 365,
        N_("Three nights in which it could not be read; one night may be a power cut."),
    ),
)  # fmt: skip
MEASURES: Final = {measure.metric: measure for measure in TABLE}
# Alerts that the crossing of a limit begins and ends by itself; the other kinds have their own beginnings.
METRIC_OF: Final[dict[AlertKind, Metric]] = {
    measure.kind: measure.metric
    for measure in TABLE
    if measure.kind not in {AlertKind.LINK_DEGRADED, AlertKind.CONFIG_STALE}
}


class Origin(StrEnum):
    """Who set a limit."""

    SHIPPED = "shipped"
    OFFICE = "office"
    SITE = "site"


@dataclass(frozen=True, slots=True)
class Rule:
    """The limits in force for one figure at one place."""

    metric: Metric
    raise_at: float
    clear_at: float
    for_minutes: int
    enabled: bool = True
    origin: Origin = Origin.SHIPPED

    @property
    def measure(self) -> Measure:
        """What it is a limit of."""
        return MEASURES[self.metric]

    def is_beyond(self, value: float) -> bool:
        """Whether an alert may begin."""
        return self.enabled and (value >= self.raise_at if self.measure.above else value <= self.raise_at)

    def is_within(self, value: float) -> bool:
        """Whether an alert may end."""
        return value <= self.clear_at if self.measure.above else value >= self.clear_at


def shipped(metric: Metric) -> Rule:
    """The rule that holds where nobody set another."""
    measure = MEASURES[metric]
    return Rule(metric, measure.raise_at, measure.clear_at, measure.for_minutes or 0)
