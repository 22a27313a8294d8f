"""Alerts of every kind, open and past, as a person may see them: filtered, in pages, with what each stands for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import sqlalchemy
from sqlalchemy import ColumnElement, and_, case, func, or_
from sqlmodel import Session, col, select

from inventory.models.device import Device
from inventory.models.link import Link, Provider
from inventory.models.outage import Subject
from inventory.models.site import Site
from inventory.queries.sight import Sight
from inventory.queries.text import contains
from netops.models.alert import Alert, AlertKind, AlertMember, Severity
from netops.notify.cause.beyond import KINDS

STANDINGS: Final = ("open", "waiting", "ended")


@dataclass(frozen=True, slots=True)
class AlertLine:
    """One alert with the names that people know its matter by. `members`: how many things fell with it."""

    alert: Alert
    site: Site | None
    link: Link | None
    device: Device | None
    provider: Provider | None
    members: int

    @property
    def name(self) -> str:
        """Of the link, the device or the provider, or the area; empty for the office."""
        thing = self.link or self.device or self.provider
        return thing.name if thing else self.alert.area

    def seconds(self, now: datetime) -> float:
        """How long it lasted, or has lasted until now."""
        return ((self.alert.ended_at or now) - self.alert.started_at).total_seconds()


@dataclass(frozen=True, slots=True)
class AlertFilter:
    """Empty fields do not filter. `standing`: open, waiting (open and taken on by nobody) or ended."""

    q: str = ""
    standing: str = ""
    kind: str = ""
    severity: str = ""
    district: str = ""
    site_id: int | None = None
    device_id: int | None = None
    since: datetime | None = None
    of_figures: bool = False  # only those that are beyond a limit


_PRESSING: Final = case({severity.value: place for place, severity in enumerate(Severity)}, value=Alert.severity)
_MEMBERS: Final = (
    select(func.count(col(AlertMember.id))).where(AlertMember.alert_id == Alert.id).correlate(Alert).scalar_subquery()
)
SORTS: Final[Mapping[str, Any]] = {
    "started": col(Alert.started_at),
    "ended": col(Alert.ended_at),
    "severity": _PRESSING,
    "kind": col(Alert.kind),
    "site": col(Site.name),
    "district": col(Site.district),
}


def alerts(  # noqa: PLR0913 - a page of a list: what, which, in what order, from where to where
    session: Session,
    sight: Sight,
    wanted: AlertFilter,
    *,
    sort: str = "started",
    descending: bool = True,
    limit: int = 50,
    offset: int = 0,
) -> Sequence[AlertLine]:
    """One page. Open ones stand before ended ones, whatever the order within."""
    order = SORTS[sort].desc() if descending else SORTS[sort].asc()
    rows = session.execute(
        _joined(sqlalchemy.select(Alert, Site, Link, Device, Provider, _MEMBERS))
        .where(*_conditions(sight, wanted))
        .order_by(col(Alert.ended_at).is_not(None), order, col(Alert.id).desc())
        .limit(limit)
        .offset(offset)
    ).all()
    return [AlertLine(*row) for row in rows]


def one_alert(session: Session, sight: Sight, alert_id: int) -> AlertLine | None:
    """One alert, or None when it may not be seen."""
    row = session.execute(
        _joined(sqlalchemy.select(Alert, Site, Link, Device, Provider, _MEMBERS)).where(
            *_conditions(sight, AlertFilter()), Alert.id == alert_id
        )
    ).first()
    return None if row is None else AlertLine(*row)


def count_alerts(session: Session, sight: Sight, wanted: AlertFilter) -> int:
    """How many there are in all."""
    total: int = session.execute(
        _joined(sqlalchemy.select(func.count(col(Alert.id)))).where(*_conditions(sight, wanted))
    ).scalar_one()
    return total


def seen_by(sight: Sight) -> ColumnElement[bool]:
    """The condition on table `alert`: of the office's own schools and providers, and of the office as a whole.

    A school sees what is told of itself; what stands for several schools is the office's.
    """
    own_sites = col(Alert.site_id).in_(select(Site.id).where(sight.sites()))
    if sight.site_id is not None:
        return own_sites
    providers = select(Provider.id).where(Provider.office_id == sight.office_id)
    of_no_site = col(Alert.site_id).is_(None)
    return or_(
        own_sites,
        and_(of_no_site, col(Alert.subject) == Subject.OFFICE, col(Alert.subject_id) == sight.office_id),
        and_(of_no_site, col(Alert.subject) == Subject.PROVIDER, col(Alert.subject_id).in_(providers)),
    )


def _joined(statement: Any) -> Any:
    return (
        statement.select_from(Alert)
        .outerjoin(Site, col(Site.id) == Alert.site_id)
        .outerjoin(Link, and_(col(Alert.subject) == Subject.LINK, col(Link.id) == Alert.subject_id))
        .outerjoin(Device, and_(col(Alert.subject) == Subject.DEVICE, col(Device.id) == Alert.subject_id))
        .outerjoin(Provider, and_(col(Alert.subject) == Subject.PROVIDER, col(Provider.id) == Alert.subject_id))
    )


def _conditions(sight: Sight, wanted: AlertFilter) -> Sequence[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [seen_by(sight), *_standing(wanted.standing)]
    if wanted.kind in set(AlertKind):
        found.append(col(Alert.kind) == AlertKind(wanted.kind))
    if wanted.severity in set(Severity):
        found.append(col(Alert.severity) == Severity(wanted.severity))
    if wanted.district:
        found.append(col(Site.district) == wanted.district)
    if wanted.site_id is not None:
        found.append(col(Alert.site_id) == wanted.site_id)
    if wanted.device_id is not None:
        found += [col(Alert.subject) == Subject.DEVICE, col(Alert.subject_id) == wanted.device_id]
    if wanted.since is not None:
        found.append(or_(col(Alert.started_at) >= wanted.since, col(Alert.ended_at).is_(None)))
    if wanted.q:
        columns = (Site.name, Site.code, Link.name, Link.circuit_no, Device.name, Provider.name, Alert.part, Alert.area)
        found.append(contains(wanted.q, *columns))
    if wanted.of_figures:
        found.append(col(Alert.kind).in_(KINDS))
    return found


def _standing(standing: str) -> list[ColumnElement[bool]]:
    match standing:
        case "open":
            return [col(Alert.ended_at).is_(None)]
        case "waiting":
            return [col(Alert.ended_at).is_(None), col(Alert.acknowledged_at).is_(None)]
        case "ended":
            return [col(Alert.ended_at).is_not(None)]
    return []
