"""Ruckus: ZoneDirector, Unleashed, SmartZone, stand-alone access points, ICX switches."""

from __future__ import annotations

from collectors.profile import Descr, First, Gauge, Instance, Load, Part, Pool, Profile

DIRECTOR, UNLEASHED = "25053.1.2.1.1.1", "25053.1.15.1.1.1"
ZONE, POINT = "25053.1.8.1.1.1.1", "25053.1.1"

PROFILES = (
    Profile(
        vendor="Ruckus",
        os="ruckuswireless",
        kind="wireless",
        object_ids=("25053.3.1.5",),
        model=(Instance(f"{DIRECTOR}.1.9.0"), Instance(f"{UNLEASHED}.1.9.0")),
        version=(Instance(f"{DIRECTOR}.1.18.0"), Instance(f"{UNLEASHED}.1.18.0")),
        serial=(Instance(f"{DIRECTOR}.1.15.0"), Instance(f"{UNLEASHED}.1.15.0")),
        loads=(
            Load(oid=f"{DIRECTOR}.5.58.0", words="CPU"),
            Load(oid=f"{UNLEASHED}.15.13.0", words="CPU"),
        ),
        memory=(
            Pool(words="Memory", share=f"{DIRECTOR}.5.59.0"),
            Pool(words="Memory", share=f"{UNLEASHED}.15.14.0"),
        ),
        gauges=(
            Gauge(oid=f"{DIRECTOR}.15.1.0", kind="count", words="Access points"),
            Gauge(oid=f"{DIRECTOR}.15.2.0", kind="count", words="Clients"),
            Gauge(oid=f"{UNLEASHED}.15.1.0", kind="count", words="Access points"),
            Gauge(oid=f"{UNLEASHED}.15.2.0", kind="count", words="Clients"),
        ),
    ),
    Profile(
        vendor="Ruckus",
        os="ruckuswireless-sz",
        kind="wireless",
        object_ids=("25053.3.1.11", "25053.3.1.10"),
        model=(First(f"{ZONE}.1.1.3"), Instance("25053.1.4.1.1.1.15.14.0")),
        version=(First(f"{ZONE}.1.1.9"),),
        serial=(Instance("25053.1.4.1.1.1.15.13.0"),),
    ),
    Profile(
        vendor="Ruckus",
        os="ruckuswireless-hotzone",
        kind="wireless",
        object_ids=("25053.3.1.4",),
        model=(Instance(f"{POINT}.2.1.1.1.1.0"),),
        version=(First(f"{POINT}.3.1.1.1.1.1.3"),),
        serial=(Instance(f"{POINT}.2.1.1.1.2.0"),),
        loads=(Load(oid=f"{POINT}.11.1.1.1.1.0", words="CPU"),),
        memory=(Pool(words="Memory", share=f"{POINT}.11.1.1.1.2.0"),),
    ),
    Profile(
        vendor="Ruckus",
        os="ironware",
        object_ids=("1991",),
        model=(Descr(r"(?:Inc\. )?((?:ICX|FCX|FWS|FGS)[\w-]+)"), Part("model")),
        version=(Descr(r"IronWare Version V?(\S+)"),),
        serial=(Instance("1991.1.1.1.1.2.0"), Part("serial")),
        loads=(Load(oid="1991.1.1.2.1.52.0", words="CPU"),),
        memory=(Pool(words="Memory", total="1991.1.1.2.1.54.0", free="1991.1.1.2.1.55.0"),),
        gauges=(
            Gauge(oid="1991.1.1.2.13.3.1.5", kind="temperature", words="Unit", scale=0.5),
            Gauge(oid="1991.1.1.2.13.1.1.4", kind="temperature", words="Unit", scale=0.5, without=(0,)),
            Gauge(oid="1991.1.1.1.3.1.1.3", kind="state", words="Fan"),
            Gauge(oid="1991.1.1.1.2.1.1.3", kind="state", words="Power supply"),
        ),
    ),
)
