"""A judged risk about the device is high: replacing it is how it is lowered."""

from __future__ import annotations

from datetime import date

from procurement.needs.facts import DeviceFacts
from procurement.needs.found import Found, Severity, capped
from procurement.needs.need import Evidence, Reason
from procurement.needs.rule import Rule
from procurement.needs.titles import replacing


def of_device(device: DeviceFacts, rule: Rule, _today: date) -> Found | None:
    """4 points for each of the 25 of the highest risk."""
    high = sorted((one for one in device.risks if one.score >= rule.risk_score), key=lambda one: -one.score)
    if not high:
        return None
    worst = high[0].score
    return Found(
        reason=Reason.RISK,
        site_id=device.site_id,
        device_id=device.device_id,
        asset_id=device.asset_id,
        kind=device.role,
        title=replacing(device.role, device.name),
        severity=Severity(capped(4 * worst), {"risk": worst}),
        level=worst,
        evidence=(
            *(Evidence("risk_score", str(one.score), "risk", one.row_id, one.title) for one in high),
            Evidence("risk_score_limit", str(rule.risk_score), source=rule.source),
        ),
    )
