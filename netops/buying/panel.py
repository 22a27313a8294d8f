"""Inspectors of a purchase, taken from the committees that the unit registered in its cases, or one person by name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from pydantic import Field
from sqlmodel import Session, col, select

from netops.models.case import Committee, CommitteeMember, WorkCase
from procurement.models.purchase import Purchase
from procurement.store.buyer import Buyer
from procurement.store.panel import InspectorDraft, PanelDraft, appoint_panel
from service.draft import Digits, Draft, Empty, Line, OptionalId
from service.i18n import N_
from service.refusal import refuse


class PanelWish(Draft):
    """A registered committee, which brings its order and its members; or one person, for a small amount."""

    committee_id: OptionalId = None
    inspector: Line = ""
    position: Line = ""
    order_no: Annotated[Line, Field(max_length=120), Digits] = ""
    appointed_on: Annotated[date | None, Empty] = None


def committees_of_unit(session: Session, office_id: int, site_id: int | None) -> Sequence[tuple[Committee, str]]:
    """Committees in force of a school, or of the office itself, with the title of their case; the newest first."""
    wanted = (
        select(Committee, WorkCase.title)
        .join(WorkCase, col(WorkCase.id) == Committee.case_id)
        .where(
            WorkCase.office_id == office_id,
            col(WorkCase.site_id).is_(None) if site_id is None else col(WorkCase.site_id) == site_id,
            col(Committee.replaced_at).is_(None),
        )
    )
    return session.exec(wanted.order_by(col(Committee.appointed_on).desc(), col(Committee.id).desc())).all()


def appoint(buyer: Buyer, purchase: Purchase, wish: PanelWish) -> None:
    """RefusedError of a committee of another unit, and where neither or both are named."""
    if (wish.committee_id is None) == (not wish.inspector):
        raise refuse("committee_id", N_("Choose a committee, or name one inspector"))
    appoint_panel(buyer, purchase, _panel(buyer.session, purchase, wish))


def _panel(session: Session, purchase: Purchase, wish: PanelWish) -> PanelDraft:
    if wish.committee_id is None:
        alone = InspectorDraft(name=wish.inspector, position=wish.position)
        return PanelDraft(order_no=wish.order_no, appointed_on=wish.appointed_on, members=(alone,))
    for committee, _title in committees_of_unit(session, purchase.office_id, purchase.site_id):
        if committee.id == wish.committee_id:
            seats = select(CommitteeMember).where(CommitteeMember.committee_id == committee.id)
            return PanelDraft(
                committee_id=committee.id,
                order_no=committee.order_no,
                appointed_on=committee.appointed_on,
                members=tuple(
                    InspectorDraft(name=one.name, position=one.position, seat=one.seat)
                    for one in session.exec(seats.order_by(col(CommitteeMember.position_no)))
                ),
            )
    raise refuse("committee_id", N_("There is no such committee of this unit"))
