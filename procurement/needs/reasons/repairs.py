"""Repaired again and again: what a new one costs is soon spent on the old one."""

from __future__ import annotations

from datetime import date, timedelta

from procurement.needs.facts import DeviceFacts
from procurement.needs.found import Found, Severity, capped
from procurement.needs.need import Evidence, Reason
from procurement.needs.rule import Rule
from procurement.needs.titles import replacing


def of_device(device: DeviceFacts, rule: Rule, today: date) -> Found | None:
    """20 points for each repair within the days of the rule."""
    since = today - timedelta(days=rule.repairs_within_days)
    recent = [one for one in device.repairs if since < one.on <= today]
    if len(recent) < rule.repairs:
        return None
    return Found(
        reason=Reason.REPAIRS,
        site_id=device.site_id,
        device_id=device.device_id,
        asset_id=device.asset_id,
        kind=device.role,
        title=replacing(device.role, device.name),
        severity=Severity(capped(20 * len(recent)), {"repairs": len(recent)}),
        level=len(recent),
        evidence=(
            Evidence("repairs", str(len(recent)), "device", device.device_id),
            Evidence("repairs_limit", str(rule.repairs), source=rule.source),
            *(Evidence("repaired_on", one.on.isoformat(), "repair", one.row_id, one.what) for one in recent),
        ),
    )
