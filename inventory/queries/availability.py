"""Quality of links over a period: points for charts and shares of time, from the finest samples that reach so far."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from inventory.models.link import LinkSample, LinkSampleDay, LinkSampleHour, Sample

_FISCAL_MONTH = 10  # a Thai fiscal year begins on 1 October


class Period(StrEnum):
    """The same choice on every page."""

    DAY = "24h"
    WEEK = "7d"
    MONTH = "30d"
    FISCAL_YEAR = "fy"

    def start(self, now: datetime, zone: ZoneInfo) -> datetime:
        """Where the period begins; a fiscal year on the first of October, local time."""
        if self is Period.FISCAL_YEAR:
            today = now.astimezone(zone).date()
            first = date(today.year - (today.month < _FISCAL_MONTH), _FISCAL_MONTH, 1)
            return datetime.combine(first, time(), zone).astimezone(UTC)
        return now - timedelta(days={Period.DAY: 1, Period.WEEK: 7, Period.MONTH: 30}[self])

    @property
    def coarsest(self) -> int:
        """How far up the roll-ups its points may come from: 0 five minutes, 1 hours, 2 days."""
        return {Period.DAY: 0, Period.WEEK: 1, Period.MONTH: 1, Period.FISCAL_YEAR: 2}[self]


@dataclass(frozen=True, slots=True)
class Point:
    """One sample of one link, whatever its span."""

    at: datetime
    seconds: int
    sample: Sample

    @property
    def loss_percent(self) -> float | None:
        """None where nothing was asked: a gap stays a gap."""
        sample = self.sample
        return 100 * (sample.sent - sample.received) / sample.sent if sample.sent else None


@dataclass(slots=True)
class Availability:
    """Rounds of one link in a period. `rounds` are those in which it should have answered; the others stand apart."""

    rounds: int = 0
    down: int = 0
    closed: int = 0
    maintenance: int = 0
    unknown: int = 0

    def add(self, sample: Sample) -> None:
        """Count one more sample."""
        self.rounds += sample.rounds
        self.down += sample.rounds_down
        self.closed += sample.rounds_closed
        self.maintenance += sample.rounds_maintenance
        self.unknown += sample.rounds_unknown

    @property
    def percent(self) -> float | None:
        """Share of the rounds that count in which it answered; None when nothing counted."""
        return 100 * (self.rounds - self.down) / self.rounds if self.rounds > 0 else None


def points(
    session: Session, link_ids: Sequence[int], *, since: datetime, coarsest: int, zone: ZoneInfo
) -> Mapping[int, Sequence[Point]]:
    """The points of each link, oldest first. Where a roll-up ends, the finer samples go on until now."""
    found: dict[int, list[Point]] = defaultdict(list)
    reached = dict.fromkeys(link_ids, since)
    for read in (_days, _hours, _five_minutes)[2 - coarsest :]:
        for link_id, point in read(session, link_ids, min(reached.values(), default=since), zone):
            if point.at >= reached[link_id]:
                found[link_id].append(point)
        for link_id, own in found.items():
            if own:
                reached[link_id] = own[-1].at + timedelta(seconds=own[-1].seconds)
    return found


def availability(
    session: Session, link_ids: Sequence[int], *, since: datetime, zone: ZoneInfo, coarsest: int = 1
) -> Mapping[int, Availability]:
    """Shares of time of each link since a moment."""
    result: dict[int, Availability] = {link_id: Availability() for link_id in link_ids}
    for link_id, own in points(session, link_ids, since=since, coarsest=coarsest, zone=zone).items():
        for point in own:
            result[link_id].add(point.sample)
    return result


def _five_minutes(
    session: Session, link_ids: Sequence[int], since: datetime, _zone: ZoneInfo
) -> Iterable[tuple[int, Point]]:
    wanted = select(LinkSample).where(col(LinkSample.link_id).in_(link_ids), col(LinkSample.at) >= since)
    for row in session.exec(wanted.order_by(col(LinkSample.at))):
        yield row.link_id, Point(row.at, 300, row)


def _hours(session: Session, link_ids: Sequence[int], since: datetime, _zone: ZoneInfo) -> Iterable[tuple[int, Point]]:
    wanted = select(LinkSampleHour).where(col(LinkSampleHour.link_id).in_(link_ids), col(LinkSampleHour.at) >= since)
    for row in session.exec(wanted.order_by(col(LinkSampleHour.at))):
        yield row.link_id, Point(row.at, 3600, row)


def _days(session: Session, link_ids: Sequence[int], since: datetime, zone: ZoneInfo) -> Iterable[tuple[int, Point]]:
    first = since.astimezone(zone).date()
    wanted = select(LinkSampleDay).where(col(LinkSampleDay.link_id).in_(link_ids), col(LinkSampleDay.day) >= first)
    for row in session.exec(wanted.order_by(col(LinkSampleDay.day))):
        yield row.link_id, Point(datetime.combine(row.day, time(), zone).astimezone(UTC), 86400, row)
