"""What a source and type of money still has for lines: what its notices hold, less what amendments gave.

A transfer between types takes its ceiling along: the line that gave had it, so nothing more is planned than before.
"""

from __future__ import annotations

from collections import defaultdict

from sqlmodel import Session, col, func, or_, select

from planning.annual_plan.models.ledger import Entry
from planning.annual_plan.models.money import Allocation
from planning.annual_plan.models.project import BudgetLine, Project
from planning.annual_plan.money.portfolio import Purse
from planning.annual_plan.terms import BudgetType, EntryKind, ProjectState


def ceilings(session: Session, office_code: str, year: int) -> dict[Purse, int]:
    """What all notices of a year hold, in satang."""
    found: dict[Purse, int] = defaultdict(int)
    for one in session.exec(
        select(Allocation).where(Allocation.office_code == office_code, Allocation.fiscal_year == year)
    ):
        found[one.source, one.budget_type] += one.amount_satang
    return dict(found)


def amended(session: Session, office_code: str, year: int) -> dict[Purse, int]:
    """What amendments of the plan gave its lines since they were planned, less what they took, in satang."""
    amendments = select(Entry.id).where(Entry.office_code == office_code, Entry.kind == EntryKind.AMEND)
    wanted = (
        select(BudgetLine.source, BudgetLine.budget_type, func.sum(Entry.planned_move))
        .join(BudgetLine, col(BudgetLine.id) == Entry.line_id)
        .join(Project, col(Project.id) == Entry.project_id)
        .where(
            Entry.office_code == office_code,
            Entry.fiscal_year == year,
            Project.state != ProjectState.DROPPED,
            or_(
                Entry.kind == EntryKind.AMEND,
                (col(Entry.kind) == EntryKind.REVERSE) & col(Entry.of_id).in_(amendments),
            ),
        )
        .group_by(col(BudgetLine.source), col(BudgetLine.budget_type))
    )
    return {(source, BudgetType(kind)): int(satang) for source, kind, satang in session.exec(wanted).all()}


def for_lines(session: Session, office_code: str, year: int) -> dict[Purse, int]:
    """INV-B2: what the lines of each purse may take together, as they were planned, in satang."""
    held, given = ceilings(session, office_code, year), amended(session, office_code, year)
    return {purse: held.get(purse, 0) - given.get(purse, 0) for purse in held.keys() | given.keys()}
