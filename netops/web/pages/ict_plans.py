"""Plans of information technology: what people write apart from what is reckoned, prices, and versions with papers."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session, col, select
from starlette.requests import Request
from starlette.responses import Response

from innovation.models.ict_plan import IctPlan
from innovation.queries.ict_plan import plan_figures
from innovation.store.ict_plans import HEADINGS, find_plan, plans_of, versions_of
from inventory.models.site import Site
from netops.innovating import planning
from netops.innovation_papers.making import day_of
from netops.web.access import Visitor, allowed
from netops.web.forms.layout import scaled
from netops.web.hand import hand_of
from netops.web.pages.assets import today_of
from office.fiscal import FiscalYear
from service.columns import utc_now
from service.i18n import N_, _
from service.refusal import RefusedError
from service.web.form import Field, Form, Posted, Section, problems
from service.web.render import page, redirect
from service.web.transaction import Db

HOME: Final = "/ict-plans"
router = APIRouter(prefix=HOME, include_in_schema=False)
MayRead = Annotated[Visitor, Depends(allowed("ict_plans.read"))]
MayWrite = Annotated[Visitor, Depends(allowed("ict_plans.write"))]
HEADING_WORDS: Final = {
    "situation": N_("Situation and problems"),
    "vision": N_("Vision"),
    "goals": N_("Goals"),
    "strategies": N_("Strategies"),
    "risks": N_("Risks"),
    "follow_up": N_("Follow-up"),
}


@router.get("")
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """The latest years first, each with its newest version."""
    plans = [(plan, versions_of(db, plan)) for plan in plans_of(db, visitor.office_id)]
    return page(request, "ict_plans.html", plans=plans)


@router.get("/new")
def new(request: Request, db: Db, visitor: MayWrite) -> Response:
    """Its title and years."""
    year = FiscalYear.of(today_of(request)).following
    usual = {"title": _("Plan of information technology and communication")}
    return _form(request, usual | {"first_year": str(year.era), "last_year": str(year.era)}, {})


def _form(request: Request, values: Mapping[str, str], wrong: Mapping[str, str]) -> Response:
    fields = (
        Field("title", _("Title"), required=True, wide=True),
        Field("first_year", _("First fiscal year"), required=True, maxlength=4),
        Field("last_year", _("Last fiscal year"), required=True, maxlength=4),
    )
    form = Form(_("New plan"), f"{HOME}/new", HOME, (Section("", fields),), values, wrong)
    return page(request, "form.html", status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK, form=form)


@router.post("/new")
def create(request: Request, db: Db, visitor: MayWrite, typed: Posted) -> Response:
    """Without texts at first."""
    try:
        with db.begin_nested():
            plan = planning.create_plan(hand_of(request, db, visitor), typed)
    except RefusedError as error:
        return _form(request, typed, problems(error))
    return redirect(request, f"{HOME}/{plan.id}", _("Saved."))


@router.get("/{row_id:int}")
def show(request: Request, db: Db, visitor: MayRead, row_id: int) -> Response:
    """Texts, figures of today, and the versions."""
    return _shown(request, db, visitor, find_plan(db, row_id, office_id=visitor.office_id))


def _shown(
    request: Request, db: Session, visitor: Visitor, plan: IctPlan, wrong: Mapping[str, str] | None = None
) -> Response:
    found = plan_figures(db, plan, today=today_of(request), zone=request.app.state.render.zone)
    wanted = {need.site_id for year in found.years for need in year.needs if need.site_id is not None}
    units = dict(db.exec(select(Site.id, Site.name).where(col(Site.id).in_(wanted))).all())
    return page(
        request,
        "ict_plan.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        plan=plan,
        figures=found,
        units=units,
        headings=HEADING_WORDS,
        versions=versions_of(db, plan),
        writes=visitor.may("ict_plans.write"),
        wrong=wrong or {},
    )


@router.get("/{row_id:int}/texts")
def texts_form(request: Request, db: Db, visitor: MayWrite, row_id: int) -> Response:
    """What people write under each heading."""
    plan = find_plan(db, row_id, office_id=visitor.office_id)
    return _texts(request, plan, plan.texts, {})


def _texts(request: Request, plan: IctPlan, values: Mapping[str, str], wrong: Mapping[str, str]) -> Response:
    fields = tuple(Field(key, _(HEADING_WORDS[key]), "textarea", lines=8, maxlength=20_000) for key in HEADINGS)
    form = Form(plan.title, f"{HOME}/{plan.id}/texts", f"{HOME}/{plan.id}", (Section("", fields),), values, wrong)
    return page(request, "form.html", status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK, form=form)


@router.post("/{row_id:int}/texts")
def texts(request: Request, db: Db, visitor: MayWrite, row_id: int, typed: Posted) -> Response:
    """As written; no figure is touched."""
    plan = find_plan(db, row_id, office_id=visitor.office_id)
    try:
        with db.begin_nested():
            planning.write_texts(hand_of(request, db, visitor), plan, typed)
    except RefusedError as error:
        return _texts(request, plan, typed, problems(error))
    return redirect(request, f"{HOME}/{row_id}", _("Saved."))


@router.post("/{row_id:int}/prices/{need_id:int}")
def price(request: Request, db: Db, visitor: MayWrite, row_id: int, need_id: int, typed: Posted) -> Response:
    """What one piece costs where no criteria say it."""
    plan = find_plan(db, row_id, office_id=visitor.office_id)
    given = {"price_satang": scaled(typed.get("price_baht"), 100), "source": typed.get("source", "")}
    try:
        with db.begin_nested():
            planning.set_price(hand_of(request, db, visitor), plan, need_id, given)
    except RefusedError as error:
        return _shown(request, db, visitor, plan, problems(error))
    return redirect(request, f"{HOME}/{row_id}", _("Saved."))


@router.post("/{row_id:int}/versions")
def keep(request: Request, db: Db, visitor: MayWrite, row_id: int, typed: Posted) -> Response:
    """The plan as it is today, with its paper."""
    plan = find_plan(db, row_id, office_id=visitor.office_id)
    at = day_of(utc_now(), request.app.state.render.zone)
    try:
        with db.begin_nested():
            version = planning.keep_version(hand_of(request, db, visitor), plan, at, note=typed.get("note", ""))
    except RefusedError as error:
        return _shown(request, db, visitor, plan, problems(error))
    return redirect(request, f"/papers/{version.paper_id}", _("The paper is made."))
