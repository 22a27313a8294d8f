"""What the API says of committees, meetings, resolutions and tasks, and how its lists are asked for."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Generic, Self, TypeVar

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field

from office.workflow.committee import Seat
from planning.registry.models.committee import Committee, CommitteeKind
from planning.registry.models.meeting import AgendaItem, AgendaPart, Meeting, TaskItem, Verdict
from planning.registry.store.agenda import numbered
from planning.registry.store.executing import Found
from planning.registry.store.held import Held


class Shape(BaseModel):
    """Read from a row."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


Out = TypeVar("Out", bound=Shape)


class Paging(BaseModel):
    """Which part of a list is wanted. Unknown parameters are refused, so that a misspelt filter never passes unseen."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(100, ge=1, le=1000)
    offset: int = Field(0, ge=0, le=2**31 - 1)


class MeetingsWanted(Paging):
    """Filters of the list of meetings; none: all of them."""

    committee: str = Field("", max_length=32, description="Key of a committee")
    kind: CommitteeKind | None = None
    era: int | None = Field(None, ge=2400, le=2800, description="Buddhist year of the number")
    since: date | None = None
    until: date | None = None
    quorate: bool | None = Field(None, description="By the roll; none was called of what is neither")
    published: bool | None = None


class ResolutionsWanted(Paging):
    """Filters of the list of resolutions."""

    q: str = Field("", max_length=100, pattern="^[^\x00]*$")
    era: int | None = Field(None, ge=2400, le=2800)
    kind: str = Field("", max_length=48, description="Kind of the paper, e.g. annual")
    school: str = Field("", max_length=120, pattern="^[^\x00]*$", description="SMIS code or a part of the name")


class TasksWanted(Paging):
    """Filter of the list of tasks."""

    open: bool = False


Meetings = Annotated[MeetingsWanted, Query()]
Resolutions = Annotated[ResolutionsWanted, Query()]
Tasks = Annotated[TasksWanted, Query()]
Pages = Annotated[Paging, Query()]


class Listed(BaseModel, Generic[Out]):
    """One page of a list; `total` counts all that fit."""

    items: list[Out]
    total: int
    limit: int
    offset: int

    @classmethod
    def of(cls, items: list[Out], total: int, pages: Paging) -> Self:
        """The page that was asked for."""
        return cls(items=items, total=total, limit=pages.limit, offset=pages.offset)


class CommitteeOut(Shape):
    """A committee as its order appointed it."""

    key: str
    kind: CommitteeKind
    name: str
    order_number: str
    appointed_on: date | None
    valid_from: date
    valid_to: date | None
    quorum_numerator: int
    quorum_denominator: int
    chair_needed: bool
    secretary_counts: bool


class MemberOut(Shape):
    """A seat; `was_present` None: no roll was called."""

    id: int
    rank: int
    seat: Seat
    name: str
    position: str
    was_present: bool | None = None
    reason: str = ""


class MeetingOut(Shape):
    """A meeting with what its roll gave; None before it."""

    key: str
    committee: str
    committee_name: str
    kind: CommitteeKind
    number: int
    era: int
    held_on: date
    begins: str
    ends: str
    place: str
    invitation_number: str
    counted: int | None
    needed: int | None
    present: int | None
    has_chair: bool | None
    is_quorate: bool | None
    published_at: datetime | None


def meeting_out(row: Meeting, committee: Committee) -> MeetingOut:
    """With its committee."""
    own = row.model_dump(include=set(MeetingOut.model_fields))
    return MeetingOut(**own, committee=committee.key, committee_name=committee.name, kind=committee.kind)


class DecisionOut(Shape):
    """What was resolved on one item."""

    key: str
    verdict: Verdict
    text: str
    in_favour: int | None
    against: int | None
    abstained: int | None
    chair_decides_for: bool
    sha256: str
    recorded_at: datetime


class ItemOut(Shape):
    """What lies before a meeting or waits for one; `number` is that of the agenda."""

    key: str
    number: str = ""
    part: AgendaPart
    title: str
    text: str
    service: str
    subject_kind: str
    subject_key: str
    sha256: str
    link: str
    committee_kind: str
    schools: tuple[str, ...] = ()
    resolution: DecisionOut | None = None


def item_out(row: AgendaItem, **more: Any) -> ItemOut:
    """With what is known beside its row."""
    return ItemOut.model_validate({**row.model_dump(include=set(ItemOut.model_fields)), **more})


class TaskOut(Shape):
    """What a meeting gave somebody to do."""

    id: int
    meeting: str = ""
    text: str
    owner: str
    due_on: date
    done_on: date | None
    outcome: str


def task_out(row: TaskItem, meeting: Meeting) -> TaskOut:
    """With the key of its meeting."""
    return TaskOut(**row.model_dump(include=set(TaskOut.model_fields)), meeting=meeting.key)


class AttendeeOut(Shape):
    """Who came and is no member."""

    name: str
    position: str


class HeldOut(MeetingOut):
    """A meeting with all that belongs to it."""

    recorder: str
    checker: str
    members: list[MemberOut]
    attendees: list[AttendeeOut]
    items: list[ItemOut]
    tasks: list[TaskOut]


def held_out(held: Held) -> HeldOut:
    """The whole of it."""
    row = held.meeting
    is_called = row.is_quorate is not None
    members = [
        MemberOut.model_validate(
            one.model_dump(include={"id", "rank", "seat", "name", "position"})
            | {
                "was_present": one.id in held.present if is_called else None,
                "reason": held.reasons.get(one.id or 0, ""),
            }
        )
        for one in held.members
    ]
    resolutions = {key: DecisionOut.model_validate(one) for key, one in held.resolutions.items()}
    items = [
        item_out(
            one,
            number=number,
            schools=tuple(held.schools.get(one.id or 0, ())),
            resolution=resolutions.get(one.id or 0),
        )
        for number, one in numbered(held.items)
    ]
    return HeldOut(
        **meeting_out(row, held.committee).model_dump(),
        recorder=row.recorder,
        checker=row.checker,
        members=members,
        attendees=[AttendeeOut.model_validate(one) for one in held.attendees],
        items=items,
        tasks=[task_out(one, row) for one in held.tasks],
    )


class ResolutionOut(DecisionOut):
    """A resolution where it was made, with what came of it."""

    meeting: str
    held_on: date
    committee_name: str
    item: str
    title: str
    subject_kind: str
    subject_key: str
    schools: tuple[str, ...]
    state: str


def resolution_out(one: Found) -> ResolutionOut:
    """As the list shows it."""
    return ResolutionOut(
        **DecisionOut.model_validate(one.resolution).model_dump(),
        meeting=one.meeting.key,
        held_on=one.meeting.held_on,
        committee_name=one.committee.name,
        item=one.item.key,
        title=one.item.title,
        subject_kind=one.item.subject_kind,
        subject_key=one.item.subject_key,
        schools=tuple(one.schools),
        state=one.state,
    )
