"""Ubiquiti: UniFi, EdgeMAX, airMAX, airFiber. Most hide behind net-snmp's or Broadcom's sysObjectID."""

from __future__ import annotations

from collectors.profile import Descr, First, Gauge, Instance, Load, Part, Pool, Profile, Radios

SHARED = ("8072.3.2", "10002.1", "41112", "4413", "27282")
EDGE = "41112.1.5"
PSU = f"{EDGE}.3.2.1"
LTU, AF60, AF = "41112.1.10.1", "41112.1.11.1", "41112.1.3"
AIRMAX = "41112.1.4"
BROADCOM = "4413.1.1"
PRODUCT, FIRMWARE = ".1.2.840.10036.3.1.2.1.3", ".1.2.840.10036.3.1.2.1.4"
VAP = "41112.1.6.1.2.1"
KIB = 1024
FROGFOOT = (Pool(words="Memory", total="10002.1.1.1.1.1.0", free="10002.1.1.1.1.2.0", unit_bytes=KIB),)

EDGE_GAUGES = (
    Gauge(oid=f"{EDGE}.4.2.1.3", kind="temperature", words="Sensor", scale=0.001),
    Gauge(oid=f"{EDGE}.2.2.1.2", kind="voltage", words="Output", scale=0.001),
    Gauge(oid=f"{EDGE}.2.2.1.3", kind="current", words="Output", scale=0.001),
    Gauge(oid=f"{EDGE}.2.2.1.4", kind="power", words="Output", scale=0.001),
    Gauge(oid=f"{PSU}.5", kind="voltage", words="Power supply input", scale=0.001),
    Gauge(oid=f"{PSU}.9", kind="charge", words="Battery"),
    Gauge(oid=f"{PSU}.10", kind="runtime", words="Battery", scale=1 / 6000),
    Gauge(oid=f"{PSU}.2", kind="state", words="Power supply type"),
    Gauge(oid=f"{PSU}.3", kind="state", words="Power supply"),
    Gauge(oid=f"{PSU}.4", kind="state", words="Power supply operation"),
    Gauge(oid=f"{PSU}.7", kind="state", words="Battery charging"),
    Gauge(oid=f"{PSU}.11", kind="state", words="Battery"),
    Gauge(oid=f"{PSU}.8", kind="count", words="Batteries"),
    Gauge(oid=f"{EDGE}.3.1.0", kind="count", words="Power supplies"),
    Gauge(oid=f"{EDGE}.6.1.0", kind="count", words="ONUs"),
    Gauge(oid=f"{EDGE}.6.2.1.9", kind="dbm", words="ONU input", scale=0.01),
)


def _satellites(tree: str, row: str) -> tuple[Gauge, ...]:
    """The GPS branch of airFiber, where it stands as a row or as instances."""
    return (
        Gauge(oid=f"{tree}.8{row}", kind="count", words="Satellites tracked"),
        Gauge(oid=f"{tree}.7{row}", kind="count", words="Satellites visible"),
        Gauge(oid=f"{tree}.2{row}", kind="state", words="GPS fix"),
        Gauge(oid=f"{tree}.1{row}", kind="state", words="GPS"),
    )


