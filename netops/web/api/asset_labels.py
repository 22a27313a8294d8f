"""Labels over the API: sheets as PDF, and which sheets there are. Lengths in millimetres."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel

from netops.audit import record
from netops.book.labels import MOST_LABELS, Sheets, assets_of, draw, load_sheets, store_sheets
from netops.web.access import Visitor, allowed
from netops.web.pages.asset_labels import pdf_answer
from office.labels.grid import Grid
from service.columns import utc_now
from service.web.transaction import Db

router = APIRouter(prefix="/api/v1", tags=["assets"])
MayRead = Annotated[Visitor, Depends(allowed("assets.read"))]
MaySetUp = Annotated[Visitor, Depends(allowed("asset_classes.write"))]
PDF: Final[dict[int | str, dict[str, Any]]] = {HTTPStatus.OK.value: {"content": {"application/pdf": {}}}}


class SheetOut(BaseModel):
    """A sheet of labels. `key` names it where labels are asked for."""

    key: str
    is_own: bool
    grid: Grid


@router.get("/asset-labels.pdf", summary="Labels with QR code", response_class=Response, responses=PDF)
def labels(
    request: Request,
    db: Db,
    visitor: MayRead,
    ids: Annotated[list[int], Query(alias="id", min_length=1, max_length=MOST_LABELS)],
    sheet: Annotated[str, Query(max_length=64)],
    start: Annotated[int, Query(ge=1)] = 1,
) -> Response:
    """Of these assets, in this order; `start` is the first free label of the first sheet, from 1."""
    assets = assets_of(db, visitor.sight, ids)
    grid = load_sheets(db, visitor.office_id).named(sheet)
    base_url = request.app.state.settings.base_url
    now = utc_now()
    return pdf_answer(draw(db, assets, grid, start=start, base_url=base_url, made_at=now), now)


@router.get("/label-sheets", summary="Sheets of labels")
def list_sheets(db: Db, visitor: MayRead) -> list[SheetOut]:
    """The office's own before the usual ones."""
    known = load_sheets(db, visitor.office_id)
    return [SheetOut(key=grid.key, is_own=grid in known.own, grid=grid) for grid in known.all]


@router.put("/label-sheets", summary="Set the office's own sheets of labels", status_code=HTTPStatus.NO_CONTENT)
def put_sheets(db: Db, visitor: MaySetUp, wish: Sheets) -> None:
    """All of them; the usual ones stay."""
    store_sheets(db, visitor.office_id, wish)
    detail = {"sheets": [grid.key for grid in wish.own]}
    record(db, visitor.actor, "label_sheets.stored", subject="office", subject_id=visitor.office_id, detail=detail)
