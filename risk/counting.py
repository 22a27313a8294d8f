"""Happenings within the window of a rule, and the evidence that they leave."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Final, Protocol, TypeVar

from risk.parameters import Parameter
from risk.terms import Evidence

MOST_TOLD: Final = 20  # the newest; the number of all is told too


class Happened(Protocol):
    """A row and its moment."""

    @property
    def row_id(self) -> int:
        """Of its table."""

    @property
    def at(self) -> datetime:
        """Aware."""


Seen = TypeVar("Seen", bound=Happened)


def within(seen: Iterable[Seen], now: datetime, parameter: Parameter) -> list[Seen]:
    """Those of the window that ends now, the oldest first."""
    since = now - timedelta(days=parameter.window_days)
    return sorted((one for one in seen if since < one.at <= now), key=lambda one: (one.at, one.row_id))


def counted(seen: Sequence[Happened], subject: str, parameter: Parameter) -> tuple[Evidence, ...]:
    """How many of which window, and each of the newest by its row."""
    return (
        Evidence(f"{subject}s", str(len(seen))),
        Evidence("window_days", str(parameter.window_days)),
        *(Evidence(f"{subject}_at", one.at.isoformat(), subject, one.row_id) for one in seen[-MOST_TOLD:]),
    )


def days_since(day: date, today: date) -> int:
    """Negative for a day to come."""
    return (today - day).days
