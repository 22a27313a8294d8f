"""Peplink and Pepwave."""

from __future__ import annotations

from collectors.profile import Descr, Gauge, Instance, Profile

ROUTER = "23695.200.1.1.1.1"
BOARD = "27662.200.1.1.1.4"

PROFILES = (
    Profile(
        vendor="Peplink",
        os="pepwave",
        object_ids=("27662", "23695"),
        model=(Instance(f"{ROUTER}.1.0"), Descr(r"^(P\S+ .+)")),
        version=(Instance(f"{ROUTER}.3.0"),),
        serial=(Instance(f"{ROUTER}.2.0"),),
        gauges=(
            Gauge(oid=f"{BOARD}.4.1.0", kind="temperature", words="System", scale=0.001),
            Gauge(oid=f"{BOARD}.1.1.3", kind="power", words="Consumption"),
            Gauge(oid=f"{BOARD}.1.1.2", kind="state", words="Power supply"),
            Gauge(oid=f"{BOARD}.3.1.3", kind="state", words="DC source"),
            Gauge(oid="27662.2.1.2.1.3", kind="state", descr="27662.2.1.2.1.2"),
            Gauge(oid="27662.2.1.2.1.5", kind="signal", words="Cellular"),
            *(Gauge(oid=f"27662.4.1.1.{leaf}.0", kind="count", words="Access points") for leaf in (3, 4, 5, 6, 8)),
        ),
    ),
)
