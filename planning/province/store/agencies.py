"""The directory of agencies, and requests to them to name somebody for a committee."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

from pydantic import model_validator
from sqlmodel import Session, col

from planning.kit.happened import MayHaveHappened
from planning.kit.visitor import Visitor
from planning.province.models.agency import Affiliation, Agency, AgencyKind, Answer, Nomination
from planning.province.store import rows
from planning.province.store.drafts import Day, HappenedDay, Id, Text
from planning.province.store.rows import Change
from service.draft import Line, Mail, Note
from service.i18n import N_
from service.refusal import NotTakenError, refuse
from service.thai_order import in_thai


class AgencyDraft(Change):
    """An agency as a person gives it."""

    name: Text
    affiliation: Affiliation
    kind: AgencyKind
    code: Line = ""
    unit: Line = ""
    phone: Line = ""
    mail: Mail = ""
    is_asked_for_plan: bool = True
    is_active: bool = True


class NominationDraft(Change):
    """A request to an agency."""

    agency_id: Id
    committee: Text
    letter_number: Line = ""
    asked_on: HappenedDay
    due_on: Day

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.due_on < self.asked_on:
            raise NotTakenError(N_("It is due after it was asked"), "due_on")
        return self


class AnswerDraft(Change):
    """What the agency answered: a name, or why not."""

    answer: Answer
    answered_on: MayHaveHappened = None
    nominee: Line = ""
    position: Line = ""
    reason: Note = ""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.answer is not Answer.WAITING and self.answered_on is None:
            raise NotTakenError(N_("This is needed"), "answered_on")
        if self.answer is Answer.NOMINATED and not self.nominee:
            raise NotTakenError(N_("This is needed"), "nominee")
        if self.answer is Answer.DECLINED and not self.reason:
            raise NotTakenError(N_("This is needed"), "reason")
        return self


def agencies(session: Session, visitor: Visitor, *, active_only: bool = False) -> Sequence[Agency]:
    """By name."""
    conditions = [col(Agency.is_active).is_(True)] if active_only else []
    return rows.every(session, visitor, Agency, *conditions, order=in_thai(Agency.name))


def add_agency(session: Session, visitor: Visitor, draft: AgencyDraft) -> Agency:
    """A new one; its name is given once."""
    return rows.add(session, visitor, Agency, draft.values(), twice="name")


def change_agency(session: Session, visitor: Visitor, row: Agency, draft: AgencyDraft) -> None:
    """As typed."""
    rows.change(session, visitor, row, draft, twice="name")


def ask(session: Session, visitor: Visitor, draft: NominationDraft) -> Nomination:
    """A request for a name."""
    rows.is_one_of_ours(session, visitor, Agency, draft.agency_id, "agency_id")
    return rows.add(session, visitor, Nomination, draft.values(), twice="agency_id")


def answer(session: Session, visitor: Visitor, row: Nomination, draft: AnswerDraft) -> None:
    """What the agency said; it was not said before it was asked."""
    if draft.answered_on is not None and draft.answered_on < row.asked_on:
        raise refuse("answered_on", N_("It was answered after it was asked"))
    rows.change(session, visitor, row, draft)
