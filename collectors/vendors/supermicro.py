"""Supermicro board controllers."""

from __future__ import annotations

from collectors.profile import Gauge, Instance, Profile

SENSOR, SUPPLY = "21317.1.3.1", "21317.1.14.2.1"

PROFILES = (
    Profile(
        vendor="Supermicro",
        os="supermicro-bmc",
        kind="server",
        object_ids=("21317",),
        model=(Instance("21317.1.16.3.4.0"),),
        version=(Instance("21317.1.1.0"),),
        serial=(Instance("21317.1.16.3.6.0"),),
        gauges=(
            Gauge(oid=f"{SUPPLY}.3", kind="voltage", words="Power supply input"),
            Gauge(oid=f"{SUPPLY}.4", kind="current", words="Power supply input"),
            Gauge(oid=f"{SUPPLY}.11", kind="fanspeed", words="Power supply fan"),
            Gauge(oid=f"{SENSOR}.2", kind="temperature", descr=f"{SENSOR}.13", named=r"(?i)temp"),
            Gauge(oid=f"{SENSOR}.2", kind="fanspeed", descr=f"{SENSOR}.13", named=r"(?i)^fan"),
            Gauge(
                oid=f"{SENSOR}.2",
                kind="voltage",
                descr=f"{SENSOR}.13",
                named=r"(?i)\dV|vcc|vdimm|vcpu|vbat",
                scale=0.001,
            ),
        ),
    ),
)
