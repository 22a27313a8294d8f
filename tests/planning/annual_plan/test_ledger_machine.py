"""Any acts in any order: what the ledger lets through is reckoned anew from its bare rows after each of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlmodel import Session, select

from planning.annual_plan.models.ledger import CarryOver, ClosedQuarter, Entry
from planning.annual_plan.models.money import Allocation, Setting
from planning.annual_plan.models.project import Activity, BudgetLine, Project
from planning.annual_plan.store import ledger, moving
from planning.annual_plan.terms import BudgetType, EntryKind, ProjectState
from planning.kit.happened import today
from planning.kit.visitor import Person, Visitor
from service.database import make_engine, reading, transaction
from service.refusal import RefusedError

WHO = Visitor(Person(sub="7", username="x", role="planner", office_code="5302", office_name="x"), {})
FIRST, LAST = date(2025, 10, 1), date(2026, 9, 30)
QUARTER_ENDS = (date(2025, 12, 31), date(2026, 3, 31), date(2026, 6, 30), LAST)
SPARE = 10_000
LINES = (10_000, 6_000, 5_000)
TYPES = (BudgetType.OPERATING, BudgetType.OPERATING, BudgetType.INVESTMENT)

DAYS = st.one_of(st.integers(0, 90), st.integers(-20, 560)).map(lambda after: FIRST + timedelta(days=after))
LATER = st.one_of(st.integers(0, 40), st.integers(-3, 400)).map(timedelta)
AROUND_TODAY = st.integers(-3, 30).map(lambda after: today() + timedelta(days=after))
THEN = st.one_of(LATER, LATER, LATER, AROUND_TODAY)  # so long after another entry, or a day of its own
PART = st.one_of(st.sampled_from([1, 250, 500, 1000]), st.integers(1, 1100))  # thousandths of what there is
ANY_LINE = st.integers(1, len(LINES))
PICK = st.integers(0, 200)


def fill(session: Session) -> None:
    """An approved project of three lines, two of operating money and one of investment, with 100 baht to spare each."""
    project = Project(office_code="5302", fiscal_year=2569, code="1", name="ก", state=ProjectState.APPROVED)
    session.add(project)
    session.flush()
    activity = Activity(office_code="5302", project_id=project.id or 0, number=1, name="ก", amount_satang=sum(LINES))
    session.add(activity)
    session.flush()
    for at, (amount, kind) in enumerate(zip(LINES, TYPES, strict=True)):
        row = BudgetLine(
            office_code="5302",
            project_id=project.id or 0,
            activity_id=activity.id or 0,
            place=at,
            budget_type=kind,
            source="งบ",
            item="ก",
            quantity=1,
            unit_satang=amount,
            amount_satang=amount,
        )
        session.add(row)
        session.flush()
    session.add(Setting(office_code="5302", transfer_pairs="operating>investment"))
    for number, kind in enumerate((BudgetType.OPERATING, BudgetType.INVESTMENT), start=1):
        own = sum(amount for amount, one in zip(LINES, TYPES, strict=True) if one is kind)
        session.add(_notice(str(number), kind, own + SPARE))


def _notice(number: str, kind: BudgetType, satang: int) -> Allocation:
    return Allocation(
        office_code="5302",
        fiscal_year=2569,
        notice_no=number,
        letter_no=f"ศธ {number}",
        letter_date=FIRST,
        plan="ก",
        output="ก",
        main_activity="ก",
        source="งบ",
        budget_code=number,
        budget_type=kind,
        first_satang=satang,
        amount_satang=satang,
    )


class Ledger(RuleBasedStateMachine):
    """Acts by the store, as pages and files call it; each is let through or refused, and a refusal leaves nothing."""

    databases: ClassVar[Iterator[str]]
    let_through: ClassVar[Counter[EntryKind]]

    def __init__(self) -> None:
        super().__init__()
        self.engine = make_engine(next(self.databases))
        self.seen: list[dict[str, Any]] = []
        self.closed: dict[int, int] = {}  # quarter -> entries when it was closed
        self.number = 0
        with transaction(self.engine) as session:
            fill(session)

    def teardown(self) -> None:
        """Nothing stays open."""
        self.engine.dispose()

    def act(self, work: Callable[[Session], object]) -> None:
        """One transaction."""
        with suppress(RefusedError), transaction(self.engine) as session:
            work(session)

    def part_of(self, line: int, part: int) -> int:
        """So much of what is free of a line, by the rows alone; at least one satang."""
        own = [one for one in self.seen if one["line_id"] == line]
        moves = ("asked_move", "bound_move", "paid_move")
        free = LINES[line - 1] + sum(one["planned_move"] - sum(one[name] for name in moves) for one in own)
        return max(1, int(free) * part // 1000)

    def one_of(self, pick: int, *kinds: EntryKind) -> dict[str, Any] | None:
        """An entry that is there, of these kinds if there is any, twice of three times one from which none goes on yet;
        None of an empty ledger.
        """
        rows = [one for one in self.seen if one["kind"] in kinds] or self.seen
        followed = {one["of_id"] for one in self.seen}
        fresh = [one for one in rows if one["id"] not in followed] if pick % 3 else []
        rows = fresh or rows
        return rows[pick % len(rows)] if rows else None

    def next_number(self) -> str:
        """Another one each time."""
        self.number += 1
        return str(self.number)

    @rule(line=ANY_LINE, on=DAYS, part=PART)
    def ask(self, line: int, on: date, part: int) -> None:
        draft = ledger.AskDraft(on=on, number=self.next_number(), amount_satang=self.part_of(line, part))
        self.act(lambda session: ledger.ask(session, WHO, line, draft))

    @rule(pick=PICK, then=THEN, part=PART)
    def bind(self, pick: int, then: timedelta | date, part: int) -> None:
        if one := self.one_of(pick, EntryKind.REQUEST):
            draft = ledger.BindDraft(on=_day_of(one, then), amount_satang=_some(one, part))
            self.act(lambda session: ledger.bind(session, WHO, one["id"], draft))

    @rule(pick=PICK, then=THEN, part=PART)
    def pay(self, pick: int, then: timedelta | date, part: int) -> None:
        if one := self.one_of(pick, EntryKind.REQUEST, EntryKind.COMMIT):
            draft = ledger.PayDraft(on=_day_of(one, then), number=self.next_number(), amount_satang=_some(one, part))
            self.act(lambda session: ledger.pay(session, WHO, one["id"], draft))

    @rule(pick=PICK, then=THEN, part=PART)
    def give_back(self, pick: int, then: timedelta | date, part: int) -> None:
        if one := self.one_of(pick, EntryKind.PAY):
            draft = ledger.BackDraft(on=_day_of(one, then), amount_satang=_some(one, part))
            self.act(lambda session: ledger.give_back(session, WHO, one["id"], draft))

    @rule(pick=PICK, then=THEN)
    def cancel(self, pick: int, then: timedelta | date) -> None:
        if one := self.one_of(pick, EntryKind.REQUEST, EntryKind.COMMIT):
            self.act(lambda session: ledger.cancel(session, WHO, one["id"], _day_of(one, then), "ก"))

    @rule(pick=PICK, then=THEN)
    def reverse(self, pick: int, then: timedelta | date) -> None:
        if one := self.one_of(pick):
            self.act(lambda session: moving.reverse(session, WHO, one["id"], _day_of(one, then), "ก"))

    @rule(giver=ANY_LINE, taker=ANY_LINE, on=DAYS, part=PART)
    def transfer(self, giver: int, taker: int, on: date, part: int) -> None:
        amount = self.part_of(giver, part)
        draft = moving.TransferDraft(on=on, giver=giver, taker=taker, amount_satang=amount, approved_by="ผอ.", note="ก")
        self.act(lambda session: moving.transfer(session, WHO, draft))

    @rule(line=ANY_LINE, on=DAYS, part=PART, more=st.booleans())
    def amend(self, line: int, on: date, part: int, more: bool) -> None:
        amount = SPARE * part // 1000 if more else self.part_of(line, part)
        draft = moving.AmendDraft(on=on, more=more, amount_satang=amount, approved_by="ผอ.", note="ก")
        self.act(lambda session: moving.amend(session, WHO, line, draft))

    @rule(line=ANY_LINE, after=LATER, part=PART)
    def carry(self, line: int, after: timedelta, part: int) -> None:
        draft = moving.CarryDraft(
            amount_satang=LINES[line - 1] * part // 1000 or 1, until=LAST + after, approved_by="ผอ.", reason="ก"
        )
        self.act(lambda session: moving.carry(session, WHO, line, draft))

    @rule()
    def close_quarter(self) -> None:
        if (quarter := len(self.closed) + 1) > len(QUARTER_ENDS):
            return
        with transaction(self.engine) as session:
            row = ClosedQuarter(
                office_code="5302",
                fiscal_year=2569,
                quarter=quarter,
                spent_satang=0,
                projects=1,
                waived=0,
                closed_by="x",
            )
            session.add(row)
        self.closed[quarter] = sum(one["quarter"] == quarter for one in self.seen)

    @invariant()
    def holds(self) -> None:
        """INV-B3 to B6 from the rows alone."""
        with reading(self.engine) as session:
            rows = list(session.exec(select(Entry).order_by(Entry.id)))  # type: ignore[arg-type]
            carried = {one.line_id: one for one in session.exec(select(CarryOver))}
        now = [row.model_dump() for row in rows]
        assert now[: len(self.seen)] == self.seen
        self.let_through.update(row.kind for row in rows[len(self.seen) :])
        self.seen = now
        self.sums(rows)
        self.days(rows, carried)
        for quarter, entries in self.closed.items():
            assert sum(row.quarter == quarter for row in rows) == entries

    @staticmethod
    def sums(rows: list[Entry]) -> None:
        """No line has less than was taken from it; transfers sum to zero and stay with their type and source."""
        for line, amount in enumerate(LINES, start=1):
            own = [row for row in rows if row.line_id == line]
            planned = amount + sum(row.planned_move for row in own)
            asked, bound, paid = (
                sum(getattr(row, f"{name}_move") for row in own) for name in ("asked", "bound", "paid")
            )
            assert min(planned, asked, bound, paid) >= 0
            assert asked + bound + paid <= planned
        moved: dict[str, int] = defaultdict(int)
        same_type = _within_a_type(rows)
        for row in rows:
            if row.pair_key:
                moved[row.pair_key] += row.planned_move
                if row.kind is EntryKind.TRANSFER and row.planned_move < 0:
                    assert TYPES[row.line_id - 1] is BudgetType.OPERATING or row.pair_key in same_type
        assert set(moved.values()) <= {0}
        # What was moved from one type to the other took its ceiling along; what amendments gave must be there.
        amendments = {row.id for row in rows if row.kind is EntryKind.AMEND}
        for kind in set(TYPES):
            own_lines = {at for at, one in enumerate(TYPES, start=1) if one is kind}
            amended = sum(
                row.planned_move for row in rows if row.line_id in own_lines and {row.id, row.of_id} & amendments
            )
            assert amended <= SPARE
        assert sum(row.planned_move for row in rows) <= SPARE * len(set(TYPES))

    @staticmethod
    def days(rows: list[Entry], carried: dict[int, CarryOver]) -> None:
        """Nothing is of a day to come. Money goes out in the year, or later as far as it was carried over, until the
        day to which it was.
        """
        late: dict[int, int] = defaultdict(int)
        back: dict[int | None, int] = defaultdict(int)
        by_id = {row.id: row for row in rows}
        for row in rows:
            if row.kind in (EntryKind.RETURN, EntryKind.REVERSE):
                first = by_id[row.of_id]
                assert row.on >= first.on
                back[first.of_id if first.kind is EntryKind.RETURN else first.id] += row.paid_move
        for row in rows:
            assert row.on <= today()
            assert row.quarter == next((at for at, end in enumerate(QUARTER_ENDS, 1) if FIRST <= row.on <= end), 0)
            if row.kind in (EntryKind.PAY, EntryKind.REQUEST, EntryKind.COMMIT) and not FIRST <= row.on <= LAST:
                assert LAST < row.on <= carried[row.line_id].until
            if row.kind is EntryKind.PAY and row.on > LAST:
                late[row.line_id] += row.paid_move + back[row.id]
        for line, paid in late.items():
            assert paid <= (carried[line].amount_satang if line in carried else 0)


def _day_of(entry: dict[str, Any], then: timedelta | date) -> date:
    first: date = entry["on"]
    return then if isinstance(then, date) else first + then


def _some(entry: dict[str, Any], part: int) -> int:
    return max(1, int(entry["amount_satang"]) * part // 1000)


def _within_a_type(rows: list[Entry]) -> set[str]:
    types: dict[str, set[BudgetType]] = defaultdict(set)
    for row in rows:
        types[row.pair_key].add(TYPES[row.line_id - 1])
    return {key for key, found in types.items() if len(found) == 1}


@pytest.fixture
def machine(sqlite_of: Callable[[str, Path], str], tmp_path: Path) -> type[Ledger]:
    """Each run has an empty database."""

    class Run(Ledger):
        """On copies of the template."""

        databases = (sqlite_of("annual_plan", tmp_path / f"{number}.sqlite3") for number in count())
        let_through: ClassVar[Counter[EntryKind]] = Counter()

    return Run


def test_no_order_of_acts_breaks_the_ledger(machine: type[Ledger]) -> None:
    """INV-B3, INV-B4, INV-B5, INV-B6."""
    bounds = settings(
        max_examples=100,
        stateful_step_count=40,
        deadline=None,
        derandomize=True,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=bounds)
    assert set(machine.let_through) == set(EntryKind)
