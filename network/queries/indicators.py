"""Indicators of a period, for each school and for the office, reckoned from samples, outages and the inventory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, func
from sqlmodel import Session, col, select

from inventory.models.link import Link, LinkSample, LinkSampleDay
from inventory.models.outage import Cause, Outage, Subject
from inventory.models.site import Site
from inventory.queries.sight import Sight
from network.indicator import Figure, Indicator, Unit, is_met
from network.models.follow_up import IndicatorTarget, NetworkShare
from network.queries.state import gaps
from network.store.indicator_targets import indicator_targets
from network.store.shares import shares_of
from office.fiscal import FiscalYear
from service.refusal import _

INDICATOR_WORDS: Final = {
    Indicator.AVAILABILITY: _("Availability of links"),
    Indicator.ROUND_TRIP: _("Round trip"),
    Indicator.REPAIR_TIME: _("Time to repair"),
    Indicator.TARGET_SHARE: _("Schools that have what the target asks for"),
}
UNIT_WORDS: Final = {Unit.PERCENT: _("percent"), Unit.MS: _("ms"), Unit.MINUTES: _("minutes")}
NOT_COUNTED: Final = (Cause.POWER, Cause.PLANNED, Cause.OURS)
"""Outages of these causes are nobody's repair."""


@dataclass(frozen=True, slots=True)
class SchoolFigures:
    """The indicators of one school."""

    site: Site
    figures: Mapping[Indicator, Figure]


@dataclass(frozen=True, slots=True)
class OfficeFigure:
    """An indicator of the office against its target."""

    indicator: Indicator
    figure: Figure
    target: IndicatorTarget | None

    @property
    def is_met(self) -> bool | None:
        """None where there is no target or nothing was measured."""
        return is_met(self.indicator, self.figure.value, self.target.target if self.target is not None else None)


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A fiscal year as of a day within it. `excluded` are minutes of outages that are nobody's repair, by cause."""

    year: FiscalYear
    until: date
    office: tuple[OfficeFigure, ...]
    schools: tuple[SchoolFigures, ...]
    excluded: Mapping[Cause, int]
    shares: tuple[NetworkShare, ...] = ()


def follow_up(session: Session, sight: Sight, year: FiscalYear, *, until: date, zone: tzinfo) -> FollowUp:
    """Of all schools that may be seen. The share of schools is as of now; of a year that has passed it is what was last
    seen in it, since the inventory keeps no earlier state. `shares` are its months, of the whole office.
    """
    last = min(until, year.last)
    found = gaps(session, sight, datetime.combine(last, time(12), UTC))
    sites = {one.site.id or 0: one.site for one in found}
    sums = _samples(session, sites, (year.first, last), zone)
    repairs, excluded = _repairs(session, sites, (year.first, last), zone)
    schools = tuple(
        SchoolFigures(
            site,
            {
                Indicator.AVAILABILITY: sums[site_id].availability,
                Indicator.ROUND_TRIP: sums[site_id].round_trip,
                Indicator.REPAIR_TIME: _mean(repairs.get(site_id, ())),
            },
        )
        for site_id, site in sites.items()
    )
    whole = _Sums()
    for one in sums.values():
        whole.add(one)
    known = [one.is_met for one in found if one.is_met is not None]
    shares = tuple(shares_of(session, sight.office_id, year.first, last)) if sight.site_id is None else ()
    share = Figure(100 * sum(known) / len(known) if known else None, len(known))
    if last < until:
        share = share_in(shares[-1]) if shares else Figure(None, 0)
    figures = {
        Indicator.AVAILABILITY: whole.availability,
        Indicator.ROUND_TRIP: whole.round_trip,
        Indicator.REPAIR_TIME: _mean([minutes for own in repairs.values() for minutes in own]),
        Indicator.TARGET_SHARE: share,
    }
    targets = indicator_targets(session, sight.office_id, year.era)
    office = tuple(OfficeFigure(one, figures[one], targets.get(one)) for one in Indicator)
    return FollowUp(year, last, office, schools, excluded, shares)


