"""Fortinet: FortiGate, FortiSwitch, FortiAP and the appliances around them."""

from __future__ import annotations

from collectors.profile import Descr, First, Gauge, Instance, Joined, Load, Part, Pool, Profile

GATE = "12356.101"
SENSOR, SENSOR_NAME = f"{GATE}.4.3.2.1.3", f"{GATE}.4.3.2.1.2"
SERIAL = Instance("12356.100.1.1.1.0")
VPN, IPS, WEB = f"{GATE}.12.2.3.1", f"{GATE}.9.2.1.1", f"{GATE}.10.1.2.1.1"
SDWAN = f"{GATE}.4.9.2.1"
KIB = 1024
# The table of sensors tells no kind: the name does.
FANS, TEMPERATURES = r"(?i)\bfan", r"(?i)temp|\bTD\d|\bLM75|\bdts\b|adt7|\bNP\dlite"
VOLTAGES = r"(?i)^\+?\d+(\.\d+)?V|vcc|\bV\d|P\dV\d|vin\b|vout|volt|\dV\d|VTT|VCORE|\bCPU.*V$"

GATE_GAUGES = (
    Gauge(oid=SENSOR, kind="fanspeed", descr=SENSOR_NAME, named=FANS, without=(0,)),
    Gauge(oid=SENSOR, kind="temperature", descr=SENSOR_NAME, named=TEMPERATURES, without=(0,)),
    Gauge(oid=SENSOR, kind="voltage", descr=SENSOR_NAME, named=VOLTAGES, without=(0,)),
    Gauge(oid=f"{GATE}.4.3.2.1.4", kind="state", descr=SENSOR_NAME),
    Gauge(oid=f"{GATE}.4.1.8.0", kind="count", words="Sessions"),
    Gauge(oid=f"{GATE}.4.1.11.0", kind="count", words="New sessions per second, 1 min"),
    Gauge(oid=f"{GATE}.4.1.12.0", kind="count", words="New sessions per second, 10 min"),
    Gauge(oid=f"{GATE}.4.1.13.0", kind="count", words="New sessions per second, 30 min"),
    Gauge(oid=f"{GATE}.4.1.14.0", kind="count", words="New sessions per second, 60 min"),
    Gauge(oid=f"{GATE}.12.1.1.0", kind="count", words="IPsec tunnels"),
    Gauge(oid=f"{VPN}.6", kind="count", words="SSL-VPN tunnels"),
    Gauge(oid=f"{VPN}.2", kind="count", words="SSL-VPN users"),
    Gauge(oid=f"{VPN}.1", kind="state", words="SSL-VPN"),
    Gauge(oid=f"{GATE}.3.2.1.1.4", kind="state", descr=f"{GATE}.3.2.1.1.2"),
    Gauge(oid=f"{GATE}.13.2.1.1.12", kind="state", descr=f"{GATE}.13.2.1.1.11"),
    Gauge(oid=f"{GATE}.12.4.2.1.26", kind="state", words="VPN tunnel"),
    Gauge(oid=f"{SDWAN}.4", kind="state", descr=f"{SDWAN}.2"),
    Gauge(oid=f"{SDWAN}.5", kind="count", descr=f"{SDWAN}.2"),
    Gauge(oid=f"{SDWAN}.6", kind="count", descr=f"{SDWAN}.2"),
    Gauge(oid=f"{SDWAN}.9", kind="count", descr=f"{SDWAN}.2"),
    *(Gauge(oid=f"{IPS}.{column}", kind="count", words="IPS") for column in range(1, 10)),
    *(Gauge(oid=f"{WEB}.{column}", kind="count", words="Web filter") for column in range(1, 6)),
)

