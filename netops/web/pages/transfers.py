"""Transfers of assets between units: the list, a proposal, its answer, and the paper."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from inventory.models.transfer import TransferState
from inventory.queries.transfers import STATE_WORDS, TRANSFERS, Moving, moving
from inventory.store.sites import sites_by_code
from inventory.store.transfers import AcceptDraft, TransferDraft
from netops.asset_acts.transfer import Transfers
from netops.web.access import Visitor, allowed
from netops.web.forms.assets import all_units, numbers_field, owner_field, prefilled
from netops.web.hand import hand_of
from netops.web.listing import exported, kinds_of, view_of
from netops.web.pages.asset_papers import done, made_now
from netops.web.pages.assets import TRANSFER_SHAPES, today_of
from service.draft import THAI_DIGITS
from service.i18n import _
from service.refusal import RefusedError
from service.refusal import refuse as refusal
from service.web.form import Field, Form, Posted, Section, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
HOME: Final = "/transfers"
MayRead = Annotated[Visitor, Depends(allowed("assets.read"))]
MayWrite = Annotated[Visitor, Depends(allowed("assets.write"))]
WORDS: Final[dict[str, Any]] = {"states": STATE_WORDS, "shapes": TRANSFER_SHAPES}


@router.get(HOME)
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """What waits for an answer first."""
    view = view_of(request, db, visitor, TRANSFERS, path=HOME)
    return page(request, "transfers.html", view=view, kinds=kinds_of(TRANSFERS), **WORDS)


@router.get(f"{HOME}/export.{{kind}}")
def export(
    request: Request, db: Db, visitor: Annotated[Visitor, Depends(allowed("exports.run"))], kind: str
) -> Response:
    """Exactly the rows and columns that the list shows, all its pages."""
    return exported(request, db, visitor, TRANSFERS, kind)


@router.get(f"{HOME}/new")
def new(request: Request, db: Db, visitor: MayWrite) -> Response:
    """The form of a proposal; an asset whose card one comes from stands in it."""
    given = prefilled(request, db, visitor.sight)
    values = given | {"from_site_id": given.get("site_id", "")}
    return page(request, "form.html", form=_form(db, visitor, values, {}))


@router.post(f"{HOME}/new")
def create(request: Request, db: Db, visitor: MayWrite, typed: Posted) -> Response:
    """Proposed: the other unit answers."""
    try:
        with db.begin_nested():
            made = Transfers(hand_of(request, db, visitor)).propose(_draft(db, visitor, typed))
    except RefusedError as error:
        of_school = visitor.sight.site_id is not None
        wrong = problems(error, lambda name: "to_code" if of_school and name == "to_site_id" else name)
        form = _form(db, visitor, typed, wrong)
        return page(request, "form.html", status=HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
    return redirect(request, f"{HOME}/{made.id}", _("Proposed. The other unit accepts or refuses it."))


@router.get(f"{HOME}/{{row_id:int}}")
def one(request: Request, db: Db, visitor: MayRead, row_id: int) -> Response:
    """The transfer with its assets, and the answer to be given."""
    return _shown(request, db, visitor, row_id)


@router.post(f"{HOME}/{{row_id:int}}/accept")
def accept(request: Request, db: Db, visitor: MayWrite, row_id: int, typed: Posted) -> Response:
    """The assets belong to the other unit, with the numbers typed."""
    desk = Transfers(hand_of(request, db, visitor))
    row = desk.get(row_id)
    numbers = {name.removeprefix("number."): text for name, text in typed.items() if name.startswith("number.")}
    plain = {name: text for name, text in typed.items() if not name.startswith("number.")}
    try:
        with db.begin_nested():
            desk.accept(row, AcceptDraft.read({**plain, "numbers": numbers}))
    except RefusedError as error:
        db.refresh(row)
        return _shown(request, db, visitor, row_id, typed=typed, wrong=problems(error))
    return redirect(request, f"{HOME}/{row_id}", _("Accepted."))


@router.post(f"{HOME}/{{row_id:int}}/refuse")
def refuse(request: Request, db: Db, visitor: MayWrite, row_id: int, typed: Posted) -> Response:
    """Not wanted, and why."""
    desk = Transfers(hand_of(request, db, visitor))
    row = desk.get(row_id)
    try:
        with db.begin_nested():
            desk.refuse(row, typed.get("decision_note", ""))
    except RefusedError as error:
        db.refresh(row)
        return _shown(request, db, visitor, row_id, typed=typed, wrong=problems(error))
    return redirect(request, f"{HOME}/{row_id}", _("Refused."))


@router.post(f"{HOME}/{{row_id:int}}/withdraw")
def withdraw(request: Request, db: Db, visitor: MayWrite, row_id: int) -> Response:
    """Taken back by the unit that gives."""
    desk = Transfers(hand_of(request, db, visitor))
    try:
        with db.begin_nested():
            desk.withdraw(desk.get(row_id))
    except RefusedError as error:
        return redirect(request, f"{HOME}/{row_id}", " ".join(problems(error).values()), kind="danger")
    return redirect(request, f"{HOME}/{row_id}", _("Withdrawn."))


@router.post(f"{HOME}/{{row_id:int}}/paper")
def paper(request: Request, db: Db, visitor: MayWrite, row_id: int) -> Response:
    """As it stands now."""
    desk = Transfers(hand_of(request, db, visitor))
    return done(request, db, visitor, desk.paper(desk.get(row_id), made_now(request, visitor)))


def _shown(
    request: Request,
    db: Session,
    visitor: Visitor,
    row_id: int,
    *,
    typed: Mapping[str, str] | None = None,
    wrong: Mapping[str, str] | None = None,
) -> Response:
    found = moving(db, visitor.sight, row_id)
    is_open = found.transfer.state is TransferState.PROPOSED and visitor.may("assets.write")
    own = visitor.sight.site_id
    return page(
        request,
        "transfer.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        found=found,
        is_reader_giving=own is None or found.transfer.from_site_id == own,
        is_reader_taking=own is None or found.transfer.to_site_id == own,
        is_open=is_open,
        form=_answer_form(found, typed, wrong or {}, today_of(request).isoformat()) if is_open else None,
        **WORDS,
    )


def _answer_form(found: Moving, typed: Mapping[str, str] | None, wrong: Mapping[str, str], today: str) -> Form:
    numbers = tuple(
        Field(f"number.{item.id}", _("New number of %(number)s") % {"number": item.old_number}, maxlength=50)
        for item, _asset in found.items
    )
    fields = (
        Field("moved_on", _("Moved on"), "date", required=True),
        *numbers,
        Field("decision_note", _("Note"), "textarea", lines=2, maxlength=2000),
    )
    kept = {f"number.{item.id}": item.old_number for item, _asset in found.items}
    return Form(
        title=_("Accept"),
        action=f"{HOME}/{found.transfer.id}/accept",
        back=HOME,
        sections=(Section("", fields),),
        values=typed if typed is not None else {"moved_on": today, **kept},
        problems=wrong,
    )


def _draft(db: Session, visitor: Visitor, typed: Mapping[str, str]) -> TransferDraft:
    """A school names another by its code, since it is shown none but itself."""
    if visitor.sight.site_id is None:
        return TransferDraft.read(typed)
    code = typed.get("to_code", "").translate(THAI_DIGITS).strip()
    site = sites_by_code(db, office_id=visitor.office_id).get(code) if code else None
    if code and site is None:
        raise refusal("to_code", _("There is no such entry"))
    plain = {name: text for name, text in typed.items() if name != "to_code"}
    return TransferDraft.read({**plain, "to_site_id": site.id if site is not None else None})


def _taker_field(db: Session, visitor: Visitor) -> Field:
    if visitor.sight.site_id is None:
        return Field("to_site_id", _("To"), "select", options=all_units(db, visitor.sight.office_id))
    return Field("to_code", _("To"), hint=_("Code of the other school; empty: the office"), maxlength=32)


def _form(db: Session, visitor: Visitor, values: Mapping[str, str], wrong: Mapping[str, str]) -> Form:
    fields = (
        owner_field(db, visitor.sight, name="from_site_id", label=_("From")),
        _taker_field(db, visitor),
        numbers_field(_("Assets to give")),
        Field("reason", _("Reason"), "textarea", maxlength=2000, required=True),
        Field("order_no", _("Order or letter"), maxlength=120),
    )
    return Form(
        title=_("Propose a transfer"),
        action=f"{HOME}/new",
        back=HOME,
        sections=(Section("", fields),),
        values=values,
        problems=wrong,
        submit=_("Propose"),
    )
