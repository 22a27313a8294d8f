"""Teltonika cellular routers."""

from __future__ import annotations

from collectors.profile import Gauge, Instance, Profile

ROUTER = "48690"
MODEM, PINS = f"{ROUTER}.2.2.1", f"{ROUTER}.6.2.1"

PROFILES = (
    Profile(
        vendor="Teltonika",
        os="rutos",
        object_ids=("8072.3.2", "48690"),
        reveals=f"{ROUTER}.1.2.0",
        model=(Instance(f"{ROUTER}.1.2.0"),),
        version=(Instance(f"{ROUTER}.1.6.0"),),
        serial=(Instance(f"{ROUTER}.1.1.0"),),
        gauges=(
            Gauge(oid=f"{MODEM}.17", kind="temperature", words="Modem", scale=0.1),
            Gauge(oid=f"{MODEM}.12", kind="signal", words="RSSI"),
            Gauge(oid=f"{MODEM}.20", kind="signal", words="RSRP"),
            Gauge(oid=f"{MODEM}.21", kind="signal", words="RSRQ"),
            Gauge(oid=f"{MODEM}.19", kind="snr", words="SINR"),
            Gauge(oid=f"{ROUTER}.2.3.0", kind="runtime", words="Connected", scale=1 / 60),
            Gauge(oid=f"{ROUTER}.2.1.0", kind="state", words="Modems"),
            Gauge(oid=f"{PINS}.7", kind="state", descr=f"{PINS}.3"),
            Gauge(oid=f"{PINS}.11", kind="state", descr=f"{PINS}.3"),
        ),
    ),
)
