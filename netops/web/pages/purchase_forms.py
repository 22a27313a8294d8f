"""Beginning and changing a purchase, and the acts of its course, each with its form.

Permissions stand in the annotations of routes and differ by act, so this module must not postpone their evaluation.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from netops.purchasing import PlanEntries, Purchases
from netops.web.access import Visitor, allowed
from netops.web.forms.purchase_act import Act, Asked
from netops.web.forms.purchase_acts import ACTS
from netops.web.forms.purchase_changes import CHANGES
from netops.web.forms.purchases import (
    purchase_from_form,
    purchase_place,
    purchase_sections,
    purchase_to_form,
    spec_field,
)
from netops.web.hand import hand_of
from netops.web.pages.assets import today_of
from netops.web.pages.purchases import HOME
from procurement.buying.method import propose
from procurement.models.plan import PlanEntry
from procurement.models.purchase import Purchase, PurchaseKind
from procurement.parameters import shipped_parameters
from procurement.queries.dossier import dossier_of
from procurement.store.from_spec import buyable_specs
from procurement.store.purchases import PurchaseDraft
from service.i18n import _
from service.refusal import RefusedError
from service.web.form import Form, Posted, Section, Typed, flat, nested, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
MayWrite = Annotated[Visitor, Depends(allowed("purchases.write"))]


def editor_of(request: Request, db: Session, visitor: Visitor) -> Purchases:
    """With the day on the office's clock."""
    return Purchases(hand_of(request, db, visitor), today_of(request))


@router.get(f"{HOME}/new")
def new(request: Request, db: Db, visitor: MayWrite) -> Response:
    """The form of a purchase from an entry of the plan, with the method that its amount proposes."""
    entry = _entry(request, db, visitor)
    if entry is None:
        return redirect(request, "/procurement-plan", _("Choose a published entry of the plan."), kind="warning")
    proposal = propose(entry.amount_satang, today_of(request), shipped_parameters())
    values = {"name": entry.name, "method": proposal.method or "", "lines.0.name": entry.name}
    return _new(request, db, visitor, entry, values)


@router.post(f"{HOME}/new")
def create(request: Request, db: Db, visitor: MayWrite, typed: Posted) -> Response:
    """Begin it; RefusedError where the entry is not published."""
    entry = _entry(request, db, visitor)
    if entry is None:
        return redirect(request, "/procurement-plan", _("Choose a published entry of the plan."), kind="warning")
    try:
        with db.begin_nested():
            given = {**purchase_from_form(nested(typed)), "entry_id": entry.id}
            if given.get("spec_id"):
                given.pop("lines", None)
            row = editor_of(request, db, visitor).create(PurchaseDraft.read(given))
    except RefusedError as error:
        return _new(request, db, visitor, entry, typed, problems(error, _place))
    return redirect(request, f"{HOME}/{row.id}", _("The purchase began."))


def _entry(request: Request, db: Session, visitor: Visitor) -> PlanEntry | None:
    given = request.query_params.get("entry", "")
    if not (given.isascii() and given.isdigit() and len(given) < 10):
        return None
    return PlanEntries(hand_of(request, db, visitor)).get(int(given))


def _place(name: str) -> str:
    return purchase_place(name).replace("entry_id", "")


def _new(
    request: Request,
    db: Session,
    visitor: Visitor,
    entry: PlanEntry,
    values: Mapping[str, str],
    wrong: Mapping[str, str] | None = None,
) -> Response:
    form = Form(
        title=_("Purchase from the plan: %(name)s") % {"name": entry.name},
        action=f"{HOME}/new?entry={entry.id}",
        back=f"/procurement-plan/{entry.id}",
        sections=[
            Section("", (spec_field(buyable_specs(db, visitor.sight, entry.site_id)),)),
            *purchase_sections(db, visitor.sight, with_lines=True),
        ],
        values=values,
        problems=wrong or {},
        submit=_("Begin the purchase"),
    )
    return _form(request, form)


def _form(request: Request, form: Form) -> Response:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.problems else HTTPStatus.OK
    return page(request, "form.html", status=status, form=form)


