"""What pieces of budget lines cost by the specifications that netops approved. A line is never changed by it, since its
money is a person's and the board's: where the two differ, its pages say so at once.
"""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from contract.events import Fact, SpecApproved
from planning.annual_plan import copied
from planning.annual_plan.models.project import BudgetLine
from planning.kit.visitor import Visitor


def hear_price(session: Session, fact: Fact, _at: datetime) -> str:
    """A specification was approved: every line that pays for one of its needs knows its price from now on."""
    assert isinstance(fact, SpecApproved)
    prices = {one.need_id: one.unit_satang for one in fact.prices}
    wanted = select(BudgetLine).where(
        BudgetLine.office_code == fact.office_code, col(BudgetLine.need_id).in_(list(prices))
    )
    lines = session.exec(wanted.with_for_update()).all()
    for line in lines:
        line.told_spec_id, line.told_satang = fact.spec_id, prices[line.need_id or 0]
        session.add(line)
    return f"{len(lines)} lines, {sum(line.is_off_price for line in lines)} at another price"


def take_prices(session: Session, visitor: Visitor, lines: list[BudgetLine]) -> None:
    """What was approved before a line was written, by the copy of the needs; a line without a need is told nothing."""
    known = {
        one.id: (one.spec_id, one.unit_satang) for one in copied.needs(session, visitor).rows if one.spec_id is not None
    }
    for line in lines:
        line.told_spec_id, line.told_satang = known.get(line.need_id or 0, (None, None))
        session.add(line)
