"""Who compared which item with the announcement; taken back, or void by itself once the item says something else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, select

from inventory.models.site import Office
from inventory.store.holding import hold
from procurement.criteria.edition import InForce
from procurement.criteria.fingerprint import fingerprint
from procurement.models.criteria import CriteriaConfirmation
from service.refusal import MissingError, _, refuse


def confirmations(session: Session, office_id: int) -> Sequence[CriteriaConfirmation]:
    """All of an office."""
    return session.exec(select(CriteriaConfirmation).where(CriteriaConfirmation.office_id == office_id)).all()


def confirmation_of(session: Session, office_id: int, held: InForce) -> CriteriaConfirmation | None:
    """That of an item as it stands now; None where nobody compared it, or what was compared said something else."""
    row = _row(session, office_id, held)
    return row if row is not None and row.fingerprint == fingerprint(held.item) else None


def confirm(
    session: Session, office_id: int, held: InForce, *, seen: str, name: str, at: datetime
) -> CriteriaConfirmation:
    """Write it down. `seen` is the fingerprint of what the person had before the eyes; RefusedError when the item says
    something else by now.
    """
    if seen != fingerprint(held.item):
        raise refuse("seen", _("The item changed meanwhile: compare it again"))
    hold(session, session.get_one(Office, office_id))  # two who confirm at once write one row
    row = _row(session, office_id, held) or CriteriaConfirmation(
        office_id=office_id,
        edition_key=held.edition.key,
        code=held.item.code,
        fingerprint="",
        confirmed_by="",
        confirmed_at=at,
    )
    row.fingerprint, row.confirmed_by, row.confirmed_at = seen, name[:120], at
    session.add(row)
    session.flush()
    return row


def take_back(session: Session, office_id: int, held: InForce) -> None:
    """As if nobody had compared it; MissingError where nobody did."""
    row = _row(session, office_id, held)
    if row is None:
        raise MissingError
    session.delete(row)
    session.flush()


def _row(session: Session, office_id: int, held: InForce) -> CriteriaConfirmation | None:
    return session.exec(
        select(CriteriaConfirmation).where(
            CriteriaConfirmation.office_id == office_id,
            CriteriaConfirmation.edition_key == held.edition.key,
            CriteriaConfirmation.code == held.item.code,
        )
    ).first()
