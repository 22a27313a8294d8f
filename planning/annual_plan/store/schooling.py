"""Class plans and what schools ask for: counts of pupils only, never persons (I-3.6, I-4.2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Final, Self

from pydantic import Field, model_validator
from sqlmodel import Session, col

from planning.annual_plan.models.schools import BudgetRequest, ClassPlan
from planning.annual_plan.money.classes import Crowded, Room, crowded
from planning.annual_plan.money.scoring import Wanted, funded_before
from planning.annual_plan.store.scope import Baht, Era, Whole, find, rows_of
from planning.annual_plan.store.settings import norms, setting_of
from planning.annual_plan.terms import Review
from planning.kit import audit
from planning.kit.visitor import SCHOOL, Visitor
from service.columns import utc_now
from service.draft import Digits, Draft, take
from service.i18n import N_
from service.refusal import NotTakenError, refuse

School = Annotated[str, Digits, Field(pattern=r"^\d{8}$")]
Mark = Annotated[int, Digits, Field(ge=0, le=5)]


class RoomDraft(Draft):
    """Pupils and rooms of one grade."""

    grade: Annotated[str, Field(pattern=r"^(k[1-3]|p[1-6]|m[1-6]|v[1-3])$")]
    pupils: Whole
    rooms: Whole


class ClassPlanDraft(Draft):
    """The class plan of a school for one academic year."""

    academic_year: Era
    school_code: School
    rooms: Annotated[tuple[RoomDraft, ...], Field(min_length=1, max_length=18)]

    @model_validator(mode="after")
    def _once(self) -> Self:
        if len({one.grade for one in self.rooms}) != len(self.rooms):
            raise NotTakenError(N_("A grade stands twice"), "rooms")
        return self


def class_plans(session: Session, visitor: Visitor, year: int) -> list[ClassPlan]:
    """Of one academic year, by school."""
    order = col(ClassPlan.school_code)
    return rows_of(session, visitor, ClassPlan, ClassPlan.academic_year == year, order=order)


def rooms_of(row: ClassPlan) -> tuple[Room, ...]:
    """As they are judged."""
    return tuple(Room(str(grade), int(pupils), int(rooms)) for grade, pupils, rooms in row.rooms)


def crowded_in(session: Session, visitor: Visitor, row: ClassPlan) -> list[Crowded]:
    """Grades with a room above the norm of the office."""
    return crowded(rooms_of(row), norms(setting_of(session, visitor)))


def own(visitor: Visitor, code: str) -> None:
    """A school's person acts for the own school only."""
    if visitor.person.role == SCHOOL and visitor.person.school_code != code:
        raise refuse("school_code", N_("Only your own school"))


def save_class_plan(session: Session, visitor: Visitor, draft: ClassPlanDraft, names: Mapping[str, str]) -> ClassPlan:
    """A plan that is being written, or was returned."""
    own(visitor, draft.school_code)
    if names and draft.school_code not in names:
        raise refuse("school_code", N_("There is no school of this code"))
    found = [one for one in class_plans(session, visitor, draft.academic_year) if one.school_code == draft.school_code]
    row = (
        found[0]
        if found
        else ClassPlan(
            office_code=visitor.office_code, academic_year=draft.academic_year, school_code=draft.school_code
        )
    )
    if row.state not in {Review.DRAFT, Review.RETURNED}:
        raise refuse("", N_("It was proposed already: it is changed when it is returned"))
    rooms = [[one.grade, one.pupils, one.rooms] for one in draft.rooms]
    changes = take(row, {"rooms": rooms, "school_name": names.get(draft.school_code, "")[:255]})
    row.version, row.changed_at = row.version + 1, utc_now()
    session.add(row)
    session.flush()
    told = {"year": row.academic_year, "changed": sorted(changes)}
    audit.record(session, visitor, "class_plan.saved", subject="class_plan", subject_id=row.id, detail=told)
    return row


STEPS: Final[Mapping[str, tuple[frozenset[Review], Review]]] = {
    "propose": (frozenset({Review.DRAFT, Review.RETURNED}), Review.PROPOSED),
    "review": (frozenset({Review.PROPOSED}), Review.REVIEWED),
    "return": (frozenset({Review.PROPOSED, Review.REVIEWED}), Review.RETURNED),
    "approve": (frozenset({Review.REVIEWED}), Review.APPROVED),
}
"""From which states a step leads, and where."""


def move_class_plan(session: Session, visitor: Visitor, plan_id: int, step: str, comment: str) -> ClassPlan:
    """Proposed, reviewed, approved in this order; returned with a comment."""
    row = find(session, visitor, ClassPlan, plan_id, to_change=True)
    before, after = STEPS[step]
    if row.state not in before:
        raise refuse("", N_("This step does not follow on the state in which it is"))
    if step == "return" and not comment:
        raise refuse("comment", N_("Say what is to be corrected"))
    row.state, row.comment, row.decided_by = after, comment, visitor.name[:120]
    row.version, row.changed_at = row.version + 1, utc_now()
    session.flush()
    told = {"step": step, "comment": comment}
    audit.record(session, visitor, f"class_plan.{step}", subject="class_plan", subject_id=row.id, detail=told)
    return row


class RequestDraft(Draft):
    """What a school asks for, with marks of 0 to 5."""

    fiscal_year: Era
    school_code: School
    kind: Annotated[str, Field(pattern=r"^(equipment|land_building)$")]
    item: Annotated[str, Field(min_length=1, max_length=255)]
    quantity: Annotated[Whole, Field(ge=1)]
    unit: Annotated[str, Field(max_length=60)] = ""
    unit_satang: Baht
    lack: Mark = 0
    condition: Mark = 0
    pupils: Mark = 0
    safety: Mark = 0
    attachments: Annotated[str, Field(max_length=1000)] = ""

    @model_validator(mode="after")
    def _drawn(self) -> Self:
        if self.kind == "land_building" and not self.attachments:
            raise NotTakenError(N_("Land and buildings need their forms (ปร.4, ปร.5, ปร.6)"), "attachments")
        return self


def requests(session: Session, visitor: Visitor, year: int) -> list[BudgetRequest]:
    """Of one year."""
    return rows_of(session, visitor, BudgetRequest, BudgetRequest.fiscal_year == year)


def warned(session: Session, visitor: Visitor, year: int) -> set[int]:
    """Ids of requests for what the same school got in the year before."""
    last = [Wanted(one.school_code, one.item) for one in requests(session, visitor, year - 1) if one.funded]
    return {
        one.id or 0
        for one in requests(session, visitor, year)
        if funded_before(Wanted(one.school_code, one.item), last)
    }


def add_request(session: Session, visitor: Visitor, draft: RequestDraft, names: Mapping[str, str]) -> BudgetRequest:
    """Of a school that the office has."""
    own(visitor, draft.school_code)
    if names and draft.school_code not in names:
        raise refuse("school_code", N_("There is no school of this code"))
    row = BudgetRequest(
        office_code=visitor.office_code,
        school_name=names.get(draft.school_code, "")[:255],
        made_by=visitor.name[:120],
        **draft.model_dump(),
    )
    session.add(row)
    session.flush()
    told = {"school": row.school_code, "item": row.item}
    audit.record(session, visitor, "request.added", subject="budget_request", subject_id=row.id, detail=told)
    return row


def fund_request(session: Session, visitor: Visitor, request_id: int) -> None:
    """It got its money in this year."""
    row = find(session, visitor, BudgetRequest, request_id, to_change=True)
    row.funded = True
    session.flush()
    audit.record(session, visitor, "request.funded", subject="budget_request", subject_id=row.id)
