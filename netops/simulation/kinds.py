"""Kinds of equipment that stand in the simulated schools: cheap and mixed, as in real ones."""

from __future__ import annotations

from netops.simulation.equipment import Kind

_ENTERPRISE = (1, 3, 6, 1, 4, 1)

ROUTERS = (
    Kind(
        role="router",
        maker="MikroTik",
        model="RB3011UiAS",
        descr="RouterOS RB3011UiAS",
        version="7.15.3",
        earlier="7.12.1",
        object_id=(*_ENTERPRISE, 14988, 1),
        port="ether{}",
        speeds_mbps=(1000,) * 10,
        memory_mib=1024,
        ssh_platform="mikrotik_routeros",
    ),
    Kind(
        role="router",
        maker="Cisco",
        model="C921-4P",
        descr="Cisco IOS Software, C900 Software (C900-UNIVERSALK9-M), Version 15.8(3)M9, RELEASE SOFTWARE (fc1)",
        version="15.8(3)M9",
        earlier="15.8(3)M7",
        object_id=(*_ENTERPRISE, 9, 1, 2594),
        port="GigabitEthernet{}",
        speeds_mbps=(1000,) * 6,
        memory_mib=1024,
        ssh_platform="cisco_ios",
    ),
)
SWITCHES = (
    Kind(
        role="switch",
        maker="TP-Link",
        model="TL-SG3428",
        descr="JetStream 24-Port Gigabit L2+ Managed Switch with 4 SFP Slots",
        version="3.0.6",
        object_id=(*_ENTERPRISE, 11863, 5, 53),
        port="gigabitEthernet 1/0/{}",
        speeds_mbps=(1000,) * 28,
    ),
    Kind(
        role="switch",
        maker="D-Link",
        model="DGS-1210-28",
        descr="DGS-1210-28 6.20.007",
        version="6.20.007",
        object_id=(*_ENTERPRISE, 171, 10, 153, 4, 1),
        port="eth0/{}",
        speeds_mbps=(1000,) * 28,
        memory_mib=128,
    ),
    Kind(
        role="switch",
        maker="HPE",
        model="1920S-24G",
        descr="HPE OfficeConnect Switch 1920S 24G 2SFP JL381A, PD.02.19",
        version="PD.02.19",
        object_id=(*_ENTERPRISE, 11, 2, 3, 7, 11, 217),
        port="{}",
        speeds_mbps=(1000,) * 26,
        poe_watts=185,
        poe_ports=range(1, 25),
    ),
)
ACCESS_POINT = Kind(
    role="ap",
    maker="Ubiquiti",
    model="UAP-AC-LR",
    descr="UAP-AC-LR 6.2.49",
    version="6.2.49",
    object_id=(*_ENTERPRISE, 41112),
    port="eth{}",
    speeds_mbps=(1000, 300, 866),
    memory_mib=128,
    facts=(((*_ENTERPRISE, 41112, 1, 6, 3, 3, 0), "UAP-AC-LR"), ((*_ENTERPRISE, 41112, 1, 6, 3, 6, 0), "6.2.49")),
)
UPS = Kind(
    role="ups",
    maker="APC",
    model="Smart-UPS 1500",
    descr="APC Web/SNMP Management Card (MB:v4.1.0 PF:v6.4.6 PN:apc_hw05_aos_646.bin MN:AP9630)",
    version="v6.4.6",
    object_id=(*_ENTERPRISE, 318, 1, 3, 27),
    port="eth{}",
    speeds_mbps=(100,),
    memory_mib=16,
    facts=(
        ((*_ENTERPRISE, 318, 1, 1, 1, 1, 1, 1, 0), "Smart-UPS 1500"),
        ((*_ENTERPRISE, 318, 1, 1, 1, 1, 2, 1, 0), "653.18.I"),
        ((*_ENTERPRISE, 318, 1, 1, 1, 1, 2, 3, 0), "{serial}"),
    ),
    figures=(
        ((*_ENTERPRISE, 318, 1, 1, 1, 2, 2, 1, 0), 100),  # charge, percent
        ((*_ENTERPRISE, 318, 1, 1, 1, 2, 2, 2, 0), 29),  # battery temperature
        ((*_ENTERPRISE, 318, 1, 1, 1, 4, 2, 3, 0), 34),  # load, percent
    ),
)
NAS = Kind(
    role="nas",
    maker="Synology",
    model="DS220+",
    descr="Linux nas 4.4.302+ #69057 SMP x86_64",
    version="7.2.2",
    object_id=(*_ENTERPRISE, 8072, 3, 2, 10),
    port="eth{}",
    speeds_mbps=(1000, 1000),
    memory_mib=2048,
    facts=(
        ((*_ENTERPRISE, 6574, 1, 5, 1, 0), "DS220+"),
        ((*_ENTERPRISE, 6574, 1, 5, 2, 0), "{serial}"),
        ((*_ENTERPRISE, 6574, 1, 5, 3, 0), "DSM 7.2-64570"),
    ),
)
# What schools were given years ago and still use: its maker's dates are in the inventory's list.
OLD_SWITCH = Kind(
    role="switch",
    maker="Cisco",
    model="WS-C2960-24TT-L",
    descr="Cisco IOS Software, C2960 Software (C2960-LANBASEK9-M), Version 12.2(55)SE12, RELEASE SOFTWARE (fc2)",
    version="12.2(55)SE12",
    object_id=(*_ENTERPRISE, 9, 1, 716),
    port="FastEthernet0/{}",
    speeds_mbps=(100,) * 24,
    memory_mib=64,
)
EXTRAS = (OLD_SWITCH, ACCESS_POINT, ACCESS_POINT, UPS, NAS)
