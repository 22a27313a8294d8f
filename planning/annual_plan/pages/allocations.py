"""Allocation notices: the register, one notice with what was taken back and to whom it was split."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session, col, select
from starlette.requests import Request
from starlette.responses import Response

from planning.annual_plan import words
from planning.annual_plan.models.money import Allocation, AllocationCut, AllocationSplit
from planning.annual_plan.models.project import Project
from planning.annual_plan.pages.shown import (
    Button,
    Link,
    Listing,
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
    taken,
    year_of,
)
from planning.annual_plan.store.allocations import (
    AllocationDraft,
    CutDraft,
    SplitDraft,
    by_type,
    cut,
    lines_of_year,
    notices,
    post,
    split,
)
from planning.annual_plan.store.scope import find, rows_of
from planning.kit.visitor import Visitor
from service.i18n import N_, _
from service.web.access import Allowed
from service.web.form import Field, Form, Posted, Section, Typed
from service.web.render import redirect
from service.web.table import Chips, Column
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
HOME: Final = "/allocations"
NOTHING: Final[Typed] = {}
MayRead = Annotated[Visitor, Depends(Allowed("plan.read"))]
MayWrite = Annotated[Visitor, Depends(Allowed("money.write"))]
COLUMNS: Final = (
    Column("notice_no", N_("Notice number")),
    Column("letter_no", N_("Letter number")),
    Column("letter_date", N_("Date")),
    Column("plan", N_("Plan of the budget"), usual=False),
    Column("output", N_("Output or project")),
    Column("main_activity", N_("Main activity"), usual=False),
    Column("source", N_("Source of money")),
    Column("budget_code", N_("Budget code"), usual=False),
    Column("budget_type", N_("Type of expense")),
    Column("item", N_("Item"), usual=False),
    Column("amount", N_("Amount (baht)"), figures=True),
)


def _row(one: Allocation) -> dict[str, object]:
    return one.model_dump(include={"letter_no", "letter_date", "plan", "output", "main_activity", "source"}) | {
        "notice_no": Link(one.notice_no, f"{HOME}/{one.id}"),
        "budget_code": one.budget_code,
        "budget_type": _(words.TYPES[one.budget_type]),
        "budget_type_key": one.budget_type.value,
        "item": one.item,
        "amount": Satang(one.amount_satang),
    }


def _listing(request: Request, db: Session, visitor: Visitor) -> Listing:
    rows = notices(db, visitor, year_of(request))
    facts = [(_(words.TYPES[kind]), Satang(total)) for kind, total in sorted(by_type(rows).items())]
    facts.append((_("All notices"), Satang(sum(one.amount_satang for one in rows))))
    buttons = [
        Button(_("Write down a notice"), f"{HOME}/new?year={year_of(request)}", primary=True),
        Button(_("Read a register"), "/registers", "file-import"),
    ]
    chips = Chips("budget_type", N_("Type of expense"), options(words.TYPES))
    return Listing(
        _("Allocation notices"),
        HOME,
        COLUMNS,
        [_row(one) for one in rows],
        (chips,),
        facts,
        buttons if visitor.may("money.write") else (),
        _("What the office was allocated in this year; the sum of each type is the ceiling of its lines."),
    )


@router.get(HOME)
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """The register of a year, with the sum of each type."""
    return listing(request, _listing(request, db, visitor), year_of(request))


@router.get(f"{HOME}/export.{{kind}}")
def export(request: Request, db: Db, visitor: MayRead, kind: str) -> Response:
    """The rows that the list shows."""
    return exported(request, _listing(request, db, visitor), kind)


@router.get(f"{HOME}/new")
def new(request: Request, _visitor: MayWrite) -> Response:
    """The empty form."""
    return form_page(request, _form({"fiscal_year": str(year_of(request))}, {}))


@router.post(f"{HOME}/new")
def create(request: Request, db: Db, visitor: MayWrite, typed: Posted) -> Response:
    """A notice of the office."""
    return kept(
        request,
        db,
        lambda: post(db, visitor, AllocationDraft.read(typed)),
        lambda row: f"{HOME}/{row.id}",
        lambda wrong: _form(typed, wrong),
    )


def _form(typed: Typed, wrong: dict[str, str]) -> Form:
    letter = fields(
        ("fiscal_year", N_("Fiscal year"), "text"),
        ("notice_no", N_("Notice number"), "text"),
        ("letter_no", N_("Letter number"), "text"),
        ("letter_date", N_("Date"), "date"),
        ("reference", N_("Letter that it refers to"), "text"),
    )
    money = fields(
        ("plan", N_("Plan of the budget"), "text"),
        ("output", N_("Output or project"), "text"),
        ("main_activity", N_("Main activity"), "text"),
        ("source", N_("Source of money"), "text"),
        ("budget_code", N_("Budget code"), "text"),
        ("account_code", N_("Account code"), "text"),
        ("budget_type", N_("Type of expense"), "select"),
        ("item", N_("Item"), "text"),
        ("amount_satang", N_("Amount (baht)"), "text"),
        budget_type={"options": options(words.TYPES)},
    )
    sections = (Section(_("Letter"), letter), Section(_("Money"), money))
    return Form(_("Write down a notice"), f"{HOME}/new", HOME, sections, typed, wrong)


@router.get(f"{HOME}/{{row_id:int}}")
def show(request: Request, db: Db, visitor: MayRead, row_id: int) -> Response:
    """One notice."""
    return sheet(request, _sheet(db, visitor, find(db, visitor, Allocation, row_id)))


def _sheet(
    db: Session,
    visitor: Visitor,
    row: Allocation,
    typed: Typed | None = None,
    wrong: dict[str, dict[str, str]] | None = None,
) -> Sheet:
    facts = [
        (_(column.title), _row(row)[column.key]) for column in COLUMNS if column.key not in {"notice_no", "amount"}
    ]
    facts += [(_("Amount at first"), Satang(row.first_satang)), (_("Amount now"), Satang(row.amount_satang))]
    may = visitor.may("money.write")
    said, at = wrong or {}, f"{HOME}/{row.id}"
    forms = (
        _cut_form(at, typed or {}, said.get("cut", {})),
        _split_form(db, visitor, row, typed or {}, said.get("split", {})),
    )
    return Sheet(
        _("Notice") + f" {row.notice_no}",
        f"{HOME}?year={row.fiscal_year}",
        facts,
        tables=(_splits(db, visitor, row), _cuts(db, visitor, row), _over(db, visitor, row)),
        forms=forms if may else (),
    )


def _splits(db: Session, visitor: Visitor, row: Allocation) -> Table:
    found = rows_of(db, visitor, AllocationSplit, AllocationSplit.allocation_id == row.id)
    named = {one.id: one.name for one in rows_of(db, visitor, Project, Project.fiscal_year == row.fiscal_year)}
    columns = (
        Column("to", N_("School or project")),
        Column("note", N_("Note")),
        Column("amount", N_("Amount (baht)"), figures=True),
    )
    rows = [
        {"to": one.school_code or named.get(one.project_id, ""), "note": one.note, "amount": Satang(one.amount_satang)}
        for one in found
    ]
    foot = {"to": _("Together"), "amount": Satang(sum(one.amount_satang for one in found))}
    return Table(_("Split to schools and projects"), columns, rows, _("Not split yet."), foot if rows else None)


def _cuts(db: Session, visitor: Visitor, row: Allocation) -> Table:
    columns = (
        Column("on", N_("Date")),
        Column("letter_no", N_("Letter number")),
        Column("reason", N_("Why")),
        Column("amount", N_("Amount (baht)"), figures=True),
    )
    found = rows_of(db, visitor, AllocationCut, AllocationCut.allocation_id == row.id)
    rows = [one.model_dump(include={"on", "letter_no", "reason"}) | {"amount": Satang(one.by_satang)} for one in found]
    return Table(_("Cuts of this notice"), columns, rows, _("Nothing was taken back."))


def _over(db: Session, visitor: Visitor, row: Allocation) -> Table:
    columns = (
        Column("item", N_("Item")),
        Column("need", N_("Need in NetOps")),
        Column("amount", N_("Amount (baht)"), figures=True),
    )
    found = [
        one
        for one in lines_of_year(db, visitor, row.fiscal_year)
        if one.is_over and (one.source, one.budget_type) == (row.source, row.budget_type)
    ]
    rows = [
        {"item": Link(one.item, f"/lines/{one.id}"), "need": one.need_id, "amount": Satang(one.amount_satang)}
        for one in found
    ]
    return Table(
        _("Lines over the ceiling"), columns, rows, _("The allocation holds all lines of this source and type.")
    )


def _cut_form(at: str, typed: Typed, wrong: dict[str, str]) -> Form:
    given = fields(
        ("on", N_("Date"), "date"),
        ("letter_no", N_("Letter number"), "text"),
        ("by_satang", N_("Less (baht)"), "text"),
        ("deferred_until", N_("Needs are put off until"), "date"),
        ("reason", N_("Why"), "textarea"),
    )
    return Form(_("Take money back"), f"{at}/cut", at, (Section("", given),), typed, wrong)


def _split_form(db: Session, visitor: Visitor, row: Allocation, typed: Typed, wrong: dict[str, str]) -> Form:
    found = db.exec(
        select(Project.id, Project.code, Project.name)
        .where(Project.office_code == visitor.office_code, Project.fiscal_year == row.fiscal_year)
        .order_by(col(Project.code))
    ).all()
    choices = [("", "–"), *((str(key), f"{code} {name}") for key, code, name in found)]
    given = (
        Field("school_code", _("School (8 digits)")),
        Field("project_id", _("or project"), "select", options=choices, find=True),
        Field("amount_satang", _("Amount (baht)"), required=True),
        Field("note", _("Note")),
    )
    at = f"{HOME}/{row.id}"
    return Form(_("Split it"), f"{at}/split", at, (Section("", given),), typed, wrong)


@router.post(f"{HOME}/{{row_id:int}}/cut")
def take_back(request: Request, db: Db, visitor: MayWrite, row_id: int, typed: Posted) -> Response:
    """Less money; the lines over the ceiling are marked."""
    row = find(db, visitor, Allocation, row_id, to_change=True)
    lost, wrong = taken(db, lambda: cut(db, visitor, row, CutDraft.read(typed)))
    if lost is None:
        return sheet(request, _sheet(db, visitor, row, typed, {"cut": wrong}), status=422)
    said = _("Saved. Lines over the ceiling now: %(count)s.") % {"count": len(lost)}
    return redirect(request, f"{HOME}/{row_id}", said, kind="warning" if lost else "success")


@router.post(f"{HOME}/{{row_id:int}}/split")
def share(request: Request, db: Db, visitor: MayWrite, row_id: int, typed: Posted) -> Response:
    """A share of it."""
    row = find(db, visitor, Allocation, row_id, to_change=True)
    made, wrong = taken(db, lambda: split(db, visitor, row, SplitDraft.read(typed)))
    if made is None:
        return sheet(request, _sheet(db, visitor, row, typed, {"split": wrong}), status=422)
    return redirect(request, f"{HOME}/{row_id}", _("Saved."))
