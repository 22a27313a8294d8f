"""An office with a year of months kept: four districts' worth of schools, links of two providers, outages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlmodel import Session

from inventory.models.contract import LinkMonth
from inventory.models.link import Link
from inventory.models.outage import Cause
from inventory.models.site import Office
from netops.reports.period import of_month
from tests.factories import make_link, make_office, make_outage, make_provider, make_site

NOW = datetime(2026, 11, 10, 3, tzinfo=UTC)
OCTOBER = of_month(datetime(2026, 10, 5, tzinfo=UTC).date())
LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)
DAY_S = 86_400
HOSTILE = '=HYPERLINK("http://evil") #set text(red) $x$ <b>บ้าน</b> {{ connected }}'


def kept_month(session: Session, link: Link, month: Any, **values: Any) -> LinkMonth:
    """A month of a link: thirty days, of which ten were closed and one hour was without power."""
    whole, closed, power = 30 * DAY_S, 10 * DAY_S, 3600
    given: dict[str, Any] = {"measured_s": whole - closed - power, "counted_s": 7200, "outages": 2, "outage_s": 10_800}
    given |= values
    totals = {
        "whole_s": whole,
        "outside_s": 0,
        "unknown_s": 0,
        "closed_s": closed,
        "maintenance_s": 0,
        "caused_s": {"power": power},
        "measured_s": given["measured_s"],
        "counted_s": given["counted_s"],
        "outages": given["outages"],
        "outages_counted": given["outages"],
        "outages_excluded_s": {"power": power},
        "availability_percent": "99.0000",
    }
    row = LinkMonth(link_id=link.id or 0, month=month, written_at=NOW, totals=totals, **given)
    session.add(row)
    return row


def reported_office(session: Session) -> Office:
    """Three schools in two districts: one with two links, one with one, one with none. Kept since November 2025."""
    office = make_office(session, name="สำนักงานเขตจำลอง")
    given = {"created_at": LONG_AGO}
    nt, other = make_provider(session, office, name="เอ็นที"), make_provider(session, office, name=HOSTILE)
    two = make_site(session, office, name="โรงเรียนสองวงจร", district="ท่าปลา", **given)
    one = make_site(session, office, name=HOSTILE, district="ท่าปลา", **given)
    make_site(session, office, name="โรงเรียนไม่มีวงจร", district="น้ำปาด", **given)
    priced: dict[str, Any] = {"speed_bps": 100_000_000, "price_satang_month": 60_050}
    links = [
        make_link(session, two, provider_id=nt.id, **given, **priced),
        make_link(session, two, provider_id=other.id, **given),
        make_link(session, one, provider_id=nt.id, **given, **priced),
    ]
    for link in links:
        for month in (*OCTOBER.leading, *OCTOBER.months):
            kept_month(session, link, month)
    at = datetime(2026, 10, 6, 2, tzinfo=UTC)
    make_outage(session, links[2], started_at=at, ended_at=at + timedelta(hours=3), cause=Cause.PROVIDER)
    session.flush()
    return office
