"""One risk with what stands in other tables, and the risks of a school, a device or a link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import func
from sqlmodel import Session, col, select

from inventory.models.device import Device
from inventory.models.link import Link
from inventory.models.site import Site
from inventory.queries.sight import Sight
from risk.models.register import Risk, RiskAssessment, RiskEvent, RiskTask
from risk.queries.register import is_live, seen
from service.refusal import MissingError

MOST_EVENTS: Final = 200
MOST_ASSESSMENTS: Final = 500
MOST_NAMED: Final = 5  # risks on the page of a thing


@dataclass(frozen=True, slots=True)
class Card:
    """A risk; assessments are in the order of time, events the newest first, tasks open ones first."""

    risk: Risk
    site: Site | None
    device: Device | None
    link: Link | None
    assessments: Sequence[RiskAssessment]
    tasks: Sequence[RiskTask]
    events: Sequence[RiskEvent]

    @property
    def last(self) -> RiskAssessment:
        """By which it is what it is."""
        return self.assessments[-1]


def card(session: Session, sight: Sight, risk_id: int) -> Card:
    """By id; MissingError where it may not be seen, so that ids tell nothing."""
    risk = session.exec(select(Risk).where(col(Risk.id) == risk_id, seen(sight))).one_or_none()
    if risk is None:
        raise MissingError("risk")
    device = session.get(Device, risk.device_id) if risk.device_id is not None else None
    if device is not None and sight.site_id not in (None, device.site_id):
        device = None  # stands at another school by now, of which this reader sees nothing
    return Card(
        risk=risk,
        site=session.get(Site, risk.site_id) if risk.site_id is not None else None,
        device=device,
        link=session.get(Link, risk.link_id) if risk.link_id is not None else None,
        assessments=_assessments(session, risk_id),
        tasks=_tasks(session, risk_id),
        events=session.exec(
            select(RiskEvent).where(RiskEvent.risk_id == risk_id).order_by(col(RiskEvent.id).desc()).limit(MOST_EVENTS)
        ).all(),
    )


def _assessments(session: Session, risk_id: int) -> Sequence[RiskAssessment]:
    newest = select(RiskAssessment).where(RiskAssessment.risk_id == risk_id)
    rows = session.exec(newest.order_by(col(RiskAssessment.id).desc()).limit(MOST_ASSESSMENTS)).all()
    return rows[::-1]


def _tasks(session: Session, risk_id: int) -> Sequence[RiskTask]:
    over = func.coalesce(col(RiskTask.done_on), col(RiskTask.dropped_on))
    wanted = select(RiskTask).where(RiskTask.risk_id == risk_id)
    return session.exec(wanted.order_by(over.is_not(None), col(RiskTask.due_on), col(RiskTask.id))).all()


@dataclass(frozen=True, slots=True)
class Named:
    """The gravest risks of a thing, and how many there are in all."""

    risks: Sequence[Risk]
    total: int


def risks_of(
    session: Session,
    sight: Sight,
    *,
    site_id: int | None = None,
    device_id: int | None = None,
    link_id: int | None = None,
) -> Named:
    """Live risks of a school, a device or a link."""
    where = [seen(sight), is_live()]
    for column, wanted in ((Risk.site_id, site_id), (Risk.device_id, device_id), (Risk.link_id, link_id)):
        if wanted is not None:
            where.append(col(column) == wanted)
    rows = session.exec(
        select(Risk).where(*where).order_by(col(Risk.score).desc(), col(Risk.number)).limit(MOST_NAMED)
    ).all()
    if len(rows) < MOST_NAMED:
        return Named(rows, len(rows))
    return Named(rows, session.exec(select(func.count()).select_from(Risk).where(*where)).one())
