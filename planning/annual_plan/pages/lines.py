"""One budget line with its ledger, and everything that is done with its money; the ledger of a year."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session, col
from starlette.requests import Request
from starlette.responses import Response

from planning.annual_plan import words
from planning.annual_plan.models.ledger import CarryOver, Entry
from planning.annual_plan.models.project import BudgetLine, Project
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
    form_page,
    kept,
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
    TransferDraft,
    amend,
    carry,
    reverse,
    transfer,
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
    Column("kind", N_("Entry")),
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
        "planned": Satang(one.planned_move),
        "asked": Satang(one.asked_move),
        "bound": Satang(one.bound_move),
        "paid": Satang(one.paid_move),
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
    chips = Chips("kind", N_("Entry"), options(words.ENTRIES))
    buttons = [Button(_("Exceptions of the ledger"), f"/checks?year={year}", "alert-triangle")]
    if visitor.may("money.write"):
        buttons.insert(0, Button(_("Transfer"), f"/transfers/new?year={year}", "git-merge", primary=True))
    return Listing(_("Ledger"), LEDGER, ENTRY_COLUMNS, rows, (chips,), (), buttons)


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
    columns = [one for one in ENTRY_COLUMNS if one.key not in {"project", "item"}]
    found = rows_of(db, visitor, Entry, Entry.line_id == row.id)
    is_live = project.state is ProjectState.APPROVED
    at, given = f"/lines/{row.id}", _shown(request, db, visitor, typed)
    forms = [
        Form(_(title), f"{at}/{name}", at, (Section("", (*_fields(name), _SEEN)),), given, wrong.get(name, {}))
        for name, title in (("ask", ASK), ("amend", AMEND), ("carry", CARRY))
    ]
    return Sheet(
        row.item,
        f"/projects/{project.id}",
        facts,
        (Mark(_("over the ceiling"), "red", "alert-triangle"),) if row.is_over else (),
        tables=(Table(_("Ledger"), columns, [entry_row(one) for one in found], _("Nothing was asked for yet.")),),
        forms=forms if is_live and visitor.may("money.write") else (),
        notes=() if is_live else (_("Money is spent on approved projects only"),),
    )


SEEN: Final = "seen"
_SEEN: Final = Field(SEEN, "", "hidden")


def _shown(request: Request, db: Session, visitor: Visitor, typed: Typed) -> dict[str, str]:
    """What forms of the ledger begin with: today, and the newest entry, so that a later one is told."""
    return {"on": today(request).isoformat(), **typed, SEEN: str(newest(db, visitor))}


ASK: Final = N_("Request to pay or borrow")
AMEND: Final = N_("Amend the budget of this line")
CARRY: Final = N_("Carry over to the next year")
_ON = ("on", N_("Date"), "date")
_AMOUNT = ("amount_satang", N_("Amount (baht)"), "text")
_NOTE = ("note", N_("Note"), "text")
_APPROVED = ("approved_by", N_("Approved by"), "text")
_WHY = ("note", N_("Why"), "text")
FIELDS: Final[Mapping[str, tuple[tuple[str, str, str], ...]]] = {
    "ask": (_ON, ("number", N_("Number of the request"), "text"), ("asked", N_("Kind"), "select"), _AMOUNT, _NOTE),
    "amend": (_ON, ("more", N_("More money (else less)"), "checkbox"), _AMOUNT, _APPROVED, _WHY),
    "carry": (
        _AMOUNT,
        ("until", N_("Until"), "date"),
        ("number", N_("Number"), "text"),
        _APPROVED,
        ("reason", N_("Why"), "text"),
    ),
    "bind": (_ON, ("number", N_("Number of the contract or order"), "text"), _AMOUNT, _NOTE),
    "pay": (_ON, ("number", N_("Dika number"), "text"), _AMOUNT, ("allocation_id", N_("Notice"), "select"), _NOTE),
    "return": (_ON, ("number", N_("Number"), "text"), _AMOUNT, _NOTE),
    "cancel": (_ON, _WHY),
    "reverse": (_ON, _WHY),
}


def _fields(name: str, **more: Mapping[str, Any]) -> tuple[Field, ...]:
    return fields(*FIELDS[name], asked={"options": options(words.ASKED)}, **more)


@router.post("/lines/{row_id:int}/{deed}")
def act_on_line(request: Request, db: Db, visitor: MayWrite, row_id: int, deed: str, typed: Posted) -> Response:
    """Ask for money, amend, carry over."""
    row = find(db, visitor, BudgetLine, row_id)
    acts: dict[str, Callable[[], object]] = {
        "ask": lambda: ask(db, visitor, row_id, AskDraft.read(_said(typed))),
        "amend": lambda: amend(db, visitor, row_id, AmendDraft.read(_said(typed))),
        "carry": lambda: carry(db, visitor, row_id, CarryDraft.read(_said(typed))),
    }
    if deed not in acts:
        raise MissingError(deed)
    made, wrong = taken(db, lambda: _unmoved(db, visitor, [row_id], typed, acts[deed]))
    if made is None:
        return sheet(request, _line(request, db, visitor, row, typed, {deed: wrong}), status=422)
    return redirect(request, f"/lines/{row_id}", _("Saved."))


def _unmoved(db: Session, visitor: Visitor, lines: Sequence[int], typed: Typed, act: Callable[[], Made]) -> Made:
    """The act, unless somebody wrote on one of the lines after the page was shown."""
    unmoved(db, visitor, lines, typed.get(SEEN, ""))
    return act()


def _said(typed: Typed) -> dict[str, str]:
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
    given = _shown(request, db, visitor, typed)
    paid_from = [("", "–"), *((str(one.id), one.notice_no) for one in notices(db, visitor, row.fiscal_year))]
    at = f"/entries/{row.id}"
    forms = [
        Form(
            _(TITLES[name]),
            f"{at}/{name}",
            at,
            (Section("", (*_fields(name, allocation_id={"options": paid_from}), _SEEN)),),
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
        "bind": lambda: bind(db, visitor, row_id, BindDraft.read(_said(typed))),
        "pay": lambda: pay(db, visitor, row_id, PayDraft.read(_said(typed))),
        "return": lambda: give_back(db, visitor, row_id, BackDraft.read(_said(typed))),
        "cancel": lambda: cancel(db, visitor, row_id, _day(typed), _why(typed)),
        "reverse": lambda: reverse(db, visitor, row_id, _day(typed), _why(typed)),
    }
    if deed not in acts:
        raise MissingError(deed)
    made, wrong = taken(db, lambda: _unmoved(db, visitor, [row.line_id], typed, acts[deed]))
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


@router.get("/transfers/new")
def new_transfer(request: Request, db: Db, visitor: MayWrite) -> Response:
    """From which line to which."""
    return form_page(request, _transfer(request, db, visitor, {}, {}))


def _transfer(request: Request, db: Session, visitor: Visitor, typed: Typed, wrong: dict[str, str]) -> Form:
    year = year_of(request)
    codes = {one.id: one for one in projects(db, visitor, year) if one.state is ProjectState.APPROVED}
    now = balances(db, visitor, year)
    choices = [("", "–")]
    for one in lines_of_year(db, visitor, year):
        if one.project_id in codes:
            free = f"{now[one.id or 0].free / 100:,.2f}"
            choices.append((str(one.id), f"{codes[one.project_id].code} {one.item} ({free})"))
    given = fields(
        ("giver", N_("From this line"), "select"),
        ("taker", N_("To this line"), "select"),
        _ON,
        _AMOUNT,
        _APPROVED,
        _WHY,
        giver={"options": choices, "find": True},
        taker={"options": choices, "find": True},
    )
    given, typed = (*given, _SEEN), _shown(request, db, visitor, typed)
    back = f"{LEDGER}?year={year}"
    return Form(_("Transfer"), f"/transfers/new?year={year}", back, (Section("", given),), typed, wrong)


@router.post("/transfers/new")
def move(request: Request, db: Db, visitor: MayWrite, typed: Posted) -> Response:
    """Both sides at once."""

    def act() -> tuple[Entry, Entry]:
        draft = TransferDraft.read(_said(typed))
        return _unmoved(db, visitor, [draft.giver, draft.taker], typed, lambda: transfer(db, visitor, draft))

    return kept(
        request,
        db,
        act,
        lambda both: f"/lines/{both[0].line_id}",
        lambda wrong: _transfer(request, db, visitor, typed, wrong),
    )