@router.get(f"{HOME}/{{row_id:int}}/change")
def edit(request: Request, db: Db, visitor: MayWrite, row_id: int) -> Response:
    """What may still change."""
    editor = editor_of(request, db, visitor)
    row = editor.get(row_id)
    stored = flat(purchase_to_form(editor.wish_of(row).model_dump()))
    return _form(request, _change_form(db, visitor, row, stored))


@router.post(f"{HOME}/{{row_id:int}}/change")
def change(request: Request, db: Db, visitor: MayWrite, row_id: int, typed: Posted) -> Response:
    """Store it, or say what is wrong."""
    editor = editor_of(request, db, visitor)
    row = editor.get(row_id)
    try:
        with db.begin_nested():
            editor.change(row, purchase_from_form(nested(typed)))
    except RefusedError as error:
        db.refresh(row)
        return _form(request, _change_form(db, visitor, row, typed, problems(error, purchase_place)))
    return redirect(request, f"{HOME}/{row_id}", _("Saved."))


def _change_form(
    db: Session, visitor: Visitor, row: Purchase, values: Typed, wrong: Mapping[str, str] | None = None
) -> Form:
    lines = dossier_of(db, visitor.sight, row.id or 0).lines
    one_place = all(len(line.shares) == 1 for line in lines)
    typed_lines = row.spec_id is None and row.kind is not PurchaseKind.LEASE and row.approved_on is None and one_place
    return Form(
        title=_("Change %(name)s") % {"name": row.name},
        action=f"{HOME}/{row.id}/change",
        back=f"{HOME}/{row.id}",
        sections=purchase_sections(db, visitor.sight, with_lines=typed_lines),
        values=values,
        problems=wrong or {},
    )


@router.post(f"{HOME}/{{row_id:int}}/cancel")
def cancel(request: Request, db: Db, visitor: MayWrite, row_id: int, typed: Posted) -> Response:
    """It ends here; what it held of the budget is free again."""
    editor = editor_of(request, db, visitor)
    row = editor.get(row_id)
    try:
        with db.begin_nested():
            editor.cancel(row, typed.get("reason", ""))
    except RefusedError as error:
        return redirect(request, f"{HOME}/{row_id}", " ".join(problems(error).values()), kind="danger")
    return redirect(request, f"{HOME}/{row_id}", _("It was cancelled."))


def _add_act(act: Act) -> None:
    may = Annotated[Visitor, Depends(allowed(act.permission))]
    own = "/{delivery:int}" if act.of_delivery else ""
    address = f"{HOME}/{{row_id:int}}/{act.key}{own}"

    def asked(request: Request, db: Session, visitor: Visitor, row_id: int) -> Asked:
        number = int(request.path_params.get("delivery", 0))
        dossier = editor_of(request, db, visitor).dossier(row_id)
        return Asked(db, visitor.sight, dossier, today_of(request), number)

    def shown(request: Request, known: Asked, values: Typed, wrong: Mapping[str, str] | None = None) -> Response:
        purchase = known.dossier.purchase
        form = Form(
            title=f"{_(act.title)} · {purchase.name}",
            action=request.url.path,
            back=f"{HOME}/{purchase.id}",
            sections=act.sections(known),
            values=values,
            problems=wrong or {},
        )
        return _form(request, form)

    def ask(request: Request, db: Db, visitor: may, row_id: int) -> Any:
        known = asked(request, db, visitor, row_id)
        return shown(request, known, act.values(known))

    def do(request: Request, db: Db, visitor: may, row_id: int, typed: Posted) -> Any:
        known = asked(request, db, visitor, row_id)
        try:
            with db.begin_nested():
                draft = act.draft.read(act.given(typed, known))
                editor_of(request, db, visitor).act(act.noted, known.dossier.purchase, draft, act.do)
        except RefusedError as error:
            db.expire_all()
            again = asked(request, db, visitor, row_id)
            return shown(request, again, typed, problems(error, act.named))
        return redirect(request, f"{HOME}/{row_id}", _("Saved."))

    router.add_api_route(address, ask, methods=["GET"], include_in_schema=False, response_model=None)
    router.add_api_route(address, do, methods=["POST"], include_in_schema=False, response_model=None)


for _act in (*ACTS, *CHANGES):
    _add_act(_act)
