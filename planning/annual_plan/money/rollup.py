"""What a plan and its ledger make by strategy, group, type or source, until a quarter. In satang."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from planning.annual_plan.money.ledger import Balance
from planning.annual_plan.terms import BudgetType


@dataclass(frozen=True, slots=True)
class Spent:
    """One line as it is rolled up. `quarters` is what the plan gave each quarter, `paid` what was paid in each; the
    fifth is after the year. `asked` and `bound` are what is open now; `need_id` is the need of netops that it pays for.
    """

    project: str
    group: str
    strategy: str
    source: str
    kind: BudgetType
    planned: int
    quarters: tuple[int, int, int, int]
    paid: tuple[int, int, int, int, int]
    plan: str = ""
    asked: int = 0
    bound: int = 0
    need_id: int | None = None
    is_over: bool = False


@dataclass(slots=True)
class Total:
    """One row of a roll-up."""

    name: str
    planned: int = 0
    expected: int = 0
    paid: int = 0
    projects: set[str] = field(default_factory=set)

    @property
    def percent(self) -> float | None:
        """Paid of planned; None of nothing."""
        return 100 * self.paid / self.planned if self.planned else None

    @property
    def balance(self) -> Balance:
        """As the ledger says it."""
        return Balance(planned=self.planned, paid=self.paid)


def totals(rows: Iterable[Spent], by: Callable[[Spent], str], until: int = 5) -> list[Total]:
    """Totals by name, in the order of names. `until`: quarters that count, 2 for six months, 5 with what was paid after
    the year.
    """
    found: dict[str, Total] = {}
    for row in rows:
        one = found.setdefault(by(row), Total(by(row)))
        one.planned += row.planned
        one.expected += sum(row.quarters[:until])
        one.paid += sum(row.paid[:until])
        one.projects.add(row.project)
    return [found[name] for name in sorted(found)]
