"""What one row of a file would do: shown before anything is stored, done when the file is taken in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256

from sqlmodel import Session

from planning.kit.visitor import Visitor
from planning.registry.grades import Grade
from service.draft import plain
from service.importing.row_problem import RowProblem
from service.refusal import Problem


class Act(StrEnum):
    """New, changed, or as it is already."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Change:
    """A field by its catalogue word, before and after."""

    label: str
    before: str
    after: str


def nothing() -> None:
    """What a row does that changes nothing."""


@dataclass(frozen=True, slots=True)
class Step:
    """`name` is what the row is about. A step with a `problem` is refused and never done."""

    name: str
    act: Act
    changes: tuple[Change, ...] = ()
    do: Callable[[], None] = nothing
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Taking:
    """Who takes a file of which day, and when."""

    session: Session
    visitor: Visitor
    as_of: date
    source: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Plan:
    """All steps with the numbers of their rows, and every problem. `total` counts rows of data."""

    steps: tuple[tuple[int, Step], ...]
    problems: tuple[RowProblem, ...]
    total: int = 0
    passed_over: tuple[int, ...] = ()
    ignored: tuple[str, ...] = ()
    encoding: str = ""
    coverage: int | None = None

    def count(self, act: Act) -> int:
        """How many rows do that."""
        return sum(step.act is act for _number, step in self.steps)

    @property
    def refused(self) -> int:
        """Rows that are not taken; all of them where the file as a whole is not read."""
        return self.total - len(self.steps) if self.total else len({one.row for one in self.problems})

    @property
    def quality(self) -> int:
        """Percent of rows that are right, or of schools or villages that are in it where that is less; rounded down."""
        right = 100 * len(self.steps) // self.total if self.total else 0
        return right if self.coverage is None else min(right, self.coverage)

    @property
    def digest(self) -> str:
        """Of everything that it would do: another one means that the data changed since it was shown."""
        told = repr([(number, step.name, step.act, step.changes) for number, step in self.steps])
        return sha256(told.encode()).hexdigest()


def changed(before: Mapping[str, object], after: Mapping[str, object], labels: Mapping[str, str]) -> tuple[Change, ...]:
    """What differs, in the order of `labels`; only fields that `after` names are looked at."""
    return tuple(
        Change(label, said(before.get(name)), said(after[name]))
        for name, label in labels.items()
        if name in after and before.get(name) != after[name]
    )


def said(value: object) -> str:
    """As it is shown."""
    if isinstance(value, Grade):
        return value.label
    return "" if value is None else str(plain(value))
