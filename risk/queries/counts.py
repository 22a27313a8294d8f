"""Figures of the register: cells of the heat map, causes with their levels, and what waits for a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlmodel import Session, col

from inventory.queries.sight import Sight
from risk.models.register import Risk, RiskTask
from risk.queries.register import is_live, is_overdue_task, is_proposed, remaining, seen
from risk.scale import Level, Scale
from risk.store.settings import scale_of
from risk.terms import LEAST, MOST, RiskState

SOON: Final = timedelta(days=30)
CLASSES: Final = range(LEAST, MOST + 1)


@dataclass(frozen=True, slots=True)
class Cell:
    """One of the twenty-five."""

    likelihood: int
    impact: int
    level: Level
    name: str
    count: int

    @property
    def score(self) -> int:
        """Likelihood times impact."""
        return self.likelihood * self.impact

    @property
    def key(self) -> str:
        """As a filter of the register takes it."""
        return f"{self.likelihood}-{self.impact}"


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Live risks by class, on the levels in force. Rows begin at the highest likelihood, cells at the least impact."""

    scale: Scale
    rows: Sequence[Sequence[Cell]]

    @property
    def total(self) -> int:
        """All risks on it."""
        return sum(cell.count for row in self.rows for cell in row)

    @property
    def by_level(self) -> Mapping[Level, int]:
        """How many lie in each, the highest first."""
        found = dict.fromkeys(reversed(Level), 0)
        for row in self.rows:
            for cell in row:
                found[cell.level] += cell.count
        return found


def heat_map(session: Session, sight: Sight, day: date, *, is_residual: bool = False) -> HeatMap:
    """As risks stand, or as they are expected to stand after treatment."""
    classes = remaining() if is_residual else (col(Risk.likelihood), col(Risk.impact))
    wanted = select(*classes, func.count()).where(seen(sight), is_live()).group_by(*classes)
    return laid_out(
        scale_of(session, sight.office_id, day), {(row[0], row[1]): row[2] for row in session.execute(wanted)}
    )


def laid_out(scale: Scale, counts: Mapping[tuple[int, int], int]) -> HeatMap:
    """Counts by likelihood and impact on the matrix of a set of levels."""

    def cell(likelihood: int, impact: int) -> Cell:
        level = scale.level(likelihood * impact)
        return Cell(likelihood, impact, level, scale.name(level), counts.get((likelihood, impact), 0))

    return HeatMap(scale, [[cell(likelihood, impact) for impact in CLASSES] for likelihood in reversed(CLASSES)])


@dataclass(slots=True)
class CauseLine:
    """All live risks of one rule; an empty rule stands for those that people wrote down."""

    rule: str
    levels: dict[Level, int] = field(default_factory=lambda: dict.fromkeys(reversed(Level), 0))
    worst: int = 0
    reviews: int = 0

    @property
    def total(self) -> int:
        """Of all levels."""
        return sum(self.levels.values())


def by_cause(session: Session, sight: Sight) -> list[CauseLine]:
    """The gravest first: by the worst score, then by how many are of the highest levels."""
    rows = session.execute(
        select(col(Risk.rule), col(Risk.level), func.count(), func.max(col(Risk.score)), _sum(_waits()))
        .where(seen(sight), is_live())
        .group_by(col(Risk.rule), col(Risk.level))
    )
    found: dict[str, CauseLine] = {}
    for rule, level, count, worst, reviews in rows:
        line = found.setdefault(rule, CauseLine(rule))
        line.levels[Level(level)] += count
        line.worst = max(line.worst, worst)
        line.reviews += reviews or 0
    return sorted(found.values(), key=_gravest)


def _gravest(line: CauseLine) -> tuple[object, ...]:
    return (-line.worst, *(-count for count in line.levels.values()), line.rule)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What somebody has to look at."""

    live: int
    reviews: int
    very_high: int
    untreated: int  # high or very high, and nobody said how they are treated
    proposed: int
    ending: int  # acceptances that end within 30 days
    overdue: int  # risks with overdue tasks


def waiting(session: Session, sight: Sight, today: date) -> Waiting:
    """Of live risks that may be seen."""
    grave = col(Risk.level).in_((Level.HIGH, Level.VERY_HIGH))
    counted = (
        _waits(),
        col(Risk.level) == Level.VERY_HIGH,
        and_(grave, col(Risk.treatment).is_(None)),
        is_proposed(),
        and_(col(Risk.state) == RiskState.ACCEPTED, col(Risk.accepted_until) <= today + SOON),
    )
    row = session.execute(
        select(func.count(), *(_sum(one) for one in counted)).select_from(Risk).where(seen(sight), is_live())
    ).one()
    late = select(func.count(func.distinct(col(RiskTask.risk_id)))).join(Risk, col(Risk.id) == col(RiskTask.risk_id))
    overdue = session.execute(late.where(seen(sight), is_overdue_task())).scalar_one()
    live, reviews, very_high, untreated, proposed, ending = (value or 0 for value in row)
    return Waiting(live, reviews, very_high, untreated, proposed, ending, overdue)


def _waits() -> ColumnElement[bool]:
    return col(Risk.review_since).is_not(None)


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))
