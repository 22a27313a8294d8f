"""The directory of agencies, and requests to them to name somebody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session, col
from starlette.requests import Request
from starlette.responses import Response

from planning.kit.visitor import Visitor
from planning.province import words
from planning.province.models.agency import Agency, Answer, Nomination
from planning.province.pages.answering import attempt, shown, stored
from planning.province.pages.listing import Line, Listing, State
from planning.province.store import agencies as store
from planning.province.store import rows
from planning.province.store.agencies import AgencyDraft, AnswerDraft, NominationDraft
from service.i18n import N_, _
from service.web.access import Allowed
from service.web.form import Act, Field, Form, Posted, Section, Typed
from service.web.render import page, redirect
from service.web.table import Column
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
HOME: Final = "/agencies"
ASKED: Final = "/nominations"
MayRead = Annotated[Visitor, Depends(Allowed("province.read"))]
MayWrite = Annotated[Visitor, Depends(Allowed("province.write"))]
COLOURS: Final = {Answer.WAITING: "yellow", Answer.NOMINATED: "green", Answer.DECLINED: "red"}


def _agency_line(row: Agency) -> Line:
    return Line(
        f"{HOME}/{row.id}/edit",
        {
            "name": row.name,
            "affiliation": _(words.AFFILIATIONS[row.affiliation]),
            "kind": _(words.AGENCY_KINDS[row.kind]),
            "code": row.code,
            "unit": row.unit,
            "phone": row.phone,
            "active": _("yes") if row.is_active else _("no"),
        },
    )


AGENCIES: Final = Listing(
    HOME,
    (
        Column("name", N_("Agency")),
        Column("affiliation", N_("Affiliation")),
        Column("kind", N_("Kind of agency")),
        Column("code", N_("Office code")),
        Column("unit", N_("Unit to contact")),
        Column("phone", N_("Telephone")),
        Column("active", N_("Takes part"), usual=False),
    ),
    _agency_line,
    "name",
    ("affiliation", "kind"),
    "agencies",
)


@router.get(HOME)
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """By name."""
    may_write = visitor.may("province.write")
    listing = AGENCIES if may_write else replace(AGENCIES, line=lambda row: Line("", _agency_line(row).cells))
    view = listing.view(request, store.agencies(db, visitor))
    acts = [(f"{HOME}/new", _("Add an agency"), "plus")] if may_write else []
    return page(request, "lines.html", view=view, title=_("Agencies"), acts=acts)


@router.get(f"{HOME}/export.{{kind}}")
def export(request: Request, db: Db, visitor: MayRead, kind: str) -> Response:
    """As shown."""
    return AGENCIES.export(request, store.agencies(db, visitor), kind)


@router.get(f"{HOME}/new")
def new(request: Request, _visitor: MayWrite) -> Response:
    """The empty form."""
    return shown(request, _agency_form(None, {"is_active": "yes", "is_asked_for_plan": "yes"}, {}))


@router.post(f"{HOME}/new")
def create(request: Request, db: Db, visitor: MayWrite, typed: Posted) -> Response:
    """One more."""
    _row, wrong = attempt(db, lambda: store.add_agency(db, visitor, AgencyDraft.read(typed)))
    return shown(request, _agency_form(None, typed, wrong)) if wrong else redirect(request, HOME, _("Saved."))


@router.get(f"{HOME}/{{agency_id:int}}/edit")
def edit(request: Request, db: Db, visitor: MayWrite, agency_id: int) -> Response:
    """With what is stored."""
    row = rows.find(db, visitor, Agency, agency_id)
    return shown(request, _agency_form(row, stored(row, AgencyDraft.model_fields), {}))


@router.post(f"{HOME}/{{agency_id:int}}/edit")
def change(request: Request, db: Db, visitor: MayWrite, agency_id: int, typed: Posted) -> Response:
    """As typed."""
    row = rows.find(db, visitor, Agency, agency_id, to_change=True)
    _done, wrong = attempt(db, lambda: store.change_agency(db, visitor, row, AgencyDraft.read(typed)))
    return shown(request, _agency_form(row, typed, wrong)) if wrong else redirect(request, HOME, _("Saved."))


def _agency_form(row: Agency | None, typed: Typed, wrong: Mapping[str, str]) -> Form:
    first = (
        Field("name", _("Agency"), required=True),
        Field("affiliation", _("Affiliation"), "select", options=words.options(words.AFFILIATIONS)),
        Field("kind", _("Kind of agency"), "select", options=words.options(words.AGENCY_KINDS)),
        Field(
            "code", _("Office code"), hint=_("Where the agency keeps its annual plan here: shared projects reach it")
        ),
        Field("is_asked_for_plan", _("Is asked for its action plan each year"), "checkbox"),
        Field("is_active", _("Takes part"), "checkbox"),
    )
    contact = (
        Field("unit", _("Unit to contact"), hint=_("A group or division, never a person's own number")),
        Field("phone", _("Telephone"), "tel"),
        Field("mail", _("E-mail"), "email"),
        Field("seen", "", "hidden"),
    )
    action = f"{HOME}/{row.id}/edit" if row else f"{HOME}/new"
    sections = (Section(_("Agency"), first), Section(_("Contact"), contact))
    return Form(row.name if row else _("Add an agency"), action, HOME, sections, typed, wrong)


def _asked(db: Session, visitor: Visitor) -> Listing[Nomination]:
    names = {one.id: one.name for one in store.agencies(db, visitor)}

    def line(row: Nomination) -> Line:
        return Line(
            f"{ASKED}/{row.id}/answer",
            {
                "agency": names.get(row.agency_id, ""),
                "committee": row.committee,
                "letter": row.letter_number,
                "asked": row.asked_on,
                "due": row.due_on,
                "answer": State(_(words.ANSWERS[row.answer]), COLOURS[row.answer]),
                "nominee": " · ".join(part for part in (row.nominee, row.position) if part) or row.reason,
            },
        )

    columns = (
        Column("agency", N_("Agency")),
        Column("committee", N_("Committee or working group")),
        Column("letter", N_("Letter number")),
        Column("asked", N_("Asked by letter on")),
        Column("due", N_("Answer due")),
        Column("answer", N_("Answer")),
        Column("nominee", N_("Who was named, or why not")),
    )
    return Listing(ASKED, columns, line, "due", ("answer", "committee"), "nominations")


@router.get(ASKED)
def asked_for(request: Request, db: Db, visitor: MayRead) -> Response:
    """What is due first."""
    view = _asked(db, visitor).view(request, rows.every(db, visitor, Nomination, order=col(Nomination.due_on)))
    acts = [(f"{ASKED}/new", _("Ask for a name"), "send")] if visitor.may("province.write") else []
    return page(request, "lines.html", view=view, title=_("Requests for names"), acts=acts)


@router.get(f"{ASKED}/export.{{kind}}")
def export_asked(request: Request, db: Db, visitor: MayRead, kind: str) -> Response:
    """As shown."""
    return _asked(db, visitor).export(request, rows.every(db, visitor, Nomination), kind)


@router.get(f"{ASKED}/new")
def new_request(request: Request, db: Db, visitor: MayWrite) -> Response:
    """The empty form."""
    return shown(request, _request_form(db, visitor, {}, {}))


@router.post(f"{ASKED}/new")
def ask(request: Request, db: Db, visitor: MayWrite, typed: Posted) -> Response:
    """One request to one agency."""
    _row, wrong = attempt(db, lambda: store.ask(db, visitor, NominationDraft.read(typed)))
    if wrong:
        return shown(request, _request_form(db, visitor, typed, wrong))
    return redirect(request, ASKED, _("Saved."))


@router.get(f"{ASKED}/{{request_id:int}}/answer")
def answer_form(request: Request, db: Db, visitor: MayWrite, request_id: int) -> Response:
    """What was answered until now."""
    row = rows.find(db, visitor, Nomination, request_id)
    return shown(request, _answer_form(row, stored(row, AnswerDraft.model_fields), {}))


@router.post(f"{ASKED}/{{request_id:int}}/answer")
def answer(request: Request, db: Db, visitor: MayWrite, request_id: int, typed: Posted) -> Response:
    """What the agency said."""
    row = rows.find(db, visitor, Nomination, request_id, to_change=True)
    _done, wrong = attempt(db, lambda: store.answer(db, visitor, row, AnswerDraft.read(typed)))
    return shown(request, _answer_form(row, typed, wrong)) if wrong else redirect(request, ASKED, _("Saved."))


def _request_form(db: Session, visitor: Visitor, typed: Typed, wrong: Mapping[str, str]) -> Form:
    choices = [(str(one.id), one.name) for one in store.agencies(db, visitor, active_only=True)]
    fields = (
        Field("agency_id", _("Agency"), "select", options=choices, find=True),
        Field("committee", _("Committee or working group"), required=True),
        Field("letter_number", _("Letter number")),
        Field("asked_on", _("Asked by letter on"), "date", required=True),
        Field("due_on", _("Answer due"), "date", required=True),
    )
    return Form(_("Ask for a name"), f"{ASKED}/new", ASKED, (Section("", fields),), typed, wrong)


def _answer_form(row: Nomination, typed: Typed, wrong: Mapping[str, str]) -> Form:
    fields = (
        Field("answer", _("Answer"), "select", options=words.options(words.ANSWERS)),
        Field("answered_on", _("Answered on"), "date"),
        Field("nominee", _("Name")),
        Field("position", _("Position")),
        Field("reason", _("Reason given"), "textarea", hint=_("Needed where nobody was named"), maxlength=2000),
        Field("seen", "", "hidden"),
    )
    letter = Act(f"{ASKED}/{row.id}/paper", _("Make the letter"), icon="printer", danger=False)
    sections = (Section(_("Answer"), fields),)
    return Form(row.committee, f"{ASKED}/{row.id}/answer", ASKED, sections, typed, wrong, (letter,))
