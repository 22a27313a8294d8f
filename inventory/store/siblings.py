"""Writing and reading what siblings are told. Facts take their numbers in the order of commits."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final
from uuid import UUID, uuid5

from sqlmodel import Session, col, select

from contract.events import PURCHASES, Fact, PurchaseFact
from contract.feed import Feed, Told
from inventory.models.sibling import SiblingEvent
from service.database import one_at_a_time

FACTS: Final = UUID("5b0f8a1e-6a0e-4f0c-9d54-2f3f5d1c7a61")
"""The namespace of the keys of facts; it never changes."""


def tell_siblings(session: Session, fact: Fact, *, office_id: int, at: datetime, subject_id: int = 0) -> SiblingEvent:
    """Write it in the transaction of the change. `subject_id` is the row that it is about, where it is no purchase.

    One writer at a time: else a later number could be read before an earlier one is there, and a reader who goes on
    from it would never see that one.
    """
    one_at_a_time(session, "sibling_event")
    row = SiblingEvent(
        office_id=office_id,
        at=at,
        kind=type(fact).__name__,
        version=fact.version,
        subject_id=fact.purchase_id if isinstance(fact, PurchaseFact) else subject_id,
        data=fact.model_dump(mode="json"),
    )
    session.add(row)
    session.flush()
    return row


def told_after(session: Session, office_id: int | None, cursor: int, *, limit: int, key: str = "") -> Feed:
    """The next facts of an office (None: of all) after a place (cursor 0: from the beginning), the oldest first.

    A place whose key is not that of the fact there is none of this database, but of one that a backup replaced: the
    feed then begins anew.
    """
    is_replayed = bool(key) and not _is_place(session, office_id, cursor, key)
    if is_replayed:
        cursor, key = 0, ""
    wanted = select(SiblingEvent).where(col(SiblingEvent.id) > cursor)
    if office_id is not None:
        wanted = wanted.where(SiblingEvent.office_id == office_id)
    rows = session.exec(wanted.order_by(col(SiblingEvent.id)).limit(limit))
    items = tuple(_told(row) for row in rows)
    if items:
        cursor, key = items[-1].id, items[-1].key
    return Feed(items=items, cursor=cursor, key=key, is_replayed=is_replayed)


def _is_place(session: Session, office_id: int | None, cursor: int, key: str) -> bool:
    row = session.get(SiblingEvent, cursor)
    return row is not None and office_id in (None, row.office_id) and _key(row) == key


def _told(row: SiblingEvent) -> Told:
    assert row.id is not None
    return Told(id=row.id, key=_key(row), at=row.at, kind=row.kind, version=row.version, data=row.data)


def _key(row: SiblingEvent) -> str:
    """By office as it was told, number and moment: a number that is given anew after a restore has another key."""
    return str(uuid5(FACTS, f"{row.data['office_code']}/{row.id}/{row.at.astimezone(UTC).isoformat()}"))


def told_of(session: Session, purchase_id: int) -> list[PurchaseFact]:
    """All facts of one purchase, in their order."""
    wanted = select(SiblingEvent).where(
        SiblingEvent.subject_id == purchase_id, col(SiblingEvent.kind).in_(list(PURCHASES))
    )
    rows = session.exec(wanted.order_by(col(SiblingEvent.id)))
    return [PURCHASES[row.kind].model_validate(row.data) for row in rows]
