"""Axis cameras and network audio."""

from __future__ import annotations

from collectors.profile import Descr, Gauge, Load, Pool, Profile

SENSORS = "368.4.1.3.1"

PROFILES = (
    Profile(
        vendor="Axis",
        os="axiscam",
        kind="camera",
        object_ids=("368",),
        model=(Descr(r"^; (AXIS [^;]+);"),),
        version=(Descr(r"^; AXIS [^;]+; [^;]+; ([^;]+);"),),
        loads=(Load(oid="368.4.1.100.3.1.0", words="CPU"),),
        memory=(Pool(words="Memory", total="368.4.1.100.1.2.0", used="368.4.1.100.1.3.0", unit_bytes=1024),),
        gauges=(
            Gauge(oid=f"{SENSORS}.4", kind="temperature", words="Sensor"),
            Gauge(oid=f"{SENSORS}.3", kind="state", words="Temperature"),
            Gauge(oid="368.4.1.8.1.3", kind="state", words="Storage"),
        ),
    ),
)
