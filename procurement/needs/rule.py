"""Dated parameters of needs: weights of the score, and from when on something is lacking. Those shipped begin.

None of them is a rule of law: an office sets its own, and every score keeps those by which it was reckoned.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

DATA: Final = Path(__file__).parents[1] / "data" / "need_rules.csv"
WHOLE: Final = 100
"""What the weights sum up to."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Parameters from a day on. Weights are percent; `risk_score` is 1 to 25; figures carry their unit in the name."""

    valid_from: date
    weight_severity: int
    weight_role: int
    weight_pupils: int
    weight_waiting: int
    repairs: int
    repairs_within_days: int
    ports_percent: int
    kbps_per_pupil: int
    pupils_per_computer: int
    outages: int
    outages_within_days: int
    risk_score: int
    source: str = ""

    @property
    def weights(self) -> dict[str, int]:
        """By part of the score, in the order in which pages show them."""
        return {
            "severity": self.weight_severity,
            "role": self.weight_role,
            "pupils": self.weight_pupils,
            "waiting": self.weight_waiting,
        }


FIGURES: Final = tuple(one.name for one in fields(Rule) if one.name not in {"valid_from", "source"})


class RuleError(Exception):
    """The data file cannot be used; the message names the row."""


@cache
def shipped_rules() -> tuple[Rule, ...]:
    """Those of this release; RuleError names the row that is wrong."""
    with DATA.open(encoding="utf-8", newline="") as file:
        return tuple(_rule(number, row) for number, row in enumerate(csv.DictReader(file), start=2))


def rule_at(day: date, own: Iterable[Rule]) -> Rule:
    """The office's own that holds on a day, or where it has none, the shipped one."""
    for rules in (own, shipped_rules()):
        held = [one for one in rules if one.valid_from <= day]
        if held:
            return max(held, key=lambda one: one.valid_from)
    return shipped_rules()[0]


def _rule(number: int, row: dict[str, str]) -> Rule:
    try:
        figures = {name: int(row[name]) for name in FIGURES}
        made = Rule(valid_from=date.fromisoformat(row["valid_from"]), source=row["source"], **figures)
    except (KeyError, ValueError) as error:
        raise RuleError(f"{DATA.name}, row {number}: {error}") from None
    if sum(made.weights.values()) != WHOLE:
        raise RuleError(f"{DATA.name}, row {number}: the weights do not sum up to {WHOLE}")
    return made
