"""Committees of a case: appointing one, writing down its meetings and what they resolved."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from netops.cases.committees import (
    CommitteeDraft,
    MeetingDraft,
    ResolutionDraft,
    appoint,
    committees_of,
    find_committee,
    find_meeting,
    meet,
    members_of,
    resolve,
)
from netops.cases.definitions import definition_of
from netops.cases.facts import find_case, view_case
from netops.models.case import Committee, Meeting, WorkCase
from netops.web.access import Visitor, allowed
from netops.web.casework import doer_of
from netops.web.naming import SEATS
from netops.web.pages.cases import HOME
from office import thai_date
from office.workflow.committee import Seat
from service.i18n import _, spoken
from service.refusal import MissingError, RefusedError
from service.web.form import Field, Form, Posted, Rows, Section, Typed, flat, nested, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(prefix=f"{HOME}/{{case_id:int}}", include_in_schema=False)
MayWrite = Annotated[Visitor, Depends(allowed("committees.write"))]
_PRESENT: Final = "present-"


@router.get("/committees/new")
def new(request: Request, db: Db, visitor: MayWrite, case_id: int, kind: str = "") -> Response:
    """Empty, or as the one that is to be replaced."""
    case = find_case(db, visitor.sight, case_id)
    known = next((row for row in committees_of(db, case) if row.kind == kind and row.replaced_at is None), None)
    values: dict[str, Any] = {"quorum_numerator": 1, "quorum_denominator": 2, "chair_needed": True}
    values |= {"secretary_counts": True, "kind": kind, "members": [{"seat": Seat.CHAIR}]}
    if known is not None:
        members = [{"name": m.name, "position": m.position, "seat": m.seat} for m in members_of(db, known)]
        names = ("quorum_numerator", "quorum_denominator", "chair_needed", "secretary_counts")
        values |= {name: getattr(known, name) for name in names} | {"members": members}
    return page(request, "form.html", form=_appointing(case, flat(values), {}))


@router.post("/committees/new")
def create(request: Request, db: Db, visitor: MayWrite, case_id: int, typed: Posted) -> Response:
    """Appointed from now on."""
    case = find_case(db, visitor.sight, case_id, to_change=True)
    try:
        with db.begin_nested():
            appoint(doer_of(db, visitor), case, CommitteeDraft.read(_committee(typed)))
    except RefusedError as error:
        form = _appointing(case, typed, problems(error))
        return page(request, "form.html", status=HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
    return redirect(request, f"{HOME}/{case_id}#committees", _("The committee is appointed."))


@router.get("/committees/{committee_id:int}/meetings/new")
def new_meeting(request: Request, db: Db, visitor: MayWrite, case_id: int, committee_id: int) -> Response:
    """Who was there."""
    case = find_case(db, visitor.sight, case_id)
    committee = find_committee(db, case, committee_id)
    return page(request, "form.html", form=_meeting(db, case, committee, {}, {}))


@router.post("/committees/{committee_id:int}/meetings/new")
def hold(request: Request, db: Db, visitor: MayWrite, case_id: int, committee_id: int, typed: Posted) -> Response:
    """Written down, with its quorum."""
    case = find_case(db, visitor.sight, case_id, to_change=True)
    committee = find_committee(db, case, committee_id)
    try:
        with db.begin_nested():
            meeting = meet(doer_of(db, visitor), case, committee, MeetingDraft.read(_came(typed)))
    except RefusedError as error:
        form = _meeting(db, case, committee, typed, problems(error))
        return page(request, "form.html", status=HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
    home = f"{HOME}/{case_id}#committees"
    if meeting.is_quorate:
        return redirect(request, home, _("The meeting has its quorum."))
    return redirect(
        request, home, _("The meeting is written down. It has no quorum and can resolve nothing."), kind="warning"
    )


@router.get("/meetings/{meeting_id:int}/resolutions/new")
def new_resolution(
    request: Request, db: Db, visitor: MayWrite, case_id: int, meeting_id: int, step: str = ""
) -> Response:
    """The document with its SHA-256, and how people voted."""
    case = find_case(db, visitor.sight, case_id)
    meeting = find_meeting(db, case, meeting_id)
    return page(request, "form.html", form=_resolving(db, visitor, case, meeting, {"step": step}, {}))


@router.post("/meetings/{meeting_id:int}/resolutions/new")
def decide(request: Request, db: Db, visitor: MayWrite, case_id: int, meeting_id: int, typed: Posted) -> Response:
    """Bound to the document as the page showed it."""
    case = find_case(db, visitor.sight, case_id, to_change=True)
    meeting = find_meeting(db, case, meeting_id)
    try:
        with db.begin_nested():
            resolve(doer_of(db, visitor), case, meeting, ResolutionDraft.read(typed))
    except RefusedError as error:
        form = _resolving(db, visitor, case, meeting, typed, problems(error))
        return page(request, "form.html", status=HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
    return redirect(request, f"{HOME}/{case_id}#committees", _("The resolution is written down."))


def _committee(typed: Typed) -> dict[str, object]:
    return {name: value for name, value in nested(typed).items() if value != ""}


def _came(typed: Typed) -> dict[str, object]:
    present = [
        name.removeprefix(_PRESENT) for name, value in typed.items() if name.startswith(_PRESENT) and value == "yes"
    ]
    return {"held_on": typed.get("held_on", ""), "place": typed.get("place", ""), "present": present}


def _appointing(case: WorkCase, typed: Typed, wrong: Mapping[str, str]) -> Form:
    kinds = [(one.key, one.title.said(spoken())) for one in definition_of(case).committees]
    order = (
        Field("kind", _("Committee"), "select", options=kinds),
        Field("order_no", _("Number of the order"), required=True, maxlength=120),
        Field("appointed_on", _("Day of the order"), "date", required=True),
    )
    quorum = (
        Field("quorum_numerator", _("At least so many parts"), "number", hint=_("1 of 2: at least half")),
        Field("quorum_denominator", _("of so many"), "number"),
        Field("chair_needed", _("The chair must be there"), "checkbox"),
        Field("secretary_counts", _("The secretary is a member and counts"), "checkbox"),
    )
    seats = [(seat.value, _(SEATS[seat])) for seat in (Seat.MEMBER, Seat.CHAIR, Seat.SECRETARY)]
    member = (
        Field("name", _("Name")),
        Field("position", _("Position")),
        Field("seat", _("On the committee"), "select", options=seats),
    )
    rows = Rows("members", _("Members"), member, hint=_("Exactly one is the chair"), spare=3)
    sections = (
        Section(_("Order"), order),
        Section(_("Quorum"), quorum),
        Section("", rows=(rows,)),
    )
    home = f"{HOME}/{case.id}"
    return Form(_("Appoint a committee"), f"{home}/committees/new", home, sections, typed, wrong)


def _meeting(db: Session, case: WorkCase, committee: Committee, typed: Typed, wrong: Mapping[str, str]) -> Form:
    fields = (
        Field("held_on", _("Day of the meeting"), "date", required=True),
        Field("place", _("Place of the meeting")),
    )
    came = tuple(
        Field(f"{_PRESENT}{one.id}", f"{one.name} ({_(SEATS[one.seat])})", "checkbox")
        for one in members_of(db, committee)
    )
    title = definition_of(case).committee_title(committee.kind).said(spoken())
    home = f"{HOME}/{case.id}"
    action = f"{home}/committees/{committee.id}/meetings/new"
    return Form(title, action, f"{home}#committees", (Section("", fields), Section(_("Who came"), came)), typed, wrong)


def _resolving(
    db: Session, visitor: Visitor, case: WorkCase, meeting: Meeting, typed: Typed, wrong: Mapping[str, str]
) -> Form:
    view = view_case(db, case, doer_of(db, visitor).now)
    step = view.definition.by_key.get(typed.get("step", ""))
    if step is None or step.resolution is None or step.resolution.of not in view.documents:
        raise MissingError("document to be decided on")
    document = view.documents[step.resolution.of]
    what = f"{view.definition.evidence_title(step.resolution.of).said(spoken())}: {document.row.name}"
    fields = (
        Field("step", _("Step"), "select", options=[(step.key, step.title.said(spoken()))]),
        Field(
            "sha256",
            _("Document"),
            "select",
            options=[(document.sha256, f"{what} · SHA-256 {document.sha256}")],
            hint=_("The resolution holds for exactly this version and for no other"),
            wide=True,
        ),
        Field("in_favour", _("Votes for it"), "number", required=True),
        Field("against", _("Votes against it"), "number", required=True),
        Field("chair_decides_for", _("As many for as against: the chair decides for it"), "checkbox"),
        Field("text", _("Text of the resolution"), "textarea", maxlength=2000),
    )
    number, day = meeting.number, thai_date.short_date(meeting.held_on, spoken())
    title = _("Resolution of meeting %(number)s on %(day)s") % {"number": number, "day": day}
    home = f"{HOME}/{case.id}"
    action = f"{home}/meetings/{meeting.id}/resolutions/new"
    return Form(title, action, f"{home}#committees", (Section("", fields),), typed, wrong)
