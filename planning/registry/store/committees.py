"""Committees are appointed by an order, their members have terms; both decide who counts on a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Final, Self

from pydantic import Field, model_validator
from sqlmodel import Session, col, func, select

from office.workflow.committee import Quorum, Seat
from planning.kit import audit
from planning.kit.happened import MayHaveHappened
from planning.kit.visitor import Visitor
from planning.registry.models.committee import Committee, CommitteeKind, CommitteeMember
from service.columns import utc_now
from service.draft import Draft, Empty, Line, Name, Note, take
from service.i18n import N_
from service.refusal import MissingError, NotTakenError, refuse

SUBJECT: Final = "committee"
MOST_MEMBERS: Final = 100
Day = Annotated[date | None, Empty]
Share = Annotated[int, Field(ge=1, le=100)]


class MemberDraft(Draft):
    """A member. `rank` None: where it stands in the form; terms left out are those of the committee."""

    name: Name
    position: Line = ""
    seat: Seat = Seat.MEMBER
    rank: Annotated[int | None, Field(ge=1, le=999), Empty] = None
    term_from: Day = None
    term_to: Day = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.term_from and self.term_to and self.term_to < self.term_from:
            raise NotTakenError(N_("The last day is before the first one"), "term_to")
        return self


class CommitteeFacts(Draft):
    """What an order says of a committee, without its members."""

    kind: CommitteeKind
    name: Annotated[str, Field(min_length=1, max_length=255)]
    order_number: Annotated[str, Field(max_length=120)] = ""
    appointed_on: MayHaveHappened = None
    legal_basis: Annotated[str, Field(max_length=500)] = ""
    duties: Note = ""
    valid_from: date
    valid_to: Day = None
    quorum_numerator: Share = 1
    quorum_denominator: Share = 2
    chair_needed: bool = True
    secretary_counts: bool = True

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.valid_to and self.valid_to < self.valid_from:
            raise NotTakenError(N_("The last day is before the first one"), "valid_to")
        if self.quorum_numerator > self.quorum_denominator:
            raise NotTakenError(N_("The quorum is no part of the committee"), "quorum_numerator")
        return self


class CommitteeDraft(CommitteeFacts):
    """A committee with those who sit on it."""

    members: Annotated[tuple[MemberDraft, ...], Field(max_length=MOST_MEMBERS)] = ()

    @model_validator(mode="after")
    def _has_one_chair(self) -> Self:
        if not self.members:
            raise NotTakenError(N_("A committee has members"), "members.0.name")
        if sum(one.seat is Seat.CHAIR for one in self.members) > 1:
            raise NotTakenError(N_("A committee has one chair"), "members.0.seat")
        return self


class LastDay(Draft):
    """When a term ends."""

    term_to: date


def quorum_of(row: Committee) -> Quorum:
    """Its rule."""
    return Quorum(row.quorum_numerator, row.quorum_denominator, row.chair_needed, row.secretary_counts)


def is_valid(row: Committee, day: date) -> bool:
    """Whether it could decide on a day."""
    return row.valid_from <= day and (row.valid_to is None or day <= row.valid_to)


def holds(member: CommitteeMember, day: date) -> bool:
    """Whether the term of a member ran on a day; who is not in it does not count."""
    return member.term_from <= day and (member.term_to is None or day <= member.term_to)


def committees(session: Session, visitor: Visitor) -> Sequence[Committee]:
    """Those in force first, then by name."""
    wanted = select(Committee).where(Committee.office_code == visitor.office_code)
    return session.exec(wanted.order_by(col(Committee.valid_to).is_not(None), Committee.name, col(Committee.id))).all()


def find_committee(session: Session, visitor: Visitor, key: str, *, to_change: bool = False) -> Committee:
    """MissingError where the office has none of this key."""
    wanted = select(Committee).where(Committee.office_code == visitor.office_code, Committee.key == key)
    row = session.exec(wanted.with_for_update() if to_change else wanted).one_or_none()
    if row is None:
        raise MissingError("committee")
    return row


def members_of(session: Session, row: Committee) -> Sequence[CommitteeMember]:
    """In the order of their ranks."""
    wanted = select(CommitteeMember).where(CommitteeMember.committee_id == row.id)
    return session.exec(wanted.order_by(col(CommitteeMember.rank), col(CommitteeMember.id))).all()


def appoint(session: Session, visitor: Visitor, draft: CommitteeDraft) -> Committee:
    """A committee with its members."""
    row = Committee(office_code=visitor.office_code, **draft.model_dump(exclude={"members"}))
    session.add(row)
    session.flush()
    for at, member in enumerate(draft.members, start=1):
        _seat(session, row, member, at)
    session.flush()
    detail = {"name": row.name, "kind": row.kind.value, "members": len(draft.members)}
    audit.record(session, visitor, "committee.appointed", subject=SUBJECT, subject_id=row.id, detail=detail)
    return row


def change_committee(session: Session, visitor: Visitor, row: Committee, draft: CommitteeFacts) -> None:
    """Its kind stays: gates rely on it."""
    if draft.kind is not row.kind:
        raise refuse("kind", N_("The kind of a committee does not change: appoint another one"))
    changes = take(row, draft.model_dump())
    if changes:
        row.changed_at = utc_now()
        audit.record(session, visitor, "committee.changed", subject=SUBJECT, subject_id=row.id, detail=changes)


def add_member(session: Session, visitor: Visitor, row: Committee, draft: MemberDraft) -> None:
    """A new one after the others, unless the rank says otherwise."""
    there = members_of(session, row)
    if len(there) >= MOST_MEMBERS:
        raise refuse("name", N_("A committee has at most %(most)s members"), most=MOST_MEMBERS)
    from_day = draft.term_from or row.valid_from
    if draft.seat is Seat.CHAIR and any(one.seat is Seat.CHAIR and holds(one, from_day) for one in there):
        raise refuse("seat", N_("A committee has one chair"))
    last = session.exec(select(func.max(CommitteeMember.rank)).where(CommitteeMember.committee_id == row.id)).one()
    _seat(session, row, draft, (last or 0) + 1)
    row.changed_at = utc_now()
    detail = {"member": draft.name, "seat": draft.seat.value}
    audit.record(session, visitor, "committee.changed", subject=SUBJECT, subject_id=row.id, detail=detail)


def end_term(session: Session, visitor: Visitor, row: Committee, member_id: int, last: date) -> None:
    """The member's last day; from the next one on it counts no more."""
    found = next((one for one in members_of(session, row) if one.id == member_id), None)
    if found is None:
        raise MissingError("member")
    if last < found.term_from:
        raise refuse("term_to", N_("The last day is before the first one"))
    found.term_to, row.changed_at = last, utc_now()
    detail = {"member": found.name, "until": last.isoformat()}
    audit.record(session, visitor, "committee.changed", subject=SUBJECT, subject_id=row.id, detail=detail)


def _seat(session: Session, row: Committee, draft: MemberDraft, at: int) -> None:
    session.add(
        CommitteeMember(
            office_code=row.office_code,
            committee_id=row.id or 0,
            rank=draft.rank or at,
            seat=draft.seat,
            name=draft.name,
            position=draft.position,
            term_from=draft.term_from or row.valid_from,
            term_to=draft.term_to or row.valid_to,
        )
    )
