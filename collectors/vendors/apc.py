"""APC and Schneider: UPS, rack PDU, transfer switches, NetBotz, cooling (PowerNet-MIB)."""

from __future__ import annotations

from collectors.profile import Descr, First, Gauge, Instance, Joined, Profile

UPS = "318.1.1.1"
PDU, PDU2, EPDU = "318.1.1.12", "318.1.1.26", "318.1.1.30"
ATS = "318.1.1.8.5.1"
EMS, PROBES = "318.1.1.10", "318.1.1.25.1.2.1"
REMOTE_PDU = "318.1.1.15"
COOLING, UNIFLAIR = "318.1.1.13.1", "318.1.1.27.1"
GENERATOR = "318.1.1.17"
NETBOTZ = "52674.500.4"
ABSENT = (-1, -1000)

UPS_GAUGES = (
    Gauge(oid=f"{UPS}.2.3.1.0", kind="charge", words="Battery", scale=0.1),
    Gauge(oid=f"{UPS}.2.2.1.0", kind="charge", words="Battery"),
    Gauge(oid=f"{UPS}.2.2.3.0", kind="runtime", words="Time left on battery", scale=1 / 6000),
    Gauge(oid=f"{UPS}.2.3.2.0", kind="temperature", words="Battery", scale=0.1),
    Gauge(oid=f"{UPS}.2.2.2.0", kind="temperature", words="Battery"),
    Gauge(oid=f"{UPS}.2.3.4.0", kind="voltage", words="Battery", scale=0.1),
    Gauge(oid=f"{UPS}.2.2.8.0", kind="voltage", words="Battery"),
    Gauge(oid=f"{UPS}.3.3.1.0", kind="voltage", words="Input", scale=0.1),
    Gauge(oid=f"{UPS}.3.2.1.0", kind="voltage", words="Input"),
    Gauge(oid=f"{UPS}.4.3.1.0", kind="voltage", words="Output", scale=0.1),
    Gauge(oid=f"{UPS}.4.2.1.0", kind="voltage", words="Output"),
    Gauge(oid=f"{UPS}.3.3.4.0", kind="frequency", words="Input", scale=0.1),
    Gauge(oid=f"{UPS}.3.2.4.0", kind="frequency", words="Input"),
    Gauge(oid=f"{UPS}.4.3.2.0", kind="frequency", words="Output", scale=0.1),
    Gauge(oid=f"{UPS}.4.2.2.0", kind="frequency", words="Output"),
    Gauge(oid=f"{UPS}.4.3.3.0", kind="load", words="Output", scale=0.1),
    Gauge(oid=f"{UPS}.4.2.3.0", kind="load", words="Output"),
    Gauge(oid=f"{UPS}.4.3.4.0", kind="current", words="Output", scale=0.1),
    Gauge(oid=f"{UPS}.4.2.8.0", kind="power", words="Output"),
    Gauge(oid=f"{UPS}.4.1.1.0", kind="state", words="Output"),
    Gauge(oid=f"{UPS}.2.2.4.0", kind="state", words="Battery needs replacing"),
    Gauge(oid=f"{UPS}.3.2.5.0", kind="state", words="Last transfer"),
    Gauge(oid=f"{UPS}.2.2.5.0", kind="count", words="Batteries"),
    Gauge(oid=f"{UPS}.2.2.6.0", kind="count", words="Bad batteries", without=(-1,)),
)
PDU_GAUGES = (
    Gauge(oid=f"{PDU}.1.16.0", kind="power", words="Total"),
    Gauge(oid=f"{PDU}.1.15.0", kind="voltage", words="Input"),
    Gauge(oid=f"{PDU}.2.3.1.1.2", kind="current", words="Phase", scale=0.1),
    Gauge(oid=f"{PDU2}.4.3.1.5", kind="power", words="Total", scale=10),
    Gauge(oid=f"{PDU2}.6.3.1.5", kind="current", words="Phase", scale=0.1),
    Gauge(oid=f"{PDU2}.6.3.1.6", kind="voltage", words="Phase"),
    Gauge(oid=f"{PDU2}.6.3.1.7", kind="power", words="Phase", scale=10),
    Gauge(oid=f"{PDU2}.8.3.1.5", kind="current", words="Bank", scale=0.1),
    Gauge(oid=f"{PDU2}.9.4.3.1.6", kind="current", words="Outlet", scale=0.1),
    Gauge(oid=f"{PDU2}.4.3.1.4", kind="state", words="Load"),
    Gauge(oid=f"{PDU2}.4.3.1.12", kind="state", words="Power supply"),
    Gauge(oid=f"{PDU2}.6.3.1.4", kind="state", words="Phase load"),
    Gauge(oid="318.1.1.4.4.2.1.3", kind="state", descr="318.1.1.4.4.2.1.4"),
    Gauge(oid=f"{EPDU}.4.2.1.4", kind="voltage", words="Input"),
    Gauge(oid=f"{EPDU}.4.2.1.5", kind="current", words="Input"),
    Gauge(oid=f"{EPDU}.4.2.1.6", kind="power", words="Input"),
    *(Gauge(oid=f"{ATS}.{leaf}.0", kind="state", words="Transfer switch") for leaf in (2, 3, 10, 12, 13, 14)),
    Gauge(oid=f"{REMOTE_PDU}.3.1.4.1.2", kind="voltage", words="Input", scale=0.1),
    Gauge(oid=f"{REMOTE_PDU}.3.4.14.1.2", kind="voltage", words="Output L-L", scale=0.1),
    Gauge(oid=f"{REMOTE_PDU}.3.4.14.1.3", kind="voltage", words="Output L-N", scale=0.1),
    Gauge(oid=f"{REMOTE_PDU}.3.4.14.1.4", kind="current", words="Output", scale=0.1),
    Gauge(oid=f"{REMOTE_PDU}.3.4.14.1.5", kind="power", words="Output", scale=100),
    Gauge(oid=f"{REMOTE_PDU}.3.4.14.1.6", kind="power", words="Output apparent", scale=100),
    Gauge(oid=f"{REMOTE_PDU}.3.4.1.0", kind="frequency", words="Output", scale=0.1),
    Gauge(oid=f"{REMOTE_PDU}.3.4.2.0", kind="current", words="Neutral", scale=0.1),
    Gauge(oid=f"{REMOTE_PDU}.3.4.3.0", kind="power", words="Total", scale=100),
    Gauge(oid=f"{REMOTE_PDU}.3.4.4.0", kind="power", words="Total apparent", scale=100),
    Gauge(oid=f"{REMOTE_PDU}.4.1.2.1.3", kind="state", words="Breaker"),
    Gauge(oid=f"{REMOTE_PDU}.7.1.0", kind="state", words="Emergency power off"),
    Gauge(oid=f"{REMOTE_PDU}.7.2.0", kind="state", words="Transformer temperature"),
)
ROOM_GAUGES = (
    Gauge(oid=f"{PROBES}.6", kind="temperature", descr=f"{PROBES}.3", without=ABSENT),
    Gauge(oid=f"{PROBES}.7", kind="humidity", descr=f"{PROBES}.3", without=ABSENT),
    Gauge(oid=f"{EMS}.3.13.1.1.3", kind="temperature", descr=f"{EMS}.3.13.1.1.2", without=ABSENT),
    Gauge(oid=f"{EMS}.3.13.1.1.6", kind="humidity", descr=f"{EMS}.3.13.1.1.2", without=ABSENT),
    Gauge(oid=f"{EMS}.4.2.3.1.5", kind="temperature", descr=f"{EMS}.4.2.3.1.3", without=ABSENT),
    Gauge(oid=f"{EMS}.4.2.3.1.6", kind="humidity", descr=f"{EMS}.4.2.3.1.3", without=ABSENT),
    Gauge(oid=f"{EMS}.2.3.2.1.4", kind="temperature", descr=f"{EMS}.2.3.2.1.3", without=ABSENT),
    Gauge(oid=f"{EMS}.2.3.4.1.3", kind="state", descr=f"{EMS}.2.3.4.1.2"),
    Gauge(oid=f"{EMS}.4.2.3.1.7", kind="state", words="Sensor link"),
    Gauge(oid=f"{EMS}.4.2.3.1.8", kind="state", words="Sensor alarm"),
    Gauge(oid=f"{EMS}.4.3.2.1.7", kind="state", descr=f"{EMS}.4.3.2.1.3"),
    Gauge(oid=f"{EMS}.4.3.4.1.7", kind="state", descr=f"{EMS}.4.3.4.1.3"),
    Gauge(oid=f"{EMS}.3.3.1.1.3", kind="state", words="Outlet"),
    Gauge(oid=f"{EMS}.3.2.1.1.3", kind="state", words="Relay"),
)
COOLING_GAUGES = (
    Gauge(oid=f"{COOLING}.5.2.2.1.5", kind="temperature", words="Return air", scale=0.1),
    Gauge(oid=f"{COOLING}.4.5.10.0", kind="temperature", words="Cooling set point", scale=0.1),
    Gauge(oid=f"{COOLING}.4.8.3.0", kind="temperature", words="Heating set point", scale=0.1),
    Gauge(oid=f"{COOLING}.5.2.2.1.7", kind="humidity", words="Return air", scale=0.1),
    Gauge(oid=f"{COOLING}.4.7.3.0", kind="humidity", words="Dehumidifier set point", scale=0.1),
    Gauge(oid=f"{COOLING}.4.6.3.0", kind="humidity", words="Humidifier set point", scale=0.1),
    Gauge(oid=f"{COOLING}.5.6.2.1.4", kind="frequency", words="Blower 1", scale=0.1),
    Gauge(oid=f"{COOLING}.5.7.2.1.4", kind="frequency", words="Blower 2", scale=0.1),
    Gauge(oid=f"{COOLING}.5.6.2.1.10", kind="voltage", words="Blower 1", scale=0.1),
    Gauge(oid=f"{COOLING}.5.7.2.1.10", kind="voltage", words="Blower 2", scale=0.1),
    *(Gauge(oid=f"{COOLING}.4.2.{leaf}.0", kind="percent", words="Demand") for leaf in (1, 2, 3, 7, 8, 11)),
    *(Gauge(oid=f"{COOLING}.4.{leaf}.0", kind="state", words="Mode") for leaf in ("5.8", "6.1", "7.1", "8.1")),
    Gauge(oid=f"{COOLING}.6.3.0", kind="count", words="Active alarms"),
    Gauge(
        oid=f"{UNIFLAIR}.4.1.2.1.3",
        kind="temperature",
        descr=f"{UNIFLAIR}.4.1.2.1.2",
        named=r"Temperature",  # pressures stand in the same table
        scale=0.1,
    ),
    Gauge(oid=f"{UNIFLAIR}.6.2.2.1.4", kind="state", words="Alarm"),
    Gauge(oid=f"{UNIFLAIR}.4.2.2.1.4", kind="state", words="Unit"),
)
GENERATOR_GAUGES = (
    *(
        Gauge(oid=f"{GENERATOR}.{leaf}.0", kind="state", words="Transfer switch")
        for leaf in ("3.1.1", "3.1.2", "3.1.4", "4.1.2", "4.1.4", "4.2.2", "4.2.4", "5.1.2", "5.2.2")
    ),
    *(
        Gauge(oid=f"{GENERATOR}.4.{leaf}.1.2", kind="voltage", words=words, scale=0.1)
        for leaf, words in (("1.7", "Source 1"), ("2.7", "Source 2"), ("3.12", "Output"))
    ),
    Gauge(oid="318.1.1.18.1.3.1.0", kind="voltage", words="Generator battery", scale=0.1),
    *(Gauge(oid=f"318.1.1.18.1.{leaf}.0", kind="state", words="Generator") for leaf in ("2.2", "2.4", "3.5", "3.11")),
)
FIRMWARE = (
    Joined("AOS {} / App {}", (First("318.1.4.2.4.1.4", r"^(v\S+)$"), Descr(r"AF1:(v\S+)"))),
    Joined("AOS {} / App {}", (Descr(r"PF:(v\S+)"), Descr(r"AF1:(v\S+)"))),
)
CARD = (
    Joined("{} {}", (Descr(r"MN: ?(\S+)"), Descr(r"HR: ?(\S+)"))),
    Descr(r"^(.+?) \(MB:"),
)
APC_SERIALS = (
    Instance(f"{UPS}.1.2.3.0"),
    Instance("318.1.1.4.1.5.0"),
    Instance(f"{PDU}.1.6.0"),
    Descr(r"SN: ?(\w+)"),
)
PDU_MODELS = (
    Joined("{} {}", (Instance("318.1.1.4.1.4.0"), Descr(r"HR: ?(\S+)"))),
    Instance("318.1.1.4.1.4.0"),
    Instance(f"{PDU}.1.5.0"),
)
SYSTEM_CARD = Joined("{} {}", (Instance(f"{UPS}.1.1.1.0"), Instance(f"{UPS}.1.2.1.0")))

