"""What is left of a line: every entry moves money between asked for, bound, paid and free; nothing is ever changed.

Amounts are satang. `planned` moves what the line has, the other three what was done with it (INV-B3, B4).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from office.baht import figures
from office.fiscal import FiscalYear
from planning.annual_plan.money.portfolio import Purse
from planning.annual_plan.terms import BudgetType
from service.i18n import N_
from service.refusal import Problem


@dataclass(frozen=True, slots=True)
class Move:
    """One entry as it moves a line."""

    planned: int = 0
    asked: int = 0
    bound: int = 0
    paid: int = 0

    def turned(self) -> Move:
        """What takes it back."""
        return Move(-self.planned, -self.asked, -self.bound, -self.paid)


@dataclass(frozen=True, slots=True)
class Balance:
    """A line, an activity, a project or a whole plan. `paid` is less what came back."""

    planned: int = 0
    asked: int = 0
    bound: int = 0
    paid: int = 0

    @property
    def free(self) -> int:
        """What may still be asked for."""
        return self.planned - self.asked - self.bound - self.paid

    @property
    def percent_paid(self) -> float | None:
        """Of what is planned; None of nothing."""
        return 100 * self.paid / self.planned if self.planned else None

    def after(self, move: Move | Balance) -> Balance:
        """With one more entry."""
        return replace(
            self,
            planned=self.planned + move.planned,
            asked=self.asked + move.asked,
            bound=self.bound + move.bound,
            paid=self.paid + move.paid,
        )


def balance(first: int, moves: Iterable[Move]) -> Balance:
    """From what the plan gave it."""
    found = Balance(planned=first)
    for move in moves:
        found = found.after(move)
    return found


def enough(field: str, now: Balance, wanted: int) -> list[Problem]:
    """INV-B3: more than is free cannot be asked for, bound or moved away."""
    if wanted <= now.free:
        return []
    said = N_("%(wanted)s is more than the %(free)s that are free")
    return [Problem(field, said, {"wanted": figures(wanted), "free": figures(now.free)})]


@dataclass(frozen=True, slots=True)
class TransferRules:
    """Between which types of expense money may move: pairs (from, to); within a type it always may (a parameter)."""

    pairs: frozenset[tuple[BudgetType, BudgetType]] = frozenset()

    def allow(self, given: Purse, taken: Purse) -> bool:
        """The source of the money stays the same in any case."""
        return given[0] == taken[0] and (given[1] == taken[1] or (given[1], taken[1]) in self.pairs)


def transfer_problems(
    moved: Mapping[str, int], purses: Mapping[str, Purse], balances: Mapping[str, Balance], rules: TransferRules
) -> list[Problem]:
    """INV-B4: what is taken and given by key of line sums to zero, no line gives more than it has free, and each type
    moves only where it may.
    """
    found = []
    if sum(moved.values()):
        said = N_("What is taken and what is given differ by %(sum)s")
        found.append(Problem("amount", said, {"sum": figures(sum(moved.values()))}))
    givers = [key for key, amount in moved.items() if amount < 0]
    takers = [key for key, amount in moved.items() if amount > 0]
    for key in givers:
        found += enough("amount", balances[key], -moved[key])
    if any(not rules.allow(purses[one], purses[other]) for one in givers for other in takers):
        found.append(Problem("taker", N_("Money of this source and type may not move there")))
    return found


def day_problem(day: date, year: FiscalYear, carried_until: date | None) -> list[Problem]:
    """INV-B5: money of a year is paid within it, or until the day to which it was carried over."""
    if day in year or (carried_until is not None and year.last < day <= carried_until):
        return []
    last = carried_until or year.last
    said = N_("Money of this year is paid from %(first)s to %(last)s")
    return [Problem("on", said, {"first": year.first, "last": last})]


def not_before(day: date, first: date) -> list[Problem]:
    """What comes back or ends was there before: an entry that goes on from another is not of an earlier day."""
    if day >= first:
        return []
    return [Problem("on", N_("This day is before %(day)s, the day of the entry that it goes on from"), {"day": first})]


def late_problem(wanted: int, carried: int, paid: int) -> list[Problem]:
    """INV-B5: after its year no more of a line is paid than was carried over, less what was paid since."""
    if wanted <= carried - paid:
        return []
    said = N_("%(wanted)s is more than the %(free)s that are left of what was carried over")
    return [Problem("amount_satang", said, {"wanted": figures(wanted), "free": figures(carried - paid)})]


def transfer_rules(text: str) -> TransferRules:
    """From the setting: pairs such as `operating>investment`, parted by blanks. ValueError for another word."""
    pairs = [one.split(">") for one in text.split()]
    return TransferRules(frozenset((BudgetType(given), BudgetType(taken)) for given, taken in pairs))
