"""What contracts leave in a database, for measuring: two years of kept months of every link, papers, finished work."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import insert, select
from sqlmodel import Session, col

from inventory.models.contract import LinkMonth
from inventory.models.link import Link
from netops.models.job import Job, JobState
from netops.papers.making import Order, make_paper
from netops.reports.kind import DIRECTOR_REPORT

MONTHS: Final = 25
_DAY_S: Final = 86_400


def add_months(session: Session, now: datetime) -> None:
    """Months of all links, the work of a month's claims that is done, and a report as a paper."""
    links = session.scalars(select(col(Link.id))).all()
    months = months_back(now, MONTHS)
    session.execute(insert(LinkMonth), [_month(link_id or 0, month, now) for link_id in links for month in months])
    one = {"claim": 1, "link": "main", "site": "โรงเรียนเพื่อการวัด", "code": "57000000", "due_satang": 2472}
    counts = {"due": 150, "nothing": 50, "refused": 0, "total_satang": 150 * 2472}
    result = {**counts, "month": f"{months[1]:%Y-%m}", "claims": [one] * 150, "refused_rows": []}
    session.add(Job(office_id=1, kind="claims", title="bench", state=JobState.DONE, result=result))
    make_paper(session, DIRECTOR_REPORT, DIRECTOR_REPORT.sample(), Order(1, now))


def months_back(now: datetime, count: int) -> list[date]:
    """First days, the present month first."""
    found = [now.date().replace(day=1)]
    while len(found) < count:
        found.append((found[-1] - timedelta(days=1)).replace(day=1))
    return found


def _month(link_id: int, month: date, now: datetime) -> dict[str, Any]:
    whole, closed, counted = 30 * _DAY_S, 10 * _DAY_S, 3600 * (link_id % 7)
    measured = whole - closed
    totals = {
        **dict.fromkeys(("outside_s", "unknown_s", "maintenance_s"), 0),
        "whole_s": whole,
        "closed_s": closed,
        "measured_s": measured,
        "counted_s": counted,
        "outages": 2,
        "outages_counted": 2,
        "caused_s": {},
        "outages_excluded_s": {},
        "availability_percent": "99",
    }
    return {
        "link_id": link_id,
        "month": month,
        "measured_s": measured,
        "counted_s": counted,
        "outages": 2,
        "outage_s": counted,
        "totals": totals,
        "unknown": [],
        "written_at": now,
    }
