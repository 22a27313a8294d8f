"""Spans of time and what can be done with them: joined, cut out, kept, summed. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple


class Span(NamedTuple):
    """From `start` up to, not including, `end`; both aware."""

    start: datetime
    end: datetime


Spans = Sequence[Span]
SECOND = timedelta(seconds=1)


def joined(spans: Iterable[Span]) -> list[Span]:
    """The same time without overlap, in order; empty spans are gone."""
    found: list[Span] = []
    for span in sorted(s for s in spans if s.start < s.end):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found


def within(spans: Iterable[Span], others: Iterable[Span]) -> list[Span]:
    """What of `spans` lies in `others`."""
    found: list[Span] = []
    ours, theirs = joined(spans), joined(others)
    at = 0
    for span in ours:
        while at < len(theirs) and theirs[at].end <= span.start:
            at += 1
        for other in theirs[at:]:
            if other.start >= span.end:
                break
            found.append(Span(max(span.start, other.start), min(span.end, other.end)))
    return found


def without(spans: Iterable[Span], others: Iterable[Span]) -> list[Span]:
    """What of `spans` lies in none of `others`."""
    ours = joined(spans)
    if not ours:
        return []
    return within(ours, _between(joined(others), Span(ours[0].start, ours[-1].end)))


def _between(spans: Spans, whole: Span) -> list[Span]:
    """The gaps of joined spans."""
    found, at = [], whole.start
    for span in spans:
        if span.start > at:
            found.append(Span(at, min(span.start, whole.end)))
        at = max(at, span.end)
    if at < whole.end:
        found.append(Span(at, whole.end))
    return found


def clipped(spans: Iterable[Span], window: Span) -> list[Span]:
    """What lies in the window."""
    return within(spans, (window,))


def seconds(spans: Iterable[Span]) -> int:
    """How long they are together; spans that overlap count twice, join them first. Parts of a second are dropped."""
    return sum((span.end - span.start for span in spans), timedelta()) // SECOND


def after_first(spans: Iterable[Span], free_s: int) -> list[Span]:
    """What is left when the first so many seconds are taken off."""
    found: list[Span] = []
    left = timedelta(seconds=free_s)
    for span in joined(spans):
        length = span.end - span.start
        if length > left:
            found.append(Span(span.start + left, span.end))
        left = max(timedelta(), left - length)
    return found
