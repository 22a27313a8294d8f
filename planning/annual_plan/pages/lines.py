"""One budget line with its ledger, and everything that is done with its money; the ledger of a year."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session, col
from starlette.requests import Request
from starlette.responses import Response

from office.baht import figures
from planning.annual_plan import words
from planning.annual_plan.models.ledger import CarryOver, Entry
from planning.annual_plan.models.project import BudgetLine, Project
from planning.annual_plan.money.ledger import Balance, Move
from planning.annual_plan.pages.pricing import off_price
from planning.annual_plan.pages.shown import (
    Button,
    Link,
    Listing,
    Made,
    Mark,
    Satang,
    Sheet,
    Table,
    exported,
    fields,
    listing,
    options,
    sheet,
    taken,
    today,
    year_of,
)
from planning.annual_plan.store.allocations import lines_of_year, notices
from planning.annual_plan.store.ledger import (
    AskDraft,
    BackDraft,
    BindDraft,
    PayDraft,
    ask,
    balances,
    bind,
    cancel,
    give_back,
    is_taken_back,
    newest,
    pay,
    rest,
    unmoved,
)
from planning.annual_plan.store.moving import (
    AmendDraft,
    CarryDraft,
    amend,
    carry,
    reverse,
)
from planning.annual_plan.store.projects import projects
from planning.annual_plan.store.scope import find, rows_of
from planning.annual_plan.terms import EntryKind, ProjectState
from planning.kit.visitor import Visitor
from service.draft import said
from service.i18n import N_, _
from service.refusal import MissingError, refuse
from service.web.access import Allowed
from service.web.form import Field, Form, Posted, Section, Typed
from service.web.render import redirect
from service.web.table import Chips, Column
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
LEDGER: Final = "/ledger"
MayRead = Annotated[Visitor, Depends(Allowed("plan.read"))]
MayWrite = Annotated[Visitor, Depends(Allowed("money.write"))]
ENTRY_COLUMNS: Final = (
    Column("on", N_("Date")),
    Column("kind", N_("Kind of entry")),
    Column("number", N_("Number")),
    Column("project", N_("Project")),
    Column("item", N_("Item")),
    Column("amount", N_("Amount (baht)"), figures=True),
    Column("planned", N_("Budget (baht)"), figures=True, usual=False),
    Column("asked", N_("Money asked for"), figures=True, usual=False),
    Column("bound", N_("Bound by contracts"), figures=True, usual=False),
    Column("paid", N_("Paid (baht)"), figures=True),
    Column("note", N_("Note")),
    Column("made_by", N_("By")),
)


def entry_row(one: Entry) -> dict[str, Any]:
    """An entry as lists show it."""
    return one.model_dump(include={"on", "number", "note", "made_by"}) | {
        "kind": Link(_(words.ENTRIES[one.kind]), f"/entries/{one.id}"),
        "kind_key": one.kind.value,
        "amount": Satang(one.amount_satang),
        "planned": Satang(one.planned_move, is_quiet=True),
        "asked": Satang(one.asked_move, is_quiet=True),
        "bound": Satang(one.bound_move, is_quiet=True),
        "paid": Satang(one.paid_move, is_quiet=True),
    }


def _listing(request: Request, db: Session, visitor: Visitor) -> Listing:
    year = year_of(request)
    named = {one.id: one for one in projects(db, visitor, year)}
    items = {one.id: one for one in lines_of_year(db, visitor, year)}
    found = rows_of(db, visitor, Entry, Entry.fiscal_year == year, order=(col(Entry.on).desc(), col(Entry.id).desc()))
    rows = []
    for one in found:
        project, line = named.get(one.project_id), items.get(one.line_id)
        where = {
            "project": Link(f"{project.code} {project.name}", f"/projects/{project.id}") if project else "",
            "item": Link(line.item, f"/lines/{line.id}") if line else "",
        }
        rows.append(entry_row(one) | where)
    chips = Chips("kind", N_("Kind of entry"), options(words.ENTRIES))
    buttons = [Button(_("Exceptions of the ledger"), f"/checks?year={year}", "alert-triangle")]
    if visitor.may("money.write"):
        buttons.insert(0, Button(_("Transfer"), f"/transfers/new?year={year}", "git-merge", primary=True))
    now = balances(db, visitor, year).values()
    facts = [
        (_("Money asked for"), Satang(sum(one.asked for one in now))),
        (_("Bound by contracts"), Satang(sum(one.bound for one in now))),
        (_("Paid (baht)"), Satang(sum(one.paid for one in now))),
        (_("Free (baht)"), Satang(sum(one.free for one in now))),
    ]
    return Listing(_("Ledger"), LEDGER, ENTRY_COLUMNS, rows, (chips,), facts, buttons)


@router.get(LEDGER)
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """All entries of a year, the newest first."""
    return listing(request, _listing(request, db, visitor), year_of(request))


@router.get(f"{LEDGER}/export.{{kind}}")
def export(request: Request, db: Db, visitor: MayRead, kind: str) -> Response:
    """The rows that the list shows."""
    return exported(request, _listing(request, db, visitor), kind)


@router.get("/lines/{row_id:int}")
def show(request: Request, db: Db, visitor: MayRead, row_id: int) -> Response:
    """One line and its ledger."""
    return sheet(request, _line(request, db, visitor, find(db, visitor, BudgetLine, row_id), {}, {}))


def _line(
    request: Request,
    db: Session,
    visitor: Visitor,
    row: BudgetLine,
    typed: Typed,
    wrong: Mapping[str, dict[str, str]],
) -> Sheet:
    project = find(db, visitor, Project, row.project_id)
    now = balances(db, visitor, project.fiscal_year)[row.id or 0]
    over = rows_of(db, visitor, CarryOver, CarryOver.line_id == row.id)
    facts: list[tuple[str, Any]] = [
        (_("Project"), Link(f"{project.code} {project.name}", f"/projects/{project.id}")),
        (_("Type of expense"), _(words.TYPES[row.budget_type])),
        (_("Source of money"), row.source),
        (_("Plan (baht)"), Satang(row.amount_satang)),
        (_("Now (baht)"), Satang(now.planned)),
        (_("Money asked for"), Satang(now.asked)),
        (_("Bound by contracts"), Satang(now.bound)),
        (_("Paid"), Satang(now.paid)),
        (_("Free"), Satang(now.free)),
        (_("Need in NetOps"), row.need_id),
        *((_("Carried over until"), one.until) for one in over),
    ]
    found = rows_of(db, visitor, Entry, Entry.line_id == row.id)
    is_live = project.state is ProjectState.APPROVED
    at, given = f"/lines/{row.id}", begun_with(request, db, visitor, typed)
    forms = [
        Form(_(title), f"{at}/{name}", at, (Section("", (*_fields(name), SEEN_FIELD)),), given, wrong.get(name, {}))
        for name, title in (("ask", ASK), ("amend", AMEND), ("carry", CARRY))
    ]
    return Sheet(
        row.item,
        f"/projects/{project.id}",
        facts,
        _marks(row),
        tables=(_ledger(row, found),),
        forms=forms if is_live and visitor.may("money.write") else (),
        notes=() if is_live else (_("Money is spent on approved projects only"),),
    )


def _marks(row: BudgetLine) -> tuple[Mark, ...]:
    over = (Mark(_("over the ceiling"), "red", "alert-triangle"),) if row.is_over else ()
    other = (Mark(off_price(row), "yellow", "alert-triangle"),) if row.is_off_price else ()
    return (*over, *other)


def _ledger(row: BudgetLine, found: Sequence[Entry]) -> Table:
    """Its entries, each with what was free after it."""
    columns = [one for one in ENTRY_COLUMNS if one.key not in {"project", "item", "note", "made_by"}]
    columns += [Column("free", N_("Free after it (baht)"), figures=True), *ENTRY_COLUMNS[-2:]]
    rows, now = [], Balance(planned=row.amount_satang)
    for one in found:
        now = now.after(Move(one.planned_move, one.asked_move, one.bound_move, one.paid_move))
        rows.append(entry_row(one) | {"free": Satang(now.free)})
    return Table(_("Ledger"), columns, rows, _("Nothing was asked for yet."))


SEEN: Final = "seen"
SEEN_FIELD: Final = Field(SEEN, "", "hidden")


def begun_with(request: Request, db: Session, visitor: Visitor, typed: Typed) -> dict[str, str]:
    """What forms of the ledger begin with: today, and the newest entry, so that a later one is told."""
    return {"on": today(request).isoformat(), **typed, SEEN: str(newest(db, visitor))}


ASK: Final = N_("Request to pay or borrow")
AMEND: Final = N_("Amend the budget of this line")
CARRY: Final = N_("Carry over to the next year")
ON = ("on", N_("Date"), "date")
AMOUNT = ("amount_satang", N_("Amount (baht)"), "text")
NOTE = ("note", N_("Note"), "text")
APPROVED = ("approved_by", N_("Approved by"), "text")
WHY = ("note", N_("Why"), "text")
FIELDS: Final[Mapping[str, tuple[tuple[str, str, str], ...]]] = {
    "ask": (ON, ("number", N_("Number of the request"), "text"), ("asked", N_("Kind"), "select"), AMOUNT, NOTE),
    "amend": (ON, ("more", N_("More money (else less)"), "checkbox"), AMOUNT, APPROVED, WHY),
    "carry": (
        AMOUNT,
        ("until", N_("Until"), "date"),
        ("number", N_("Number"), "text"),
        APPROVED,
        ("reason", N_("Why"), "text"),
    ),
    "bind": (ON, ("number", N_("Number of the contract or order"), "text"), AMOUNT, NOTE),
    "pay": (ON, ("number", N_("Dika number"), "text"), AMOUNT, ("allocation_id", N_("Notice"), "select"), NOTE),
    "return": (ON, ("number", N_("Number"), "text"), AMOUNT, NOTE),
    "cancel": (ON, WHY),
    "reverse": (ON, WHY),
}


def _fields(name: str, **more: Mapping[str, Any]) -> tuple[Field, ...]:
    return fields(*FIELDS[name], asked={"options": options(words.ASKED)}, **more)


@router.post("/lines/{row_id:int}/{deed}")
def act_on_line(request: Request, db: Db, visitor: MayWrite, row_id: int, deed: str, typed: Posted) -> Response:
    """Ask for money, amend, carry over."""
    row = find(db, visitor, BudgetLine, row_id)
    acts: dict[str, Callable[[], object]] = {
        "ask": lambda: ask(db, visitor, row_id, AskDraft.read(own_words(typed))),
        "amend": lambda: amend(db, visitor, row_id, AmendDraft.read(own_words(typed))),
        "carry": lambda: carry(db, visitor, row_id, CarryDraft.read(own_words(typed))),
    }
    if deed not in acts:
        raise MissingError(deed)
    made, wrong = taken(db, lambda: unless_moved(db, visitor, [row_id], typed, acts[deed]))
    if made is None:
        return sheet(request, _line(request, db, visitor, row, typed, {deed: wrong}), status=422)
    return redirect(request, f"/lines/{row_id}", _("Saved."))


def unless_moved(db: Session, visitor: Visitor, lines: Sequence[int], typed: Typed, act: Callable[[], Made]) -> Made:
    """The act, unless somebody wrote on one of the lines after the page was shown."""
    unmoved(db, visitor, lines, typed.get(SEEN, ""))
    return act()


def own_words(typed: Typed) -> dict[str, str]:
    """What belongs to the act itself."""
    return {name: value for name, value in typed.items() if name != SEEN}


@router.get("/entries/{row_id:int}")
def entry(request: Request, db: Db, visitor: MayRead, row_id: int) -> Response:
    """One entry, what goes on from it, and what may be done with it."""
    return sheet(request, _entry(request, db, visitor, find(db, visitor, Entry, row_id), {}, {}))


TITLES: Final = {
    "bind": N_("Bind it by a contract"),
    "pay": N_("Pay it"),
    "return": N_("Money came back"),
    "cancel": N_("Cancel what is left"),
    "reverse": N_("Take this entry back"),
}
DEEDS: Final[Mapping[EntryKind, tuple[str, ...]]] = {
    EntryKind.REQUEST: ("bind", "pay", "cancel", "reverse"),
    EntryKind.COMMIT: ("pay", "cancel", "reverse"),
    EntryKind.PAY: ("return", "reverse"),
    EntryKind.REVERSE: (),
}


def _paid_from(db: Session, visitor: Visitor, line: BudgetLine, year: int) -> Iterator[tuple[str, str]]:
    """The notices that hold money of the line's source and type."""
    for one in notices(db, visitor, year):
        if (one.source, one.budget_type) == (line.source, line.budget_type):
            parts = (one.notice_no or one.letter_no, one.item or one.output, figures(one.amount_satang))
            yield str(one.id), " · ".join(part for part in parts if part)


