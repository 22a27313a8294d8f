"""Synology and QNAP storage."""

from __future__ import annotations

from collectors.profile import First, Gauge, Instance, Part, Profile

SYSTEM = "6574.1"
DISK, RAID = "6574.2.1.1", "6574.3.1.1"
QNAP = "24681.1.4.1.1.1.1"

PROFILES = (
    Profile(
        vendor="Synology",
        os="dsm",
        kind="storage",
        object_ids=("8072.3.2", "6574"),
        reveals=f"{SYSTEM}.5.1.0",
        model=(Instance(f"{SYSTEM}.5.1.0"),),
        version=(Instance(f"{SYSTEM}.5.3.0", r"(\d+\.\d\S*)"),),
        serial=(Instance(f"{SYSTEM}.5.2.0"),),
        gauges=(
            Gauge(oid=f"{SYSTEM}.2.0", kind="temperature", words="System"),
            Gauge(oid=f"{DISK}.6", kind="temperature", descr=f"{DISK}.2"),
            Gauge(oid=f"{SYSTEM}.1.0", kind="state", words="System"),
            Gauge(oid=f"{SYSTEM}.3.0", kind="state", words="Power supply"),
            Gauge(oid=f"{SYSTEM}.4.1.0", kind="state", words="System fan"),
            Gauge(oid=f"{SYSTEM}.4.2.0", kind="state", words="CPU fan"),
            Gauge(oid=f"{SYSTEM}.5.4.0", kind="state", words="Upgrade available"),
            Gauge(oid=f"{DISK}.5", kind="state", descr=f"{DISK}.2"),
            Gauge(oid=f"{DISK}.13", kind="state", descr=f"{DISK}.2"),
            Gauge(oid=f"{RAID}.3", kind="state", descr=f"{RAID}.2"),
        ),
    ),
    Profile(
        vendor="QNAP",
        os="qnap",
        kind="storage",
        object_ids=("24681", "55062"),
        model=(First(f"{QNAP}.1.2.1.3"), Part("model")),
        version=(Part("software", r"(\d+\.\d+\.\d+)"), Part("firmware", r"(\d+\.\d+\.\d+)")),
        serial=(First(f"{QNAP}.1.2.1.4"), Part("serial")),
        gauges=(
            Gauge(oid=f"{QNAP}.5.2.1.6", kind="temperature", words="Disk"),
            Gauge(oid=f"{QNAP}.1.1.2.1.7", kind="temperature", words="Enclosure"),
            Gauge(oid=f"{QNAP}.2.2.1.5", kind="fanspeed", words="Fan"),
            Gauge(oid=f"{QNAP}.5.2.1.4", kind="state", words="Disk"),
            Gauge(oid=f"{QNAP}.5.2.1.5", kind="state", words="Disk health"),
        ),
    ),
)
