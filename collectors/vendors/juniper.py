"""Juniper: Junos routers, switches and firewalls, ScreenOS."""

from __future__ import annotations

from collectors.profile import Descr, First, Gauge, Instance, Joined, Load, Part, Pool, Profile

CHASSIS = "2636.3.1"
OPERATING = f"{CHASSIS}.13.1"
NAMES = f"{OPERATING}.5"
SPU = "2636.3.39.1.12.1.1.1"
OPTICS = "2636.3.60.1.1.1.1"

PROFILES = (
    Profile(
        vendor="Juniper",
        os="junos",
        object_ids=("2636",),
        changed=("1.3.6.1.4.1.2636.3.18.1.2.0",),  # jnxCmCfgChgLatestTime
        model=(
            Instance(f"{CHASSIS}.2.0"),
            Part("model"),
            Joined("Juniper {}", (Descr(r"Inc\. (\S+) "),)),
        ),
        version=(
            First("2636.3.40.1.4.1.1.1.5"),
            Descr(r"JUNOS (\S+?),? "),
            First(".1.3.6.1.2.1.25.6.3.1.2", r"\[([\w.-]+)\]"),
        ),
        serial=(Instance(f"{CHASSIS}.3.0"),),
        loads=(
            Load(oid=f"{OPERATING}.8", descr=NAMES),
            Load(oid=f"{SPU}.4", words="Services processor"),
        ),
        memory=(
            Pool(descr=NAMES, total=f"{OPERATING}.15", share=f"{OPERATING}.11", unit_bytes=2**20),
            Pool(words="Services processor", share=f"{SPU}.5"),
        ),
        gauges=(
            Gauge(oid=f"{OPERATING}.7", kind="temperature", descr=NAMES, without=(0,)),
            Gauge(oid=f"{CHASSIS}.15.1.8", kind="state", descr=f"{CHASSIS}.15.1.6"),
            Gauge(oid="2636.3.4.2.3.1.0", kind="state", words="Red alarm"),
            Gauge(oid="2636.3.4.2.2.1.0", kind="state", words="Yellow alarm"),
            Gauge(oid=f"{OPTICS}.8", kind="temperature", words="Transceiver"),
            Gauge(oid=f"{OPTICS}.6", kind="current", words="Transceiver bias", scale=1e-6),
            Gauge(oid=f"{OPTICS}.5", kind="dbm", words="Transceiver input", scale=0.01),
            Gauge(oid=f"{OPTICS}.7", kind="dbm", words="Transceiver output", scale=0.01),
            Gauge(oid=f"{SPU}.6", kind="count", words="Flows"),
            Gauge(oid="2636.3.40.1.4.1.1.1.3", kind="state", words="Virtual chassis member"),
        ),
        vlan_tags=("2636.3.40.1.5.1.5.1.5", "2636.3.48.1.3.1.1.3"),
    ),
    Profile(
        vendor="Juniper",
        os="screenos",
        kind="firewall",
        object_ids=("3224",),
        model=(Descr(r"^(\S+)"),),
        version=(Descr(r"version (\S+)"),),
        serial=(Descr(r"SN: (\w+)"),),
        loads=(Load(oid="3224.16.1.3.0", words="CPU"),),
        memory=(Pool(words="Memory", used="3224.16.2.1.0", free="3224.16.2.2.0"),),
    ),
)
