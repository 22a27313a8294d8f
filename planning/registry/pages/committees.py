"""Committees: the list, one with its members, the form by which it is appointed, and its order as a paper."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from office.workflow.committee import Seat
from planning.kit.visitor import Visitor
from planning.plans.pages.drawing import Whose, file_of
from planning.plans.store.papers import Of, make_paper
from planning.registry.models.committee import Committee
from planning.registry.pages.clock import today_of
from planning.registry.pages.committee_words import KINDS, SEATS
from planning.registry.pages.history import ACTS, history_of
from planning.registry.papers.appointment import APPOINTMENT
from planning.registry.papers.making import KINDS as PAPERS
from planning.registry.papers.making import appointment_data
from planning.registry.store.committees import (
    SUBJECT,
    CommitteeDraft,
    CommitteeFacts,
    LastDay,
    MemberDraft,
    add_member,
    appoint,
    change_committee,
    committees,
    end_term,
    find_committee,
    holds,
    is_valid,
    members_of,
)
from planning.registry.store.meetings import Wanted, meetings
from service.i18n import _
from service.refusal import RefusedError
from service.web.access import Allowed
from service.web.form import Field, Form, Posted, Rows, Section, Typed, flat, nested, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
HOME: Final = "/committees"
USUAL: Final = {"quorum_numerator": 1, "quorum_denominator": 2, "chair_needed": True, "secretary_counts": True}
MayRead = Annotated[Visitor, Depends(Allowed("committees.read"))]
MayWrite = Annotated[Visitor, Depends(Allowed("committees.write"))]


@router.get(HOME)
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """Those in force first."""
    today = today_of(request)
    rows = [(row, is_valid(row, today)) for row in committees(db, visitor)]
    papers = [(kind.key, kind.title) for kind in PAPERS]
    return page(request, "committees.html", rows=rows, kinds=KINDS, papers=papers)


@router.get(f"{HOME}/new")
def new(request: Request, _visitor: MayWrite) -> Response:
    """With room for its members, the chair first."""
    values = flat({**USUAL, "members": [{"seat": Seat.CHAIR}]})
    return page(request, "form.html", form=_form(None, values, {}))


@router.post(f"{HOME}/new")
def create(request: Request, db: Db, visitor: MayWrite, typed: Posted) -> Response:
    """Appointed, or refused with every fault at its field."""
    try:
        with db.begin_nested():
            row = appoint(db, visitor, CommitteeDraft.read(_read(typed)))
    except RefusedError as error:
        form = _form(None, typed, problems(error))
        return page(request, "form.html", status=HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
    return redirect(request, f"{HOME}/{row.key}", _("The committee is appointed."))


@router.get(f"{HOME}/{{key}}")
def show(request: Request, db: Db, visitor: MayRead, key: str) -> Response:
    """Its facts, members with their terms, and meetings."""
    return _shown(request, db, visitor, find_committee(db, visitor, key), {})


@router.get(f"{HOME}/{{key}}/order.{{ending}}")
def order(_request: Request, db: Db, visitor: MayRead, key: str, ending: str) -> Response:
    """The order that appoints it, members in the order of their ranks."""
    row = find_committee(db, visitor, key)
    data = appointment_data(visitor.office_name, row, members_of(db, row))
    whose = Whose(visitor.office_code, visitor.office_name, row.changed_at, row.order_number)
    return file_of(db, APPOINTMENT, data, ending, whose)


@router.post(f"{HOME}/{{key}}/order")
def keep_order(request: Request, db: Db, visitor: MayWrite, key: str) -> Response:
    """As a paper of the office, which can be made again letter by letter."""
    row = find_committee(db, visitor, key)
    data = appointment_data(visitor.office_name, row, members_of(db, row))
    paper = make_paper(db, visitor, APPOINTMENT, data, number=row.order_number, of=Of(SUBJECT, row.key))
    return redirect(request, f"/papers/{paper.id}", _("Saved."))


@router.get(f"{HOME}/{{key}}/edit")
def edit(request: Request, db: Db, visitor: MayWrite, key: str) -> Response:
    """The form with what is stored; members have their own."""
    row = find_committee(db, visitor, key)
    values = flat(row.model_dump(include=set(CommitteeFacts.model_fields)))
    return page(request, "form.html", form=_form(row, values, {}))


@router.post(f"{HOME}/{{key}}/edit")
def change(request: Request, db: Db, visitor: MayWrite, key: str, typed: Posted) -> Response:
    """As it was typed, or nothing at all."""
    row = find_committee(db, visitor, key, to_change=True)
    try:
        with db.begin_nested():
            change_committee(db, visitor, row, CommitteeFacts.read(typed))
    except RefusedError as error:
        form = _form(row, typed, problems(error))
        return page(request, "form.html", status=HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
    return redirect(request, f"{HOME}/{key}", _("Saved."))


@router.post(f"{HOME}/{{key}}/members")
def add(request: Request, db: Db, visitor: MayWrite, key: str, typed: Posted) -> Response:
    """One more."""
    row = find_committee(db, visitor, key, to_change=True)
    try:
        with db.begin_nested():
            add_member(db, visitor, row, MemberDraft.read(typed))
    except RefusedError as error:
        return _shown(request, db, visitor, row, problems(error))
    return redirect(request, f"{HOME}/{key}", _("Saved."))


@router.post(f"{HOME}/{{key}}/members/{{member_id:int}}/end")
def end(request: Request, db: Db, visitor: MayWrite, key: str, member_id: int, typed: Posted) -> Response:
    """The last day of a term."""
    row = find_committee(db, visitor, key, to_change=True)
    try:
        with db.begin_nested():
            end_term(db, visitor, row, member_id, LastDay.read(typed).term_to)
    except RefusedError as error:
        return _shown(request, db, visitor, row, problems(error))
    return redirect(request, f"{HOME}/{key}", _("Saved."))


def _shown(request: Request, db: Session, visitor: Visitor, row: Committee, wrong: Mapping[str, str]) -> Response:
    today = today_of(request)
    return page(
        request,
        "committee.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        row=row,
        is_valid=is_valid(row, today),
        members=[(member, holds(member, today)) for member in members_of(db, row)],
        meetings=[meeting for meeting, _committee in meetings(db, visitor, Wanted(committee=row.key))],
        kinds=KINDS,
        seats=SEATS,
        wrong=wrong,
        history=history_of(db, visitor, SUBJECT, row.id),
        acts=ACTS,
        may_write=visitor.may("committees.write"),
    )


def _read(typed: Typed) -> dict[str, Any]:
    read = nested(typed)
    # A spare row has a seat chosen although nobody sits on it.
    members = [row for row in read.get("members", []) if row.get("name") or row.get("position")]
    return {**read, "members": members}


def _form(row: Committee | None, typed: Typed, wrong: Mapping[str, str]) -> Form:
    kinds = [(one.value, _(text)) for one, text in KINDS.items()]
    order_fields = (
        Field("kind", _("Kind"), "select", options=kinds),
        Field("name", _("Name"), required=True, wide=True),
        Field("order_number", _("Number of the order"), maxlength=120),
        Field("appointed_on", _("Day of the order"), "date"),
        Field("valid_from", _("In force from"), "date", required=True),
        Field("valid_to", _("In force until"), "date", hint=_("empty: until it is ended")),
        Field("legal_basis", _("Legal basis"), maxlength=500, wide=True),
        Field("duties", _("Duties"), "textarea", maxlength=2000, hint=_("One on each line")),
    )
    quorum = (
        Field("quorum_numerator", _("At least so many parts"), "number", hint=_("1 of 2: at least half")),
        Field("quorum_denominator", _("of so many"), "number"),
        Field("chair_needed", _("The chair must be there"), "checkbox"),
        Field("secretary_counts", _("The secretary is a member and counts"), "checkbox"),
    )
    sections = [Section(_("Order"), order_fields), Section(_("Quorum"), quorum)]
    if row is None:
        sections.append(Section(_("Members"), (), (_member_rows(),)))
    at = HOME if row is None else f"{HOME}/{row.key}"
    title = _("Appoint a committee") if row is None else row.name
    return Form(title, f"{at}/new" if row is None else f"{at}/edit", at, sections, typed, wrong)


def _member_rows() -> Rows:
    seats = [(seat.value, _(SEATS[seat])) for seat in (Seat.MEMBER, Seat.CHAIR, Seat.SECRETARY)]
    fields = (
        Field("rank", _("Rank"), "number"),
        Field("name", _("Name"), maxlength=120),
        Field("position", _("Position")),
        Field("seat", _("On the committee"), "select", options=seats),
        Field("term_from", _("Term from"), "date"),
        Field("term_to", _("Term until"), "date"),
    )
    return Rows("members", "", fields, hint=_("Terms left empty are those of the committee."), spare=6)
