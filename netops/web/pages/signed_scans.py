"""Signed scans: uploading one, by which the version of the paper whose code it bears is locked, and reading it."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Depends, File, UploadFile
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from netops.papers.signing import find_scan, signed_file
from netops.web.access import Visitor, allowed
from netops.web.casework import uploads_of
from netops.web.papers_listed import find_paper
from netops.web.signing import Sent, sign
from office.document.code import shown
from service.i18n import N_, _
from service.refusal import MissingError, RefusedError, refuse
from service.web.files import handed_out
from service.web.form import Field, Form, Posted, Section, Typed, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
MayRead = Annotated[Visitor, Depends(allowed("papers.read"))]
MaySign = Annotated[Visitor, Depends(allowed("papers.sign"))]
NEW: Final = "/signed-scans/new"
ACCEPTED: Final = ".pdf,.jpg,.jpeg,.png"


@router.get(NEW)
def new(request: Request, db: Db, visitor: MaySign, paper: int | None = None) -> Response:
    """Of one paper, or of whichever the scan bears the code of."""
    return page(request, "form.html", form=_form(db, visitor, {"paper": str(paper or "")}, {}))


@router.post(NEW)
def create(
    request: Request, db: Db, visitor: MaySign, typed: Posted, file: Annotated[UploadFile | None, File()] = None
) -> Response:
    """Locked, or refused with the reason."""
    try:
        with db.begin_nested():
            sent = Sent(file, typed.get("code", ""), _day(typed), _paper_id(typed))
            paper, _scan = sign(request, db, visitor, sent)
    except RefusedError as error:
        form = _form(db, visitor, typed, problems(error))
        return page(request, "form.html", status=HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
    return redirect(request, f"/papers/{paper.id}", _("The paper is locked by its signed scan."))


@router.get("/papers/{paper_id:int}/scan")
def read(request: Request, db: Db, visitor: MayRead, paper_id: int) -> Response:
    """The scan as it was sent."""
    scan, data = signed_file(db, find_paper(db, visitor.sight, paper_id), uploads_of(request))
    return handed_out(data, scan.name, scan.media_type)


@router.get("/papers/{paper_id:int}/approved.pdf")
def approved(request: Request, db: Db, visitor: MayRead, paper_id: int) -> Response:
    """The PDF that was approved, byte for byte, whichever release this is."""
    paper = find_paper(db, visitor.sight, paper_id)
    scan = find_scan(db, paper)
    if scan is None:
        raise MissingError("signed scan")
    return handed_out(uploads_of(request).read(scan.paper_sha256), f"{paper.kind}-{paper.id}.pdf", "application/pdf")


def _day(typed: Typed) -> date | None:
    text = typed.get("signed_on", "").strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise refuse("signed_on", N_("A day is needed")) from None


def _paper_id(typed: Typed) -> int | None:
    text = typed.get("paper", "").strip()
    return int(text) if text.isdecimal() and len(text) < 12 else None


def _form(db: Session, visitor: Visitor, typed: Typed, wrong: dict[str, str]) -> Form:
    paper_id = _paper_id(typed)
    paper = find_paper(db, visitor.sight, paper_id) if paper_id is not None else None
    stands = _("It stands at the foot of each page, beside the square pattern.")
    hint = _("Empty: it is read from the picture.") + " " + stands
    fields = [
        Field("file", _("Scan"), "file", required=True, hint=_("PDF, JPEG or PNG, at most 20 MB"), accept=ACCEPTED),
        Field("code", _("Code of the paper"), hint=hint, maxlength=20),
        Field("signed_on", _("Signed on"), "date"),
    ]
    if paper is not None:
        one = (str(paper.id), f"{paper.title} · {shown(paper.code or '')}")
        fields.insert(0, Field("paper", _("Paper"), "select", options=[one], wide=True))
    back = f"/papers/{paper.id}" if paper is not None else "/papers"
    return Form(_("Upload a signed scan"), NEW, back, (Section("", tuple(fields)),), typed, wrong, submit=_("Lock"))
