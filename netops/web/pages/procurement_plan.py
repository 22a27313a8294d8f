"""The procurement plan of a fiscal year: entries, their publication with the number in e-GP, and their withdrawal."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from inventory.models.site import Site
from inventory.queries.assets import FUND_WORDS
from netops.purchasing import PlanEntries
from netops.web.access import Visitor, allowed
from netops.web.forms.purchases import ENTRY
from netops.web.hand import hand_of
from netops.web.listing import exported, kinds_of, view_of
from netops.web.pages.assets import today_of
from netops.web.pages.editing import Kind, routes_of
from procurement.buying.steps import TITLES
from procurement.models.plan import PlanEntry
from procurement.queries.purchases import PLAN, PLAN_STATES
from procurement.store.plans import PublishDraft, purchases_of
from service.i18n import _
from service.refusal import RefusedError
from service.web.form import Field, Form, Posted, Section, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
HOME: Final = "/procurement-plan"
MayRead = Annotated[Visitor, Depends(allowed("procurement_plan.read"))]
MayWrite = Annotated[Visitor, Depends(allowed("procurement_plan.write"))]
# The forms to put one in and to change it.
forms = routes_of(
    Kind(
        "plan-entries",
        PlanEntries,
        PlanEntries.wish,
        "procurement_plan",
        lambda _zone: ENTRY,
        "",
        "",
        after=lambda _session, row: f"{HOME}/{row.id}",
        base=HOME,
        form="/change",
    )
)
SHAPES: Final = {"draft": "unknown", "published": "maintenance", "used": "up", "withdrawn": "closed"}


@router.get(HOME)
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """All entries that may be seen, the newest year first."""
    view = view_of(request, db, visitor, PLAN, path=HOME)
    return page(request, "procurement_plan.html", view=view, kinds=kinds_of(PLAN), words=PLAN_STATES, shapes=SHAPES)


@router.get(f"{HOME}/export.{{kind}}")
def export(
    request: Request, db: Db, visitor: Annotated[Visitor, Depends(allowed("exports.run"))], kind: str
) -> Response:
    """Exactly the rows and columns that the list shows, all its pages."""
    return exported(request, db, visitor, PLAN, kind)


@router.get(f"{HOME}/{{row_id:int}}")
def one(request: Request, db: Db, visitor: MayRead, row_id: int) -> Response:
    """An entry with what began from it."""
    return _shown(request, db, visitor, PlanEntries(hand_of(request, db, visitor)).get(row_id))


@router.post(f"{HOME}/{{row_id:int}}/publish")
def publish(request: Request, db: Db, visitor: MayWrite, row_id: int, typed: Posted) -> Response:
    """A purchase may begin from it from now on."""
    editor = PlanEntries(hand_of(request, db, visitor))
    row = editor.get(row_id)
    try:
        with db.begin_nested():
            editor.publish(row, PublishDraft.read(typed), today=today_of(request))
    except RefusedError as error:
        db.refresh(row)
        return _shown(request, db, visitor, row, typed=typed, wrong=problems(error))
    return redirect(request, f"{HOME}/{row_id}", _("Published: a purchase may begin."))


@router.post(f"{HOME}/{{row_id:int}}/withdraw")
def withdraw(request: Request, db: Db, visitor: MayWrite, row_id: int, typed: Posted) -> Response:
    """No purchase begins from it any more."""
    editor = PlanEntries(hand_of(request, db, visitor))
    row = editor.get(row_id)
    try:
        with db.begin_nested():
            editor.withdraw(row, typed.get("reason", ""), today=today_of(request))
    except RefusedError as error:
        db.refresh(row)
        return redirect(request, f"{HOME}/{row_id}", " ".join(problems(error).values()), kind="danger")
    return redirect(request, f"{HOME}/{row_id}", _("Withdrawn."))


def _shown(
    request: Request,
    db: Session,
    visitor: Visitor,
    row: PlanEntry,
    *,
    typed: Mapping[str, str] | None = None,
    wrong: Mapping[str, str] | None = None,
) -> Response:
    may_write = visitor.may("procurement_plan.write")
    begun = purchases_of(db, row)
    return page(
        request,
        "plan_entry.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        row=row,
        site=db.get(Site, row.site_id) if row.site_id is not None else None,
        begun=begun,
        state=_state(row, begun),
        words=PLAN_STATES,
        shapes=SHAPES,
        funds=FUND_WORDS,
        steps=TITLES,
        publishing=_publish_form(request, row, typed, wrong) if may_write and row.published_on is None else None,
    )


def _state(row: PlanEntry, begun: Any) -> str:
    if row.withdrawn_on is not None:
        return "withdrawn"
    if any(one.cancelled_on is None for one in begun):
        return "used"
    return "published" if row.published_on is not None else "draft"


def _publish_form(
    request: Request, row: PlanEntry, typed: Mapping[str, str] | None, wrong: Mapping[str, str] | None
) -> Form:
    fields = (
        Field("published_on", _("Published on"), "date", required=True),
        Field("egp_plan_no", _("Number of the plan in e-GP"), hint=_("Such as P70100000001"), required=True),
    )
    return Form(
        title=_("Publish"),
        action=f"{HOME}/{row.id}/publish",
        back=HOME,
        sections=(Section("", fields),),
        values=typed or {"published_on": today_of(request).isoformat()},
        problems=wrong or {},
    )
