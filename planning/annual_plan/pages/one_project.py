"""One project on its page: what it has, what it serves, its activities and lines with what is left of them."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from planning.annual_plan import copied, words
from planning.annual_plan.declared import SHARED
from planning.annual_plan.models.project import BudgetLine, Project
from planning.annual_plan.money.ledger import Balance
from planning.annual_plan.pages.pricing import off_price
from planning.annual_plan.pages.results import begins_at, way_of
from planning.annual_plan.pages.shown import Button, Deed, Link, Mark, Satang, Sheet, Table, sheet
from planning.annual_plan.pages.treated import treated_table
from planning.annual_plan.store.completing import WORDS, lacks
from planning.annual_plan.store.ledger import balances
from planning.annual_plan.store.project_drafts import PARTS
from planning.annual_plan.store.projects import activities_of, lines_of
from planning.annual_plan.store.scope import find
from planning.annual_plan.store.treated import treated
from planning.annual_plan.store.whole import indicators_of
from planning.annual_plan.terms import ProjectState
from planning.kit.visitor import Visitor
from planning.plans import words as plan_words
from planning.plans.store.aligning import everything
from service.i18n import N_, _
from service.web.access import Allowed
from service.web.table import Column
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
HOME: Final = "/projects"
MayRead = Annotated[Visitor, Depends(Allowed("plan.read"))]


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
                _indicators(db, visitor, row),
                _activities(db, visitor, row),
                _lines_table(lines, now),
                _risks(row),
                treated_table(treated(db, visitor.office_code, Project.id == row.id)),
            ),
            texts=[(_(words.FORM_PARTS[name]), row.parts.get(name, "")) for name in PARTS],
            notes=_lacking(row),
        ),
    )


def _lacking(row: Project) -> list[str]:
    """What has to be filled in before the plan can be laid before the committee."""
    lacking = [_(WORDS[name]) for name in lacks(row)]
    return [_("To be completed: %(what)s") % {"what": ", ".join(lacking)}] if lacking else []


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
        (_("Money asked for"), Satang(whole.asked)),
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
    if not visitor.may("plan.write") or row.state is ProjectState.APPROVED:
        return []
    if row.state is ProjectState.DROPPED:
        return [Deed(_("Take it up again"), f"{HOME}/{row.id}/take-up", "refresh")]
    return [Deed(_("Drop it"), f"{HOME}/{row.id}/drop", "archive", _("Not carry out this project in this year?"))]


def _policies(db: Session, visitor: Visitor, row: Project) -> Table:
    """Each reference that it serves, judged by the year of the plan, with its successor where it has one."""
    columns = (
        Column("text", N_("Policy")),
        Column("reference", N_("Reference")),
        Column("validity", N_("Validity")),
        Column("successor", N_("Successor")),
    )
    served = {one.pointing.key: one for one in everything(db, SHARED, visitor.office_code)}
    found = served.get(row.key)
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


def _mark(one: BudgetLine) -> Mark | None:
    if one.is_over:
        return Mark(_("over the ceiling"), "red", "alert-triangle")
    if one.is_off_price:
        return Mark(off_price(one), "yellow", "alert-triangle")
    return None


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
                "mark": _mark(one) or need,
            }
        )
    return Table(_("7. Budget lines"), columns, rows, _("No budget lines yet."))


def _indicators(db: Session, visitor: Visitor, row: Project) -> Table:
    columns = (
        Column("name", N_("Indicator")),
        Column("unit", N_("Unit")),
        Column("direction", N_("Which way is better")),
        Column("source", N_("Source of the data")),
        Column("begins", N_("Baseline")),
        Column("target", N_("Target of the year")),
    )
    known = {one.key: one for one in copied.known_indicators(db, visitor)}
    rows = [
        one.model_dump(include={"name", "unit", "source", "target"})
        | {"direction": way_of(one), "begins": begins_at(one)}
        for one in indicators_of(row, known)
    ]
    return Table(_("4. Indicators and targets"), columns, rows)


def _risks(row: Project) -> Table:
    columns = (Column("risk", N_("Risk")), Column("treatment", N_("What is done about it")))
    return Table(_("12. Risks"), columns, [{"risk": risk, "treatment": treatment} for risk, treatment in row.risks])
