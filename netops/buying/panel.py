"""Inspectors of a purchase: a committee that the unit registered in a case, or the names of an order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Final

from pydantic import Field
from sqlmodel import Session, col, select

from netops.models.case import Committee, CommitteeMember, WorkCase
from office.workflow.committee import Seat
from procurement.models.purchase import Purchase
from procurement.store.buyer import Buyer
from procurement.store.panel import MOST_INSPECTORS, InspectorDraft, PanelDraft, appoint_panel
from service.draft import Digits, Draft, Empty, Line, OptionalId
from service.i18n import N_
from service.refusal import refuse

LEAST_OF_COMMITTEE: Final = 3


class PanelWish(Draft):
    """A registered committee, which brings its order and its members; those of an order by name; or one person.

    `inspector` is one person in short; as the only one of `members` it would be the same.
    """

    committee_id: OptionalId = None
    members: Annotated[tuple[InspectorDraft, ...], Field(max_length=MOST_INSPECTORS)] = ()
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
    """RefusedError of a committee of another unit, and where none or more than one of the ways is taken."""
    if [wish.committee_id is not None, bool(wish.members), bool(wish.inspector)].count(True) != 1:
        raise refuse("committee_id", N_("Choose a committee, or name those who inspect"))
    appoint_panel(buyer, purchase, _panel(buyer.session, purchase, wish))


def _panel(session: Session, purchase: Purchase, wish: PanelWish) -> PanelDraft:
    if wish.committee_id is None:
        named = wish.members or (InspectorDraft(name=wish.inspector, position=wish.position),)
        _check_committee(named)
        return PanelDraft(order_no=wish.order_no, appointed_on=wish.appointed_on, members=named)
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


def _check_committee(named: Sequence[InspectorDraft]) -> None:
    """Regulation of procurement B.E. 2560, clause 26: one chair and at least two more."""
    chairs = sum(one.seat is Seat.CHAIR for one in named)
    if len(named) > 1 and (chairs != 1 or len(named) < LEAST_OF_COMMITTEE):
        raise refuse("members.0.name", N_("A committee is one chair and at least two members (clause 26)"))
