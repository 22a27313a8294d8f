"""Writing and reading what siblings are told. Within an office facts take their numbers in the order of commits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from contract.events import PURCHASES, Fact, PurchaseFact
from inventory.models.sibling import SiblingEvent
from inventory.models.site import Office


def tell_siblings(session: Session, fact: Fact, *, office_id: int, at: datetime, subject_id: int = 0) -> SiblingEvent:
    """Write it in the transaction of the change. `subject_id` is the row that it is about, where it is no purchase.

    The office's row is held until the commit: else a later number could be read before an earlier one is there, and a
    reader who goes on from it would never see that one.
    """
    session.exec(select(Office.id).where(Office.id == office_id).with_for_update(key_share=True)).one()
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


def told_after(session: Session, office_id: int, cursor: int, *, limit: int) -> Sequence[SiblingEvent]:
    """The next facts of an office after a cursor (0: from the beginning), the oldest first."""
    wanted = select(SiblingEvent).where(SiblingEvent.office_id == office_id, col(SiblingEvent.id) > cursor)
    return session.exec(wanted.order_by(col(SiblingEvent.id)).limit(limit)).all()


def told_of(session: Session, purchase_id: int) -> list[PurchaseFact]:
    """All facts of one purchase, in their order."""
    wanted = select(SiblingEvent).where(
        SiblingEvent.subject_id == purchase_id, col(SiblingEvent.kind).in_(list(PURCHASES))
    )
    rows = session.exec(wanted.order_by(col(SiblingEvent.id)))
    return [PURCHASES[row.kind].model_validate(row.data) for row in rows]
