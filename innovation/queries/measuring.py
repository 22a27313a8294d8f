"""Figures of a metric that the inventory measured: for each school over a period, and their mean with n."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

from sqlalchemy import func, or_
from sqlmodel import Session, col, select

from innovation.evaluation import spread
from innovation.models.evaluation import Measure
from inventory.models.link import Link, LinkSampleDay
from inventory.models.outage import Outage, Subject
from inventory.models.site import PupilCount, Site

_MEGA: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class SchoolFigure:
    """One school's figure; `basis` says of how much it was reckoned (rounds, outages, pupils)."""

    site_id: int
    name: str
    value: float
    basis: int


@dataclass(frozen=True, slots=True)
class Taken:
    """The mean over the schools of which something was measured; those of which nothing was are not in it."""

    value: float | None
    schools: tuple[SchoolFigure, ...]

    @property
    def n(self) -> int:
        """How many schools it stands for."""
        return len(self.schools)


def measure(
    session: Session, measure_: Measure, sites: Collection[int], first: date, last: date, zone: tzinfo
) -> Taken:
    """Over the days from `first` to `last`, both included, on the office's own clock."""
    names = dict(session.exec(select(Site.id, Site.name).where(col(Site.id).in_(sites))).all())
    read = {
        Measure.AVAILABILITY: _availability,
        Measure.OUTAGE_MINUTES: _outage_minutes,
        Measure.MBPS_PER_PUPIL: _mbps_per_pupil,
    }[measure_]
    found = read(session, sites, first, last, zone)
    schools = tuple(
        SchoolFigure(site_id, names.get(site_id, ""), value, basis)
        for site_id, (value, basis) in sorted(found.items(), key=lambda one: names.get(one[0], ""))
    )
    return Taken(spread([one.value for one in schools]).mean, schools)


def _availability(
    session: Session, sites: Collection[int], first: date, last: date, _zone: tzinfo
) -> dict[int, tuple[float, int]]:
    """Percent of the rounds that count in which the links of a school answered."""
    rows = session.exec(
        select(Link.site_id, func.sum(LinkSampleDay.rounds), func.sum(LinkSampleDay.rounds_down))
        .join(LinkSampleDay, col(LinkSampleDay.link_id) == Link.id)
        .where(col(Link.site_id).in_(sites), col(LinkSampleDay.day).between(first, last))
        .group_by(col(Link.site_id))
    )
    return {site_id: (100 * (rounds - down) / rounds, int(rounds)) for site_id, rounds, down in rows if rounds}


def _outage_minutes(
    session: Session, sites: Collection[int], first: date, last: date, zone: tzinfo
) -> dict[int, tuple[float, int]]:
    """Minutes in which a link of a school was cut off. A school counts when its links were watched in these days."""
    since, until = _moments(first, last, zone)
    watched = session.exec(
        select(Link.site_id)
        .join(LinkSampleDay, col(LinkSampleDay.link_id) == Link.id)
        .where(col(Link.site_id).in_(sites), col(LinkSampleDay.day).between(first, last), LinkSampleDay.rounds > 0)
        .distinct()
    )
    found: dict[int, tuple[float, int]] = dict.fromkeys(watched.all(), (0.0, 0))
    rows = session.exec(
        select(Outage).where(
            Outage.subject == Subject.LINK,
            col(Outage.site_id).in_(found),
            Outage.started_at < until,
            or_(col(Outage.ended_at).is_(None), col(Outage.ended_at) > since),
        )
    )
    for row in rows:
        spent = (min(row.ended_at or until, until) - max(row.started_at, since)).total_seconds() / 60
        minutes, count = found[row.site_id]
        found[row.site_id] = (minutes + spent, count + 1)
    return found


def _mbps_per_pupil(
    session: Session, sites: Collection[int], first: date, last: date, _zone: tzinfo
) -> dict[int, tuple[float, int]]:
    """Speed of the links that were under contract in these days, for each pupil of the newest count."""
    rows = session.exec(
        select(Link.site_id, func.sum(Link.speed_bps))
        .where(
            col(Link.site_id).in_(sites),
            or_(col(Link.contract_start).is_(None), col(Link.contract_start) <= last),
            or_(col(Link.contract_end).is_(None), col(Link.contract_end) >= first),
            or_(col(Link.archived_at).is_(None), col(Link.archived_at) > datetime.combine(first, time(), UTC)),
        )
        .group_by(col(Link.site_id))
    )
    speeds = {site_id: speed for site_id, speed in rows if speed}
    pupils: dict[int, int] = {}
    era = last.year + 543
    counts = select(PupilCount).where(col(PupilCount.site_id).in_(speeds), PupilCount.year <= era)
    for count in session.exec(counts.order_by(col(PupilCount.year))):
        pupils[count.site_id] = count.pupils
    return {
        site_id: (speed / _MEGA / pupils[site_id], pupils[site_id])
        for site_id, speed in speeds.items()
        if pupils.get(site_id)
    }


def _moments(first: date, last: date, zone: tzinfo) -> tuple[datetime, datetime]:
    begin = datetime.combine(first, time(), zone)
    return begin.astimezone(UTC), datetime.combine(last + timedelta(days=1), time(), zone).astimezone(UTC)
