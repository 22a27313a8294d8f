"""Allocation notices: posted, cut, split. What they hold in all is the ceiling of the lines (INV-B2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Annotated

from pydantic import Field
from sqlmodel import Session, col, func, select

from contract.events import AllocationReduced
from contract.planning import AllocationPosted
from office.baht import figures
from planning.annual_plan.models.money import Allocation, AllocationCut, AllocationSplit, new_key
from planning.annual_plan.models.project import BudgetLine, Project
from planning.annual_plan.money.portfolio import Line, Purse, lines_over
from planning.annual_plan.store.ledger import year_is_open
from planning.annual_plan.store.purses import for_lines
from planning.annual_plan.store.scope import Baht, Code, Era, SomeBaht, find, rows_of
from planning.annual_plan.terms import BudgetType, ProjectState
from planning.kit import audit
from planning.kit.events import tell
from planning.kit.happened import Happened
from planning.kit.visitor import Visitor
from service.columns import utc_now
from service.draft import Draft, Empty, OptionalId
from service.draft import Line as Text
from service.i18n import N_
from service.refusal import refuse

SUBJECT = "allocation"
Needed = Annotated[str, Field(min_length=1, max_length=120)]


class AllocationDraft(Draft):
    """A notice as a person or a file gives it."""

    fiscal_year: Era
    notice_no: Annotated[Code, Field(min_length=1)]
    letter_no: Annotated[Code, Field(min_length=1)]
    letter_date: Happened
    reference: Text = ""
    account_code: Code = ""
    plan: Text = ""
    output: Text = ""
    main_activity: Text = ""
    source: Needed
    budget_code: Code = ""
    budget_type: BudgetType
    item: Text = ""
    amount_satang: SomeBaht


class CutDraft(Draft):
    """Less money: by how much, by which letter, why, and until when what it paid for is put off."""

    on: Happened
    letter_no: Code = ""
    by_satang: SomeBaht
    reason: Annotated[str, Field(min_length=1, max_length=1000)]
    deferred_until: date


class SplitDraft(Draft):
    """A share for one school or one project."""

    school_code: Annotated[str, Field(max_length=8)] = ""
    project_id: Annotated[OptionalId, Empty] = None
    amount_satang: Baht
    note: Text = ""


def notices(session: Session, visitor: Visitor, year: int) -> list[Allocation]:
    """Of one year, by number of the letter."""
    order = (col(Allocation.letter_date), col(Allocation.id))
    return rows_of(session, visitor, Allocation, Allocation.fiscal_year == year, order=order)


def post(session: Session, visitor: Visitor, draft: AllocationDraft) -> Allocation:
    """A new notice. RefusedError in a closed year, and when the number of the letter or notice is there already."""
    year_is_open(session, visitor, draft.fiscal_year)
    for name, said in (
        ("letter_no", N_("A notice with this letter number is there already")),
        ("notice_no", N_("A notice with this number is there already")),
    ):
        same = rows_of(
            session,
            visitor,
            Allocation,
            Allocation.fiscal_year == draft.fiscal_year,
            getattr(Allocation, name) == getattr(draft, name),
        )
        if same:
            raise refuse(name, said)
    row = Allocation(office_code=visitor.office_code, first_satang=draft.amount_satang, **draft.model_dump())
    session.add(row)
    session.flush()
    told = {"notice": row.notice_no, "satang": row.amount_satang}
    audit.record(session, visitor, "allocation.posted", subject=SUBJECT, subject_id=row.id, detail=told)
    _tell_posted(session, row, 0)
    mark_over(session, visitor, row.fiscal_year)  # what the purse did not hold may be spent again
    return row


def _tell_posted(session: Session, row: Allocation, less: int) -> None:
    fact = AllocationPosted(
        office_code=row.office_code,
        allocation_key=row.key,
        fiscal_year=row.fiscal_year,
        notice_number=row.notice_no,
        source=row.source,
        budget_type=row.budget_type.value,
        amount_satang=row.amount_satang,
        reduced_by_satang=less,
    )
    tell(session, fact, at=utc_now())


def by_type(rows: Sequence[Allocation]) -> dict[BudgetType, int]:
    """The sum of each type; together they are the sum of the notices."""
    found: dict[BudgetType, int] = defaultdict(int)
    for one in rows:
        found[one.budget_type] += one.amount_satang
    return dict(found)


def cut(session: Session, visitor: Visitor, row: Allocation, draft: CutDraft) -> list[BudgetLine]:
    """Take money back from a notice (locked by its reader). Lines over the ceiling are marked, and netops is told which
    of its needs lost their money (flow 9). Gives those lines.
    """
    year_is_open(session, visitor, row.fiscal_year)
    if draft.by_satang > row.amount_satang:
        raise refuse("by_satang", N_("The notice has only %(amount)s"), amount=figures(row.amount_satang))
    row.amount_satang -= draft.by_satang
    session.add(
        AllocationCut(
            office_code=visitor.office_code, allocation_id=row.id or 0, made_by=visitor.name[:120], **draft.model_dump()
        )
    )
    session.flush()
    told = {"satang": draft.by_satang, "reason": draft.reason}
    audit.record(session, visitor, "allocation.cut", subject=SUBJECT, subject_id=row.id, detail=told)
    _tell_posted(session, row, draft.by_satang)
    lost = mark_over(session, visitor, row.fiscal_year)
    needs = tuple(sorted({one.need_id for one in lost if one.need_id is not None}))
    if needs:
        fact = AllocationReduced(
            office_code=visitor.office_code,
            key=new_key(),
            fiscal_year=row.fiscal_year,
            need_ids=needs,
            deferred_until=draft.deferred_until,
            reason=draft.reason,
        )
        tell(session, fact, at=utc_now())
    return lost


def mark_over(session: Session, visitor: Visitor, year: int) -> list[BudgetLine]:
    """Mark the lines that their ceilings do not hold, and unmark the others; gives those newly marked."""
    held = for_lines(session, visitor.office_code, year)
    by_purse: dict[Purse, list[BudgetLine]] = defaultdict(list)
    for one in lines_of_year(session, visitor, year):
        by_purse[one.source, one.budget_type].append(one)
    newly = []
    for purse, rows in by_purse.items():
        values = [Line(one.key, purse, one.quantity, one.unit_satang, (0, 0, 0, 0)) for one in rows]
        gone = {one.key for one in lines_over(values, held.get(purse, 0))}
        for one in rows:
            if (one.key in gone) != one.is_over:
                one.is_over = one.key in gone
                if one.is_over:
                    newly.append(one)
    session.flush()
    return newly


def lines_of_year(session: Session, visitor: Visitor, year: int) -> list[BudgetLine]:
    """All lines of projects of a year that are not dropped, in the order of the plan."""
    wanted = (
        select(BudgetLine)
        .join(Project, col(Project.id) == BudgetLine.project_id)
        .where(
            BudgetLine.office_code == visitor.office_code,
            Project.fiscal_year == year,
            Project.state != ProjectState.DROPPED,
        )
        .order_by(col(Project.code), col(BudgetLine.place), col(BudgetLine.id))
    )
    return list(session.exec(wanted).all())


def split(session: Session, visitor: Visitor, row: Allocation, draft: SplitDraft) -> AllocationSplit:
    """A share of a notice (locked by its reader); all shares together are never more than it."""
    year_is_open(session, visitor, row.fiscal_year)
    if bool(draft.school_code) == (draft.project_id is not None):
        raise refuse("school_code", N_("Name either a school or a project"))
    if draft.project_id is not None:
        find(session, visitor, Project, draft.project_id)
    given = session.exec(
        select(func.coalesce(func.sum(AllocationSplit.amount_satang), 0)).where(
            AllocationSplit.allocation_id == row.id, AllocationSplit.office_code == visitor.office_code
        )
    ).one()
    if given + draft.amount_satang > row.amount_satang:
        said = N_("Of %(amount)s, %(given)s are split already: %(wanted)s are too much")
        raise refuse(
            "amount_satang",
            said,
            amount=figures(row.amount_satang),
            given=figures(given),
            wanted=figures(draft.amount_satang),
        )
    made = AllocationSplit(office_code=visitor.office_code, allocation_id=row.id or 0, **draft.model_dump())
    session.add(made)
    session.flush()
    told = {"school": made.school_code, "project": made.project_id, "satang": made.amount_satang}
    audit.record(session, visitor, "allocation.split", subject=SUBJECT, subject_id=row.id, detail=told)
    return made
