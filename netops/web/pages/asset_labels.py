"""Labels of assets: chosen by ticking or by the list's filters, printed on a sheet of which some may be used already;
the sheets of the office; and the page that a phone opens from a label.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Query
from pydantic import ValidationError
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from inventory.queries.assets import ASSETS, card
from inventory.queries.inspections import round_to_record
from inventory.queries.table import Asked
from netops.audit import record
from netops.book.labels import MOST_LABELS, Sheets, address_of, assets_of, draw, load_sheets, store_sheets
from netops.settings import only_here
from netops.web.access import Visitor, allowed
from netops.web.listing import asked_of
from netops.web.pages.assets import HOME, WORDS
from service.columns import utc_now
from service.i18n import N_, _
from service.refusal import Problem, RefusedError, from_validation
from service.web.form import Field, Form, Posted, Rows, Section, flat, nested, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
LABELS: Final = f"{HOME}/labels"
SHEETS: Final = f"{HOME}/label-sheets"
# What is wrong with a sheet as a whole, as office/labels/grid.py says it.
MISFITS: Final = {
    "the labels are wider than the page": N_("The labels are wider than the page"),
    "the labels are higher than the page": N_("The labels are higher than the page"),
    "the labels lie over one another": N_("The labels lie over one another"),
}
MayRead = Annotated[Visitor, Depends(allowed("assets.read"))]
MaySetUp = Annotated[Visitor, Depends(allowed("asset_classes.write"))]


@router.get(LABELS)
def choose(request: Request, db: Db, visitor: MayRead) -> Response:
    """Which sheet, and where on it to begin."""
    chosen = _chosen(request, db, visitor)
    problem = ""
    try:
        example = assets_of(db, visitor.sight, chosen)[0]
    except RefusedError as error:
        example, problem = None, " ".join(problems(error).values())
    base_url = request.app.state.settings.base_url
    return page(
        request,
        "asset_labels.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK,
        sheets=load_sheets(db, visitor.office_id).all,
        count=len(chosen),
        kept=list(request.query_params.multi_items()),
        problem=problem,
        example=address_of(example, base_url) if example is not None else "",
        only_here=only_here(base_url),
    )


@router.get(f"{LABELS}.pdf")
def pdf(
    request: Request,
    db: Db,
    visitor: MayRead,
    sheet: str = "",
    start: Annotated[int, Query(ge=1)] = 1,
) -> Response:
    """The sheets. Reading only: the same address gives them again."""
    try:
        assets = assets_of(db, visitor.sight, _chosen(request, db, visitor))
        grid = load_sheets(db, visitor.office_id).named(sheet)
        base_url = request.app.state.settings.base_url
        made = draw(db, assets, grid, start=start, base_url=base_url, made_at=utc_now())
    except RefusedError as error:
        return redirect(request, HOME, " ".join(problems(error).values()), kind="danger")
    return pdf_answer(made, utc_now())


def pdf_answer(data: bytes, at: datetime) -> Response:
    """As a file to be opened."""
    named = {"Content-Disposition": f'inline; filename="labels-{at:%Y%m%d-%H%M}.pdf"'}
    return Response(data, media_type="application/pdf", headers=named)


def _chosen(request: Request, db: Session, visitor: Visitor) -> list[int]:
    """Those that are ticked, or else all that the filters keep."""
    ticked = request.query_params.getlist("id")
    if ticked:
        known = [int(one) for one in ticked if one.isascii() and one.isdigit() and len(one) < 10]
        return list(dict.fromkeys(known))[: MOST_LABELS + 1]
    shown = asked_of(request, ASSETS)
    found, _total = ASSETS.ids(
        db, visitor.sight, Asked(shown.q, shown.filters, shown.sort, shown.descending, limit=MOST_LABELS + 1)
    )
    return list(found)


@router.get(SHEETS)
def sheets(request: Request, db: Db, visitor: MaySetUp) -> Response:
    """The sheets of the office beside the usual ones."""
    return _sheets(request, flat({"own": load_sheets(db, visitor.office_id).model_dump()["own"]}))


def _sheets(request: Request, typed: Mapping[str, str], wrong: Mapping[str, str] | None = None) -> Response:
    """Lengths in millimetres."""

    def number(name: str, label: str) -> Field:
        return Field(name, label, "number", maxlength=8)

    fields = (
        number("columns", _("Labels in a row")),
        number("rows", _("Rows on a sheet")),
        number("width", _("Width of a label (mm)")),
        number("height", _("Height of a label (mm)")),
        number("left", _("From the left edge of the page (mm)")),
        number("top", _("From the upper edge of the page (mm)")),
        number("step_x", _("From one label's left edge to the next one's (mm)")),
        number("step_y", _("From one label's upper edge to the next one's (mm)")),
    )
    hint = _("Measure on a sheet of A4. A label needs at least 25 x 12 mm for its code to be read.")
    form = Form(
        title=_("Label sheets of the office"),
        action=SHEETS,
        back=HOME,
        sections=(Section("", rows=(Rows("own", "", fields, hint, spare=1),)),),
        values=typed,
        problems=wrong or {},
    )
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return page(request, "form.html", status=status, form=form)


@router.post(SHEETS)
def keep_sheets(request: Request, db: Db, visitor: MaySetUp, typed: Posted) -> Response:
    """Store them all; one whose fields are empty is no more."""
    try:
        kept = read_sheets(nested(typed))
    except RefusedError as error:
        return _sheets(request, typed, problems(error) or {"": _("This is not understood")})
    store_sheets(db, visitor.office_id, kept)
    detail = {"sheets": [grid.key for grid in kept.own]}
    record(db, visitor.actor, "label_sheets.stored", subject="office", subject_id=visitor.office_id, detail=detail)
    return redirect(request, HOME, _("Saved."))


def read_sheets(given: Mapping[str, Any]) -> Sheets:
    """RefusedError naming each field and why."""
    try:
        return Sheets.model_validate(given)
    except ValidationError as error:
        found = [(one["loc"], str(one.get("ctx", {}).get("error", ""))) for one in error.errors(include_input=False)]
        wrong = [Problem(".".join(map(str, loc)) + ".width", MISFITS[said]) for loc, said in found if said in MISFITS]
        raise RefusedError(wrong) if wrong else from_validation(error) from None


@router.get("/a/{row_id:int}")
def phone(request: Request, db: Db, visitor: MayRead, row_id: int) -> Response:
    """What a label opens: the asset and its school, and the way into the inspection for who is appointed to it."""
    found = card(db, visitor.sight, row_id)
    inspection = round_to_record(db, row_id, visitor.person_id)
    return page(request, "asset_phone.html", found=found, inspection=inspection, **WORDS)
