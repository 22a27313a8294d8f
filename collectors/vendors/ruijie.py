"""Ruijie and Reyee; FS.COM sells the same switches with the same MIB tree under a number of its own."""

from __future__ import annotations

from collectors.profile import Descr, First, Gauge, Instance, Load, Pool, Profile


def _switch(vendor: str, os: str, tree: str, object_ids: tuple[str, ...]) -> Profile:
    """One profile per root of the same tree."""
    system = f"{tree}.1.1"
    unit = f"{tree}.21.1.2.1"
    optics, poe = f"{tree}.105.1.1.1", f"{tree}.110.1.1.1"
    return Profile(
        vendor=vendor,
        os=os,
        object_ids=object_ids,
        model=(Instance(f"{system}.26.0"), First(f"{unit}.2"), Descr(r"\(([\w-]+)\)")),
        version=(Instance(f"{system}.2.0"), First(f"{unit}.8")),
        serial=(Instance(f"{system}.24.0"), First(f"{unit}.10")),
        loads=(Load(oid=f"{tree}.36.1.1.3.0", words="CPU"), Load(oid=f"{tree}.36.1.2.1.5", words="CPU")),
        memory=(
            Pool(words="Memory", total=f"{tree}.35.1.1.1.6", used=f"{tree}.35.1.1.1.7", unit_bytes=1024),
            Pool(words="Memory", share=f"{tree}.35.1.1.1.3"),
            Pool(words="Memory", total=f"{tree}.35.1.2.1.6", used=f"{tree}.35.1.2.1.7", unit_bytes=1024),
        ),
        gauges=(
            Gauge(oid=f"{system}.44.1.5", kind="temperature", words="Board"),
            Gauge(oid=f"{system}.43.1.6", kind="fanspeed", words="Fan"),
            Gauge(oid=f"{system}.41.1.15", kind="power", words="Power supply", without=(-1,)),
            Gauge(oid=f"{system}.41.1.11", kind="voltage", words="Power supply", without=(-1,)),
            Gauge(oid=f"{system}.41.1.3", kind="state", words="Power supply"),
            Gauge(oid=f"{system}.43.1.4", kind="state", words="Fan"),
            Gauge(oid=f"{system}.21.1.2", kind="state", words="Fan"),
            Gauge(oid=f"{system}.18.1.2", kind="state", words="Power supply"),
            Gauge(oid=f"{optics}.17", kind="temperature", words="Transceiver"),
            Gauge(oid=f"{optics}.19", kind="voltage", words="Transceiver", scale=0.001),
            Gauge(oid=f"{optics}.21", kind="current", words="Transceiver bias", scale=1e-6),
            Gauge(oid=f"{poe}.7", kind="power", words="PoE port", scale=0.001, without=(0,)),
            Gauge(oid=f"{poe}.4", kind="state", words="PoE port"),
        ),
    )


PROFILES = (
    _switch("Ruijie", "ruijie", "4881.1.1.10.2", ("4881",)),
    _switch("FS", "fs-ruijie", "52642.1.1.10.2", ("52642.1.1.10",)),
)
