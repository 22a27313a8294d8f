"""Meetings: called, their roll, their agenda and papers; what they resolved; tasks that came of them."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from planning.kit.visitor import Visitor
from planning.plans.pages.drawing import Whose, file_of
from planning.plans.store.papers import Of, make_paper
from planning.registry.models.committee import Committee
from planning.registry.models.meeting import Meeting
from planning.registry.pages.clock import today_of
from planning.registry.pages.committee_words import KINDS, PARTS, SEATS, VERDICTS
from planning.registry.pages.history import ACTS, history_of
from planning.registry.papers.making import meeting_data
from planning.registry.papers.meeting_papers import AGENDA, INVITATION, MINUTES
from planning.registry.store.agenda import ItemDraft, ask, find_item, numbered, place, take_off, waiting
from planning.registry.store.committees import find_committee
from planning.registry.store.held import whole
from planning.registry.store.meetings import (
    SUBJECT,
    MeetingDraft,
    call,
    call_roll,
    change_meeting,
    find_meeting,
    meetings,
    named,
)
from planning.registry.store.resolving import ResolutionDraft, publish, resolve
from planning.registry.store.tasks import TaskDraft, give_task
from service.i18n import _
from service.refusal import MissingError, RefusedError
from service.web.access import Allowed
from service.web.form import Field, Form, Posted, Section, Typed, flat, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
HOME: Final = "/meetings"
MayRead = Annotated[Visitor, Depends(Allowed("committees.read"))]
MayWrite = Annotated[Visitor, Depends(Allowed("committees.write"))]
PAPERS: Final = {"invitation": INVITATION, "agenda": AGENDA, "minutes": MINUTES}
_PRESENT: Final = "present-"


@router.get(HOME)
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """The newest first, and what waits for one."""
    return page(request, "meetings.html", rows=meetings(db, visitor), waiting=waiting(db, visitor), kinds=KINDS)


@router.get("/committees/{key}/meetings/new")
def new(request: Request, db: Db, visitor: MayWrite, key: str) -> Response:
    """The empty form."""
    return page(request, "form.html", form=_form(find_committee(db, visitor, key), None, {}, {}))


@router.post("/committees/{key}/meetings/new")
def create(request: Request, db: Db, visitor: MayWrite, key: str, typed: Posted) -> Response:
    """The next one of its year."""
    committee = find_committee(db, visitor, key, to_change=True)
    try:
        with db.begin_nested():
            row = call(db, visitor, committee, MeetingDraft.read(typed))
    except RefusedError as error:
        form = _form(committee, None, typed, problems(error))
        return page(request, "form.html", status=HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
    return redirect(request, f"{HOME}/{row.key}", _("Saved."))


@router.get(f"{HOME}/{{key}}")
def show(request: Request, db: Db, visitor: MayRead, key: str) -> Response:
    """All of one meeting."""
    return _shown(request, db, visitor, *find_meeting(db, visitor, key))


@router.get(f"{HOME}/{{key}}/edit")
def edit(request: Request, db: Db, visitor: MayWrite, key: str) -> Response:
    """The form with what is stored."""
    row, committee = find_meeting(db, visitor, key)
    values = flat(row.model_dump(include=set(MeetingDraft.model_fields)))
    return page(request, "form.html", form=_form(committee, row, values, {}))


@router.post(f"{HOME}/{{key}}/edit")
def change(request: Request, db: Db, visitor: MayWrite, key: str, typed: Posted) -> Response:
    """As it was typed, or nothing at all."""
    row, committee = find_meeting(db, visitor, key, to_change=True)
    try:
        with db.begin_nested():
            change_meeting(db, visitor, row, committee, MeetingDraft.read(typed))
    except RefusedError as error:
        form = _form(committee, row, typed, problems(error))
        return page(request, "form.html", status=HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
    return redirect(request, f"{HOME}/{key}", _("Saved."))


@router.get(f"{HOME}/{{key}}/{{paper}}.{{ending}}")
def paper_of(_request: Request, db: Db, visitor: MayRead, key: str, paper: str, ending: str) -> Response:
    """Invitation, agenda or minutes."""
    if paper not in PAPERS:
        raise MissingError("paper")
    row, committee = find_meeting(db, visitor, key)
    data = meeting_data(visitor.office_name, whole(db, row, committee))
    whose = Whose(visitor.office_code, visitor.office_name, row.changed_at, row.invitation_number)
    return file_of(db, PAPERS[paper], data, ending, whose)


@router.post(f"{HOME}/{{key}}/roll")
def roll(request: Request, db: Db, visitor: MayWrite, key: str, typed: Posted) -> Response:
    """Who was there, and with it whether the meeting can decide."""
    row, committee = find_meeting(db, visitor, key, to_change=True)
    ids = [name.removeprefix(_PRESENT) for name, value in typed.items() if name.startswith(_PRESENT) and value == "yes"]
    present = [int(one) for one in ids if one.isascii() and one.isdigit() and len(one) < 10]
    try:
        with db.begin_nested():
            call_roll(db, visitor, row, committee, present, today=today_of(request))
    except RefusedError as error:
        return _shown(request, db, visitor, row, committee, problems(error))
    if row.is_quorate:
        return redirect(request, f"{HOME}/{key}", _("The meeting has its quorum."))
    text = _("The meeting is written down. It has no quorum and can resolve nothing.")
    return redirect(request, f"{HOME}/{key}", text, kind="warning")


@router.post(f"{HOME}/{{key}}/items")
def add_item(request: Request, db: Db, visitor: MayWrite, key: str, typed: Posted) -> Response:
    """A matter that the secretary writes, or a paper that waits (`item` is its key)."""
    row, committee = find_meeting(db, visitor, key, to_change=True)
    try:
        with db.begin_nested():
            if typed.get("item"):
                place(db, visitor, find_item(db, visitor, typed["item"], to_change=True), row)
            else:
                ask(db, visitor, ItemDraft.read({name: value for name, value in typed.items() if name != "item"}), row)
    except RefusedError as error:
        return _shown(request, db, visitor, row, committee, problems(error))
    return redirect(request, f"{HOME}/{key}#agenda", _("Saved."))


@router.post(f"{HOME}/{{key}}/items/{{item_key}}/off")
def off(request: Request, db: Db, visitor: MayWrite, key: str, item_key: str) -> Response:
    """It waits for another meeting."""
    row, committee = find_meeting(db, visitor, key, to_change=True)
    try:
        with db.begin_nested():
            take_off(db, visitor, find_item(db, visitor, item_key, to_change=True), row)
    except RefusedError as error:
        return _shown(request, db, visitor, row, committee, problems(error))
    return redirect(request, f"{HOME}/{key}#agenda", _("It waits for a meeting."))


@router.get(f"{HOME}/{{key}}/items/{{item_key}}/resolution")
def resolving(request: Request, db: Db, visitor: MayWrite, key: str, item_key: str) -> Response:
    """The form, with the fingerprint of what lies before the meeting."""
    row, _committee = find_meeting(db, visitor, key)
    item = find_item(db, visitor, item_key)
    return page(request, "form.html", form=_resolution(row, item_key, item.title, {"sha256": item.sha256}, {}))


@router.post(f"{HOME}/{{key}}/items/{{item_key}}/resolution")
def resolved(request: Request, db: Db, visitor: MayWrite, key: str, item_key: str, typed: Posted) -> Response:
    """Written down for good, and told."""
    row, committee = find_meeting(db, visitor, key, to_change=True)
    item = find_item(db, visitor, item_key, to_change=True)
    try:
        with db.begin_nested():
            resolve(db, visitor, row, committee, item, ResolutionDraft.read(typed))
    except RefusedError as error:
        form = _resolution(row, item_key, item.title, {**typed, "sha256": item.sha256}, problems(error))
        return page(request, "form.html", status=HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
    return redirect(request, f"{HOME}/{key}#agenda", _("The resolution is written down."))


@router.post(f"{HOME}/{{key}}/publish")
def make_public(request: Request, db: Db, visitor: MayWrite, key: str) -> Response:
    """Everybody may read the resolutions."""
    row, committee = find_meeting(db, visitor, key, to_change=True)
    try:
        with db.begin_nested():
            publish(db, visitor, row)
    except RefusedError as error:
        return _shown(request, db, visitor, row, committee, problems(error))
    return redirect(request, f"{HOME}/{key}", _("The resolutions are published."))


@router.post(f"{HOME}/{{key}}/tasks")
def add_task(request: Request, db: Db, visitor: MayWrite, key: str, typed: Posted) -> Response:
    """Somebody has to do something until a day."""
    row, committee = find_meeting(db, visitor, key, to_change=True)
    try:
        with db.begin_nested():
            give_task(db, visitor, row, TaskDraft.read(typed))
    except RefusedError as error:
        return _shown(request, db, visitor, row, committee, problems(error))
    return redirect(request, f"{HOME}/{key}#tasks", _("Saved."))


@router.post(f"{HOME}/{{key}}/{{paper}}")
def keep_paper(request: Request, db: Db, visitor: MayWrite, key: str, paper: str) -> Response:
    """As a paper of the office, which can be made again letter by letter."""
    if paper not in PAPERS:
        raise MissingError("paper")
    row, committee = find_meeting(db, visitor, key)
    data = meeting_data(visitor.office_name, whole(db, row, committee))
    made = make_paper(db, visitor, PAPERS[paper], data, number=row.invitation_number, of=Of(SUBJECT, row.key))
    return redirect(request, f"/papers/{made.id}", _("Saved."))


def _shown(
    request: Request,
    db: Session,
    visitor: Visitor,
    row: Meeting,
    committee: Committee,
    wrong: Mapping[str, str] | None = None,
) -> Response:
    held = whole(db, row, committee)
    return page(
        request,
        "meeting.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        held=held,
        row=row,
        committee=committee,
        items=numbered(held.items),
        waiting=[one for one in waiting(db, visitor) if one.committee_kind in ("", committee.kind)],
        kinds=KINDS,
        seats=SEATS,
        parts=PARTS,
        verdicts=VERDICTS,
        today=today_of(request),
        wrong=wrong or {},
        history=history_of(db, visitor, SUBJECT, row.id),
        acts=ACTS,
        may_write=visitor.may("committees.write"),
    )


def _form(committee: Committee, row: Meeting | None, typed: Typed, wrong: Mapping[str, str]) -> Form:
    fields = (
        Field("held_on", _("Day of the meeting"), "date", required=True),
        Field("begins", _("Begins at"), "time"),
        Field("ends", _("Ends at"), "time"),
        Field("place", _("Place of the meeting")),
        Field("invitation_number", _("Number of the letter"), maxlength=120),
    )
    if row is None:
        at, back = f"/committees/{committee.key}/meetings/new", f"/committees/{committee.key}"
        return Form(_("Call a meeting") + f": {committee.name}", at, back, (Section("", fields),), typed, wrong)
    at = f"{HOME}/{row.key}"
    return Form(f"{committee.name} {named(row)}", f"{at}/edit", at, (Section("", fields),), typed, wrong)


def _resolution(row: Meeting, item_key: str, title: str, typed: Typed, wrong: Mapping[str, str]) -> Form:
    verdicts = [(one.value, _(text)) for one, text in VERDICTS.items()]
    fields = (
        Field("sha256", "", "hidden"),
        Field("verdict", _("Resolved"), "select", options=verdicts),
        Field("in_favour", _("Votes for it"), "number", hint=_("empty: nobody was against it")),
        Field("against", _("Votes against it"), "number"),
        Field("abstained", _("Abstained"), "number"),
        Field("chair_decides_for", _("Equal votes: the chair decided for it"), "checkbox"),
        Field("text", _("Text of the resolution"), "textarea", maxlength=4000, lines=6, required=True),
    )
    at = f"{HOME}/{row.key}"
    sha = " ".join((_("Checking code"), typed["sha256"])) if typed.get("sha256") else ""
    return Form(title, f"{at}/items/{item_key}/resolution", at, (Section(sha, fields),), typed, wrong)
