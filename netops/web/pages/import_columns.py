"""Which sheet, which row is the heading, and which column each heading is: asked where the file does not say so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from inventory.importing.columns import COLUMNS, Kind
from inventory.importing.heading import find_heading, read_sheet
from inventory.importing.mapping import check, guess, remember, remembered
from netops.audit import record
from netops.web.access import Visitor, allowed
from netops.web.pages.imports import Upload, column_words, find_upload, may_remember
from service.i18n import _
from service.importing.decode import UnreadableError, decode, sheet_names
from service.importing.heading import MOST_TITLES, Place
from service.web.form import Posted
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(prefix="/imports", include_in_schema=False)
MayImport = Annotated[Visitor, Depends(allowed("imports.run"))]
SAMPLES: Final = 3


@dataclass(frozen=True, slots=True)
class Heading:
    """One column of the file, with what stands in it."""

    at: int
    letter: str
    text: str
    name: str
    samples: Sequence[str]


@router.get("/{job_id}/columns")
def columns(request: Request, db: Db, visitor: MayImport, job_id: int) -> Response:
    """As it was said before, else as it is guessed; ?sheet= and ?row= look elsewhere."""
    found = find_upload(db, request.app.state.vault, visitor, job_id)
    asked = Place(_number(request.query_params.get("sheet")), _number(request.query_params.get("row")))
    return _shown(request, db, found, asked if asked != Place() else found.reading.place, None, {})


@router.post("/{job_id}/columns")
def say(request: Request, db: Db, visitor: MayImport, job_id: int, typed: Posted) -> Response:
    """Keep it for this file, and for the next of this shape."""
    found = find_upload(db, request.app.state.vault, visitor, job_id)
    place = Place(_number(typed.get("sheet")), _number(typed.get("row")))
    sheet = read_sheet(found.kind, found.data, place)
    names = [typed.get(f"column.{at}", "") for at in range(len(sheet.header))]
    wrong = {column_words(found.kind, one.field): one.text(_) for one in check(found.kind, names)}
    if wrong:
        return _shown(request, db, found, place, names, wrong)
    found.job.request = {**found.job.request, "sheet": place.sheet, "row": place.row, "names": names}
    if may_remember(visitor):
        remember(db, visitor.office_id, found.kind, sheet.header, names, person_id=visitor.person_id)
    detail = {"kind": found.kind.value, "columns": [name for name in names if name]}
    record(db, visitor.actor, "import.columns_said", subject="job", subject_id=job_id, detail=detail)
    return redirect(request, f"/imports/{job_id}")


def _shown(
    request: Request,
    db: Session,
    found: Upload,
    place: Place,
    typed: Sequence[str] | None,
    wrong: Mapping[str, str],
) -> Response:
    try:
        here = find_heading(found.kind, found.data, place)
        sheet = read_sheet(found.kind, found.data, here)
        rows = _tops(found.data, here)
    except UnreadableError as error:
        return redirect(request, f"/imports/{found.job.id}", error.problem.text(_), kind="danger")
    names = typed or found.said or remembered(db, found.job.office_id, found.kind, sheet.header)
    if names is None or len(names) != len(sheet.header):
        names = guess(found.kind, sheet.header)
    headings = [
        Heading(at, _letter(at), text, name, [cells[at] for _number, cells in sheet.rows[:SAMPLES] if at < len(cells)])
        for at, (text, name) in enumerate(zip(sheet.header, names, strict=True))
    ]
    return page(
        request,
        "import_columns.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        job=found.job,
        sheets=sheet_names(found.data),
        place=here,
        rows=rows,
        headings=headings,
        options=_options(found.kind),
        wrong=wrong,
    )


def _tops(data: bytes, here: Place) -> list[tuple[int, str]]:
    """The first rows, among which is the heading."""
    sheet = decode(data, sheet=here.sheet or 0)
    tops = ((sheet.number, sheet.header), *sheet.rows)[: MOST_TITLES + 1]
    return [(number, " · ".join(cell for cell in cells if cell)[:80]) for number, cells in tops]


def _options(kind: Kind) -> list[tuple[str, str]]:
    """Columns by the words that people know."""
    return [(one.name, column_words(kind, one.name)) for one in COLUMNS[kind]]


def _letter(at: int) -> str:
    """As a spreadsheet calls its columns: A, B … Z, AA."""
    return (_letter(at // 26 - 1) if at >= 26 else "") + chr(ord("A") + at % 26)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else None
