"""Hardly a port left: the next room or access point cannot be connected."""

from __future__ import annotations

from datetime import date
from typing import Final

from procurement.needs.facts import DeviceFacts
from procurement.needs.found import Found, Severity, capped
from procurement.needs.need import Evidence, Reason
from procurement.needs.rule import Rule
from procurement.needs.titles import more

LEAST_PORTS: Final = 8  # of less, one port more or less is no share
_FROM_PERCENT: Final = 80
_STEP: Final = 5


def of_device(device: DeviceFacts, rule: Rule, _today: date) -> Found | None:
    """5 points for each percent of ports used above 80."""
    if device.role != "switch" or device.ports < LEAST_PORTS:
        return None
    percent = device.ports_used * 100 // device.ports
    if percent < rule.ports_percent:
        return None
    return Found(
        reason=Reason.PORTS,
        site_id=device.site_id,
        device_id=device.device_id,
        asset_id=device.asset_id,
        kind=device.role,
        title=more(device.role, device.name),
        severity=Severity(
            capped(5 * (percent - _FROM_PERCENT)),
            {"used": device.ports_used, "ports": device.ports, "percent": percent},
        ),
        level=1 + percent // _STEP,
        evidence=(
            Evidence("ports_used", str(device.ports_used), "device", device.device_id),
            Evidence("ports", str(device.ports), "device", device.device_id),
            Evidence("ports_percent_limit", str(rule.ports_percent), source=rule.source),
        ),
    )
