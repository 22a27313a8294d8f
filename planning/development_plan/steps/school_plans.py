"""Step 4.9, plans of schools: the checklist by which each is reviewed, and how many of each group are accepted."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

CHECKLIST: Final = ("analysis", "vision", "goals", "standards", "projects", "budget", "participation", "board")
"""What a school's plan must have; `planning.development_plan.words` has the words."""


@dataclass(frozen=True, slots=True)
class GroupShare:
    """Of one group of schools: how many there are, have sent theirs, and are accepted."""

    group: str
    schools: int
    sent: int
    accepted: int

    @property
    def percent(self) -> float:
        """Accepted of all."""
        return self.accepted / self.schools * 100 if self.schools else 0.0


def missing(met: Collection[str]) -> tuple[str, ...]:
    """Points of the checklist that are not met, in its order."""
    return tuple(point for point in CHECKLIST if point not in met)


def shares(plans: Iterable[tuple[str, str]]) -> tuple[GroupShare, ...]:
    """By group from (group, state), sorted by name; schools of no group stand last."""
    groups: dict[str, list[str]] = {}
    for group, state in plans:
        groups.setdefault(group, []).append(state)
    return tuple(
        GroupShare(
            group,
            len(states),
            sum(state in {"sent", "accepted", "returned"} for state in states),
            states.count("accepted"),
        )
        for group, states in sorted(groups.items(), key=lambda one: (not one[0], one[0]))
    )
