"""Huawei: VRP and YunShan switches and routers, OLTs, servers' iBMC, power controllers."""

from __future__ import annotations

from collectors.profile import Descr, First, Gauge, Instance, Joined, Load, Part, Pool, Profile

ENTITY = "2011.5.25.31.1.1"
STATE = f"{ENTITY}.1.1"
OPTICS, FANS, POWER = f"{ENTITY}.3.1", f"{ENTITY}.10.1", f"{ENTITY}.18.1"
ENTITY_NAME = ".1.3.6.1.2.1.47.1.1.1.1.7"
STACK = "2011.5.25.183.1"
BOARD, GPON = "2011.2.6.7.1.1", "2011.6.128.1.1.2"
BMC = "2011.2.235.1.1"

SITE = "2011.6.164.1"
SITE_GAUGES = (
    Gauge(oid=f"{SITE}.4.4.2.1.3", kind="charge", words="Battery", scale=0.1),
    Gauge(oid=f"{SITE}.4.2.1.0", kind="current", words="Battery"),
    Gauge(oid=f"{SITE}.6.2.1.1.5", kind="current", words="DC output"),
    Gauge(oid=f"{SITE}.6.1.4.0", kind="current", words="DC total"),
    Gauge(oid=f"{SITE}.3.1.3.0", kind="current", words="Rectifiers"),
    Gauge(oid=f"{SITE}.5.2.1.1.4", kind="voltage", words="AC input", scale=0.1),
    Gauge(oid=f"{SITE}.3.1.6.0", kind="voltage", words="Rectifiers adjusted", scale=0.1),
    Gauge(oid=f"{SITE}.3.1.5.0", kind="voltage", words="Rectifiers rated", scale=0.1),
    Gauge(oid=f"{SITE}.6.2.1.1.4", kind="voltage", words="DC output", scale=0.1),
    Gauge(oid=f"{SITE}.6.1.3.0", kind="voltage", words="DC total", scale=0.1),
    Gauge(oid=f"{SITE}.7.2.1.1.5", kind="voltage", words="Low voltage disconnect", scale=0.1),
    *(Gauge(oid=f"{SITE}.{leaf}.0", kind="count", words="Units") for leaf in ("5.1.4", "4.1.3", "6.1.6", "3.1.4")),
    *(Gauge(oid=f"{SITE}.{leaf}.0", kind="state", words="Status") for leaf in ("4.2.3", "4.2.4", "3.1.8", "3.1.7")),
    Gauge(oid=f"{SITE}.2.2.1.1.99", kind="state", words="Monitor"),
    Gauge(oid=f"{SITE}.2.2.1.1.11", kind="state", words="Monitor control"),
)

# The older agents tell microwatts, the newer ones hundredths of a dBm; only the latter can be negative.
OPTICAL_POWER = tuple(
    gauge
    for column in (8, 9)
    for gauge in (
        Gauge(
            oid=f"{OPTICS}.{column}",
            kind="dbm",
            descr=ENTITY_NAME,
            pattern=r"^([1-9]\d*)$",
            scale=0.001,
            milliwatts=True,
        ),
        Gauge(oid=f"{OPTICS}.{column}", kind="dbm", descr=ENTITY_NAME, pattern=r"^(-\d+)$", scale=0.01, without=(-1,)),
    )
)
SWITCH_GAUGES = (
    Gauge(oid=f"{STATE}.11", kind="temperature", descr=ENTITY_NAME, without=(0,)),
    Gauge(oid=f"{STATE}.13", kind="voltage", descr=ENTITY_NAME, scale=0.001, without=(0,)),
    Gauge(oid=f"{OPTICS}.5", kind="temperature", descr=ENTITY_NAME, without=(-255,)),
    Gauge(oid=f"{OPTICS}.6", kind="voltage", descr=ENTITY_NAME, scale=0.001, without=(-1,)),
    Gauge(oid=f"{OPTICS}.7", kind="current", descr=ENTITY_NAME, scale=1e-6, without=(-1,)),
    *OPTICAL_POWER,
    Gauge(oid=f"{FANS}.5", kind="percent", words="Fan"),
    Gauge(oid=f"{FANS}.7", kind="state", words="Fan"),
    Gauge(oid=f"{POWER}.6", kind="state", descr=f"{POWER}.9", words="Power supply"),
    Gauge(oid="2011.6.157.1.3.0", kind="power", words="Average consumption", scale=0.001),
    Gauge(oid="2011.6.157.1.6.0", kind="power", words="Consumption", scale=0.001),
    Gauge(oid=f"{STACK}.20.1.3", kind="state", words="Stack role"),
    Gauge(oid=f"{STACK}.21.1.5", kind="state", words="Stack port"),
)
SWITCH_LOADS = (Load(oid=f"{STATE}.5", descr=ENTITY_NAME, words="CPU", without=(0,)),)
SWITCH_MEMORY = (Pool(descr=ENTITY_NAME, words="Memory", total=f"{STATE}.9", share=f"{STATE}.7"),)

