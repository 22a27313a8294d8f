"""Months of links, reckoned before their samples go."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Engine

from inventory.store.months import reckon_months, write_months
from service.database import reading, transaction


def keep_months(engine: Engine, now: datetime) -> None:
    """Reckon first, then write in one short transaction: meanwhile the rounds of the poller are stored."""
    with reading(engine) as session:
        rows = reckon_months(session, now)
    with transaction(engine) as session:
        write_months(session, rows)
