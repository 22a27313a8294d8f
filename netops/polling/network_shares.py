"""Keeps what share of an office's schools has its target, so that a year later its months can be told."""

from __future__ import annotations

from datetime import datetime, tzinfo

from sqlalchemy import Engine
from sqlmodel import select

from inventory.models.site import Office
from inventory.queries.sight import Sight
from network.queries.state import gaps
from network.store.shares import keep_share
from service.database import reading, transaction


def keep_shares(engine: Engine, now: datetime, zone: tzinfo) -> None:
    """Of each office, as of now. What takes long is read first: only what is written takes the lock."""
    with reading(engine) as session:
        offices = [row_id for row_id in session.exec(select(Office.id)) if row_id is not None]
        found = {row_id: [one.is_met for one in gaps(session, Sight(row_id), now)] for row_id in offices}
    today = now.astimezone(zone).date()
    with transaction(engine) as session:
        for office_id, schools in found.items():
            if schools:
                keep_share(session, office_id, schools, today)
