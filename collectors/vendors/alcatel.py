"""Alcatel-Lucent Enterprise: OmniSwitch AOS, OmniStack, Stellar access points."""

from __future__ import annotations

from collectors.profile import Descr, First, Gauge, Instance, Load, Part, Pool, Profile

CHASSIS, HEALTH, OPTICS = "6486.801.1.1.1", "6486.801.1.2.1.16.1.1.1.1.1", "6486.801.1.2.1.5.1.1.2.6.1"

PROFILES = (
    Profile(
        vendor="Alcatel-Lucent",
        os="aos7",
        object_ids=("6486.801",),
        model=(Part("model"), Descr(r"Enterprise (OS\S+)")),
        version=(Descr(r"(\d+\.\d+\.\d+\.R\d+)"),),
        loads=(Load(oid=f"{HEALTH}.11", words="CPU"),),
        memory=(Pool(words="Memory", share=f"{HEALTH}.8"),),
        gauges=(
            Gauge(oid=f"{CHASSIS}.3.1.1.3.1.8", kind="temperature", words="Chassis", without=(0,)),
            Gauge(oid=f"{CHASSIS}.3.1.1.11.1.4", kind="fanspeed", words="Fan"),
            Gauge(oid=f"{CHASSIS}.3.1.1.11.1.2", kind="state", words="Fan"),
            Gauge(oid=f"{CHASSIS}.3.1.1.1.1.4", kind="state", words="Certified configuration"),
            Gauge(oid=f"{CHASSIS}.1.1.1.1.2", kind="state", words="Part"),
            Gauge(oid="6486.801.1.2.1.13.1.1.1.1.1.19", kind="state", words="Link aggregate"),
            Gauge(oid="6486.801.1.2.1.69.1.1.2.1.5", kind="state", words="Virtual chassis unit"),
            Gauge(oid="6486.801.1.2.1.69.1.1.7.1.3", kind="state", words="Virtual chassis port"),
            Gauge(oid=f"{OPTICS}.2", kind="temperature", words="Transceiver", scale=0.001),
            Gauge(oid=f"{OPTICS}.7", kind="voltage", words="Transceiver", scale=0.001),
            Gauge(oid=f"{OPTICS}.12", kind="current", words="Transceiver bias", scale=0.001),
            Gauge(oid=f"{OPTICS}.17", kind="dbm", words="Transceiver output", scale=0.001),
            Gauge(oid=f"{OPTICS}.22", kind="dbm", words="Transceiver input", scale=0.001),
        ),
        vlans=("6486.801.1.2.1.3.1.1.1.1.1.2",),
    ),
    Profile(
        vendor="Alcatel-Lucent",
        os="aos",
        object_ids=("6486.800",),
        model=(First("89.53.4.1.6"), Part("model"), Part("name"), Part("descr")),
        version=(First("89.53.14.1.2"), Part("software"), Descr(r"(\d+\.\d+\.\d+\.\d+\.?R?\d*)")),
        loads=(Load(oid="89.1.8.0", words="CPU"), Load(oid="6486.800.1.2.1.16.1.1.1.13.0", words="CPU")),
        memory=(Pool(words="Memory", share="6486.800.1.2.1.16.1.1.1.10.0"),),
        gauges=(
            Gauge(oid="89.53.15.1.9", kind="temperature", words="Chassis"),
            Gauge(oid="89.83.1.1.1.3", kind="state", words="Fan"),
            Gauge(oid="89.83.1.2.1.3", kind="state", words="Power supply"),
        ),
    ),
    Profile(
        vendor="Alcatel-Lucent",
        os="stellar",
        kind="wireless",
        object_ids=("6486.802",),
        model=(Descr(r"^(OAW-\S+)"),),
        version=(Descr(r"^\S+ ([\d.]+)"),),
        serial=(Instance("6486.802.1.1.2.1.2.12.1.1.6"),),
    ),
)
