"""Extreme: ExtremeXOS, VOSS and Fabric Engine, BOSS (all once Nortel and Avaya), HiveOS."""

from __future__ import annotations

from collectors.profile import Descr, Gauge, Instance, Load, Part, Pool, Profile

RAPID = "2272.1"
BOSS = "45.1.6.3"
HIVE = "26928.1.2"

PROFILES = (
    Profile(
        vendor="Extreme",
        os="xos",
        object_ids=("1916",),
        model=(Descr(r"ExtremeXOS \((X[\w-]+(?:\([^)]*\))?)\)"),),
        version=(Descr(r"version (\S+)"),),
        serial=(Instance("1916.1.1.1.38.0"),),
        loads=(Load(oid="1916.1.32.1.2.0", words="CPU"),),
        memory=(Pool(words="Memory", total="1916.1.32.2.2.1.2", free="1916.1.32.2.2.1.3", unit_bytes=1024),),
        gauges=(
            Gauge(oid="1916.1.1.1.8.0", kind="temperature", words="Chassis"),
            Gauge(oid="1916.1.1.1.9.1.4", kind="fanspeed", words="Fan"),
            Gauge(oid="1916.1.1.1.9.1.2", kind="state", words="Fan"),
            Gauge(oid="1916.1.1.1.27.1.2", kind="state", words="Power supply"),
            Gauge(oid="1916.1.1.1.7.0", kind="state", words="Over temperature"),
        ),
    ),
    Profile(
        vendor="Extreme",
        os="voss",
        object_ids=("1916", "2272"),
        descr=r"^(?:VSP-|\d{4}-\w+-.*Engine|XA1)",
        model=(Part("name", r"^(\w+-[\w-]+)$"), Descr(r"^(\S+)")),
        version=(Descr(r"\(([\d.]+)\)"), Instance(f"{RAPID}.1.7.0")),
        serial=(Instance(f"{RAPID}.4.2.0"),),
        loads=(Load(oid=f"{RAPID}.85.10.1.1.3", words="CPU"), Load(oid=f"{RAPID}.85.10.1.1.2", words="CPU")),
        memory=(Pool(words="Memory", free=f"{RAPID}.85.10.1.1.7", used=f"{RAPID}.85.10.1.1.6", unit_bytes=1024),),
        gauges=(
            Gauge(oid=f"{RAPID}.101.1.1.2.1.3", kind="temperature", descr=f"{RAPID}.101.1.1.2.1.2"),
            *(Gauge(oid=f"{RAPID}.212.{leaf}.0", kind="temperature", words="Board") for leaf in range(1, 7)),
            Gauge(oid=f"{RAPID}.101.1.1.4.1.5", kind="fanspeed", words="Fan"),
            Gauge(oid=f"{RAPID}.101.1.1.4.1.4", kind="state", words="Fan"),
            Gauge(oid=f"{RAPID}.4.8.1.1.2", kind="state", words="Power supply"),
            Gauge(oid=f"{RAPID}.4.7.1.1.2", kind="state", words="Fan"),
            Gauge(oid=f"{RAPID}.4.7.1.1.3", kind="temperature", words="Fan"),
        ),
    ),
    Profile(
        vendor="Extreme",
        os="boss",
        object_ids=("45.3",),
        vlans=(f"{RAPID}.3.2.1.2",),
        model=(Descr(r"^(Ethernet Routing Switch \S+)"), Part("model")),
        version=(Descr(r"SW:v([\d.]+)"), Instance("45.1.6.4.2.1.10.0")),
        loads=(Load(oid=f"{BOSS}.8.1.1.6", words="Unit"),),
        memory=(Pool(words="Unit", total=f"{BOSS}.8.1.1.12", free=f"{BOSS}.8.1.1.13", unit_bytes=2**20),),
        gauges=(
            Gauge(oid=f"{BOSS}.7.1.1.5", kind="temperature", words="Unit", scale=0.5),
            Gauge(oid=f"{BOSS}.3.1.1.10", kind="state", words="Part"),
        ),
    ),
    Profile(
        vendor="Extreme",
        os="hiveos-wireless",
        kind="wireless",
        object_ids=("26928",),
        model=(Instance(f"{HIVE}.6.0"), Descr(r"^([^,]+),")),
        version=(Descr(r"HiveOS (.+)"),),
        serial=(Instance(f"{HIVE}.5.0"),),
        loads=(Load(oid=f"{HIVE}.3.0", words="CPU"),),
        memory=(Pool(words="Memory", share=f"{HIVE}.4.0"),),
        gauges=(Gauge(oid=f"{HIVE}.10.0", kind="temperature", words="Board"),),
    ),
)
