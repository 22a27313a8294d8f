"""Disposals of assets: the list, a new one, what goes and how, its papers, and what has gone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from inventory.models.asset import Standing
from inventory.models.disposal import Disposal, DisposalItem
from inventory.queries.assets import STANDING_WORDS
from inventory.queries.conditions import whole
from inventory.queries.disposals import DISPOSALS, METHOD_WORDS
from inventory.queries.inspections import findings
from inventory.store.disposals import DisposalDraft, GoneDraft, ItemDraft
from netops.asset_acts.disposal import APPROVAL, Disposals, Listed, parameters_on
from netops.book.disposal_papers import KINDS
from netops.web.access import Visitor, allowed
from netops.web.casework import doer_of
from netops.web.flow import case_flow
from netops.web.forms.assets import SATANG, numbers_field, owner_field, prefilled
from netops.web.forms.layout import scaled, unscaled
from netops.web.hand import hand_of
from netops.web.listing import exported, kinds_of, view_of
from netops.web.pages.asset_papers import done, made_now
from netops.web.pages.assets import STANDING_SHAPES, today_of
from service.i18n import _
from service.refusal import RefusedError
from service.web.form import Field, Form, Posted, Section, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
HOME: Final = "/disposals"
MayRead = Annotated[Visitor, Depends(allowed("assets.read"))]
MayWrite = Annotated[Visitor, Depends(allowed("assets.write"))]
_BAHT: Final = {"least_satang": "least_baht", "proceeds_satang": "proceeds_baht"}
Typed = Mapping[str, str]


def desk_of(request: Request, db: Session, visitor: Visitor) -> Disposals:
    """For this request."""
    return Disposals(hand_of(request, db, visitor), doer_of(db, visitor), today_of(request))


@router.get(HOME)
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """What is under way first."""
    view = view_of(request, db, visitor, DISPOSALS, path=HOME)
    return page(request, "disposals.html", view=view, kinds=kinds_of(DISPOSALS))


@router.get(f"{HOME}/export.{{kind}}")
def export(
    request: Request, db: Db, visitor: Annotated[Visitor, Depends(allowed("exports.run"))], kind: str
) -> Response:
    """Exactly the rows and columns that the list shows, all its pages."""
    return exported(request, db, visitor, DISPOSALS, kind)


@router.get(f"{HOME}/new")
def new(request: Request, db: Db, visitor: MayWrite) -> Response:
    """The form; in it stands the asset whose card one comes from, or what the inspection found that one comes from."""
    values = {"is_normal_wear": "yes", **prefilled(request, db, visitor.sight), **_found(request, db, visitor)}
    return page(request, "form.html", form=_form(db, visitor, values, {}))


def _found(request: Request, db: Session, visitor: Visitor) -> dict[str, str]:
    """Of a closed inspection, what was damaged, worn, not needed or missing, and still belongs to that unit."""
    round_id = whole(request.query_params.get("inspection", ""))
    found = findings(db, visitor.sight, round_id=round_id) if round_id is not None else []
    kept = [one for one in found if one.asset.standing != Standing.DISPOSED and one.asset.unit == found[0].asset.unit]
    if not kept:
        return {}
    return {
        "site_id": str(kept[0].asset.site_id or ""),
        "numbers": "\n".join(one.asset.number for one in kept),
        "title": _("Disposal after the annual inspection of %(year)s") % {"year": kept[0].year},
        "is_normal_wear": "no" if any(one.condition is None for one in kept) else "yes",
    }


@router.post(f"{HOME}/new")
def create(request: Request, db: Db, visitor: MayWrite, typed: Posted) -> Response:
    """Listed, with a case that decides it."""
    try:
        with db.begin_nested():
            made = desk_of(request, db, visitor).open(DisposalDraft.read(typed))
    except RefusedError as error:
        form = _form(db, visitor, typed, problems(error))
        return page(request, "form.html", status=HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
    return redirect(request, f"{HOME}/{made.id}", _("Listed. Its case says what is to be done next."))


@router.get(f"{HOME}/{{row_id:int}}")
def one(request: Request, db: Db, visitor: MayRead, row_id: int) -> Response:
    """The disposal with its assets, papers and the steps of its case."""
    desk = desk_of(request, db, visitor)
    return _shown(request, visitor, desk, desk.get(row_id))


@router.post(f"{HOME}/{{row_id:int}}/items/{{item_id:int}}")
def change_item(request: Request, db: Db, visitor: MayWrite, row_id: int, item_id: int, typed: Posted) -> Response:
    """Way, cause and price of one asset."""

    def act(desk: Disposals, row: Disposal) -> None:
        desk.change_item(row, item_id, ItemDraft.read(_satang(typed)))

    return _acted(request, db, visitor, row_id, act, (item_id, typed))


@router.post(f"{HOME}/{{row_id:int}}/items/{{item_id:int}}/gone")
def gone(request: Request, db: Db, visitor: MayWrite, row_id: int, item_id: int, typed: Posted) -> Response:
    """It has gone and leaves the book."""

    def act(desk: Disposals, row: Disposal) -> None:
        desk.strike_off(row, item_id, GoneDraft.read(_satang(typed)))

    return _acted(request, db, visitor, row_id, act, (item_id, typed))


@router.post(f"{HOME}/{{row_id:int}}/give-up")
def give_up(request: Request, db: Db, visitor: MayWrite, row_id: int, typed: Posted) -> Response:
    """It is not to be: what has not gone stands as before."""
    return _acted(request, db, visitor, row_id, lambda desk, row: desk.give_up(row, typed.get("reason", "")))


@router.post(f"{HOME}/{{row_id:int}}/papers/{{paper_kind}}")
def paper(request: Request, db: Db, visitor: MayWrite, row_id: int, paper_kind: str) -> Response:
    """One of its papers, handed in to the step of the case that wants it."""
    desk = desk_of(request, db, visitor)
    try:
        made = desk.paper(desk.get(row_id), paper_kind, made_now(request, visitor))
    except RefusedError as error:
        return redirect(request, f"{HOME}/{row_id}", " ".join(problems(error).values()), kind="danger")
    return done(request, db, visitor, made)


def _acted(
    request: Request,
    db: Session,
    visitor: Visitor,
    row_id: int,
    act: Callable[[Disposals, Disposal], None],
    typed: tuple[int, Typed] | None = None,
) -> Response:
    desk = desk_of(request, db, visitor)
    row = desk.get(row_id)
    try:
        with db.begin_nested():
            act(desk, row)
    except RefusedError as error:
        db.expire_all()
        wrong = problems(error, lambda name: _BAHT.get(name, name))
        return _shown(request, visitor, desk, desk.get(row_id), typed=typed, wrong=wrong)
    return redirect(request, f"{HOME}/{row_id}", _("Saved."))


def _satang(typed: Typed) -> dict[str, Any]:
    """Baht as typed to satang as stored."""
    baht = {name: key for key, name in _BAHT.items()}
    return {baht.get(name, name): scaled(text, SATANG) if name in baht else text for name, text in typed.items()}


def _shown(
    request: Request,
    visitor: Visitor,
    desk: Disposals,
    row: Disposal,
    *,
    typed: tuple[int, Typed] | None = None,
    wrong: Mapping[str, str] | None = None,
) -> Response:
    found = desk.listed(row)
    may_write = visitor.may("assets.write") and row.ended_at is None
    return page(
        request,
        "disposal.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        found=found,
        row=row,
        approved_on=found.approved_on,
        flow=case_flow(found.view, {}),
        forms=_forms(found, typed, wrong or {}, today_of(request).isoformat()) if may_write else {},
        refused=typed[0] if typed and wrong else None,
        wrong=wrong or {},
        may_write=may_write,
        papers=KINDS,
        lacks_facts=found.lacks_facts(),
        parameters=list(parameters_on(today_of(request)).values()),
        methods=METHOD_WORDS,
        standings=STANDING_WORDS,
        standing_shapes=STANDING_SHAPES,
        approval=found.view.steps[APPROVAL],
    )


def _forms(found: Listed, typed: tuple[int, Typed] | None, wrong: Mapping[str, str], today: str) -> dict[int, Form]:
    is_approved = found.approved_on is not None
    forms = {}
    for item, _asset in found.items:
        if not item.is_open or item.id is None:
            continue
        mine = typed[1] if typed is not None and typed[0] == item.id else None
        form = _gone_form if is_approved else _item_form
        forms[item.id] = form(found.disposal.id or 0, item, mine, wrong if mine is not None else {}, today)
    return forms


def _item_form(row_id: int, item: DisposalItem, typed: Typed | None, wrong: Mapping[str, str], _today: str) -> Form:
    fields = (
        *_how(),
        Field("least_baht", _("Least price (baht)"), hint=_("As the committee thinks"), maxlength=20),
    )
    stored = {
        "method": item.method.value,
        "is_normal_wear": "yes" if item.is_normal_wear else "no",
        "cause": item.cause,
        "least_baht": unscaled(item.least_satang, SATANG),
    }
    return _of_item(row_id, item, "", fields, typed or stored, wrong)


def _gone_form(row_id: int, item: DisposalItem, typed: Typed | None, wrong: Mapping[str, str], today: str) -> Form:
    fields = (
        Field("done_on", _("Gone on"), "date", required=True),
        Field("proceeds_baht", _("Proceeds (baht)"), hint=_("Of what was sold"), maxlength=20),
        Field("document_no", _("Document number"), hint=_("Receipt, or the other agency's letter"), maxlength=120),
        Field("note", _("Note"), maxlength=2000),
    )
    return _of_item(row_id, item, "/gone", fields, typed or {"done_on": today}, wrong)


def _of_item(
    row_id: int, item: DisposalItem, act: str, fields: tuple[Field, ...], values: Typed, wrong: Mapping[str, str]
) -> Form:
    return Form(
        title="",
        action=f"{HOME}/{row_id}/items/{item.id}{act}",
        back=f"{HOME}/{row_id}",
        sections=(Section("", fields),),
        values=values,
        problems=wrong,
    )


def _how() -> tuple[Field, ...]:
    return (
        Field(
            "method", _("By which way"), "select", options=[(one.value, _(said)) for one, said in METHOD_WORDS.items()]
        ),
        Field("is_normal_wear", _("Worn by normal use, beyond doubt"), "checkbox"),
        Field(
            "cause", _("What happened to it"), "textarea", hint=_("Needed where it is no normal wear"), maxlength=2000
        ),
    )


def _form(db: Session, visitor: Visitor, values: Typed, wrong: Mapping[str, str]) -> Form:
    fields = (
        Field("title", _("Title"), required=True, wide=True),
        owner_field(db, visitor.sight),
        numbers_field(_("Assets that are to go")),
        Field("reason", _("Reason"), "textarea", maxlength=2000, required=True),
    )
    return Form(
        title=_("New disposal"),
        action=f"{HOME}/new",
        back=HOME,
        sections=(Section("", fields), Section(_("For all of them, until said otherwise of one"), _how())),
        values=values,
        problems=wrong,
    )
