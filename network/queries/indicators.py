"""Indicators of a period, for each school and for the office, reckoned from samples, outages and the inventory.

Availability is that of the contracts: the months of links as they are kept, by the clock of each contract and without
what it leaves out. It is the same figure as on claims and in the director's report.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, func
from sqlmodel import Session, col, select

from inventory.models.device import Device, DeviceSupport
from inventory.models.link import Link, LinkSample, LinkSampleDay
from inventory.models.outage import Cause, Outage, Subject
from inventory.models.site import Site
from inventory.queries.quality import By, held
from inventory.queries.sight import Sight
from inventory.sla.counting import Reason
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
    Indicator.IN_LIFE: _("Devices that their makers still support"),
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
    """A fiscal year as of a day within it. `excluded` are minutes of outages that are nobody's repair, by cause,
    `apart` the seconds of all links that are in no availability, by reason.
    """

    year: FiscalYear
    until: date
    office: tuple[OfficeFigure, ...]
    schools: tuple[SchoolFigures, ...]
    excluded: Mapping[Cause, int]
    apart: Mapping[Reason, int]
    shares: tuple[NetworkShare, ...] = ()


def follow_up(session: Session, sight: Sight, year: FiscalYear, *, until: date, zone: tzinfo) -> FollowUp:
    """Of all schools that may be seen. The share of schools is as of now; of a year that has passed it is what was last
    seen in it, since the inventory keeps no earlier state; for the same reason nothing is said then of devices in life.
    `shares` are its months, of the whole office.
    """
    last = min(until, year.last)
    found = gaps(session, sight, datetime.combine(last, time(12), UTC))
    sites = {one.site.id or 0: one.site for one in found}
    sums = _samples(session, sites, (year.first, last), zone)
    by_contract, apart = _by_contract(session, sight, sites.values(), [month for month in year.months if month <= last])
    repairs, excluded = _repairs(session, sites, (year.first, last), zone)
    schools = tuple(
        SchoolFigures(
            site,
            {
                Indicator.AVAILABILITY: by_contract[site_id].availability,
                Indicator.ROUND_TRIP: sums[site_id].round_trip,
                Indicator.REPAIR_TIME: _mean(repairs.get(site_id, ())),
            },
        )
        for site_id, site in sites.items()
    )
    whole, time_of_all = _Sums(), _Time()
    for site_id, one in sums.items():
        whole.add(one)
        time_of_all.add(by_contract[site_id].measured_s, by_contract[site_id].counted_s)
    known = [one.is_met for one in found if one.is_met is not None]
    shares = tuple(shares_of(session, sight.office_id, year.first, last)) if sight.site_id is None else ()
    share = Figure(100 * sum(known) / len(known) if known else None, len(known))
    if last < until:
        share = share_in(shares[-1]) if shares else Figure(None, 0)
    figures = {
        Indicator.AVAILABILITY: time_of_all.availability,
        Indicator.ROUND_TRIP: whole.round_trip,
        Indicator.REPAIR_TIME: _mean([minutes for own in repairs.values() for minutes in own]),
        Indicator.TARGET_SHARE: share,
        Indicator.IN_LIFE: in_life(session, sites, last) if last == until else Figure(None, 0),
    }
    targets = indicator_targets(session, sight.office_id, year.era)
    office = tuple(OfficeFigure(one, figures[one], targets.get(one)) for one in Indicator)
    return FollowUp(year, last, office, schools, excluded, apart, shares)


def in_life(session: Session, sites: Collection[int], day: date) -> Figure:
    """Percent of the devices whose maker's end of support is known that have not reached it."""
    known, alive = session.execute(
        select(func.count(), func.count().filter(col(DeviceSupport.end_of_support) >= day))
        .select_from(DeviceSupport)
        .join(Device, col(Device.id) == col(DeviceSupport.device_id))
        .where(
            col(Device.site_id).in_(sites),
            col(Device.archived_at).is_(None),
            col(DeviceSupport.end_of_support).is_not(None),
        )
    ).one()
    return Figure(100 * alive / known if known else None, known)


def share_in(row: NetworkShare) -> Figure:
    """Percent of the schools of which it was known."""
    return Figure(100 * row.met / row.known if row.known else None, row.known)


def _mean(minutes: Collection[float]) -> Figure:
    return Figure(sum(minutes) / len(minutes) if minutes else None, len(minutes))


@dataclass(slots=True)
class _Time:
    """Seconds that were measured by the contracts' clocks, and those of them that count as an outage."""

    measured_s: int = 0
    counted_s: int = 0

    def add(self, measured_s: int, counted_s: int) -> None:
        self.measured_s += measured_s
        self.counted_s += counted_s

    @property
    def availability(self) -> Figure:
        """In percent, from minutes."""
        if not self.measured_s:
            return Figure(None)
        return Figure(100 * (self.measured_s - self.counted_s) / self.measured_s, self.measured_s // 60)


def _by_contract(
    session: Session, sight: Sight, sites: Iterable[Site], months: Sequence[date]
) -> tuple[dict[int, _Time], dict[Reason, int]]:
    """Of each of these schools over whole months, and what stands apart in all of them, in seconds by reason."""
    ids = {site.code: site.id or 0 for site in sites}
    found = {site_id: _Time() for site_id in ids.values()}
    apart: dict[Reason, int] = defaultdict(int)
    for link in held(session, sight, By.LINK, months):
        if link.site_code in ids:
            found[ids[link.site_code]].add(link.measured_s, link.counted_s)
            for reason, length in link.apart.items():
                apart[Reason(reason)] += length
    return found, {reason: apart[reason] for reason in Reason if apart[reason]}


@dataclass(slots=True)
class _Sums:
    """Answers of links and how long they took."""

    received: int = 0
    ms: float = 0.0

    def add(self, other: _Sums) -> None:
        self.received += other.received
        self.ms += other.ms

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
        select(
            Link.site_id,
            func.sum(sample.received).filter(col(sample.rtt_avg_ms).is_not(None)),
            func.sum(col(sample.rtt_avg_ms) * col(sample.received)),
        )
        .join(sample, col(sample.link_id) == col(Link.id))
        .where(col(Link.site_id).in_(found), within)
        .group_by(col(Link.site_id))
    )
    for site_id, received, ms in rows:
        found[site_id].add(_Sums(int(received or 0), float(ms or 0)))


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
