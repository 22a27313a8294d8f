"""Step 4.2: trend, ratios, projection and what was reached; handing the report in."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from planning.development_plan import words
from planning.development_plan.models.plan import EvidenceKind
from planning.development_plan.steps.drawing import bars
from planning.development_plan.steps.grading import Grade
from planning.development_plan.store.plans import digest, evidence_of, find_plan
from planning.development_plan.store.situation import hand_in_situation, situation, situation_content
from planning.kit.visitor import Visitor
from service.i18n import _
from service.refusal import RefusedError
from service.web.access import Allowed
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
SITUATION: Final = "/plans/{key}/situation"
MayRead = Annotated[Visitor, Depends(Allowed("plan.read"))]
MayWrite = Annotated[Visitor, Depends(Allowed("plan.write"))]


@router.get(SITUATION)
def show(request: Request, db: Db, visitor: MayRead, key: str) -> Response:
    """From the copies of the registry's data, with their day."""
    plan = find_plan(db, visitor, key)
    found = situation(db, plan)
    handed = evidence_of(db, plan).get(EvidenceKind.SITUATION)
    counted = [(str(one.academic_year), one.pupils) for one in found.figures]
    expected = [(str(one.academic_year), one.pupils) for one in found.projected]
    return page(
        request,
        "situation.html",
        plan=plan,
        found=found,
        bars=bars([*counted, *expected]),
        counted=len(counted),
        missed=[one for one in found.reached if one.grade in {Grade.MISSED, Grade.BETTER}],
        met=[one for one in found.reached if one.grade is Grade.MET],
        handed=handed,
        is_changed=handed is not None and handed.sha256 != digest(situation_content(found)),
        words=words,
        may_write=visitor.may("plan.write"),
    )


@router.post(f"{SITUATION}/hand-in")
def hand_in(request: Request, db: Db, visitor: MayWrite, key: str) -> Response:
    """As a set of evidence."""
    plan = find_plan(db, visitor, key, to_change=True)
    try:
        with db.begin_nested():
            hand_in_situation(db, visitor, plan)
    except RefusedError as error:
        return redirect(request, f"/plans/{key}/situation", error.problems[0].text(_), kind="danger")
    return redirect(request, f"/plans/{key}/situation", _("Handed in."))
