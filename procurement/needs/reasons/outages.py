"""Outages that come again: of a device that should be another, or of a school that should have another line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from procurement.needs.facts import DeviceFacts, OutageSeen, SiteFacts
from procurement.needs.found import Found, Severity, capped
from procurement.needs.need import Evidence, Reason
from procurement.needs.rule import Rule
from procurement.needs.titles import kind_th, replacing


def of_device(device: DeviceFacts, rule: Rule, today: date) -> Found | None:
    """10 points for each outage within the days of the rule."""
    recent = _recent(device.outages, rule, today)
    if len(recent) < rule.outages:
        return None
    return Found(
        reason=Reason.OUTAGES,
        site_id=device.site_id,
        device_id=device.device_id,
        asset_id=device.asset_id,
        kind=device.role,
        title=replacing(device.role, device.name),
        severity=Severity(capped(10 * len(recent)), {"outages": len(recent)}),
        level=len(recent) // rule.outages,
        evidence=(Evidence("outages", str(len(recent)), "device", device.device_id), *_told(recent, rule)),
    )


def of_site(site: SiteFacts, rule: Rule, today: date) -> Found | None:
    """The same of the lines of a school together."""
    recent = _recent(site.outages, rule, today)
    if len(recent) < rule.outages:
        return None
    return Found(
        reason=Reason.OUTAGES,
        site_id=site.site_id,
        kind="link",
        title=f"{kind_th('link')}สำรอง",
        severity=Severity(capped(10 * len(recent)), {"outages": len(recent)}),
        level=len(recent) // rule.outages,
        evidence=(Evidence("outages", str(len(recent)), "site", site.site_id), *_told(recent, rule)),
    )


def _recent(seen: Sequence[OutageSeen], rule: Rule, today: date) -> list[OutageSeen]:
    since = today - timedelta(days=rule.outages_within_days)
    return sorted((one for one in seen if since < one.on <= today), key=lambda one: (one.on, one.row_id))


def _told(recent: Sequence[OutageSeen], rule: Rule) -> tuple[Evidence, ...]:
    newest = recent[-20:]
    return (
        Evidence("outages_limit", str(rule.outages), source=rule.source),
        *(Evidence("outage_on", one.on.isoformat(), "outage", one.row_id) for one in newest),
    )
