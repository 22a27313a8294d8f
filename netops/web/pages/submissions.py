"""Schools say what they know of their links, devices and contacts; IT officers accept or refuse row by row."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Depends, File, UploadFile
from sqlmodel import Session, col, select
from starlette.requests import Request
from starlette.responses import Response

from inventory.models.device import Device
from inventory.models.link import Link, Provider
from netops.audit import record
from netops.models.job import ReviewState, Submission
from netops.people.photos import MEDIA_TYPE, MOST_BYTES, MOST_PHOTOS, picture_of
from netops.people.submissions import (
    KINDS,
    accept,
    find_submission,
    photos_of,
    read_photo,
    refuse_row,
    submissions,
    submit,
)
from netops.web.access import Visitor, allowed
from netops.web.hand import hand_of
from service.columns import utc_now
from service.i18n import N_, _
from service.refusal import MissingError, RefusedError, refuse
from service.thai_order import in_thai
from service.uploads import Uploads
from service.web.form import Field, Form, Posted, Section, choices, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(prefix="/submissions", include_in_schema=False)
MayWrite = Annotated[Visitor, Depends(allowed("submissions.write"))]
MayReview = Annotated[Visitor, Depends(allowed("submissions.review"))]
MaySee = Annotated[Visitor, Depends(allowed("submissions.read"))]
TITLES: Final = {"link": N_("Internet link"), "device": N_("Device"), "contact": N_("Contact")}
STATES: Final = {
    ReviewState.SUBMITTED: N_("waits for the office"),
    ReviewState.ACCEPTED: N_("accepted"),
    ReviewState.REFUSED: N_("refused"),
}
LABELS: Final = {
    "name": N_("Name"),
    "provider": N_("Provider"),
    "circuit_no": N_("Circuit number"),
    "speed_mbps": N_("Speed (Mbit/s)"),
    "role": N_("Role"),
    "phone": N_("Telephone"),
    "email": N_("E-mail"),
    "note": N_("Note"),
}


@router.get("")
def listed(request: Request, db: Db, visitor: MaySee) -> Response:
    """A school's own, or everything that waits for review."""
    rows = submissions(db, visitor.sight)
    photos = photos_of(db, [row.id for row, _site in rows if row.id is not None])
    return page(
        request,
        "submissions.html",
        rows=rows,
        photos=photos,
        titles=TITLES,
        states=STATES,
        labels=LABELS,
        may_review=visitor.may("submissions.review"),
    )


@router.get("/photos/{photo_id}")
def photo(request: Request, db: Db, visitor: MaySee, photo_id: int) -> Response:
    """A picture, as JPEG and as nothing else."""
    data = read_photo(db, visitor.sight, photo_id, Uploads(request.app.state.settings.data_dir))
    return Response(data, media_type=MEDIA_TYPE, headers={"Cache-Control": "private, max-age=3600"})


@router.get("/new/{kind}")
def form(request: Request, db: Db, visitor: MayWrite, kind: str) -> Response:
    """What is asked of a link, a device or a contact."""
    if kind not in KINDS:
        raise MissingError("form")
    first = next(iter(_own(db, visitor, kind)), None)
    known = {} if first is None else {f"{kind}_id": str(first)}
    return _form(request, db, visitor, kind, known | dict(request.query_params), {})


def _own(db: Session, visitor: Visitor, kind: str) -> dict[int, str]:
    """The school's links or devices, by id, with their names; nothing of a contact."""
    if kind == "contact":
        return {}
    table: type[Link] | type[Device] = Link if kind == "link" else Device
    rows = db.exec(
        select(table.id, table.name).where(table.site_id == visitor.site_id, col(table.archived_at).is_(None))
    )
    return {row_id: name for row_id, name in rows if row_id is not None}


def _named(db: Session, visitor: Visitor, kind: str, typed: Mapping[str, str]) -> dict[str, str]:
    """What was typed; a thing chosen from the list keeps its name where no other is given."""
    chosen = typed.get(f"{kind}_id", "")
    name = _own(db, visitor, kind).get(int(chosen), "") if chosen.isdecimal() else ""
    return {**typed, "name": typed.get("name", "").strip() or name}


