"""The priority of a need: four parts of 0 to 100 points, each times its weight. All whole numbers, reckoned by hand.

score = (severity x weight + role x weight + pupils x weight + waiting x weight) / 100, kept in hundredths.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from procurement.needs.found import Severity, capped
from procurement.needs.need import Urgency
from procurement.needs.rule import Rule

ROLE_POINTS: Final = {
    "router": 100,
    "firewall": 100,
    "link": 100,
    "switch": 80,
    "server": 80,
    "ap": 60,
    "ups": 60,
    "computer": 60,
    "notebook": 60,
    "tablet": 60,
    "nas": 50,
    "projector": 40,
    "printer": 30,
    "camera": 30,
}
OTHER_ROLE: Final = 40
URGENCY_POINTS: Final = {Urgency.LOW: 25, Urgency.NORMAL: 50, Urgency.HIGH: 75}
PUPILS_A_POINT: Final = 5
UNKNOWN_PUPILS: Final = 50
DAYS_A_MONTH: Final = 30
POINTS_A_MONTH: Final = 5


@dataclass(frozen=True, slots=True)
class Basis:
    """What a score is reckoned from. `severity` None: a person's word, by `urgency`. `is_office`: for all schools.

    `pupils` None: nobody said.
    """

    kind: str
    urgency: Urgency
    since: date
    severity: Severity | None = None
    pupils: int | None = None
    is_office: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One of the four; `figures` are what its points are from."""

    name: str
    weight: int
    points: int
    figures: Mapping[str, Any] = field(default_factory=dict)

    @property
    def hundredths(self) -> int:
        """What it adds to the score."""
        return self.weight * self.points


@dataclass(frozen=True, slots=True)
class Score:
    """The parts as of a day, and by which parameters."""

    on: date
    rule: Rule
    parts: tuple[Part, ...]

    @property
    def hundredths(self) -> int:
        """0 to 10000."""
        return sum(part.hundredths for part in self.parts)

    def stored(self) -> dict[str, Any]:
        """As JSON keeps it: with the weights and the day from which they hold."""
        return {
            "on": self.on.isoformat(),
            "valid_from": self.rule.valid_from.isoformat(),
            "source": self.rule.source,
            "parts": [
                {"name": one.name, "weight": one.weight, "points": one.points, "figures": dict(one.figures)}
                for one in self.parts
            ],
        }


def reckon(basis: Basis, rule: Rule, today: date) -> Score:
    """The score of a need on a day."""
    months = max(0, (today - basis.since).days) // DAYS_A_MONTH
    found: dict[str, tuple[int, Mapping[str, Any]]] = {
        "severity": _severity(basis),
        "role": (ROLE_POINTS.get(basis.kind, OTHER_ROLE), {"kind": basis.kind}),
        "pupils": _pupils(basis),
        "waiting": (capped(POINTS_A_MONTH * months), {"months": months, "since": basis.since.isoformat()}),
    }
    return Score(today, rule, tuple(Part(name, weight, *found[name]) for name, weight in rule.weights.items()))


def _severity(basis: Basis) -> tuple[int, Mapping[str, Any]]:
    if basis.severity is not None:
        return basis.severity.points, basis.severity.figures
    return URGENCY_POINTS[basis.urgency], {"urgency": basis.urgency.value}


def _pupils(basis: Basis) -> tuple[int, Mapping[str, Any]]:
    if basis.is_office:
        return 100, {"office": 1}
    if basis.pupils is None:
        return UNKNOWN_PUPILS, {}
    return capped(basis.pupils // PUPILS_A_POINT), {"pupils": basis.pupils}
