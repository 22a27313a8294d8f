"""Moxa industrial switches: every model has a branch of its own with the same leaves."""

from __future__ import annotations

from collectors.profile import Descr, Gauge, Instance, Load, Pool, Profile

BRANCHES = (69, 71, 84, 86, 108, 114, 117, 142)


def _switch(number: int) -> Profile:
    branch = f"8691.7.{number}.1"
    optics = f"{branch}.10.11.1"
    return Profile(
        vendor="Moxa",
        os="moxa-etherdevice",
        object_ids=(f"8691.7.{number}",),
        model=(Instance(f"{branch}.2.0"), Descr(r"^(\S+)")),
        version=(Instance(f"{branch}.4.0"),),
        serial=(Instance(f"{branch}.78.0"),),
        loads=(Load(oid=f"{branch}.54.0", words="CPU"), Load(oid=f"{branch}.53.0", words="CPU")),
        memory=(
            Pool(words="Memory", total=f"{branch}.57.0", used=f"{branch}.58.0"),
            Pool(words="Memory", total=f"{branch}.56.0", used=f"{branch}.57.0"),
        ),
        gauges=(
            Gauge(oid=f"{branch}.10.8.0", kind="power", words="Consumption"),
            Gauge(oid=f"{branch}.40.6.1.2", kind="power", words="PoE port"),
            Gauge(oid=f"{optics}.4", kind="voltage", words="Transceiver"),
            Gauge(oid=f"{optics}.5", kind="temperature", words="Transceiver"),
            Gauge(oid=f"{optics}.7", kind="dbm", words="Transceiver output"),
            Gauge(oid=f"{optics}.9", kind="dbm", words="Transceiver input"),
            Gauge(oid=f"{branch}.10.7.1.3", kind="temperature", words="Transceiver"),
            Gauge(oid=f"{branch}.10.7.1.4", kind="voltage", words="Transceiver"),
            Gauge(oid=f"{branch}.10.7.1.5", kind="dbm", words="Transceiver output"),
            Gauge(oid=f"{branch}.10.7.1.6", kind="dbm", words="Transceiver input"),
            Gauge(oid=f"{branch}.10.1.0", kind="state", words="Power input 1"),
            Gauge(oid=f"{branch}.10.2.0", kind="state", words="Power input 2"),
            Gauge(oid=f"{branch}.16.4.0", kind="state", words="Loop protection"),
            *(Gauge(oid=f"{branch}.16.6.{leaf}.0", kind="state", words="Turbo chain") for leaf in (1, 4, 5)),
        ),
    )


PROFILES = (
    Profile(vendor="Moxa", os="moxa-etherdevice", object_ids=("8691.7",), model=(Descr(r"^(\S+)"),)),
    *(_switch(number) for number in BRANCHES),
    Profile(
        vendor="Moxa",
        os="moxa-awk",
        kind="wireless",
        object_ids=("8691.15",),
        model=(Instance("8691.15.34.1.1.1.0"),),
        version=(Instance("8691.15.34.1.1.5.0"),),
        serial=(Instance("8691.15.34.1.1.3.0"),),
        loads=(Load(oid="8691.15.34.1.11.25.1.0", words="CPU"),),
        memory=(Pool(words="Memory", total="8691.15.34.1.11.25.2.0", used="8691.15.34.1.11.25.3.0"),),
    ),
)
