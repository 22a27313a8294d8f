"""Money between lines and years: transfers, amendments, carry-over, and entries that take back another."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field
from sqlmodel import Session

from office.baht import figures
from office.fiscal import FiscalYear
from planning.annual_plan import words
from planning.annual_plan.models.ledger import CarryOver, Entry
from planning.annual_plan.models.money import new_key
from planning.annual_plan.money.ledger import Move, day_problem, enough, not_before, transfer_problems, transfer_rules
from planning.annual_plan.store.allocations import lines_of_year
from planning.annual_plan.store.ledger import (
    Act,
    Held,
    add,
    carried,
    check,
    hold,
    in_time,
    is_taken_back,
    live_followers,
    not_more,
)
from planning.annual_plan.store.purses import for_lines
from planning.annual_plan.store.scope import Code, SomeBaht, find, rows_of
from planning.annual_plan.store.settings import setting_of
from planning.annual_plan.terms import EntryKind
from planning.kit import audit
from planning.kit.visitor import Visitor
from service.draft import Draft
from service.i18n import N_
from service.refusal import Problem, refuse

Reason = Annotated[str, Field(min_length=1, max_length=1000)]
Approver = Annotated[str, Field(min_length=1, max_length=120)]


class TransferDraft(Draft):
    """Money from one line to another, with who approved it."""

    on: date
    giver: Annotated[int, Field(ge=1)]
    taker: Annotated[int, Field(ge=1)]
    amount_satang: SomeBaht
    approved_by: Approver
    note: Reason


class AmendDraft(Draft):
    """More or less money for a line by an amendment of the plan."""

    on: date
    more: bool = True
    amount_satang: SomeBaht
    approved_by: Approver
    note: Reason


class RegisteredCarry(Draft):
    """Money of a line that may be paid after its year, as another system's register has it: not who approved it."""

    amount_satang: SomeBaht
    until: date
    number: Code = ""
    approved_by: Annotated[str, Field(max_length=120)] = ""
    reason: Reason


class CarryDraft(RegisteredCarry):
    """The same as a person writes it down."""

    approved_by: Approver


def transfer(session: Session, visitor: Visitor, draft: TransferDraft) -> tuple[Entry, Entry]:
    """Between two lines of a year, by the rules of the office (INV-B4); both keep their history."""
    if draft.giver == draft.taker:
        raise refuse("taker", N_("Choose another line"))
    first, second = (hold(session, visitor, one) for one in sorted((draft.giver, draft.taker)))
    giver, taker = (first, second) if first.line.id == draft.giver else (second, first)
    if giver.project.fiscal_year != taker.project.fiscal_year:
        raise refuse("taker", N_("Money moves within one year only"))
    sides = {"giver": giver, "taker": taker}
    check(
        transfer_problems(
            {"giver": -draft.amount_satang, "taker": draft.amount_satang},
            {name: (one.line.source, one.line.budget_type) for name, one in sides.items()},
            {name: one.now for name, one in sides.items()},
            transfer_rules(setting_of(session, visitor).transfer_pairs),
        )
        + day_problem(draft.on, FiscalYear(giver.project.fiscal_year), None)
    )
    more = {"pair_key": new_key(), "note": draft.note, "approved_by": draft.approved_by}
    amount = draft.amount_satang
    return (
        add(session, visitor, giver, Act(EntryKind.TRANSFER, draft.on, amount, Move(planned=-amount)), **more),
        add(session, visitor, taker, Act(EntryKind.TRANSFER, draft.on, amount, Move(planned=amount)), **more),
    )


def carry(session: Session, visitor: Visitor, line_id: int, draft: RegisteredCarry) -> CarryOver:
    """So much of a line may be paid after the year, until a day; what is free, asked for or bound, never more."""
    held = hold(session, visitor, line_id)
    left = held.now.planned - held.now.paid
    not_more(draft.amount_satang, left)
    if draft.until <= FiscalYear(held.project.fiscal_year).last:
        raise refuse("until", N_("This day lies in the year itself"))
    if carried(session, held) is not None:
        raise refuse("", N_("This line is carried over already"))
    row = CarryOver(office_code=visitor.office_code, line_id=line_id, **draft.model_dump())
    session.add(row)
    session.flush()
    told = {"satang": row.amount_satang, "until": row.until.isoformat(), "line": held.line.item}
    audit.record(session, visitor, "ledger.carry", subject="project", subject_id=held.project.id, detail=told)
    return row


def amend(session: Session, visitor: Visitor, line_id: int, draft: AmendDraft) -> Entry:
    """The plan gives a line more, as far as its purse holds it, or takes what is free (INV-B2, INV-B3)."""
    held = hold(session, visitor, line_id)
    check(day_problem(draft.on, FiscalYear(held.project.fiscal_year), None))
    if draft.more:
        check(_purse_problem(session, visitor, held, draft.amount_satang))
    else:
        check(enough("amount_satang", held.now, draft.amount_satang))
    move = Move(planned=draft.amount_satang if draft.more else -draft.amount_satang)
    more = draft.model_dump(include={"note", "approved_by"})
    return add(session, visitor, held, Act(EntryKind.AMEND, draft.on, draft.amount_satang, move), **more)


def _purse_problem(session: Session, visitor: Visitor, held: Held, more: int) -> list[Problem]:
    line, year = held.line, held.project.fiscal_year
    purse = (line.source, line.budget_type)
    taken = sum(
        one.amount_satang for one in lines_of_year(session, visitor, year) if (one.source, one.budget_type) == purse
    )
    allocated = for_lines(session, visitor.office_code, year).get(purse, 0)
    if taken + more <= allocated:
        return []
    said = N_("%(source)s: the lines take %(planned)s, allocated are %(allocated)s")
    called = words.purse(line.source, line.budget_type)
    values = {"source": called, "planned": figures(taken + more), "allocated": figures(allocated)}
    return [Problem("amount_satang", said, values)]


def reverse(session: Session, visitor: Visitor, entry_id: int, on: date, note: str) -> Entry:
    """Take an entry back by one of an open quarter; both stay (INV-B6). A transfer is taken back on both sides."""
    entry = find(session, visitor, Entry, entry_id)
    both = [entry] if not entry.pair_key else rows_of(session, visitor, Entry, Entry.pair_key == entry.pair_key)
    made = []
    for one in sorted(both, key=lambda row: row.line_id):
        held = hold(session, visitor, one.line_id)
        if one.kind is EntryKind.REVERSE or is_taken_back(session, one) or live_followers(session, visitor, one):
            raise refuse("", N_("Another entry goes on from this one: take that back first"))
        move = Move(one.planned_move, one.asked_move, one.bound_move, one.paid_move).turned()
        if held.now.after(move).free < 0:
            check(enough("", held.now, held.now.free - held.now.after(move).free))
        check(not_before(on, one.on))
        if one.kind is EntryKind.AMEND and move.planned > 0:  # what was taken may have been given to another line since
            check(_purse_problem(session, visitor, held, move.planned))
        if one.kind is EntryKind.RETURN:
            paid = find(session, visitor, Entry, one.of_id or 0)
            if paid.on not in FiscalYear(held.project.fiscal_year):
                check(in_time(session, visitor, held, on, move.paid))
        more = {"of_id": one.id, "note": note}
        made.append(add(session, visitor, held, Act(EntryKind.REVERSE, on, one.amount_satang, move), **more))
    return made[0]