def _entry(
    request: Request, db: Session, visitor: Visitor, row: Entry, typed: Typed, wrong: Mapping[str, dict[str, str]]
) -> Sheet:
    line = find(db, visitor, BudgetLine, row.line_id)
    facts: list[tuple[str, Any]] = [
        (_("Item"), Link(line.item, f"/lines/{line.id}")),
        (_("Date"), row.on),
        (_("Number"), row.number),
        (_("Amount (baht)"), Satang(row.amount_satang)),
        (_("Note"), row.note),
        (_("Approved by"), row.approved_by),
        (_("By"), row.made_by),
    ]
    is_gone = is_taken_back(db, row)
    if row.kind in {EntryKind.REQUEST, EntryKind.COMMIT, EntryKind.PAY}:
        facts.append((_("Still stands (baht)"), Satang(rest(db, visitor, row))))
    given = begun_with(request, db, visitor, typed)
    paid_from = [("", "–"), *_paid_from(db, visitor, line, row.fiscal_year)]
    at = f"/entries/{row.id}"
    forms = [
        Form(
            _(TITLES[name]),
            f"{at}/{name}",
            at,
            (Section("", (*_fields(name, allocation_id={"options": paid_from}), SEEN_FIELD)),),
            given,
            wrong.get(name, {}),
        )
        for name in (() if is_gone else DEEDS.get(row.kind, ("reverse",)))
    ]
    columns = [one for one in ENTRY_COLUMNS if one.key not in {"project", "item"}]
    follow = rows_of(db, visitor, Entry, Entry.of_id == row.id)
    return Sheet(
        _(words.ENTRIES[row.kind]),
        f"/lines/{line.id}",
        facts,
        (Mark(_("taken back"), "red", "x"),) if is_gone else (),
        tables=(Table(_("What followed"), columns, [entry_row(one) for one in follow], _("Nothing followed yet.")),),
        forms=forms if visitor.may("money.write") else (),
        notes=[text for texts in wrong.values() for text in texts.values()] if is_gone else (),
    )


