"""Committees of cases over the API: appointed, met, resolved."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import Field

from netops.cases.committees import (
    CommitteeDraft,
    MeetingDraft,
    ResolutionDraft,
    appoint,
    committees_of,
    find_committee,
    find_meeting,
    meet,
    meetings_of,
    resolutions_of,
    resolve,
)
from netops.cases.facts import find_case
from netops.web.access import Visitor, allowed
from netops.web.api.case_shapes import CommitteeOut, MeetingOut, ResolutionOut, committee_out
from netops.web.casework import doer_of
from service.web.transaction import Db

router = APIRouter(prefix="/api/v1/cases/{case_id}", tags=["cases"])
MayRead = Annotated[Visitor, Depends(allowed("cases.read"))]
MayWrite = Annotated[Visitor, Depends(allowed("committees.write"))]
Id = Annotated[int, Field(ge=1)]


@router.get("/committees", summary="Committees of a case")
def list_committees(db: Db, visitor: MayRead, case_id: Id) -> list[CommitteeOut]:
    """The newest first, those replaced included."""
    case = find_case(db, visitor.sight, case_id)
    return [committee_out(db, row) for row in committees_of(db, case)]


@router.post("/committees", summary="Appoint a committee", status_code=HTTPStatus.CREATED)
def create(db: Db, visitor: MayWrite, case_id: Id, given: CommitteeDraft) -> CommitteeOut:
    """It replaces the one of its kind."""
    case = find_case(db, visitor.sight, case_id, to_change=True)
    return committee_out(db, appoint(doer_of(db, visitor), case, given))


@router.get("/committees/{committee_id}/meetings", summary="Meetings of a committee")
def list_meetings(db: Db, visitor: MayRead, case_id: Id, committee_id: Id) -> list[MeetingOut]:
    """In the order of their numbers."""
    committee = find_committee(db, find_case(db, visitor.sight, case_id), committee_id)
    return [MeetingOut.model_validate(row) for row in meetings_of(db, committee)]


@router.post("/committees/{committee_id}/meetings", summary="Write a meeting down", status_code=HTTPStatus.CREATED)
def hold(db: Db, visitor: MayWrite, case_id: Id, committee_id: Id, given: MeetingDraft) -> MeetingOut:
    """With the quorum as it was that day."""
    case = find_case(db, visitor.sight, case_id, to_change=True)
    committee = find_committee(db, case, committee_id)
    return MeetingOut.model_validate(meet(doer_of(db, visitor), case, committee, given))


@router.get("/resolutions", summary="Resolutions on a case")
def list_resolutions(db: Db, visitor: MayRead, case_id: Id) -> list[ResolutionOut]:
    """In the order in which they were taken."""
    return [ResolutionOut.model_validate(row) for row in resolutions_of(db, find_case(db, visitor.sight, case_id))]


@router.post("/meetings/{meeting_id}/resolutions", summary="Write a resolution down", status_code=HTTPStatus.CREATED)
def decide(db: Db, visitor: MayWrite, case_id: Id, meeting_id: Id, given: ResolutionDraft) -> ResolutionOut:
    """Bound to the SHA-256 of the document; refused when that is not what is there now."""
    case = find_case(db, visitor.sight, case_id, to_change=True)
    meeting = find_meeting(db, case, meeting_id)
    return ResolutionOut.model_validate(resolve(doer_of(db, visitor), case, meeting, given))
