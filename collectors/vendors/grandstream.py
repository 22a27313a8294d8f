"""Grandstream: telephone adapters, gateways, switches."""

from __future__ import annotations

from collectors.profile import Descr, Gauge, Instance, Joined, Part, Profile

ADAPTER, GATEWAY, SWITCH = "42397.1.2", "42397.1.1", "42397.1.4"


def _voice(os: str, tree: str) -> Profile:
    return Profile(
        vendor="Grandstream",
        os=os,
        kind="voice",
        object_ids=("8072.3.2",),
        reveals=f"{tree}.1.0.0",
        model=(Descr(r"^Linux ((?:HT|GXW)\w+)"),),
        version=(Joined("Core: {}, Base: {}", (Instance(f"{tree}.3.2.0.0"), Instance(f"{tree}.3.3.0.0"))),),
        serial=(Instance(f"{tree}.1.0.0"),),
    )


PROFILES = (
    _voice("grandstream-ht", ADAPTER),
    _voice("grandstream-gxw", GATEWAY),
    Profile(
        vendor="Grandstream",
        os="grandstream-sw",
        object_ids=("42397",),
        model=(Descr(r"^(GWN\S+)"),),
        version=(Part("software"),),
        gauges=(Gauge(oid=f"{SWITCH}.12.1.1", kind="temperature", words="Switch"),),
    ),
)
