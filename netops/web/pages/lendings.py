"""Lending of assets: the list with what is overdue, a new slip, one slip, what came back, the slip as paper."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from inventory.queries.assets import STANDING_WORDS
from inventory.queries.lendings import LENDINGS, slip
from inventory.store.lendings import RETURNED_AS, LendingDraft, LendingTerms, ReturnDraft
from netops.asset_acts.lending import Lendings
from netops.web.access import Visitor, allowed
from netops.web.forms.assets import numbers_field, owner_field, prefilled
from netops.web.hand import hand_of
from netops.web.listing import exported, kinds_of, view_of
from netops.web.pages.asset_papers import done, made_now
from netops.web.pages.assets import STANDING_SHAPES, today_of
from service.i18n import _
from service.refusal import RefusedError
from service.web.form import Field, Form, Posted, Section, flat, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
HOME: Final = "/lendings"
MayRead = Annotated[Visitor, Depends(allowed("assets.read"))]
MayWrite = Annotated[Visitor, Depends(allowed("assets.write"))]


@router.get(HOME)
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """What is out first, by the day on which it is due."""
    view = view_of(request, db, visitor, LENDINGS, path=HOME)
    return page(request, "lendings.html", view=view, kinds=kinds_of(LENDINGS), today=today_of(request))


@router.get(f"{HOME}/export.{{kind}}")
def export(
    request: Request, db: Db, visitor: Annotated[Visitor, Depends(allowed("exports.run"))], kind: str
) -> Response:
    """Exactly the rows and columns that the list shows, all its pages."""
    return exported(request, db, visitor, LENDINGS, kind)


@router.get(f"{HOME}/new")
def new(request: Request, db: Db, visitor: MayWrite) -> Response:
    """The form of a slip; an asset whose card one comes from stands in it."""
    values = prefilled(request, db, visitor.sight) | {"lent_on": today_of(request).isoformat()}
    return page(request, "form.html", form=_form(db, visitor, values, {}))


@router.post(f"{HOME}/new")
def create(request: Request, db: Db, visitor: MayWrite, typed: Posted) -> Response:
    """Lent from now on."""
    try:
        with db.begin_nested():
            lending = Lendings(hand_of(request, db, visitor)).lend(LendingDraft.read(typed))
    except RefusedError as error:
        return _again(request, _form(db, visitor, typed, problems(error)))
    return redirect(request, f"{HOME}/{lending.id}", _("Lent."))


@router.get(f"{HOME}/{{row_id:int}}")
def one(request: Request, db: Db, visitor: MayRead, row_id: int) -> Response:
    """The slip with its assets."""
    return _shown(request, db, visitor, row_id)


@router.get(f"{HOME}/{{row_id:int}}/change")
def edit(request: Request, db: Db, visitor: MayWrite, row_id: int) -> Response:
    """Another due day, another telephone."""
    row = Lendings(hand_of(request, db, visitor)).get(row_id)
    values = flat(LendingTerms.of(row).model_dump())
    return page(request, "form.html", form=_terms_form(row_id, values, {}))


@router.post(f"{HOME}/{{row_id:int}}/change")
def change(request: Request, db: Db, visitor: MayWrite, row_id: int, typed: Posted) -> Response:
    """The slip as typed."""
    desk = Lendings(hand_of(request, db, visitor))
    row = desk.get(row_id)
    try:
        with db.begin_nested():
            desk.change(row, LendingTerms.read(typed))
    except RefusedError as error:
        return _again(request, _terms_form(row_id, typed, problems(error)))
    return redirect(request, f"{HOME}/{row_id}", _("Saved."))


@router.post(f"{HOME}/{{row_id:int}}/items/{{item_id:int}}/return")
def give_back(request: Request, db: Db, visitor: MayWrite, row_id: int, item_id: int, typed: Posted) -> Response:
    """One asset is back."""
    desk = Lendings(hand_of(request, db, visitor))
    row = desk.get(row_id)
    try:
        with db.begin_nested():
            desk.give_back(row, item_id, ReturnDraft.read(typed))
    except RefusedError as error:
        db.refresh(row)
        return _shown(request, db, visitor, row_id, item_id=item_id, typed=typed, wrong=problems(error))
    return redirect(request, f"{HOME}/{row_id}", _("It is back."))


@router.post(f"{HOME}/{{row_id:int}}/paper")
def paper(request: Request, db: Db, visitor: MayWrite, row_id: int) -> Response:
    """The slip as it stands now."""
    desk = Lendings(hand_of(request, db, visitor))
    return done(request, db, visitor, desk.paper(desk.get(row_id), made_now(request, visitor)))


def _shown(  # noqa: PLR0913 - what a refused return shows again: whose form, what was typed, what is wrong
    request: Request,
    db: Session,
    visitor: Visitor,
    row_id: int,
    *,
    item_id: int | None = None,
    typed: Mapping[str, str] | None = None,
    wrong: Mapping[str, str] | None = None,
) -> Response:
    found, today = slip(db, visitor.sight, row_id), today_of(request)
    return page(
        request,
        "lending.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        found=found,
        is_overdue=found.is_overdue(today),
        today=today,
        forms={
            item.id: _return_form(row_id, item.id or 0, typed if item.id == item_id else None, wrong or {}, today)
            for item, _asset in found.items
            if item.returned_on is None and visitor.may("assets.write")
        },
        refused=item_id,
        standings=STANDING_WORDS,
        standing_shapes=STANDING_SHAPES,
    )


def _return_form(
    row_id: int, item_id: int, typed: Mapping[str, str] | None, wrong: Mapping[str, str], today: object
) -> Form:
    fields = (
        Field("returned_on", _("Back on"), "date", required=True),
        Field(
            "returned_standing",
            _("Condition"),
            "select",
            options=[(one.value, _(STANDING_WORDS[one])) for one in RETURNED_AS],
        ),
        Field("returned_note", _("What is wrong with it"), maxlength=2000, wide=True),
    )
    return Form(
        title=_("It is back"),
        action=f"{HOME}/{row_id}/items/{item_id}/return",
        back=f"{HOME}/{row_id}",
        sections=(Section("", fields),),
        values=typed if typed is not None else {"returned_on": str(today), "returned_standing": "in_use"},
        problems=wrong if typed is not None else {},
    )


def _terms() -> tuple[Field, ...]:
    return (
        Field("borrower", _("Borrower"), required=True),
        Field("borrower_position", _("Position")),
        Field("borrower_unit", _("Of which unit")),
        Field("borrower_phone", _("Telephone"), "tel", maxlength=64),
        Field("purpose", _("Purpose"), maxlength=500, wide=True),
        Field("lent_on", _("Lent on"), "date", required=True),
        Field("due_on", _("Due back"), "date", required=True),
        Field("note", _("Note"), "textarea", maxlength=2000),
    )


def _form(db: Session, visitor: Visitor, values: Mapping[str, str], wrong: Mapping[str, str]) -> Form:
    assets = (owner_field(db, visitor.sight), numbers_field(_("Assets to lend")))
    return Form(
        title=_("Lend assets"),
        action=f"{HOME}/new",
        back=HOME,
        sections=(Section(_("Assets"), assets), Section(_("Borrower"), _terms())),
        values=values,
        problems=wrong,
    )


def _terms_form(row_id: int, values: Mapping[str, str], wrong: Mapping[str, str]) -> Form:
    return Form(
        title=_("Change the slip"),
        action=f"{HOME}/{row_id}/change",
        back=f"{HOME}/{row_id}",
        sections=(Section("", _terms()),),
        values=values,
        problems=wrong,
    )


def _again(request: Request, form: Form) -> Response:
    return page(request, "form.html", status=HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
