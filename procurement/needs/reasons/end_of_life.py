"""The maker's support of the device has ended: faults and holes stay open for ever."""

from __future__ import annotations

from datetime import date

from procurement.needs.facts import DeviceFacts
from procurement.needs.found import Found, Severity, capped
from procurement.needs.need import Evidence, Reason
from procurement.needs.rule import Rule
from procurement.needs.titles import replacing
from procurement.needs.years import whole_years


def of_device(device: DeviceFacts, _rule: Rule, today: date) -> Found | None:
    """40 points, and 10 for each whole year since the end."""
    end = device.end_of_support
    if end is None or end >= today:
        return None
    years = whole_years(end, today)
    return Found(
        reason=Reason.END_OF_LIFE,
        site_id=device.site_id,
        device_id=device.device_id,
        asset_id=device.asset_id,
        kind=device.role,
        title=replacing(device.role, device.name),
        severity=Severity(capped(40 + 10 * years), {"years": years}),
        level=years + 1,
        evidence=(
            Evidence("end_of_support", end.isoformat(), "device", device.device_id, device.support_source),
            Evidence("years_since_end", str(years), "device", device.device_id),
        ),
    )
