"""Registers of AMSS++: read, shown, and loaded whole or not at all; and the ledger held against a register of ฎีกา."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlmodel import Session, select

from planning.annual_plan.models.ledger import Entry, Register, RegisteredDika
from planning.annual_plan.models.money import Allocation
from planning.annual_plan.models.project import Activity, BudgetLine, Project
from planning.annual_plan.reading import budget
from planning.annual_plan.reading.forms import FORMS
from planning.annual_plan.store.allocations import AllocationDraft, post
from planning.annual_plan.store.ledger import AskDraft, BackDraft, PayDraft, ask, give_back, pay
from planning.annual_plan.store.moving import RegisteredCarry, carry
from planning.annual_plan.store.project_drafts import (
    ActivityDraft,
    LineDraft,
    MoneyDraft,
    RegisteredProject,
)
from planning.annual_plan.store.projects import add_project, save_money
from planning.annual_plan.store.scope import find, rows_of
from planning.annual_plan.terms import EntryKind
from planning.kit import audit
from planning.kit.happened import has_happened
from planning.kit.reading.reader import Read, read
from planning.kit.visitor import Visitor
from planning.plans.indicator import ChosenIndicator
from service.columns import utc_now
from service.draft import take
from service.i18n import N_
from service.refusal import Problem, RefusedError, refuse


def read_register(kind: str, data: bytes) -> Read[Any]:
    """Its rows, or all that is wrong with it."""
    return read(FORMS[kind], data, preview=True)


def keep(session: Session, visitor: Visitor, row: Register) -> Register:
    """Remember a file that was read without a fault."""
    session.add(row)
    session.flush()
    told = {"kind": row.kind, "file": row.name, "rows": row.total}
    audit.record(session, visitor, "register.read", subject="register", subject_id=row.id, detail=told)
    return row


def load(session: Session, visitor: Visitor, register_id: int, data: bytes) -> Register:
    """All rows, or none: RefusedError with the row of each problem. A register that was loaded is not loaded again."""
    row = find(session, visitor, Register, register_id, to_change=True)
    if row.loaded_at is not None:
        return row
    found = read(FORMS[row.kind], data)
    if found.problems:
        raise RefusedError([_of_row(one.row, one.column, one.problem) for one in found.problems])
    problems: list[Problem] = []
    groups = _grouped(row.kind, found)
    for number, one in groups:
        try:
            with session.begin_nested():
                LOADERS[row.kind](session, visitor, row.fiscal_year, one)
        except RefusedError as error:
            problems += [_of_row(number, _heading(row.kind, one.field), one) for one in error.problems]
    if problems:
        raise RefusedError(problems[:100])
    row.loaded_at = utc_now()
    session.flush()
    told = {"kind": row.kind, "rows": row.total}
    audit.record(session, visitor, "register.loaded", subject="register", subject_id=row.id, detail=told)
    return row


def _of_row(row: int, column: str, problem: Problem) -> Problem:
    values = {"row": row, "column": column, "problem": problem}
    return Problem("", N_("Row %(row)s, %(column)s: %(problem)s") if column else N_("Row %(row)s: %(problem)s"), values)


_CALLED: Final = {
    "amount_satang": "amount",
    "code": "project_code",
    "number": "",
    "until": "until",
    "group_name": "group",
    "approved_by": "",
}
"""What drafts call the columns of registers, where they do so otherwise."""
_DAYS: Final = {"requests": "asked_on", "dika": "dika_date", "returns": "returned_on"}
"""What each register calls the day of its entry."""


def _heading(kind: str, field: str) -> str:
    """The column of a register that a problem is about; nothing where it is about none or about all of the row."""
    said = field.rsplit(".", 1)[-1]
    name = _DAYS.get(kind, "") if said == "on" else _CALLED.get(said, said)
    return next((one.heading for one in FORMS[kind].columns if one.name == name), "")


def _grouped(kind: str, found: Read[Any]) -> list[tuple[int, Any]]:
    """Row by row with its number in the file; activities come with all of their project, since their sum is checked."""
    numbered = list(zip(found.numbers, found.rows, strict=True))
    if kind != "activities":
        return numbered
    groups: dict[str, tuple[int, list[Any]]] = {}
    for number, one in numbered:
        groups.setdefault(one.project_code, (number, []))[1].append(one)
    return list(groups.values())


def _year(one: Any, otherwise: int) -> int:
    return one.fiscal_year.era if one.fiscal_year is not None else otherwise


def _notice(session: Session, visitor: Visitor, year: int, one: budget.Notice) -> None:
    lacking = [name for name in ("source", "budget_type") if not getattr(one, name)]
    if lacking:
        raise RefusedError([Problem(name, N_("This is needed")) for name in lacking])
    given = {
        name: getattr(one, name)
        for name in ("notice_no", "letter_no", "letter_date", "reference", "account_code", "plan", "output")
    }
    more = {"main_activity": one.main_activity, "budget_code": one.budget_code, "item": one.item}
    said = {"fiscal_year": _year(one, year), "source": one.source, "amount_satang": one.amount}
    post(session, visitor, AllocationDraft.read({**given, **more, **said, "budget_type": one.budget_type}))


def _project(session: Session, visitor: Visitor, year: int, one: budget.Project) -> None:
    """What its register does not know is left empty, and asked for once on one page."""
    if not one.strategy:
        raise refuse("strategy", N_("A project needs a strategy"))
    said = _measured(one)
    given = {"code": one.project_code, "name": one.name, "group_name": one.group, "owner": one.group}
    draft = RegisteredProject.read(
        {
            **given,
            "fiscal_year": _year(one, year),
            "strategy": one.strategy,
            "starts_on": one.starts_on,
            "ends_on": one.ends_on,
            "indicators": (said,) if said is not None else (),
        }
    )
    add_project(session, visitor, draft, amount_satang=one.amount)


def _measured(one: budget.Project) -> ChosenIndicator | None:
    """Whole (INV-C2), or none at all; RefusedError at the column that lacks."""
    if not one.indicator:
        return None
    names = ("unit", "direction", "source", "baseline", "no_baseline", "target", "band_low", "band_high")
    return ChosenIndicator.read({"name": one.indicator} | {name: getattr(one, name) for name in names})


def _activities(session: Session, visitor: Visitor, year: int, rows: list[budget.Activity]) -> None:
    """One line each, from the purse of its notice, in the quarter in which it begins."""
    project = _project_of(session, visitor, _year(rows[0], year), rows[0].project_code)
    lines = []
    for number, one in enumerate(rows, start=1):
        notice = _notice_of(session, visitor, project.fiscal_year, one.notice_no)
        quarter = 1 if one.starts_on is None else (one.starts_on.month - 10) % 12 // 3 + 1
        lines.append(
            LineDraft.read(
                {
                    "activity": number,
                    "budget_type": notice.budget_type,
                    "source": notice.source,
                    "item": one.name,
                    "quantity": 1,
                    "unit_satang": one.amount,
                    f"q{quarter}_satang": one.amount,
                }
            )
        )
    activities = tuple(
        ActivityDraft(name=one.name, starts_on=one.starts_on, ends_on=one.ends_on, amount_satang=one.amount)
        for one in rows
    )
    draft = MoneyDraft(
        version=project.version, amount_satang=project.amount_satang, activities=activities, lines=tuple(lines)
    )
    save_money(session, visitor, project, draft)


def _project_of(session: Session, visitor: Visitor, year: int, code: str) -> Project:
    found = rows_of(session, visitor, Project, Project.fiscal_year == year, Project.code == code)
    if not found:
        raise refuse("project_code", N_("There is no project of this code"))
    return found[0]


def _notice_of(session: Session, visitor: Visitor, year: int, number: str) -> Allocation:
    found = rows_of(session, visitor, Allocation, Allocation.fiscal_year == year, Allocation.notice_no == number)
    if not found:
        raise refuse("notice_no", N_("There is no notice of this number"))
    return found[0]


def _line_of(session: Session, visitor: Visitor, project: Project, one: Any) -> BudgetLine:
    """The first line of the activity, or of the project."""
    lines = rows_of(session, visitor, BudgetLine, BudgetLine.project_id == project.id)
    code = getattr(one, "activity_code", "")
    if code.isdigit():
        activities = rows_of(session, visitor, Activity, Activity.project_id == project.id)
        wanted = {row.id for row in activities if row.number == int(code)}
        lines = [row for row in lines if row.activity_id in wanted]
    if not lines:
        raise refuse("activity_code", N_("There is no line for it"))
    return lines[0]


def _request(session: Session, visitor: Visitor, year: int, one: budget.Request) -> None:
    project = _project_of(session, visitor, _year(one, year), one.project_code)
    line = _line_of(session, visitor, project, one)
    draft = AskDraft(on=one.asked_on, number=one.request_no, asked=one.asked, amount_satang=one.amount, note=one.item)
    ask(session, visitor, line.id or 0, draft)


def _entry_of(session: Session, visitor: Visitor, year: int, kind: EntryKind, number: str) -> Entry:
    wanted = (Entry.fiscal_year == year, Entry.kind == kind, Entry.number == number)
    found = rows_of(session, visitor, Entry, *wanted)
    if not found:
        raise refuse("number", N_("There is no entry of this number"))
    return found[-1]


def _dika(session: Session, visitor: Visitor, year: int, one: budget.Dika) -> None:
    """Kept as what another system says; the payment is written down too where its request is known."""
    has_happened("on", one.dika_date)
    era = _year(one, year)
    same = (RegisteredDika.fiscal_year == era, RegisteredDika.dika_no == one.dika_no)
    known = rows_of(session, visitor, RegisteredDika, *same)
    said = {"dika_date": one.dika_date, "notice_no": one.notice_no, "request_no": one.request_no}
    row = known[0] if known else _registered(visitor, era, one)
    take(row, {**said, "amount_satang": one.amount})
    session.add(row)
    session.flush()
    is_paid = rows_of(
        session,
        visitor,
        Entry,
        Entry.fiscal_year == era,
        Entry.kind == EntryKind.PAY,
        Entry.number == one.dika_no,
    )
    asked = session.exec(
        select(Entry).where(
            Entry.office_code == visitor.office_code,
            Entry.fiscal_year == era,
            Entry.kind == EntryKind.REQUEST,
            Entry.number == one.request_no,
        )
    ).first()
    if is_paid or asked is None:
        return
    notice = rows_of(session, visitor, Allocation, Allocation.fiscal_year == era, Allocation.notice_no == one.notice_no)
    draft = PayDraft(
        on=one.dika_date,
        number=one.dika_no,
        amount_satang=one.amount,
        allocation_id=notice[0].id if notice else None,
        note=one.item,
    )
    pay(session, visitor, asked.id or 0, draft)


def _registered(visitor: Visitor, year: int, one: budget.Dika) -> RegisteredDika:
    return RegisteredDika(
        office_code=visitor.office_code, fiscal_year=year, dika_no=one.dika_no, dika_date=one.dika_date
    )


def _return(session: Session, visitor: Visitor, year: int, one: budget.Return) -> None:
    paid = _entry_of(session, visitor, _year(one, year), EntryKind.PAY, one.dika_no)
    draft = BackDraft(on=one.returned_on, number=one.return_no, amount_satang=one.amount, note=one.item)
    give_back(session, visitor, paid.id or 0, draft)


def _carry(session: Session, visitor: Visitor, year: int, one: budget.CarryOver) -> None:
    """To the first line of the notice's purse whose item it names."""
    notice = _notice_of(session, visitor, _year(one, year), one.notice_no)
    wanted = (BudgetLine.source == notice.source, BudgetLine.budget_type == notice.budget_type)
    lines = [row for row in rows_of(session, visitor, BudgetLine, *wanted) if row.item == one.item]
    if one.until is None:
        raise refuse("until", N_("This is needed"))
    if not lines:
        raise refuse("item", N_("There is no line for it"))
    draft = RegisteredCarry(amount_satang=one.amount, until=one.until, number=one.carry_no, reason=one.item)
    carry(session, visitor, lines[0].id or 0, draft)


LOADERS: Final[Mapping[str, Callable[[Session, Visitor, int, Any], None]]] = {
    "notices": _notice,
    "projects": _project,
    "activities": _activities,
    "requests": _request,
    "dika": _dika,
    "returns": _return,
    "carry_over": _carry,
}
