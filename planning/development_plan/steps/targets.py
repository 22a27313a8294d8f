"""Step 4.6, indicators with their targets, and project frames with what they may cost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from planning.plans.described import lacks


@dataclass(frozen=True, slots=True)
class IndicatorSheet:
    """An indicator as far as the rules care; `targets` are those of the whole office, by fiscal year."""

    id: int
    code: str
    unit: str
    direction: str
    source: str
    baseline: float | None
    targets: Mapping[int, float] = field(default_factory=dict)
    band: tuple[float | None, float | None] = (None, None)
    no_baseline: str = ""

    def lacks(self, years: Sequence[int]) -> tuple[str, ...]:
        """Names of what is missing: unit, direction, source, baseline, band, and each year without a target."""
        found = [*lacks(self)]
        found += ["band"] if self.direction == "band" and None in self.band else []
        return (*found, *(str(year) for year in years if year not in self.targets))


@dataclass(frozen=True, slots=True)
class Frame:
    """A project frame; `amounts` are whole satang by fiscal year."""

    id: int
    strategy_id: int
    title: str
    owner: str
    indicators: int
    policies: int
    amounts: Mapping[int, int] = field(default_factory=dict)

    def lacks(self, years: Sequence[int]) -> tuple[str, ...]:
        """Names of what is missing: owner, indicator, policy, and each year for which no amount is said (0 is one)."""
        found = ["owner"] if not self.owner else []
        found += ["indicator"] if not self.indicators else []
        found += ["policy"] if not self.policies else []
        return (*found, *(str(year) for year in years if year not in self.amounts))


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums of frames, whole satang."""

    by_year: Mapping[int, int]
    by_strategy: Mapping[int, int]
    cells: Mapping[tuple[int, int], int]  # strategy, year
    whole: int


def totals(frames: Iterable[Frame], years: Sequence[int]) -> Totals:
    """Per year, per strategy, per both, and all together; the three ways give the same whole."""
    by_year = dict.fromkeys(years, 0)
    by_strategy: dict[int, int] = {}
    cells: dict[tuple[int, int], int] = {}
    for frame in frames:
        for year in years:
            amount = frame.amounts.get(year, 0)
            by_year[year] += amount
            by_strategy[frame.strategy_id] = by_strategy.get(frame.strategy_id, 0) + amount
            cells[frame.strategy_id, year] = cells.get((frame.strategy_id, year), 0) + amount
    return Totals(by_year, by_strategy, cells, sum(by_year.values()))


def strategies_without_frame(strategies: Sequence[int], frames: Iterable[Frame]) -> tuple[int, ...]:
    """Strategies for which no project is foreseen."""
    known = {frame.strategy_id for frame in frames}
    return tuple(one for one in strategies if one not in known)


def goals_without_indicator(goals: Sequence[int], measured: Iterable[int]) -> tuple[int, ...]:
    """Goals of which nobody could say whether they were reached."""
    known = set(measured)
    return tuple(one for one in goals if one not in known)
