"""The risk part of a school's network file, as the register of risks has it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from sqlalchemy import select
from sqlmodel import Session, col

from network.completeness import PartFact
from risk.models.register import Risk
from risk.queries.register import is_live


def risk_facts(session: Session, site_ids: Collection[int], zone: tzinfo) -> dict[int, PartFact]:
    """Of each school that has live risks. The part is of the day on which one was reviewed last, has an owner when each
    risk has one, and is to be reviewed when the first of them is.
    """
    wanted = select(col(Risk.site_id), col(Risk.owner), col(Risk.reviewed_at), col(Risk.review_on))
    wanted = wanted.where(col(Risk.site_id).in_(site_ids), is_live()).order_by(col(Risk.id))
    by_site: dict[int, list[_Row]] = defaultdict(list)
    for site_id, owner, reviewed_at, review_on in session.execute(wanted):
        by_site[site_id or 0].append(_Row(owner, reviewed_at, review_on))
    return {site_id: _fact(risks, zone) for site_id, risks in by_site.items()}


@dataclass(frozen=True, slots=True)
class _Row:
    """What counts of one risk; whole rows would carry their evidence."""

    owner: str
    reviewed_at: datetime | None
    review_on: date | None


def _fact(risks: Collection[_Row], zone: tzinfo) -> PartFact:
    reviewed = [risk.reviewed_at for risk in risks if risk.reviewed_at is not None]
    reviews = [risk.review_on for risk in risks if risk.review_on is not None]
    owners = [risk.owner for risk in risks]
    return PartFact(
        dated_on=max(reviewed).astimezone(zone).date() if reviewed else None,
        owner=owners[0] if all(owner.strip() for owner in owners) else "",
        review_on=min(reviews, default=None),
    )