def share_in(row: NetworkShare) -> Figure:
    """Percent of the schools of which it was known."""
    return Figure(100 * row.met / row.known if row.known else None, row.known)


def _mean(minutes: Collection[float]) -> Figure:
    return Figure(sum(minutes) / len(minutes) if minutes else None, len(minutes))


@dataclass(slots=True)
class _Sums:
    """Rounds and answers of links; both figures follow from them."""

    rounds: int = 0
    down: int = 0
    received: int = 0
    ms: float = 0.0

    def add(self, other: _Sums) -> None:
        self.rounds += other.rounds
        self.down += other.down
        self.received += other.received
        self.ms += other.ms

    @property
    def availability(self) -> Figure:
        return Figure(100 * (self.rounds - self.down) / self.rounds if self.rounds else None, self.rounds)

    @property
    def round_trip(self) -> Figure:
        return Figure(self.ms / self.received if self.received else None, self.received)


def _samples(session: Session, sites: Collection[int], span: tuple[date, date], zone: tzinfo) -> dict[int, _Sums]:
    """From days that were rolled up, and from samples of five minutes after the last of them: also today counts."""
    found = {site_id: _Sums() for site_id in sites}
    _sum_up(session, found, LinkSampleDay, col(LinkSampleDay.day).between(*span))
    ours = select(func.max(LinkSampleDay.day)).join(Link, col(Link.id) == LinkSampleDay.link_id)
    rolled = session.exec(ours.where(col(Link.site_id).in_(sites), LinkSampleDay.day <= span[1])).one()
    begins = span[0] if rolled is None else max(span[0], rolled + timedelta(days=1))
    if begins <= span[1]:
        since, until = _moments((begins, span[1]), zone)
        _sum_up(session, found, LinkSample, and_(col(LinkSample.at) >= since, col(LinkSample.at) < until))
    return found


def _sum_up(session: Session, found: dict[int, _Sums], sample: Any, within: ColumnElement[bool]) -> None:
    rows = session.execute(
        select(  # type: ignore[call-overload]
            Link.site_id,
            func.sum(sample.rounds),
            func.sum(sample.rounds_down),
            func.sum(sample.received).filter(col(sample.rtt_avg_ms).is_not(None)),
            func.sum(col(sample.rtt_avg_ms) * col(sample.received)),
        )
        .join(sample, col(sample.link_id) == col(Link.id))
        .where(col(Link.site_id).in_(found), within)
        .group_by(col(Link.site_id))
    )
    for site_id, rounds, down, received, ms in rows:
        found[site_id].add(_Sums(int(rounds or 0), int(down or 0), int(received or 0), float(ms or 0)))


def _moments(span: tuple[date, date], zone: tzinfo) -> tuple[datetime, datetime]:
    begins = datetime.combine(span[0], time(), zone)
    return begins.astimezone(UTC), datetime.combine(span[1] + timedelta(days=1), time(), zone).astimezone(UTC)


def _repairs(
    session: Session, sites: Collection[int], span: tuple[date, date], zone: tzinfo
) -> tuple[dict[int, list[float]], dict[Cause, int]]:
    """Minutes of each outage of a link that ended within the days, by school; and those not counted, by cause."""
    since, until = _moments(span, zone)
    rows = session.exec(
        select(Outage).where(
            Outage.subject == Subject.LINK,
            col(Outage.site_id).in_(sites),
            col(Outage.ended_at) >= since,
            col(Outage.ended_at) < until,
        )
    )
    counted: dict[int, list[float]] = defaultdict(list)
    excluded: dict[Cause, int] = defaultdict(int)
    for row in rows:
        assert row.ended_at is not None
        minutes = (row.ended_at - row.started_at).total_seconds() / 60
        if row.cause in NOT_COUNTED:
            excluded[row.cause] += round(minutes)
        else:
            counted[row.site_id].append(minutes)
    return counted, excluded
