"""What the annual plan hears: purchases of netops that spend its lines, and shares that the province asks for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from sqlmodel import Session, select

from contract.events import ContractSigned, Fact, ProcurementApproved, ProcurementCancelled, PurchaseFact
from contract.planning import SharedProjectOffered
from planning.annual_plan.models.ledger import Entry
from planning.annual_plan.models.plan import SharedOffer
from planning.annual_plan.models.project import BudgetLine
from planning.annual_plan.store.giving import as_office
from planning.annual_plan.store.ledger import AskDraft, BindDraft, ask, bind, cancel, rest
from planning.annual_plan.terms import EntryKind
from planning.kit.parts import Handler
from service.refusal import RefusedError

DECLINED: Final = "declined"
NO_LINE: Final = "no line of the annual plan is named"


def _line(session: Session, fact: PurchaseFact) -> BudgetLine | None:
    wanted = select(BudgetLine).where(
        BudgetLine.office_code == fact.office_code, BudgetLine.key == (fact.budget_line_id or "")
    )
    return session.exec(wanted).one_or_none()


def _number(fact: PurchaseFact) -> str:
    return f"NetOps {fact.purchase_id}"


def _open(session: Session, fact: PurchaseFact, line: BudgetLine) -> Entry | None:
    """The request or commitment of a purchase of which something is left."""
    wanted = select(Entry).where(Entry.line_id == line.id, Entry.number == _number(fact)).order_by(Entry.id)  # type: ignore[arg-type]
    who = as_office(fact.office_code)
    rows = session.exec(wanted).all()
    live = [row for row in rows if row.kind in {EntryKind.REQUEST, EntryKind.COMMIT} and rest(session, who, row)]
    return live[-1] if live else None


def approved(session: Session, fact: Fact, _at: datetime) -> str:
    """Money is asked for."""
    assert isinstance(fact, ProcurementApproved)
    line = _line(session, fact)
    if line is None:
        return NO_LINE
    draft = AskDraft(
        on=fact.approved_on, number=_number(fact), amount_satang=fact.amount_satang, note=fact.plan_number[:255]
    )
    return _told(session, lambda: ask(session, as_office(fact.office_code), line.id or 0, draft))


def signed(session: Session, fact: Fact, _at: datetime) -> str:
    """Money is bound by a contract."""
    assert isinstance(fact, ContractSigned)
    line = _line(session, fact)
    entry = _open(session, fact, line) if line is not None else None
    if entry is None:
        return NO_LINE
    draft = BindDraft(
        on=fact.signed_on, number=_number(fact), amount_satang=fact.amount_satang, note=fact.contract_number[:255]
    )
    return _told(session, lambda: bind(session, as_office(fact.office_code), entry.id or 0, draft))


def cancelled(session: Session, fact: Fact, _at: datetime) -> str:
    """What was asked for or bound is free again."""
    assert isinstance(fact, ProcurementCancelled)
    line = _line(session, fact)
    entry = _open(session, fact, line) if line is not None else None
    if entry is None:
        return NO_LINE
    who = as_office(fact.office_code)
    return _told(session, lambda: cancel(session, who, entry.id or 0, fact.cancelled_on, _number(fact)))


def _told(session: Session, act: Callable[[], Entry]) -> str:
    try:
        with session.begin_nested():
            row = act()
    except RefusedError as error:
        return error.problems[0].text()
    return f"{row.kind.value} {row.amount_satang}"


def offered(session: Session, fact: Fact, at: datetime) -> str:
    """The province asks this office for its share of a project. What was declined and is asked for again is open again:
    the old answer was to the old question, and stays in its history.
    """
    assert isinstance(fact, SharedProjectOffered)
    wanted = select(SharedOffer).where(
        SharedOffer.office_code == fact.partner_code, SharedOffer.shared_project_key == fact.shared_project_key
    )
    row = session.exec(wanted).one_or_none() or SharedOffer(
        office_code=fact.partner_code,
        shared_project_key=fact.shared_project_key,
        title=fact.title[:255],
        fiscal_year=fact.fiscal_year,
        amount_satang=fact.amount_satang,
    )
    row.asked_by, row.title, row.activity = fact.office_code, fact.title[:255], fact.activity[:255]
    row.fiscal_year, row.amount_satang, row.due_on = fact.fiscal_year, fact.amount_satang, fact.due_on
    is_again = row.answer == DECLINED
    if is_again:
        row.answer, row.reason, row.round, row.heard_at = "", "", row.round + 1, at
    session.add(row)
    return "asked again" if is_again else "asked"


NETOPS: Final[dict[str, Handler]] = {
    "ProcurementApproved": approved,
    "ContractSigned": signed,
    "ProcurementCancelled": cancelled,
}
PROVINCE: Final[dict[str, Handler]] = {"SharedProjectOffered": offered}
