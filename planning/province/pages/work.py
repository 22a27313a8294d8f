"""The steps of process 3 for one year: begun from its annual plan; the gates ask about it and the plan above it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from planning.kit.visitor import Visitor
from planning.plans.store.walking import RunDraft, start_run
from planning.province.declared import SHARED
from planning.province.kinds import PlanKind
from planning.province.models.plan import Plan
from planning.province.pages.plans import HOME
from planning.province.store import projects, rows
from service.i18n import N_, _
from service.refusal import block
from service.web.access import Allowed
from service.web.render import redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
MayWrite = Annotated[Visitor, Depends(Allowed("province.write"))]
WORKFLOW = "province-education"


@router.post(f"{HOME}/{{plan_id:int}}/work")
def start(request: Request, db: Db, visitor: MayWrite, plan_id: int) -> Response:
    """A run with all six steps. 409 where the annual plan does not lead up to a development plan yet."""
    annual = rows.find(db, visitor, Plan, plan_id, to_change=True)
    development = _above(db, visitor, annual)
    run = start_run(
        db,
        visitor,
        SHARED,
        RunDraft(
            workflow=WORKFLOW,
            title=annual.title,
            subject_kind=annual.kind.value,
            subject_key=annual.key,
            gates={PlanKind.DEVELOPMENT.value: development.key},
        ),
    )
    return redirect(request, f"/work/{run.key}", _("Saved."))


def _above(db: Session, visitor: Visitor, annual: Plan) -> Plan:
    line = projects.line(db, visitor, annual)
    if annual.kind is PlanKind.ANNUAL and line[-1].kind is PlanKind.DEVELOPMENT:
        return line[-1]
    raise block(N_("Begin from an annual plan under a four-year plan under a development plan"))
