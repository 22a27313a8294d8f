"""Which outages wait for first aid, and in which order: in a burst one of each likely cause before the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session, col, select

from inventory.models.link import Link
from inventory.models.outage import Outage, Subject
from inventory.models.site import Site
from netops.models.response import FirstAid

FRESH: Final = timedelta(minutes=30)  # after a restart, what began long ago is not looked at as if it were new
Group = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """An outage that nothing was looked at yet. `group`: those that most likely fell by one cause."""

    outage_id: int
    group: Group


def waiting(session: Session, now: datetime) -> Sequence[Waiting]:
    """Open outages without any look, the oldest first."""
    rows = session.exec(
        select(Outage.id, Outage.site_id, Site.district, Link.provider_id)
        .join(Site, col(Site.id) == Outage.site_id)
        .outerjoin(Link, (col(Outage.subject) == Subject.LINK) & (col(Link.id) == Outage.subject_id))
        .outerjoin(FirstAid, col(FirstAid.outage_id) == Outage.id)
        .where(col(Outage.ended_at).is_(None), Outage.confirmed_at >= now - FRESH, col(FirstAid.id).is_(None))
        .order_by(col(Outage.confirmed_at), col(Outage.id))
    ).all()
    return [
        Waiting(row_id, ("provider", provider_id, district) if provider_id is not None else ("site", site_id))
        for row_id, site_id, district, provider_id in rows
        if row_id is not None
    ]


def in_order(those: Sequence[Waiting]) -> list[Waiting]:
    """The first of each group, then the rest; the order within stays."""
    seen: set[Group] = set()
    first: list[Waiting] = []
    rest: list[Waiting] = []
    for one in those:
        (rest if one.group in seen else first).append(one)
        seen.add(one.group)
    return first + rest
