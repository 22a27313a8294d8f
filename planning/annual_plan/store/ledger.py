"""The ledger of lines: asked for, bound, paid, given back, moved, carried over. Entries are added, never changed.

Every act locks the lines that it moves, so that two at once cannot spend the same money (INV-B3).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Final

from pydantic import Field
from sqlmodel import Session, col, func, select

from contract.planning import DisbursementPosted
from office.baht import figures
from office.fiscal import FiscalYear, Quarter
from planning.annual_plan import words
from planning.annual_plan.models.ledger import CarryOver, ClosedQuarter, Entry
from planning.annual_plan.models.money import Allocation
from planning.annual_plan.models.project import BudgetLine, Project
from planning.annual_plan.money.ledger import Balance, Move, day_problem, enough, late_problem, not_before
from planning.annual_plan.store.scope import Code, SomeBaht, find, rows_of
from planning.annual_plan.terms import Asked, EntryKind, ProjectState
from planning.kit import audit
from planning.kit.events import tell
from planning.kit.happened import has_happened
from planning.kit.visitor import Visitor
from service.columns import utc_now
from service.database import one_at_a_time
from service.draft import Draft, Line, OptionalId
from service.i18n import N_
from service.refusal import Problem, RefusedError, refuse

SUBJECT = "entry"
CLOSING: Final = "closing of quarters"
LAST_QUARTER: Final = 4


class AskDraft(Draft):
    """A request to pay or to borrow (ขอเบิก/ขอยืม) from one line."""

    on: date
    number: Annotated[Code, Field(min_length=1)]
    asked: Asked = Asked.PAY
    amount_satang: SomeBaht
    note: Line = ""


class BindDraft(Draft):
    """A contract or order: so much of the request is bound, the rest of it is free again."""

    on: date
    number: Code = ""
    amount_satang: SomeBaht
    note: Line = ""


class PayDraft(Draft):
    """Money that went out: the number of the ฎีกา, its day, and the notice that it is paid from."""

    on: date
    number: Annotated[Code, Field(min_length=1)]
    amount_satang: SomeBaht
    allocation_id: OptionalId = None
    note: Line = ""


class BackDraft(Draft):
    """Money that came back of a payment."""

    on: date
    number: Code = ""
    amount_satang: SomeBaht
    note: Line = ""


@dataclass(frozen=True, slots=True)
class Held:
    """A line that is locked, with its project and what is left of it."""

    line: BudgetLine
    project: Project
    now: Balance


def balances(session: Session, visitor: Visitor, year: int) -> dict[int, Balance]:
    """What each line of a year has, by id of the line."""
    lines = session.exec(
        select(BudgetLine.id, BudgetLine.amount_satang)
        .join(Project, col(Project.id) == BudgetLine.project_id)
        .where(
            BudgetLine.office_code == visitor.office_code,
            Project.fiscal_year == year,
            Project.state != ProjectState.DROPPED,
        )
    ).all()
    moves = _moves(session, Entry.office_code == visitor.office_code, Entry.fiscal_year == year)
    return {key or 0: Balance(planned=amount).after(moves.get(key or 0, Move())) for key, amount in lines}


def _moves(session: Session, *conditions: Any) -> dict[int, Move]:
    names = (Entry.planned_move, Entry.asked_move, Entry.bound_move, Entry.paid_move)
    sums: list[Any] = [func.coalesce(func.sum(name), 0) for name in names]
    wanted: Any = select(Entry.line_id, *sums).where(*conditions).group_by(col(Entry.line_id))
    return {line: Move(*(int(one) for one in moves)) for line, *moves in session.exec(wanted).all()}


def hold(session: Session, visitor: Visitor, line_id: int) -> Held:
    """Lock a line. MissingError; RefusedError while its project is not approved."""
    one_at_a_time(session, CLOSING)  # before the rows: whoever closes a quarter waits for no line
    line = find(session, visitor, BudgetLine, line_id, to_change=True)
    project = find(session, visitor, Project, line.project_id)
    if project.state is not ProjectState.APPROVED:
        raise refuse("", N_("Money is spent on approved projects only"))
    moves = _moves(session, Entry.line_id == line_id)
    return Held(line, project, Balance(planned=line.amount_satang).after(moves.get(line_id, Move())))


def newest(session: Session, visitor: Visitor) -> int:
    """The newest entry of the office: what a page knew of when it was shown."""
    wanted = select(func.coalesce(func.max(Entry.id), 0)).where(Entry.office_code == visitor.office_code)
    return session.exec(wanted).one() or 0


def unmoved(session: Session, visitor: Visitor, line_ids: Iterable[int], seen: str) -> None:
    """Lock these lines; RefusedError when somebody wrote an entry on one of them after the page (`seen`, the newest
    entry that it knew; nothing for a program, which saw no page).
    """
    ids = sorted(set(line_ids))
    for line_id in ids:
        find(session, visitor, BudgetLine, line_id, to_change=True)
    if not seen:
        return
    known = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 16 else 0
    later = session.exec(select(Entry).where(col(Entry.line_id).in_(ids), col(Entry.id) > known)).first()
    if later is not None:
        said = N_("%(who)s wrote an entry of %(amount)s on this line meanwhile: look at it and save again")
        raise refuse("", said, who=later.made_by, amount=figures(later.amount_satang))


def live_followers(session: Session, visitor: Visitor, entry: Entry) -> list[Entry]:
    """Entries that go on from this one and were not taken back."""
    found = rows_of(session, visitor, Entry, Entry.of_id == entry.id)
    taken_back = session.exec(
        select(Entry.of_id).where(Entry.kind == EntryKind.REVERSE, col(Entry.of_id).in_([one.id for one in found]))
    ).all()
    return [one for one in found if one.id not in taken_back]


def rest(session: Session, visitor: Visitor, entry: Entry) -> int:
    """What of a request, a commitment or a payment still stands, in satang."""
    name = {EntryKind.REQUEST: "asked_move", EntryKind.COMMIT: "bound_move", EntryKind.PAY: "paid_move"}[entry.kind]
    together: int = sum(getattr(one, name) for one in (entry, *live_followers(session, visitor, entry)))
    return together


def is_open(session: Session, visitor: Visitor, on: date) -> None:
    """INV-B6: RefusedError for a day in a quarter that is closed. Who closes one meanwhile waits, or is waited for."""
    one_at_a_time(session, CLOSING)
    quarter = Quarter.of(on)
    closed = rows_of(
        session,
        visitor,
        ClosedQuarter,
        ClosedQuarter.fiscal_year == quarter.year.era,
        ClosedQuarter.quarter == quarter.number,
    )
    if closed:
        said = N_("Quarter %(quarter)s of %(year)s is closed: correct it by an entry of today that takes it back")
        raise refuse("on", said, quarter=quarter.number, year=quarter.year.era)


def year_is_open(session: Session, visitor: Visitor, year: int) -> None:
    """INV-B6: with its last quarter the year itself is closed. RefusedError."""
    one_at_a_time(session, CLOSING)
    over = ClosedQuarter.fiscal_year == year, ClosedQuarter.quarter == LAST_QUARTER
    if rows_of(session, visitor, ClosedQuarter, *over):
        raise refuse("", N_("The fiscal year %(year)s is closed: nothing of it changes any more"), year=year)


def check(problems: Iterable[Problem]) -> None:
    """RefusedError when there are any."""
    found = list(problems)
    if found:
        raise RefusedError(found)


@dataclass(frozen=True, slots=True)
class Act:
    """What an entry says: its kind and day, the amount on its paper, and how it moves the line."""

    kind: EntryKind
    on: date
    amount: int
    move: Move


def add(session: Session, visitor: Visitor, held: Held, act: Act, **more: Any) -> Entry:
    """One entry, in the quarter of its day; 0 is after the year. The day has come and is in an open quarter."""
    has_happened("on", act.on)
    is_open(session, visitor, act.on)
    year = FiscalYear(held.project.fiscal_year)
    row = Entry(
        office_code=held.line.office_code,
        fiscal_year=year.era,
        quarter=Quarter.of(act.on).number if act.on in year else 0,
        on=act.on,
        kind=act.kind,
        line_id=held.line.id or 0,
        project_id=held.line.project_id,
        amount_satang=act.amount,
        planned_move=act.move.planned,
        asked_move=act.move.asked,
        bound_move=act.move.bound,
        paid_move=act.move.paid,
        made_by=visitor.name[:120],
        **more,
    )
    session.add(row)
    session.flush()
    told = {"satang": act.amount, "line": held.line.item, "number": row.number}
    audit.record(session, visitor, f"ledger.{act.kind}", subject="project", subject_id=row.project_id, detail=told)
    if act.move.paid:
        _tell_paid(session, held.project, row)
    return row


def _tell_paid(session: Session, project: Project, row: Entry) -> None:
    wanted = select(func.coalesce(func.sum(Entry.paid_move), 0)).where(Entry.project_id == project.id)
    fact = DisbursementPosted(
        office_code=project.office_code,
        project_key=project.key,
        fiscal_year=project.fiscal_year,
        paid_on=row.on,
        amount_satang=row.paid_move,
        total_satang=session.exec(wanted).one(),
        frame_key=project.frame_key,
        shared_project_key=project.shared_project_key,
    )
    tell(session, fact, at=utc_now())


def ask(session: Session, visitor: Visitor, line_id: int, draft: AskDraft) -> Entry:
    """INV-B2 and B3: never more than is free, and nothing of a line whose money was taken back."""
    held = hold(session, visitor, line_id)
    if held.line.is_over:
        raise refuse("", N_("The allocation does not hold this line any more"))
    year = FiscalYear(held.project.fiscal_year)
    _is_new(session, visitor, EntryKind.REQUEST, year, draft.number)
    check(
        [
            *enough("amount_satang", held.now, draft.amount_satang),
            *in_time(session, visitor, held, draft.on, draft.amount_satang),
        ]
    )
    move = Move(asked=draft.amount_satang)
    more = draft.model_dump(include={"number", "asked", "note"})
    return add(session, visitor, held, Act(EntryKind.REQUEST, draft.on, draft.amount_satang, move), **more)


def _is_new(session: Session, visitor: Visitor, kind: EntryKind, year: FiscalYear, number: str) -> None:
    """A number that was taken back may be used again."""
    same = rows_of(session, visitor, Entry, Entry.kind == kind, Entry.fiscal_year == year.era, Entry.number == number)
    if any(not is_taken_back(session, one) for one in same):
        raise refuse("number", N_("This number is there already"))


def is_taken_back(session: Session, entry: Entry) -> bool:
    """Whether a later entry took it back."""
    wanted = select(Entry.id).where(Entry.of_id == entry.id, Entry.kind == EntryKind.REVERSE)
    return session.exec(wanted).first() is not None


def carried(session: Session, held: Held) -> CarryOver | None:
    """What of this line may be paid after its year."""
    return session.exec(select(CarryOver).where(CarryOver.line_id == held.line.id)).one_or_none()


def in_time(session: Session, visitor: Visitor, held: Held, on: date, satang: int) -> list[Problem]:
    """INV-B5: on a day of the year, or after it as much as was carried over, until the day to which it was."""
    year, row = FiscalYear(held.project.fiscal_year), carried(session, held)
    found = day_problem(on, year, row.until if row is not None else None)
    if found or row is None or on in year:
        return found
    late = Entry.line_id == held.line.id, Entry.kind == EntryKind.PAY, col(Entry.on) > year.last
    paid = sum(rest(session, visitor, one) for one in rows_of(session, visitor, Entry, *late))
    return late_problem(satang, row.amount_satang, paid)


def _held_of(session: Session, visitor: Visitor, entry_id: int, *kinds: EntryKind) -> tuple[Held, Entry]:
    entry = find(session, visitor, Entry, entry_id)
    held = hold(session, visitor, entry.line_id)
    if entry.kind not in kinds:
        raise refuse("", N_("This entry is of another kind"))
    return held, entry


def bind(session: Session, visitor: Visitor, entry_id: int, draft: BindDraft) -> Entry:
    """A request becomes a commitment; what the contract does not take is free again."""
    held, entry = _held_of(session, visitor, entry_id, EntryKind.REQUEST)
    left = rest(session, visitor, entry)
    not_more(draft.amount_satang, left)
    check(in_time(session, visitor, held, draft.on, draft.amount_satang))
    move = Move(asked=-left, bound=draft.amount_satang)
    more = draft.model_dump(include={"number", "note"}) | {"of_id": entry.id}
    return add(session, visitor, held, Act(EntryKind.COMMIT, draft.on, draft.amount_satang, move), **more)


def not_more(wanted: int, left: int) -> None:
    """RefusedError for more than is left of what it goes on from."""
    if wanted <= left:
        return
    said = N_("%(wanted)s is more than the %(free)s that are left")
    raise refuse("amount_satang", said, wanted=figures(wanted), free=figures(left))


def pay(session: Session, visitor: Visitor, entry_id: int, draft: PayDraft) -> Entry:
    """From a request or a commitment, on a day of the year or of its carry-over (INV-B5)."""
    held, entry = _held_of(session, visitor, entry_id, EntryKind.REQUEST, EntryKind.COMMIT)
    left = rest(session, visitor, entry)
    not_more(draft.amount_satang, left)
    year = FiscalYear(held.project.fiscal_year)
    check(in_time(session, visitor, held, draft.on, draft.amount_satang))
    if draft.allocation_id is not None:
        notice = find(session, visitor, Allocation, draft.allocation_id)
        purse = (notice.fiscal_year, notice.source, notice.budget_type)
        if purse != (year.era, held.line.source, held.line.budget_type):
            said = N_("This notice holds %(other)s, the line takes %(own)s")
            own, other = (words.purse(one.source, one.budget_type) for one in (held.line, notice))
            raise refuse("allocation_id", said, own=own, other=other)
    _is_new(session, visitor, EntryKind.PAY, year, draft.number)
    of_request = entry.kind is EntryKind.REQUEST
    move = Move(
        asked=-draft.amount_satang if of_request else 0,
        bound=0 if of_request else -draft.amount_satang,
        paid=draft.amount_satang,
    )
    more = draft.model_dump(include={"number", "note", "allocation_id"}) | {"of_id": entry.id}
    return add(session, visitor, held, Act(EntryKind.PAY, draft.on, draft.amount_satang, move), **more)


def give_back(session: Session, visitor: Visitor, entry_id: int, draft: BackDraft) -> Entry:
    """Money of a payment came back: it is free for the line again."""
    held, entry = _held_of(session, visitor, entry_id, EntryKind.PAY)
    not_more(draft.amount_satang, rest(session, visitor, entry))
    check(not_before(draft.on, entry.on))
    more = draft.model_dump(include={"number", "note"}) | {"of_id": entry.id}
    move = Move(paid=-draft.amount_satang)
    return add(session, visitor, held, Act(EntryKind.RETURN, draft.on, draft.amount_satang, move), **more)


def cancel(session: Session, visitor: Visitor, entry_id: int, on: date, note: str) -> Entry:
    """What is left of a request or commitment is free again."""
    held, entry = _held_of(session, visitor, entry_id, EntryKind.REQUEST, EntryKind.COMMIT)
    amount = rest(session, visitor, entry)
    if not amount:
        raise refuse("", N_("Nothing of it is left"))
    check(not_before(on, entry.on))
    move = Move(asked=-amount) if entry.kind is EntryKind.REQUEST else Move(bound=-amount)
    return add(session, visitor, held, Act(EntryKind.CANCEL, on, amount, move), of_id=entry.id, note=note)
