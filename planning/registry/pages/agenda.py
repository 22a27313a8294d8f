"""Papers of services ask for a decision here: by the service itself, or by a person who chooses the meeting."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from contract.agenda import AGENDA, Matter, Placed
from planning.kit.visitor import Visitor
from planning.registry.pages.clock import today_of
from planning.registry.store.agenda import ItemDraft, ask, before_which
from planning.registry.store.meetings import find_meeting, meetings, named
from service.i18n import _
from service.refusal import RefusedError
from service.web.access import Allowed
from service.web.form import Field, Form, Posted, Section, Typed, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter()
HOME: Final = "/agenda/new"
ASK: Final = "agenda.ask"
MayWrite = Annotated[Visitor, Depends(Allowed("committees.write"))]
HIDDEN: Final = ("service", "kind", "key", "sha256", "link", "committee")
GIVEN: Final = (*HIDDEN, "title", "schools")


@router.get(HOME, include_in_schema=False)
def new(request: Request, db: Db, visitor: MayWrite) -> Response:
    """With what the address says of the paper: service, kind, key, sha256, title, link, committee, schools."""
    given = {name: request.query_params.get(name, "")[:500] for name in GIVEN}
    return page(request, "form.html", form=_form(request, db, visitor, given, {}))


@router.post(HOME, include_in_schema=False)
def create(request: Request, db: Db, visitor: MayWrite, typed: Posted) -> Response:
    """Before a meeting, or waiting for one."""
    try:
        with db.begin_nested():
            meeting = find_meeting(db, visitor, typed["meeting"], to_change=True)[0] if typed.get("meeting") else None
            ask(
                db,
                visitor,
                ItemDraft.read({name: value for name, value in typed.items() if name != "meeting"}),
                meeting,
            )
    except RefusedError as error:
        # What the address says has no field on the page at which its fault could stand.
        form = _form(request, db, visitor, typed, problems(error, lambda name: "" if name in HIDDEN else name))
        return page(request, "form.html", status=HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
    where = f"/meetings/{meeting.key}#agenda" if meeting is not None else "/meetings"
    return redirect(request, where, _("It is on the agenda.") if meeting is not None else _("It waits for a meeting."))


@router.post(AGENDA, tags=["agenda"], summary="Lay a paper before a committee")
def take(db: Db, caller: Annotated[Visitor, Depends(Allowed(ASK))], matter: Matter) -> Placed:
    """It waits for a meeting. A paper that is on an agenda is not taken twice; the answer says where it lies."""
    given = matter.model_dump(include={"kind", "key", "sha256", "title", "link", "committee"})
    draft = ItemDraft.read({**given, "service": caller.username, "schools": " ".join(matter.schools)})
    teller = caller.person.model_copy(update={"office_code": matter.office_code, "name": matter.asked_by})
    item = ask(db, Visitor(teller, {}, caller.address), draft)
    return Placed(item_key=item.key, title=item.title, meeting=before_which(db, item))


def _form(request: Request, db: Session, visitor: Visitor, typed: Typed, wrong: Mapping[str, str]) -> Form:
    today = today_of(request)
    coming = [
        (row.key, f"{committee.name} {named(row)}")
        for row, committee in meetings(db, visitor)
        if row.published_at is None
        and (row.held_on >= today or row.is_quorate is None)
        and typed.get("committee", "") in ("", committee.kind.value)
    ]
    hidden = tuple(Field(name, "", "hidden") for name in HIDDEN)
    fields = (
        Field("title", _("Title"), required=True, maxlength=500, wide=True),
        Field("meeting", _("Meeting"), "select", options=[("", _("the next one that takes it")), *coming]),
        Field("schools", _("SMIS codes of schools that it is about"), maxlength=2000),
        Field("text", _("Text"), "textarea", maxlength=4000),
    )
    sha = " ".join((_("Checking code"), typed["sha256"])) if typed.get("sha256") else ""
    return Form(_("Put on the agenda"), HOME, "/meetings", (Section(sha, (*hidden, *fields)),), typed, wrong)
