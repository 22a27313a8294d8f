"""Outages: open and past, filtered and in pages, and one of them with the probes it rests on."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import sqlalchemy
from sqlalchemy import ColumnElement, and_, func, or_
from sqlmodel import Session, col, select

from inventory.models.device import Device
from inventory.models.link import Link, Provider
from inventory.models.outage import Cause, Event, Outage, Probe, Subject
from inventory.models.site import Site
from inventory.queries.sight import Sight
from inventory.queries.text import contains
from service.thai_order import in_thai

STANDINGS: Final = ("open", "waiting", "ended")


@dataclass(frozen=True, slots=True)
class OutageLine:
    """One outage with the names that people know it by."""

    outage: Outage
    site: Site
    link: Link | None
    device: Device | None
    provider: Provider | None

    @property
    def name(self) -> str:
        """Of the link or the device."""
        thing = self.link or self.device
        return thing.name if thing else ""

    def seconds(self, now: datetime) -> float:
        """How long it lasted, or has lasted until now."""
        return ((self.outage.ended_at or now) - self.outage.started_at).total_seconds()


@dataclass(frozen=True, slots=True)
class OutageFilter:
    """Empty fields do not filter. `standing`: open, waiting (open and taken on by nobody) or ended."""

    q: str = ""
    standing: str = ""
    subject: str = ""
    district: str = ""
    provider_id: int | None = None
    cause: Cause | None = None
    site_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    taken: Collection[int] = ()  # outages that last and that somebody has taken on


SORTS: Final[Mapping[str, Any]] = {
    "started": col(Outage.started_at),
    "ended": col(Outage.ended_at),
    "site": col(Site.name),
    "district": col(Site.district),
    "provider": col(Provider.name),
}


def outages(  # noqa: PLR0913 - a page of a list: what, which, in what order, from where to where
    session: Session,
    sight: Sight,
    wanted: OutageFilter,
    *,
    sort: str = "started",
    descending: bool = True,
    limit: int = 50,
    offset: int = 0,
) -> Sequence[OutageLine]:
    """One page. Open ones stand before ended ones, whatever the order within."""
    order = SORTS[sort].desc() if descending else SORTS[sort].asc()
    rows = session.execute(
        _select()
        .where(*_conditions(sight, wanted))
        .order_by(col(Outage.ended_at).is_not(None), order, col(Outage.id).desc())
        .limit(limit)
        .offset(offset)
    ).all()
    return [OutageLine(*row) for row in rows]


def count_outages(session: Session, sight: Sight, wanted: OutageFilter) -> int:
    """How many there are in all."""
    total: int = session.exec(_joined(select(func.count(col(Outage.id)))).where(*_conditions(sight, wanted))).one()
    return total


def outage(session: Session, sight: Sight, outage_id: int) -> OutageLine | None:
    """One of them, or None when it is not there or not to be seen."""
    row = session.execute(_select().where(sight.sites(), Outage.id == outage_id)).first()
    return OutageLine(*row) if row else None


def outages_by_id(session: Session, sight: Sight, ids: Collection[int]) -> Sequence[OutageLine]:
    """Those of them that are there and to be seen, the newest first."""
    if not ids:
        return ()
    found = _select().where(sight.sites(), col(Outage.id).in_(ids)).order_by(col(Outage.started_at).desc())
    return [OutageLine(*row) for row in session.execute(found).all()]


def probes(session: Session, outage_id: int) -> Sequence[Probe]:
    """What it rests on, oldest first."""
    return session.exec(select(Probe).where(Probe.outage_id == outage_id).order_by(col(Probe.at))).all()


def events_around(
    session: Session, site_id: int, *, since: datetime, until: datetime | None = None, limit: int = 30
) -> Sequence[Event]:
    """What happened at a site in a span of time, newest first."""
    query = select(Event).where(Event.site_id == site_id, Event.at >= since)
    if until is not None:
        query = query.where(Event.at <= until)
    return session.exec(query.order_by(col(Event.at).desc(), col(Event.id).desc()).limit(limit)).all()


def districts(session: Session, sight: Sight) -> Sequence[str]:
    """For a filter."""
    found = select(Site.district).where(sight.sites(), Site.district != "").distinct()
    return sorted(session.exec(found).all())


def providers(session: Session, sight: Sight) -> Sequence[tuple[int, str]]:
    """(id, name) for a filter."""
    found = select(Provider.id, Provider.name).where(Provider.office_id == sight.office_id)
    return [
        (row_id, name)
        for row_id, name in session.exec(found.order_by(in_thai(Provider.name))).all()
        if row_id is not None
    ]


def _select() -> Any:
    # Five entities are more than the typed select of SQLModel knows.
    return _joined(sqlalchemy.select(Outage, Site, Link, Device, Provider))


def _joined(statement: Any) -> Any:
    return (
        statement.select_from(Outage)
        .join(Site, col(Site.id) == Outage.site_id)
        .outerjoin(Link, and_(col(Outage.subject) == Subject.LINK, col(Link.id) == Outage.subject_id))
        .outerjoin(Device, and_(col(Outage.subject) == Subject.DEVICE, col(Device.id) == Outage.subject_id))
        .outerjoin(Provider, col(Provider.id) == Link.provider_id)
    )


def _conditions(sight: Sight, wanted: OutageFilter) -> Sequence[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [sight.sites()]
    if wanted.standing in ("open", "waiting"):
        found.append(col(Outage.ended_at).is_(None))
    if wanted.standing == "waiting":
        found.append(col(Outage.id).not_in(wanted.taken))
    if wanted.standing == "ended":
        found.append(col(Outage.ended_at).is_not(None))
    if wanted.subject in (Subject.LINK, Subject.DEVICE):
        found.append(col(Outage.subject) == wanted.subject)
    if wanted.district:
        found.append(col(Site.district) == wanted.district)
    for column, value in (
        (Link.provider_id, wanted.provider_id),
        (Outage.site_id, wanted.site_id),
        (Outage.cause, wanted.cause),
    ):
        if value is not None:
            found.append(col(column) == value)
    found += _within(wanted)
    if wanted.q:
        columns = (Site.name, Site.code, Link.name, Link.circuit_no, Device.name, Provider.name)
        found.append(contains(wanted.q, *columns))
    return found


def _within(wanted: OutageFilter) -> Sequence[ColumnElement[bool]]:
    """Those that touch the span."""
    found: list[ColumnElement[bool]] = []
    if wanted.since is not None:
        found.append(or_(col(Outage.ended_at).is_(None), col(Outage.ended_at) >= wanted.since))
    if wanted.until is not None:
        found.append(col(Outage.started_at) < wanted.until)
    return found
