"""Re-scores risks of every office after polls. What is looked at is read first: only what is written takes the lock."""

from __future__ import annotations

import logging
from datetime import datetime

from sqlalchemy import Engine, func
from sqlmodel import Session, col, select

from netops.models.person import Person, Role
from procurement.store.need_finding import offices_of
from risk.store.scoring import seen, settle
from service.database import reading, transaction

log = logging.getLogger(__name__)


def look_for_risks(engine: Engine, now: datetime) -> None:
    """As of now; what changed is in the history of each risk."""
    with reading(engine) as session:
        offices = list(offices_of(session))
    for office_id in offices:
        with reading(engine) as session:
            parameters, facts = seen(session, office_id, now, knowers=knowers_of(session, office_id))
        with transaction(engine) as session:
            done = settle(session, office_id, facts, parameters)
        if done.changed:
            log.info(
                "risks: %s opened, %s moved, %s lowered, %s closed, %s reviews opened",
                *(done.opened, done.moved, done.lowered, done.closed, done.reviews),
            )


def knowers_of(session: Session, office_id: int) -> int:
    """How many can sign in as IT officers of the office."""
    able = select(func.count()).where(
        Person.office_id == office_id, col(Person.role).in_((Role.IT, Role.ADMIN)), col(Person.disabled_at).is_(None)
    )
    return session.exec(able).one()
