"""Projects of a year: the list, the form, one project with its money and its way."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from office.collation import thai_key
from planning.annual_plan import copied, words
from planning.annual_plan.models.project import Project
from planning.annual_plan.money.ledger import Balance
from planning.annual_plan.pages.shown import (
    Button,
    Link,
    Listing,
    Mark,
    Satang,
    exported,
    fields,
    form_page,
    kept,
    listing,
    options,
    year_of,
)
from planning.annual_plan.store.allocations import lines_of_year
from planning.annual_plan.store.completing import WORDS, lacks
from planning.annual_plan.store.ledger import balances
from planning.annual_plan.store.project_drafts import PARTS, ProjectDraft, draft_values
from planning.annual_plan.store.projects import (
    add_project,
    change_project,
    drop_project,
    projects,
    take_up_project,
)
from planning.annual_plan.store.scope import find
from planning.kit.visitor import Visitor
from planning.plans.pages.indicator_fields import chosen_fields
from service.draft import said
from service.i18n import N_, _
from service.web.access import Allowed
from service.web.form import Field, Form, Posted, Rows, Section, Typed, flat, nested
from service.web.render import redirect
from service.web.table import Chips, Column
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
HOME: Final = "/projects"
MayRead = Annotated[Visitor, Depends(Allowed("plan.read"))]
MayWrite = Annotated[Visitor, Depends(Allowed("plan.write"))]
COLUMNS: Final = (
    Column("code", N_("Code")),
    Column("name", N_("Project")),
    Column("group_name", N_("Group")),
    Column("strategy", N_("Strategy"), usual=False),
    Column("state", N_("State")),
    Column("lacks", N_("To be completed")),
    Column("amount", N_("Budget (baht)"), figures=True),
    Column("paid", N_("Paid (baht)"), figures=True),
    Column("percent", N_("Paid in percent"), figures=True),
)
SHORT: Final = frozenset({"proposer", "endorser", "approver"})


def by_project(db: Session, visitor: Visitor, year: int) -> dict[int, Balance]:
    """What each project of a year has."""
    found: dict[int, Balance] = {}
    now = balances(db, visitor, year)
    for row in projects(db, visitor, year):
        found[row.id or 0] = Balance()
    from_lines = _lines(db, visitor, year)
    for line_id, project_id in from_lines.items():
        found[project_id] = found.get(project_id, Balance()).after(now[line_id])
    return found


def _lines(db: Session, visitor: Visitor, year: int) -> dict[int, int]:
    return {one.id or 0: one.project_id for one in lines_of_year(db, visitor, year)}


def _listing(request: Request, db: Session, visitor: Visitor) -> Listing:
    year = year_of(request)
    found, now = projects(db, visitor, year), by_project(db, visitor, year)
    rows: list[dict[str, Any]] = []
    for one in found:
        balance = now.get(one.id or 0, Balance())
        rows.append(
            {
                "code": one.code,
                "name": Link(one.name, f"{HOME}/{one.id}"),
                "group_name": one.group_name,
                "strategy": ", ".join(one.links.get("strategies", ())),
                "state": _(words.STATES[one.state]),
                "lacks": Mark(", ".join(_(WORDS[name]) for name in lacks(one)), "yellow", "alert-triangle")
                if lacks(one)
                else "",
                "lacks_key": "yes" if lacks(one) else "",
                "state_key": one.state.value,
                "amount": Satang(balance.planned),
                "paid": Satang(balance.paid),
                "percent": balance.percent_paid,
            }
        )
    groups = sorted({one.group_name for one in found}, key=thai_key)
    chips = (
        Chips("group_name", N_("Group"), [(name, name) for name in groups]),
        Chips("state", N_("State"), options(words.STATES)),
        Chips("lacks", N_("To be completed"), [("yes", _("lacks something"))]),
    )
    buttons = [Button(_("Add a project"), f"{HOME}/new?year={year}", primary=True)] if visitor.may("plan.write") else []
    if buttons and any(lacks(one) for one in found):
        buttons.append(Button(_("Complete what is lacking"), f"{HOME}/complete?year={year}", "clipboard-check"))
    whole = Balance()
    for balance in now.values():
        whole = whole.after(balance)
    facts = [
        (_("Budget of all projects"), Satang(whole.planned)),
        (_("Paid (baht)"), Satang(whole.paid)),
        (_("Free (baht)"), Satang(whole.free)),
    ]
    return Listing(_("Projects"), HOME, COLUMNS, rows, chips, facts if found else (), buttons, sort="code")


@router.get(HOME)
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """All projects of a year."""
    return listing(request, _listing(request, db, visitor), year_of(request))


@router.get(f"{HOME}/export.{{kind}}")
def export(request: Request, db: Db, visitor: MayRead, kind: str) -> Response:
    """The rows that the list shows."""
    return exported(request, _listing(request, db, visitor), kind)


@router.get(f"{HOME}/new")
def new(request: Request, db: Db, visitor: MayWrite) -> Response:
    """The empty form."""
    return form_page(request, _form(db, visitor, None, {"fiscal_year": str(year_of(request))}, {}))


@router.post(f"{HOME}/new")
def create(request: Request, db: Db, visitor: MayWrite, typed: Posted) -> Response:
    """A project, still without money."""
    return kept(
        request,
        db,
        lambda: add_project(db, visitor, ProjectDraft.read(nested(typed))),
        lambda row: f"{HOME}/{row.id}/money",
        lambda wrong: _form(db, visitor, None, typed, wrong),
    )


@router.get(f"{HOME}/{{row_id:int}}/edit")
def edit(request: Request, db: Db, visitor: MayWrite, row_id: int) -> Response:
    """The form with what is stored."""
    row = find(db, visitor, Project, row_id)
    return form_page(request, _form(db, visitor, row, flat(draft_values(row)), {}))


@router.post(f"{HOME}/{{row_id:int}}/edit")
def change(request: Request, db: Db, visitor: MayWrite, row_id: int, typed: Posted) -> Response:
    """As it was typed, or nothing at all."""
    row = find(db, visitor, Project, row_id, to_change=True)

    def act() -> Project:
        change_project(db, visitor, row, ProjectDraft.read(nested(typed)))
        return row

    return kept(request, db, act, lambda _row: f"{HOME}/{row_id}", lambda wrong: _form(db, visitor, row, typed, wrong))


@router.post(f"{HOME}/{{row_id:int}}/drop")
def drop(request: Request, db: Db, visitor: MayWrite, row_id: int, typed: Posted) -> Response:
    """Not in this year."""
    row = find(db, visitor, Project, row_id, to_change=True)
    drop_project(db, visitor, row, said("reason", typed.get("reason", ""), longest=500))
    return redirect(request, f"{HOME}/{row_id}", _("Saved."))


@router.post(f"{HOME}/{{row_id:int}}/take-up")
def take_up(request: Request, db: Db, visitor: MayWrite, row_id: int) -> Response:
    """In this year after all."""
    take_up_project(db, visitor, find(db, visitor, Project, row_id, to_change=True))
    return redirect(request, f"{HOME}/{row_id}", _("Saved."))


def _form(db: Session, visitor: Visitor, row: Project | None, typed: Typed, wrong: dict[str, str]) -> Form:
    head = fields(
        ("fiscal_year", N_("Fiscal year"), "text"),
        ("code", N_("Code"), "text"),
        ("name", N_("Project"), "text"),
        ("plan_name", N_("Plan of the budget"), "text"),
        ("group_name", N_("Group"), "text"),
        ("owner", N_("Who is responsible"), "text"),
        ("kind", N_("Kind of project"), "select"),
        ("starts_on", N_("Begins on"), "date"),
        ("ends_on", N_("Ends on"), "date"),
        ("output_quantity", N_("Planned output (number)"), "text"),
        ("output_unit", N_("Unit"), "text"),
        kind={"options": options(words.KINDS)},
    )
    known = copied.indicators(db, visitor)
    chosen = chosen_fields(copied.choices(known))
    risks = (Field("risk", _("Risk")), Field("treatment", _("What is done about it")))
    at = f"{HOME}/{row.id}" if row is not None else HOME
    texts = tuple(
        Field(name, _(words.FORM_PARTS[name]), "text" if name in SHORT else "textarea", maxlength=2000)
        for name in PARTS
    )
    sections: tuple[Section, ...] = (
        Section(_("Project"), (*head, *_upward(db, visitor, typed))),
        Section(_("4. Indicators and targets"), rows=(Rows("indicators", "", chosen, spare=2),)),
        Section(_("Texts of the form"), texts),
        Section(_("12. Risks"), rows=(Rows("risks", "", risks, spare=2),)),
    )
    if row is not None:
        sections = (*sections, Section("", (Field("version", "", "hidden"),)))
    title = row.name if row is not None else _("Add a project")
    return Form(title, f"{at}/edit" if row is not None else f"{HOME}/new", at, sections, typed, wrong)


def _upward(db: Session, visitor: Visitor, typed: Typed) -> tuple[Field, ...]:
    """Strategy and frame: chosen from the development plan where its copy is there, else typed."""
    strategies = copied.strategies(db, visitor)
    now = typed.get("strategy", "")
    if now and now not in strategies:
        strategies = (*strategies, now)
    choices = [("", "–"), *((one, one) for one in strategies)]
    frames = [("", "–"), *((one.key, one.title) for one in copied.frames(db, visitor))]
    strategy = (
        Field("strategy", _("Strategy"), "select", options=choices, required=True)
        if strategies
        else Field("strategy", _("Strategy"), required=True)
    )
    return strategy, Field("frame_key", _("Project of the five-year frame"), "select", options=frames, find=True)
