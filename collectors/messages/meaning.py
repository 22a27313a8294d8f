"""What traps and syslog texts hint at: data of many makers. A text that fits nothing is kept and hints at nothing."""

from __future__ import annotations

import re
from typing import Final

from collectors.messages.message import Kind, Sign

# Trap OIDs, or the branches in which every trap means the same.
TRAPS: Final[dict[str, Kind]] = {
    "1.3.6.1.6.3.1.1.5.1": Kind.RESTART,  # coldStart
    "1.3.6.1.6.3.1.1.5.2": Kind.RESTART,  # warmStart
    "1.3.6.1.6.3.1.1.5.3": Kind.PORT_DOWN,  # linkDown
    "1.3.6.1.6.3.1.1.5.4": Kind.PORT_UP,  # linkUp
    "1.3.6.1.6.3.1.1.5.5": Kind.AUTHENTICATION,  # authenticationFailure
    "1.3.6.1.2.1.33.2": Kind.POWER,  # UPS-MIB: upsTraps
    "1.3.6.1.4.1.318.0": Kind.POWER,  # APC: PowerNet-MIB
    "1.3.6.1.4.1.534.1.11.4": Kind.POWER,  # Eaton: XUPS-MIB
    "1.3.6.1.4.1.3808.0": Kind.POWER,  # CyberPower
    "1.3.6.1.4.1.935.0": Kind.POWER,  # Megatec
    "1.3.6.1.4.1.9.9.13.3.0.5": Kind.POWER,  # Cisco: redundant supply
    "1.3.6.1.4.1.9.9.500.0.0.11": Kind.POWER,  # Cisco: a supply of a stack
    "1.3.6.1.4.1.9.9.43.2.0.1": Kind.CONFIGURED,  # Cisco: ciscoConfigManEvent
    "1.3.6.1.4.1.9.9.43.2.0.2": Kind.CONFIGURED,  # Cisco: ccmCLIRunningConfigChanged
    "1.3.6.1.4.1.9.0.0": Kind.RESTART,  # Cisco: reload
    "1.3.6.1.4.1.25506.2.4.2.1": Kind.CONFIGURED,  # Comware: hh3cCfgManEventlog
    "1.3.6.1.4.1.2011.6.10.2.1": Kind.CONFIGURED,  # Huawei: hwCfgManEventlog
    "1.3.6.1.4.1.2636.4.5.0.1": Kind.CONFIGURED,  # Juniper: jnxCmCfgChange
    "1.3.6.1.4.1.2636.4.1.1": Kind.POWER,  # Juniper: jnxPowerSupplyFailure
    "1.3.6.1.2.1.47.2.0.1": Kind.CONFIGURED,  # ENTITY-MIB: entConfigChange
}
IF_INDEX: Final = "1.3.6.1.2.1.2.2.1.1"
PORT_COLUMNS: Final = ("1.3.6.1.2.1.31.1.1.1.1", "1.3.6.1.2.1.2.2.1.2")  # ifName, ifDescr

