"""TP-Link: JetStream and Omada switches, old smart switches."""

from __future__ import annotations

from collectors.profile import Gauge, Instance, Load, Pool, Profile

SYSTEM = "11863.6.1.1"
POE = "11863.6.56.1.1"
OPTICS = "11863.6.96.1.7.1.1"

PROFILES = (
    Profile(
        vendor="TP-Link",
        os="jetstream",
        object_ids=("11863.5", "11863.6"),
        model=(Instance(f"{SYSTEM}.5.0"),),
        version=(Instance(f"{SYSTEM}.6.0"),),
        serial=(Instance(f"{SYSTEM}.8.0"),),
        loads=(Load(oid="11863.6.4.1.1.1.1.2", words="CPU"),),
        vlans=("11863.6.14.1.2.1.1.2",),
        memory=(Pool(words="Memory", share="11863.6.4.1.2.1.1.2"),),
        gauges=(
            Gauge(oid=f"{POE}.1.1.0", kind="power", words="PoE limit", scale=0.1),
            Gauge(oid=f"{POE}.1.3.0", kind="power", words="PoE consumption", scale=0.1),
            Gauge(oid=f"{POE}.1.4.0", kind="power", words="PoE remaining", scale=0.1),
            Gauge(oid=f"{POE}.2.1.1.7", kind="power", words="PoE port", scale=0.1, without=(0,)),
            Gauge(oid=f"{POE}.2.1.1.11", kind="state", words="PoE port"),
            Gauge(oid=f"{OPTICS}.2", kind="temperature", descr=f"{OPTICS}.1"),
            Gauge(oid=f"{OPTICS}.3", kind="voltage", descr=f"{OPTICS}.1"),
            Gauge(oid=f"{OPTICS}.5", kind="dbm", descr=f"{OPTICS}.1", milliwatts=True),
            Gauge(oid=f"{OPTICS}.6", kind="dbm", descr=f"{OPTICS}.1", milliwatts=True),
            Gauge(oid=f"{OPTICS}.4", kind="current", descr=f"{OPTICS}.1", scale=0.001),
        ),
    ),
    Profile(
        vendor="TP-Link",
        os="tplink",
        object_ids=("11863.1",),
        model=(Instance(".1.3.6.1.2.1.16.19.3.0"),),
        version=(Instance(".1.3.6.1.2.1.16.19.2.0"),),
    ),
)
