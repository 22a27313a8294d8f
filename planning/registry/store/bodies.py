"""Bodies that the office works with, who holds which role in them until when, and what was done together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Final, Self

from pydantic import Field, model_validator
from sqlmodel import Session, col, select

from planning.kit import audit
from planning.kit.happened import Happened
from planning.kit.visitor import Visitor
from planning.registry.models.committee import Committee, CommitteeMember
from planning.registry.models.desk import Body, BodyActivity, BodyTerm
from service.columns import utc_now
from service.draft import Draft, Empty, Line, Name, take
from service.i18n import N_
from service.refusal import MissingError, NotTakenError
from service.thai_order import in_thai

SUBJECT: Final = "body"
MOST: Final = 500
LONG_OVER: Final = timedelta(days=365)
Day = Annotated[date | None, Empty]


class BodyDraft(Draft):
    """A body; its contact is that of the body, never of a person."""

    name: Annotated[str, Field(min_length=1, max_length=255)]
    kind: Annotated[str, Field(max_length=120)] = ""
    contact: Line = ""
    duties: Annotated[str, Field(max_length=1000)] = ""


class TermDraft(Draft):
    """Who holds a role until when."""

    role: Name
    name: Name
    term_from: Day = None
    term_to: Day = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.term_from and self.term_to and self.term_to < self.term_from:
            raise NotTakenError(N_("The last day is before the first one"), "term_to")
        return self


class ActivityDraft(Draft):
    """What was done with or for a body."""

    held_on: Happened
    title: Annotated[str, Field(min_length=1, max_length=255)]
    outcome: Annotated[str, Field(max_length=1000)] = ""


@dataclass(frozen=True, slots=True)
class Ending:
    """A term that ends soon or has ended. `page` is where it is kept."""

    where: str
    role: str
    name: str
    last: date
    page: str


def bodies(session: Session, visitor: Visitor) -> Sequence[Body]:
    """By kind and name."""
    wanted = select(Body).where(Body.office_code == visitor.office_code)
    return session.exec(wanted.order_by(Body.kind, in_thai(Body.name)).limit(MOST)).all()


def find_body(session: Session, visitor: Visitor, body_id: int, *, to_change: bool = False) -> Body:
    """MissingError where the office has none of this number."""
    wanted = select(Body).where(Body.office_code == visitor.office_code, Body.id == body_id)
    row = session.exec(wanted.with_for_update() if to_change else wanted).one_or_none()
    if row is None:
        raise MissingError("body")
    return row


def terms_of(session: Session, row: Body) -> Sequence[BodyTerm]:
    """Those that end last come first."""
    return session.exec(
        select(BodyTerm).where(BodyTerm.body_id == row.id).order_by(col(BodyTerm.term_to).desc(), col(BodyTerm.id))
    ).all()


def activities_of(session: Session, row: Body) -> Sequence[BodyActivity]:
    """The newest first."""
    wanted = select(BodyActivity).where(BodyActivity.body_id == row.id)
    return session.exec(wanted.order_by(col(BodyActivity.held_on).desc(), col(BodyActivity.id).desc())).all()


def add_body(session: Session, visitor: Visitor, draft: BodyDraft) -> Body:
    """A new one."""
    row = Body(office_code=visitor.office_code, **draft.model_dump())
    session.add(row)
    session.flush()
    audit.record(session, visitor, "body.changed", subject=SUBJECT, subject_id=row.id, detail={"name": row.name})
    return row


def change_body(session: Session, visitor: Visitor, row: Body, draft: BodyDraft) -> None:
    """Nothing is written down when nothing changed."""
    changes = take(row, draft.model_dump())
    if changes:
        _changed(session, visitor, row, changes)


def add_term(session: Session, visitor: Visitor, row: Body, draft: TermDraft) -> None:
    """A new holder of a role; earlier ones stay."""
    session.add(BodyTerm(office_code=row.office_code, body_id=row.id or 0, **draft.model_dump()))
    _changed(session, visitor, row, {"role": draft.role})


def add_activity(session: Session, visitor: Visitor, row: Body, draft: ActivityDraft) -> None:
    """Something that was done."""
    session.add(BodyActivity(office_code=row.office_code, body_id=row.id or 0, **draft.model_dump()))
    _changed(session, visitor, row, {"activity": draft.title})


def endings(session: Session, visitor: Visitor, *, today: date, days: int) -> Sequence[Ending]:
    """Terms of bodies and committees that end within so many days, or ended within the last year, the first one first.
    A role that somebody holds longer is not listed for who held it before.
    """
    last, first = today + timedelta(days=days), today - LONG_OVER
    found = [
        Ending(body.name, term.role, term.name, term.term_to, f"/bodies/{body.id}")
        for term, body in session.exec(
            select(BodyTerm, Body)
            .join(Body, col(Body.id) == col(BodyTerm.body_id))
            .where(BodyTerm.office_code == visitor.office_code, col(BodyTerm.term_to).between(first, last))
        )
        if term.term_to is not None and not _is_held_on(session, term)
    ]
    found += [
        Ending(committee.name, "", member.name, member.term_to, f"/committees/{committee.key}")
        for member, committee in session.exec(
            select(CommitteeMember, Committee)
            .join(Committee, col(Committee.id) == col(CommitteeMember.committee_id))
            .where(
                CommitteeMember.office_code == visitor.office_code, col(CommitteeMember.term_to).between(first, last)
            )
        )
        if member.term_to is not None
    ]
    return sorted(found, key=lambda one: (one.last, one.where, one.name))


def _is_held_on(session: Session, term: BodyTerm) -> bool:
    later = select(BodyTerm.id).where(
        BodyTerm.body_id == term.body_id,
        BodyTerm.role == term.role,
        BodyTerm.id != term.id,
        (col(BodyTerm.term_to) > term.term_to) | col(BodyTerm.term_to).is_(None),
    )
    return session.exec(later).first() is not None


def _changed(session: Session, visitor: Visitor, row: Body, detail: dict[str, object]) -> None:
    row.changed_at = utc_now()
    audit.record(session, visitor, "body.changed", subject=SUBJECT, subject_id=row.id, detail=detail)
    session.flush()
