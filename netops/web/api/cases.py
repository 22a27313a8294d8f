"""Cases over the API: opened, walked step by step, with their documents; and workflows."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, Query, Request, UploadFile
from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session, col
from starlette.responses import Response

from netops.cases.definitions import definitions
from netops.cases.documents import add_file, add_paper, find_evidence, withdraw
from netops.cases.facts import evidence_of, find_case, seen, view_case
from netops.cases.walking import (
    CaseDraft,
    Reason,
    StepDone,
    StepPlan,
    break_off,
    do_step,
    open_alone,
    plan_step,
    take_up,
    undo_step,
)
from netops.models.case import WorkCase
from netops.web.access import Visitor, allowed
from netops.web.api.case_shapes import CaseOut, CaseWhole, EvidenceOut, whole
from netops.web.api.paging import Paging, select_page
from netops.web.api.shapes import Listed
from netops.web.casework import doer_of, uploads_of
from netops.web.papers_listed import find_paper
from office.workflow.definition import Definition
from service.refusal import MissingError
from service.web.files import given_file, handed_out
from service.web.transaction import Db

router = APIRouter(prefix="/api/v1", tags=["cases"])
MayRead = Annotated[Visitor, Depends(allowed("cases.read"))]
MayWalk = Annotated[Visitor, Depends(allowed("cases.walk"))]
MayStart = Annotated[Visitor, Depends(allowed("cases.start"))]
Id = Annotated[int, Field(ge=1)]


class CaseSearch(Paging):
    """Cases by workflow, school, or whether they still run."""

    workflow: str | None = None
    site_id: int | None = None
    running: bool | None = None


class PaperGiven(BaseModel):
    """One of our papers as evidence."""

    model_config = ConfigDict(extra="forbid")

    kind: Annotated[str, Field(min_length=1, max_length=48)]
    paper_id: Id


class Place(BaseModel):
    """Where a file belongs: the case, and the kind of document."""

    case_id: Id
    kind: Annotated[str, Field(max_length=48)]


@router.get("/workflows", summary="Workflows")
def list_workflows(_visitor: MayRead) -> list[Definition]:
    """Those by which a case can be opened; a case keeps the one it was opened by."""
    return list(definitions().values())


@router.get("/cases", summary="Cases")
def list_cases(db: Db, visitor: MayRead, wanted: Annotated[CaseSearch, Query()]) -> Listed[CaseOut]:
    """The newest first."""
    where: list[Any] = [seen(visitor.sight)]
    where += [col(WorkCase.workflow) == wanted.workflow] if wanted.workflow else []
    where += [col(WorkCase.site_id) == wanted.site_id] if wanted.site_id is not None else []
    where += [col(WorkCase.ended_at).is_(None) == wanted.running] if wanted.running is not None else []
    return select_page(db, WorkCase, CaseOut, where=where, order=[col(WorkCase.id).desc()], pages=wanted)


@router.post("/cases", summary="Open a case", status_code=HTTPStatus.CREATED)
def create(db: Db, visitor: MayStart, given: CaseDraft) -> CaseWhole:
    """With all the steps of its workflow; not of one that begins elsewhere (`begins_at`)."""
    return _shown(db, visitor, open_alone(doer_of(db, visitor), given))


@router.get("/cases/{case_id}", summary="One case")
def get_case(db: Db, visitor: MayRead, case_id: Id) -> CaseWhole:
    """How each step stands today, and why."""
    return _shown(db, visitor, find_case(db, visitor.sight, case_id))


@router.post("/cases/{case_id}/steps/{step}/done", summary="Count a step as done")
def done(db: Db, visitor: MayWalk, case_id: Id, step: str, given: StepDone) -> CaseWhole:
    """The refusal names everything that is lacking."""
    case = find_case(db, visitor.sight, case_id, to_change=True)
    do_step(doer_of(db, visitor), case, step, given)
    return _shown(db, visitor, case)


@router.post("/cases/{case_id}/steps/{step}/undo", summary="Undo a step")
def undo(db: Db, visitor: MayWalk, case_id: Id, step: str, given: Reason) -> CaseWhole:
    """With a reason, and only while nothing that rests on it is done."""
    case = find_case(db, visitor.sight, case_id, to_change=True)
    undo_step(doer_of(db, visitor), case, step, given)
    return _shown(db, visitor, case)


@router.post("/cases/{case_id}/steps/{step}/plan", summary="Give a step to a person, or set its day")
def plan(db: Db, visitor: MayStart, case_id: Id, step: str, given: StepPlan) -> CaseWhole:
    """What is not given is as the workflow says."""
    case = find_case(db, visitor.sight, case_id, to_change=True)
    plan_step(doer_of(db, visitor), case, step, given)
    return _shown(db, visitor, case)


@router.post("/cases/{case_id}/end", summary="Break a case off")
def end(db: Db, visitor: MayStart, case_id: Id, given: Reason) -> CaseWhole:
    """Nothing of it is due any more."""
    case = find_case(db, visitor.sight, case_id, to_change=True)
    break_off(doer_of(db, visitor), case, given)
    return _shown(db, visitor, case)


@router.post("/cases/{case_id}/resume", summary="Go on with a case that was broken off")
def resume(db: Db, visitor: MayStart, case_id: Id) -> CaseWhole:
    """Its steps stand as they stood."""
    case = find_case(db, visitor.sight, case_id, to_change=True)
    take_up(doer_of(db, visitor), case)
    return _shown(db, visitor, case)


@router.get("/cases/{case_id}/evidence", summary="Documents of a case")
def list_evidence(db: Db, visitor: MayRead, case_id: Id) -> list[EvidenceOut]:
    """The newest first, those withdrawn included."""
    rows = evidence_of(db, find_case(db, visitor.sight, case_id))
    return [EvidenceOut.model_validate(row) for row in rows]


@router.post("/cases/{case_id}/evidence/{kind}", summary="Hand in a file", status_code=HTTPStatus.CREATED)
def hand_in(
    request: Request, db: Db, visitor: MayWalk, at: Annotated[Place, Depends()], file: Annotated[UploadFile, File()]
) -> EvidenceOut:
    """PDF, JPEG, PNG, DOCX or XLSX, told by its content."""
    case = find_case(db, visitor.sight, at.case_id, to_change=True)
    row = add_file(doer_of(db, visitor), case, at.kind, given_file(file), uploads_of(request))
    return EvidenceOut.model_validate(row)


@router.post("/cases/{case_id}/papers", summary="Hand in one of our papers", status_code=HTTPStatus.CREATED)
def hand_in_paper(db: Db, visitor: MayWalk, case_id: Id, given: PaperGiven) -> EvidenceOut:
    """The version whose PDF has this SHA-256."""
    case = find_case(db, visitor.sight, case_id, to_change=True)
    paper = find_paper(db, visitor.sight, given.paper_id)
    return EvidenceOut.model_validate(add_paper(doer_of(db, visitor), case, given.kind, paper))


@router.get("/cases/{case_id}/evidence/{evidence_id}", summary="A file that was handed in")
def get_file(request: Request, db: Db, visitor: MayRead, case_id: Id, evidence_id: Id) -> Response:
    """Byte for byte; 404 for a paper, which is under /papers."""
    row = find_evidence(doer_of(db, visitor), find_case(db, visitor.sight, case_id), evidence_id)
    if row.paper_id is not None:
        raise MissingError("file")
    return handed_out(uploads_of(request).read(row.sha256), row.name, row.media_type)


@router.post("/cases/{case_id}/evidence/{evidence_id}/withdraw", summary="Withdraw a document")
def take_back(db: Db, visitor: MayWalk, case_id: Id, evidence_id: Id, given: Reason) -> EvidenceOut:
    """It stays to be read and counts no more."""
    case = find_case(db, visitor.sight, case_id, to_change=True)
    doer = doer_of(db, visitor)
    withdraw(doer, case, evidence_id, given)
    return EvidenceOut.model_validate(find_evidence(doer, case, evidence_id))


def _shown(db: Session, visitor: Visitor, case: WorkCase) -> CaseWhole:
    return whole(view_case(db, case, doer_of(db, visitor).now))
