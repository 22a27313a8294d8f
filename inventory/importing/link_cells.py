"""Cells that only links have: a speed, and how a link is checked."""

from __future__ import annotations

from inventory.models.link import Check
from service.importing.cells import number, western, whole
from service.refusal import _, refuse

BPS_PER_MBPS = 1_000_000


def speed_bps(column: str, text: str) -> int | None:
    """Mbps in the file, bit/s inside."""
    return whole(column, number(column, text), BPS_PER_MBPS, _("A speed in Mbps is needed"))


def check(column: str, text: str) -> tuple[Check, int | None]:
    """icmp, snmp, agent or tcp:PORT; an empty cell is icmp."""
    method, _colon, port = western(text).lower().partition(":")
    if method == "tcp" and port.isascii() and port.isdigit() and 1 <= int(port) <= 65535:
        return Check.TCP, int(port)
    if method in ("", "icmp", "snmp", "agent") and not port:
        return Check(method or "icmp"), None
    raise refuse(column, _("One of icmp, snmp, agent or tcp:PORT, such as tcp:443"))
