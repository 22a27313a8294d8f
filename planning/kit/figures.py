"""What a planning service tells Prometheus: families of gauges, and how their values are read for one office.

PLANNED = Family("annual_plan_planned_baht", "What the lines of the plan have.", ("year", "budget_type"))
EXPOSED = Exposed((PLANNED,), fill)  # in the Part: exposed=EXPOSED; fill calls figures.add(PLANNED, 9.5, 2570, "other")

Names follow Prometheus: what it is and its unit, money in baht, shares as ratios of 0 to 1, days as timestamps.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session


@dataclass(frozen=True, slots=True)
class Family:
    """A gauge; its help is one English sentence. Each series has the label `office` before those named here."""

    name: str
    help: str
    labels: tuple[str, ...] = ()


@dataclass(slots=True)
class Figures:
    """The values of one office, by family and labels."""

    values: dict[Family, dict[tuple[str, ...], float]] = field(default_factory=dict)

    def add(self, family: Family, value: float, *labels: object) -> None:
        """Two of the same labels are one series, their sum: Prometheus takes no page on which one stands twice."""
        named = tuple(str(one) for one in labels)
        assert len(named) == len(family.labels), family.name
        of_family = self.values.setdefault(family, {})
        of_family[named] = of_family.get(named, 0.0) + value


@dataclass(frozen=True, slots=True)
class Exposed:
    """Families of a service, and what fills them for an office on a day of its clock."""

    families: tuple[Family, ...]
    fill: Callable[[Session, str, date, Figures], None]