PROFILES = (
    Profile(
        vendor="Ubiquiti",
        os="unifi",
        kind="wireless",
        object_ids=SHARED,
        reveals="41112.1.6.3.3.0",
        model=(Instance("41112.1.6.3.3.0"),),
        version=(Instance("41112.1.6.3.6.0"),),
        radios=(Radios(name=f"{VAP}.7", ssid=f"{VAP}.6", channel=f"{VAP}.4", clients=f"{VAP}.8"),),
        memory=FROGFOOT,
    ),
    Profile(
        vendor="Ubiquiti",
        os="unifi",
        object_ids=("8072.3.2", "41112", "4413"),
        descr=r"^US[WP8]?-?\w*[ ,-].*\d+\.\d+\.\d+|^US-\w+, \d|^U[A7]P?-\w+ \d",
        model=(Descr(r"^(.+?)(?:,? firmware|,)? \d+\.\d"), Part("descr")),
        version=(Descr(r"(?:^|[ ,])(\d+\.\d+\.\d+\.\d+)"),),
        serial=(Part("serial", r"(\w\S*\w)$"),),
    ),
    Profile(
        vendor="Ubiquiti",
        os="edgeos",
        object_ids=("41112.1.5", "41112"),
        descr=r"^EdgeOS",
        model=(Instance(f"{EDGE}.1.1.0"),),
        version=(Instance(f"{EDGE}.1.3.0"), Descr(r"EdgeOS v(\d+\.\d+\.\d+)")),
        serial=(Instance(f"{EDGE}.1.2.0"),),
        gauges=EDGE_GAUGES,
    ),
    Profile(
        vendor="Ubiquiti",
        os="edgeos",
        object_ids=SHARED,
        reveals=f"{EDGE}.1.1.0",
        model=(Instance(f"{EDGE}.1.1.0"),),
        version=(Instance(f"{EDGE}.1.3.0"), Descr(r"EdgeOS v(\d+\.\d+\.\d+)")),
        serial=(Instance(f"{EDGE}.1.2.0"),),
        gauges=EDGE_GAUGES,
    ),
    Profile(
        vendor="Ubiquiti",
        os="edgeswitch",
        object_ids=("4413", "27282", "10002.1"),
        descr=r"EdgeSwitch|^U[SA]\w*-|^RTL\d|, Linux \d",
        model=(Descr(r"^([^,]+),"), Part("descr")),
        version=(Descr(r"^[^,]+, ([\d.]+)"), Part("software")),
        loads=(Load(oid=f"{BROADCOM}.1.1.4.9.0", words="CPU", pattern=r"5 Secs \( *([\d.]+)%"),),
        memory=(
            Pool(
                words="Memory",
                total=f"{BROADCOM}.1.1.4.2.0",
                free=f"{BROADCOM}.1.1.4.1.0",
                unit_bytes=KIB,
            ),
            *FROGFOOT,
        ),
        gauges=(
            Gauge(oid=f"{BROADCOM}.43.1.8.1.5", kind="temperature", words="Board"),
            Gauge(oid=f"{BROADCOM}.43.1.15.1.2", kind="state", words="Chassis temperature"),
            Gauge(oid=f"{BROADCOM}.43.1.6.1.4", kind="fanspeed", words="Fan", without=(0,)),
            Gauge(oid=f"{BROADCOM}.43.1.6.1.3", kind="state", words="Fan"),
            Gauge(oid=f"{BROADCOM}.43.1.7.1.3", kind="state", words="Power supply"),
        ),
    ),
    Profile(
        vendor="Ubiquiti",
        os="airos",
        kind="wireless",
        object_ids=("10002.1", "41112.1.4"),
        model=(First(PRODUCT),),
        version=(First(FIRMWARE, r"v(\d+\.\d\S+)"), First(FIRMWARE)),
        loads=(Load(oid=f"{AIRMAX}.8.3.0", words="CPU", scale=0.01),),
        memory=FROGFOOT,
        gauges=(
            Gauge(oid=f"{AIRMAX}.8.4.0", kind="temperature", words="Board"),
            Gauge(oid=f"{AIRMAX}.9.2.0", kind="state", words="GPS fix"),
        ),
    ),
    Profile(
        vendor="Ubiquiti",
        os="airos-af",
        kind="wireless",
        object_ids=SHARED,
        reveals=f"{AF}.2.1.2.1",
        version=(First(f"{AF}.2.1.40"),),
        gauges=(
            Gauge(oid=f"{AF}.2.1.8", kind="temperature", words="Radio 0"),
            Gauge(oid=f"{AF}.2.1.10", kind="temperature", words="Radio 1"),
            Gauge(oid=f"{AF}.2.1.2", kind="state", words="Modulation"),
            Gauge(oid=f"{AF}.1.1.8", kind="state", words="GPS"),
        ),
    ),
    Profile(
        vendor="Ubiquiti",
        os="airos-af-ltu",
        kind="wireless",
        object_ids=SHARED,
        reveals=f"{LTU}.3.2.0",
        model=(Instance(f"{LTU}.3.2.0"),),
        version=(Instance(f"{LTU}.3.4.0"),),
        gauges=(
            *_satellites(f"{LTU}.7", ".0"),
            Gauge(oid=f"{LTU}.2.1.0", kind="state", words="Radio role"),
            Gauge(oid=f"{LTU}.4.1.1", kind="state", words="Output modulation"),
            Gauge(oid=f"{LTU}.4.1.2", kind="state", words="Input modulation"),
        ),
    ),
    Profile(
        vendor="Ubiquiti",
        os="airos-af60",
        kind="wireless",
        object_ids=SHARED,
        reveals=f"{AF60}.2.2.1",
        model=(First(f"{AF60}.2.2"),),
        version=(First(f"{AF60}.2.4", r"(v\d\S+)"),),
        loads=(Load(oid=f"{AF60}.2.6", words="CPU"),),
        gauges=(
            *_satellites(f"{AF60}.4", ""),
            Gauge(oid=f"{AF60}.1.1", kind="state", words="Radio role"),
            Gauge(oid=f"{AF60}.3.1.5", kind="state", words="Output MCS"),
            Gauge(oid=f"{AF60}.3.1.6", kind="state", words="Input MCS"),
        ),
    ),
)
