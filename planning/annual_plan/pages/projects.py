"""Projects of a year: the list, the form, one project with its money and its way."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from planning.annual_plan import copied, words
from planning.annual_plan.models.project import BudgetLine, Project
from planning.annual_plan.money.ledger import Balance
from planning.annual_plan.pages.shown import (
    Button,
    Deed,
    Link,
    Listing,
    Mark,
    Satang,
    Sheet,
    Table,
    exported,
    fields,
    form_page,
    kept,
    listing,
    options,
    sheet,
    year_of,
)
from planning.annual_plan.store.allocations import lines_of_year
from planning.annual_plan.store.ledger import balances
from planning.annual_plan.store.policies import aligned
from planning.annual_plan.store.project_drafts import PARTS, ProjectDraft, draft_values
from planning.annual_plan.store.projects import (
    activities_of,
    add_project,
    change_project,
    drop_project,
    lines_of,
    projects,
)
from planning.annual_plan.store.scope import find
from planning.annual_plan.terms import ProjectState
from planning.kit.visitor import Visitor
from planning.plans import words as plan_words
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
                "state_key": one.state.value,
                "amount": Satang(balance.planned),
                "paid": Satang(balance.paid),
                "percent": balance.percent_paid,
            }
        )
    groups = sorted({one.group_name for one in found})
    chips = (
        Chips("group_name", N_("Group"), [(name, name) for name in groups]),
        Chips("state", N_("State"), options(words.STATES)),
    )
    buttons = [Button(_("Add a project"), f"{HOME}/new?year={year}", primary=True)] if visitor.may("plan.write") else []
    return Listing(_("Projects"), HOME, COLUMNS, rows, chips, (), buttons, sort="code")


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
    chosen = (
        Field("key", _("Indicator of the registry"), "select", options=copied.choices(known), find=True),
        Field("name", _("or in words")),
        Field("unit", _("Unit")),
        Field("target", _("Target of the year")),
    )
    risks = (Field("risk", _("Risk")), Field("treatment", _("What is done about it")))
    at = f"{HOME}/{row.id}" if row is not None else HOME
    texts = tuple(
        Field(name, _(words.FORM_PARTS[name]), "text" if name in SHORT else "textarea", maxlength=2000)
        for name in PARTS
    )
    sections = (
        Section(_("Project"), (*head, *_upward(db, visitor, typed))),
        Section(_("4. Indicators and targets"), rows=(Rows("indicators", "", chosen, spare=2),)),
        Section(_("Texts of the form"), texts),
        Section(_("12. Risks"), rows=(Rows("risks", "", risks, spare=2),)),
    )
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


@router.get(f"{HOME}/{{row_id:int}}")
def show(request: Request, db: Db, visitor: MayRead, row_id: int) -> Response:
    """One project."""
    row = find(db, visitor, Project, row_id)
    now, lines = balances(db, visitor, row.fiscal_year), lines_of(db, visitor, row_id)
    whole = Balance()
    for line in lines:
        whole = whole.after(now.get(line.id or 0, Balance()))
    return sheet(
        request,
        Sheet(
            f"{row.code} {row.name}",
            f"{HOME}?year={row.fiscal_year}",
            _facts(row, whole),
            (Mark(_(words.STATES[row.state])),),
            _buttons(row, visitor),
            _deeds(row, visitor),
            (
                _policies(db, visitor, row),
                _activities(db, visitor, row),
                _lines_table(lines, now),
                _indicators(row),
                _risks(row),
            ),
            texts=[(_(words.FORM_PARTS[name]), row.parts.get(name, "")) for name in PARTS],
        ),
    )


def _facts(row: Project, whole: Balance) -> list[tuple[str, Any]]:
    return [
        (_("Strategy"), ", ".join(row.links.get("strategies", ()))),
        (_("Group"), row.group_name),
        (_("Who is responsible"), row.owner),
        (_("Plan of the budget"), row.plan_name),
        (_("Kind of project"), _(words.KINDS[row.kind])),
        (_("Begins on"), row.starts_on),
        (_("Ends on"), row.ends_on),
        (_("Budget of the plan"), Satang(row.amount_satang)),
        (_("Budget after transfers"), Satang(whole.planned)),
        (_("Asked for"), Satang(whole.asked)),
        (_("Bound by contracts"), Satang(whole.bound)),
        (_("Paid"), Satang(whole.paid)),
        (_("Free"), Satang(whole.free)),
        (_("Paid in percent"), whole.percent_paid),
    ]


def _buttons(row: Project, visitor: Visitor) -> list[Button]:
    found = [
        Button(_("Serves these policies"), f"/alignment/project/{row.key}", "target"),
        Button(_("Quarterly reports"), f"/reports/{row.id}", "clipboard-check"),
        Button(_("Form (PDF)"), f"{HOME}/{row.id}/form.pdf", "download"),
        Button(_("Form (Word)"), f"{HOME}/{row.id}/form.docx", "download"),
    ]
    if visitor.may("plan.write") and row.state is ProjectState.DRAFT:
        edits = [
            Button(_("Edit"), f"{HOME}/{row.id}/edit", "pencil"),
            Button(_("Activities and budget"), f"{HOME}/{row.id}/money", "coins", primary=True),
        ]
        return [*edits, *found]
    return found


def _deeds(row: Project, visitor: Visitor) -> list[Deed]:
    if not visitor.may("plan.write") or row.state is not ProjectState.DRAFT:
        return []
    return [Deed(_("Drop it"), f"{HOME}/{row.id}/drop", "archive", _("Not carry out this project in this year?"))]


def _policies(db: Session, visitor: Visitor, row: Project) -> Table:
    """Each reference that it serves, judged by the year of the plan, with its successor where it has one."""
    columns = (
        Column("text", N_("Policy")),
        Column("reference", N_("Reference")),
        Column("validity", N_("Validity")),
        Column("successor", N_("Successor")),
    )
    found = aligned(db, visitor.office_code).get(row.key)
    rows: list[dict[str, Any]] = []
    for link in found.links if found is not None else ():
        name, later, year = link.reference, link.successor, row.fiscal_year
        rows.append(
            {
                "text": f"{link.code} {link.text}".strip(),
                "reference": Link(name.title, f"/references/{name.key}?year={year}") if name is not None else "",
                "validity": Mark(
                    _(plan_words.VALIDITY[link.validity][1]),
                    "green" if link.is_sound else "red",
                    "check" if link.is_sound else "alert-triangle",
                ),
                "successor": Link(later.title, f"/references/{later.key}?year={year}") if later is not None else "",
            }
        )
    said = found.reason if found is not None and found.reason else _("It serves no policy yet: choose at least one.")
    return Table(_("Serves these policies"), columns, rows, said)


def _activities(db: Session, visitor: Visitor, row: Project) -> Table:
    columns = (
        Column("number", N_("No.")),
        Column("name", N_("Activity")),
        Column("owner", N_("Who is responsible")),
        Column("starts_on", N_("Begins on")),
        Column("ends_on", N_("Ends on")),
        Column("began_on", N_("Began on")),
        Column("finished_on", N_("Finished on")),
        Column("amount", N_("Budget (baht)"), figures=True),
    )
    found = activities_of(db, visitor, row.id or 0)
    kept_here = {"number", "owner", "starts_on", "ends_on", "began_on", "finished_on"}
    rows = [
        one.model_dump(include=kept_here)
        | {"name": Link(one.name, f"/activities/{one.id}"), "amount": Satang(one.amount_satang)}
        for one in found
    ]
    return Table(_("6. Activities"), columns, rows, _("No activities yet: add them with the budget."))


def _lines_table(lines: list[BudgetLine], now: dict[int, Balance]) -> Table:
    columns = (
        Column("item", N_("Item")),
        Column("type", N_("Type of expense")),
        Column("source", N_("Source of money")),
        Column("amount", N_("Plan (baht)"), figures=True),
        Column("planned", N_("Now (baht)"), figures=True),
        Column("used", N_("Asked for and bound"), figures=True),
        Column("paid", N_("Paid (baht)"), figures=True),
        Column("free", N_("Free (baht)"), figures=True),
        Column("mark", N_("Note")),
    )
    rows = []
    for one in lines:
        balance = now.get(one.id or 0, Balance(planned=one.amount_satang))
        need = _("Need %(need)s in NetOps") % {"need": one.need_id} if one.need_id else ""
        rows.append(
            {
                "item": Link(one.item, f"/lines/{one.id}"),
                "type": _(words.TYPES[one.budget_type]),
                "source": one.source,
                "amount": Satang(one.amount_satang),
                "planned": Satang(balance.planned),
                "used": Satang(balance.asked + balance.bound),
                "paid": Satang(balance.paid),
                "free": Satang(balance.free),
                "mark": Mark(_("over the ceiling"), "red", "alert-triangle") if one.is_over else need,
            }
        )
    return Table(_("7. Budget lines"), columns, rows, _("No budget lines yet."))


def _indicators(row: Project) -> Table:
    columns = (Column("name", N_("Indicator")), Column("unit", N_("Unit")), Column("target", N_("Target of the year")))
    rows = [
        {"name": name or key, "unit": unit, "target": row.targets.get(key or name, "")}
        for key, name, unit in row.links.get("indicators", ())
    ]
    return Table(_("4. Indicators and targets"), columns, rows)


def _risks(row: Project) -> Table:
    columns = (Column("risk", N_("Risk")), Column("treatment", N_("What is done about it")))
    return Table(_("12. Risks"), columns, [{"risk": risk, "treatment": treatment} for risk, treatment in row.risks])
