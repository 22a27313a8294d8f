"""How links held over months, and whose they are: by provider, by district, by link. From the months that are kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from statistics import median_low
from typing import Any, Final

from sqlalchemy import and_, func, select
from sqlmodel import Session, col

from inventory.models.contract import Claim, ClaimState, ClockCheck, Contract, LinkMonth
from inventory.models.link import Link, Provider
from inventory.models.site import Site
from inventory.queries.agreed import price_of_link
from inventory.queries.sight import Sight

MEGA: Final = 1_000_000
# What stands apart from the time that counts, as `LinkMonth.totals` has it; causes are named by themselves.
APART: Final = ("outside_s", "unknown_s", "closed_s", "maintenance_s")


class By(StrEnum):
    """What is ranked."""

    PROVIDER = "provider"
    DISTRICT = "district"
    LINK = "link"


@dataclass(slots=True)
class Held:
    """How one provider, district or link held. `apart` is time that does not count, in seconds by reason."""

    key: str
    name: str
    provider: str = ""
    site_code: str = ""
    links: set[int] = field(default_factory=set)
    measured_s: int = 0
    counted_s: int = 0
    outages: int = 0
    p50s_ms: list[float] = field(default_factory=list)
    p95s_ms: list[float] = field(default_factory=list)
    losses: list[tuple[float, int]] = field(default_factory=list)
    jitters_ms: list[float] = field(default_factory=list)
    apart: dict[str, int] = field(default_factory=dict)
    claimed_satang: int = 0
    credited_satang: int = 0
    claims: int = 0
    spent_satang: int = 0
    priced_bps_months: int = 0
    written_at: datetime | None = None

    @property
    def percent(self) -> float | None:
        """Availability by the contracts' clocks; None when nothing was measured."""
        return 100 * (self.measured_s - self.counted_s) / self.measured_s if self.measured_s else None

    @property
    def p50_ms(self) -> float | None:
        """The median of the months' own."""
        return median_low(self.p50s_ms) if self.p50s_ms else None

    @property
    def p95_ms(self) -> float | None:
        """The median of the months' own."""
        return median_low(self.p95s_ms) if self.p95s_ms else None

    @property
    def jitter_ms(self) -> float | None:
        """The median of the months' own."""
        return median_low(self.jitters_ms) if self.jitters_ms else None

    @property
    def loss_percent(self) -> float | None:
        """Weighted by the rounds in which it was asked."""
        rounds = sum(weight for _loss, weight in self.losses)
        return sum(loss * weight for loss, weight in self.losses) / rounds if rounds else None

    @property
    def satang_per_mbps(self) -> float | None:
        """Spent for each Mbit/s and month; links without a price or speed are left out."""
        return self.spent_satang / (self.priced_bps_months / MEGA) if self.priced_bps_months else None


def held(session: Session, sight: Sight, by: By, months: Sequence[date]) -> list[Held]:
    """The worst first; what was not measured last."""
    found: dict[str, Held] = {}
    for row, link, site, provider, contract in _rows(session, sight, months):
        one = found.setdefault(*_entry(by, link, site, provider))
        _add(one, row, link, contract)
    for link_id, (due, credited, count) in _claimed(session, sight, months).items():
        for one in found.values():
            if link_id in one.links:
                one.claimed_satang += due
                one.credited_satang += credited
                one.claims += count
    return sorted(found.values(), key=lambda one: (one.percent is None, one.percent or 0.0, one.name))


def months_of_link(session: Session, link_id: int, *, most: int = 13) -> Sequence[LinkMonth]:
    """The kept months of a link, the latest first."""
    query = select(LinkMonth).where(col(LinkMonth.link_id) == link_id)
    return session.scalars(query.order_by(col(LinkMonth.month).desc()).limit(most)).all()


def claims_of_link(session: Session, link_id: int) -> Sequence[Claim]:
    """The latest month first, its latest revision first."""
    query = select(Claim).where(col(Claim.link_id) == link_id)
    return session.scalars(query.order_by(col(Claim.month).desc(), col(Claim.revision).desc())).all()


