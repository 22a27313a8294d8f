"""The strategy tree of a plan, with indicators and their targets by district."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from planning.kit.visitor import Visitor
from planning.plans.pages.indicator_fields import baseline_fields, direction_field
from planning.province import words
from planning.province.models.plan import Element, ElementKind, Indicator, Plan
from planning.province.pages.answering import attempt, edit, shown, stored
from planning.province.pages.plans import HOME
from planning.province.store import plans as store
from planning.province.store import rows, situation
from planning.province.store.plans import ElementDraft, IndicatorDraft, TargetDraft
from planning.province.subjects import open_draft
from service.i18n import _
from service.web.access import Allowed
from service.web.form import Act, Field, Form, Posted, Section, Typed, choices
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
MayRead = Annotated[Visitor, Depends(Allowed("province.read"))]
MayWrite = Annotated[Visitor, Depends(Allowed("province.write"))]


@router.get(f"{HOME}/{{plan_id:int}}/tree")
def show(request: Request, db: Db, visitor: MayRead, plan_id: int) -> Response:
    """From the vision down."""
    row = rows.find(db, visitor, Plan, plan_id)
    return page(
        request,
        "tree.html",
        plan=row,
        nodes=store.tree(db, visitor, row),
        words=words,
        may_write=visitor.may("province.write"),
    )


@router.get(f"{HOME}/{{plan_id:int}}/tree/new")
def new(request: Request, db: Db, visitor: MayWrite, plan_id: int) -> Response:
    """The empty form."""
    row = rows.find(db, visitor, Plan, plan_id)
    return shown(request, _form(db, visitor, row, {"kind": ElementKind.GOAL}, {}))


@router.post(f"{HOME}/{{plan_id:int}}/tree/new")
def add(request: Request, db: Db, visitor: MayWrite, plan_id: int, typed: Posted) -> Response:
    """One more node."""
    row = rows.find(db, visitor, Plan, plan_id, to_change=True)
    _node, wrong = edit(db, visitor, row, lambda: store.add_element(db, visitor, row, ElementDraft.read(typed)))
    if wrong:
        return shown(request, _form(db, visitor, row, typed, wrong))
    return redirect(request, f"{HOME}/{plan_id}/tree", _("Saved."))


@router.get(f"{HOME}/{{plan_id:int}}/tree/{{element_id:int}}")
def edit_element(request: Request, db: Db, visitor: MayWrite, plan_id: int, element_id: int) -> Response:
    """With what is stored."""
    plan = rows.find(db, visitor, Plan, plan_id)
    row = store.find_element(db, visitor, plan_id, element_id)
    return shown(request, _form(db, visitor, plan, stored(row, ElementDraft.model_fields), {}, row))


@router.post(f"{HOME}/{{plan_id:int}}/tree/{{element_id:int}}")
def change_element(
    request: Request, db: Db, visitor: MayWrite, plan_id: int, element_id: int, typed: Posted
) -> Response:
    """As typed."""
    plan = rows.find(db, visitor, Plan, plan_id, to_change=True)
    row = store.find_element(db, visitor, plan_id, element_id)
    _done, wrong = edit(
        db, visitor, plan, lambda: store.change_element(db, visitor, plan, row, ElementDraft.read(typed))
    )
    if wrong:
        return shown(request, _form(db, visitor, plan, typed, wrong, row))
    return redirect(request, f"{HOME}/{plan_id}/tree", _("Saved."))


@router.post(f"{HOME}/{{plan_id:int}}/tree/{{element_id:int}}/remove")
def remove_element(request: Request, db: Db, visitor: MayWrite, plan_id: int, element_id: int) -> Response:
    """Only what nothing hangs on."""
    plan = rows.find(db, visitor, Plan, plan_id, to_change=True)
    row = store.find_element(db, visitor, plan_id, element_id)
    _done, wrong = edit(db, visitor, plan, lambda: rows.remove(db, visitor, row))
    if wrong:
        typed = stored(row, ElementDraft.model_fields)
        return shown(request, _form(db, visitor, plan, typed, wrong, row))
    return redirect(request, f"{HOME}/{plan_id}/tree", _("Removed."))


@router.get(f"{HOME}/{{plan_id:int}}/indicators/{{indicator_id:int}}/edit")
def edit_indicator(request: Request, db: Db, visitor: MayWrite, plan_id: int, indicator_id: int) -> Response:
    """With what is stored."""
    plan, row = rows.find(db, visitor, Plan, plan_id), _found(db, visitor, plan_id, indicator_id)
    return shown(request, _indicator_form(db, visitor, plan, stored(row, IndicatorDraft.model_fields), {}, row))


@router.post(f"{HOME}/{{plan_id:int}}/indicators/{{indicator_id:int}}/edit")
def change_indicator(
    request: Request, db: Db, visitor: MayWrite, plan_id: int, indicator_id: int, typed: Posted
) -> Response:
    """As typed."""
    plan = rows.find(db, visitor, Plan, plan_id, to_change=True)
    row = _found(db, visitor, plan_id, indicator_id)
    _done, wrong = edit(
        db, visitor, plan, lambda: store.change_indicator(db, visitor, plan, row, IndicatorDraft.read(typed))
    )
    if wrong:
        return shown(request, _indicator_form(db, visitor, plan, typed, wrong, row))
    return redirect(request, f"{HOME}/{plan_id}/indicators/{indicator_id}", _("Saved."))


@router.get(f"{HOME}/{{plan_id:int}}/indicators/new")
def new_indicator(request: Request, db: Db, visitor: MayWrite, plan_id: int) -> Response:
    """The empty form."""
    row = rows.find(db, visitor, Plan, plan_id)
    return shown(request, _indicator_form(db, visitor, row, {}, {}))


@router.post(f"{HOME}/{{plan_id:int}}/indicators/new")
def add_indicator(request: Request, db: Db, visitor: MayWrite, plan_id: int, typed: Posted) -> Response:
    """An indicator of a node."""
    row = rows.find(db, visitor, Plan, plan_id, to_change=True)
    made, wrong = edit(db, visitor, row, lambda: store.add_indicator(db, visitor, row, IndicatorDraft.read(typed)))
    if made is None:
        return shown(request, _indicator_form(db, visitor, row, typed, wrong))
    return redirect(request, f"{HOME}/{plan_id}/indicators/{made.id}", _("Saved."))


@router.get(f"{HOME}/{{plan_id:int}}/indicators/{{indicator_id:int}}")
def indicator(request: Request, db: Db, visitor: MayRead, plan_id: int, indicator_id: int) -> Response:
    """Its targets, of the whole province and of each district."""
    return _indicator_page(request, db, visitor, _found(db, visitor, plan_id, indicator_id), {}, {})


@router.post(f"{HOME}/{{plan_id:int}}/indicators/{{indicator_id:int}}")
def put_target(request: Request, db: Db, visitor: MayWrite, plan_id: int, indicator_id: int, typed: Posted) -> Response:
    """One district and year, written anew where it is there."""
    row = _found(db, visitor, plan_id, indicator_id)
    _target, wrong = attempt(db, lambda: _put(db, visitor, row, TargetDraft.read(typed)))
    if wrong:
        return _indicator_page(request, db, visitor, row, typed, wrong)
    return redirect(request, f"{HOME}/{plan_id}/indicators/{indicator_id}", _("Saved."))


def _put(db: Session, visitor: Visitor, row: Indicator, draft: TargetDraft) -> None:
    """A target is content of the plan; what was reached is not, and may be written down at any time."""
    before = store.find_target(db, visitor, row, draft.district, draft.fiscal_year)
    if before is None or before.target != draft.target:
        open_draft(db, visitor, rows.find(db, visitor, Plan, row.plan_id))
    store.put_target(db, visitor, row, draft)


def _found(db: Session, visitor: Visitor, plan_id: int, indicator_id: int) -> Indicator:
    row = rows.find(db, visitor, Indicator, indicator_id)
    return row if row.plan_id == plan_id else rows.find(db, visitor, Indicator, 0)


def _indicator_page(
    request: Request, db: Session, visitor: Visitor, row: Indicator, typed: Typed, wrong: Mapping[str, str]
) -> Response:
    plan = rows.find(db, visitor, Plan, row.plan_id)
    names = [one.name for one in situation.districts(db, visitor)]
    return page(
        request,
        "indicator.html",
        status=422 if wrong else 200,
        plan=plan,
        indicator=row,
        targets=store.targets(db, visitor, row),
        form=_target_form(row, names, {"opened": rows.opened_now(), **typed}, wrong),
        words=words,
        may_write=visitor.may("province.write"),
    )


def _form(
    db: Session, visitor: Visitor, plan: Plan, typed: Typed, wrong: Mapping[str, str], row: Element | None = None
) -> Form:
    upper = [one for one in store.elements(db, visitor, plan) if one.kind is not ElementKind.MEASURE]
    fields = (
        Field("kind", _("Part of the tree"), "select", options=words.options(words.ELEMENTS)),
        Field("code", _("Number"), required=True, maxlength=16),
        Field(
            "parent_id",
            _("Hangs under"),
            "select",
            options=choices((one.id, f"{_(words.ELEMENTS[one.kind])} {one.code} {one.text[:80]}") for one in upper),
            find=True,
        ),
        Field("text", _("Text"), "textarea", required=True, maxlength=2000),
        Field("seen", "", "hidden"),
    )
    at = f"{HOME}/{plan.id}/tree"
    sections = (Section(plan.title, fields),)
    if row is None:
        return Form(_("Add to the tree"), f"{at}/new", at, sections, typed, wrong)
    remove = Act(f"{at}/{row.id}/remove", _("Remove"), sure=_("Remove this entry of the tree?"), icon="trash")
    title = f"{_(words.ELEMENTS[row.kind])} {row.code}"
    return Form(title, f"{at}/{row.id}", at, sections, typed, wrong, acts=(remove,))


def _indicator_form(
    db: Session, visitor: Visitor, plan: Plan, typed: Typed, wrong: Mapping[str, str], row: Indicator | None = None
) -> Form:
    nodes = store.elements(db, visitor, plan)
    fields = (
        Field(
            "element_id",
            _("Of the entry"),
            "select",
            options=[(str(one.id), f"{_(words.ELEMENTS[one.kind])} {one.code} {one.text[:80]}") for one in nodes],
            find=True,
        ),
        Field("name", _("Indicator"), required=True, wide=True),
        Field("unit", _("Unit"), required=True),
        direction_field(words.DIRECTIONS),
        *baseline_fields(),
        Field("source", _("Source of the figures"), required=True),
        Field(
            "registry_key", _("Key of the indicator in the registry"), hint=_("Then annual plans fill in its actuals")
        ),
        Field("seen", "", "hidden"),
    )
    at = f"{HOME}/{plan.id}/tree"
    action = f"{HOME}/{plan.id}/indicators/{row.id}/edit" if row else f"{HOME}/{plan.id}/indicators/new"
    title = row.name if row else _("Add an indicator")
    return Form(title, action, at, (Section(plan.title, fields),), typed, wrong)


def _target_form(row: Indicator, districts: Sequence[str], typed: Typed, wrong: Mapping[str, str]) -> Form:
    options = [("", _("the whole province")), *((name, name) for name in districts)]
    fields = (
        Field("district", _("District"), "select", options=options),
        Field("fiscal_year", _("Fiscal year"), "number", required=True),
        Field("target", _("Target"), required=True),
        Field("actual", _("Actual")),
        Field("actual_source", _("Source of the actual")),
        Field("actual_on", _("Known on"), "date"),
        Field("opened", "", "hidden"),
    )
    at = f"{HOME}/{row.plan_id}/indicators/{row.id}"
    return Form(row.name, at, f"{HOME}/{row.plan_id}/tree", (Section("", fields),), typed, wrong)
