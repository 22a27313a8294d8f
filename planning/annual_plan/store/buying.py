"""What purchases of netops do to the ledger: asked for, bound, paid, free again; and what could not be booked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlmodel import Session, col, select

from contract.events import ContractSigned, ProcurementApproved, ProcurementCancelled, PurchaseFact, PurchasePaid
from office.baht import figures
from planning.annual_plan.models.ledger import Entry, UnbookedPurchase
from planning.annual_plan.models.project import BudgetLine
from planning.annual_plan.money.checking import Odd, Oddity
from planning.annual_plan.store.giving import as_office
from planning.annual_plan.store.ledger import AskDraft, BindDraft, PayDraft, ask, bind, cancel, pay, rest
from planning.annual_plan.store.scope import rows_of
from planning.annual_plan.terms import EntryKind
from planning.kit.visitor import Visitor
from service.i18n import N_, _
from service.refusal import Problem, RefusedError, refuse

NO_LINE = "no line of the annual plan is named"
_STANDS = (EntryKind.REQUEST, EntryKind.COMMIT)


@dataclass(frozen=True, slots=True)
class _Booking:
    """A fact as the entry that it is to be."""

    kind: EntryKind
    number: str
    act: Callable[[Visitor, BudgetLine], str]


def book(session: Session, fact: PurchaseFact) -> str:
    """As its entry, or written down with the reason why not: a purchase that names a line is never passed over."""
    if not fact.budget_line_id:
        return NO_LINE
    booking = _booking(session, fact)
    who = as_office(fact.office_code)
    wanted = select(BudgetLine).where(BudgetLine.office_code == fact.office_code, BudgetLine.key == fact.budget_line_id)
    try:
        with session.begin_nested():
            line = session.exec(wanted).one_or_none()
            if line is None:
                raise refuse("", N_("No line of this annual plan has the number %(key)s"), key=fact.budget_line_id)
            return booking.act(who, line)
    except RefusedError as error:
        _write_down(session, fact, booking, error.problems[0])
        return error.problems[0].text()


def _booking(session: Session, fact: PurchaseFact) -> _Booking:
    number = f"NetOps {fact.purchase_id}"
    match fact:
        case ProcurementApproved():
            given = {"on": fact.approved_on, "number": number, "amount_satang": fact.amount_satang}
            note = fact.plan_number[:255]
            return _Booking(
                EntryKind.REQUEST,
                number,
                lambda who, line: _said(ask(session, who, line.id or 0, AskDraft.read({**given, "note": note}))),
            )
        case ContractSigned():
            bound = {"on": fact.signed_on, "number": number, "amount_satang": fact.amount_satang}
            paper = fact.contract_number[:255]

            def binds(who: Visitor, line: BudgetLine) -> str:
                entry = _open(session, who, line, number)
                return _said(bind(session, who, entry.id or 0, BindDraft.read({**bound, "note": paper})))

            return _Booking(EntryKind.COMMIT, number, binds)
        case PurchasePaid():
            return _Booking(
                EntryKind.PAY,
                fact.voucher_number[:60],
                lambda who, line: _pays(session, who, _open(session, who, line, number), fact),
            )
        case ProcurementCancelled():
            return _Booking(
                EntryKind.CANCEL,
                number,
                lambda who, line: _said(
                    cancel(session, who, _open(session, who, line, number).id or 0, fact.cancelled_on, number)
                ),
            )
        case _:
            raise TypeError(type(fact).__name__)


def _pays(session: Session, who: Visitor, entry: Entry, fact: PurchasePaid) -> str:
    """What a fine took off is not paid: with the last payment the rest of the contract is free again."""
    done = []
    if fact.amount_satang:
        given = {
            "on": fact.paid_on,
            "number": fact.voucher_number[:60],
            "amount_satang": fact.amount_satang,
            "note": fact.contract_number[:255],
        }
        done.append(pay(session, who, entry.id or 0, PayDraft.read(given)))
    if fact.is_last and rest(session, who, entry):
        done.append(cancel(session, who, entry.id or 0, fact.paid_on, fact.voucher_number[:60]))
    return ", ".join(_said(one) for one in done)


def _said(row: Entry) -> str:
    return f"{row.kind.value} {row.amount_satang}"


def _open(session: Session, who: Visitor, line: BudgetLine, number: str) -> Entry:
    """The request or commitment of a purchase of which something is left; RefusedError."""
    wanted = select(Entry).where(Entry.line_id == line.id, Entry.number == number).order_by(col(Entry.id))
    live = [row for row in session.exec(wanted) if row.kind in _STANDS and rest(session, who, row)]
    if not live:
        raise refuse("", N_("Nothing of %(number)s is asked for or bound on this line"), number=number)
    return live[-1]


def _write_down(session: Session, fact: PurchaseFact, booking: _Booking, why: Problem) -> None:
    session.add(
        UnbookedPurchase(
            office_code=fact.office_code,
            fiscal_year=fact.fiscal_year,
            purchase_id=fact.purchase_id,
            kind=booking.kind,
            number=booking.number,
            amount_satang=fact.amount_satang,
            why=why.message,
            values={name: str(value) for name, value in why.values.items()},
        )
    )
    session.flush()


def unbooked(session: Session, visitor: Visitor, year: int) -> list[Odd]:
    """What nobody has entered by hand since, with the reason and the amount."""
    rows = rows_of(session, visitor, UnbookedPurchase, UnbookedPurchase.fiscal_year == year)
    entries = rows_of(session, visitor, Entry, Entry.fiscal_year == year)
    there = {(one.kind, one.number) for one in entries if one.number}
    freed = {one.number for one in rows if one.kind is EntryKind.CANCEL}
    held = {
        one.number for one in entries if one.number in freed and one.kind in _STANDS and rest(session, visitor, one)
    }
    return [
        Odd(
            Oddity.UNBOOKED,
            f"NetOps {one.purchase_id}"
            if one.number.startswith("NetOps ")
            else f"NetOps {one.purchase_id}: {one.number}",
            Problem("", one.why, one.values).text(_),
            figures(one.amount_satang),
        )
        for one in rows
        if (one.number in held if one.kind is EntryKind.CANCEL else (one.kind, one.number) not in there)
    ]
