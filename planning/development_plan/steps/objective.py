"""The objective of the process: how much of the plan is tied to a policy and to a measured problem or need."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tied:
    """A goal or a project frame: whether it leans on a policy, and answers something that was measured."""

    name: str
    has_policy: bool
    has_problem: bool

    @property
    def is_tied(self) -> bool:
        """Both."""
        return self.has_policy and self.has_problem


@dataclass(frozen=True, slots=True)
class Share:
    """`percent` None: there is nothing to count. `loose` names those that are not tied."""

    tied: int
    of: int
    loose: tuple[str, ...]

    @property
    def percent(self) -> float | None:
        """Tied of all."""
        return self.tied / self.of * 100 if self.of else None


def share(things: Iterable[Tied]) -> Share:
    """Of goals and projects together."""
    known = list(things)
    return Share(sum(one.is_tied for one in known), len(known), tuple(one.name for one in known if not one.is_tied))