_PORT = r"(?P<port>[A-Za-z][\w/.:-]*\d[\w/.:-]*|\d[\w/.:-]*)"
_TEXTS: Final = (
    # Cisco and those who write like it
    (
        Kind.PORT_DOWN,
        rf"(?:UPDOWN|LINK-\d-\w+)\b.*?\b[Ii]nterface {_PORT},? changed state to (?:administratively )?down",
    ),
    (Kind.PORT_UP, rf"(?:UPDOWN|LINK-\d-\w+)\b.*?\b[Ii]nterface {_PORT},? changed state to up"),
    # Huawei, Comware
    (Kind.PORT_DOWN, rf"\b[Ii]nterface {_PORT} (?:has turned into|turned into|is) DOWN\b"),
    (Kind.PORT_UP, rf"\b[Ii]nterface {_PORT} (?:has turned into|turned into|is) UP\b"),
    (Kind.PORT_DOWN, rf"\b(?:PHY_UPDOWN|LINK_UPDOWN|LINK UPDOWN)\b.*?\b{_PORT} link status is DOWN"),
    (Kind.PORT_UP, rf"\b(?:PHY_UPDOWN|LINK_UPDOWN|LINK UPDOWN)\b.*?\b{_PORT} link status is UP"),
    # RouterOS: ether2 link down
    (Kind.PORT_DOWN, rf"\b{_PORT} link down\b"),
    (Kind.PORT_UP, rf"\b{_PORT} link up\b"),
    # ProCurve, D-Link, TP-Link, Zyxel: port 7 is now off-line; Port 7 link down
    (Kind.PORT_DOWN, rf"\b[Pp]ort:? ?{_PORT} (?:is now off-line|is offline|link[ -]?down|down\b)"),
    (Kind.PORT_UP, rf"\b[Pp]ort:? ?{_PORT} (?:is now on-line|is online|link[ -]?up|up\b)"),
    (
        Kind.PORT_DOWN,
        rf"\b[Ll]ink (?:status )?(?:on|of) (?:port |interface )?{_PORT}:? (?:is |changed (?:state )?to )?[Dd]own",
    ),
    (
        Kind.PORT_UP,
        rf"\b[Ll]ink (?:status )?(?:on|of) (?:port |interface )?{_PORT}:? (?:is |changed (?:state )?to )?[Uu]p",
    ),
    # Allied Telesis, Linux, FortiOS
    (Kind.PORT_DOWN, rf"\b{_PORT}: (?:NIC )?[Ll]ink (?:is )?(?:[Dd]own|not ready)"),
    (Kind.PORT_UP, rf"\b{_PORT}: (?:NIC )?[Ll]ink (?:is )?(?:[Uu]p|becomes ready)"),
    (
        Kind.CONFIGURED,
        r"%?SYS-5-CONFIG_I\b|\bCFGMAN/\d/|\bCFGMAN_CFGCHANGED\b|\bConfigured from (?:console|vty|memory)",
    ),
    (
        Kind.CONFIGURED,
        r"\bUI_COMMIT(?:_COMPLETED)?\b|\bcfgpath=|\blogdesc=\"(?:Attribute|Object) (?:attribute )?configured\"",
    ),
    (Kind.CONFIGURED, r"\b(?:changed|added|removed|moved) by (?:winbox|ssh|telnet|web|\w+:|[\w.-]+@)"),
    (
        Kind.CONFIGURED,
        (
            r"\b(?:[Cc]onfiguration (?:was |has been )?(?:changed|saved|modified)"
            r"|[Ss]aved? (?:running|configuration)|running config (?:was )?changed)\b"
        ),
    ),
    (Kind.RESTART, r"%?SYS-5-RE(?:START|LOAD)\b|\brouter (?:was )?rebooted\b|\b(?:[Cc]old|[Ww]arm) ?[Ss]tart\b"),
    (Kind.RESTART, r"\b[Ss]ystem (?:re)?(?:started|booted|boot up|restart(?:ed)?|rebooted)\b|\bLinux version \d"),
    (Kind.POWER, r"\b(?:[Pp]ower [Ss]upply|PSU|RPS)\b.*\b(?:[Ff]ail\w*|[Ll]ost|down|removed|faulty|absent)\b"),
    (
        Kind.POWER,
        (
            r"\b(?:on battery|[Uu]tility (?:power )?(?:failed|failure|restored)|[Dd]ying gasp"
            r"|mains (?:failed|restored)|[Ll]ow battery)\b"
        ),
    ),
    (
        Kind.AUTHENTICATION,
        r"\blogin failure for\b|%?SEC_LOGIN-4-LOGIN_FAILED|\b(?:[Aa]uthentication|[Ll]og ?[io]n) (?:has )?failed\b",
    ),
    (
        Kind.AUTHENTICATION,
        (
            r"\b[Ff]ailed (?:password|log ?in|logon|authentication)\b|\bauthentication failure\b"
            r"|\binvalid (?:user|password)\b"
        ),
    ),
)
_PATTERNS: Final = tuple((kind, re.compile(pattern)) for kind, pattern in _TEXTS)
_READ: Final = 1024  # of a text: what matters stands at its beginning


def sign_of_text(text: str) -> Sign | None:
    """What a syslog text hints at, None for most."""
    for kind, pattern in _PATTERNS:
        found = pattern.search(text[:_READ])
        if found:
            return Sign(kind, found.groupdict().get("port", "").rstrip(".,:")[:64])
    return None


def kind_of_trap(oid: str) -> Kind | None:
    """What a trap hints at, by itself or by the longest branch that it stands in."""
    arcs = oid.split(".")
    for length in range(len(arcs), 6, -1):
        kind = TRAPS.get(".".join(arcs[:length]))
        if kind is not None:
            return kind
    return None
