"""Registers of AMSS++ are read here, shown with every fault, and loaded whole; and the exceptions of the ledger."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, File, UploadFile
from fastapi import Form as Typed_
from sqlmodel import Session, col
from starlette.requests import Request
from starlette.responses import Response

from planning.annual_plan.models.ledger import Entry, Register, RegisteredDika
from planning.annual_plan.models.money import Allocation
from planning.annual_plan.money.checking import Odd, Oddity, Paid, odd
from planning.annual_plan.pages import completing
from planning.annual_plan.pages.shown import (
    Button,
    Deed,
    Link,
    Listing,
    Mark,
    Sheet,
    Table,
    exported,
    listing,
    sheet,
    today,
    year_of,
)
from planning.annual_plan.reading.forms import FORMS
from planning.annual_plan.store.buying import unbooked
from planning.annual_plan.store.completing import incomplete
from planning.annual_plan.store.ledger import is_taken_back, rest
from planning.annual_plan.store.registers import keep, load, read_register
from planning.annual_plan.store.scope import current_year, find, rows_of
from planning.annual_plan.terms import EntryKind
from planning.kit.reading.writing import as_xlsx
from planning.kit.visitor import Visitor
from planning.plans.pages.answers import uploads_of
from service.filetypes import MOST_BYTES
from service.i18n import N_, _
from service.refusal import MissingError, RefusedError
from service.web.access import Allowed
from service.web.files import handed_out
from service.web.form import Field, Form, Section
from service.web.render import redirect
from service.web.table import Column
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
HOME: Final = "/registers"
CHECKS: Final = "/checks"
SHOWN: Final = 20
MayRead = Annotated[Visitor, Depends(Allowed("plan.read"))]
MayWrite = Annotated[Visitor, Depends(Allowed("money.write"))]
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ORDER: Final = ("notices", "projects", "activities", "requests", "dika", "returns", "carry_over")


@router.get(HOME)
def listed(request: Request, db: Db, visitor: MayWrite) -> Response:
    """What was read and loaded, and the form that reads one more."""
    return sheet(request, _home(request, db, visitor))


def _home(request: Request, db: Session, visitor: Visitor, tables: tuple[Table, ...] = (), wrong: str = "") -> Sheet:
    columns = (
        Column("kind", N_("Register")),
        Column("name", N_("File")),
        Column("total", N_("Rows"), figures=True),
        Column("state", N_("State")),
        Column("by", N_("By")),
    )
    rows = []
    for one in rows_of(db, visitor, Register, order=col(Register.id).desc()):
        done = one.loaded_at is not None
        state = Mark(_("loaded"), "green", "check") if done else Mark(_("read, not loaded"), "yellow", "clock")
        link = Link(one.name, f"{HOME}/{one.id}")
        rows.append(
            {"kind": _(FORMS[one.kind].title), "name": link, "total": one.total, "state": state, "by": one.given_by}
        )
    kinds = [(key, _(FORMS[key].title)) for key in ORDER]
    given = (
        Field("kind", _("Register"), "select", options=kinds),
        Field("year", _("Fiscal year"), hint=_("Where the file itself does not say it")),
        Field("file", _("File (CSV or XLSX)"), "file", accept=".csv,.xlsx,.tsv,.txt", required=True),
    )
    values = {"year": str(current_year(today(request)))}
    form = Form(
        _("Read a register"), f"{HOME}/read", HOME, (Section("", given),), values, {"file": wrong} if wrong else {}
    )
    buttons = [Button(_(FORMS[key].title), f"{HOME}/blank/{key}.xlsx", "download") for key in ORDER]
    shown = Table(_("Registers"), columns, rows, _("Nothing was read yet. Empty files are above."))
    return Sheet(_("Registers of AMSS++"), "/allocations", tables=(*tables, shown), forms=(form,), buttons=buttons)


@router.get(f"{HOME}/blank/{{kind}}.xlsx")
def blank(_visitor: MayWrite, kind: str) -> Response:
    """The empty file of one register."""
    if kind not in FORMS:
        raise MissingError(kind)
    return handed_out(as_xlsx(FORMS[kind]), f"{kind}.xlsx", XLSX)


@router.post(f"{HOME}/read")
def read_one(
    request: Request,
    db: Db,
    visitor: MayWrite,
    kind: Annotated[str, Typed_(max_length=32)],
    year: Annotated[str, Typed_(max_length=4)],
    file: Annotated[UploadFile, File()],
) -> Response:
    """Every fault with its row; without one it waits to be loaded."""
    if kind not in FORMS or not (year.isascii() and year.isdigit() and 2500 <= int(year) < 2800):
        shown = _home(request, db, visitor, wrong=_("Choose a register and a year of the Buddhist era"))
        return sheet(request, shown, status=422)
    data = file.file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        return sheet(request, _home(request, db, visitor, wrong=_("This file is too large")), status=422)
    found = read_register(kind, data)
    if not found.ok:
        columns = (
            Column("row", N_("Row"), figures=True),
            Column("column", N_("Column")),
            Column("value", N_("Value")),
            Column("problem", N_("Problem")),
        )
        rows = [
            {"row": one.row, "column": one.column, "value": one.value[:100], "problem": one.text(_)}
            for one in found.problems
        ]
        table = Table(_("Nothing was taken: mend these rows and read the file again"), columns, rows)
        return sheet(request, _home(request, db, visitor, (table,)), status=422)
    row = Register(
        office_code=visitor.office_code,
        fiscal_year=int(year),
        kind=kind,
        name=(file.filename or kind)[:255],
        sha256=uploads_of(request).keep(data),
        total=found.total,
        given_by=visitor.name[:120],
    )
    return redirect(request, f"{HOME}/{keep(db, visitor, row).id}", _("Read without a fault: look at it and load it."))


@router.get(f"{HOME}/{{row_id:int}}")
def show(request: Request, db: Db, visitor: MayWrite, row_id: int) -> Response:
    """The first rows, before they are loaded."""
    return sheet(request, _preview(request, find(db, visitor, Register, row_id), ()))


def _preview(request: Request, row: Register, notes: tuple[str, ...]) -> Sheet:
    form = FORMS[row.kind]
    found = read_register(row.kind, uploads_of(request).read(row.sha256))
    columns = [Column(one.name, one.heading) for one in form.columns]
    rows: list[dict[str, Any]] = []
    for one in found.rows[:SHOWN]:
        values = form.values(one)
        rows.append(
            {
                each.name: each.kind.write(values[each.name]) if values.get(each.name) not in (None, "") else ""
                for each in form.columns
            }
        )
    deeds = [] if row.loaded_at else [Deed(_("Load all rows"), f"{HOME}/{row.id}/load", "file-import")]
    facts = [(_("Register"), _(form.title)), (_("Rows"), row.total), (_("Fingerprint of the file"), row.sha256[:16])]
    marks = (Mark(_("loaded"), "green", "check"),) if row.loaded_at else ()
    shown = Table(_("The first rows"), columns, rows)
    return Sheet(row.name, HOME, facts, marks, deeds=deeds, tables=(shown,), notes=notes)


@router.post(f"{HOME}/{{row_id:int}}/load")
def load_one(request: Request, db: Db, visitor: MayWrite, row_id: int) -> Response:
    """All of it, or nothing."""
    row = find(db, visitor, Register, row_id)
    data = uploads_of(request).read(row.sha256)
    wrong = _wrong(db, lambda: load(db, visitor, row_id, data))
    if wrong:
        return sheet(request, _preview(request, row, tuple(wrong)), status=422)
    said, to = _("Loaded: %(count)s rows.") % {"count": row.total}, HOME
    left = len(incomplete(db, visitor, row.fiscal_year)) if row.kind == "projects" and visitor.may("plan.write") else 0
    if left:
        said += " " + _("%(count)s projects lack what AMSS++ does not know: fill it in here.") % {"count": left}
        to = f"{completing.HOME}?year={row.fiscal_year}"
    return redirect(request, to, said)


def _wrong(db: Session, act: Callable[[], object]) -> list[str]:
    """What was wrong, line by line; nothing is done then."""
    try:
        with db.begin_nested():
            act()
    except RefusedError as error:
        return [one.text(_) for one in error.problems]
    return []


WORDS: Final = {
    Oddity.NOT_HERE: N_("This dika is not in the ledger"),
    Oddity.NO_DIKA: N_("A request without dika"),
    Oddity.WRONG_NOTICE: N_("This dika is on another notice"),
    Oddity.OTHER_AMOUNT: N_("This dika has another amount"),
    Oddity.UNBOOKED: N_("A purchase of NetOps that the ledger could not take"),
}
CHECK_COLUMNS: Final = (
    Column("kind", N_("Exception")),
    Column("number", N_("Number")),
    Column("here", N_("In the ledger")),
    Column("there", N_("In the register")),
)


def exceptions(db: Session, visitor: Visitor, year: int) -> list[Odd]:
    """What the ledger and the register of ฎีกา of a year say differently, and purchases that are not in the ledger."""
    notices = {one.id: one.notice_no for one in rows_of(db, visitor, Allocation, Allocation.fiscal_year == year)}
    registered = [
        Paid(one.dika_no, one.notice_no, one.amount_satang)
        for one in rows_of(db, visitor, RegisteredDika, RegisteredDika.fiscal_year == year)
    ]
    entries = rows_of(db, visitor, Entry, Entry.fiscal_year == year)
    live = [one for one in entries if one.kind in {EntryKind.PAY, EntryKind.REQUEST} and not is_taken_back(db, one)]
    here = [
        Paid(one.number, notices.get(one.allocation_id, ""), one.amount_satang)
        for one in live
        if one.kind is EntryKind.PAY
    ]
    unpaid = [one.number for one in live if one.kind is EntryKind.REQUEST and rest(db, visitor, one)]
    return [*odd(registered, here, unpaid), *unbooked(db, visitor, year)]


def _checks(request: Request, db: Session, visitor: Visitor) -> Listing:
    rows = [
        {"kind": _(WORDS[one.kind]), "number": one.number, "here": one.here, "there": one.there}
        for one in exceptions(db, visitor, year_of(request))
    ]
    note = _("The ledger held against the register of dika that was read; read it again as often as you like.")
    return Listing(_("Exceptions of the ledger"), CHECKS, CHECK_COLUMNS, rows, note=note)


@router.get(CHECKS)
def checks(request: Request, db: Db, visitor: MayRead) -> Response:
    """As AMSS++ shows them."""
    return listing(request, _checks(request, db, visitor), year_of(request))


@router.get(f"{CHECKS}/export.{{kind}}")
def export(request: Request, db: Db, visitor: MayRead, kind: str) -> Response:
    """The rows that the list shows."""
    return exported(request, _checks(request, db, visitor), kind)
