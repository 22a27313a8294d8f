"""Aruba: CX switches, ArubaOS controllers (also sold by Alcatel-Lucent and Dell), Instant access points."""

from __future__ import annotations

from collectors.profile import Descr, First, Gauge, Instance, Load, Part, Pool, Profile

CX = "47196.4.1.1.3"
OPTICS = f"{CX}.27.1.2"
INSTANT = "14823.2.3.3.1"

PROFILES = (
    Profile(
        vendor="Aruba",
        os="arubaos-cx",
        object_ids=("47196",),
        model=(Part("descr"),),
        version=(Part("software", r"([A-Z]{2}\.\d\S+)"), Descr(r"([A-Z]{2}\.\d+\.\d+\.\d+)")),
        serial=(Part("serial"), First(f"{CX}.15.1.2.1.7")),
        gauges=(
            Gauge(oid=f"{CX}.11.3.1.1.7", kind="temperature", descr=f"{CX}.11.3.1.1.5", scale=0.001),
            Gauge(oid=f"{CX}.11.2.1.1.7", kind="power", words="Power supply"),
            Gauge(oid=f"{CX}.11.2.1.1.11", kind="state", words="Power supply"),
            Gauge(oid=f"{CX}.11.5.1.1.8", kind="fanspeed", words="Fan"),
            Gauge(oid=f"{OPTICS}.1.1.2", kind="temperature", words="Transceiver"),
            Gauge(oid=f"{OPTICS}.1.1.11", kind="voltage", words="Transceiver"),
            Gauge(oid=f"{OPTICS}.2.1.2", kind="current", words="Transceiver bias", scale=0.001),
            Gauge(oid=f"{OPTICS}.2.1.7", kind="dbm", words="Transceiver output", milliwatts=True),
            Gauge(oid=f"{OPTICS}.2.1.12", kind="dbm", words="Transceiver input", milliwatts=True),
            Gauge(oid=f"{CX}.7.2.1.1.0", kind="state", words="Inter-switch link"),
        ),
    ),
    Profile(
        vendor="Aruba",
        os="arubaos",
        kind="wireless",
        object_ids=("14823.1.1", "6486.800.1.1.2.2.2", "674.10895.5027"),
        model=(Descr(r"\(MODEL: ([^)]+)\)"),),
        version=(Descr(r"Version ([\d.-]+)"),),
        loads=(Load(oid="14823.2.2.1.2.1.13.1.3", descr="14823.2.2.1.2.1.13.1.2"),),
        memory=(
            Pool(
                words="Memory",
                total="14823.2.2.1.1.1.11.1.2",
                used="14823.2.2.1.1.1.11.1.3",
                unit_bytes=1024,
            ),
        ),
        gauges=(Gauge(oid="14823.2.2.1.2.1.10.0", kind="temperature", words="CPU"),),
    ),
    Profile(
        vendor="Aruba",
        os="aruba-instant",
        kind="wireless",
        object_ids=("14823.1.2",),
        model=(Descr(r"\(MODEL: ([^)]+)\)"), First(f"{INSTANT}.2.1.1.6")),
        version=(Descr(r"Version ([\d.-]+)"), Instance(f"{INSTANT}.1.4.0")),
        serial=(First(f"{INSTANT}.2.1.1.4"),),
        loads=(Load(oid=f"{INSTANT}.2.1.1.7", descr=f"{INSTANT}.2.1.1.2"),),
        memory=(Pool(descr=f"{INSTANT}.2.1.1.2", total=f"{INSTANT}.2.1.1.10", free=f"{INSTANT}.2.1.1.8"),),
        gauges=(
            Gauge(oid=f"{INSTANT}.2.1.1.11", kind="state", descr=f"{INSTANT}.2.1.1.2"),
            Gauge(oid=f"{INSTANT}.2.2.1.20", kind="state", words="Radio"),
        ),
    ),
)
