"""Cisco: IOS, IOS-XE, IOS-XR, NX-OS, ASA and FTD, Small Business, wireless controllers, UCS and voice."""

from __future__ import annotations

from collectors.profile import Descr, First, Gauge, Instance, Joined, Load, Part, Pool, Profile

CPU = "9.9.109.1.1.1.1"
CORE = "9.9.109.1.1.2.1"
ENVMON = "9.9.13.1"
POOL, ENHANCED_POOL = "9.9.48.1.1.1", "9.9.221.1.1.1.1"
VERSION = Descr(r"Version:? ([^\s,\[]+)")
KIB = 1024

LOADS = (
    Load(oid=f"{CORE}.5", words="Core"),  # cpmCoreLoadAvg5min
    Load(oid=f"{CPU}.8", words="CPU"),  # cpmCPUTotal5minRev
    Load(oid="9.9.715.1.1.6.1.14", words="Flow processor"),
)
OLD_LOADS = (*LOADS, Load(oid="9.2.1.58.0", words="CPU"))
MEMORY = (
    Pool(descr=f"{ENHANCED_POOL}.3", used=f"{ENHANCED_POOL}.18", free=f"{ENHANCED_POOL}.20"),
    Pool(descr=f"{POOL}.2", used=f"{POOL}.5", free=f"{POOL}.6"),
    Pool(words="CPU memory", used=f"{CPU}.17", free=f"{CPU}.19", unit_bytes=KIB),
    Pool(words="CPU memory", used=f"{CPU}.12", free=f"{CPU}.13", unit_bytes=KIB),
)
GAUGES = (
    Gauge(oid=f"{ENVMON}.3.1.3", kind="temperature", descr=f"{ENVMON}.3.1.2", without=(0,)),
    Gauge(oid=f"{ENVMON}.2.1.3", kind="voltage", descr=f"{ENVMON}.2.1.2", scale=0.001),
    Gauge(oid=f"{ENVMON}.3.1.6", kind="state", descr=f"{ENVMON}.3.1.2"),
    Gauge(oid=f"{ENVMON}.4.1.3", kind="state", descr=f"{ENVMON}.4.1.2"),
    Gauge(oid=f"{ENVMON}.5.1.3", kind="state", descr=f"{ENVMON}.5.1.2"),
    Gauge(oid="9.9.117.1.1.2.1.2", kind="state", words="Power supply"),
    Gauge(oid="9.9.117.1.2.1.1.2", kind="state", words="Module"),
    Gauge(oid="9.9.117.1.4.1.1.1", kind="state", words="Fan tray"),
    Gauge(oid="9.9.500.1.1.3.0", kind="state", words="Stack ring redundant"),
    Gauge(oid="9.9.500.1.2.1.1.3", kind="state", words="Stack role"),
    Gauge(oid="9.9.500.1.2.2.1.1", kind="state", words="Stack port"),
    Gauge(oid="9.9.402.1.3.1.4", kind="power", words="PoE consumed", scale=0.001),
    Gauge(oid="9.9.402.1.3.1.5", kind="power", words="PoE remaining", scale=0.001),
    Gauge(oid="9.9.402.1.4.1.0", kind="count", words="PoE devices"),
    Gauge(oid="9.9.176.1.1.2.0", kind="state", words="Redundancy unit"),
    Gauge(oid="9.9.176.1.1.4.0", kind="state", words="Redundancy peer"),
    Gauge(oid="9.9.176.1.2.16.0", kind="state", words="Redundancy mode"),
    Gauge(oid="9.9.661.1.1.1.12", kind="temperature", words="Modem"),
    Gauge(oid="9.9.661.1.3.1.1.6", kind="state", words="Modem"),
    Gauge(oid="9.9.661.1.3.2.1.6", kind="state", words="Roaming"),
    Gauge(oid="9.9.661.1.3.5.1.1.2", kind="state", words="SIM"),
    Gauge(oid="9.9.661.1.3.4.1.1.3", kind="state", words="Band"),
)
FLASH = "9.9.10.1.1.4.1.1"  # extended sizes first: the older columns stop at 4 GB
STORAGE = (
    Pool(descr=f"{FLASH}.10", total=f"{FLASH}.13", free=f"{FLASH}.14"),
    Pool(descr=f"{FLASH}.10", total=f"{FLASH}.4", free=f"{FLASH}.5"),
)
VTP_VLANS = ("9.9.46.1.3.1.1.4",)
CHASSIS = (Part("model", r"(.*\w.*)"), Part("name", r"^(\w+-\S+)"))
FIREWALL_GAUGES = (
    *GAUGES,
    Gauge(oid="9.9.147.1.2.2.2.1.5", kind="count", descr="9.9.147.1.2.2.2.1.3"),
    Gauge(oid="9.9.147.1.2.1.1.1.3", kind="state", descr="9.9.147.1.2.1.1.1.2"),
    Gauge(oid="9.9.392.1.3.26.0", kind="count", words="IPsec sessions"),
    Gauge(oid="9.9.392.1.3.29.0", kind="count", words="LAN-to-LAN sessions"),
    Gauge(oid="9.9.392.1.3.35.0", kind="count", words="SVC sessions"),
    Gauge(oid="9.9.392.1.3.38.0", kind="count", words="WebVPN sessions"),
)

