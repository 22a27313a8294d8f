"""Inspecting: the page for phones, which works without a connection, and one asset with its records."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, File, UploadFile
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from inventory.models.inspection import InspectionRound
from inventory.models.site import Site
from inventory.queries.inspections import SIGN_WORDS, Line, line_of, lines
from inventory.store.inspections import RecordDraft, find_item, moment, records_of
from netops.inspection.acting import Inspections
from netops.people.photos import MEDIA_TYPE, MOST_BYTES, Picture, picture_of
from netops.web.access import Visitor, allowed
from netops.web.hand import hand_of
from netops.web.pages.inspections import HOME, WORDS
from service.columns import utc_now
from service.i18n import N_, _
from service.refusal import MissingError, RefusedError, refuse
from service.uploads import Uploads
from service.web.form import Posted, problems
from service.web.render import DIST, page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
MayRead = Annotated[Visitor, Depends(allowed("inspections.read"))]
MayRecord = Annotated[Visitor, Depends(allowed("inspections.record"))]
LARGE_SKEW_S: Final = 120


@dataclass(frozen=True, slots=True)
class Place:
    """Which asset of which round an address names."""

    row_id: int
    item_id: int

    @property
    def url(self) -> str:
        """Its page."""
        return f"{HOME}/{self.row_id}/items/{self.item_id}"


def _place(row_id: int, item_id: int) -> Place:
    return Place(row_id, item_id)


At = Annotated[Place, Depends(_place)]


@dataclass(frozen=True, slots=True)
class Refused:
    """What was typed, and why it was not taken."""

    typed: Mapping[str, str] = field(default_factory=dict)
    wrong: Mapping[str, str] = field(default_factory=dict)


@router.get(f"{HOME}/worker.js")
def worker(visitor: MayRecord) -> Response:
    """What keeps the phone's page when there is no connection. Not among the static files: it has to answer for labels
    too, and a worker may leave its own folder only where its answer says so.
    """
    text = (DIST / "inspect-worker.js").read_bytes()
    return Response(
        text, media_type="text/javascript", headers={"Cache-Control": "no-cache", "Service-Worker-Allowed": "/"}
    )


@router.get(f"{HOME}/{{row_id:int}}/phone")
def phone(request: Request, db: Db, visitor: MayRecord, row_id: int) -> Response:
    """For who is appointed; the rest is the script's."""
    desk = Inspections(hand_of(request, db, visitor))
    held = desk.get(row_id)
    if not desk.is_inspector(held):
        said = _("Only who is appointed to this inspection records in it")
        return redirect(request, f"{HOME}/{row_id}", said, kind="danger")
    if held.listed_at is None or held.closed_at is not None:
        said = _("This inspection is closed") if held.closed_at else _("Take the list as of 30 September first")
        return redirect(request, f"{HOME}/{row_id}", said, kind="danger")
    return page(request, "inspection_phone.html", held=held, site=_site(db, held), **WORDS)


def _site(db: Session, held: InspectionRound) -> Site | None:
    return db.get(Site, held.site_id) if held.site_id is not None else None


@router.get(f"{HOME}/{{row_id:int}}/phone.json")
def data(request: Request, db: Db, visitor: MayRecord, row_id: int) -> Response:
    """What the phone keeps: the assets, how far each is, and the token with which it may send."""
    desk = Inspections(hand_of(request, db, visitor))
    held = desk.get(row_id)
    if not desk.is_inspector(held):
        raise MissingError("inspection")
    now = utc_now()
    return JSONResponse(
        {
            "csrf": visitor.csrf,
            "person": {"id": visitor.person_id, "name": visitor.name or visitor.username},
            "round": {"id": held.id, "year": held.year, "is_open": held.closed_at is None},
            "now": now.isoformat(),
            "items": [told(line) for line in lines(db, visitor.sight, held, now=now)],
        }
    )


def told(line: Line) -> dict[str, Any]:
    """One asset for the phone; text as it is, since the script writes it as text."""
    item, answer = line.item, line.answer
    return {
        "id": item.id,
        "asset_id": item.asset_id,
        "number": item.number,
        "name": item.name,
        "place": item.place,
        "custodian": item.custodian,
        "quantity": item.quantity,
        "unit": item.unit_word,
        "outcome": item.outcome,
        "answer": None
        if answer is None
        else {
            "whereabouts": answer.whereabouts,
            "condition": answer.condition,
            "place": answer.place,
            "note": answer.note,
            "actor": answer.actor,
            "at": moment(answer).isoformat(),
        },
        "sign": _sign(line),
        "against": line.is_contradicted,
    }