@router.post("/entries/{row_id:int}/{deed}")
def act_on_entry(request: Request, db: Db, visitor: MayWrite, row_id: int, deed: str, typed: Posted) -> Response:
    """Bind, pay, give back, cancel, take back."""
    row = find(db, visitor, Entry, row_id)
    acts: dict[str, Callable[[], Entry]] = {
        "bind": lambda: bind(db, visitor, row_id, BindDraft.read(own_words(typed))),
        "pay": lambda: pay(db, visitor, row_id, PayDraft.read(own_words(typed))),
        "return": lambda: give_back(db, visitor, row_id, BackDraft.read(own_words(typed))),
        "cancel": lambda: cancel(db, visitor, row_id, _day(typed), _why(typed)),
        "reverse": lambda: reverse(db, visitor, row_id, _day(typed), _why(typed)),
    }
    if deed not in acts:
        raise MissingError(deed)
    made, wrong = taken(db, lambda: unless_moved(db, visitor, [row.line_id], typed, acts[deed]))
    if made is None:
        return sheet(request, _entry(request, db, visitor, row, typed, {deed: wrong}), status=422)
    return redirect(request, f"/lines/{made.line_id}", _("Saved."))


def _day(typed: Typed) -> date:
    try:
        return date.fromisoformat(typed.get("on", ""))
    except ValueError:
        raise refuse("on", N_("A date such as 2026-10-01 is needed")) from None


def _why(typed: Typed) -> str:
    return said("note", typed.get("note", ""), longest=1000, unsaid=N_("This is needed"))
