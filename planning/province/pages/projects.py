"""Projects of a plan; one of them with what its partners bring and were asked to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from contract.data.registry import IndicatorRow
from planning.kit.visitor import Visitor
from planning.plans.described import DIRECTIONS, ends_of
from planning.plans.pages.indicator_fields import chosen_fields
from planning.province import copied, words
from planning.province.models.plan import Element, ElementKind, Plan
from planning.province.models.project import Project
from planning.province.pages.answering import edit, shown, stored
from planning.province.pages.listing import Baht, Line, Listing, State
from planning.province.pages.plans import HOME as PLANS
from planning.province.store import agencies, follow_up, pledges, rows, sharing
from planning.province.store import plans as trees
from planning.province.store import projects as store
from planning.province.store.projects import ProjectDraft
from service.i18n import N_, _
from service.web.access import Allowed
from service.web.form import Field, Form, Posted, Rows, Section, Typed, choices, nested
from service.web.render import page, redirect
from service.web.table import Column
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
HOME: Final = "/projects"
MayRead = Annotated[Visitor, Depends(Allowed("province.read"))]
MayWrite = Annotated[Visitor, Depends(Allowed("province.write"))]
COLUMNS: Final = (
    Column("title", N_("Project")),
    Column("agency", N_("Leading agency")),
    Column("target_group", N_("Target group")),
    Column("place", N_("Area of work")),
    Column("parent", N_("Project of the four-year plan")),
    Column("money", N_("Budget (baht)"), figures=True),
    Column("state", N_("Partners"), sortable=False),
)


def _listing(db: Session, visitor: Visitor, plan: Plan) -> Listing[Project]:
    names = {one.id: one.name for one in agencies.agencies(db, visitor)}
    above = {one.id: one.title for one in store.parents(db, visitor, plan)}

    def line(row: Project) -> Line:
        return Line(
            f"{HOME}/{row.id}",
            {
                "title": row.title,
                "agency": names.get(row.agency_id, ""),
                "target_group": row.target_group,
                "place": row.place,
                "parent": above.get(row.parent_id, ""),
                "money": Baht(row.amount_satang),
                "state": _partners(db, visitor, row),
            },
        )

    return Listing(f"{PLANS}/{plan.id}/projects", COLUMNS, line, "title", ("agency",), "projects")


def _partners(db: Session, visitor: Visitor, row: Project) -> State | None:
    found = sharing.shared(db, visitor, row)
    if not found.has_partners:
        return None
    if row.agreed_on is not None:
        return State(_("agreed on"), "green")
    return State(_("not agreed on yet") if found.funding.is_whole else _("money lacks"), "yellow")


@router.get(f"{PLANS}/{{plan_id:int}}/projects")
def listed(request: Request, db: Db, visitor: MayRead, plan_id: int) -> Response:
    """Of one plan."""
    plan = rows.find(db, visitor, Plan, plan_id)
    view = _listing(db, visitor, plan).view(request, store.projects(db, visitor, plan))
    return page(request, "projects.html", plan=plan, view=view, may_write=visitor.may("province.write"))


@router.get(f"{PLANS}/{{plan_id:int}}/projects/export.{{kind}}")
def export(request: Request, db: Db, visitor: MayRead, plan_id: int, kind: str) -> Response:
    """As shown."""
    plan = rows.find(db, visitor, Plan, plan_id)
    return _listing(db, visitor, plan).export(request, store.projects(db, visitor, plan), kind)


@router.get(f"{PLANS}/{{plan_id:int}}/projects/new")
def new(request: Request, db: Db, visitor: MayWrite, plan_id: int) -> Response:
    """The empty form."""
    plan = rows.find(db, visitor, Plan, plan_id)
    return shown(request, _form(db, visitor, plan, None, {}, {}))


@router.post(f"{PLANS}/{{plan_id:int}}/projects/new")
def create(request: Request, db: Db, visitor: MayWrite, plan_id: int, typed: Posted) -> Response:
    """One more."""
    plan = rows.find(db, visitor, Plan, plan_id, to_change=True)
    row, wrong = edit(db, visitor, plan, lambda: store.add_project(db, visitor, plan, ProjectDraft.read(nested(typed))))
    if row is None:
        return shown(request, _form(db, visitor, plan, None, typed, wrong))
    return redirect(request, f"{HOME}/{row.id}", _("Saved."))


@router.get(f"{HOME}/{{project_id:int}}")
def show(request: Request, db: Db, visitor: MayRead, project_id: int) -> Response:
    """All that is known of it, with its partners and tasks."""
    row = rows.find(db, visitor, Project, project_id)
    plan = rows.find(db, visitor, Plan, row.plan_id)
    shared = sharing.shared(db, visitor, row)
    return page(
        request,
        "project.html",
        project=row,
        plan=plan,
        parent=rows.find(db, visitor, Project, row.parent_id) if row.parent_id else None,
        shared=shared,
        pledges=pledges.steps(db, visitor, [one.id or 0 for one in shared.contributions]),
        followed=follow_up.of_project(db, visitor, row),
        names={one.id: one.name for one in agencies.agencies(db, visitor)},
        strategies={one.id: one for one in _strategies(db, visitor, plan)},
        indicators=store.indicators_of(row, _registered(db, visitor)),
        directions=DIRECTIONS,
        ends_of=ends_of,
        words=words,
        may_write=visitor.may("province.write"),
    )


@router.get(f"{HOME}/{{project_id:int}}/edit")
def edit_form(request: Request, db: Db, visitor: MayWrite, project_id: int) -> Response:
    """With what is stored."""
    row = rows.find(db, visitor, Project, project_id)
    plan = rows.find(db, visitor, Plan, row.plan_id)
    return shown(request, _form(db, visitor, plan, row, _stored(row), {}))


@router.post(f"{HOME}/{{project_id:int}}/edit")
def change(request: Request, db: Db, visitor: MayWrite, project_id: int, typed: Posted) -> Response:
    """As typed."""
    row = rows.find(db, visitor, Project, project_id, to_change=True)
    plan = rows.find(db, visitor, Plan, row.plan_id)
    _done, wrong = edit(
        db, visitor, plan, lambda: store.change_project(db, visitor, plan, row, ProjectDraft.read(nested(typed)))
    )
    if wrong:
        return shown(request, _form(db, visitor, plan, row, typed, wrong))
    return redirect(request, f"{HOME}/{project_id}", _("Saved."))


def _strategies(db: Session, visitor: Visitor, plan: Plan) -> list[Element]:
    return [
        one
        for upper in store.line(db, visitor, plan)
        for one in trees.elements(db, visitor, upper)
        if one.kind is ElementKind.STRATEGY
    ]


def _form(
    db: Session, visitor: Visitor, plan: Plan, row: Project | None, typed: Typed, wrong: Mapping[str, str]
) -> Form:
    leads = [(str(one.id), one.name) for one in agencies.agencies(db, visitor, active_only=True)]
    above = choices((one.id, one.title) for one in store.parents(db, visitor, plan))
    strategies = choices((one.id, f"{one.code} {one.text[:90]}") for one in _strategies(db, visitor, plan))
    told = [("", "–"), *((one.project_key, one.title) for one in follow_up.told_projects(db, visitor))]
    first = (
        _field("title", required=True, wide=True),
        _field("agency_id", "select", options=leads, find=True),
        *((_field("parent_id", "select", options=above, find=True),) if len(above) > 1 else ()),
        _field("strategy_id", "select", options=strategies, find=True),
        _field("amount_satang"),
        _field("money_source"),
        _field("responsible"),
    )
    what = (
        _field("target_group"),
        _field("place"),
        _field("activity", "textarea", maxlength=2000),
        _field("objective", "textarea", maxlength=2000),
        _field("output"),
        *((_field("told_key", "select", options=told, find=True),) if len(told) > 1 else ()),
        Field("seen", "", "hidden"),
    )
    action = f"{HOME}/{row.id}/edit" if row else f"{PLANS}/{plan.id}/projects/new"
    back = f"{HOME}/{row.id}" if row else f"{PLANS}/{plan.id}/projects"
    registered = [("", "–"), *((one.key, f"{one.name} ({one.unit})") for one in _registered(db, visitor).values())]
    measured = Rows("indicators", "", chosen_fields(registered), spare=1)
    sections = (
        Section(plan.title, first),
        Section(_("What it is about"), what),
        Section(_("Indicators and targets"), rows=(measured,)),
    )
    return Form(row.title if row else _("Add a project"), action, back, sections, typed, wrong)


def _registered(db: Session, visitor: Visitor) -> dict[str, IndicatorRow]:
    return copied.indicators(db, visitor.office_code)


def _stored(row: Project) -> Typed:
    """What was written in words before more was asked for begins the first row."""
    typed = stored(row, ProjectDraft.model_fields)
    return typed if row.indicators or not row.indicator else {**typed, "indicators.0.name": row.indicator}


def _field(name: str, kind: str = "text", **more: object) -> Field:
    return Field(name, _(words.FIELDS[name]), kind, **more)  # type: ignore[arg-type]
