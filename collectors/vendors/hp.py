"""HP and HPE: ProCurve, OfficeConnect, Comware, JetDirect printers, iLO, power distribution."""

from __future__ import annotations

from collectors.profile import Descr, First, Gauge, Instance, Load, Part, Pool, Profile

SWITCH = "11.2.14.11.5.1"
TRANSCEIVER = f"{SWITCH}.82.1.1.1.1"
HH3C = "25506.2.6.1"
ILO, DRIVES = "232.6.2", "232.3.2"
PDU, PDU_MODULE = "232.165.7", "232.165.2"
HH3C_NAME = ".1.3.6.1.2.1.47.1.1.1.1.7"

PROFILES = (
    Profile(
        vendor="HP",
        os="procurve",
        object_ids=("11.2.3.7",),
        model=(
            Descr(r"Instant On (.+?), "),
            Descr(
                r"^(?:HPE? )?(?:OfficeConnect Switch |ProCurve )?(?:HP )?((?:J\w+ )?[\w -]*?)(?: Switch)?(?:, | L2/L3 )"
            ),
        ),
        version=(
            Descr(r"InstantOn_\d+_([\d.]+)"),
            Part("software", r"([A-Z]{1,2}\.\d\S*)"),
            Instance(f"{SWITCH}.1.3.0"),
            Descr(r"revision ([A-Z]+\.[\w.]+)"),
            Descr(r", ([A-Z]{2}\.[\d.]+)"),
        ),
        serial=(Instance("11.2.36.1.1.2.9.0"),),
        loads=(Load(oid=f"{SWITCH}.9.6.1.0", words="CPU"),),
        memory=(
            Pool(
                words="Global memory",
                total=f"{SWITCH}.1.2.2.1.1.5",
                used=f"{SWITCH}.1.2.2.1.1.7",
            ),
            Pool(words="Local memory", total=f"{SWITCH}.1.2.1.1.1.5", used=f"{SWITCH}.1.2.1.1.1.7"),
        ),
        gauges=(
            Gauge(oid=f"{TRANSCEIVER}.11", kind="temperature", words="Transceiver", scale=0.001),
            Gauge(oid=f"{TRANSCEIVER}.12", kind="voltage", words="Transceiver", scale=0.0001),
            Gauge(oid=f"{TRANSCEIVER}.13", kind="current", words="Transceiver bias", scale=1e-6),
            Gauge(oid=f"{TRANSCEIVER}.14", kind="dbm", words="Transceiver output", scale=0.001),
            Gauge(oid=f"{TRANSCEIVER}.15", kind="dbm", words="Transceiver input", scale=0.001),
            Gauge(oid=f"{SWITCH}.55.1.1.1.4", kind="temperature", words="Power supply", without=(0,)),
            Gauge(oid=f"{SWITCH}.55.1.1.1.6", kind="power", words="Power supply"),
            Gauge(oid="11.2.14.11.1.9.1.6.1.4", kind="power", words="PoE"),
            Gauge(oid=f"{SWITCH}.55.1.1.1.2", kind="state", words="Power supply"),
            Gauge(oid=f"{SWITCH}.54.2.1.1.4", kind="state", words="Fan"),
            Gauge(oid="11.2.14.11.1.2.6.1.4", kind="state", descr="11.2.14.11.1.2.6.1.7"),
            Gauge(oid=f"{SWITCH}.69.1.1.2.0", kind="state", words="Stack"),
            Gauge(oid=".1.3.6.1.2.1.131.1.1.1.3", kind="state", words="Part"),
        ),
    ),
    Profile(
        vendor="HPE",
        os="comware",
        object_ids=("25506",),
        changed=("1.3.6.1.4.1.25506.2.4.1.1.1.0",),  # hh3cCfgRunModifiedLast
        model=(
            Descr(r"^HPE? (?!Comware)(.+? Switch|\S+)$"),
            Descr(r"^H3C (?!Comware)(\S+)"),
            Descr(r"Release \S+ (?:HPE?|H3C) (.+?) (?: *Switch)? *Copyright"),
            Part("model"),
        ),
        version=(Descr(r"Software Version ([^,\s]+)"),),
        serial=(First("25506.2.6.1.2.1.1.2"),),
        loads=(Load(oid=f"{HH3C}.1.1.1.6", descr=HH3C_NAME),),
        memory=(Pool(descr=HH3C_NAME, total=f"{HH3C}.1.1.1.10", share=f"{HH3C}.1.1.1.8"),),
        gauges=(
            Gauge(oid=f"{HH3C}.1.1.1.12", kind="temperature", descr=HH3C_NAME, without=(0,)),
            Gauge(oid=f"{HH3C}.3.1.1.3", kind="power", words="Consumption", scale=0.001),
            Gauge(oid="25506.8.35.9.1.1.1.2", kind="state", words="Fan"),
            Gauge(oid="25506.8.35.9.1.2.1.2", kind="state", words="Power supply"),
        ),
    ),
    Profile(
        vendor="HP",
        os="jetdirect",
        kind="printer",
        object_ids=("11.2.3.9.1",),
        model=(
            Instance("11.2.3.9.1.1.7.0", r"(?:MDL|MODEL):(?:HP )?([^;]+)"),
            First(".1.3.6.1.2.1.25.3.2.1.3", r"^(?:HP )?(.*(?:Jet|MFP).*)"),
        ),
        version=(Instance("11.2.3.9.4.2.1.1.3.5.0"), Instance("11.2.3.9.4.2.1.1.3.6.0")),
        serial=(First(".1.3.6.1.2.1.43.5.1.1.17"), Descr(r",SN:(\w+)")),
        gauges=(Gauge(oid=".1.3.6.1.2.1.25.3.2.1.5", kind="state", words="Printer"),),
    ),
    Profile(
        vendor="HPE",
        os="hpe-ilo",
        kind="server",
        object_ids=("232.9.4",),
        model=(Instance("232.2.2.4.2.0"),),
        version=(Descr(r"Integrated Lights-Out \d+ ([\d.]+)"),),
        serial=(Instance("232.2.2.2.1.0"),),
        storage=(Pool(descr="232.11.2.4.1.1.2", total="232.11.2.4.1.1.3", used="232.11.2.4.1.1.4", unit_bytes=2**20),),
        gauges=(
            Gauge(oid=f"{ILO}.6.8.1.4", kind="temperature", words="Sensor", without=(0,)),
            Gauge(oid=f"{DRIVES}.5.1.1.70", kind="temperature", words="Drive"),
            Gauge(oid=f"{ILO}.9.3.1.7", kind="power", words="Power supply"),
            Gauge(oid=f"{ILO}.6.7.1.9", kind="state", words="Fan"),
            Gauge(oid=f"{ILO}.9.3.1.4", kind="state", words="Power supply"),
            Gauge(oid=f"{ILO}.14.13.1.20", kind="state", words="Memory"),
            Gauge(oid=f"{ILO}.17.2.1.4", kind="state", words="Battery condition"),
            Gauge(oid=f"{ILO}.17.2.1.5", kind="state", words="Battery"),
            Gauge(oid="232.1.2.2.1.1.6", kind="state", words="Processor"),
            Gauge(oid=f"{DRIVES}.2.1.1.6", kind="state", words="Array controller"),
            Gauge(oid=f"{DRIVES}.2.2.1.6", kind="state", words="Cache battery"),
            Gauge(oid=f"{DRIVES}.3.1.1.4", kind="state", words="Logical drive"),
            Gauge(oid=f"{DRIVES}.3.1.1.11", kind="state", words="Logical drive condition"),
            Gauge(oid=f"{DRIVES}.5.1.1.6", kind="state", words="Drive"),
            Gauge(oid=f"{DRIVES}.5.1.1.37", kind="state", words="Drive condition"),
        ),
        memory=(
            Pool(words="Physical memory", total="232.11.2.13.1.0", free="232.11.2.13.2.0", unit_bytes=2**20),
            Pool(words="Paging memory", total="232.11.2.13.3.0", free="232.11.2.13.4.0", unit_bytes=2**20),
        ),
    ),
    Profile(
        vendor="HPE",
        os="hpe-pdu",
        kind="power",
        object_ids=("232.165",),
        model=(Instance("232.165.1.2.2.0"),),
        version=(Instance("232.165.1.2.3.0"),),
        serial=(Instance("232.165.1.2.7.0"),),
        gauges=(
            Gauge(oid=f"{PDU}.2.2.1.3", kind="voltage", words="Input phase", scale=0.001),
            Gauge(oid=f"{PDU}.2.2.1.11", kind="current", words="Input phase", scale=0.001),
            Gauge(oid=f"{PDU}.2.2.1.18", kind="load", words="Input phase"),
            Gauge(oid=f"{PDU}.2.2.1.21", kind="power", words="Input phase"),
            Gauge(oid=f"{PDU}.2.1.1.5", kind="power", words="Input"),
            Gauge(oid=f"{PDU}.2.1.1.2", kind="frequency", words="Input", scale=0.1),
            Gauge(oid=f"{PDU}.5.1.1.5", kind="current", words="Outlet", scale=0.001),
            Gauge(oid=f"{PDU}.5.1.1.14", kind="power", words="Outlet"),
            Gauge(oid=f"{PDU}.2.1.1.1", kind="state", words="Type"),
            Gauge(oid=f"{PDU}.5.2.1.1", kind="state", words="Outlet"),
        ),
    ),
    Profile(
        vendor="HPE",
        os="hpe-pdumm",
        kind="power",
        descr=r"^HP PDU Management Module",
        version=(Descr(r"firmware version ([\d.]+)"),),
        gauges=(
            Gauge(oid=f"{PDU_MODULE}.3.2.1.2", kind="voltage", words="Phase"),
            Gauge(oid=f"{PDU_MODULE}.3.2.1.3", kind="current", words="Phase"),
            Gauge(oid=f"{PDU_MODULE}.3.2.1.4", kind="load", words="Phase"),
            Gauge(oid=f"{PDU_MODULE}.3.1.1.2", kind="load", words="PDU"),
            Gauge(oid=f"{PDU_MODULE}.3.1.1.4", kind="power", words="PDU"),
            Gauge(oid=f"{PDU_MODULE}.1.2.1.8", kind="state", words="PDU"),
        ),
    ),
)