def _sign(line: Line) -> str:
    """What the network says, in the reader's language."""
    if line.sign is None:
        return ""
    said = _(SIGN_WORDS[line.sign])
    return f"{said} ({line.seen_at_site})" if line.seen_at_site else said


@router.get(f"{HOME}/{{row_id:int}}/items/{{item_id:int}}")
def one(request: Request, db: Db, visitor: MayRead, at: At) -> Response:
    """The asset as it stood, all that was recorded, and what the network says."""
    return _shown(request, db, visitor, at)


def _shown(request: Request, db: Session, visitor: Visitor, at: Place, refused: Refused | None = None) -> Response:
    desk = Inspections(hand_of(request, db, visitor))
    held = desk.get(at.row_id)
    item = find_item(db, held, at.item_id)
    is_inspector = desk.is_inspector(held)
    return page(
        request,
        "inspection_item.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK,
        held=held,
        site=_site(db, held),
        item=item,
        line=line_of(db, visitor.sight, held, item, now=utc_now()),
        records=[(row, moment(row), abs(row.skew_s) >= LARGE_SKEW_S) for row in reversed(records_of(db, item))],
        may_record=is_inspector and held.closed_at is None,
        may_choose=held.closed_at is None and may_choose(visitor, is_inspector=is_inspector),
        client_id=secrets.token_hex(16),
        refused=refused or Refused(),
        **WORDS,
    )


def may_choose(visitor: Visitor, *, is_inspector: bool) -> bool:
    """Who decides between two records: an inspector of the round, or who may prepare it."""
    return is_inspector or visitor.may("inspections.write")


@router.post(f"{HOME}/{{row_id:int}}/items/{{item_id:int}}/record")
def record(
    request: Request,
    db: Db,
    visitor: MayRecord,
    at: At,
    typed: Posted,
    photo: Annotated[UploadFile | None, File()] = None,
) -> Response:
    """At a desk, with a connection: the same as a phone sends."""
    desk = Inspections(hand_of(request, db, visitor))
    held = desk.get(at.row_id)
    now = utc_now().isoformat()
    try:
        with db.begin_nested():
            draft = RecordDraft.read({**typed, "item_id": at.item_id, "said_at": now, "sent_at": now})
            desk.keep(held, draft, picture=sent_picture(photo), uploads=uploads_of(request))
    except RefusedError as error:
        db.expire_all()
        return _shown(request, db, visitor, at, Refused(typed, problems(error)))
    return redirect(request, at.url, _("Saved."))


def sent_picture(photo: UploadFile | None) -> Picture | None:
    """The picture of a form, drawn anew; RefusedError when it is none."""
    return picture_of(photo.file.read(MOST_BYTES + 1)) if photo is not None and photo.size else None


def uploads_of(request: Request) -> Uploads:
    """The folder of this installation."""
    return Uploads(request.app.state.settings.data_dir)


@router.post(f"{HOME}/{{row_id:int}}/items/{{item_id:int}}/choose")
def choose(request: Request, db: Db, visitor: MayRecord, at: At, typed: Posted) -> Response:
    """Between records that differ, the one that counts."""
    desk = Inspections(hand_of(request, db, visitor))
    held = desk.get(at.row_id)
    item = find_item(db, held, at.item_id, to_write=True)
    given = typed.get("record_id", "")
    try:
        with db.begin_nested():
            if not may_choose(visitor, is_inspector=desk.is_inspector(held)):
                raise refuse("", N_("Only who is appointed to this inspection records in it"))
            if not (given.isascii() and given.isdigit() and len(given) < 10):
                raise refuse("record_id", N_("Choose one"))
            desk.choose(held, item, int(given), reason=typed.get("reason", ""))
    except RefusedError as error:
        db.expire_all()
        return _shown(request, db, visitor, at, Refused(typed, problems(error)))
    return redirect(request, at.url, _("Decided."))


@router.get(f"{HOME}/records/{{record_id:int}}/photo")
def picture(request: Request, db: Db, visitor: MayRead, record_id: int) -> Response:
    """As JPEG and as nothing else."""
    made = Inspections(hand_of(request, db, visitor)).picture(record_id, uploads_of(request))
    return Response(made, media_type=MEDIA_TYPE, headers={"Cache-Control": "private, max-age=3600"})
