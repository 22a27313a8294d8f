"""When a site is expected to be switched on. Silence outside these hours is *closed*, not an outage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from inventory.models.site import DayKind

Span = tuple[time, time]
MIDNIGHT = time(0)


@dataclass(frozen=True, slots=True)
class DatedException:
    """A holiday, or a day that is open although its weekday is not; both days included."""

    first_day: date
    last_day: date
    kind: DayKind


@dataclass(frozen=True, slots=True)
class Hours:
    """One calendar, ready to be asked. `weekly` maps weekdays (0 = Monday) to spans of local time.

    No weekly hours at all: open the whole day. No term at all: every day counts as term. A span whose end is not
    after its beginning lasts into the next day.
    """

    zone: tzinfo
    always_open: bool = False
    weekly: Mapping[int, Sequence[Span]] = field(default_factory=dict)
    terms: Sequence[tuple[date, date]] = ()
    exceptions: Sequence[DatedException] = ()

    def is_open(self, at: datetime) -> bool:
        """Whether the site should be on at this moment (aware time)."""
        if self.always_open:
            return True
        local = at.astimezone(self.zone)
        today, clock = local.date(), local.time()
        return any(_holds(span, clock) for span in self._spans(today)) or any(
            _lasts_past_midnight(span) and clock < span[1] for span in self._spans(today - timedelta(days=1))
        )

    def open_between(self, start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
        """The open spans that touch this time, in order, in UTC; they may begin before it and end after it."""
        if self.always_open:
            return [(start, end)]
        found = []
        day, last = start.astimezone(self.zone).date() - timedelta(days=1), end.astimezone(self.zone).date()
        while day <= last:
            for opens, closes in self._spans(day):
                until = day + timedelta(days=1) if _lasts_past_midnight((opens, closes)) else day
                found.append((self._moment(day, opens), self._moment(until, closes)))
            day += timedelta(days=1)
        return sorted(span for span in found if span[0] < end and span[1] > start)

    def _moment(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, self.zone).astimezone(UTC)

    def _spans(self, day: date) -> Sequence[Span]:
        kind = self._exception(day)
        if kind is DayKind.CLOSED:
            return ()
        if kind is None and not self._in_term(day):
            return ()
        if not self.weekly:
            return ((MIDNIGHT, MIDNIGHT),)
        spans = self.weekly.get(day.weekday(), ())
        if spans or kind is None:
            return spans
        return (self._widest(),)

    def _exception(self, day: date) -> DayKind | None:
        # The shortest exception wins: a single open day inside a long holiday is what somebody meant.
        fitting = [e for e in self.exceptions if e.first_day <= day <= e.last_day]
        return min(fitting, key=lambda e: e.last_day - e.first_day).kind if fitting else None

    def _in_term(self, day: date) -> bool:
        return not self.terms or any(first <= day <= last for first, last in self.terms)

    def _widest(self) -> Span:
        spans = [span for day in self.weekly.values() for span in day]
        return min(s[0] for s in spans), max(s[1] for s in spans)


def _lasts_past_midnight(span: Span) -> bool:
    return span[1] <= span[0]


def _holds(span: Span, clock: time) -> bool:
    opens, closes = span
    return opens <= clock and (clock < closes or _lasts_past_midnight(span))