SMALL = "9.6.1.101"
TESTS = f"{SMALL}.90.1.2.1.3"  # rlPhyTestGetResult; the last arc of the index is the kind of test
SMALL_GAUGES = (
    Gauge(oid=f"{SMALL}.53.15.1.10", kind="temperature", words="Unit", without=(0,)),
    Gauge(oid=f"{SMALL}.83.5.1.1.2", kind="temperature", words="Sensor"),
    Gauge(oid=TESTS, kind="temperature", words="Transceiver", ending=5),
    Gauge(oid=TESTS, kind="voltage", words="Transceiver", ending=6, scale=1e-6),
    Gauge(oid=TESTS, kind="current", words="Transceiver bias", ending=7, scale=1e-6),
    Gauge(oid=TESTS, kind="dbm", words="Transceiver output", ending=8, scale=0.001),
    Gauge(oid=TESTS, kind="dbm", words="Transceiver input", ending=9, scale=0.001),
    Gauge(oid=f"{SMALL}.108.1.1.5", kind="power", words="PoE", scale=0.001, without=(0,)),
    Gauge(oid=f"{SMALL}.83.1.1.1.3", kind="state", words="Fan"),
    Gauge(oid=f"{SMALL}.83.1.2.1.3", kind="state", words="Power supply"),
    Gauge(oid=f"{SMALL}.43.1.1.24", kind="state", words="Port suspended"),
)
SMALL_MODEL = (
    Joined("{} {}", (Part("model", r"(\w.*\w)"), Part("hardware", r"(\S+)"))),
    Part("model", r"(\w.*\w)"),
    Descr(r"\(([\w-]+)\)"),
    Descr(r"^(\S+) \d+-Port"),
)
SMALL_VERSION = (
    Joined("Software {}, Bootldr {}, Firmware {}", (Part("software"), Part("firmware"), Part("firmware"))),
    Joined("Software {}", (Part("software"),)),
    Joined("Software {}", (Instance(f"{SMALL}.2.4.0"),)),
)
UCS = "9.9.719.1"

