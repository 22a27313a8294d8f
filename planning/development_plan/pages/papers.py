"""Making the papers of a plan: each from what was handed in, frozen or reviewed, kept in the register of papers."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from planning.development_plan.pages.forming import told
from planning.development_plan.store.papers import make_evidence_paper, make_plan_paper, make_school_paper
from planning.development_plan.store.plans import find_plan
from planning.development_plan.store.school_plans import find_school_plan
from planning.kit.visitor import Visitor
from service.i18n import _
from service.refusal import RefusedError
from service.web.access import Allowed
from service.web.render import redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
MayWrite = Annotated[Visitor, Depends(Allowed("plan.write"))]
MayReview = Annotated[Visitor, Depends(Allowed("school_plans.review"))]
OF_PLAN: Final = "/plans/{key}/papers/{name}"


@router.post(OF_PLAN)
def of_plan(request: Request, db: Db, visitor: MayWrite, key: str, name: str) -> Response:
    """The review, the situation report, the factor sheet or the plan book; MissingError for another name."""
    plan = find_plan(db, visitor, key)
    try:
        paper = make_evidence_paper(db, visitor, plan, name)
    except RefusedError as error:
        return told(request, f"/plans/{key}", error)
    return redirect(request, f"/papers/{paper.id}", _("The paper was made."))


@router.post(f"{OF_PLAN}/{{row_id:int}}")
def of_row(request: Request, db: Db, visitor: MayWrite, key: str, name: str, row_id: int) -> Response:
    """An indicator sheet, a project frame or a report; MissingError for another name."""
    paper = make_plan_paper(db, visitor, find_plan(db, visitor, key), name, row_id)
    return redirect(request, f"/papers/{paper.id}", _("The paper was made."))


@router.post("/school-plans/{row_id:int}/paper")
def of_school(request: Request, db: Db, visitor: MayReview, row_id: int) -> Response:
    """The checklist of a school's plan as it was reviewed last."""
    paper = make_school_paper(db, visitor, find_school_plan(db, visitor, row_id))
    return redirect(request, f"/papers/{paper.id}", _("The paper was made."))
