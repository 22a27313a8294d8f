"""When planned work is on: pure, by the local clock, without a row for each time that it comes again.

A recurring window lasts from one local clock time to another, whatever daylight saving does between them: a time that
the clock leaves out comes as much later as the clock jumps, of one that it has twice the first begins, the second ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from inventory.models.outage import MaintenanceWindow

DAY = timedelta(days=1)
Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Schedule:
    """A window as it was planned. Without `weekdays` it comes once."""

    starts_at: datetime
    ends_at: datetime
    zone: ZoneInfo
    weekdays: frozenset[int] = frozenset()
    repeats_until: date | None = None
    ended_at: datetime | None = None
    lifted: Span | None = None

    @classmethod
    def of(cls, row: MaintenanceWindow, zone: ZoneInfo) -> Schedule:
        """Of a stored window; `zone` is its office's."""
        lifted = (row.lifted_from, row.lifted_until) if row.lifted_from and row.lifted_until else None
        return cls(row.starts_at, row.ends_at, zone, frozenset(row.weekdays), row.repeats_until, row.ended_at, lifted)

    @property
    def first_day(self) -> date:
        """The local day on which it begins for the first time."""
        return self.starts_at.astimezone(self.zone).date()

    def lasts_beyond(self, at: datetime) -> bool:
        """Whether some occurrence ends after this moment."""
        if self.ended_at is not None and self.ended_at <= at:
            return False
        if self.ends_at > at or (self.weekdays and self.repeats_until is None):
            return True
        return bool(self.weekdays) and any(True for _ in occurrences(self, at, at + 15 * DAY))


def covers(schedule: Schedule, at: datetime) -> bool:
    """Whether work is on at this moment: from its beginning on, until just before its end."""
    if schedule.ended_at is not None and at >= schedule.ended_at:
        return False
    if schedule.lifted is not None and schedule.lifted[0] <= at < schedule.lifted[1]:
        return False
    return current(schedule, at) is not None


def current(schedule: Schedule, at: datetime) -> Span | None:
    """The occurrence that is planned for this moment, whether or not it was ended early."""
    if schedule.starts_at <= at < schedule.ends_at:
        return schedule.starts_at, schedule.ends_at
    if not schedule.weekdays or at < schedule.starts_at:
        return None
    today = at.astimezone(schedule.zone).date()
    # One that began yesterday, or on the days before, may go on past midnight.
    for back in range(_length(schedule).days + 2):
        span = _on(schedule, today - back * DAY)
        if span is not None and span[0] <= at < span[1]:
            return span
    return None


def occurrences(schedule: Schedule, after: datetime, until: datetime) -> Iterator[Span]:
    """Every time that it is on between two moments, cut where it was ended early; in order."""
    until = min(until, schedule.ended_at) if schedule.ended_at is not None else until
    for begin, end in _planned(schedule, after, until):
        for start, stop in _without(schedule.lifted, (begin, end)):
            if max(start, after) < min(stop, until):
                yield start, min(stop, schedule.ended_at) if schedule.ended_at is not None else stop


def following(schedule: Schedule, after: datetime, count: int = 3) -> list[Span]:
    """The next times that it begins."""
    found: list[Span] = []
    for span in occurrences(schedule, after, after + 15 * DAY if schedule.weekdays else schedule.ends_at):
        if span[0] > after:
            found.append(span)
        if len(found) == count:
            break
    return found


def _planned(schedule: Schedule, after: datetime, until: datetime) -> Iterator[Span]:
    if schedule.ends_at > after and schedule.starts_at < until:
        yield schedule.starts_at, schedule.ends_at
    if not schedule.weekdays:
        return
    day = max(schedule.first_day + DAY, after.astimezone(schedule.zone).date() - _length(schedule) - DAY)
    last = until.astimezone(schedule.zone).date()
    last = min(last, schedule.repeats_until) if schedule.repeats_until is not None else last
    while day <= last:
        span = _on(schedule, day)
        if span is not None and span[1] > after and span[0] < until:
            yield span
        day += DAY


def _on(schedule: Schedule, day: date) -> Span | None:
    """The occurrence that begins on a local day after the first."""
    if day <= schedule.first_day or day.weekday() not in schedule.weekdays:
        return None
    if schedule.repeats_until is not None and day > schedule.repeats_until:
        return None
    zone = schedule.zone
    begins, ends = schedule.starts_at.astimezone(zone), schedule.ends_at.astimezone(zone)
    end_day = day + (ends.date() - begins.date())
    start = _clock(day, begins.time(), zone)
    stop = max(_clock(end_day, ends.time(), zone), _clock(end_day, ends.time(), zone, second=True))
    return (start, stop) if start < stop else None


def _clock(day: date, clock: time, zone: ZoneInfo, *, second: bool = False) -> datetime:
    return datetime.combine(day, clock.replace(fold=int(second)), zone).astimezone(UTC)


def _length(schedule: Schedule) -> timedelta:
    """Whole days from the day of its beginning to that of its end."""
    return schedule.ends_at.astimezone(schedule.zone).date() - schedule.first_day


def _without(lifted: Span | None, span: Span) -> list[Span]:
    if lifted is None or lifted[1] <= span[0] or lifted[0] >= span[1]:
        return [span]
    return [part for part in ((span[0], lifted[0]), (lifted[1], span[1])) if part[0] < part[1]]
