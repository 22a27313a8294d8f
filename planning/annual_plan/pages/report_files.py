"""Files that prove a quarterly report: handed in, read again, withdrawn with a reason."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from planning.annual_plan.models.following import Proof
from planning.annual_plan.models.project import Project
from planning.annual_plan.pages.proofs import download, handed_in, needed, withdraw_page
from planning.annual_plan.pages.reports import HOME, Given, OneQuarter, Which, locked, report_sheet
from planning.annual_plan.pages.shown import sheet, taken
from planning.annual_plan.store.proofs import find_proof, prove, withdraw_proof
from planning.annual_plan.store.reports import report_of
from planning.annual_plan.store.scope import find
from planning.kit.visitor import Visitor
from service.draft import said
from service.i18n import N_, _
from service.web.access import Allowed
from service.web.form import Posted
from service.web.render import redirect
from service.web.transaction import Db

router = APIRouter(prefix=f"{HOME}/{{row_id:int}}/{{quarter:int}}/evidence", include_in_schema=False)
MayRead = Annotated[Visitor, Depends(Allowed("plan.read"))]
MayWrite = Annotated[Visitor, Depends(Allowed("reports.write"))]


def _proof(db: Session, visitor: Visitor, which: OneQuarter, proof_id: int) -> Proof:
    project = find(db, visitor, Project, which.row_id)
    return find_proof(db, report_of(db, visitor, project, which.quarter), proof_id)


def _places(which: OneQuarter) -> tuple[str, str]:
    """The address of its files, and that of the reports."""
    return f"{HOME}/{which.row_id}/{which.quarter}/evidence", f"{HOME}/{which.row_id}"


@router.post("")
def hand_in(request: Request, db: Db, visitor: MayWrite, which: Which, file: Given = None) -> Response:
    """One more file, until the quarter is closed."""
    row = locked(db, visitor, which)

    def act() -> Proof:
        report = report_of(db, visitor, row, which.quarter, to_change=True)
        return prove(db, visitor, report, needed(handed_in(request, file)))

    made, wrong = taken(db, act)
    if made is None:
        shown = report_sheet(request, db, visitor, row, {}, {f"{which.quarter}/evidence": wrong})
        return sheet(request, shown, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return redirect(request, _places(which)[1], _("Saved."))


@router.get("/{proof_id:int}")
def read(request: Request, db: Db, visitor: MayRead, which: Which, proof_id: int) -> Response:
    """The file."""
    return download(request, _proof(db, visitor, which, proof_id))


@router.get("/{proof_id:int}/withdraw")
def ask_why(request: Request, db: Db, visitor: MayWrite, which: Which, proof_id: int) -> Response:
    """Before it is withdrawn."""
    return withdraw_page(request, _proof(db, visitor, which, proof_id), *_places(which), {}, {})


@router.post("/{proof_id:int}/withdraw")
def withdraw(request: Request, db: Db, visitor: MayWrite, which: Which, proof_id: int, typed: Posted) -> Response:
    """It does not count any more."""
    row = locked(db, visitor, which)

    def act() -> Proof:
        report = report_of(db, visitor, row, which.quarter, to_change=True)
        reason = said("reason", typed.get("reason", ""), longest=500, unsaid=N_("This is needed"))
        return withdraw_proof(db, visitor, report, proof_id, reason)

    made, wrong = taken(db, act)
    if made is None:
        return withdraw_page(request, _proof(db, visitor, which, proof_id), *_places(which), typed, wrong)
    return redirect(request, _places(which)[1], _("Saved."))