RUNNING_CHANGED = ("1.3.6.1.4.1.9.9.43.1.1.1.0",)  # ccmHistoryRunningLastChanged
PROFILES = (
    Profile(
        vendor="Cisco",
        os="ios",
        object_ids=("9.1",),
        changed=RUNNING_CHANGED,
        model=CHASSIS,
        version=(VERSION, Part("software")),
        loads=OLD_LOADS,
        memory=MEMORY,
        storage=STORAGE,
        gauges=GAUGES,
        vlans=VTP_VLANS,
    ),
    Profile(
        vendor="Cisco",
        os="iosxe",
        object_ids=("9.1",),
        changed=RUNNING_CHANGED,
        descr=r"(?:IOS-XE|IOSXE|LINUX_IOSD|IOS Software \[|ASR1000)",
        model=CHASSIS,
        version=(
            Joined("{} {}", (Descr(r"Software \[.*\(((?:\w+_LINUX_IOSD|CAT9K)[^)]*)\)"), VERSION)),
            VERSION,
            Part("software"),
        ),
        loads=LOADS,
        memory=MEMORY,
        storage=STORAGE,
        gauges=GAUGES,
        vlans=VTP_VLANS,
    ),
    Profile(
        vendor="Cisco",
        os="iosxr",
        object_ids=("9.1",),
        descr=r"IOS XR",
        model=(*CHASSIS, Descr(r"XR Software \((?:Cisco )?([^)]+)\)")),
        version=(VERSION, Part("software")),
        loads=(Load(oid=f"{CPU}.8", words="CPU"),),
        memory=MEMORY,
        storage=STORAGE,
        gauges=GAUGES,
    ),
    Profile(
        vendor="Cisco",
        os="nxos",
        object_ids=("9.12.3.1.3",),
        model=CHASSIS,
        version=(VERSION,),
        loads=(Load(oid=f"{CPU}.8", words="CPU"),),
        memory=MEMORY,
        storage=STORAGE,
        gauges=GAUGES,
        vlans=VTP_VLANS,
    ),
    Profile(
        vendor="Cisco",
        os="asa",
        kind="firewall",
        object_ids=("9.1",),
        descr=r"Adaptive Security Appliance",
        model=CHASSIS,
        version=(Part("software"), VERSION),
        loads=LOADS,
        memory=MEMORY,
        storage=STORAGE,
        gauges=FIREWALL_GAUGES,
    ),
    Profile(
        vendor="Cisco",
        os="ftd",
        kind="firewall",
        object_ids=("9.1",),
        descr=r"Firepower Threat Defense",
        model=CHASSIS,
        version=(Descr(r"Version ([^,]+)"),),
        loads=(Load(oid=f"{CPU}.8", words="CPU"),),
        memory=MEMORY,
        storage=STORAGE,
        gauges=FIREWALL_GAUGES,
    ),
    Profile(vendor="Cisco", os="pixos", kind="firewall", descr=r"^Cisco PIX", loads=OLD_LOADS, memory=MEMORY),
    Profile(
        vendor="Cisco",
        os="ciscosb",
        object_ids=("9.6.1",),
        model=SMALL_MODEL,
        version=SMALL_VERSION,
        loads=(Load(oid=f"{SMALL}.1.8.0", words="CPU"), Load(oid=f"{SMALL}.1.9.0", words="CPU")),
        gauges=SMALL_GAUGES,
    ),
    Profile(
        vendor="Cisco",
        os="ciscosb",
        object_ids=("9.1",),
        descr=r"Catalyst 1[23]00 Series|^\d+-port 10/100",
        model=SMALL_MODEL,
        version=SMALL_VERSION,
        loads=(Load(oid=f"{SMALL}.1.8.0", words="CPU"), Load(oid=f"{SMALL}.1.9.0", words="CPU")),
        gauges=SMALL_GAUGES,
    ),
    Profile(
        vendor="Cisco",
        os="ciscospa",
        kind="voice",
        object_ids=("9.6.1.23",),
        model=(Part("model"), Part("name"), Descr(r"(SPA\d+)")),
        version=(Part("software"), Descr(r"SPA\d+ (\S+)")),
    ),
    Profile(
        vendor="Cisco",
        os="ciscowlc",
        kind="wireless",
        object_ids=("9.1",),
        descr=r"^Cisco Controller",
        model=CHASSIS,
        version=(Instance("14179.1.1.1.14.0"),),
        serial=(Instance("14179.1.1.1.4.0"), Part("serial")),
        loads=(Load(oid="14179.1.1.5.1.0", words="CPU"),),
        memory=(Pool(words="Memory", total="14179.1.1.5.2.0", free="14179.1.1.5.3.0", unit_bytes=KIB),),
    ),
    Profile(
        vendor="Cisco",
        os="ciscome1200",
        object_ids=("9.1",),
        descr=r"^ME1200",
        model=(Part("name"),),
        version=(Part("software"), Part("firmware")),
    ),
    Profile(
        vendor="Cisco",
        os="cimc",
        kind="server",
        object_ids=("9.1",),
        descr=r"Integrated Management Controller",
        model=(First(f"{UCS}.9.6.1.6"), First(f"{UCS}.9.35.1.32")),
        version=(Descr(r"Firmware Version (\S+)"),),
        serial=(First(f"{UCS}.9.6.1.14"), First(f"{UCS}.9.35.1.47")),
        gauges=(
            Gauge(oid=f"{UCS}.9.14.1.8", kind="current", words="Board input"),
            Gauge(oid=f"{UCS}.9.14.1.4", kind="power", words="Board input"),
            Gauge(oid=f"{UCS}.9.14.1.12", kind="voltage", words="Board input"),
            Gauge(oid=f"{UCS}.9.44.1.4", kind="temperature", words="Ambient"),
            Gauge(oid=f"{UCS}.9.44.1.8", kind="temperature", words="Front"),
            Gauge(oid=f"{UCS}.9.44.1.13", kind="temperature", words="IO hub 1"),
            Gauge(oid=f"{UCS}.9.44.1.17", kind="temperature", words="IO hub 2"),
            Gauge(oid=f"{UCS}.9.44.1.21", kind="temperature", words="Rear"),
            Gauge(oid=f"{UCS}.41.2.1.10", kind="temperature", words="CPU"),
            Gauge(oid=f"{UCS}.30.12.1.6", kind="temperature", words="Memory"),
            Gauge(oid=f"{UCS}.15.12.1.10", kind="state", descr=f"{UCS}.15.12.1.2"),
            Gauge(oid=f"{UCS}.15.56.1.8", kind="state", descr=f"{UCS}.15.56.1.2"),
            Gauge(oid=f"{UCS}.30.11.1.14", kind="state", descr=f"{UCS}.30.11.1.2"),
            Gauge(oid=f"{UCS}.41.9.1.10", kind="state", descr=f"{UCS}.41.9.1.2"),
            Gauge(oid=f"{UCS}.45.1.1.7", kind="state", descr=f"{UCS}.45.1.1.2"),
            Gauge(oid=f"{UCS}.45.35.1.11", kind="state", words="Flex flash"),
            Gauge(oid=f"{UCS}.45.4.1.9", kind="state", descr=f"{UCS}.45.4.1.2"),
            Gauge(oid=f"{UCS}.45.8.1.9", kind="state", descr=f"{UCS}.45.8.1.2"),
            Gauge(oid=f"{UCS}.45.11.1.9", kind="state", words="RAID battery"),
        ),
    ),
    Profile(
        vendor="Cisco",
        os="ucos",
        kind="server",
        object_ids=("9.1.1348",),
        version=(First(".1.3.6.1.2.1.54.1.1.1.1.4"),),
    ),
    Profile(
        vendor="Cisco",
        os="viptela",
        object_ids=("41916",),
        version=(Instance("41916.11.1.2.0"),),
        serial=(Instance("41916.3.1.1.1.5.1.0"),),
        loads=(Load(oid="41916.11.1.16.0", words="CPU"),),
    ),
    Profile(
        vendor="Cisco",
        os="ciscosat",
        kind="video",
        object_ids=("1429.2.2.6",),
        model=(Instance("1429.2.2.5.1.1.4.0"),),
        version=(Instance("1429.2.2.5.1.1.1.0"),),
        gauges=(
            Gauge(oid="1429.2.2.5.18.2.2.1.3", kind="fanspeed", words="Fan"),
            Gauge(oid="1429.2.2.5.5.3.2.1.3", kind="state", words="Satellite lock"),
        ),
    ),
)
