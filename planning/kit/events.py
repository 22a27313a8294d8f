"""What this service tells: facts of the contract, written into its outbox in the transaction of the change."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from contract.events import Fact
from contract.feed import Feed, Told
from planning.kit.tables import EventOut
from service.database import one_at_a_time


def tell(session: Session, fact: Fact, *, at: datetime) -> EventOut:
    """Write it in the transaction of the change. One writer at a time: else a later number could be read before an
    earlier one is there, and a reader who goes on from it would never see that one.
    """
    one_at_a_time(session, "event_out")
    row = EventOut(at=at, kind=type(fact).__name__, version=fact.version, data=fact.model_dump(mode="json"))
    session.add(row)
    session.flush()
    return row


def told_after(session: Session, cursor: int, key: str = "", *, limit: int) -> Feed:
    """What this service told after a place (0: from the beginning), the oldest first. A place that is not in the feed,
    as after a restore, is answered from the beginning.
    """
    place = session.get(EventOut, cursor) if cursor else None
    is_replayed = bool(cursor) and (place is None or (bool(key) and place.key != key))
    after = 0 if is_replayed else cursor
    rows = session.exec(select(EventOut).where(col(EventOut.id) > after).order_by(col(EventOut.id)).limit(limit)).all()
    items = tuple(Told.model_validate(row, from_attributes=True) for row in rows)
    if items:
        return Feed(items=items, cursor=items[-1].id, key=items[-1].key, is_replayed=is_replayed)
    return Feed(cursor=after, key="" if is_replayed else key, is_replayed=is_replayed)
