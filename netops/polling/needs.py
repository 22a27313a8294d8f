"""Looks for needs in every office, each in a transaction of its own: none waits for another's write lock."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Engine, select
from sqlmodel import Session, col

from procurement.needs.facts import RiskSeen
from procurement.store.need_finding import find_needs, offices_of
from risk.looking import all_rules
from risk.models.register import Risk
from risk.terms import LIVE
from service.database import reading, transaction

log = logging.getLogger(__name__)


def look_for_needs(engine: Engine, now: datetime) -> None:
    """As of now; what changed is in the history of each need."""
    with reading(engine) as session:
        offices = list(offices_of(session))
    for office_id in offices:
        with transaction(engine) as session:
            done = find_needs(session, office_id, now, list(risks_seen(session, office_id)))
        if done.opened or done.reopened or done.unsupported:
            log.info("needs: %s opened, %s reopened, %s lost evidence", done.opened, done.reopened, done.unsupported)


def risks_seen(session: Session, office_id: int) -> Iterator[RiskSeen]:
    """Live risks of devices that another device would take away."""
    rules = [rule.key for rule in all_rules().values() if rule.by_replacing]
    rows = session.execute(
        select(col(Risk.id), col(Risk.device_id), col(Risk.score), col(Risk.title))
        .where(col(Risk.office_id) == office_id, col(Risk.state).in_(LIVE), col(Risk.rule).in_(rules))
        .where(col(Risk.device_id).is_not(None))
        .order_by(col(Risk.id))
    )
    for risk_id, device_id, score, title in rows:
        yield RiskSeen(risk_id, device_id, score, title)
