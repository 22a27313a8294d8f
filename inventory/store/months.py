"""A month of a link kept as a report: quality from its samples before they go, and what counted of it.

Reading and reckoning are apart from writing, so that no write lock is held while hundreds of months are reckoned.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction
from statistics import median_low
from typing import Any, Final

from sqlalchemy import func, select
from sqlmodel import Session, col

from inventory.models.contract import LinkMonth
from inventory.models.link import LinkSample
from inventory.queries.agreed import agreed
from inventory.queries.evidence import Case, case_for, uplink_cuts
from inventory.samples import merged
from inventory.sla.availability import Totals, totals
from inventory.sla.figures import QualitySaid, TotalsSaid
from inventory.sla.spans import clipped, seconds
from inventory.store.polling import upsert

# An agent may deliver what it saw days later, and causes are corrected when people have time.
STILL_MOVING: Final = timedelta(days=35)
PERCENT_DIGITS: Final = Decimal("0.0001")
Row = dict[str, Any]


def reckon_months(session: Session, now: datetime) -> list[Row]:
    """Rows of `link_month` for the months that are still moving and have samples. Reads only."""
    since = now - STILL_MOVING
    first = dict(
        session.execute(
            select(col(LinkSample.link_id), func.min(col(LinkSample.at))).group_by(col(LinkSample.link_id))
        ).all()
    )
    found: list[Row] = []
    for link_id, one in agreed(session, first).items():
        begin = max(first[link_id], since)
        for month in _months(begin.astimezone(one.zone).date(), now.astimezone(one.zone).date()):
            window = one.terms.clock.month(month)
            case, rows = case_for(session, one, window, until=now, cuts=uplink_cuts(session, window))
            found.append(month_row(case, month, rows, now))
    return found


def write_months(session: Session, rows: Sequence[Row]) -> None:
    """Keep what was reckoned."""
    upsert(session, LinkMonth, rows)


def month_row(case: Case, month: date, rows: Sequence[Any], now: datetime) -> Row:
    """One row of `link_month`."""
    came = totals_of(case)
    figures = quality_of(rows)
    return {
        "link_id": case.agreed.link.id,
        "month": month,
        "rtt_p50_ms": figures.rtt_p50_ms,
        "rtt_p95_ms": figures.rtt_p95_ms,
        "loss_percent": figures.loss_percent,
        "jitter_ms": figures.jitter_ms,
        "samples": figures.samples,
        "rounds": sum(row["rounds"] for row in rows),
        "rounds_down": sum(row["rounds_down"] for row in rows),
        "outages": came.outages,
        "outage_s": seconds(one.whole for one in case.judged),
        "measured_s": came.measured_s,
        "counted_s": came.counted_s,
        "unknown": [[start.isoformat(), end.isoformat()] for start, end in clipped(case.around.unknown, case.window)],
        "totals": totals_said(came).model_dump(mode="json"),
        "written_at": now,
    }


def totals_of(case: Case) -> Totals:
    """What the part of the window that is over came to."""
    return totals(case.judged, case.agreed.terms, case.around, case.past)


def totals_said(came: Totals) -> TotalsSaid:
    """The totals as they are kept."""
    return TotalsSaid(
        whole_s=came.whole_s,
        outside_s=came.outside_s,
        unknown_s=came.unknown_s,
        closed_s=came.closed_s,
        maintenance_s=came.maintenance_s,
        caused_s=came.caused_s,
        measured_s=came.measured_s,
        counted_s=came.counted_s,
        outages=came.outages,
        outages_counted=came.outages_counted,
        outages_excluded_s=came.outages_excluded_s,
        availability_percent=cut_percent(came.percent),
    )


def cut_percent(percent: Fraction | None) -> Decimal | None:
    """Four decimals, the rest cut off: 99.49999 is never shown as 99.5."""
    if percent is None:
        return None
    return (Decimal(percent.numerator) / Decimal(percent.denominator)).quantize(PERCENT_DIGITS, ROUND_DOWN)


def quality_of(rows: Sequence[Any]) -> QualitySaid:
    """Round trips by nearest rank over five-minute figures: the median of their means, and the 95th of their p95."""
    means = [row["rtt_avg_ms"] for row in rows if row["rtt_avg_ms"] is not None and row["received"]]
    whole = merged(rows)
    return QualitySaid(
        rtt_p50_ms=median_low(means) if means else None,
        rtt_p95_ms=whole["rtt_p95_ms"],
        loss_percent=100 * (whole["sent"] - whole["received"]) / whole["sent"] if whole["sent"] else None,
        jitter_ms=whole["jitter_ms"],
        samples=len(rows),
    )


def _months(first: date, last: date) -> Iterator[date]:
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = (month + timedelta(days=31)).replace(day=1)
