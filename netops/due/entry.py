"""READ THIS FIRST: what stands on a day of the one calendar, who reads it, and what a source of it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from sqlmodel import Session

from inventory.queries.sight import Sight
from netops.models.person import Role


class Mark(StrEnum):
    """What an entry asks of people."""

    TO_DO = "to_do"  # somebody has to do it by that day; overdue when the day has passed
    DONE = "done"  # it was done on that day
    NOTICE = "notice"  # it happens on that day by itself: a contract ends, a committee meets


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing on one day. `what` says in the reader's words what is the matter, `title` of which thing, `url` is the
    thing's page. `key` is its own within its source and stays: programs that keep the calendar know it by that.

    `owner` is the role that has to do it, `is_mine` whether the reader has; `place` is a school.
    """

    key: str
    day: date
    what: str
    title: str
    url: str
    mark: Mark = Mark.NOTICE
    place: str = ""
    owner: str = ""
    is_mine: bool = False

    def is_overdue(self, today: date) -> bool:
        """A day on which it should have been done has passed."""
        return self.mark is Mark.TO_DO and self.day < today


@dataclass(frozen=True, slots=True)
class Span:
    """From the first to the last day, both included. Without `with_done` nothing that was done is asked for: it is only
    left out to read less, so that a source may give it none the less.
    """

    first: date
    last: date
    with_done: bool = True

    def moments(self, zone: tzinfo) -> tuple[datetime, datetime]:
        """Its beginning, and the moment at which it is over."""
        following = self.last + timedelta(days=1)
        return datetime.combine(self.first, time(), zone), datetime.combine(following, time(), zone)


ALWAYS = Span(date(1900, 1, 1), date(2999, 12, 31))
OPEN = Span(ALWAYS.first, ALWAYS.last, with_done=False)


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks, how far this person sees, on which clock a day ends, and which permissions there are."""

    session: Session
    sight: Sight
    role: Role
    person_id: int
    zone: tzinfo
    may: Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Source:
    """Where entries come from. `title` is an English sentence of the catalogue; who lacks `permission` gets none.

    `find` gives what lies within the span and may be seen, in any order. `has_tasks`: some of it is to be done by
    people; only such sources are asked for what is due for a person, and then without bounds.
    """

    key: str
    title: str
    permission: str
    find: Callable[[Reader, Span], Iterable[Entry]]
    has_tasks: bool = False
