"""What everybody may read: exactly the approved version, its files and open data; and the receipts of schools."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from planning.kit.visitor import EVERYONE, VIEWER, Visitor
from planning.plans import words
from planning.plans.declared import Frozen, Subject, shared_of
from planning.plans.models.version import Publication
from planning.plans.open_data import TERMS, in_thai, key_of, source_of, table_title
from planning.plans.pages.drawing import Whose, file_of
from planning.plans.store.publishing import (
    all_published,
    find_published,
    leave_receipt,
    path_of,
    readers_of,
    receipts_of,
)
from planning.plans.store.versions import frozen_of
from service.i18n import N_, _
from service.refusal import MissingError, block
from service.web.access import Allowed, Open
from service.web.exports import Sheet, as_csv, as_file
from service.web.render import page, redirect
from service.web.transaction import Db

HOME: Final = "/published"
router = APIRouter(prefix=HOME, include_in_schema=False)
Anybody = Annotated[Visitor | None, Depends(Open())]
MayRead = Annotated[Visitor, Depends(Allowed("receipts.read"))]
MayAcknowledge = Annotated[Visitor, Depends(Allowed("receipts.write"))]
ACKNOWLEDGE: Final = EVERYONE - {VIEWER}


@router.get("")
def listed(request: Request, db: Db, visitor: Anybody) -> Response:
    """Everything that holds, the newest first; a school's person sees which of it the school has not read yet."""
    titles = {one.kind: one.title for one in shared_of(request).subjects}
    rows = [
        (version, row, path_of(version.subject_kind, version.subject_key))
        for version, row in all_published(db)
        if version.subject_kind in titles
    ]
    receipts = receipts_of(db, visitor, [row for _version, row, _path in rows]) if visitor is not None else {}
    return page(request, "plans/published_list.html", rows=rows, titles=titles, receipts=receipts)


@router.get("/{kind}/{key}.pdf")
def pdf(request: Request, db: Db, _visitor: Anybody, kind: str, key: str) -> Response:
    """As it is printed."""
    return _paper(request, db, kind, key, "pdf")


@router.get("/{kind}/{key}.docx")
def docx(request: Request, db: Db, _visitor: Anybody, kind: str, key: str) -> Response:
    """For Word."""
    return _paper(request, db, kind, key, "docx")


@router.get("/{kind}/{key}.json")
def as_json(request: Request, db: Db, _visitor: Anybody, kind: str, key: str) -> Response:
    """Open data: the content with its fingerprint, who approved it and when."""
    _subject, frozen, _publication = _found(request, db, kind, key)
    return JSONResponse(_told(frozen))


@router.get("/{kind}/{key}.csv")
def csv(request: Request, db: Db, _visitor: Anybody, kind: str, key: str) -> Response:
    """Open data: the first of its tables."""
    return _csv(request, db, kind, key, 0)


@router.get("/{kind}/{key}/{place:int}.csv")
def further_csv(request: Request, db: Db, _visitor: Anybody, kind: str, key: str, place: int) -> Response:
    """A further one, counted from one."""
    return _csv(request, db, kind, key, place - 1)


@router.get("/{kind}/{key}/key.csv")
def key_csv(request: Request, db: Db, _visitor: Anybody, kind: str, key: str) -> Response:
    """What the columns of its tables mean, and how they are to be quoted."""
    subject, frozen, _publication = _found(request, db, kind, key)
    sheets = _sheets(subject, frozen)
    if not sheets:
        raise MissingError("table")
    return _handed(key_of(sheets, frozen))


@router.get("/{kind}/{key}")
def show(request: Request, db: Db, visitor: Anybody, kind: str, key: str) -> Response:
    """As the committee approved it. A school's person who opens it leaves a receipt."""
    subject, frozen, publication = _found(request, db, kind, key)
    receipt = leave_receipt(db, visitor, publication, acknowledged=False) if visitor is not None else None
    return page(
        request,
        subject.template,
        frozen=frozen,
        subject=subject,
        publication=publication,
        words=words,
        receipt=receipt,
        home=path_of(kind, key),
        tables=[table_title(one) for one in _sheets(subject, frozen)],
        source=source_of(frozen),
        terms=TERMS,
    )


