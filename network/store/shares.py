"""The share of schools that have what the target asks for, kept month by month as it was seen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session, col, select

from inventory.models.site import Office
from network.models.follow_up import NetworkShare
from network.store.turns import take_turn


def keep_share(session: Session, office_id: int, found: Sequence[bool | None], today: date) -> NetworkShare:
    """What was found of each school, in place of an earlier look of the same month. None: it cannot be told."""
    take_turn(session, Office, office_id)
    month = today.replace(day=1)
    same = select(NetworkShare).where(NetworkShare.office_id == office_id, NetworkShare.month == month)
    row = session.exec(same).one_or_none()
    if row is None:
        row = NetworkShare(office_id=office_id, month=month, seen_on=today, met=0, known=0, schools=0)
    known = [one for one in found if one is not None]
    row.seen_on, row.met, row.known, row.schools = today, sum(known), len(known), len(found)
    session.add(row)
    session.flush()
    return row


def shares_of(session: Session, office_id: int, first: date, last: date) -> list[NetworkShare]:
    """Of the months that begin within these days, the earliest first."""
    wanted = select(NetworkShare).where(NetworkShare.office_id == office_id)
    within = wanted.where(col(NetworkShare.month) >= first, col(NetworkShare.month) <= last)
    return list(session.exec(within.order_by(col(NetworkShare.month))).all())
