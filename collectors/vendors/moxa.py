"""Moxa industrial switches: every model has a branch of its own with the same leaves."""

from __future__ import annotations

from collectors.profile import Descr, Gauge, Instance, Load, Pool, Profile

BRANCH = "@.1"
OPTICS = f"{BRANCH}.10.11.1"

PROFILES = (
    Profile(
        vendor="Moxa",
        os="moxa-etherdevice",
        object_ids=("8691.7",),
        branch=3,
        model=(Instance(f"{BRANCH}.2.0"), Descr(r"^(\S+)")),
        version=(Instance(f"{BRANCH}.4.0"),),
        serial=(Instance(f"{BRANCH}.78.0"),),
        loads=(Load(oid=f"{BRANCH}.54.0", words="CPU"), Load(oid=f"{BRANCH}.53.0", words="CPU")),
        memory=(
            Pool(words="Memory", total=f"{BRANCH}.56.0", used=f"{BRANCH}.58.0"),
            Pool(words="Memory", total=f"{BRANCH}.55.0", used=f"{BRANCH}.57.0"),
        ),
        gauges=(
            Gauge(oid=f"{BRANCH}.10.8.0", kind="power", words="Consumption"),
            Gauge(oid=f"{BRANCH}.40.6.1.2", kind="power", words="PoE port"),
            Gauge(oid=f"{OPTICS}.4", kind="voltage", words="Transceiver"),
            Gauge(oid=f"{OPTICS}.5", kind="temperature", words="Transceiver"),
            Gauge(oid=f"{OPTICS}.7", kind="dbm", words="Transceiver output"),
            Gauge(oid=f"{OPTICS}.9", kind="dbm", words="Transceiver input"),
            Gauge(oid=f"{BRANCH}.10.7.1.3", kind="temperature", words="Transceiver"),
            Gauge(oid=f"{BRANCH}.10.7.1.4", kind="voltage", words="Transceiver"),
            Gauge(oid=f"{BRANCH}.10.7.1.5", kind="dbm", words="Transceiver output"),
            Gauge(oid=f"{BRANCH}.10.7.1.6", kind="dbm", words="Transceiver input"),
            Gauge(oid=f"{BRANCH}.10.1.0", kind="state", words="Power input 1"),
            Gauge(oid=f"{BRANCH}.10.2.0", kind="state", words="Power input 2"),
            Gauge(oid=f"{BRANCH}.16.4.0", kind="state", words="Loop protection"),
            *(Gauge(oid=f"{BRANCH}.16.6.{leaf}.0", kind="state", words="Turbo chain") for leaf in (1, 4, 5)),
        ),
    ),
    Profile(
        vendor="Moxa",
        os="moxa-awk",
        kind="wireless",
        object_ids=("8691.15",),
        model=(Instance("8691.15.34.1.1.1.0"),),
        version=(Instance("8691.15.34.1.1.5.0"),),
        serial=(Instance("8691.15.34.1.1.3.0"),),
        loads=(Load(oid="8691.15.34.1.11.25.1.0", words="CPU"),),
        memory=(Pool(words="Memory", total="8691.15.34.1.11.25.2.0", used="8691.15.34.1.11.25.3.0", unit_bytes=1024),),
    ),
)
