"""Step 4.5, strategies: each serves a goal, answers factors, and leans on a policy; what lacks is listed and blocks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StrategyLinks:
    """How many of each a strategy has."""

    id: int
    text: str
    goals: int
    pairs: int
    policies: int
    measures: int = 0

    @property
    def lacks(self) -> tuple[str, ...]:
        """Names of what it has none of: text, goal, factor, policy."""
        found = (
            ("text", bool(self.text)),
            ("goal", self.goals > 0),
            ("factor", self.pairs > 0),
            ("policy", self.policies > 0),
        )
        return tuple(name for name, is_there in found if not is_there)


def blocked(strategies: Iterable[StrategyLinks]) -> tuple[StrategyLinks, ...]:
    """Those that lack something."""
    return tuple(one for one in strategies if one.lacks)
