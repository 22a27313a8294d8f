"""Megatec-compatible cards (NetAgent), Delta and PowerWalker UPS."""

from __future__ import annotations

from collectors.profile import Gauge, Instance, Joined, Profile

CARD = "935.1.1.1"
DELTA = "2254.2.4"

PROFILES = (
    Profile(
        vendor="Megatec",
        os="netagent2",
        kind="power",
        object_ids=("935",),
        gauges=(
            Gauge(oid=f"{CARD}.2.2.1.0", kind="charge", words="Battery"),
            Gauge(oid=f"{CARD}.2.2.3.0", kind="temperature", words="Battery", scale=0.1),
            Gauge(oid=f"{CARD}.2.2.4.0", kind="runtime", words="Time left on battery", scale=1 / 60),
            Gauge(oid=f"{CARD}.2.2.7.0", kind="current", words="Battery", scale=0.1),
            *(Gauge(oid=f"{CARD}.8.2.{leaf}.0", kind="voltage", words="Input", scale=0.1) for leaf in (2, 3, 4)),
            *(Gauge(oid=f"{CARD}.8.3.{leaf}.0", kind="voltage", words="Output", scale=0.1) for leaf in (2, 3, 4)),
            *(Gauge(oid=f"{CARD}.8.4.{leaf}.0", kind="voltage", words="Bypass", scale=0.1) for leaf in (2, 3, 4)),
            *(Gauge(oid=f"{CARD}.8.3.{leaf}.0", kind="load", words="Output", scale=0.1) for leaf in (5, 6, 7)),
            *(Gauge(oid=f"{CARD}.8.{leaf}.1.0", kind="frequency", words="Line", scale=0.1) for leaf in (2, 3, 4)),
            Gauge(oid=f"{CARD}.3.2.1.0", kind="voltage", words="Input", scale=0.1),
            Gauge(oid=f"{CARD}.4.2.1.0", kind="voltage", words="Output", scale=0.1),
            Gauge(oid=f"{CARD}.4.2.3.0", kind="load", words="Output"),
            Gauge(oid=f"{CARD}.4.1.1.0", kind="state", words="UPS"),
            Gauge(oid=f"{CARD}.2.1.1.0", kind="state", words="Battery"),
            Gauge(oid=f"{CARD}.9.1.3.0", kind="state", words="Water"),
            Gauge(oid=f"{CARD}.9.1.4.0", kind="state", words="Smoke"),
            Gauge(oid="13409.1.1.2.0", kind="humidity", words="Room", scale=0.1),
        ),
    ),
    Profile(
        vendor="Delta",
        os="deltaups",
        kind="power",
        object_ids=("2254",),
        model=(Joined("Delta {}", (Instance(f"{DELTA}.1.2.0"),)),),
        version=(Instance(f"{DELTA}.1.3.0"),),
        gauges=(
            Gauge(oid=f"{DELTA}.7.8.0", kind="charge", words="Battery"),
            Gauge(oid=f"{DELTA}.7.9.0", kind="temperature", words="Battery"),
            Gauge(oid=f"{DELTA}.7.6.0", kind="voltage", words="Battery", scale=0.1),
            Gauge(oid=f"{DELTA}.4.3.0", kind="voltage", words="Input", scale=0.1),
            Gauge(oid=f"{DELTA}.5.4.0", kind="voltage", words="Output", scale=0.1),
            Gauge(oid=f"{DELTA}.5.7.0", kind="load", words="Output"),
        ),
    ),
    Profile(
        vendor="PowerWalker",
        os="powerwalker-vfi",
        kind="power",
        object_ids=("8072.3.2",),
        reveals="21111.1.1.1.6.0",
        version=(Instance("21111.1.1.1.6.0"),),
    ),
)
