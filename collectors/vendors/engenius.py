"""EnGenius, TRENDnet, Mimosa and Netonix."""

from __future__ import annotations

from collectors.profile import Descr, Gauge, Instance, Part, Profile

WISP = "46242"

PROFILES = (
    Profile(
        vendor="EnGenius",
        os="engenius-switch",
        object_ids=("44194", "14125"),
        model=(Descr(r"^EnGenius (\S+)"), Part("name")),
    ),
    Profile(vendor="TRENDnet", os="trendnet", object_ids=("28866",), model=(Descr(r"^(\S+)"),)),
    Profile(
        vendor="Mimosa",
        os="mimosa",
        kind="wireless",
        object_ids=("43356",),
        model=(Descr(r"^(Mimosa \S+)"),),
        version=(Instance("43356.2.1.2.1.3.0"),),
        serial=(Instance("43356.2.1.2.1.2.0"),),
        gauges=(
            Gauge(oid="43356.2.1.2.1.8.0", kind="temperature", words="Board", scale=0.1),
            Gauge(oid="43356.2.1.2.2.5.0", kind="state", words="Satellite signal"),
        ),
    ),
    Profile(
        vendor="Netonix",
        os="netonix",
        object_ids=("46242",),
        model=(Descr(r"^Netonix (\S+)"),),
        version=(Instance(f"{WISP}.1.0", r"([\d.]+)"),),
        gauges=(
            Gauge(oid=f"{WISP}.3.1.3", kind="temperature", descr=f"{WISP}.3.1.2"),
            Gauge(oid=f"{WISP}.4.1.3", kind="voltage", descr=f"{WISP}.4.1.2", scale=0.01),
            Gauge(oid=f"{WISP}.6.0", kind="power", words="Consumption", scale=0.1),
            Gauge(oid=f"{WISP}.7.0", kind="current", words="DC input", scale=0.1),
            Gauge(oid=f"{WISP}.2.1.2", kind="fanspeed", words="Fan"),
            Gauge(oid=f"{WISP}.5.1.2", kind="state", words="PoE port"),
        ),
    ),
)