def _form(
    request: Request, db: Session, visitor: Visitor, kind: str, typed: Mapping[str, str], wrong: Mapping[str, str]
) -> Response:
    shown = Form(_(TITLES[kind]), f"/submissions/new/{kind}", "/submissions", _fields(db, visitor, kind), typed, wrong)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    providers = db.exec(
        select(Provider.name).where(Provider.office_id == visitor.office_id).order_by(in_thai(Provider.name))
    )
    return page(
        request,
        "submission_form.html",
        status=status,
        form=shown,
        kind=kind,
        providers=providers.all(),
        most=MOST_PHOTOS,
        photo_problem=wrong.get("photos", ""),
    )


def _fields(db: Session, visitor: Visitor, kind: str) -> list[Section]:
    note = Field("note", _("Note"), "textarea", maxlength=2000)
    if kind == "contact":
        return [
            Section(
                "",
                (
                    Field("name", _("Name"), required=True),
                    Field("role", _("Position"), maxlength=120),
                    Field("phone", _("Telephone"), "tel", required=True, maxlength=64),
                    Field("email", _("E-mail"), "email"),
                ),
            )
        ]
    own = _own(db, visitor, kind)
    which = Field(
        f"{kind}_id", _("Which one"), "select", options=choices(own.items(), none=_("one that is not listed"))
    )
    name = Field("name", _("Name"), hint=_("Only of one that is not listed, or to correct it"), maxlength=120)
    if kind == "device":
        return [Section("", (which, name, Field("role", _("What it is")), note))]
    return [
        Section(
            "",
            (
                which,
                name,
                Field("provider", _("Provider"), hint=_("As on the bill"), maxlength=120),
                Field("circuit_no", _("Circuit number"), hint=_("As on the bill"), maxlength=64),
                Field("speed_mbps", _("Speed (Mbit/s)"), maxlength=10),
                note,
            ),
        )
    ]


@router.post("/new/{kind}")
def create(
    request: Request,
    db: Db,
    visitor: MayWrite,
    kind: str,
    typed: Posted,
    photos: Annotated[list[UploadFile] | None, File()] = None,
) -> Response:
    """Put it before the office, with its pictures."""
    if kind not in KINDS or visitor.site_id is None:
        raise MissingError("form")
    try:
        with db.begin_nested():
            said = KINDS[kind].read(_named(db, visitor, kind, typed))
            sent = [one for one in photos or () if one.size]
            if len(sent) > MOST_PHOTOS:
                raise refuse("photos", _("At most %(count)s pictures"), count=MOST_PHOTOS)
            pictures = [picture_of(one.file.read(MOST_BYTES + 1)) for one in sent]
            row = submit(db, visitor.site_id, visitor.person_id, kind=kind, said=said, pictures=pictures)
    except RefusedError as error:
        return _form(request, db, visitor, kind, typed, problems(error))
    uploads = Uploads(request.app.state.settings.data_dir)
    for picture in pictures:
        uploads.keep(picture.data)
    record(db, visitor.actor, "submission.sent", subject="submission", subject_id=row.id, detail={"kind": kind})
    return redirect(request, "/submissions", _("Sent. The office looks at it and you see here what became of it."))


@router.post("/{submission_id}/accept")
def take(request: Request, db: Db, visitor: MayReview, submission_id: int) -> Response:
    """Do what the school said."""
    row = find_submission(db, visitor.sight, submission_id)
    return _review(request, db, visitor, row, reason=None)


@router.post("/{submission_id}/refuse")
def turn_down(request: Request, db: Db, visitor: MayReview, submission_id: int, typed: Posted) -> Response:
    """Leave everything as it is, with a reason for the school."""
    row = find_submission(db, visitor.sight, submission_id)
    return _review(request, db, visitor, row, reason=typed.get("reason", ""))


def _review(request: Request, db: Session, visitor: Visitor, row: Submission, *, reason: str | None) -> Response:
    hand = hand_of(request, db, visitor)
    try:
        with db.begin_nested():
            if reason is None:
                accept(hand, row, now=utc_now())
            else:
                refuse_row(hand, row, reason=reason, now=utc_now())
    except RefusedError as error:
        said = "; ".join(problems(error).values())
        return redirect(request, "/submissions", _("Not done: %(reason)s") % {"reason": said}, kind="danger")
    act = "submission.accepted" if reason is None else "submission.refused"
    record(db, visitor.actor, act, subject="submission", subject_id=row.id, detail={"kind": row.kind})
    return redirect(request, "/submissions", _("Accepted.") if reason is None else _("Refused."))
