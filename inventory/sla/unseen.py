"""When we could not see a link: our own uplink was cut, or no round looked at it. Pure.

Nothing of it is counted against a provider. Two kinds of evidence say so: the moments at which the office's uplink was
lost and restored, and the samples, in which a span without any round that could see has nothing to say.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import datetime

from inventory.sla.spans import Span, Spans, clipped, joined, without


def unseen_spans(window: Span, *, lost: Sequence[datetime], restored: Sequence[datetime], seen: Spans) -> list[Span]:
    """The unknown time of the window. `seen` are the spans in which at least one round could see the link."""
    looked = joined(seen)
    cut = [Span(at, _until(at, restored, looked, window)) for at in lost if at < window.end]
    return joined([*clipped(cut, window), *without([window], looked)])


def _until(at: datetime, restored: Sequence[datetime], looked: Spans, window: Span) -> datetime:
    """When we could see again. A restart in the middle of a cut leaves no word of the end: then the next sample says.

    Both are asked and the earlier is taken, so that a cut is never longer than what can be shown.
    """
    ends = sorted(end for end in restored if end >= at)
    starts = [span.start for span in looked]
    next_seen = bisect_left(starts, at)
    found = [*ends[:1], *starts[next_seen : next_seen + 1]]
    return min(found, default=window.end)
