"""Committees and their meetings over the API: called, their roll, their agenda, resolutions and tasks."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import Field
from sqlmodel import Session
from starlette.requests import Request

from planning.kit.visitor import Visitor
from planning.registry.api.shapes import (
    CommitteeOut,
    DecisionOut,
    HeldOut,
    ItemOut,
    Listed,
    MeetingOut,
    Meetings,
    Pages,
    ResolutionOut,
    Resolutions,
    TaskOut,
    Tasks,
    held_out,
    item_out,
    meeting_out,
    resolution_out,
    task_out,
)
from planning.registry.models.committee import Committee
from planning.registry.models.meeting import Meeting
from planning.registry.pages.clock import today_of
from planning.registry.store.agenda import ItemDraft, ask, find_item, move, place, schools_of, take_off, waiting
from planning.registry.store.attending import AttendanceDraft, write_attendance
from planning.registry.store.committees import committees, find_committee
from planning.registry.store.executing import Asked, count_resolutions, find_resolutions
from planning.registry.store.held import whole
from planning.registry.store.meetings import (
    MeetingDraft,
    Wanted,
    call,
    call_roll,
    change_meeting,
    count_meetings,
    find_meeting,
    meetings,
)
from planning.registry.store.resolving import ResolutionDraft, publish, resolve
from planning.registry.store.tasks import TaskDraft, count_tasks, finish, give_task, tasks
from service.draft import Draft
from service.web.access import Allowed
from service.web.transaction import Db

router = APIRouter(prefix="/api/v1", tags=["meetings"])
MayRead = Annotated[Visitor, Depends(Allowed("committees.read"))]
MayWrite = Annotated[Visitor, Depends(Allowed("committees.write"))]


class RollDraft(Draft):
    """Ids of the members who were there."""

    present: Annotated[tuple[int, ...], Field(max_length=500)]


class MoveDraft(Draft):
    """One place up, or down."""

    up: bool


class DoneDraft(Draft):
    """What came of a task."""

    outcome: Annotated[str, Field(max_length=1000)] = ""


@router.get("/committees", summary="Committees")
def list_committees(db: Db, visitor: MayRead, pages: Pages) -> Listed[CommitteeOut]:
    """Those in force first."""
    rows = committees(db, visitor)
    found = [CommitteeOut.model_validate(one) for one in rows[pages.offset : pages.offset + pages.limit]]
    return Listed[CommitteeOut].of(found, len(rows), pages)


@router.get("/meetings", summary="Meetings")
def list_meetings(db: Db, visitor: MayRead, pages: Meetings) -> Listed[MeetingOut]:
    """The newest first."""
    wanted = Wanted(**pages.model_dump(exclude={"limit", "offset"}))
    rows = meetings(db, visitor, wanted, limit=pages.limit, offset=pages.offset)
    found = [meeting_out(row, committee) for row, committee in rows]
    return Listed[MeetingOut].of(found, count_meetings(db, visitor, wanted), pages)


@router.post("/committees/{key}/meetings", summary="Call a meeting", status_code=HTTPStatus.CREATED)
def create(db: Db, visitor: MayWrite, key: str, given: MeetingDraft) -> MeetingOut:
    """The next one of its year."""
    committee = find_committee(db, visitor, key, to_change=True)
    return meeting_out(call(db, visitor, committee, given), committee)


@router.get("/meetings/{key}", summary="A meeting, whole")
def show(db: Db, visitor: MayRead, key: str) -> HeldOut:
    """Its roll, agenda, resolutions and tasks."""
    return held_out(whole(db, *find_meeting(db, visitor, key)))


@router.put("/meetings/{key}", summary="Change a meeting")
def change(db: Db, visitor: MayWrite, key: str, given: MeetingDraft) -> MeetingOut:
    """All fields anew."""
    row, committee = _locked(db, visitor, key)
    change_meeting(db, visitor, row, committee, given)
    return meeting_out(row, committee)


@router.put("/meetings/{key}/roll", summary="Call the roll")
def roll(request: Request, db: Db, visitor: MayWrite, key: str, given: RollDraft) -> MeetingOut:
    """Who was there, and with it whether the meeting can decide."""
    row, committee = _locked(db, visitor, key)
    call_roll(db, visitor, row, committee, given.present, today=today_of(request))
    return meeting_out(row, committee)


@router.put("/meetings/{key}/attendance", summary="Who else came, and why members did not")
def attendance(db: Db, visitor: MayWrite, key: str, given: AttendanceDraft) -> HeldOut:
    """Written anew as a whole, until the resolutions are published."""
    row, committee = _locked(db, visitor, key)
    write_attendance(db, visitor, row, committee, given)
    return held_out(whole(db, row, committee))


@router.get("/agenda", summary="What waits for a meeting")
def list_waiting(db: Db, visitor: MayRead, pages: Pages) -> Listed[ItemOut]:
    """The oldest first."""
    rows = waiting(db, visitor)
    schools = schools_of(db, rows)
    shown = rows[pages.offset : pages.offset + pages.limit]
    found = [item_out(one, schools=tuple(schools.get(one.id or 0, ()))) for one in shown]
    return Listed[ItemOut].of(found, len(rows), pages)


@router.post("/meetings/{key}/items", summary="Put a matter on the agenda", status_code=HTTPStatus.CREATED)
def add_item(db: Db, visitor: MayWrite, key: str, given: ItemDraft) -> ItemOut:
    """A matter that the secretary writes."""
    row, _committee = _locked(db, visitor, key)
    return item_out(ask(db, visitor, given, row))


@router.put("/meetings/{key}/items/{item_key}", summary="Lay what waits before the meeting")
def place_item(db: Db, visitor: MayWrite, key: str, item_key: str) -> ItemOut:
    """From wherever it lay until now."""
    row, _committee = _locked(db, visitor, key)
    item = find_item(db, visitor, item_key, to_change=True)
    place(db, visitor, item, row)
    return item_out(item)


@router.delete("/meetings/{key}/items/{item_key}", summary="Take it off the agenda", status_code=HTTPStatus.NO_CONTENT)
def take_item_off(db: Db, visitor: MayWrite, key: str, item_key: str) -> None:
    """It waits for another meeting."""
    row, _committee = _locked(db, visitor, key)
    take_off(db, visitor, find_item(db, visitor, item_key, to_change=True), row)


@router.post(
    "/meetings/{key}/items/{item_key}/move", summary="Move it on the agenda", status_code=HTTPStatus.NO_CONTENT
)
def move_item(db: Db, visitor: MayWrite, key: str, item_key: str, given: MoveDraft) -> None:
    """Within its part."""
    row, _committee = _locked(db, visitor, key)
    move(db, visitor, find_item(db, visitor, item_key, to_change=True), row, up=given.up)


@router.post(
    "/meetings/{key}/items/{item_key}/resolution", summary="Write a resolution down", status_code=HTTPStatus.CREATED
)
def decide(db: Db, visitor: MayWrite, key: str, item_key: str, given: ResolutionDraft) -> DecisionOut:
    """For good, bound to the SHA-256 of the paper; refused when another one lies before the meeting."""
    row, committee = _locked(db, visitor, key)
    item = find_item(db, visitor, item_key, to_change=True)
    return DecisionOut.model_validate(resolve(db, visitor, row, committee, item, given))


@router.post("/meetings/{key}/publish", summary="Publish its resolutions")
def make_public(db: Db, visitor: MayWrite, key: str) -> MeetingOut:
    """Everybody may read them from now on."""
    row, committee = _locked(db, visitor, key)
    publish(db, visitor, row)
    return meeting_out(row, committee)


@router.get("/resolutions", summary="Resolutions")
def list_resolutions(db: Db, visitor: MayRead, pages: Resolutions) -> Listed[ResolutionOut]:
    """The newest first, each with what came of it."""
    asked = Asked(pages.q.strip(), pages.era, pages.kind, pages.school.strip())
    rows = find_resolutions(db, visitor, asked, limit=pages.limit, offset=pages.offset)
    return Listed[ResolutionOut].of([resolution_out(one) for one in rows], count_resolutions(db, visitor, asked), pages)


@router.get("/tasks", summary="Tasks from meetings")
def list_tasks(db: Db, visitor: MayRead, pages: Tasks) -> Listed[TaskOut]:
    """Open ones first."""
    rows = tasks(db, visitor, only_open=pages.open, limit=pages.limit, offset=pages.offset)
    return Listed[TaskOut].of([task_out(*one) for one in rows], count_tasks(db, visitor, only_open=pages.open), pages)


@router.post("/meetings/{key}/tasks", summary="Give a task", status_code=HTTPStatus.CREATED)
def add_task(db: Db, visitor: MayWrite, key: str, given: TaskDraft) -> TaskOut:
    """Somebody has to do something until a day."""
    row, _committee = _locked(db, visitor, key)
    return task_out(give_task(db, visitor, row, given), row)


@router.post("/tasks/{task_id}/done", summary="A task is done", status_code=HTTPStatus.NO_CONTENT)
def done(request: Request, db: Db, visitor: MayWrite, task_id: int, given: DoneDraft) -> None:
    """With what came of it."""
    finish(db, visitor, task_id, given.outcome, today_of(request))


def _locked(db: Session, visitor: Visitor, key: str) -> tuple[Meeting, Committee]:
    return find_meeting(db, visitor, key, to_change=True)
