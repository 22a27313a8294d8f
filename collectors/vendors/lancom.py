"""Lancom: LCOS routers, LCOS LX access points, LCOS SX switches."""

from __future__ import annotations

from collectors.profile import Descr, First, Gauge, Instance, Pool, Profile

LX, SX = "2356.13.1.47", "2356.16.1.1.1.1"
BOARD = "2356.100.1.1"

PROFILES = (
    Profile(
        vendor="Lancom",
        os="lcos",
        object_ids=("2356.11",),
        model=(First("2356.11.3.1.1.2"), Descr(r"^(LANCOM .+?) \d+\.\d+")),
        version=(First("2356.11.3.1.1.3"), Descr(r" (\d+\.\d+\.\S+ / \S+)")),
        serial=(First("2356.11.3.1.1.4"),),
        gauges=(Gauge(oid="2356.11.1.47.20.0", kind="temperature", words="Board"),),
    ),
    Profile(
        vendor="Lancom",
        os="lcoslx",
        kind="wireless",
        object_ids=("2356.13",),
        version=(Instance(f"{LX}.9.0"), Descr(r"LCOS-LX: ([\d.]+)")),
        serial=(Instance(f"{LX}.7.0"),),
        memory=(Pool(words="Memory", total=f"{LX}.4.0", free=f"{LX}.5.0", unit_bytes=1024),),
    ),
    Profile(
        vendor="Lancom",
        os="lcossx",
        object_ids=("2356.16", "2356.14"),
        model=(Instance(f"{SX}.3.0"), Descr(r"^LANCOM (\S+)")),
        version=(Instance(f"{SX}.13.0"),),
        serial=(Instance(f"{SX}.4.0"),),
        gauges=(
            Gauge(oid=f"{BOARD}.1.1.6", kind="temperature", descr=f"{BOARD}.1.1.3"),
            Gauge(oid=f"{BOARD}.3.1.6", kind="fanspeed", descr=f"{BOARD}.3.1.3"),
            Gauge(oid=f"{BOARD}.3.1.5", kind="state", descr=f"{BOARD}.3.1.3"),
            Gauge(oid=f"{BOARD}.4.1.5", kind="state", descr=f"{BOARD}.4.1.3"),
        ),
    ),
)
