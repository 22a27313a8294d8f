"""Cases: the list, and a new one."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from netops.cases.definitions import definitions
from netops.cases.walking import CaseDraft, open_alone
from netops.web.access import Visitor, allowed
from netops.web.cases_listed import CASES
from netops.web.casework import doer_of
from netops.web.forms.layout import site_choices
from netops.web.listing import exported, kinds_of, view_of
from service.i18n import _, spoken
from service.refusal import RefusedError
from service.web.form import Field, Form, Posted, Section, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
MayRead = Annotated[Visitor, Depends(allowed("cases.read"))]
MayStart = Annotated[Visitor, Depends(allowed("cases.start"))]
HOME: Final = "/cases"


@router.get(HOME)
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """Those that run first, the newest on top."""
    view = view_of(request, db, visitor, CASES, path=HOME)
    titles = {key: one.title.said(spoken()) for key, one in definitions().items()}
    today = doer_of(db, visitor).now.astimezone(request.app.state.render.zone).date()
    return page(request, "cases.html", view=view, kinds=kinds_of(CASES), titles=titles, today=today)


@router.get(f"{HOME}/export.{{kind}}")
def export(
    request: Request, db: Db, visitor: Annotated[Visitor, Depends(allowed("exports.run"))], kind: str
) -> Response:
    """Exactly the rows and columns that the list shows, all its pages."""
    return exported(request, db, visitor, CASES, kind)


@router.get(f"{HOME}/new")
def new(request: Request, db: Db, visitor: MayStart) -> Response:
    """What is asked when a case is opened."""
    return page(request, "case_new.html", form=_form(db, visitor, {}, {}), elsewhere=_elsewhere())


@router.post(f"{HOME}/new")
def create(request: Request, db: Db, visitor: MayStart, typed: Posted) -> Response:
    """Opened, with all the steps of its workflow."""
    try:
        with db.begin_nested():
            case = open_alone(doer_of(db, visitor), CaseDraft.read(typed))
    except RefusedError as error:
        form = _form(db, visitor, typed, problems(error))
        return page(request, "case_new.html", status=HTTPStatus.UNPROCESSABLE_ENTITY, form=form, elsewhere=_elsewhere())
    return redirect(request, f"{HOME}/{case.id}", _("The case is open."))


def _elsewhere() -> list[tuple[str, str]]:
    """Titles and pages of the workflows whose cases begin with what they are about."""
    return [(one.title.said(spoken()), one.begins_at) for one in definitions().values() if one.begins_at]


def _form(db: Session, visitor: Visitor, typed: Mapping[str, str], wrong: Mapping[str, str]) -> Form:
    fields = (
        Field(
            "workflow",
            _("Workflow"),
            "select",
            options=[(key, one.title.said(spoken())) for key, one in definitions().items() if not one.begins_at],
        ),
        Field("title", _("Title"), required=True, wide=True, hint=_("What is to be decided, in one line")),
        Field(
            "site_id",
            _("Whose case"),
            "select",
            options=[("", _("the office")), *site_choices(db, visitor.sight)],
            hint=_("A school sees its own cases only"),
        ),
        Field("note", _("Note"), "textarea", maxlength=2000),
    )
    return Form(_("New case"), f"{HOME}/new", HOME, (Section("", fields),), typed, wrong, submit=_("Open the case"))
