"""Zyxel: ZyNOS switches, ZyWALL and USG firewalls, IES chassis."""

from __future__ import annotations

from collectors.profile import Descr, Gauge, Instance, Load, Part, Pool, Profile

SYSTEM = "890.1.15.3"
HARDWARE = f"{SYSTEM}.26.1"
OPTICS = f"{SYSTEM}.84.1.2.1.6"  # indexed by port and kind of measure
IES, CHASSIS = "890.1.5.13.13", "890.1.5.13.5"
MODEL = (Descr(r"^(\S[^\n]*)"), Instance(f"{SYSTEM}.1.11.0"))
SERIAL = (Instance(f"{SYSTEM}.1.12.0"), Part("serial"))
VERSION = (Instance(f"{SYSTEM}.1.6.0", r"^(\S+)"), Part("software"))

PROFILES = (
    Profile(
        vendor="Zyxel",
        os="zynos",
        object_ids=("890.1.15", "890.1.5.8", "890.1.5.18"),
        model=MODEL,
        version=VERSION,
        serial=SERIAL,
        loads=(Load(oid=f"{SYSTEM}.2.7.0", words="CPU"), Load(oid="890.1.5.8.55.12.7.0", words="CPU")),
        memory=(
            Pool(words="Memory", share=f"{SYSTEM}.2.5.0"),
            Pool(words="Memory", share=f"{SYSTEM}.2.8.1.4"),
        ),
        gauges=(
            Gauge(oid=f"{HARDWARE}.1.1.3", kind="fanspeed", descr=f"{HARDWARE}.1.1.2"),
            Gauge(oid=f"{HARDWARE}.2.1.3", kind="temperature", descr=f"{HARDWARE}.2.1.2"),
            Gauge(oid=f"{HARDWARE}.3.1.3", kind="voltage", descr=f"{HARDWARE}.3.1.2", scale=0.001),
            Gauge(oid=OPTICS, kind="dbm", words="Transceiver output", ending=4, scale=0.01),
            Gauge(oid=OPTICS, kind="dbm", words="Transceiver input", ending=5, scale=0.01),
            Gauge(oid=f"{SYSTEM}.97.2.3.0", kind="state", words="Stacking topology"),
            Gauge(oid=f"{SYSTEM}.97.2.2.1.5", kind="state", words="Stacking neighbour"),
        ),
    ),
    Profile(
        vendor="Zyxel",
        os="zywall",
        kind="firewall",
        object_ids=("890.1.15", "890.1.6"),
        descr=r"(?i)^(?:zywall|usg|vpn|atp|nxc)",
        model=MODEL,
        version=VERSION,
        serial=SERIAL,
        loads=(Load(oid="890.1.6.22.1.1.0", words="CPU"),),
        memory=(
            Pool(words="Memory", share="890.1.6.22.1.2.0"),
            Pool(words="Flash", share=f"{SYSTEM}.2.6.0"),
        ),
        gauges=(Gauge(oid="890.1.6.22.1.6.0", kind="count", words="Sessions"),),
    ),
    Profile(
        vendor="Zyxel",
        os="zyxelusg",
        kind="firewall",
        object_ids=("8072.3.2",),
        reveals=f"{SYSTEM}.1.11.0",
        model=MODEL,
        version=VERSION,
        serial=SERIAL,
        loads=(Load(oid=f"{SYSTEM}.2.4.0", words="CPU"),),
        memory=(
            Pool(words="Memory", share=f"{SYSTEM}.2.5.0"),
            Pool(words="Flash", share=f"{SYSTEM}.2.6.0"),
        ),
        gauges=(Gauge(oid=f"{SYSTEM}.1.19.0", kind="count", words="Sessions"),),
    ),
    Profile(
        vendor="Zyxel",
        os="anyos",
        object_ids=("4413",),
        reveals="890.1.2.2.1.0",
        version=(Instance("890.1.2.2.1.0"),),
        serial=(Instance("890.1.2.2.2.0"),),
    ),
    Profile(
        vendor="Zyxel",
        os="ies5000",
        object_ids=("890.1.5.13.10",),
        serial=(Instance(f"{CHASSIS}.6.2.1.3.0"),),
        loads=(Load(oid=f"{CHASSIS}.11.3.4.1.2", words="CPU"),),
        gauges=(
            Gauge(oid=f"{CHASSIS}.11.3.1.1.2", kind="fanspeed", words="Fan"),
            Gauge(oid=f"{CHASSIS}.11.3.3.1.2", kind="temperature", words="Sensor"),
            Gauge(oid=f"{CHASSIS}.11.3.2.1.2", kind="voltage", words="Sensor", scale=0.001),
            Gauge(oid=f"{CHASSIS}.11.1.1.0", kind="state", words="System"),
            Gauge(oid=f"{CHASSIS}.11.1.2.1", kind="state", words="Alarm LED"),
            Gauge(oid=f"{CHASSIS}.6.2.1.5", kind="state", words="Chassis"),
            Gauge(oid=f"{CHASSIS}.6.3.1.7", kind="state", words="Slot"),
        ),
    ),
    Profile(
        vendor="Zyxel",
        os="ies52xxM",
        object_ids=("890.1.5.13.13", "890.1.5.13.16"),
        model=(Instance(f"{IES}.16.12.2.0"),),
        version=(Instance(f"{IES}.16.1.0"),),
        loads=(Load(oid=f"{IES}.5.9.1.3", words="CPU"),),
        memory=(Pool(words="Memory", share=f"{IES}.5.10.1.3"),),
        gauges=(
            Gauge(oid=f"{IES}.5.4.1.1", kind="fanspeed", words="Fan"),
            Gauge(oid=f"{IES}.5.5.1.1", kind="temperature", words="Slot"),
            Gauge(oid=f"{IES}.5.6.1.1", kind="voltage", words="Slot", scale=0.001),
            Gauge(oid=f"{IES}.8.1.1.6", kind="state", descr=f"{IES}.8.1.1.3"),
            Gauge(oid=f"{IES}.8.1.1.5", kind="state", descr=f"{IES}.8.1.1.3"),
            Gauge(oid=f"{IES}.4.4.1.21", kind="dbm", words="Transceiver input", scale=0.0001),
        ),
    ),
)
