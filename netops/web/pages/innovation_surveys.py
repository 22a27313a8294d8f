"""Surveys of an innovation: made, changed, their link and QR code, tickets, and what people answered."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Final

import segno
from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from innovation.models.evaluation import Survey
from innovation.models.innovation import Innovation
from innovation.queries.innovations import find_seen
from innovation.store.surveys import comments_of, find_survey, is_open
from netops.innovating import judging
from netops.innovating.editors import Innovations
from netops.innovation_papers.gathering import survey_said
from netops.web.access import Visitor, allowed
from netops.web.hand import hand_of
from netops.web.pages.assets import today_of
from netops.web.pages.innovations import HOME
from service.i18n import _
from service.refusal import RefusedError
from service.web.form import Field, Form, Posted, Section, flat, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(prefix=f"{HOME}/{{row_id:int}}/surveys", include_in_schema=False)
MayRead = Annotated[Visitor, Depends(allowed("innovation_reports.read"))]
MayWrite = Annotated[Visitor, Depends(allowed("innovations.write"))]
PRIVATE: Final = {"Cache-Control": "no-store", "Referrer-Policy": "strict-origin"}


def _form(
    request: Request,
    innovation: Innovation,
    survey: Survey | None,
    values: Mapping[str, str],
    wrong: Mapping[str, str],
) -> Response:
    own = f"{HOME}/{innovation.id}/surveys"
    fields = (
        Field("title", _("Title"), required=True, wide=True),
        Field(
            "questions",
            _("Questions, one on each line"),
            "textarea",
            lines=8,
            maxlength=2000,
            hint=_("Each is answered from 1 (least) to 5 (most). Ask for no names."),
        ),
        Field("opens_on", _("Open from"), "date", required=True),
        Field("closes_on", _("Open until"), "date", required=True),
        Field(
            "has_tickets",
            _("Each respondent has a ticket that works once"),
            "checkbox",
            hint=_("Without tickets everybody who has the link can answer"),
        ),
    )
    shown = Form(
        title=_("New survey") if survey is None else _("Change a survey"),
        action=f"{own}/new" if survey is None else f"{own}/{survey.id}/change",
        back=f"{HOME}/{innovation.id}/evaluation#surveys" if survey is None else f"{own}/{survey.id}",
        sections=(Section(innovation.name, fields),),
        values=values,
        problems=wrong,
    )
    return page(request, "form.html", status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK, form=shown)


@router.get("/new")
def new(request: Request, db: Db, visitor: MayWrite, row_id: int) -> Response:
    """Its questions and days."""
    innovation = find_seen(db, visitor.sight, row_id)
    usual = {
        "title": _("Satisfaction"),
        "questions": _("It is easy to use\nIt saves time\nIt does what we need\nOn the whole I am content"),
    }
    return _form(request, innovation, None, usual, {})


@router.post("/new")
def create(request: Request, db: Db, visitor: MayWrite, row_id: int, typed: Posted) -> Response:
    """With a link that nobody guesses."""
    innovation = Innovations(hand_of(request, db, visitor)).get(row_id)
    try:
        with db.begin_nested():
            survey = judging.make_survey(hand_of(request, db, visitor), innovation, typed)
    except RefusedError as error:
        return _form(request, innovation, None, typed, problems(error))
    return redirect(request, f"{HOME}/{row_id}/surveys/{survey.id}", _("Saved."))


@router.get("/{survey_id:int}")
def show(request: Request, db: Db, visitor: MayRead, row_id: int, survey_id: int) -> Response:
    """Link, QR code, and all answers with n."""
    innovation = find_seen(db, visitor.sight, row_id)
    return _shown(request, db, innovation, find_survey(db, innovation, survey_id))


def _shown(
    request: Request, db: Db, innovation: Innovation, survey: Survey, *, tickets: tuple[str, ...] = (), wrong: str = ""
) -> Response:
    address = f"{request.app.state.settings.base_url}/survey/{survey.token}"
    response = page(
        request,
        "innovation_survey.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        row=innovation,
        home=f"{HOME}/{innovation.id}",
        survey=survey,
        said=survey_said(db, survey),
        comments=comments_of(db, survey),
        is_open=is_open(survey, today_of(request)),
        address=address,
        drawing=segno.make(address, error="m").svg_data_uri(scale=6),
        tickets=[f"{address}?ticket={one}" for one in tickets],
        wrong=wrong,
    )
    response.headers.update(PRIVATE)
    return response


@router.get("/{survey_id:int}/change")
def edit(request: Request, db: Db, visitor: MayWrite, row_id: int, survey_id: int) -> Response:
    """Its questions while nobody answered; its days always."""
    innovation = find_seen(db, visitor.sight, row_id)
    survey = find_survey(db, innovation, survey_id)
    names = ("title", "opens_on", "closes_on", "has_tickets")
    values = flat({name: getattr(survey, name) for name in names}) | {"questions": "\n".join(survey.questions)}
    return _form(request, innovation, survey, values, {})


@router.post("/{survey_id:int}/change")
def save(request: Request, db: Db, visitor: MayWrite, row_id: int, survey_id: int, typed: Posted) -> Response:
    """As it was typed."""
    innovation = Innovations(hand_of(request, db, visitor)).get(row_id)
    survey = find_survey(db, innovation, survey_id)
    try:
        with db.begin_nested():
            judging.change_survey(hand_of(request, db, visitor), innovation, survey, typed)
    except RefusedError as error:
        db.refresh(survey)
        return _form(request, innovation, survey, typed, problems(error))
    return redirect(request, f"{HOME}/{row_id}/surveys/{survey_id}", _("Saved."))


@router.post("/{survey_id:int}/tickets")
def tickets(request: Request, db: Db, visitor: MayWrite, row_id: int, survey_id: int, typed: Posted) -> Response:
    """New tickets, shown once: only their hashes are kept."""
    innovation = Innovations(hand_of(request, db, visitor)).get(row_id)
    survey = find_survey(db, innovation, survey_id)
    text = typed.get("count", "")
    count = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
    try:
        with db.begin_nested():
            made = judging.make_tickets(hand_of(request, db, visitor), innovation, survey, count)
    except RefusedError as error:
        return _shown(request, db, innovation, survey, wrong=" ".join(problems(error).values()))
    return _shown(request, db, innovation, survey, tickets=tuple(made))
