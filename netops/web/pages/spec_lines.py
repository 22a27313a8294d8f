"""Lines of a specification: the form of one, its removal, another item in its place, and its newer edition."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from netops.spec_editors import Specs
from netops.web.access import Visitor, allowed
from netops.web.criteria_words import today_of
from netops.web.forms import specs as fields
from netops.web.forms.layout import unscaled
from netops.web.hand import hand_of
from procurement.criteria.edition import Listing
from procurement.models.spec import Spec, SpecLine
from procurement.store.criteria import office_catalogue
from procurement.store.spec_drafts import LineDraft
from procurement.store.spec_lines import criterion_of, find_line, line_draft_of, newer_of
from service.i18n import _
from service.refusal import MissingError, RefusedError
from service.web.form import Act, Form, Posted, flat, nested, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(prefix="/specs/{spec_id:int}/lines", include_in_schema=False)
HOME: Final = "/specs"
MayWrite = Annotated[Visitor, Depends(allowed("specs.write"))]


@router.get("/new")
def new(request: Request, db: Db, visitor: MayWrite, spec_id: int) -> Response:
    """An empty line, or one of the item that the address names."""
    spec = Specs(hand_of(request, db, visitor)).get(spec_id)
    values = _begun(db, spec, request.query_params.get("item", "")[:80])
    return page(request, "form.html", form=_form(db, visitor, spec, None, values))


@router.post("/new")
def add(request: Request, db: Db, visitor: MayWrite, spec_id: int, typed: Posted) -> Response:
    """After the last one."""
    return _save(request, db, visitor, spec_id, None, typed)


@router.get("/{line_id:int}")
def edit(request: Request, db: Db, visitor: MayWrite, spec_id: int, line_id: int) -> Response:
    """The line as it stands."""
    spec = Specs(hand_of(request, db, visitor)).get(spec_id)
    line = find_line(db, spec, line_id)
    values = flat(fields.line_to_form(line_draft_of(db, line).model_dump()))
    return page(request, "form.html", form=_form(db, visitor, spec, line, values))


@router.post("/{line_id:int}")
def change(request: Request, db: Db, visitor: MayWrite, spec_id: int, line_id: int, typed: Posted) -> Response:
    """The line as typed."""
    return _save(request, db, visitor, spec_id, line_id, typed)


@router.post("/{line_id:int}/remove")
def remove(request: Request, db: Db, visitor: MayWrite, spec_id: int, line_id: int) -> Response:
    """Out of the specification."""
    editor = Specs(hand_of(request, db, visitor))
    spec = editor.get(spec_id)
    try:
        with db.begin_nested():
            editor.remove_line(spec, find_line(db, spec, line_id))
    except RefusedError as error:
        return redirect(request, f"{HOME}/{spec_id}", " ".join(problems(error).values()), kind="danger")
    return redirect(request, f"{HOME}/{spec_id}", _("The line is gone."))


@router.post("/{line_id:int}/newer")
def newer(request: Request, db: Db, visitor: MayWrite, spec_id: int, line_id: int) -> Response:
    """The same item by the newer edition, its ceiling included."""
    editor = Specs(hand_of(request, db, visitor))
    spec = editor.get(spec_id)
    line = find_line(db, spec, line_id)
    held = newer_of(db, spec, line, today_of(request))
    if held is None:
        raise MissingError("newer edition")
    try:
        with db.begin_nested():
            editor.take_item(spec, line, held)
    except RefusedError as error:
        return redirect(request, f"{HOME}/{spec_id}", " ".join(problems(error).values()), kind="danger")
    return redirect(request, f"{HOME}/{spec_id}#line-{line_id}", _("The line goes by the newer edition now."))


def _begun(db: Session, spec: Spec, item: str) -> dict[str, str]:
    listing, _colon, code = item.partition(":")
    held = None
    if listing in set(Listing) and code:
        held = office_catalogue(db, spec.office_id).item_at(spec.day, Listing(listing), code)
    if held is None:
        return {"quantity": "1"}
    price = unscaled(held.item.price_satang, fields.SATANG)
    return {"quantity": "1", "item": item, "unit_price_baht": price, "unit_word": held.item.price_unit}


def _save(
    request: Request, db: Session, visitor: Visitor, spec_id: int, line_id: int | None, typed: Mapping[str, str]
) -> Response:
    editor = Specs(hand_of(request, db, visitor))
    spec = editor.get(spec_id)
    line = find_line(db, spec, line_id) if line_id is not None else None
    try:
        with db.begin_nested():
            draft = LineDraft.read(fields.line_from_form(nested(typed)))
            if line is None:
                line = editor.add_line(spec, draft)
            else:
                editor.change_line(spec, line, draft)
    except RefusedError as error:
        stored = find_line(db, spec, line_id) if line_id is not None else None
        form = _form(db, visitor, spec, stored, typed, problems(error, fields.line_named))
        return page(request, "form.html", status=HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
    return redirect(request, f"{HOME}/{spec_id}#line-{line.id}", _("Saved."))


def _form(
    db: Session,
    visitor: Visitor,
    spec: Spec,
    line: SpecLine | None,
    values: Mapping[str, str],
    wrong: Mapping[str, str] | None = None,
) -> Form:
    criterion = criterion_of(line) if line is not None else None
    used = (f"{criterion.listing.value}:{criterion.code}", criterion.name) if criterion is not None else None
    held = office_catalogue(db, spec.office_id).items_at(spec.day)
    here = f"{HOME}/{spec.id}/lines/{'new' if line is None else line.id}"
    return Form(
        title=_("New line") if line is None else _("Change the line"),
        action=here,
        back=f"{HOME}/{spec.id}",
        sections=fields.line_sections(db, visitor.sight, held, used),
        values=values,
        problems=wrong or {},
        acts=()
        if line is None
        else (Act(f"{here}/remove", _("Take it out"), _("The line and its prices, places and reasons go."), icon="x"),),
    )
