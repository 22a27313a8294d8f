"""Allied Telesis: AlliedWare and AlliedWare Plus switches, smart switches, access points."""

from __future__ import annotations

from collectors.profile import Descr, First, Gauge, Instance, Joined, Load, Part, Profile

OLD, PLUS = "207.8.4.4.5.2.1", "207.8.4.4.3"
ENVIRONMENT = f"{PLUS}.12"
OPTICS = f"{PLUS}.28.1"

PROFILES = (
    Profile(
        vendor="Allied Telesis",
        os="allied",
        object_ids=("207.1",),
        model=(First(f"{OLD}.3"), Descr(r"^((?:AT-|CentreCOM )[^\s,]+)"), Part("model"), Part("descr", r"(AT-\S+)")),
        version=(
            Descr(r"version (\S+?),?(?: |$)"),
            Joined("WebSmart {}", (Instance("207.1.4.167.81.1.3.0", r"([\d.]+)"),)),
            Part("software"),
        ),
        serial=(First(f"{OLD}.5"),),
        loads=(Load(oid="89.1.9.0", words="CPU"),),
    ),
    Profile(
        vendor="Allied Telesis",
        os="awplus",
        object_ids=("207.1",),
        descr=r"AlliedWare Plus",
        model=(Part("name", r"^(AT-\S+)"), First(f"{PLUS}.21.1.1.4")),
        version=(Instance("207.8.4.4.4.500.2.1.1.0"), Part("software"), Descr(r"Version (\S+)")),
        serial=(First(f"{PLUS}.21.1.1.8"), Part("serial")),
        loads=(Load(oid=f"{PLUS}.3.8.1.4", words="CPU"),),
        gauges=(
            Gauge(oid=f"{ENVIRONMENT}.3.1.5", kind="temperature", descr=f"{ENVIRONMENT}.3.1.4"),
            Gauge(oid=f"{ENVIRONMENT}.1.1.5", kind="fanspeed", descr=f"{ENVIRONMENT}.1.1.4"),
            Gauge(oid=f"{ENVIRONMENT}.2.1.5", kind="voltage", descr=f"{ENVIRONMENT}.2.1.4", scale=0.001),
            Gauge(oid=f"{ENVIRONMENT}.3.1.7", kind="state", descr=f"{ENVIRONMENT}.3.1.4"),
            Gauge(oid=f"{ENVIRONMENT}.1.1.7", kind="state", descr=f"{ENVIRONMENT}.1.1.4"),
            Gauge(oid=f"{ENVIRONMENT}.2.1.8", kind="state", descr=f"{ENVIRONMENT}.2.1.4"),
            Gauge(oid=f"{ENVIRONMENT}.4.2.1.6", kind="state", descr=f"{ENVIRONMENT}.4.2.1.5"),
            Gauge(oid=f"{OPTICS}.1.1.3", kind="temperature", words="Transceiver", scale=0.001),
            Gauge(oid=f"{OPTICS}.2.1.3", kind="voltage", words="Transceiver", scale=0.0001),
            Gauge(oid=f"{OPTICS}.3.1.3", kind="current", words="Transceiver bias", scale=1e-6),
            Gauge(oid=f"{OPTICS}.4.1.3", kind="dbm", words="Transceiver output", scale=0.0001, milliwatts=True),
            Gauge(oid=f"{OPTICS}.5.1.3", kind="dbm", words="Transceiver input", scale=0.0001, milliwatts=True),
        ),
    ),
    Profile(
        vendor="Allied Telesis",
        os="allied-tq",
        kind="wireless",
        object_ids=("207.1.13",),
        model=(Descr(r"^(AT-\S+)"),),
        version=(Descr(r"version (\S+)"),),
    ),
)
