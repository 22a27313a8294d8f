"""What the command lines of simulated routers say: running configuration and version, with made-up secrets in them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from netops.simulation.equipment import Equipment
from netops.simulation.shell import Dialect


def dialect_of(equipment: Equipment) -> Dialect:
    """How this router talks."""
    if equipment.kind.ssh_platform == "mikrotik_routeros":
        return Dialect(
            prompt=f"[demo@{equipment.name}] > ", unknown="bad command name (line 1 column 1)", pager_off=frozenset()
        )
    return Dialect(
        prompt=f"{equipment.name}#",
        pager_off=frozenset({"terminal length 0"}),
        page_lines=24,
    )


def answers_of(equipment: Equipment, *, edits: int = 0) -> Callable[[str], str | None]:
    """Command to answer. The configuration holds a time that moves, as real ones do, and a line for each edit."""
    if equipment.kind.ssh_platform == "mikrotik_routeros":
        return _lookup(
            {
                "/export": lambda: _mikrotik_export(equipment, edits),
                "/export terse": lambda: _mikrotik_export(equipment, edits),
                "/system resource print": lambda: _mikrotik_resource(equipment),
                "/system routerboard print": lambda: _mikrotik_board(equipment),
            }
        )
    return _lookup(
        {
            "show running-config": lambda: _cisco_config(equipment, edits),
            "show version": lambda: _cisco_version(equipment),
            "terminal width 511": lambda: "",
        }
    )


def _lookup(table: Mapping[str, Callable[[], str]]) -> Callable[[str], str | None]:
    def answer(command: str) -> str | None:
        make = table.get(command)
        return None if make is None else make()

    return answer


def planted_secret(equipment: Equipment, name: str) -> str:
    """A made-up secret of this device: what no page, mail or redacted file may ever show."""
    return "demo" + hashlib.sha256(f"{equipment.serial} {name}".encode()).hexdigest()[:16]


def _now() -> str:
    return datetime.now(UTC).strftime("%H:%M:%S UTC %a %b %d %Y")


def _mikrotik_export(equipment: Equipment, edits: int) -> str:
    wan = equipment.aliases[0] if equipment.aliases else "WAN"
    return "\n".join(
        [
            f"# {datetime.now(UTC):%Y-%m-%d %H:%M:%S} by RouterOS 7.15.3",
            "# software id = SIMU-LATE",
            f"# model = {equipment.kind.model}",
            f"# serial number = {equipment.serial}",
            "/interface ethernet",
            f'set [ find default-name=ether1 ] comment="{wan}"',
            'set [ find default-name=ether2 ] comment="to switch-1"',
            "/interface pppoe-client",
            f"add interface=ether1 name=pppoe-out1 password={planted_secret(equipment, 'pppoe')} user=sim@isp",
            *["/ip firewall address-list"][:edits],
            *(f"add address=198.51.100.{number} list=blocked" for number in range(1, edits + 1)),
            "/ip address",
            "add address=192.168.1.1/24 interface=ether2 network=192.168.1.0",
            "/snmp community",
            f"set [ find default=yes ] name={planted_secret(equipment, 'community')}",
            "/system identity",
            f"set name={equipment.name}",
            "/system ntp client",
            "set enabled=yes",
        ]
    )


def _mikrotik_resource(equipment: Equipment) -> str:
    return "\n".join(
        [
            "                   uptime: 1w5d3h20m",
            "                  version: 7.15.3 (stable)",
            "         factory-software: 6.44",
            "               board-name: " + equipment.kind.model,
            "                 platform: MikroTik",
        ]
    )


def _mikrotik_board(equipment: Equipment) -> str:
    return "\n".join(
        [
            "       routerboard: yes",
            f"             model: {equipment.kind.model}",
            f"     serial-number: {equipment.serial}",
            "     firmware-type: simulated",
            "  current-firmware: 7.15.3",
        ]
    )


def _cisco_config(equipment: Equipment, edits: int) -> str:
    wan = equipment.aliases[0] if equipment.aliases else "WAN"
    lines = [
        "Building configuration...",
        "",
        "Current configuration : 1862 bytes",
        "!",
        f"! Last configuration change at {_now()} by demo",
        "!",
        "version 15.8",
        "service timestamps log datetime msec",
        "service password-encryption",
        "!",
        f"hostname {equipment.name}",
        "!",
        f"enable secret 9 $9${planted_secret(equipment, 'enable')}",
        f"username admin privilege 15 password 7 {planted_secret(equipment, 'user')}",
        "!",
    ]
    for number in range(1, len(equipment.kind.speeds_mbps) + 1):
        lines += [f"interface {equipment.port_name(number)}"]
        if number <= len(equipment.aliases):
            lines += [f" description {equipment.aliases[number - 1]}"]
        lines += [" no ip address" if number > 2 else " ip address dhcp", "!"]
    lines += [
        f"! {wan}",
        *(f"ntp server 198.51.100.{number}" for number in range(1, edits + 1)),
        f"snmp-server community {planted_secret(equipment, 'community')} RO",
        "line vty 0 4",
        " transport input ssh",
        "!",
        "end",
    ]
    return "\n".join(lines)


def _cisco_version(equipment: Equipment) -> str:
    return "\n".join(
        [
            equipment.kind.descr,
            "Technical Support: http://www.cisco.com/techsupport",
            "Copyright (c) 1986-2022 by Cisco Systems, Inc.",
            "",
            "ROM: IOS-XE ROMMON",
            f"{equipment.name} uptime is 1 week, 5 days, 3 hours, 20 minutes",
            "System returned to ROM by power-on",
            'System image file is "flash:c900-universalk9-mz.SPA.158-3.M9.bin"',
            "",
            f"Cisco {equipment.kind.model} (1GHz) processor (revision 1.0) with 708584K/340992K bytes of memory.",
            f"Processor board ID {equipment.serial}",
            "6 Gigabit Ethernet interfaces",
            "",
            "Configuration register is 0x2102",
        ]
    )
