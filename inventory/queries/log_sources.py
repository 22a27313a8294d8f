"""Which school keeps its computer traffic logs long enough: by the lines received, else as somebody said and looked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlmodel import Session, col, select

from inventory.models.message import LogCoverage, LogSource
from inventory.models.site import Site, SiteKind
from inventory.queries.sight import Sight
from inventory.store.log_coverage import days_kept
from service.thai_order import in_thai

WANTED_DAYS: Final = 90  # Computer Crime Act, section 26
CHECKED_WITHIN: Final = timedelta(days=366)


class LogStanding(StrEnum):
    """How a school stands."""

    KEPT = "kept"
    UNCHECKED = "unchecked"
    SHORT = "short"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class SourceLogs:
    """A source. `measured` are the days that reach back by the lines received, None where none ever came here."""

    source: LogSource
    measured: int | None = None
    last_at: datetime | None = None
    silent_since: datetime | None = None

    @property
    def days(self) -> int:
        """Measured, or else what was said."""
        return self.source.retention_days if self.measured is None else self.measured


@dataclass(frozen=True, slots=True)
class SiteLogs:
    """A site with its sources; `days` is the longest retention of traffic logs."""

    site: Site
    sources: Sequence[SourceLogs]
    standing: LogStanding
    days: int | None


def site_logs(session: Session, sight: Sight, today: date) -> Sequence[SiteLogs]:
    """Every school of the reader, those that lack something first."""
    sites = session.exec(
        select(Site)
        .where(sight.sites(), col(Site.archived_at).is_(None), Site.kind == SiteKind.SCHOOL)
        .order_by(Site.district, in_thai(Site.name))
    ).all()
    sources: dict[int, list[SourceLogs]] = defaultdict(list)
    for source, seen in session.exec(
        select(LogSource, LogCoverage)
        .join(Site, col(Site.id) == LogSource.site_id)
        .join(LogCoverage, col(LogCoverage.log_source_id) == LogSource.id, isouter=True)
        .where(sight.sites())
        .order_by(LogSource.name)
    ):
        sources[source.site_id].append(_source(source, seen))
    found = [_of(site, sources.get(site.id or 0, []), today) for site in sites]
    order = [LogStanding.SHORT, LogStanding.NONE, LogStanding.UNCHECKED, LogStanding.KEPT]
    return sorted(found, key=lambda each: order.index(each.standing))


def _source(source: LogSource, seen: LogCoverage | None) -> SourceLogs:
    if seen is None:
        return SourceLogs(source)
    return SourceLogs(source, days_kept(seen), seen.last_at, seen.silent_since)


def _of(site: Site, sources: Sequence[SourceLogs], today: date) -> SiteLogs:
    traffic = [one for one in sources if one.source.has_traffic]
    days = max((one.days for one in traffic), default=None)
    if days is None:
        return SiteLogs(site, sources, LogStanding.NONE, None)
    if days < WANTED_DAYS:
        return SiteLogs(site, sources, LogStanding.SHORT, days)
    good = [one for one in traffic if one.days >= WANTED_DAYS]
    known = any(one.measured is not None or _was_looked_at(one.source, today) for one in good)
    return SiteLogs(site, sources, LogStanding.KEPT if known else LogStanding.UNCHECKED, days)


def _was_looked_at(source: LogSource, today: date) -> bool:
    return source.checked_on is not None and today - source.checked_on <= CHECKED_WITHIN
