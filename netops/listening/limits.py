"""How many messages of each sender are taken: a bucket for each, cheap enough to ask before anything is decoded."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

MOST_SENDERS: Final = 4096  # addresses are easily forged: those beyond share one bucket
BURST_S: Final = 5.0  # a sender may save up so many seconds of its rate
SHARED: Final = ""


class Limits:
    """Buckets by sender; the one that was silent longest makes room once it is full again."""

    def __init__(self, per_s: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_s = per_s
        self._most = max(1.0, per_s * BURST_S)
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()  # sender -> tokens, when

    def take(self, sender: str) -> bool:
        """Whether a message of this sender may be taken now."""
        now = self._clock()
        known = self._buckets.get(sender)
        if known is None:
            sender = self._room_for(sender, now)
            known = self._buckets.get(sender, (self._most, now))
        tokens = min(self._most, known[0] + (now - known[1]) * self._per_s)
        taken = tokens >= 1
        self._buckets[sender] = (tokens - 1 if taken else tokens, now)
        self._buckets.move_to_end(sender)
        return taken

    def _room_for(self, sender: str, now: float) -> str:
        if len(self._buckets) < MOST_SENDERS:
            return sender
        oldest, (tokens, at) = next(iter(self._buckets.items()))
        if tokens + (now - at) * self._per_s >= self._most:
            del self._buckets[oldest]
            return sender
        return SHARED
