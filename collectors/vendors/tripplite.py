"""Tripp Lite PowerAlert."""

from __future__ import annotations

from collectors.profile import Descr, First, Gauge, Instance, Profile

UPS, ATS = "850.1.1.3.1", "850.1.1.3.4.3"

PROFILES = (
    Profile(
        vendor="Tripp Lite",
        os="poweralert",
        kind="power",
        object_ids=("850",),
        model=(First("850.1.1.1.2.1.5"),),
        version=(Instance(".1.3.6.1.2.1.33.1.1.4.0"), Descr(r"PowerAlert ([\d.]+)")),
        serial=(Instance("850.100.1.1.2.0"),),
        gauges=(
            Gauge(oid=f"{UPS}.3.1.1.1.4", kind="charge", words="Battery"),
            Gauge(oid=f"{UPS}.3.1.2.1.1", kind="voltage", words="Battery", scale=0.1),
            Gauge(oid=f"{UPS}.3.2.2.1.2", kind="frequency", words="Input", scale=0.1),
            Gauge(oid=f"{UPS}.3.2.2.1.3", kind="voltage", words="Input", scale=0.1),
            Gauge(oid=f"{UPS}.3.3.2.1.2", kind="voltage", words="Output", scale=0.1),
            Gauge(oid=f"{UPS}.3.3.2.1.3", kind="current", words="Output", scale=0.01),
            Gauge(oid=f"{UPS}.3.3.1.1.3", kind="frequency", words="Output", scale=0.1),
            Gauge(oid=f"{UPS}.2.1.1.7", kind="temperature", words="System", scale=0.1),
            Gauge(oid=f"{UPS}.3.1.1.1.1", kind="state", words="Battery"),
            Gauge(oid=f"{UPS}.3.1.2.1.4", kind="state", words="Charging"),
            Gauge(oid=f"{UPS}.3.1.5.1.1", kind="state", words="Battery condition"),
            Gauge(oid=f"{UPS}.2.1.1.1", kind="state", words="Main load"),
            Gauge(oid=f"{UPS}.3.5.1.1.4", kind="state", words="Load"),
            Gauge(oid=f"{UPS}.3.3.1.1.1", kind="state", words="Output source"),
            Gauge(oid=f"{ATS}.1.2.1.4", kind="frequency", words="Source", scale=0.1),
            Gauge(oid=f"{ATS}.1.2.1.5", kind="voltage", words="Source", scale=0.1),
            Gauge(oid=f"{ATS}.2.1.1.4", kind="voltage", words="Output", scale=0.1),
            Gauge(oid=f"{ATS}.2.1.1.5", kind="current", words="Output", scale=0.01),
            Gauge(oid=f"{ATS}.2.1.1.8", kind="power", words="Output"),
            Gauge(oid=f"{ATS}.2.1.1.11", kind="frequency", words="Output", scale=0.1),
            Gauge(oid="850.101.1.1.1.0", kind="temperature", words="Ambient"),
            Gauge(oid="850.101.1.2.1.0", kind="humidity", words="Ambient"),
            Gauge(oid="850.100.1.2.1.0", kind="count", words="Battery age in years"),
        ),
    ),
)
