"""Fiscal years and their states."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from office.fiscal import FiscalYear
from planning.kit.visitor import Visitor
from planning.registry.models.fiscal_year import YearState
from planning.registry.pages.clock import today_of
from planning.registry.store.fiscal_years import FOLLOWING, fiscal_years, move_on
from service.i18n import N_, _
from service.refusal import RefusedError
from service.web.access import Allowed
from service.web.form import Posted, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
HOME: Final = "/fiscal-years"
MayRead = Annotated[Visitor, Depends(Allowed("years.read"))]
MayWrite = Annotated[Visitor, Depends(Allowed("years.write"))]
STATES: Final = {
    YearState.PLANNING: N_("being planned"),
    YearState.OPEN: N_("open year"),
    YearState.CLOSED: N_("closed year"),
}
ACTS: Final = {YearState.PLANNING: N_("Open the year"), YearState.OPEN: N_("Close the year")}


@router.get(HOME)
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """The newest first."""
    return _shown(request, db, visitor, ())


@router.post(f"{HOME}/{{era:int}}/state")
def move(request: Request, db: Db, visitor: MayWrite, era: int, typed: Posted) -> Response:
    """To its next state."""
    try:
        with db.begin_nested():
            move_on(db, visitor, era, typed.get("state", ""))
    except RefusedError as error:
        return _shown(request, db, visitor, tuple(problems(error).values()))
    return redirect(request, HOME, _("Saved."))


def _shown(request: Request, db: Db, visitor: Visitor, wrong: tuple[str, ...]) -> Response:
    rows = [(row, FiscalYear(row.era)) for row in fiscal_years(db, visitor, today_of(request))]
    return page(
        request,
        "fiscal_years.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        rows=rows,
        wrong=wrong,
        states=STATES,
        following=FOLLOWING,
        acts=ACTS,
        may_write=visitor.may("years.write"),
    )
