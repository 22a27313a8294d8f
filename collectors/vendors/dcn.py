"""DCN, QTech and Maipu switches."""

from __future__ import annotations

from collectors.profile import Descr, Gauge, Instance, Load, Part, Pool, Profile

DCN, QTECH, MAIPU = "6339.100.1", "27514.100.1", "5651.3.20.1.1"

PROFILES = (
    Profile(
        vendor="DCN",
        os="dcn-software",
        object_ids=("6339",),
        model=(Descr(r"^(\S+) Device"),),
        version=(Instance(f"{DCN}.3.0"), Descr(r"SoftWare Version (\S+)")),
        loads=(Load(oid=f"{DCN}.11.10.0", words="CPU"),),
        memory=(Pool(words="Memory", total=f"{DCN}.11.6.0", used=f"{DCN}.11.7.0"),),
        gauges=(Gauge(oid=f"{DCN}.11.9.0", kind="temperature", words="Board"),),
    ),
    Profile(
        vendor="QTech",
        os="qtech",
        object_ids=("27514",),
        model=(Descr(r"^(\S+) Device"), Part("model")),
        version=(Part("software"), Descr(r"SoftWare Version (?:QSW\S+_)?(\S+)")),
        loads=(Load(oid=f"{QTECH}.11.10.0", words="CPU"),),
        memory=(Pool(words="Memory", total=f"{QTECH}.11.6.0", used=f"{QTECH}.11.7.0"),),
        gauges=(Gauge(oid=f"{QTECH}.11.9.0", kind="temperature", words="Board"),),
    ),
    Profile(
        vendor="Maipu",
        os="mypoweros",
        object_ids=("5651",),
        model=(Descr(r"^MyPower (S\S+|M\S+) version"),),
        version=(Descr(r"version ([\d.]+)"),),
        loads=(Load(oid=f"{MAIPU}.3.5.1.10", words="CPU"),),
        memory=(Pool(words="Memory", total=f"{MAIPU}.1.2.0", used=f"{MAIPU}.1.5.0"),),
    ),
)
