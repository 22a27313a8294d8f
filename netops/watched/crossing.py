"""Whether a figure crossed its limit. Pure: the rule, how it stood, a value and its time; no clock, no database.

The rule to know: only values move anything. A gap neither begins nor ends an alert; one longer than GAP also breaks
a span that was under way, which then begins anew. So does a restart: what is raised is known from the open alerts,
a span under way is learnt again, and nothing is ever said earlier than with the whole span seen.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from inventory.models.outage import Subject
from netops.watched.limits import Metric, Rule

GAP: Final = timedelta(minutes=5)


class Key(NamedTuple):
    """Whose figure it is; `part` is empty where a device speaks as a whole."""

    metric: Metric
    subject: Subject
    subject_id: int
    part: str = ""


class Figure(NamedTuple):
    """One value. `told` is the part's name for people, where the worst of several parts speaks."""

    key: Key
    value: float
    told: str = ""


@dataclass(frozen=True, slots=True)
class Level:
    """How a figure stands. `since`: how long it has been on the other side, while that is not long enough."""

    is_raised: bool = False
    since: datetime | None = None
    seen_at: datetime | None = None


CALM: Final = Level()


class Crossing(NamedTuple):
    """A figure that crossed its limit: `is_raised` is the side it stands on now."""

    figure: Figure
    rule: Rule
    is_raised: bool


def evaluate(rule: Rule, before: Level, value: float | None, at: datetime) -> Level:
    """How the figure stands after one value; None is a gap."""
    if value is None:
        return before
    since = before.since
    if since is not None and before.seen_at is not None and not timedelta(0) <= at - before.seen_at <= GAP:
        since = None
    turns = rule.is_within(value) if before.is_raised else rule.is_beyond(value)
    if not turns:
        return Level(before.is_raised, None, at)
    since = since or at
    if at - since >= timedelta(minutes=rule.for_minutes):
        return Level(not before.is_raised, None, at)
    return Level(before.is_raised, since, at)


class Levels:
    """What is under way between looks. What is raised is told anew each time: the open alerts are its memory."""

    def __init__(self) -> None:
        self._under_way: dict[Key, Level] = {}

    def take(
        self, figures: Iterable[tuple[Figure, Rule]], raised: Collection[Key], at: datetime
    ) -> tuple[list[Crossing], Mapping[Key, Level]]:
        """What crossed, and the levels to remember once that is stored (`keep`)."""
        crossed: list[Crossing] = []
        under_way: dict[Key, Level] = dict(self._under_way)
        for figure, rule in figures:
            before = replace(self._under_way.get(figure.key, CALM), is_raised=figure.key in raised)
            now = evaluate(rule, before, figure.value, at)
            if now.is_raised != before.is_raised:
                crossed.append(Crossing(figure, rule, now.is_raised))
            if now.since is None:
                under_way.pop(figure.key, None)
            else:
                under_way[figure.key] = now
        fresh = {key: level for key, level in under_way.items() if level.seen_at and at - level.seen_at <= GAP}
        return crossed, fresh

    def keep(self, levels: Mapping[Key, Level]) -> None:
        """The look was stored."""
        self._under_way = dict(levels)
