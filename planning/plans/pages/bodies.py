"""Which committee decides what, from which day: a setting of the office."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from planning.kit.happened import today
from planning.kit.visitor import Visitor
from planning.plans import words
from planning.plans.declared import shared_of
from planning.plans.store.gates import BodyDraft, bodies_of, committee_for, set_body
from service.i18n import _
from service.refusal import RefusedError
from service.web.access import Allowed
from service.web.form import Field, Form, Posted, Section, problems
from service.web.render import page, redirect
from service.web.transaction import Db

HOME: Final = "/approving-bodies"
router = APIRouter(prefix=HOME, include_in_schema=False)
MayRead = Annotated[Visitor, Depends(Allowed("approving_bodies.read"))]
MayWrite = Annotated[Visitor, Depends(Allowed("approving_bodies.write"))]


@router.get("")
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """Who decides today, and what held before."""
    subjects = {one.decision: one for one in shared_of(request).subjects}
    decides = [(one, committee_for(db, visitor.office_code, one, today())) for one in subjects.values()]
    return page(
        request, "plans/bodies.html", decides=decides, rows=bodies_of(db, visitor), subjects=subjects, words=words
    )


@router.get("/new")
def new(request: Request, _visitor: MayWrite) -> Response:
    """The form."""
    given = {"decision": request.query_params.get("decision", "")[:48], "valid_from": today().isoformat()}
    return page(request, "form.html", form=_form(request, given, {}))


@router.post("/new")
def create(request: Request, db: Db, visitor: MayWrite, typed: Posted) -> Response:
    """From a day on."""
    try:
        with db.begin_nested():
            set_body(db, visitor, shared_of(request), BodyDraft.read(typed))
    except RefusedError as error:
        form = _form(request, typed, problems(error))
        return page(request, "form.html", status=HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
    return redirect(request, HOME, _("Saved."))


def _form(request: Request, typed: Mapping[str, str], wrong: Mapping[str, str]) -> Form:
    subjects = {one.decision: _(one.title) for one in shared_of(request).subjects}
    fields = (
        Field("decision", _("Decision about"), "select", required=True, options=list(subjects.items())),
        Field(
            "committee_kind",
            _("Committee"),
            "select",
            required=True,
            options=[(kind, _(text)) for kind, text in words.COMMITTEES.items()],
        ),
        Field("valid_from", _("Holds from"), "date", required=True),
        Field("basis", _("By which rule or order"), required=True, maxlength=500),
    )
    return Form(_("Who decides"), f"{HOME}/new", HOME, (Section("", fields),), typed, wrong)
