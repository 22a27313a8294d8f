"""Lines of a year with what was paid in each quarter, as roll-ups, exports and datasets take them."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlmodel import Session, col, func, select

from planning.annual_plan.models.ledger import Entry
from planning.annual_plan.money.rollup import Spent
from planning.annual_plan.store.allocations import lines_of_year
from planning.annual_plan.store.ledger import balances
from planning.annual_plan.store.projects import projects
from planning.annual_plan.terms import ProjectState
from planning.kit.visitor import Visitor

AFTER = 5


def paid_by_quarter(session: Session, visitor: Visitor, year: int) -> dict[int, list[int]]:
    """Of each line: the four quarters, and after the year."""
    wanted: Any = (
        select(Entry.line_id, Entry.quarter, func.sum(Entry.paid_move))
        .where(Entry.office_code == visitor.office_code, Entry.fiscal_year == year)
        .group_by(col(Entry.line_id), col(Entry.quarter))
    )
    found: dict[int, list[int]] = defaultdict(lambda: [0] * AFTER)
    for line, quarter, paid in session.exec(wanted).all():
        found[line][(quarter or AFTER) - 1] += int(paid)
    return found


def spent(session: Session, visitor: Visitor, year: int) -> list[Spent]:
    """Every line of a project that is not dropped."""
    rows = {one.id: one for one in projects(session, visitor, year) if one.state is not ProjectState.DROPPED}
    now, paid = balances(session, visitor, year), paid_by_quarter(session, visitor, year)
    found = []
    for line in lines_of_year(session, visitor, year):
        project = rows[line.project_id]
        parts = paid.get(line.id or 0, [0] * AFTER)
        balance = now[line.id or 0]
        found.append(
            Spent(
                project=project.key,
                group=project.group_name,
                strategy=next(iter(project.links.get("strategies", ())), ""),
                source=line.source,
                kind=line.budget_type,
                planned=balance.planned,
                quarters=(line.q1_satang, line.q2_satang, line.q3_satang, line.q4_satang),
                paid=(parts[0], parts[1], parts[2], parts[3], parts[4]),
                plan=project.plan_name,
                asked=balance.asked,
                bound=balance.bound,
                need_id=line.need_id,
                is_over=line.is_over,
            )
        )
    return found
