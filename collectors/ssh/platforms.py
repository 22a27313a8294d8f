"""What may be asked of each platform over SSH: reading only, as data. Anything that is not listed is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pager:
    """A pager that cannot be switched off without changing the device: what it shows, and the key that goes on."""

    pattern: str
    key: str = " "


@dataclass(frozen=True, slots=True)
class Platform:
    """`driver` is netmiko's name. `config` and `facts` are the only commands that are ever sent by us.

    netmiko's own preparation of a session (terminal length and width) changes nothing but that session; where its
    preparation would change the device (FortiOS, D-Link), the generic driver and a `pager` are used in its place.
    """

    driver: str
    config: tuple[str, ...]
    facts: tuple[str, ...] = ()
    template: str = ""  # ntc-templates' name of the platform; empty: the driver's
    pager: Pager | None = None

    @property
    def commands(self) -> frozenset[str]:
        """Everything that may be asked."""
        return frozenset(self.config + self.facts)


PLATFORMS: Mapping[str, Platform] = {
    "allied_telesis_awplus": Platform("allied_telesis_awplus", ("show running-config",), ("show system",)),
    "aruba_aoscx": Platform("aruba_aoscx", ("show running-config",), ("show system",)),
    "cisco_ios": Platform("cisco_ios", ("show running-config",), ("show version",)),
    "cisco_xe": Platform("cisco_xe", ("show running-config",), ("show version",), "cisco_ios"),
    "dlink_ds": Platform("generic", ("show config current_config",), pager=Pager(r"a\s+All", "a")),
    "fortinet": Platform("generic", ("show",), ("get system status",), "fortinet", Pager(r"--More--")),
    "hp_comware": Platform("hp_comware", ("display current-configuration",), ("display device manuinfo",)),
    "hp_procurve": Platform("hp_procurve", ("show running-config",), ("show system",)),
    "huawei_vrp": Platform("huawei_vrp", ("display current-configuration",), ("display version",)),
    "juniper_junos": Platform("juniper_junos", ("show configuration | display set",), ("show version",)),
    "linux": Platform("linux", ("cat /etc/os-release", "cat /etc/hosts", "cat /etc/resolv.conf")),
    "mikrotik_routeros": Platform("mikrotik_routeros", ("/export terse",), ("/system routerboard print",)),
    "tplink_jetstream": Platform("tplink_jetstream", ("show running-config",)),
    "ubiquiti_edgerouter": Platform("ubiquiti_edgerouter", ("show configuration commands",), ("show version",)),
    "ubiquiti_edgeswitch": Platform("ubiquiti_edgeswitch", ("show running-config",), ("show version",)),
    "zyxel_os": Platform("zyxel_os", ("show running-config",), pager=Pager(r"-- more --", "c")),
}

# As makers write them, for people to read.
TITLES: Mapping[str, str] = {
    "allied_telesis_awplus": "Allied Telesis AlliedWare Plus",
    "aruba_aoscx": "Aruba AOS-CX",
    "cisco_ios": "Cisco IOS",
    "cisco_xe": "Cisco IOS XE",
    "dlink_ds": "D-Link DGS/DES",
    "fortinet": "Fortinet FortiOS",
    "hp_comware": "HPE Comware",
    "hp_procurve": "HPE/Aruba ProCurve",
    "huawei_vrp": "Huawei VRP",
    "juniper_junos": "Juniper Junos",
    "linux": "Linux",
    "mikrotik_routeros": "MikroTik RouterOS",
    "tplink_jetstream": "TP-Link JetStream",
    "ubiquiti_edgerouter": "Ubiquiti EdgeRouter",
    "ubiquiti_edgeswitch": "Ubiquiti EdgeSwitch",
    "zyxel_os": "Zyxel",
}

# Our name of a fact, and what the templates call it, the best first.
FACT_NAMES: Mapping[str, tuple[str, ...]] = {
    "hostname": ("hostname", "name"),
    "model": ("model", "hardware", "product", "hardware_model", "board_name", "device_name"),
    "serial": ("serial", "serial_number", "device_serial_number"),
    "version": (
        "version",
        "software_version",
        "current_firmware",
        "product_version",
        "vrp_version",
        "junos_version",
    ),
}
