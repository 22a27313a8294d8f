"""Dated parameters of the rules: how long a window is, and from which figure on a likelihood is of which class.

Shipped in `data/rules.csv`, none of them a rule of law; an office sets its own from a day on. `steps` are the figures
from which on the class is 2, 3, 4 and 5: two equal ones skip a class.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from risk.terms import LEAST, MOST

DATA: Final = Path(__file__).parent / "data" / "rules.csv"
STEPS: Final = MOST - LEAST


class ParameterError(Exception):
    """The data file cannot be used; the message names the row."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """Of one rule from a day on. `opens_at` is the class from which on a risk is opened; `impact` before anything is
    added for what hangs on the thing. `window_days` is 0 where a rule looks at today only.
    """

    rule: str
    valid_from: date
    window_days: int
    steps: tuple[int, int, int, int]
    opens_at: int
    impact: int
    source: str = ""

    def __post_init__(self) -> None:
        if list(self.steps) != sorted(self.steps):
            raise ParameterError("the steps must not fall")
        if not (LEAST <= self.opens_at <= MOST and LEAST <= self.impact <= MOST):
            raise ParameterError("classes are 1 to 5")
        if self.window_days < 0:
            raise ParameterError("the window is a number of days")

    def likelihood(self, figure: int) -> int:
        """The class of a figure: 1, and one more for each step that it has reached."""
        return LEAST + sum(step <= figure for step in self.steps)


@cache
def shipped() -> tuple[Parameter, ...]:
    """Those of this release; ParameterError names the row that is wrong."""
    with DATA.open(encoding="utf-8", newline="") as file:
        return tuple(_read(number, row) for number, row in enumerate(csv.DictReader(file), start=2))


def in_force(day: date, own: Iterable[Parameter] = ()) -> Mapping[str, Parameter]:
    """By rule: the office's own that holds on a day, or where it has none, the shipped one."""
    found = {one.rule: one for one in sorted(shipped(), key=lambda each: each.valid_from, reverse=True)}
    for group in (shipped(), own):
        for one in sorted(group, key=lambda each: each.valid_from):
            if one.valid_from <= day:
                found[one.rule] = one
    return found


def read_steps(text: str) -> tuple[int, int, int, int]:
    """ "1 3 5 10"; ValueError when it is not four whole numbers."""
    two, three, four, five = (int(word) for word in text.split())
    return two, three, four, five


def _read(number: int, row: Mapping[str, str]) -> Parameter:
    try:
        return Parameter(
            rule=row["rule"],
            valid_from=date.fromisoformat(row["valid_from"]),
            window_days=int(row["window_days"]),
            steps=read_steps(row["steps"]),
            opens_at=int(row["opens_at"]),
            impact=int(row["impact"]),
            source=row["source"],
        )
    except (KeyError, ValueError, ParameterError) as error:
        raise ParameterError(f"{DATA.name}, row {number}: {error}") from None
