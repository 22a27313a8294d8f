"""Registers of letters over the API: lines entered, corrected and voided, and their files."""

from __future__ import annotations

from datetime import date, datetime
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, Query, Request, UploadFile
from pydantic import Field
from sqlmodel import col
from starlette.responses import Response

from netops.letters.register import LetterDraft, LetterTexts, attach, find_letter, seen, void
from netops.models.letter import Letter
from netops.web.access import Visitor, allowed
from netops.web.api.paging import Paging, select_page
from netops.web.api.shapes import Listed, Shape
from netops.web.casework import uploads_of
from netops.web.lettering import clerk_of, corrected, entered
from service.letters import Direction, VoidReason
from service.refusal import MissingError
from service.web.files import given_file, handed_out
from service.web.transaction import Db

router = APIRouter(prefix="/api/v1/letters", tags=["letters"])
MayRead = Annotated[Visitor, Depends(allowed("letters.read"))]
MayWrite = Annotated[Visitor, Depends(allowed("letters.write"))]
Id = Annotated[int, Field(ge=1)]


class LetterSearch(Paging):
    """Of one register, one year (Buddhist era), one school."""

    direction: Direction | None = None
    year: int | None = None
    site_id: int | None = None


class LetterOut(Shape):
    """A line of a register. `sha256` is of its file, empty without one."""

    id: int
    site_id: int | None
    direction: Direction
    year: int
    number: int
    entered_on: date
    letter_no: str
    dated: date | None
    sender: str
    receiver: str
    subject: str
    action: str
    note: str
    case_id: int | None
    paper_id: int | None
    file_name: str
    media_type: str
    size_bytes: int
    sha256: str
    entered_at: datetime
    entered_by: int | None
    void_reason: str


@router.get("", summary="Letters")
def list_letters(db: Db, visitor: MayRead, wanted: Annotated[LetterSearch, Query()]) -> Listed[LetterOut]:
    """The newest first."""
    where: list[Any] = [seen(visitor.sight)]
    where += [col(Letter.direction) == wanted.direction] if wanted.direction is not None else []
    where += [col(Letter.year) == wanted.year] if wanted.year is not None else []
    where += [col(Letter.site_id) == wanted.site_id] if wanted.site_id is not None else []
    return select_page(db, Letter, LetterOut, where=where, order=[col(Letter.id).desc()], pages=wanted)


@router.post("", summary="Enter a letter", status_code=HTTPStatus.CREATED)
def create(request: Request, db: Db, visitor: MayWrite, given: LetterDraft) -> LetterOut:
    """`number` is left out where this system counts."""
    return LetterOut.model_validate(entered(clerk_of(request, db, visitor), given))


@router.get("/{letter_id}", summary="One letter")
def get_letter(db: Db, visitor: MayRead, letter_id: Id) -> LetterOut:
    """With what is known of its file."""
    return LetterOut.model_validate(find_letter(db, visitor.sight, letter_id))


@router.put("/{letter_id}", summary="Correct a letter")
def correct(request: Request, db: Db, visitor: MayWrite, letter_id: Id, given: LetterTexts) -> LetterOut:
    """Its texts; number, day and register stay."""
    letter = find_letter(db, visitor.sight, letter_id, to_change=True)
    corrected(clerk_of(request, db, visitor), letter, given)
    return LetterOut.model_validate(letter)


@router.post("/{letter_id}/void", summary="Void a line")
def void_line(request: Request, db: Db, visitor: MayWrite, letter_id: Id, given: VoidReason) -> LetterOut:
    """It stays, and its number is never given again."""
    letter = find_letter(db, visitor.sight, letter_id, to_change=True)
    void(clerk_of(request, db, visitor), letter, given)
    return LetterOut.model_validate(letter)


@router.post("/{letter_id}/file", summary="Add the file of a letter")
def add_file(
    request: Request, db: Db, visitor: MayWrite, letter_id: Id, file: Annotated[UploadFile, File()]
) -> LetterOut:
    """PDF, JPEG, PNG, DOCX or XLSX, told by its content."""
    letter = find_letter(db, visitor.sight, letter_id, to_change=True)
    attach(clerk_of(request, db, visitor), letter, given_file(file), uploads_of(request))
    return LetterOut.model_validate(letter)


@router.get("/{letter_id}/file", summary="The file of a letter")
def read(request: Request, db: Db, visitor: MayRead, letter_id: Id) -> Response:
    """Byte for byte."""
    letter = find_letter(db, visitor.sight, letter_id)
    if not letter.sha256:
        raise MissingError("file")
    return handed_out(uploads_of(request).read(letter.sha256), letter.file_name, letter.media_type)
