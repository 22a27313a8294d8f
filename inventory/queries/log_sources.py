"""Which school keeps its computer traffic logs long enough, as far as anybody said and looked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from sqlmodel import Session, col, select

from inventory.models.message import LogSource
from inventory.models.site import Site, SiteKind
from inventory.queries.sight import Sight

WANTED_DAYS: Final = 90  # Computer Crime Act, section 26
CHECKED_WITHIN: Final = timedelta(days=366)


class LogStanding(StrEnum):
    """How a school stands."""

    KEPT = "kept"
    UNCHECKED = "unchecked"
    SHORT = "short"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class SiteLogs:
    """A site with its sources; `days` is the longest retention of traffic logs."""

    site: Site
    sources: Sequence[LogSource]
    standing: LogStanding
    days: int | None


def site_logs(session: Session, sight: Sight, today: date) -> Sequence[SiteLogs]:
    """Every school of the reader, those that lack something first."""
    sites = session.exec(
        select(Site)
        .where(sight.sites(), col(Site.archived_at).is_(None), Site.kind == SiteKind.SCHOOL)
        .order_by(Site.district, Site.name)
    ).all()
    sources: dict[int, list[LogSource]] = defaultdict(list)
    for source in session.exec(
        select(LogSource).join(Site, col(Site.id) == LogSource.site_id).where(sight.sites()).order_by(LogSource.name)
    ):
        sources[source.site_id].append(source)
    found = [_of(site, sources.get(site.id or 0, []), today) for site in sites]
    order = [LogStanding.SHORT, LogStanding.NONE, LogStanding.UNCHECKED, LogStanding.KEPT]
    return sorted(found, key=lambda each: order.index(each.standing))


def _of(site: Site, sources: Sequence[LogSource], today: date) -> SiteLogs:
    traffic = [source for source in sources if source.has_traffic]
    days = max((source.retention_days for source in traffic), default=None)
    if days is None:
        return SiteLogs(site, sources, LogStanding.NONE, None)
    if days < WANTED_DAYS:
        return SiteLogs(site, sources, LogStanding.SHORT, days)
    good = [source for source in traffic if source.retention_days >= WANTED_DAYS]
    looked = any(source.checked_on and today - source.checked_on <= CHECKED_WITHIN for source in good)
    return SiteLogs(site, sources, LogStanding.KEPT if looked else LogStanding.UNCHECKED, days)
