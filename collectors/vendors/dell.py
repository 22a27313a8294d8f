"""Dell: PowerConnect and N-series, Force10, OS10, iDRAC and chassis controllers, UPS."""

from __future__ import annotations

from collectors.profile import Descr, First, Gauge, Instance, Joined, Load, Part, Pool, Profile

BROADCOM = "674.10895.5000.2.6132.1.1"
PRODUCT = "674.10895.3000.1.2.100"
FORCE10 = "6027.3"
OS10 = "674.11000.5000.100.4.1"
IDRAC, CHASSIS = "674.10892.5.4", "674.10892.2"
STORAGE = "674.10892.5.5.1.20"
UPS = "674.10902.2"
FCMGMT = ".1.3.6.1.3.94.1.8.1.6"  # the value of a sensor stands in a sentence

PROFILES = (
    Profile(
        vendor="Dell",
        os="powerconnect",
        object_ids=("674.10895",),
        model=(Instance(f"{PRODUCT}.1.0"), Descr(r"^([^,\n]+)")),
        version=(Instance(f"{PRODUCT}.4.0"), Descr(r"^[^,]+, ([\d.]+)")),
        serial=(Part("serial"), First("674.10895.3000.1.2.100.8.1.2")),
        loads=(
            Load(oid=f"{BROADCOM}.1.1.4.4.0", words="CPU", pattern=r"5 Secs \( *([\d.]+)%"),
            Load(oid=f"{BROADCOM}.1.1.4.9.0", words="CPU", pattern=r"5 Secs \( *([\d.]+)%"),
            Load(oid="89.1.7.0", words="CPU"),
        ),
        memory=(Pool(words="Memory", total=f"{BROADCOM}.1.1.4.2.0", free=f"{BROADCOM}.1.1.4.1.0", unit_bytes=1024),),
        gauges=(
            Gauge(oid=f"{BROADCOM}.43.1.8.1.5", kind="temperature", words="Unit"),
            Gauge(oid=f"{BROADCOM}.43.1.6.1.4", kind="fanspeed", words="Fan", without=(0,)),
            Gauge(oid=f"{BROADCOM}.43.1.6.1.3", kind="state", words="Fan"),
            Gauge(oid=f"{BROADCOM}.43.1.7.1.3", kind="state", words="Power supply"),
        ),
    ),
    Profile(
        vendor="Dell",
        os="dnos",
        object_ids=("6027.1",),
        model=(Descr(r"Series: (\S+)"),),
        version=(Descr(r"Application Software Version: ([^\s]+)"),),
        loads=(
            Load(oid=f"{FORCE10}.26.1.4.4.1.4", words="CPU"),
            Load(oid=f"{FORCE10}.26.1.4.4.1.5", words="CPU 5 min"),
            Load(oid=f"{FORCE10}.19.1.2.8.1.2", words="Stack unit"),
            Load(oid=f"{FORCE10}.10.1.2.9.1.2", words="Stack unit"),
            Load(oid=f"{FORCE10}.8.1.3.7.1.3", words="Route processor"),
            Load(oid=f"{FORCE10}.8.1.5.1.1.1", words="Line card"),
        ),
        memory=(Pool(words="Memory", share=f"{FORCE10}.26.1.4.4.1.6"),),
        gauges=(
            Gauge(oid=f"{FORCE10}.26.1.3.4.1.13", kind="temperature", words="Unit"),
            Gauge(oid=f"{FORCE10}.26.1.4.7.1.4", kind="state", words="Fan tray"),
            Gauge(oid=f"{FORCE10}.26.1.4.6.1.4", kind="state", words="Power supply"),
            *(
                Gauge(oid=f"{FORCE10}.11.1.3.1.1.{column}", kind="dbm", words="Transceiver output")
                for column in (8, 9, 10, 11)
            ),
            *(
                Gauge(oid=f"{FORCE10}.11.1.3.1.1.{column}", kind="dbm", words="Transceiver input")
                for column in (12, 13, 14, 15)
            ),
            Gauge(oid=f"{FORCE10}.11.1.3.1.1.16", kind="temperature", words="Transceiver"),
            Gauge(oid=f"{FORCE10}.11.1.3.1.1.17", kind="voltage", words="Transceiver"),
            *(
                Gauge(oid=f"{FORCE10}.11.1.3.1.1.{column}", kind="current", words="Transceiver bias")
                for column in (18, 19, 20, 21)
            ),
        ),
    ),
    Profile(
        vendor="Dell",
        os="dell-os10",
        object_ids=("674.11000.5000.100",),
        version=(First(f"{OS10}.1.3.1.6"), Part("hardware")),
        gauges=(
            Gauge(oid=f"{OS10}.1.3.1.11", kind="temperature", words="Chassis"),
            Gauge(oid=f"{OS10}.1.4.1.5", kind="temperature", words="Card"),
            Gauge(oid=f"{OS10}.2.3.1.7", kind="state", words="Fan"),
            Gauge(oid=f"{OS10}.2.2.1.4", kind="state", words="Fan tray"),
            Gauge(oid=f"{OS10}.2.1.1.4", kind="state", words="Power supply"),
        ),
    ),
    Profile(
        vendor="Dell",
        os="drac",
        kind="server",
        object_ids=("674.10892",),
        model=(Instance("674.10892.5.1.3.12.0"), Instance(f"{CHASSIS}.1.1.2.0")),
        version=(Instance(f"{CHASSIS}.1.2.1.0"), Instance("674.10892.5.1.1.8.0")),
        serial=(Instance("674.10892.5.1.3.2.0"), Instance(f"{CHASSIS}.1.1.11.0")),
        gauges=(
            Gauge(oid=f"{IDRAC}.700.20.1.6", kind="temperature", descr=f"{IDRAC}.700.20.1.8", scale=0.1),
            Gauge(oid=f"{IDRAC}.700.12.1.6", kind="fanspeed", descr=f"{IDRAC}.700.12.1.8"),
            Gauge(
                oid=f"{IDRAC}.600.30.1.6", kind="current", descr=f"{IDRAC}.600.30.1.8", named=r"(?i)current", scale=0.1
            ),
            Gauge(oid=f"{IDRAC}.600.30.1.6", kind="power", descr=f"{IDRAC}.600.30.1.8", named=r"(?i)pwr|power"),
            Gauge(oid=f"{IDRAC}.600.12.1.16", kind="voltage", descr=f"{IDRAC}.600.12.1.8"),
            Gauge(oid=f"{CHASSIS}.2.1.0", kind="state", words="Whole system"),
            Gauge(oid=f"{IDRAC}.600.12.1.5", kind="state", descr=f"{IDRAC}.600.12.1.8"),
            Gauge(oid=f"{IDRAC}.700.12.1.5", kind="state", descr=f"{IDRAC}.700.12.1.8"),
            Gauge(oid=f"{IDRAC}.700.20.1.5", kind="state", descr=f"{IDRAC}.700.20.1.8"),
            Gauge(oid=f"{IDRAC}.600.30.1.5", kind="state", descr=f"{IDRAC}.600.30.1.8"),
            Gauge(oid=f"{IDRAC}.600.50.1.5", kind="state", descr=f"{IDRAC}.600.50.1.7"),
            Gauge(oid=f"{IDRAC}.1100.50.1.5", kind="state", descr=f"{IDRAC}.1100.50.1.8"),
            Gauge(oid=f"{IDRAC}.1100.30.1.5", kind="state", descr=f"{IDRAC}.1100.30.1.23"),
            Gauge(oid=f"{STORAGE}.130.1.1.38", kind="state", descr=f"{STORAGE}.130.1.1.2"),
            Gauge(oid=f"{STORAGE}.130.4.1.4", kind="state", descr=f"{STORAGE}.130.4.1.2"),
            Gauge(oid=f"{STORAGE}.140.1.1.4", kind="state", descr=f"{STORAGE}.140.1.1.2"),
            Gauge(oid=f"{STORAGE}.130.4.1.49", kind="percent", descr=f"{STORAGE}.130.4.1.2"),
            Gauge(oid=f"{STORAGE}.130.4.1.51", kind="percent", descr=f"{STORAGE}.130.4.1.2"),
            Gauge(oid=f"{IDRAC}.600.20.1.5", kind="state", descr=f"{IDRAC}.600.20.1.8"),
            Gauge(oid=f"{IDRAC}.300.70.1.5", kind="state", words="Intrusion"),
            Gauge(oid=f"{IDRAC}.300.70.1.6", kind="state", words="Intrusion reading"),
            Gauge(oid=f"{IDRAC}.200.10.1.58", kind="state", words="SD card unit"),
            Gauge(oid=f"{IDRAC}.200.10.1.60", kind="state", words="SD card device"),
            *(Gauge(oid=f"{CHASSIS}.3.1.{leaf}.0", kind="state", words="Chassis") for leaf in range(2, 10)),
            Gauge(oid=f"{CHASSIS}.3.1.10.0", kind="temperature", words="Front panel"),
            Gauge(oid=f"{CHASSIS}.3.1.11.0", kind="temperature", words="Controller ambient"),
            Gauge(oid=f"{CHASSIS}.3.1.12.0", kind="temperature", words="Controller processor"),
            *(Gauge(oid=f"{CHASSIS}.4.1.1.{column}", kind="power", words="Chassis") for column in (13, 2, 3, 4, 5, 8)),
            Gauge(oid=f"{CHASSIS}.4.1.1.14", kind="current", words="Chassis"),
            Gauge(oid=f"{CHASSIS}.4.2.1.5", kind="voltage", words="Power supply"),
            Gauge(oid=f"{CHASSIS}.4.2.1.6", kind="current", words="Power supply"),
            Gauge(oid=f"{CHASSIS}.5.1.1.2", kind="state", words="Slot"),
            Gauge(oid=f"{CHASSIS}.6.1.20.130.1.1.38", kind="state", words="Storage controller"),
            Gauge(oid=f"{CHASSIS}.6.1.20.130.4.1.4", kind="state", words="Disk"),
        ),
    ),
    Profile(
        vendor="Dell",
        os="dell-ups",
        kind="power",
        object_ids=("674.10902.2",),
        model=(Instance(f"{UPS}.100.1.0"),),
        version=(Joined("{} {}", (Instance(f"{UPS}.100.4.0"), Instance(f"{UPS}.100.5.0"))),),
        serial=(Instance(f"{UPS}.120.1.2.0"),),
        gauges=(
            Gauge(oid=f"{UPS}.120.2.6.0", kind="power", words="Consumption"),
            Gauge(oid=f"{UPS}.120.5.3.0", kind="runtime", words="Time left on battery", scale=1 / 60),
            Gauge(oid=f"{UPS}.110.1.0", kind="state", words="Output"),
        ),
    ),
    Profile(
        vendor="Dell",
        os="dell-powervault",
        kind="storage",
        object_ids=("674",),
        descr=r"^DELL EMC ME\d",
        model=(Descr(r"^(DELL EMC \S+)"),),
        gauges=(
            Gauge(oid=FCMGMT, kind="temperature", descr=f"{FCMGMT[:-1]}3", pattern=r"Temp.*: (-?\d+) C"),
            Gauge(oid=FCMGMT, kind="voltage", descr=f"{FCMGMT[:-1]}3", pattern=r"Volt.*: ([\d.]+)V"),
            Gauge(oid=FCMGMT, kind="current", descr=f"{FCMGMT[:-1]}3", pattern=r"Current.*: ([\d.]+)A"),
            Gauge(oid=FCMGMT, kind="charge", descr=f"{FCMGMT[:-1]}3", pattern=r"Charge.*: (\d+)%"),
        ),
    ),
)
