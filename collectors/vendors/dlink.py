"""D-Link: DES and DGS switches, DAP access points."""

from __future__ import annotations

from collectors.profile import Descr, First, Gauge, Instance, Joined, Load, Part, Pool, Profile

UNIT = "171.14.5.1"  # the DXS/DGS generation after 2013
SERIALS = (Part("serial"), Instance("171.12.1.1.12.0"), First("171.12.11.1.9.4.1.17"))
MODEL = r"^((?:WS6-)?D[A-Z]{1,2}S-\S+)"

PROFILES = (
    Profile(
        vendor="D-Link",
        os="dlink",
        object_ids=("171.10",),
        model=(
            Joined("{} Rev. {}", (Descr(MODEL), Instance(".1.3.6.1.2.1.16.19.3.0", r"^(?:Rev\.? ?)?([A-Z]\d+)$"))),
            Descr(MODEL),
            Part("model", r"(.*\w.*)"),
        ),
        version=(Instance(".1.3.6.1.2.1.16.19.2.0"), Part("software"), Descr(r"^WS6-\S+ (\S+)")),
        serial=SERIALS,
        loads=(Load(oid="171.12.1.1.6.1.0", words="CPU"), Load(oid=f"{UNIT}.7.1.4", words="CPU")),
        memory=(
            Pool(words="Memory", share="171.12.1.1.9.1.4"),
            Pool(words="Memory", total=f"{UNIT}.4.1.3", used=f"{UNIT}.4.1.4", unit_bytes=1),
        ),
        gauges=(
            Gauge(oid="171.12.11.1.8.1.2", kind="temperature", words="System"),
            Gauge(oid=f"{UNIT}.1.1.1.4", kind="temperature", descr=f"{UNIT}.1.1.1.3"),
            Gauge(oid=f"{UNIT}.1.1.1.7", kind="state", descr=f"{UNIT}.1.1.1.3"),
            Gauge(oid=f"{UNIT}.1.2.1.4", kind="state", descr=f"{UNIT}.1.2.1.3"),
            Gauge(oid=f"{UNIT}.1.3.1.6", kind="state", words="Power supply"),
        ),
    ),
    Profile(
        vendor="D-Link",
        os="dlinkap",
        kind="wireless",
        object_ids=("171.10.37",),
        model=(Descr(r"^(D-Link \S+)"),),
        loads=(Load(oid="171.10.37.56.5.1.3.0", words="CPU"),),
    ),
)
