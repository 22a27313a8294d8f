"""Step 4.1, the review of the office's duties: what each came to, and what is missing before it can be handed in."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

YEARS_BACK: Final = 3
_DUTIES: Final = Path(__file__).parents[1] / "data" / "duties.csv"


@dataclass(frozen=True, slots=True)
class SeedDuty:
    """A duty of the group as the office's manual numbers it."""

    code: str
    group: str
    name: str


@dataclass(frozen=True, slots=True)
class YearResult:
    """What was done for a duty in a fiscal year; `spend_satang` None: not known."""

    fiscal_year: int
    project: str = ""
    result: str = ""
    spend_satang: int | None = None
    indicator: str = ""


@dataclass(frozen=True, slots=True)
class DutyReview:
    """One duty with its years. `verdict` is continue, adjust or stop; empty: not judged."""

    code: str
    name: str
    verdict: str = ""
    years: tuple[YearResult, ...] = ()

    @property
    def has_project(self) -> bool:
        """In any of the years."""
        return any(year.project for year in self.years)

    @property
    def has_result(self) -> bool:
        """In any of the years."""
        return any(year.result for year in self.years)

    @property
    def spend_satang(self) -> int:
        """Of all years, as far as it is known."""
        return sum(year.spend_satang or 0 for year in self.years)


@dataclass(frozen=True, slots=True)
class Gaps:
    """Codes of duties that lack something; only those without a verdict keep the review from being handed in."""

    verdict: tuple[str, ...]
    project: tuple[str, ...]
    result: tuple[str, ...]


def seed_duties() -> tuple[SeedDuty, ...]:
    """The duties of the manual, in its order."""
    with _DUTIES.open(encoding="utf-8", newline="") as file:
        return tuple(SeedDuty(row["code"], row["group"], row["name"]) for row in csv.DictReader(file))


def gaps(duties: Sequence[DutyReview]) -> Gaps:
    """What is missing, computed anew each time."""
    return Gaps(
        verdict=tuple(duty.code for duty in duties if not duty.verdict),
        project=tuple(duty.code for duty in duties if not duty.has_project),
        result=tuple(duty.code for duty in duties if not duty.has_result),
    )


def years_before(first_year: int, count: int = YEARS_BACK) -> tuple[int, ...]:
    """The fiscal years before a plan that its review looks at, the earliest first."""
    return tuple(range(first_year - count, first_year))