@router.post("/{kind}/{key}/acknowledge")
def acknowledge(request: Request, db: Db, visitor: MayAcknowledge, kind: str, key: str) -> Response:
    """A school says that it took note."""
    _subject, _frozen, publication = _found(request, db, kind, key)
    if leave_receipt(db, visitor, publication, acknowledged=True) is None:
        raise block(N_("Only a school that was to get it acknowledges it"))
    return redirect(request, path_of(kind, key), _("Acknowledged."))


@router.get("/{kind}/{key}/receipts")
def receipts(request: Request, db: Db, visitor: MayRead, kind: str, key: str) -> Response:
    """Which schools have read it, those that have not first."""
    _subject, frozen, publication = _found(request, db, kind, key, visitor.office_code)
    rows = readers_of(db, publication)
    lacking = sum(one.receipt is None for one in rows)
    return page(
        request,
        "plans/receipts.html",
        frozen=frozen,
        publication=publication,
        rows=rows,
        lacking=lacking,
        home=path_of(kind, key),
    )


@router.get("/{kind}/{key}/receipts/list.{form}")
def receipt_list(request: Request, db: Db, visitor: MayRead, kind: str, key: str, form: str) -> Response:
    """The same as a file."""
    _subject, _frozen, publication = _found(request, db, kind, key, visitor.office_code)
    rows = [
        [
            one.code,
            one.name,
            one.receipt.opened_at.isoformat() if one.receipt is not None else "",
            one.receipt.acknowledged_at.isoformat() if one.receipt is not None and one.receipt.acknowledged_at else "",
        ]
        for one in readers_of(db, publication)
    ]
    return as_file(Sheet("receipts", [_("SMIS code"), _("School"), _("Opened at"), _("Acknowledged")], rows), form)


def _found(
    request: Request, db: Session, kind: str, key: str, office_code: str = ""
) -> tuple[Subject, Frozen, Publication]:
    subject = shared_of(request).subject(kind)
    version, publication = find_published(db, kind, key)
    if office_code and version.office_code != office_code:
        raise MissingError("publication")
    return subject, frozen_of(db, version), publication


def _paper(request: Request, db: Session, kind: str, key: str, form: str) -> Response:
    subject, frozen, publication = _found(request, db, kind, key)
    if subject.paper is None:
        raise MissingError("paper")
    paper_kind, data = subject.paper
    whose = Whose(frozen.office_code, publication.office_name, publication.published_at, publication.announcement, True)
    return file_of(db, paper_kind, data(frozen), form, whose)


def _csv(request: Request, db: Session, kind: str, key: str, place: int) -> Response:
    subject, frozen, _publication = _found(request, db, kind, key)
    sheets = _sheets(subject, frozen)
    if not 0 <= place < len(sheets):
        raise MissingError("table")
    return _handed(in_thai(sheets[place]))


def _sheets(subject: Subject, frozen: Frozen) -> Sequence[Sheet]:
    return subject.tables(frozen) if subject.tables is not None else ()


def _handed(sheet: Sheet) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{sheet.name}.csv"', "Access-Control-Allow-Origin": "*"}
    return Response(as_csv(sheet), media_type="text/csv; charset=utf-8", headers=headers)


def _told(frozen: Frozen) -> dict[str, object]:
    return {
        "kind": frozen.kind,
        "key": frozen.key,
        "title": frozen.title,
        "years": [frozen.first_year, frozen.last_year],
        "number": frozen.number,
        "sha256": frozen.sha256,
        "office_code": frozen.office_code,
        "approved_by": frozen.committee,
        "meeting": frozen.meeting,
        "announcement": frozen.announcement,
        "released_on": frozen.released_on.isoformat() if frozen.released_on is not None else None,
        "source": source_of(frozen),
        "terms_of_use": TERMS,
        "content": dict(frozen.content),
    }
