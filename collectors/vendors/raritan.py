"""Raritan power distribution (PDU-MIB and PDU2-MIB)."""

from __future__ import annotations

from collectors.profile import Descr, First, Gauge, Profile

OLD, NEW = "13742.4", "13742.6"
TABLES = {"Inlet": f"{NEW}.5.2.3.1.4", "Circuit": f"{NEW}.5.3.3.1.4", "Outlet": f"{NEW}.5.4.3.1.4"}
# The last arc of the index is the kind of measurement (SensorTypeEnumeration).
KINDS = (
    ("current", 1, 0.001),
    ("voltage", 4, 1.0),
    ("power", 5, 1.0),
    ("frequency", 23, 0.1),
    ("power_factor", 7, 0.01),
    ("power_consumed", 8, 0.001),
    ("state", 14, 1.0),
)

PROFILES = (
    Profile(
        vendor="Raritan",
        os="raritan-pdu",
        kind="power",
        object_ids=("13742",),
        model=(First(f"{NEW}.3.2.1.1.3"), Descr(r"MD:(\S+)")),
        version=(First(f"{NEW}.3.2.3.1.6"), Descr(r"(?:FW:|Firmware Version )(\S+)")),
        serial=(First(f"{NEW}.3.2.1.1.4"),),
        gauges=(
            *(
                Gauge(oid=oid, kind=kind, words=words, scale=scale, ending=ending)
                for words, oid in TABLES.items()
                for kind, ending, scale in KINDS
            ),
            Gauge(
                oid=f"{NEW}.5.5.3.1.4",
                kind="temperature",
                descr=f"{NEW}.3.6.3.1.4",
                where=f"{NEW}.3.6.3.1.2",
                only=(10,),
                scale=0.1,
            ),
            Gauge(
                oid=f"{NEW}.5.5.3.1.4", kind="humidity", descr=f"{NEW}.3.6.3.1.4", where=f"{NEW}.3.6.3.1.2", only=(11,)
            ),
            Gauge(
                oid=f"{NEW}.5.5.3.1.4",
                kind="state",
                descr=f"{NEW}.3.6.3.1.4",
                where=f"{NEW}.3.6.3.1.2",
                only=(14, 15, 16, 17, 18, 19, 20, 31, 38),
            ),
            Gauge(oid=f"{OLD}.1.21.2.1.3", kind="current", words="Inlet", scale=0.001),
            Gauge(oid=f"{OLD}.1.21.2.1.4", kind="voltage", words="Inlet", scale=0.001),
            Gauge(oid=f"{OLD}.1.2.2.1.4", kind="current", descr=f"{OLD}.1.2.2.1.2", scale=0.001),
            Gauge(oid=f"{OLD}.1.2.2.1.8", kind="power", descr=f"{OLD}.1.2.2.1.2"),
            Gauge(oid=f"{OLD}.1.3.1.5.0", kind="temperature", words="Processor", scale=0.1),
            Gauge(oid=f"{OLD}.3.3.1.41", kind="temperature", where=f"{OLD}.3.3.1.2", only=(10,), scale=0.1),
            Gauge(oid=f"{OLD}.3.3.1.41", kind="humidity", where=f"{OLD}.3.3.1.2", only=(11,)),
        ),
    ),
)
