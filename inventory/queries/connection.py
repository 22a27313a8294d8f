"""Which schools have the internet and how well it held over some months: the table that offices report.

A school is connected when it had a link at the end of the span. It was cut off while all its links that are checked
were cut at once, whatever the cause: this tells people how schools fared, not what a provider owes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from sqlalchemy import or_
from sqlmodel import Session, col, select

from inventory.models.contract import LinkMonth
from inventory.models.link import Check, Link, Provider
from inventory.models.outage import Outage, Subject
from inventory.models.site import Site, SiteKind
from inventory.queries.sight import Sight
from service.thai_order import in_thai

MEGA: Final = 1_000_000
NOWHERE: Final = ""  # schools whose district nobody entered
Stretch = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Span:
    """From `since` until `until`, which is the end of `months` or now; `months` are first days."""

    months: tuple[date, ...]
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Share:
    """Seconds in which links were measured by the clocks of their contracts, and those that counted as an outage."""

    measured_s: int = 0
    counted_s: int = 0

    def __add__(self, other: Share) -> Share:
        return Share(self.measured_s + other.measured_s, self.counted_s + other.counted_s)

    @property
    def percent(self) -> float | None:
        """None when nothing was measured."""
        return 100 * (self.measured_s - self.counted_s) / self.measured_s if self.measured_s else None


@dataclass(frozen=True, slots=True)
class DistrictLine:
    """One district, or all of them together."""

    name: str
    schools: int
    connected: int
    share: Share
    outages: int
    cut_off_s: float

    @property
    def unconnected(self) -> int:
        """Schools without any link."""
        return self.schools - self.connected

    @property
    def percent(self) -> float | None:
        """Of its schools that are connected."""
        return 100 * self.connected / self.schools if self.schools else None


@dataclass(frozen=True, slots=True)
class SchoolLine:
    """How long one school was cut off."""

    site: Site
    cut_off_s: float
    cuts: int


@dataclass(frozen=True, slots=True)
class LinkLine:
    """How one link fared."""

    link: Link
    site: Site
    provider: str
    share: Share
    outages: int
    outage_s: float


@dataclass(frozen=True, slots=True)
class ProviderLine:
    """What one provider's links cost a month, for how much speed, and how they held. Price and speed are of the
    `priced` links, of which both are known.
    """

    name: str
    links: int
    priced: int
    price_satang: int
    speed_bps: int
    share: Share
    outages: int

    @property
    def satang_per_mbps(self) -> float | None:
        """Of the links whose price and speed are both known."""
        return self.price_satang / (self.speed_bps / MEGA) if self.speed_bps else None


@dataclass(frozen=True, slots=True)
class MonthLine:
    """One month of the trend."""

    month: date
    share: Share
    outages: int


@dataclass(frozen=True, slots=True)
class Connection:
    """Everything that the report says, the worst first within each list."""

    total: DistrictLine
    districts: tuple[DistrictLine, ...]
    unconnected: tuple[Site, ...]
    schools: tuple[SchoolLine, ...]
    links: tuple[LinkLine, ...]
    providers: tuple[ProviderLine, ...]
    trend: tuple[MonthLine, ...]
    link_ids: tuple[int, ...] = ()


Quality = Mapping[tuple[int, date], LinkMonth]
"""(link, first day of a month) -> how it held."""


def connection(
    session: Session, sight: Sight, span: Span, quality: Quality, *, trend: Sequence[date] = ()
) -> Connection:
    """The report of a span; `trend` names the months that lead up to it, whose quality is in `quality` too."""
    sites = _sites(session, sight, span)
    links = _links(session, [site.id for site in sites if site.id is not None], span)
    cuts = _cuts(session, links, span)
    shares = {link.id: _share(quality, link, span.months) for link in links}
    of_site: dict[int, list[Link]] = defaultdict(list)
    for link in links:
        of_site[link.site_id].append(link)
    fared = [_school(site, of_site.get(site.id or 0, []), cuts) for site in sites]
    names = {provider.id: provider.name for provider in session.exec(select(Provider))}
    districts = [_district(name, own, of_site, shares, cuts) for name, own in _by_district(fared).items()]
    total = _district("", fared, of_site, shares, cuts)
    months = tuple(_month(session, sight, month, quality) for month in (*trend, *span.months))
    if len(span.months) == 1:
        # Months are written down now and then, outages at once: the report's own month says what its total says.
        months = (*months[:-1], replace(months[-1], outages=total.outages))
    return Connection(
        total=total,
        districts=tuple(
            sorted(districts, key=lambda line: (line.share.percent is None, line.share.percent, line.name))
        ),
        unconnected=tuple(site for site in sites if not of_site.get(site.id or 0)),
        schools=tuple(sorted((s for s in fared if s.cuts), key=lambda line: -line.cut_off_s)),
        links=_worst(sites, links, names, shares, cuts),
        providers=_providers(links, names, shares, cuts),
        trend=months,
        link_ids=tuple(link.id for link in links if link.id is not None),
    )


def _sites(session: Session, sight: Sight, span: Span) -> Sequence[Site]:
    query = select(Site).where(
        sight.sites(),
        Site.kind == SiteKind.SCHOOL,
        Site.created_at < span.until,
        or_(col(Site.archived_at).is_(None), col(Site.archived_at) >= span.until),
    )
    return session.exec(query.order_by(col(Site.district), in_thai(Site.name))).all()


def _links(session: Session, site_ids: Sequence[int], span: Span) -> Sequence[Link]:
    query = select(Link).where(
        col(Link.site_id).in_(site_ids),
        Link.created_at < span.until,
        or_(col(Link.archived_at).is_(None), col(Link.archived_at) >= span.until),
    )
    return session.exec(query.order_by(col(Link.id))).all()


def _cuts(session: Session, links: Sequence[Link], span: Span) -> Mapping[int, Sequence[Stretch]]:
    """The outages of each link within the span, oldest first."""
    query = select(Outage).where(
        Outage.subject == Subject.LINK,
        col(Outage.subject_id).in_([link.id for link in links]),
        Outage.started_at < span.until,
        or_(col(Outage.ended_at).is_(None), col(Outage.ended_at) > span.since),
    )
    found: dict[int, list[Stretch]] = defaultdict(list)
    for outage in session.exec(query.order_by(col(Outage.started_at))):
        stretch = (max(outage.started_at, span.since), min(outage.ended_at or span.until, span.until))
        found[outage.subject_id].append(stretch)
    return found


def _school(site: Site, links: Sequence[Link], cuts: Mapping[int, Sequence[Stretch]]) -> SchoolLine:
    checked = [link for link in links if link.check_address or link.check is not Check.ICMP]
    together = common([cuts.get(link.id or 0, ()) for link in checked])
    return SchoolLine(site, sum((end - start).total_seconds() for start, end in together), len(together))


def common(stretches: Sequence[Sequence[Stretch]]) -> Sequence[Stretch]:
    """The stretches that lie in every one of these lists, each of which is in order and does not overlap itself."""
    if not stretches:
        return ()
    found = list(stretches[0])
    for other in stretches[1:]:
        pairs = ((max(a, c), min(b, d)) for a, b in found for c, d in other)
        found = [(start, end) for start, end in pairs if start < end]
    return found


def _share(quality: Quality, link: Link, months: Iterable[date]) -> Share:
    rows = [row for month in months if (row := quality.get((link.id or 0, month))) is not None]
    return Share(sum(row.measured_s for row in rows), sum(row.counted_s for row in rows))


def _by_district(schools: Sequence[SchoolLine]) -> Mapping[str, Sequence[SchoolLine]]:
    found: dict[str, list[SchoolLine]] = defaultdict(list)
    for line in schools:
        found[line.site.district or NOWHERE].append(line)
    return found


def _district(
    name: str,
    schools: Sequence[SchoolLine],
    of_site: Mapping[int, Sequence[Link]],
    shares: Mapping[int | None, Share],
    cuts: Mapping[int, Sequence[Stretch]],
) -> DistrictLine:
    links = [link for line in schools for link in of_site.get(line.site.id or 0, ())]
    return DistrictLine(
        name=name,
        schools=len(schools),
        connected=sum(bool(of_site.get(line.site.id or 0)) for line in schools),
        share=sum((shares[link.id] for link in links), Share()),
        outages=sum(len(cuts.get(link.id or 0, ())) for link in links),
        cut_off_s=sum(line.cut_off_s for line in schools),
    )


def _worst(
    sites: Sequence[Site],
    links: Sequence[Link],
    names: Mapping[int | None, str],
    shares: Mapping[int | None, Share],
    cuts: Mapping[int, Sequence[Stretch]],
) -> tuple[LinkLine, ...]:
    by_id = {site.id: site for site in sites}
    lines = [
        LinkLine(
            link=link,
            site=by_id[link.site_id],
            provider=names.get(link.provider_id, ""),
            share=shares[link.id],
            outages=len(own := cuts.get(link.id or 0, ())),
            outage_s=sum((end - start).total_seconds() for start, end in own),
        )
        for link in links
    ]
    asked = [line for line in lines if line.share.percent is not None]
    return tuple(sorted(asked, key=lambda line: (line.share.percent or 0.0, -line.outage_s)))


def _providers(
    links: Sequence[Link],
    names: Mapping[int | None, str],
    shares: Mapping[int | None, Share],
    cuts: Mapping[int, Sequence[Stretch]],
) -> tuple[ProviderLine, ...]:
    own: dict[int | None, list[Link]] = defaultdict(list)
    for link in links:
        own[link.provider_id].append(link)
    lines = []
    for provider_id, sold in own.items():
        priced = [link for link in sold if link.price_satang_month is not None and link.speed_bps]
        lines.append(
            ProviderLine(
                name=names.get(provider_id, ""),
                links=len(sold),
                priced=len(priced),
                price_satang=sum(link.price_satang_month or 0 for link in priced),
                speed_bps=sum(link.speed_bps or 0 for link in priced),
                share=sum((shares[link.id] for link in sold), Share()),
                outages=sum(len(cuts.get(link.id or 0, ())) for link in sold),
            )
        )
    return tuple(sorted(lines, key=lambda line: (line.share.percent is None, line.share.percent or 0.0, line.name)))


def _month(session: Session, sight: Sight, month: date, quality: Quality) -> MonthLine:
    mine = set(session.exec(select(Link.id).join(Site, col(Site.id) == Link.site_id).where(sight.sites())).all())
    rows = [row for (link_id, of), row in quality.items() if of == month and link_id in mine]
    count = Counter[str]()
    for row in rows:
        count.update(measured=row.measured_s, counted=row.counted_s, outages=row.outages)
    return MonthLine(month, Share(count["measured"], count["counted"]), count["outages"])