PROFILES = (
    Profile(
        vendor="Huawei",
        os="vrp",
        object_ids=("2011.2",),
        changed=("1.3.6.1.4.1.2011.6.10.1.1.1.0",),  # hwCfgRunModifiedLast
        model=(
            Descr(r"^(?:Huawei )?((?:AR|S|CE|NE)\d[\w-]+)"),
            Descr(r"Version [\d.]+ \(((?:NetEngine )?[\w-]+) V\d"),
            Instance("2011.5.25.31.6.5.0"),
            Part("model"),
        ),
        version=(
            Joined("{} ({})", (Descr(r"Version ([\d.]+)"), Descr(r"Version [\d.]+ \(.*?(V\d+R\w+)\)"))),
            Descr(r"Version ([\d.]+)"),
            Part("software"),
        ),
        loads=SWITCH_LOADS,
        memory=SWITCH_MEMORY,
        gauges=SWITCH_GAUGES,
    ),
    Profile(
        vendor="Huawei",
        os="yunshan",
        object_ids=("2011.2",),
        descr=r"YunShan OS",
        model=(Instance("2011.5.25.188.1.4.0"), Descr(r"Version [\d.]+ \(([\w-]+) V\d")),
        version=(Part("software"), Descr(r"Version [\d.]+ \(.*?(V\d+R\w+)\)")),
        serial=(Instance("2011.5.25.188.1.1.0"),),
        loads=SWITCH_LOADS,
        memory=SWITCH_MEMORY,
        gauges=SWITCH_GAUGES,
    ),
    Profile(
        vendor="Huawei",
        os="smartax",
        object_ids=("2011.2",),
        descr=r"Integrated Access Software",
        model=(Part("descr", r"(MA\d+\w*)"), Instance("2011.6.3.1.999.0", r"^(MA\d+[A-Z]?)V")),
        version=(Instance("2011.6.3.1.999.0"),),
        serial=(First("2011.6.3.3.1.1.9"),),
        loads=(Load(oid=f"{BOARD}.2.1.5", words="Board"),),
        memory=(Pool(words="Board", share=f"{BOARD}.2.1.6"),),
        gauges=(
            Gauge(oid=f"{BOARD}.2.1.10", kind="temperature", words="Board"),
            Gauge(oid=f"{BOARD}.2.1.11", kind="power", words="Board"),
            Gauge(oid=f"{BOARD}.1.1.11", kind="power", words="Chassis"),
            Gauge(oid="2011.6.3.3.1.1.5", kind="state", words="Frame"),
            Gauge(oid="2011.6.3.3.2.1.8", kind="state", words="Slot"),
            Gauge(oid=f"{GPON}.23.1.1", kind="temperature", words="GPON transceiver"),
            Gauge(oid=f"{GPON}.23.1.2", kind="voltage", words="GPON transceiver", scale=0.01),
            Gauge(oid=f"{GPON}.23.1.3", kind="current", words="GPON transceiver bias", scale=0.001),
            Gauge(oid=f"{GPON}.23.1.4", kind="dbm", words="GPON transceiver output", scale=0.01),
            Gauge(oid=f"{GPON}.21.1.16", kind="count", words="ONTs"),
        ),
    ),
    Profile(
        vendor="Huawei",
        os="ibmc",
        kind="server",
        object_ids=("2011.2.235",),
        model=(Instance(f"{BMC}.1.6.0"),),
        version=(Instance(f"{BMC}.11.50.1.4.11.65.99.116.105.118.101.32.105.66.77.67"),),  # row "Active iBMC"
        serial=(Instance(f"{BMC}.1.7.0"),),
        loads=(Load(oid=f"{BMC}.1.23.0", words="CPU"),),
        gauges=(
            Gauge(oid=f"{BMC}.26.50.1.3", kind="temperature", descr=f"{BMC}.26.50.1.2", scale=0.1),
            Gauge(oid=f"{BMC}.8.50.1.2", kind="fanspeed", words="Fan"),
            Gauge(oid=f"{BMC}.6.50.1.8", kind="power", words="Power supply input"),
            Gauge(oid=f"{BMC}.15.50.1.6", kind="state", words="Processor"),
            Gauge(oid=f"{BMC}.8.50.1.4", kind="state", words="Fan"),
            Gauge(oid=f"{BMC}.18.50.1.3", kind="state", words="Drive"),
            Gauge(oid=f"{BMC}.16.1.0", kind="state", words="Memory"),
            Gauge(oid=f"{BMC}.16.50.1.6", kind="state", words="Memory module"),
        ),
    ),
    Profile(
        vendor="Huawei",
        os="huawei-smu",
        kind="power",
        object_ids=("8072.3.2",),
        reveals="2011.6.164.1.3.1.3.0",
        version=(First(f"{SITE}.2.2.1.1.5"),),
        gauges=SITE_GAUGES,
    ),
    Profile(
        vendor="Huawei",
        os="huawei-smu",
        kind="power",
        object_ids=("2011.6.164",),
        version=(First(f"{SITE}.2.2.1.1.5"),),
        gauges=SITE_GAUGES,
    ),
)
