"""FS.COM switches from other makers' hands: Centec, BDCOM, GBN."""

from __future__ import annotations

from collectors.profile import Descr, First, Gauge, Instance, Load, Pool, Profile

CENTEC = "52642.1"


def _centec(os: str, tree: str, object_id: str, loads: tuple[Load, ...], memory: tuple[Pool, ...]) -> Profile:
    unit, optics = f"{tree}.37.1", f"{tree}.37.1.10"
    return Profile(
        vendor="FS",
        os=os,
        object_ids=(object_id,),
        model=(Descr(r"\((S\w+ [\w-]+)\)"), First(f"{unit}.5.1.4")),
        version=(Instance(f"{tree}.1.3.5.0"),),
        serial=(First(f"{unit}.5.1.10"),),
        loads=loads,
        memory=memory,
        gauges=(
            Gauge(oid=f"{unit}.3.1.4", kind="temperature", words="System"),
            Gauge(oid=f"{unit}.1.1.1.5", kind="percent", words="Fan"),
            Gauge(oid=f"{unit}.1.1.1.4", kind="state", words="Fan"),
            Gauge(oid=f"{unit}.2.1.7", kind="state", words="Power supply"),
            Gauge(oid=f"{optics}.2.1.5", kind="temperature", words="Transceiver"),
            Gauge(oid=f"{optics}.3.1.5", kind="voltage", words="Transceiver"),
            Gauge(oid=f"{optics}.4.1.5", kind="current", words="Transceiver bias", scale=0.001),
            Gauge(oid=f"{optics}.5.1.5", kind="dbm", words="Transceiver output"),
            Gauge(oid=f"{optics}.6.1.5", kind="dbm", words="Transceiver input"),
        ),
    )


PROFILES = (
    _centec(
        "fs-centec",
        CENTEC,
        "52642.1.99",
        (
            Load(
                oid=f"{CENTEC}.1.9.2.0",
                words="CPU",
            ),
        ),
        (Pool(words="Memory", free=f"{CENTEC}.1.1.11.0", used=f"{CENTEC}.1.1.12.0", unit_bytes=1024),),
    ),
    _centec(
        "fs-switch",
        "27975",
        "27975",
        (Load(oid="27975.1.2.11.0", words="CPU", scale=-1, offset=100),),
        (Pool(words="Memory", free="27975.1.1.11.0", used="27975.1.1.12.0", unit_bytes=1024),),
    ),
    Profile(
        vendor="FS",
        os="fs-bdcom",
        object_ids=("52642.1", "3320"),
        descr=r"Internetwork Operating System Software",
        model=(Descr(r"^(S\S+) Series"),),
        version=(Descr(r"Version (\w+)"),),
        loads=(Load(oid="3320.9.109.1.1.1.1.5", words="CPU"),),
    ),
    Profile(
        vendor="FS",
        os="fs-gbn",
        object_ids=("13464",),
        model=(Instance("13464.1.2.1.1.2.15.0"),),
        version=(Instance("13464.1.2.1.1.2.2.0"),),
        serial=(Instance("13464.1.2.1.1.2.19.0"),),
        loads=(Load(oid="13464.1.2.1.1.2.11.0", words="CPU", scale=-1, offset=100),),
        memory=(Pool(words="Memory", total="13464.1.2.1.1.2.12.0", free="13464.1.2.1.1.2.13.0", unit_bytes=2**20),),
    ),
)
