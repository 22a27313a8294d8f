"""Beside the roll: who else came, why members did not, who wrote the minutes; and the order of the agenda."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from planning.kit.visitor import Visitor
from planning.registry.models.committee import Committee, CommitteeMember
from planning.registry.models.meeting import Meeting
from planning.registry.store.agenda import find_item, move
from planning.registry.store.attending import (
    AttendanceDraft,
    attendees_of,
    reasons_of,
    write_attendance,
)
from planning.registry.store.meetings import find_meeting, named, present_at, seated
from service.i18n import _
from service.refusal import RefusedError
from service.web.access import Allowed
from service.web.form import Field, Form, Posted, Rows, Section, Typed, flat, nested, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(prefix="/meetings", include_in_schema=False)
MayWrite = Annotated[Visitor, Depends(Allowed("committees.write"))]
_REASON: Final = "reason-"
USUAL: Final = ("ติดราชการ", "ติดภารกิจ", "ลา")
"""What minutes say; nothing of a person's health belongs into them."""


@router.get("/{key}/attendance/edit")
def edit(request: Request, db: Db, visitor: MayWrite, key: str) -> Response:
    """The form with what is stored."""
    row, committee = find_meeting(db, visitor, key)
    stored: dict[str, Any] = {
        "attendees": [one.model_dump(include={"name", "position"}) for one in attendees_of(db, row)],
        "recorder": row.recorder,
        "checker": row.checker,
    }
    stored |= {f"{_REASON}{member}": reason for member, reason in reasons_of(db, row).items()}
    return page(request, "form.html", form=_form(db, row, committee, flat(stored), {}))


@router.post("/{key}/attendance/edit")
def change(request: Request, db: Db, visitor: MayWrite, key: str, typed: Posted) -> Response:
    """As it was typed, or nothing at all."""
    row, committee = find_meeting(db, visitor, key, to_change=True)
    try:
        with db.begin_nested():
            write_attendance(db, visitor, row, committee, AttendanceDraft.read(_read(typed)))
    except RefusedError as error:
        form = _form(db, row, committee, typed, problems(error, _named))
        return page(request, "form.html", status=HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
    return redirect(request, f"/meetings/{key}#roll", _("Saved."))


@router.post("/{key}/items/{item_key}/{direction}")
def moved(
    request: Request, db: Db, visitor: MayWrite, key: str, item_key: str, direction: Literal["up", "down"]
) -> Response:
    """One place within its part of the agenda."""
    row, _committee = find_meeting(db, visitor, key, to_change=True)
    item = find_item(db, visitor, item_key, to_change=True)
    try:
        with db.begin_nested():
            move(db, visitor, item, row, up=direction == "up")
    except RefusedError as error:
        return redirect(request, f"/meetings/{key}#agenda", " ".join(problems(error).values()), kind="warning")
    return redirect(request, f"/meetings/{key}#item-{item_key}", _("Saved."))


def _read(typed: Typed) -> dict[str, Any]:
    read = nested({name: value for name, value in typed.items() if not name.startswith(_REASON)})
    return {**read, "reasons": {n.removeprefix(_REASON): text for n, text in typed.items() if n.startswith(_REASON)}}


def _named(name: str) -> str:
    """A field of the draft as the form calls it."""
    return name.replace("reasons.", _REASON)


def _form(db: Session, row: Meeting, committee: Committee, typed: Typed, wrong: Mapping[str, str]) -> Form:
    present = present_at(db, row)
    absent = [one for one in seated(db, row, committee) if one.id not in present]
    came = Rows(
        "attendees",
        _("Who came without being a member"),
        (Field("name", _("Name")), Field("position", _("Position"))),
        hint=_("Officials and people who were invited. Never the name of a pupil."),
    )
    hands = (Field("recorder", _("Who wrote the minutes")), Field("checker", _("Who checked the minutes")))
    sections = [Section("", (), (came,)), Section(_("Minutes"), hands)]
    if absent and row.is_quorate is not None:
        sections.insert(0, Section(_("Why members were not there"), _why(absent)))
    at = f"/meetings/{row.key}"
    title = _("Write down who else was there") + f": {committee.name} {named(row)}"
    return Form(title, f"{at}/attendance/edit", at, sections, typed, wrong)


def _why(absent: Sequence[CommitteeMember]) -> tuple[Field, ...]:
    usual = [(word, word) for word in USUAL]
    return tuple(Field(f"{_REASON}{one.id}", one.name, options=usual) for one in absent)
