"""Days on which something is due of a shared project, a request or a term."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from office.icalendar import DayEvent


class Entry(StrEnum):
    """What is due."""

    TASK = "task"
    ANSWER = "answer"
    TERM = "term"


@dataclass(frozen=True, slots=True)
class Due:
    """One entry; `page` is its page here."""

    kind: Entry
    key: str
    day: date
    title: str
    who: str
    page: str


def in_order(found: Iterable[Due], today: date) -> Sequence[Due]:
    """What is to come, the next first; then what is over, the latest first."""
    every = sorted(found, key=lambda one: one.day)
    return [*(one for one in every if one.day >= today), *(one for one in reversed(every) if one.day < today)]


def as_event(one: Due, word: str, base: str) -> DayEvent:
    """For a calendar program."""
    return DayEvent(
        f"{one.kind}-{one.key}@province", one.day, f"{word}: {one.title}", one.who, f"{base}{one.page}", word
    )
