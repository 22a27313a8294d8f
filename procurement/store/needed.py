"""What a purchase says of the needs that it answers: ordered, not ordered after all, met once seen working."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from inventory.store.acting import By
from procurement.models.need import Need
from procurement.models.purchase import PurchaseShare
from procurement.needs.need import NeedState
from procurement.queries.dossier import Dossier
from procurement.store.arriving import all_work, awaited, purchase_of, works
from procurement.store.need_buying import met, order_cancelled, ordered


def order_needs(session: Session, dossier: Dossier, by: By) -> None:
    """The contract is signed. RefusedError for a need that is not approved, or that another purchase buys."""
    for need in _needs(session, dossier):
        ordered(session, need, dossier.purchase_id, by=_as(by))


def free_needs(session: Session, dossier: Dossier, by: By, reason: str) -> None:
    """The purchase was cancelled: what it would have brought is needed as before."""
    for need in _needs(session, dossier):
        if need.state is NeedState.ORDERED and need.case_id == dossier.purchase_id:
            order_cancelled(session, need, note=reason, by=_as(by))


@dataclass(frozen=True, slots=True)
class Worked:
    """A bought device that was measured working for the first time."""

    device_id: int
    purchase_id: int
    need_id: int | None


def meet_needs(session: Session, is_up: Callable[[int], bool], at: datetime) -> list[Worked]:
    """Of the bought devices that are waited for, those that work now: each written down once, and the need met when
    all pieces for it work.
    """
    found = []
    for piece, device_id in awaited(session):
        if is_up(device_id):
            share = works(session, piece, at)
            purchase_id = purchase_of(session, share)
            found.append(Worked(device_id, purchase_id, share.need_id))
            _meet(session, share, device_id, purchase_id, at)
    return found


def _meet(session: Session, share: PurchaseShare, device_id: int, purchase_id: int, at: datetime) -> None:
    need = session.get(Need, share.need_id) if share.need_id is not None else None
    if need is None or need.state is not NeedState.ORDERED or need.case_id != purchase_id:
        return  # a person decided otherwise meanwhile
    shares = session.exec(select(PurchaseShare).where(PurchaseShare.need_id == need.id))
    if all(all_work(session, one) for one in shares if purchase_of(session, one) == purchase_id):
        met(session, need, device_id=device_id, by=By("", at))


def _needs(session: Session, dossier: Dossier) -> Iterable[Need]:
    wanted = {share.need_id for line in dossier.lines for share in line.shares} - {None}
    return session.exec(select(Need).where(col(Need.id).in_(wanted)).order_by(col(Need.id))).all()


def _as(by: By) -> By:
    return By(by.actor, by.at, by.person_id)
