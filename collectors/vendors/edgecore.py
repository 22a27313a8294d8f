"""Edgecore switches; each model's branch repeats the same tables under another number."""

from __future__ import annotations

from collectors.profile import Descr, First, Gauge, Instance, Joined, Load, Part, Pool, Profile


def _switch(vendor: str, os: str, object_id: str, *, arcs: int, branch: str = "@") -> Profile:
    """Switches whose sysObjectID names the branch in its first `arcs` arcs."""
    unit = f"{branch}.1.1.3.1"
    optics = f"{branch}.1.2.11.1"
    return Profile(
        vendor=vendor,
        os=os,
        object_ids=(object_id,),
        branch=arcs,
        model=(Instance(f"{branch}.1.1.5.1.0"), Descr(r"^(\S+)$"), Part("model")),
        version=(
            Joined("{} {}", (First(f"{unit}.2"), First(f"{unit}.6"))),
            First(f"{unit}.6"),
            Part("software"),
            Part("firmware"),
        ),
        serial=(First(f"{unit}.10"),),
        loads=(Load(oid=f"{branch}.1.39.2.1.0", words="CPU"),),
        memory=(
            Pool(
                words="Memory", total=f"{branch}.1.39.3.1.0", used=f"{branch}.1.39.3.2.0", free=f"{branch}.1.39.3.3.0"
            ),
        ),
        gauges=(
            Gauge(oid=f"{branch}.1.1.11.1.3", kind="temperature", words="Switch"),
            Gauge(oid=f"{branch}.1.1.9.1.6", kind="fanspeed", words="Fan"),
            Gauge(oid=f"{branch}.1.1.9.1.3", kind="state", words="Fan"),
            Gauge(oid=f"{unit}.8", kind="state", words="Power"),
            Gauge(oid=f"{branch}.1.1.6.1.3", kind="state", words="Power supply"),
            Gauge(oid=f"{branch}.1.1.4.0", kind="state", words="Operation"),
            Gauge(oid=f"{optics}.2", kind="temperature", words="Transceiver"),
            Gauge(oid=f"{optics}.3", kind="voltage", words="Transceiver"),
            Gauge(oid=f"{optics}.4", kind="current", words="Transceiver bias", scale=0.001),
            Gauge(oid=f"{optics}.5", kind="dbm", words="Transceiver output"),
            Gauge(oid=f"{optics}.6", kind="dbm", words="Transceiver input"),
        ),
    )


PROFILES = (
    _switch("Edgecore", "edgecos", "259.10.1", arcs=4),
    _switch("Edgecore", "edgecos", "259.8.1", arcs=4),
    _switch("Edgecore", "edgecos", "259.10.1.42", arcs=5),
    _switch("FS", "fs-switch", "52642.2.1", arcs=4),
)
