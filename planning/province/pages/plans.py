"""Plans of the province and of the cluster: the list, one plan with all that hangs on it, its tree and indicators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from planning.kit import happened
from planning.kit.visitor import Visitor
from planning.plans import words as plan_words
from planning.plans.store.gates import committee_for
from planning.plans.store.papers import papers_of
from planning.province import rules as rule_words
from planning.province import words
from planning.province.kinds import PARENT, PlanKind
from planning.province.models.plan import Plan
from planning.province.pages.answering import attempt, edit, shown, stored
from planning.province.pages.listing import Baht, Line, Listing
from planning.province.rules import approver, in_force
from planning.province.store import alignment, readiness, rows, rules
from planning.province.store import plans as store
from planning.province.store.plans import PlanDraft
from planning.province.subjects import problem_of, subject_of
from service.i18n import N_, _
from service.refusal import MissingError
from service.web.access import Allowed
from service.web.form import Field, Form, Posted, Section, Typed, choices
from service.web.render import page, redirect
from service.web.table import Column
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
HOME: Final = "/plans"
MayRead = Annotated[Visitor, Depends(Allowed("province.read"))]
MayWrite = Annotated[Visitor, Depends(Allowed("province.write"))]
COLUMNS: Final = (
    Column("title", N_("Plan")),
    Column("kind", N_("Kind of plan")),
    Column("province", N_("Province")),
    Column("years", N_("Fiscal years")),
    Column("projects", N_("Projects"), figures=True),
    Column("money", N_("Budget (baht)"), figures=True),
)


def _listing(db: Session, visitor: Visitor) -> Listing[Plan]:
    def line(row: Plan) -> Line:
        totals = store.totals(db, visitor, row)
        return Line(
            f"{HOME}/{row.id}",
            {
                "title": row.title,
                "kind": _(words.PLANS[row.kind]),
                "province": row.province,
                "years": years(row),
                "projects": totals.projects,
                "money": Baht(totals.satang),
            },
        )

    return Listing(HOME, COLUMNS, line, "-years", ("kind", "province"), "plans")


def years(plan: Plan) -> str:
    """2570, or 2566–2570."""
    return str(plan.first_year) if plan.first_year == plan.last_year else f"{plan.first_year}–{plan.last_year}"


@router.get(HOME)
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """The newest first."""
    view = _listing(db, visitor).view(request, store.plans(db, visitor))
    acts = [(f"{HOME}/new", _("Begin a plan"), "plus")] if visitor.may("province.write") else []
    return page(request, "lines.html", view=view, title=_("Plans of the province"), acts=acts)


@router.get(f"{HOME}/export.{{kind}}")
def export(request: Request, db: Db, visitor: MayRead, kind: str) -> Response:
    """As shown."""
    return _listing(db, visitor).export(request, store.plans(db, visitor), kind)


@router.get(f"{HOME}/new")
def new(request: Request, db: Db, visitor: MayWrite) -> Response:
    """The empty form."""
    return shown(request, _form(db, visitor, None, {"is_ours": "yes", "kind": PlanKind.DEVELOPMENT}, {}))


@router.post(f"{HOME}/new")
def create(request: Request, db: Db, visitor: MayWrite, typed: Posted) -> Response:
    """One more."""
    row, wrong = attempt(db, lambda: store.add_plan(db, visitor, PlanDraft.read(typed)))
    if row is None:
        return shown(request, _form(db, visitor, None, typed, wrong))
    return redirect(request, f"{HOME}/{row.id}", _("Saved."))


@router.get(f"{HOME}/{{plan_id:int}}")
def show(request: Request, db: Db, visitor: MayRead, plan_id: int) -> Response:
    """What it comes to, what keeps it from its committee, and the rules that hold at its gate."""
    row = rows.find(db, visitor, Plan, plan_id)
    today = happened.today()
    versions = rules.versions(db, visitor)
    return page(
        request,
        "plan.html",
        plan=row,
        here_tab="plan",
        above=store.above(db, visitor, row),
        below=store.below(db, visitor, row),
        parts=store.parts(db, visitor, row),
        totals=store.totals(db, visitor, row),
        lacks=[problem_of(one).text(_) for one in readiness.lacks(db, visitor, row, today)],
        references=alignment.references_of(db, visitor, row),
        papers=papers_of(db, visitor, row.kind.value, row.key),
        rules=[one for one in in_force(versions, today) if row.kind in one.approvers],
        committee=committee_for(db, visitor.office_code, subject_of(row.kind), today),
        named_by_rule=approver(versions, row.kind, today),
        committee_word=plan_words.committee,
        seed_refs=rule_words.SEED_REFS,
        others=_others(db, visitor, row),
        words=words,
        years=years,
        may_write=visitor.may("province.write"),
    )


@router.get(f"{HOME}/by/{{key}}")
def by_key(request: Request, db: Db, visitor: MayRead, key: str) -> Response:
    """The page of a plan that is known by its key."""
    found = rows.every(db, visitor, Plan, Plan.key == key)
    if not found:
        raise MissingError("plan")
    return redirect(request, f"{HOME}/{found[0].id}")


@router.get(f"{HOME}/{{plan_id:int}}/edit")
def edit_form(request: Request, db: Db, visitor: MayWrite, plan_id: int) -> Response:
    """With what is stored."""
    row = rows.find(db, visitor, Plan, plan_id)
    return shown(request, _form(db, visitor, row, stored(row, PlanDraft.model_fields), {}))


@router.post(f"{HOME}/{{plan_id:int}}/edit")
def change(request: Request, db: Db, visitor: MayWrite, plan_id: int, typed: Posted) -> Response:
    """As typed."""
    row = rows.find(db, visitor, Plan, plan_id, to_change=True)
    _done, wrong = edit(db, visitor, row, lambda: store.change_plan(db, visitor, row, PlanDraft.read(typed)))
    if wrong:
        return shown(request, _form(db, visitor, row, typed, wrong))
    return redirect(request, f"{HOME}/{plan_id}", _("Saved."))


@router.post(f"{HOME}/{{plan_id:int}}/parts")
def add_part(request: Request, db: Db, visitor: MayWrite, plan_id: int, typed: Posted) -> Response:
    """A plan of a province into the plan of its cluster."""
    row = rows.find(db, visitor, Plan, plan_id, to_change=True)
    wanted = typed.get("plan_id", "")
    number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 10 else 0
    _part, wrong = edit(db, visitor, row, lambda: store.add_part(db, visitor, row, number))
    if wrong:
        return shown(request, _part_form(db, visitor, row, typed, wrong))
    return redirect(request, f"{HOME}/{plan_id}", _("Saved."))


def _others(db: Session, visitor: Visitor, cluster: Plan) -> Sequence[Plan]:
    taken = {one.plan.province for one in store.parts(db, visitor, cluster)}
    found = store.plans(db, visitor) if cluster.kind is PlanKind.CLUSTER else []
    return [one for one in found if one.kind is not PlanKind.CLUSTER and one.province not in taken]


def _part_form(db: Session, visitor: Visitor, row: Plan, typed: Typed, wrong: Mapping[str, str]) -> Form:
    found = choices((one.id, f"{one.province} · {one.title}") for one in _others(db, visitor, row))
    field = Field("plan_id", _("Plan of a province"), "select", options=found)
    at = f"{HOME}/{row.id}"
    return Form(row.title, f"{at}/parts", at, (Section(_("Provinces of the cluster"), (field,)),), typed, wrong)


def _form(db: Session, visitor: Visitor, row: Plan | None, typed: Typed, wrong: Mapping[str, str]) -> Form:
    upper = [one for one in store.plans(db, visitor) if one.kind in PARENT.values()]
    fields = (
        Field("kind", _("Kind of plan"), "select", options=words.options(words.PLANS)),
        Field("title", _("Name of the plan"), required=True, wide=True),
        Field("province", _("Province"), required=True, hint=_("Of a cluster: the name of the cluster")),
        Field("first_year", _("First fiscal year"), "number", required=True, hint=_("e.g. 2570")),
        Field("last_year", _("Last fiscal year"), "number", required=True),
        Field(
            "parent_id",
            _("Plan that it carries out"),
            "select",
            options=choices((one.id, f"{one.title} ({years(one)})") for one in upper),
            hint=_("Of an annual plan the four-year plan; of a four-year plan the development plan"),
        ),
        Field("is_ours", _("It is our province's own"), "checkbox"),
        Field("seen", "", "hidden"),
    )
    action, back = (f"{HOME}/{row.id}/edit", f"{HOME}/{row.id}") if row else (f"{HOME}/new", HOME)
    return Form(row.title if row else _("Begin a plan"), action, back, (Section("", fields),), typed, wrong)
