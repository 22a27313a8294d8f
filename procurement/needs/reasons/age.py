"""Used for as many years as the rule of replacing asks: devices one by one, other things of the book by school."""

from __future__ import annotations

from datetime import date
from typing import Final

from procurement.needs.facts import DeviceFacts, SiteFacts
from procurement.needs.found import Found, Severity, capped
from procurement.needs.need import Evidence, Reason
from procurement.needs.rule import Rule
from procurement.needs.titles import kind_th, replacing
from procurement.needs.years import whole_years

_STEP: Final = 5  # so many more old machines of a school are a material change
_NAMED: Final = 100  # rows that the evidence names one by one


def of_device(device: DeviceFacts, _rule: Rule, today: date) -> Found | None:
    """20 points for each whole year from the rule's on."""
    limit = device.replace_after_years
    if device.since is None or limit is None:
        return None
    years = whole_years(device.since, today)
    if years < limit:
        return None
    since = "acquired_on" if device.is_acquired else "seen_since"
    return Found(
        reason=Reason.AGE,
        site_id=device.site_id,
        device_id=device.device_id,
        asset_id=device.asset_id,
        kind=device.role,
        title=replacing(device.role, device.name),
        severity=Severity(capped(20 * (years - limit + 1)), {"years": years, "limit": limit}),
        level=years,
        evidence=(
            Evidence(since, device.since.isoformat(), "device", device.device_id),
            Evidence("used_years", str(years), "device", device.device_id),
            Evidence("replace_after_years", str(limit), source=device.replace_source),
        ),
    )


def of_site(site: SiteFacts, _rule: Rule, today: date) -> Found | None:
    """5 points for each machine of the book that may be replaced."""
    pieces = sum(one.quantity for one in site.old_assets)
    if not pieces:
        return None
    oldest = sorted(site.old_assets, key=lambda one: (one.acquired_on, one.row_id))
    return Found(
        reason=Reason.AGE,
        site_id=site.site_id,
        kind="computer",
        title=f"{kind_th('computer')}ทดแทนของเดิมที่ครบเกณฑ์",
        quantity=pieces,
        severity=Severity(capped(5 * pieces), {"pieces": pieces}),
        level=1 + pieces // _STEP,
        evidence=(
            Evidence("old_pieces", str(pieces), "site", site.site_id),
            Evidence("used_years", str(whole_years(oldest[0].acquired_on, today)), "asset", oldest[0].row_id),
            *(
                Evidence("asset_acquired_on", one.acquired_on.isoformat(), "asset", one.row_id)
                for one in oldest[:_NAMED]
            ),
        ),
    )
