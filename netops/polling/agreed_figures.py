"""Figures of what was agreed: when contracts end, how links hold by their contract's clock, which alerts last."""

from __future__ import annotations

from datetime import UTC, datetime, time

from sqlalchemy import func, select
from sqlmodel import Session, col

from inventory.models.contract import Contract, LinkMonth
from inventory.models.link import Link, Provider
from inventory.models.site import Site
from netops.metrics import Blocks, Family, labels, sample
from netops.models.alert import Alert, AlertKind


def of_agreed(session: Session) -> Blocks:
    """Every family of this module."""
    return {
        Family.CONTRACT_END: _contract_ends(session),
        **_months(session),
        Family.ALERTS: _alerts(session),
    }


def _contract_ends(session: Session) -> bytes:
    """The beginning of the last day, in UTC, of contracts in use that name one."""
    rows = session.execute(
        select(col(Contract.number), col(Provider.name), col(Contract.ends_on))
        .join(Provider, col(Provider.id) == Contract.provider_id)
        .where(col(Contract.archived_at).is_(None), col(Contract.ends_on).is_not(None))
        .order_by(col(Contract.id))
    )
    return b"".join(
        sample(
            Family.CONTRACT_END,
            labels(contract=number, provider=provider),
            int(datetime.combine(day, time(), UTC).timestamp()),
        )
        for number, provider, day in rows
        if day is not None
    )


def _months(session: Session) -> dict[Family, bytes]:
    """The newest month that is kept of any link, as far as it has come."""
    newest = select(func.max(col(LinkMonth.month))).scalar_subquery()
    rows = session.execute(
        select(
            *(col(Site.code), col(Link.name), col(Provider.name)),
            *(col(LinkMonth.measured_s), col(LinkMonth.counted_s)),
        )
        .select_from(LinkMonth)
        .join(Link, col(Link.id) == LinkMonth.link_id)
        .join(Site, col(Site.id) == Link.site_id)
        .outerjoin(Provider, col(Provider.id) == Link.provider_id)
        .where(col(LinkMonth.month) == newest, col(Link.archived_at).is_(None))
        .order_by(col(Link.id))
    ).all()
    told = [
        (labels(site=site, link=link, provider=provider or ""), measured, counted)
        for site, link, provider, measured, counted in rows
    ]
    return {
        Family.MONTH_MEASURED: b"".join(sample(Family.MONTH_MEASURED, where, measured) for where, measured, _ in told),
        Family.MONTH_COUNTED: b"".join(sample(Family.MONTH_COUNTED, where, counted) for where, _, counted in told),
    }


def _alerts(session: Session) -> bytes:
    """A line for each kind, so that an end is seen as 0 and not as a gap."""
    query = select(col(Alert.kind), func.count()).where(col(Alert.ended_at).is_(None)).group_by(col(Alert.kind))
    open_now = {AlertKind(kind): count for kind, count in session.execute(query)}
    return b"".join(sample(Family.ALERTS, labels(kind=kind.value), open_now.get(kind, 0)) for kind in AlertKind)
