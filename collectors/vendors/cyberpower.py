"""CyberPower UPS and power distribution."""

from __future__ import annotations

from collectors.profile import Gauge, Instance, Profile

UPS, PDU, ROOM = "3808.1.1.1", "3808.1.1.3", "3808.1.1.4"

PROFILES = (
    Profile(
        vendor="CyberPower",
        os="cyberpower",
        kind="power",
        object_ids=("3808",),
        model=(Instance(f"{UPS}.1.1.1.0"), Instance(f"{PDU}.1.5.0")),
        version=(Instance(f"{UPS}.1.2.1.0"), Instance(f"{PDU}.1.3.0")),
        serial=(Instance(f"{UPS}.1.2.3.0"), Instance(f"{PDU}.1.6.0")),
        gauges=(
            Gauge(oid=f"{UPS}.2.2.1.0", kind="charge", words="Battery"),
            Gauge(oid=f"{UPS}.2.2.4.0", kind="runtime", words="Time left on battery", scale=1 / 6000),
            Gauge(oid=f"{UPS}.2.2.2.0", kind="voltage", words="Battery", scale=0.1),
            Gauge(oid=f"{UPS}.2.2.3.0", kind="temperature", words="Battery"),
            Gauge(oid=f"{UPS}.3.2.1.0", kind="voltage", words="Input", scale=0.1),
            Gauge(oid=f"{UPS}.3.2.4.0", kind="frequency", words="Input", scale=0.1),
            Gauge(oid=f"{UPS}.4.2.1.0", kind="voltage", words="Output", scale=0.1),
            Gauge(oid=f"{UPS}.4.2.2.0", kind="frequency", words="Output", scale=0.1),
            Gauge(oid=f"{UPS}.4.2.3.0", kind="load", words="Output"),
            Gauge(oid=f"{UPS}.4.2.4.0", kind="current", words="Output", scale=0.1),
            Gauge(oid=f"{UPS}.2.1.1.0", kind="state", words="Battery"),
            Gauge(oid=f"{UPS}.2.2.5.0", kind="state", words="Battery needs replacing"),
            Gauge(oid=f"{UPS}.3.2.5.0", kind="state", words="Last transfer"),
            Gauge(oid=f"{UPS}.3.2.6.0", kind="state", words="Input"),
            Gauge(oid=f"{UPS}.4.1.1.0", kind="state", words="Output"),
            Gauge(oid=f"{PDU}.2.3.1.1.2", kind="current", words="Phase", scale=0.1),
            Gauge(oid=f"{PDU}.2.3.1.1.6", kind="voltage", words="Phase", scale=0.1),
            Gauge(oid=f"{PDU}.2.3.1.1.7", kind="power", words="Phase"),
            Gauge(oid=f"{ROOM}.3.1.0", kind="humidity", words="Room"),
            Gauge(oid=f"{ROOM}.4.2.1.3", kind="state", words="Room contact"),
        ),
    ),
)
