"""What the annual plan hears: purchases of netops that spend its lines, and shares that the province asks for."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlmodel import Session, select

from contract.events import (
    ContractSigned,
    Fact,
    ProcurementApproved,
    ProcurementCancelled,
    PurchaseFact,
    PurchasePaid,
    SpecApproved,
)
from contract.planning import SharedProjectOffered
from planning.annual_plan.models.plan import SharedOffer
from planning.annual_plan.store.buying import book
from planning.annual_plan.store.pricing import hear_price
from planning.kit.parts import Handler

DECLINED: Final = "declined"


def bought(session: Session, fact: Fact, _at: datetime) -> str:
    """A purchase asks for money, binds it, pays it or gives it free."""
    assert isinstance(fact, PurchaseFact)
    return book(session, fact)


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
    **{kind.__name__: bought for kind in (ProcurementApproved, ContractSigned, PurchasePaid, ProcurementCancelled)},
    SpecApproved.__name__: hear_price,
}
PROVINCE: Final[dict[str, Handler]] = {"SharedProjectOffered": offered}
