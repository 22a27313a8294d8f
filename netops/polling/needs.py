"""Looks for needs in every office, each in a transaction of its own: none waits for another's write lock."""

from __future__ import annotations

import logging
from datetime import datetime

from sqlalchemy import Engine

from procurement.store.need_finding import find_needs, offices_of
from service.database import reading, transaction

log = logging.getLogger(__name__)


def look_for_needs(engine: Engine, now: datetime) -> None:
    """As of now; what changed is in the history of each need."""
    with reading(engine) as session:
        offices = list(offices_of(session))
    for office_id in offices:
        with transaction(engine) as session:
            done = find_needs(session, office_id, now)
        if done.opened or done.reopened or done.unsupported:
            log.info("needs: %s opened, %s reopened, %s lost evidence", done.opened, done.reopened, done.unsupported)
