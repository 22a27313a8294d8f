"""Eaton and MGE: UPS (XUPS-MIB, MG-SNMP-UPS-MIB) and rack power distribution."""

from __future__ import annotations

from collectors.profile import Descr, First, Gauge, Instance, Joined, Profile

XUPS, MGE = "534.1", "705.1"
PDU = "534.6.6.7"
XUPS_GAUGES = (
    Gauge(oid=f"{XUPS}.2.4.0", kind="charge", words="Battery"),
    Gauge(oid=f"{XUPS}.2.1.0", kind="runtime", words="Time left on battery", scale=1 / 60),
    Gauge(oid=f"{XUPS}.2.2.0", kind="voltage", words="Battery"),
    Gauge(oid=f"{XUPS}.2.3.0", kind="current", words="Battery"),
    Gauge(oid=f"{XUPS}.3.4.1.2", kind="voltage", words="Input"),
    Gauge(oid=f"{XUPS}.3.1.0", kind="frequency", words="Input", scale=0.1),
    Gauge(oid=f"{XUPS}.4.4.1.2", kind="voltage", words="Output"),
    Gauge(oid=f"{XUPS}.4.4.1.3", kind="current", words="Output"),
    Gauge(oid=f"{XUPS}.4.4.1.4", kind="power", words="Output"),
    Gauge(oid=f"{XUPS}.4.2.0", kind="frequency", words="Output", scale=0.1),
    Gauge(oid=f"{XUPS}.4.1.0", kind="load", words="Output"),
    Gauge(oid=f"{XUPS}.5.1.0", kind="frequency", words="Bypass", scale=0.1),
    Gauge(oid=f"{XUPS}.5.3.1.2", kind="voltage", words="Bypass"),
    Gauge(oid=f"{XUPS}.6.1.0", kind="temperature", words="Ambient"),
    Gauge(oid=f"{XUPS}.6.5.0", kind="temperature", words="Remote"),
    Gauge(oid=f"{XUPS}.6.6.0", kind="humidity", words="Remote"),
    Gauge(oid=f"{XUPS}.2.5.0", kind="state", words="Battery"),
    Gauge(oid=f"{XUPS}.2.10.0", kind="state", words="Battery low capacity"),
    Gauge(oid=f"{XUPS}.8.2.0", kind="state", words="Battery test"),
    Gauge(oid=f"{XUPS}.6.8.1.3", kind="state", words="Contact"),
    Gauge(oid=f"{XUPS}.7.1.0", kind="state", words="Alarms"),
)
MGE_GAUGES = (
    Gauge(oid=f"{MGE}.5.2.0", kind="charge", words="Battery"),
    Gauge(oid=f"{MGE}.5.5.0", kind="voltage", words="Battery", scale=0.1),
    Gauge(oid=f"{MGE}.5.6.0", kind="current", words="Battery", scale=0.1),
    Gauge(oid=f"{MGE}.5.7.0", kind="temperature", words="Battery"),
    Gauge(oid=f"{MGE}.6.2.1.2", kind="voltage", words="Input", scale=0.1),
    Gauge(oid=f"{MGE}.6.2.1.3", kind="frequency", words="Input", scale=0.1),
    Gauge(oid=f"{MGE}.6.2.1.6", kind="current", words="Input", scale=0.1),
    Gauge(oid=f"{MGE}.7.2.1.2", kind="voltage", words="Output", scale=0.1),
    Gauge(oid=f"{MGE}.7.2.1.3", kind="frequency", words="Output", scale=0.1),
    Gauge(oid=f"{MGE}.7.2.1.4", kind="load", words="Output"),
    Gauge(oid=f"{MGE}.7.2.1.5", kind="current", words="Output", scale=0.1),
    *(Gauge(oid=f"{MGE}.5.{leaf}.0", kind="state", words="Battery") for leaf in (9, 11, 14, 15, 16)),
    *(Gauge(oid=f"{MGE}.6.{leaf}.0", kind="state", words="Input") for leaf in (3, 4)),
    *(Gauge(oid=f"{MGE}.7.{leaf}.0", kind="state", words="Output") for leaf in (3, 4, 7, 9, 10, 11)),
)

PROFILES = (
    Profile(
        vendor="Eaton",
        os="eatonups",
        kind="power",
        object_ids=("534",),
        model=(Instance(f"{XUPS}.1.2.0"),),
        version=(Instance(f"{XUPS}.1.3.0"),),
        serial=(Instance(f"{XUPS}.1.6.0"), Instance(".1.3.6.1.2.1.33.1.1.5.0", r"([A-Z]{2}\w{8})")),
        gauges=XUPS_GAUGES,
    ),
    Profile(
        vendor="Eaton",
        os="eaton-mgeups",
        kind="power",
        object_ids=("705",),
        model=(
            Joined("{} {}", (Instance(f"{MGE}.1.1.0"), Instance(f"{MGE}.1.2.0"))),
            Descr(r"^(\S.*)"),
        ),
        version=(Instance(f"{MGE}.1.4.0"),),
        serial=(Instance(f"{MGE}.1.7.0"),),
        gauges=(*MGE_GAUGES, *XUPS_GAUGES),
    ),
    Profile(
        vendor="Eaton",
        os="eatonpdu",
        kind="power",
        object_ids=("534.6.6",),
        model=(First(f"{PDU}.1.2.1.3"), Instance("534.6.6.6.1.1.12.0")),
        version=(First(f"{PDU}.1.2.1.5"), Instance("534.6.6.6.1.1.1.0")),
        serial=(First(f"{PDU}.1.2.1.4"), Instance("534.6.6.6.1.1.2.0")),
        gauges=(
            Gauge(oid=f"{PDU}.3.2.1.3", kind="voltage", words="Input", scale=0.001),
            Gauge(oid=f"{PDU}.3.3.1.4", kind="current", words="Input", scale=0.001),
            Gauge(oid=f"{PDU}.3.4.1.4", kind="power", words="Input"),
            Gauge(oid=f"{PDU}.6.4.1.3", kind="current", words="Outlet", scale=0.001),
            Gauge(oid=f"{PDU}.6.5.1.3", kind="power", words="Outlet"),
        ),
    ),
)
