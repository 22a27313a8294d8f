"""What holds for a link: its contract's terms, with its own price and days over the contract's (decision 0019)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlmodel import Session, col

from inventory.hours import Hours
from inventory.models.contract import Contract
from inventory.models.link import Link, Provider
from inventory.models.outage import Cause
from inventory.models.site import Calendar, Office, Site
from inventory.opening import TABLES, calendars
from inventory.sla.clock import Clock
from inventory.sla.counting import Terms

# A link without a contract is judged too, for the pages; nothing is claimed by it.
NEVER_THE_PROVIDERS: Final = frozenset({Cause.POWER, Cause.PLANNED, Cause.OURS})


@dataclass(frozen=True, slots=True)
class Agreed:
    """A link with all that it is judged by. `price_of`: whose price it is, "link", "contract" or ""."""

    link: Link
    site: Site
    provider: Provider | None
    contract: Contract | None
    terms: Terms
    zone: ZoneInfo
    zone_name: str
    calendar: str = ""
    price_satang: int | None = None
    price_of: str = ""


def agreed(session: Session, link_ids: Iterable[int]) -> dict[int, Agreed]:
    """Of each of these links; archived ones too, since what was is still claimed."""
    # More entities than the typed select of SQLModel knows.
    query: Any = (
        select(Link, Site, Contract, Office)
        .join(Site, col(Site.id) == col(Link.site_id))
        .join(Office, col(Office.id) == col(Site.office_id))
        .outerjoin(Contract, col(Contract.id) == col(Link.contract_id))
        .where(col(Link.id).in_(list(link_ids)))
    )
    providers = {one.id: one for one in session.scalars(select(Provider))}
    hours = _hours(session)
    names = {row.id: row.name for row in session.scalars(select(Calendar))}
    found: dict[int, Agreed] = {}
    for link, site, contract, office in session.execute(query):
        zone = ZoneInfo(office.timezone)
        price, price_of = price_of_link(link, contract)
        provider_id = contract.provider_id if contract is not None else link.provider_id
        found[link.id] = Agreed(
            link=link,
            site=site,
            provider=providers.get(provider_id),
            contract=contract,
            terms=terms_of(link, contract, zone=zone, hours=_own_hours(link, site, contract, hours)),
            zone=zone,
            zone_name=office.timezone,
            calendar=names.get(contract.calendar_id, "") if contract is not None else "",
            price_satang=price,
            price_of=price_of,
        )
    return found


def terms_of(link: Link, contract: Contract | None, *, zone: ZoneInfo, hours: Hours | None) -> Terms:
    """What of the link's outages counts."""
    starts_on, ends_on = days_of_link(link, contract)
    clock = Clock(zone, hours, starts_on, ends_on)
    if contract is None:
        return Terms(Clock(zone, hours), NEVER_THE_PROVIDERS)
    return Terms(
        clock=clock,
        excluded=frozenset(Cause(name) for name in contract.excluded),
        least_s=contract.least_seconds,
        clock_start=contract.clock_start,
        response_s=None if contract.response_minutes is None else contract.response_minutes * 60,
        repair_s=None if contract.repair_minutes is None else contract.repair_minutes * 60,
    )


def days_of_link(link: Link, contract: Contract | None) -> tuple[date | None, date | None]:
    """First and last day; each the link's own where it has one, else the contract's."""
    if contract is None:
        return link.contract_start, link.contract_end
    return link.contract_start or contract.starts_on, link.contract_end or contract.ends_on


def price_of_link(link: Link, contract: Contract | None) -> tuple[int | None, str]:
    """The monthly price in satang, and whose it is."""
    if link.price_satang_month is not None:
        return link.price_satang_month, "link"
    if contract is not None and contract.price_satang_month is not None:
        return contract.price_satang_month, "contract"
    return None, ""


def _own_hours(
    link: Link, site: Site, contract: Contract | None, hours: Mapping[int | tuple[str, int], Hours]
) -> Hours | None:
    if contract is not None:
        return None if contract.calendar_id is None else hours[contract.calendar_id]
    return hours.get(link.calendar_id or site.calendar_id or ("office", site.office_id))


def _hours(session: Session) -> dict[int | tuple[str, int], Hours]:
    def rows(table: Any) -> list[dict[str, Any]]:
        return [dict(row) for row in session.execute(select(*table.__table__.columns)).mappings()]

    return calendars({table: rows(table) for table in TABLES})
