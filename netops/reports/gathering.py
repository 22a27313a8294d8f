"""The figures of a report from the rows of the inventory, for the people of one office."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Final

from sqlmodel import Session, col, select

from inventory.models.contract import LinkMonth
from inventory.models.link import Link, Provider
from inventory.models.site import Office, Site
from inventory.queries.connection import (
    Connection,
    DistrictLine,
    LinkLine,
    ProviderLine,
    Quality,
    SchoolLine,
    Share,
    connection,
)
from inventory.queries.quality import By, Held, held
from inventory.queries.sight import Sight
from inventory.sla.counting import Reason
from inventory.sla.figures import TotalsSaid
from netops.reports.figures import Apart, CutOff, District, LinkFared, Month, ReportFigures, School, Spent
from netops.reports.period import Period

WORST: Final = 10


@dataclass(frozen=True, slots=True)
class Moment:
    """When a report is gathered, and on whose clock."""

    now: datetime
    zone: tzinfo


def gather(session: Session, sight: Sight, period: Period, moment: Moment) -> ReportFigures:
    """Everything that the report of a period says at this moment."""
    span = period.span(moment.now, moment.zone)
    before = period.preceding.span(moment.now, moment.zone)
    quality = quality_of(session, sight, {*period.leading, *span.months, *before.months})
    found = connection(session, sight, span, quality, trend=period.leading)
    earlier = connection(session, sight, before, quality)
    is_known = earlier.total.schools > 0 and earlier.total.share.measured_s > 0
    ids = {provider.name: provider.id for provider in _providers(session, sight)}
    kept = {one.name: one for one in held(session, sight, By.PROVIDER, span.months)}
    return ReportFigures(
        period=period.key,
        title=period.title(),
        before_title=period.preceding.title(),
        since=span.months[0],
        until=period.last_day(moment.now, moment.zone),
        is_over=period.is_over(moment.now, moment.zone),
        office=session.get_one(Office, sight.office_id).name,
        total=_district(found.total),
        before=_district(earlier.total) if is_known else None,
        districts=tuple(_district(line) for line in found.districts),
        unconnected=tuple(School(**_named(site)) for site in found.unconnected),
        schools=tuple(_cut_off(line) for line in found.schools[:WORST]),
        links=tuple(_fared(line) for line in _worst(found)),
        providers=tuple(_spent(line, ids, kept) for line in found.providers),
        before_providers=tuple(_spent(line, ids, {}) for line in earlier.providers) if is_known else (),
        trend=tuple(Month(month=line.month, outages=line.outages, **_share(line.share)) for line in found.trend),
        apart=apart_of(quality, found.link_ids, span.months),
    )


def quality_of(session: Session, sight: Sight, months: Iterable[date]) -> Quality:
    """How each link held in each of these months, as it was kept."""
    query = (
        select(LinkMonth)
        .join(Link, col(Link.id) == LinkMonth.link_id)
        .join(Site, col(Site.id) == Link.site_id)
        .where(sight.sites(), col(LinkMonth.month).in_(sorted(months)))
    )
    return {(row.link_id, row.month): row for row in session.exec(query)}


def apart_of(quality: Quality, links: Iterable[int], months: Sequence[date]) -> Apart:
    """All time of these links in these months, by what became of it."""
    whole = measured = 0
    excluded: Counter[Reason] = Counter()
    for link_id in links:
        for month in months:
            row = quality.get((link_id, month))
            if row is None or not row.totals:
                continue
            said = TotalsSaid.model_validate(row.totals)
            whole, measured = whole + said.whole_s, measured + said.measured_s
            excluded.update(said.apart)
    return Apart(whole_s=whole, measured_s=measured, excluded_s={why: excluded[why] for why in Reason if excluded[why]})


def _providers(session: Session, sight: Sight) -> Iterable[Provider]:
    return session.exec(select(Provider).where(Provider.office_id == sight.office_id))


def _share(share: Share) -> dict[str, int]:
    return {"measured_s": share.measured_s, "counted_s": share.counted_s}


def _named(site: Site) -> dict[str, str]:
    return {"code": site.code, "name": site.name, "district": site.district}


def _district(line: DistrictLine) -> District:
    return District(
        name=line.name,
        schools=line.schools,
        connected=line.connected,
        outages=line.outages,
        cut_off_s=int(line.cut_off_s),
        **_share(line.share),
    )


def _cut_off(line: SchoolLine) -> CutOff:
    return CutOff(cut_off_s=int(line.cut_off_s), cuts=line.cuts, **_named(line.site))


def _worst(found: Connection) -> Iterable[LinkLine]:
    """A link that never failed is not among the worst, however few links there are."""
    return [line for line in found.links if line.share.counted_s or line.outages][:WORST]


def _fared(line: LinkLine) -> LinkFared:
    return LinkFared(
        link_id=line.link.id or 0,
        link=line.link.name,
        provider=line.provider,
        circuit_no=line.link.circuit_no,
        outages=line.outages,
        outage_s=int(line.outage_s),
        **_named(line.site),
        **_share(line.share),
    )


def _spent(line: ProviderLine, ids: Mapping[str, int | None], kept: Mapping[str, Held]) -> Spent:
    answered = kept.get(line.name) or Held(key="", name=line.name)
    return Spent(
        provider_id=ids.get(line.name),
        name=line.name,
        links=line.links,
        priced=line.priced,
        price_satang=line.price_satang,
        speed_bps=line.speed_bps,
        outages=line.outages,
        rtt_p50_ms=answered.p50_ms,
        rtt_p95_ms=answered.p95_ms,
        claimed_satang=answered.claimed_satang,
        credited_satang=answered.credited_satang,
        **_share(line.share),
    )
