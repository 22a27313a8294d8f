"""Netgear and Linksys managed switches."""

from __future__ import annotations

from collectors.profile import Descr, Gauge, Instance, Joined, Load, Part, Profile

LINKSYS = "3955.1000.201"

PROFILES = (
    Profile(
        vendor="Netgear",
        os="netgear",
        object_ids=("4526",),
        model=(Descr(r"^(\S+)"), Instance("4526.10.1.1.1.3.0")),
        version=(Descr(r", (\d+(?:\.\d+)+)"), Instance("4526.10.1.1.1.13.0")),
        serial=(Instance("4526.10.1.1.1.4.0"), Instance("4526.11.1.1.1.4.0")),
        gauges=(
            Gauge(oid="4526.10.43.1.8.1.5", kind="temperature", words="Switch"),
            Gauge(oid="4526.10.43.1.6.1.4", kind="fanspeed", words="Fan", without=(0,)),
            Gauge(oid="4526.10.43.1.7.1.3", kind="state", words="Power supply"),
        ),
    ),
    Profile(
        vendor="Linksys",
        os="linksys-ss",
        object_ids=("3955",),
        model=(
            Joined("{} {}", (Descr(r"^(LGS\S+)"), Part("hardware"))),
            Descr(r"^(LGS\S+)"),
        ),
        version=(Joined("SW: {}, FW: {}", (Part("software"), Part("firmware"))),),
        loads=(Load(oid=f"{LINKSYS}.1.9.0", words="CPU"),),
    ),
)