def last_clock_check(session: Session) -> ClockCheck | None:
    """What a time server last said of our own clock; None: none was ever asked with success."""
    query = select(ClockCheck).where(col(ClockCheck.offset_ms).is_not(None))
    return session.scalars(query.order_by(col(ClockCheck.at).desc()).limit(1)).first()


def _rows(session: Session, sight: Sight, months: Sequence[date]) -> Iterable[Any]:
    query: Any = (
        select(LinkMonth, Link, Site, Provider, Contract)
        .join(Link, col(Link.id) == col(LinkMonth.link_id))
        .join(Site, col(Site.id) == col(Link.site_id))
        .outerjoin(Provider, col(Provider.id) == col(Link.provider_id))
        .outerjoin(Contract, col(Contract.id) == col(Link.contract_id))
        .where(sight.sites(), col(LinkMonth.month).in_(months))
    )
    return session.execute(query)


def _entry(by: By, link: Link, site: Site, provider: Provider | None) -> tuple[str, Held]:
    if by is By.DISTRICT:
        return site.district, Held(site.district, site.district)
    name = provider.name if provider is not None else ""
    if by is By.PROVIDER:
        key = str(provider.id) if provider is not None else ""
        return key, Held(key, name)
    key = str(link.id)
    return key, Held(key, f"{site.name} · {link.name}", provider=name, site_code=site.code)


def _add(one: Held, row: LinkMonth, link: Link, contract: Contract | None) -> None:
    one.links.add(row.link_id)
    one.measured_s += row.measured_s
    one.counted_s += row.counted_s
    one.outages += row.outages
    if row.rtt_p50_ms is not None:
        one.p50s_ms.append(row.rtt_p50_ms)
    if row.rtt_p95_ms is not None:
        one.p95s_ms.append(row.rtt_p95_ms)
    if row.jitter_ms is not None:
        one.jitters_ms.append(row.jitter_ms)
    if row.loss_percent is not None:
        one.losses.append((row.loss_percent, row.rounds))
    for reason, length in apart_of(row).items():
        one.apart[reason] = one.apart.get(reason, 0) + length
    price, _whose = price_of_link(link, contract)
    if price is not None and link.speed_bps:
        one.spent_satang += price
        one.priced_bps_months += link.speed_bps
    one.written_at = max(one.written_at or row.written_at, row.written_at)


def apart_of(row: LinkMonth) -> dict[str, int]:
    """Time of the month that does not count, in seconds by reason (a word of inventory.sla.counting.Reason)."""
    totals: Mapping[str, Any] = row.totals
    found = {name.removesuffix("_s"): int(totals.get(name, 0)) for name in APART}
    found |= {reason: int(length) for reason, length in totals.get("caused_s", {}).items()}
    return {reason: length for reason, length in found.items() if length}


def _claimed(session: Session, sight: Sight, months: Sequence[date]) -> dict[int, tuple[int, int, int]]:
    """Link -> (satang due, satang credited, claims) of the months; of each claim the last revision, those withdrawn
    left out.
    """
    last = (
        select(col(Claim.link_id), col(Claim.month), func.max(col(Claim.revision)).label("revision"))
        .where(col(Claim.state) != ClaimState.WITHDRAWN, col(Claim.month).in_(months))
        .group_by(col(Claim.link_id), col(Claim.month))
        .subquery()
    )
    query = (
        select(
            col(Claim.link_id),
            func.sum(col(Claim.due_satang)),
            func.sum(func.coalesce(col(Claim.credited_satang), 0)),
            func.count(),
        )
        .join(
            last,
            and_(
                col(Claim.link_id) == last.c.link_id,
                col(Claim.month) == last.c.month,
                col(Claim.revision) == last.c.revision,
            ),
        )
        .join(Link, col(Link.id) == col(Claim.link_id))
        .join(Site, col(Site.id) == col(Link.site_id))
        .where(sight.sites(), col(Claim.due_satang) > 0)
        .group_by(col(Claim.link_id))
    )
    return {link_id: (int(due), int(got), int(count)) for link_id, due, got, count in session.execute(query)}
