"""Orders that appoint, their members in rank order, and who may be counted on a day."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator
from sqlmodel import Session, col

from office.workflow.committee import Attendance, Quorum, Seat
from planning.kit.happened import MayHaveHappened
from planning.kit.visitor import Visitor
from planning.province.committees import Appointed, CommitteeKind, Term, counted
from planning.province.models.agency import Agency
from planning.province.models.order import Member, Order
from planning.province.store import rows
from planning.province.store.drafts import Day, Long, OptionalDay, Text
from planning.province.store.rows import Change
from service.draft import Digits, Line, Note, OptionalId
from service.i18n import N_
from service.refusal import NotTakenError, refuse


class OrderDraft(Change):
    """An order as a person gives it."""

    committee: Text
    kind: CommitteeKind
    committee_key: Annotated[str, Field(max_length=64)] = ""
    number: Annotated[str, Field(max_length=64)] = ""
    signed_on: MayHaveHappened = None
    begins_on: Day
    ends_on: OptionalDay = None
    reason: Note = ""
    duties: Long = ""
    signer: Line = ""
    signer_position: Line = ""
    quorum_numerator: Annotated[int, Field(ge=1, le=100), Digits] = 1
    quorum_denominator: Annotated[int, Field(ge=1, le=100), Digits] = 2

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if self.ends_on is not None and self.ends_on < self.begins_on:
            raise NotTakenError(N_("A term ends after it begins"), "ends_on")
        if self.quorum_numerator > self.quorum_denominator:
            raise NotTakenError(N_("A quorum is a part of the members"), "quorum_numerator")
        if self.number and self.signed_on is None:
            raise NotTakenError(N_("This is needed"), "signed_on")
        return self


class MemberDraft(Change):
    """A member of an order."""

    rank: Annotated[int, Field(ge=1, le=500), Digits]
    seat: Seat
    name: Text
    position: Line = ""
    agency_id: OptionalId = None
    begins_on: OptionalDay = None
    ends_on: OptionalDay = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.begins_on is not None and self.ends_on is not None and self.ends_on < self.begins_on:
            raise NotTakenError(N_("A term ends after it begins"), "ends_on")
        return self


@dataclass(frozen=True, slots=True)
class Listed:
    """A member as an order lists it, with the term that holds."""

    row: Member
    agency: str
    term: Term


def add_order(session: Session, visitor: Visitor, draft: OrderDraft) -> Order:
    """A new one."""
    return rows.add(session, visitor, Order, draft.values(), twice="committee")


def members(session: Session, visitor: Visitor, order: Order) -> Sequence[Listed]:
    """In rank order."""
    found = rows.every(session, visitor, Member, Member.order_id == order.id, order=col(Member.rank))
    names = {one.id: one.name for one in rows.every(session, visitor, Agency)}
    whole = Term(order.begins_on, order.ends_on)
    return [Listed(one, names.get(one.agency_id, ""), whole.narrowed(one.begins_on, one.ends_on)) for one in found]


def add_member(session: Session, visitor: Visitor, order: Order, draft: MemberDraft) -> Member:
    """A rank is given once. A chair is one at a time, and is refused a second time at its field."""
    rows.is_one_of_ours(session, visitor, Agency, draft.agency_id, "agency_id")
    _one_chair(session, visitor, order, draft, own=None)
    return rows.add(session, visitor, Member, {"order_id": order.id, **draft.values()}, twice="rank")


def change_member(session: Session, visitor: Visitor, order: Order, row: Member, draft: MemberDraft) -> None:
    """As typed."""
    rows.is_one_of_ours(session, visitor, Agency, draft.agency_id, "agency_id")
    _one_chair(session, visitor, order, draft, own=row.id)
    rows.change(session, visitor, row, draft, twice="rank")


def find_member(session: Session, visitor: Visitor, order: Order, member_id: int) -> Member:
    """MissingError where it is none of this order."""
    row = rows.find(session, visitor, Member, member_id, to_change=True)
    if row.order_id != order.id:
        return rows.find(session, visitor, Member, 0)
    return row


def appointed(listed: Sequence[Listed]) -> Sequence[Appointed]:
    """As far as counting goes."""
    return [Appointed(one.row.id or 0, one.row.rank, one.row.seat, one.term) for one in listed]


def attended(order: Order, listed: Sequence[Listed], present: Collection[int], day: date) -> Attendance:
    """A meeting on a day, by ids of members who came."""
    quorum = Quorum(order.quorum_numerator, order.quorum_denominator)
    return counted(appointed(listed), present, day, quorum)


def _one_chair(session: Session, visitor: Visitor, order: Order, draft: MemberDraft, *, own: int | None) -> None:
    if draft.seat is not Seat.CHAIR:
        return
    whole = Term(order.begins_on, order.ends_on)
    wanted = whole.narrowed(draft.begins_on, draft.ends_on)
    for one in members(session, visitor, order):
        if one.row.seat is Seat.CHAIR and one.row.id != own and _overlap(one.term, wanted):
            raise refuse("seat", N_("There is a chair at that time already"))


def _overlap(one: Term, other: Term) -> bool:
    last = date.max
    return one.begins_on <= (other.ends_on or last) and other.begins_on <= (one.ends_on or last)