PROFILES = (
    Profile(
        vendor="APC",
        os="apc",
        kind="power",
        object_ids=("318",),
        model=(SYSTEM_CARD, *PDU_MODELS, *CARD),
        version=FIRMWARE,
        serial=APC_SERIALS,
        gauges=(*UPS_GAUGES, *PDU_GAUGES, *ROOM_GAUGES, *COOLING_GAUGES, *GENERATOR_GAUGES),
    ),
    Profile(
        vendor="APC",
        os="apc-epdu",
        kind="power",
        object_ids=("318.1.3.4.9",),
        model=(First(f"{EPDU}.2.1.1.4"),),
        version=(First(f"{EPDU}.2.1.1.3", r"(\d[\d.]*)"),),
        serial=(First(f"{EPDU}.2.1.1.5"),),
        gauges=PDU_GAUGES,
    ),
    Profile(
        vendor="APC",
        os="apc-netbotz",
        kind="environment",
        object_ids=("52674.500",),
        model=(First("318.1.4.2.2.1.2"), Descr(r"(NetBotz \S+)")),
        version=(First("318.1.4.2.4.1.4"), Descr(r"([\d.]+)$")),
        serial=(First("318.1.4.2.2.1.3"),),
        gauges=(
            Gauge(oid=f"{NETBOTZ}.1.1.1.8", kind="temperature", descr=f"{NETBOTZ}.1.1.1.4"),
            Gauge(oid=f"{NETBOTZ}.1.2.1.8", kind="humidity", descr=f"{NETBOTZ}.1.2.1.4"),
            Gauge(oid=f"{NETBOTZ}.2.12.1.2", kind="state", words="Smoke"),
        ),
    ),
)