PROFILES = (
    Profile(
        vendor="Fortinet",
        os="fortigate",
        kind="firewall",
        object_ids=("12356.101", "12356.15"),
        model=(
            Joined("FortiGate {}", (Part("name", r"FGT_(\S+)"),)),
            Joined("FortiGate {}", (Part("descr", r"FGT_(\S+)"),)),
            Joined("FortiWiFi {}", (Part("name", r"FWF_(\S+)"),)),
            Joined("FortiWiFi {}", (Part("descr", r"FWF_(\S+)"),)),
            Joined("FortiGate {}", (Part("model", r"^(?:FGT|FortiGate)[_-](\S+)"),)),
        ),
        version=(Instance(f"{GATE}.4.1.1.0"),),
        serial=(SERIAL, Part("serial")),
        loads=(
            Load(oid=f"{GATE}.4.1.3.0", words="CPU"),
            Load(oid=f"{GATE}.4.4.2.1.2", words="Core"),
        ),
        memory=(Pool(words="Memory", total=f"{GATE}.4.1.5.0", share=f"{GATE}.4.1.4.0", unit_bytes=KIB),),
        storage=(Pool(words="Disk", total=f"{GATE}.4.1.7.0", used=f"{GATE}.4.1.6.0", unit_bytes=2**20),),
        gauges=GATE_GAUGES,
    ),
    Profile(
        vendor="Fortinet",
        os="fortios",
        kind="management",
        object_ids=("12356.103",),
        version=(Instance("12356.103.2.1.7.0"),),
        serial=(SERIAL,),
        loads=(Load(oid="12356.103.2.1.1.0", words="CPU"),),
        memory=(Pool(words="Memory", total="12356.103.2.1.3.0", used="12356.103.2.1.2.0", unit_bytes=KIB),),
    ),
    Profile(
        vendor="Fortinet",
        os="fortiswitch",
        object_ids=("12356.106",),
        model=(Instance("12356.106.4.1.1.0", r"^(FortiSwitch-\S+?) v"),),
        version=(Instance("12356.106.4.1.1.0", r" v([\d.]+)"),),
        serial=(SERIAL, Part("serial")),
        loads=(Load(oid="12356.106.4.1.2.0", words="CPU"),),
        memory=(Pool(words="Memory", total="12356.106.4.1.4.0", used="12356.106.4.1.3.0", unit_bytes=KIB),),
    ),
    Profile(
        vendor="Fortinet",
        os="fortiap",
        kind="wireless",
        object_ids=("12356.120",),
        model=(Joined("FortiAP {}", (Instance("12356.120.1.1.0", r"^FP(\w+)-"),)),),
        version=(Instance("12356.120.1.1.0"),),
        serial=(Instance("12356.120.1.2.0"),),
        loads=(Load(oid="12356.120.3.41.0", words="CPU"),),
        memory=(Pool(words="Memory", share="12356.120.3.42.0"),),
        gauges=(
            Gauge(oid="12356.120.3.44.0", kind="temperature", words="Board"),
            Gauge(oid="12356.120.3.43.0", kind="count", words="Stations"),
            Gauge(oid="12356.120.3.4.0", kind="state", words="PoE mode"),
        ),
    ),
    Profile(
        vendor="Fortinet",
        os="fortiadc",
        kind="appliance",
        object_ids=("12356.112",),
        model=(Instance("12356.112.1.1.0"),),
        version=(Instance("12356.112.1.3.0"),),
        serial=(Instance("12356.112.1.2.0"),),
        loads=(Load(oid="12356.112.1.4.0", words="CPU"),),
        memory=(Pool(words="Memory", share="12356.112.1.5.0"),),
        gauges=(
            Gauge(oid="12356.112.8.5.7.0", kind="count", words="Client connections"),
            Gauge(oid="12356.112.8.5.8.0", kind="count", words="Client SSL sessions"),
            Gauge(oid="12356.112.8.1.2.0", kind="count", words="Server pools"),
            Gauge(oid="12356.112.2.1.1.0", kind="count", words="Virtual domains"),
            Gauge(oid="12356.112.8.2.1.0", kind="count", words="Virtual servers"),
        ),
    ),
    Profile(
        vendor="Fortinet",
        os="fortiauthenticator",
        kind="appliance",
        object_ids=("12356.113",),
        model=(Instance("12356.113.1.1.0"),),
        version=(Instance("12356.113.1.3.0"),),
        serial=(Instance("12356.113.1.2.0"),),
        loads=(Load(oid="12356.113.1.4.0", words="CPU"),),
    ),
    Profile(
        vendor="Fortinet",
        os="fortiextender",
        object_ids=("12356.121",),
        model=(Instance("12356.121.21.1.1.3.0"),),
        version=(Instance("12356.121.21.1.1.1.0", r"(\d+\.\d+\.\d+)"),),
        serial=(Instance("12356.121.21.1.1.5.0"),),
        loads=(Load(oid="12356.121.21.1.2.1.0", words="CPU"),),
        memory=(Pool(words="Memory", share="12356.121.21.1.2.2.0"),),
        gauges=(
            Gauge(oid="12356.121.21.3.1.1.35", kind="runtime", words="Modem online", scale=1 / 60),
            Gauge(oid="12356.121.21.3.1.1.33", kind="count", words="Modem reconnects"),
        ),
    ),
    Profile(
        vendor="Fortinet",
        os="fortiweb",
        kind="appliance",
        object_ids=("12356.107",),
        model=(Instance("12356.107.2.1.2.0", r"^(FortiWeb-\S+)"),),
        version=(Instance("12356.107.2.1.2.0", r" (\d+\.\d+)"),),
        serial=(SERIAL, Part("serial")),
        loads=(Load(oid="12356.107.2.1.5.0", words="CPU"),),
        memory=(Pool(words="Memory", total="12356.107.2.1.8.0", share="12356.107.2.1.7.0", unit_bytes=2**20),),
    ),
    Profile(
        vendor="Fortinet",
        os="fortiwlc",
        kind="wireless",
        object_ids=("15983",),
        model=(Instance("15983.1.1.3.1.13.2.0"), Descr(r"(MC\d+)")),
        version=(Instance("15983.1.1.3.1.13.3.0"), First("15983.1.1.3.1.13.3")),
        loads=(Load(oid="15983.1.1.3.1.14.13.0", words="CPU"),),
    ),
)
