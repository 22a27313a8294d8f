"""Palo Alto Networks firewalls."""

from __future__ import annotations

from collectors.profile import Gauge, Instance, Part, Profile

SYSTEM, SESSIONS = "25461.2.1.2.1", "25461.2.1.2.3"

PROFILES = (
    Profile(
        vendor="Palo Alto Networks",
        os="panos",
        kind="firewall",
        object_ids=("25461",),
        model=(Part("model"), Instance("25461.2.1.2.2.1.0")),
        version=(Instance(f"{SYSTEM}.1.0"),),
        serial=(Instance(f"{SYSTEM}.3.0"),),
        gauges=(
            Gauge(oid=f"{SESSIONS}.1.0", kind="load", words="Session table"),
            Gauge(oid=f"{SESSIONS}.8.0", kind="load", words="SSL proxy session table"),
            *(Gauge(oid=f"{SESSIONS}.{leaf}.0", kind="count", words="Sessions") for leaf in (3, 4, 5, 6, 7)),
            Gauge(oid="25461.2.1.2.5.1.3.0", kind="count", words="GlobalProtect sessions"),
            *(Gauge(oid=f"{SESSIONS}.9.1.{column}", kind="count", words="Virtual system") for column in (4, 6, 7, 8)),
            Gauge(oid=f"{SESSIONS}.9.1.3", kind="load", words="Virtual system session table"),
        ),
    ),
)
