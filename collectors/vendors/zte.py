"""ZTE, FiberHome and Raisecom carrier equipment."""

from __future__ import annotations

from collectors.profile import Descr, Gauge, Instance, Load, Pool, Profile

FIBERHOME, CARD = "3807.1.8012", "5875.800.3.9"
GAZELLE, ISCOM = "8886.60", "8886.1.1"
C300 = "3902.1082.10.1.2.4.1"

PROFILES = (
    Profile(
        vendor="ZTE",
        os="zxr10",
        object_ids=("3902",),
        model=(Descr(r"ZXR10_(\S+) Software"), Descr(r"^(C\d+) Version")),
        version=(Descr(r"Version (?:ZXR10 \S+ )?(V[\d.]+\w[\w.]*)(?: Copyright| Software)"),),
        loads=(Load(oid=f"{C300}.9", words="Card"),),
        memory=(Pool(words="Card", share=f"{C300}.11"),),
    ),
    Profile(
        vendor="FiberHome",
        os="fiberhome-switch",
        object_ids=("3807",),
        model=(Descr(r"^(S\d+ FHN USP)"),),
        version=(Instance(f"{FIBERHOME}.2.1.4.0"), Descr(r"Version (\w+)")),
        loads=(Load(oid=f"{FIBERHOME}.1.4.1.1.2", words="CPU"),),
        memory=(Pool(words="Memory", total=f"{FIBERHOME}.1.5.4.1.6", used=f"{FIBERHOME}.1.5.4.1.7"),),
        gauges=(
            Gauge(oid=f"{FIBERHOME}.1.6.2.1.5", kind="temperature", words="Sensor"),
            Gauge(oid=f"{FIBERHOME}.1.7.2.1.5", kind="voltage", words="Sensor", scale=0.001),
            Gauge(oid=f"{FIBERHOME}.1.4.1.1.7", kind="state", words="CPU"),
            Gauge(oid=f"{FIBERHOME}.1.2.1.1.3", kind="state", words="Power supply"),
        ),
    ),
    Profile(
        vendor="FiberHome",
        os="fiberhome",
        object_ids=("5875",),
        model=(Descr(r"^(AN\S+)"),),
        version=(Instance(f"{CARD}.4.3.0"),),
        loads=(Load(oid=f"{CARD}.8.1.1.5", words="Card", scale=0.01), Load(oid=f"{CARD}.8.1.1.5", words="Card")),
        gauges=(
            Gauge(oid=f"{CARD}.4.5.0", kind="temperature", words="Board"),
            Gauge(oid="5875.800.3.60.2.1.1", kind="state", words="Fan"),
            Gauge(oid="5875.800.3.60.1.1.2", kind="state", words="Power supply"),
        ),
    ),
    Profile(
        vendor="Raisecom",
        os="raisecom",
        object_ids=("8886",),
        model=(Instance("8886.6.1.1.1.2.0"), Instance(f"{GAZELLE}.131.1.1.6.0")),
        version=(Instance("8886.6.1.1.1.1.0"), Instance(f"{GAZELLE}.131.1.1.1.0")),
        serial=(Instance("8886.6.1.1.1.14.0"), Instance(f"{GAZELLE}.131.1.1.4.0")),
        loads=(Load(oid=f"{ISCOM}.1.3.1.2.1.2", words="CPU"), Load(oid=f"{GAZELLE}.1.1.1.2.1.1.1.3", words="CPU")),
        memory=(
            Pool(words="Memory", total=f"{ISCOM}.3.2.1.0", free=f"{ISCOM}.3.2.2.0"),
            Pool(words="Memory", total=f"{GAZELLE}.1.3.1.1.1.0", used=f"{GAZELLE}.1.3.1.1.2.0", unit_bytes=1024),
        ),
        gauges=(
            Gauge(oid=f"{ISCOM}.4.2.1.0", kind="temperature", words="System"),
            Gauge(oid=f"{ISCOM}.4.3.1.1.3", kind="voltage", words="Sensor", scale=0.001),
            Gauge(oid=f"{ISCOM}.5.2.2.1.2", kind="fanspeed", words="Fan"),
            Gauge(oid=f"{ISCOM}.5.2.2.1.3", kind="state", words="Fan"),
            Gauge(oid="8886.1.24.2.1.1.6", kind="state", words="Power supply"),
        ),
    ),
)
