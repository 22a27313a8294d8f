"""The score of a risk over time as a drawing: steps on the bands of the levels, without any script."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from netops.web.risk_words import LEVELS
from risk.queries.card import Card
from risk.scale import MOST_SCORE, Scale

WIDTH, HEIGHT = 600.0, 150.0
NAMES, SPARE = 90.0, 12.0  # room for the names of the levels on the left, and after the last moment


@dataclass(frozen=True, slots=True)
class Band:
    """One level: its name, and where it lies."""

    level: str
    name: str
    top: float
    height: float


@dataclass(frozen=True, slots=True)
class Dot:
    """One assessment."""

    x: float
    y: float
    score: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Drawing:
    """`line` is the points of a polyline: a score holds until the next assessment."""

    bands: list[Band]
    line: str
    dots: list[Dot]
    began: datetime
    ended: datetime


def drawing_of(found: Card, scale: Scale, now: datetime) -> Drawing:
    """From the first assessment until now; a closed risk ends where it was closed."""
    ended = max(found.risk.closed_at or now, found.last.at)
    began = found.assessments[0].at
    seconds = max((ended - began).total_seconds(), 1.0)

    def across(at: datetime) -> float:
        return round(NAMES + (WIDTH - NAMES - SPARE) * (at - began).total_seconds() / seconds, 1)

    dots = [Dot(across(one.at), _down(one.score), one.score, one.at) for one in found.assessments]
    points: list[tuple[float, float]] = []
    for dot in dots:
        if points:
            points.append((dot.x, points[-1][1]))
        points.append((dot.x, dot.y))
    points.append((across(ended), points[-1][1]))
    return Drawing(_bands(scale), " ".join(f"{x},{y}" for x, y in points), dots, began, ended)


def _down(score: float) -> float:
    """The highest score is at the top."""
    return round(HEIGHT * (1 - score / MOST_SCORE), 1)


def _bands(scale: Scale) -> list[Band]:
    made = []
    for level in LEVELS:
        least, most = scale.span(level)
        top, bottom = _down(most), _down(least - 1)
        made.append(Band(level.value, scale.name(level), top, round(bottom - top, 1)))
    return made
