"""Information sets: the list, one set with its books as PDF, Word and Excel, a new edition, the blank form."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from office.template.filling import fill
from planning.kit.visitor import Visitor
from planning.plans.store.numerals import numerals_at
from planning.registry.models.information import InformationSet
from planning.registry.papers.book import BOOK
from planning.registry.papers.book_data import ratio
from planning.registry.sizes import FOUR_SIZES, OF_TWENTY, UNVERIFIED
from planning.registry.store.counts import find_count, revision_of
from planning.registry.store.information import book_of, find_set, find_sets, make_set
from service.columns import utc_now
from service.i18n import _
from service.papers.blank import blank_of
from service.papers.drawing import file_of, workbook_of
from service.papers.kind import About, filling_of
from service.refusal import MissingError
from service.web.access import Allowed
from service.web.files import handed_out
from service.web.form import Posted
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
HOME: Final = "/information"
MayRead = Annotated[Visitor, Depends(Allowed("counts.read"))]
MayWrite = Annotated[Visitor, Depends(Allowed("counts.write"))]
_MEDIA: Final = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@router.get(HOME)
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """Every set that was made, and the blank form."""
    return page(request, "information_sets.html", sets=find_sets(db, visitor))


@router.get(f"{HOME}/blank.{{kind}}")
def blank(_request: Request, db: Db, visitor: MayRead, kind: str) -> Response:
    """The book as an empty form."""
    now = utc_now()
    thai = numerals_at(db, visitor.office_code, now)
    made = blank_of(BOOK, BOOK.shipped(), office=visitor.office_name, at=now, thai_numerals=thai)
    bodies = {"pdf": made.pdf, "docx": made.docx}
    if kind not in bodies:
        raise MissingError("form")
    return handed_out(bodies[kind], f"{BOOK.key}-blank.{kind}", _MEDIA[kind])


@router.get(f"{HOME}/{{set_id:int}}")
def show(request: Request, db: Db, visitor: MayRead, set_id: int) -> Response:
    """What one set says in short; the whole is its book."""
    made = find_set(db, visitor, set_id)
    data = book_of(made.set)
    return page(
        request,
        "information_set.html",
        made=made,
        data=data,
        per_room=ratio(data.total.total, data.total.rooms),
        per_teacher=ratio(data.total.total, data.teachers),
        sizes=[(band.label, schools) for band, schools in data.by_band(FOUR_SIZES)],
        twenties=[(band.label, schools) for band, schools in data.by_band(OF_TWENTY)],
        unverified=UNVERIFIED,
        may_write=visitor.may("counts.write"),
    )


@router.get(f"{HOME}/{{set_id:int}}/book.{{kind}}")
def book(_request: Request, db: Db, visitor: MayRead, set_id: int, kind: str) -> Response:
    """The same bytes each time: printed from what was kept, at the moment at which it was kept."""
    made = find_set(db, visitor, set_id)
    if kind not in _MEDIA:
        raise MissingError("book")
    name = f"{BOOK.key}-{made.count.day.isoformat()}-{made.number}-{made.set.edition}.{kind}"
    return handed_out(_printed(db, made.set, kind), name, _MEDIA[kind])


def _printed(db: Session, row: InformationSet, kind: str) -> bytes:
    data: Any = book_of(row)
    thai = numerals_at(db, row.office_code, row.made_at)
    about = About(office=data.office, number="", made_on=row.made_at.date(), thai_numerals=thai)
    document = fill(BOOK.shipped(), filling_of(BOOK, data, about))
    if kind == "xlsx":
        return workbook_of(BOOK, data, about, document, made_at=row.made_at) or b""
    return file_of(document, kind, made_at=row.made_at)


@router.post(f"{HOME}/new")
def make(request: Request, db: Db, visitor: MayWrite, typed: Posted) -> Response:
    """The next edition of a frozen revision, with staff and villages as they are now."""
    count_id, number = typed.get("count_id", ""), typed.get("revision", "")
    if not (count_id.isdecimal() and number.isdecimal() and len(count_id + number) < 16):
        raise MissingError("count")
    count = find_count(db, visitor, int(count_id), to_change=True)
    row = make_set(db, visitor, count, revision_of(db, visitor, count, int(number)), now=utc_now())
    return redirect(request, f"{HOME}/{row.id}", _("A new edition was made."))
