"""What a plan of information technology is reckoned from: needs, risks, contracts of links, ages, outages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from typing import Final

from sqlmodel import Session, col, select

from innovation.models.ict_plan import IctPlan, IctPlanPrice
from innovation.plan import PlannedRisk, PricedNeed, RentedLine, YearCost, costs
from inventory.models.contract import Contract
from inventory.models.device import Device, DeviceSupport
from inventory.models.link import Link
from inventory.models.outage import Outage, Subject
from inventory.models.site import Site
from inventory.queries.agreed import days_of_link, price_of_link
from office.fiscal import FiscalYear
from procurement.criteria.catalogue import Catalogue
from procurement.criteria.edition import Listing
from procurement.models.need import Need, NeedRisk
from procurement.needs.need import NeedState
from procurement.store.criteria import office_catalogue
from risk.models.register import Risk
from risk.scale import Scale
from risk.store.settings import scale_of
from risk.terms import LIVE, RiskState
from service.thai_order import in_thai

APPROVED: Final = (NeedState.APPROVED, NeedState.IN_SPECIFICATION, NeedState.ORDERED)
"""States of needs that a director approved and that are not met yet."""
OLD_YEARS: Final = 5


@dataclass(frozen=True, slots=True)
class Ages:
    """Devices of the network as of a day. The age is from the day of acquisition; unknown where nobody said it."""

    devices: int
    old: int
    unknown: int
    unsupported: int


@dataclass(frozen=True, slots=True)
class YearOutages:
    """Outages of links that began in a fiscal year, and how long they lasted within it."""

    year: FiscalYear
    outages: int
    minutes: float


@dataclass(frozen=True, slots=True)
class PlanFigures:
    """Everything that is reckoned for a plan, as of a day."""

    as_of: date
    years: Sequence[YearCost]
    scale: Scale
    ages: Ages
    outages: Sequence[YearOutages]

    @property
    def total_satang(self) -> int:
        """Of all years."""
        return sum(one.total_satang for one in self.years)


def plan_figures(session: Session, plan: IctPlan, *, today: date, zone: tzinfo) -> PlanFigures:
    """As of today."""
    years = [FiscalYear(era) for era in range(plan.first_year, plan.last_year + 1)]
    needs = priced_needs(session, plan, today)
    lines = rented_lines(session, plan.office_id)
    scale = scale_of(session, plan.office_id, today)
    past = [FiscalYear.of(today).preceding.preceding, FiscalYear.of(today).preceding, FiscalYear.of(today)]
    return PlanFigures(
        as_of=today,
        years=costs(years, needs, lines, planned_risks(session, plan.office_id, scale)),
        scale=scale,
        ages=_ages(session, plan.office_id, today),
        outages=[_outages(session, plan.office_id, year, zone) for year in past],
    )


def priced_needs(session: Session, plan: IctPlan, today: date) -> list[PricedNeed]:
    """Approved needs, each with the price of the criteria that hold today, or what was typed for this plan."""
    typed = {row.need_id: row for row in session.exec(select(IctPlanPrice).where(IctPlanPrice.plan_id == plan.id))}
    catalogue = office_catalogue(session, plan.office_id)
    wanted = select(Need).where(Need.office_id == plan.office_id, col(Need.state).in_(APPROVED))
    rows = session.exec(wanted.order_by(col(Need.score_hundredths).desc(), col(Need.id)))
    return [_priced(need, typed.get(need.id or 0), catalogue, today) for need in rows]


def _priced(need: Need, typed: IctPlanPrice | None, catalogue: Catalogue, today: date) -> PricedNeed:
    satang, source = (typed.price_satang, typed.source) if typed is not None else criteria_price(need, catalogue, today)
    return PricedNeed(need.id or 0, need.title, need.site_id, need.quantity, need.fiscal_year, satang, source)


def criteria_price(need: Need, catalogue: Catalogue, today: date) -> tuple[int | None, str]:
    """Satang for one with VAT by the criteria that hold on a day, and which edition says so; None: they do not."""
    listing, _slash, code = need.criteria_item.partition("/")
    if listing not in set(Listing):
        return None, ""
    found = catalogue.item_at(today, Listing(listing), code)
    if found is None or found.item.price_satang is None:
        return None, ""
    return found.item.price_satang, f"{found.edition.name} ข้อ {found.item.code}"


def rented_lines(session: Session, office_id: int) -> list[RentedLine]:
    """Links that cost something a month. A link's own price and dates hold over its contract's."""
    rows = session.exec(
        select(Link, Site, Contract)
        .join(Site, col(Site.id) == Link.site_id)
        .join(Contract, col(Contract.id) == Link.contract_id, isouter=True)
        .where(Site.office_id == office_id, col(Link.archived_at).is_(None), col(Site.archived_at).is_(None))
        .order_by(in_thai(Site.name), col(Link.name))
    )
    found = []
    for link, site, contract in rows:
        price, _whose = price_of_link(link, contract)
        if price is None:
            continue
        begins, ends = days_of_link(link, contract)
        number = contract.number if contract is not None else ""
        found.append(RentedLine(link.id or 0, link.name, site.name, number, price, begins, ends))
    return found


def planned_risks(session: Session, office_id: int, scale: Scale) -> list[PlannedRisk]:
    """Live risks, the gravest first, by levels of the scale; a need that was merged stands as the one it is in."""
    needs: dict[int, set[int]] = defaultdict(set)
    for risk_id, need_id, into in session.exec(
        select(NeedRisk.risk_id, Need.id, Need.merged_into_id)
        .join(Need, col(Need.id) == NeedRisk.need_id)
        .where(Need.office_id == office_id)
    ):
        needs[risk_id].add(into or need_id or 0)
    wanted = select(Risk).where(Risk.office_id == office_id, col(Risk.state).in_(LIVE))
    return [
        PlannedRisk(
            risk_id=risk.id or 0,
            number=risk.number,
            score=risk.score,
            level=scale.level(risk.score),
            left=scale.level(risk.left[0] * risk.left[1]) if risk.left is not None else None,
            needs=frozenset(needs[risk.id or 0]),
            is_accepted=risk.state is RiskState.ACCEPTED,
        )
        for risk in session.exec(wanted.order_by(col(Risk.score).desc(), col(Risk.number)))
    ]


def _ages(session: Session, office_id: int, today: date) -> Ages:
    rows = session.exec(
        select(Device, DeviceSupport)
        .join(Site, col(Site.id) == Device.site_id)
        .join(DeviceSupport, col(DeviceSupport.device_id) == Device.id, isouter=True)
        .where(Site.office_id == office_id, col(Device.archived_at).is_(None))
    ).all()
    acquired = [device.acquired_on for device, _support in rows]
    ends = [support.end_of_support for _device, support in rows if support is not None]
    return Ages(
        devices=len(rows),
        old=sum(day is not None and _years(day, today) >= OLD_YEARS for day in acquired),
        unknown=acquired.count(None),
        unsupported=sum(end is not None and end < today for end in ends),
    )


def _years(since: date, today: date) -> int:
    return today.year - since.year - ((today.month, today.day) < (since.month, since.day))


def _outages(session: Session, office_id: int, year: FiscalYear, zone: tzinfo) -> YearOutages:
    begins = datetime.combine(year.first, time(), zone)
    ends = datetime.combine(year.following.first, time(), zone)
    rows = session.exec(
        select(Outage)
        .join(Site, col(Site.id) == Outage.site_id)
        .where(
            Site.office_id == office_id,
            Outage.subject == Subject.LINK,
            Outage.started_at >= begins,
            Outage.started_at < ends,
        )
    ).all()
    until = min(ends, max((row.ended_at for row in rows if row.ended_at is not None), default=begins))
    spent = sum((min(row.ended_at or until, ends) - row.started_at).total_seconds() for row in rows)
    return YearOutages(year, len(rows), max(0.0, spent) / 60)
