"""F5 BIG-IP."""

from __future__ import annotations

from collectors.profile import Gauge, Instance, Pool, Profile

SYSTEM = "3375.2.1"

PROFILES = (
    Profile(
        vendor="F5",
        os="f5",
        kind="appliance",
        object_ids=("3375",),
        model=(Instance(f"{SYSTEM}.3.5.2.0"),),
        version=(Instance(f"{SYSTEM}.4.2.0"),),
        serial=(Instance(f"{SYSTEM}.3.3.3.0"),),
        memory=(Pool(words="TMM memory", total=f"{SYSTEM}.1.2.1.44.0", used=f"{SYSTEM}.1.2.1.45.0"),),
        gauges=(
            *(Gauge(oid=f"{SYSTEM}.1.2.1.{leaf}.0", kind="count", words="Connections") for leaf in (8, 15, 79, 86)),
            Gauge(oid=f"{SYSTEM}.14.3.1.0", kind="state", words="Failover"),
            Gauge(oid=f"{SYSTEM}.14.3.3.0", kind="state", words="Failover colour"),
            Gauge(oid=f"{SYSTEM}.14.1.1.0", kind="state", words="Synchronisation"),
        ),
    ),
)
