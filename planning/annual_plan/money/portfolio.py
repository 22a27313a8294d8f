"""Projects, activities, lines and quarters as values, and every sum that has to agree (INV-B1, INV-B2). Satang."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from office.baht import figures
from planning.annual_plan.terms import BudgetType
from service.i18n import N_
from service.refusal import Problem

Purse = tuple[str, BudgetType]
"""A source of money and a type of expense: what an allocation is for and a line is paid from."""
QUARTERS: Final = (1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class Line:
    """What is bought or paid. `quarters` are satang of the four quarters; `key` names it for ever."""

    key: str
    purse: Purse
    quantity: int
    unit_price: int
    quarters: tuple[int, int, int, int]

    @property
    def amount(self) -> int:
        """Quantity times price of one."""
        return self.quantity * self.unit_price


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity of a project."""

    number: int
    amount: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Project:
    """One project as far as its money goes."""

    key: str
    amount: int
    activities: tuple[Activity, ...]

    @property
    def lines(self) -> Iterator[Line]:
        """Of all activities."""
        return (line for one in self.activities for line in one.lines)


def sums_of(project: Project) -> list[Problem]:
    """INV-B1: what does not add up, each with both figures. Fields are `amount`, `activities.N` and `lines.KEY`."""
    found = []
    together = sum(one.amount for one in project.activities)
    if together != project.amount:
        said = N_("The activities make %(sum)s, the project has %(given)s")
        found.append(_differs("amount", said, together, project.amount))
    for activity in project.activities:
        together = sum(line.amount for line in activity.lines)
        if together != activity.amount:
            said = N_("The lines of activity %(number)s make %(sum)s, it has %(given)s")
            found.append(_differs(f"activities.{activity.number}", said, together, activity.amount, activity.number))
        for line in activity.lines:
            if sum(line.quarters) != line.amount:
                said = N_("The quarters make %(sum)s, the line has %(given)s")
                found.append(_differs(f"lines.{line.key}", said, sum(line.quarters), line.amount))
    return found


def _differs(field: str, said: str, together: int, given: int, number: int = 0) -> Problem:
    return Problem(field, said, {"sum": figures(together), "given": figures(given), "number": number})


def planned(projects: Iterable[Project]) -> dict[Purse, int]:
    """What lines take of each purse."""
    found: dict[Purse, int] = defaultdict(int)
    for project in projects:
        for line in project.lines:
            found[line.purse] += line.amount
    return dict(found)


@dataclass(frozen=True, slots=True)
class Over:
    """A purse from which more is planned than was allocated."""

    purse: Purse
    allocated: int
    planned: int


def over(ceilings: Mapping[Purse, int], projects: Iterable[Project]) -> list[Over]:
    """INV-B2: purses that hold less than the lines take."""
    return [
        Over(purse, ceilings.get(purse, 0), taken)
        for purse, taken in sorted(planned(projects).items())
        if taken > ceilings.get(purse, 0)
    ]


def lines_over(lines: Iterable[Line], ceiling: int) -> list[Line]:
    """The lines of one purse that its ceiling does not hold any more, the last planned first to go: what stands before
    them in the plan is kept.
    """
    kept, found = 0, []
    for line in lines:
        if kept + line.amount <= ceiling:
            kept += line.amount
        else:
            found.append(line)
    return found
