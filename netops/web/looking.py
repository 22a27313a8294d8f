"""Asking the poller for first aid anew, the same for pages and API: not for ended outages, at most once a minute."""

from __future__ import annotations

from enum import Enum, auto

from sqlmodel import Session, func, select
from starlette.requests import Request

from inventory.models.outage import Outage
from netops import audit
from netops.models.response import FirstAid
from netops.polling.poller_client import PollerClient
from netops.web.access import Visitor
from netops.web.outage_sections.first_aid import LATELY
from service.columns import utc_now


class LookingAgain(Enum):
    """What came of asking."""

    BEGUN = auto()
    TOO_SOON = auto()
    ENDED = auto()
    UNHEARD = auto()


def look_again(request: Request, db: Session, visitor: Visitor, outage: Outage) -> LookingAgain:
    """Audited when it begins."""
    if outage.ended_at is not None:
        return LookingAgain.ENDED
    newest = db.exec(
        select(func.max(FirstAid.at, type_=FirstAid.__table__.c.at.type)).where(FirstAid.outage_id == outage.id)  # type: ignore[attr-defined]
    ).one()
    if newest is not None and newest > utc_now() - LATELY:
        return LookingAgain.TOO_SOON
    poller: PollerClient = request.app.state.poller
    begun = poller.look_again(outage.id or 0, asked_by=visitor.person_id)
    if begun is None:
        return LookingAgain.UNHEARD
    if not begun:
        return LookingAgain.TOO_SOON
    audit.record(db, visitor.actor, "first_aid.asked", subject="outage", subject_id=outage.id)
    return LookingAgain.BEGUN
