"""Sophos XG and its ancestor Cyberoam."""

from __future__ import annotations

from collectors.profile import Gauge, Instance, Load, Pool, Profile

XG, CYBEROAM = "2604.5.1", "21067.2.1"
MIB = 2**20

PROFILES = (
    Profile(
        vendor="Sophos",
        os="sophos-xg",
        kind="firewall",
        object_ids=("2604",),
        model=(Instance(f"{XG}.1.2.0"),),
        version=(Instance(f"{XG}.1.3.0"),),
        serial=(Instance(f"{XG}.1.4.0"),),
        memory=(Pool(words="Memory", total=f"{XG}.2.5.1.0", share=f"{XG}.2.5.2.0", unit_bytes=MIB),),
        gauges=(
            *(Gauge(oid=f"{XG}.3.{leaf}.0", kind="state", words="Service") for leaf in range(1, 23)),
            *(Gauge(oid=f"{XG}.5.{leaf}.0", kind="state", words="Licence") for leaf in range(1, 9)),
            *(Gauge(oid=f"{XG}.4.{leaf}.0", kind="state", words="High availability") for leaf in (1, 4, 5)),
            Gauge(oid=f"{XG}.2.6.0", kind="count", words="Live users"),
        ),
    ),
    Profile(
        vendor="Sophos",
        os="cyberoam-utm",
        kind="firewall",
        object_ids=("21067",),
        model=(Instance(f"{CYBEROAM}.1.2.0"),),
        version=(Instance(f"{CYBEROAM}.1.3.0"),),
        serial=(Instance(f"{CYBEROAM}.1.1.0"),),
        loads=(Load(oid=f"{CYBEROAM}.2.2.1.0", words="CPU"),),
        memory=(
            Pool(words="Memory", total=f"{CYBEROAM}.2.4.1.0", share=f"{CYBEROAM}.2.4.2.0", unit_bytes=MIB),
            Pool(words="Swap", total=f"{CYBEROAM}.2.4.3.0", share=f"{CYBEROAM}.2.4.4.0", unit_bytes=MIB),
        ),
    ),
)
