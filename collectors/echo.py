"""From the round trips of one round to what they say: loss, spread, jitter. Shared by every kind of probe."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from collectors.observation import EchoSeen


def summarise(key: str, at: datetime, sent: int, rtts_ms: Sequence[float]) -> EchoSeen:
    """`rtts_ms` in the order of sending, the lost ones left out.

    p95 is the nearest rank, so that it is always a round trip that really was. Jitter is the mean difference of
    neighbouring round trips (RFC 3550 smooths the same difference over an endless stream; a round has an end).
    """
    if not rtts_ms:
        return EchoSeen(key=key, at=at, sent=sent, received=0)
    ordered = sorted(rtts_ms)
    steps = [abs(later - earlier) for earlier, later in pairwise(rtts_ms)]
    return EchoSeen(
        key=key,
        at=at,
        sent=sent,
        received=len(rtts_ms),
        rtt_min_ms=round(ordered[0], 3),
        rtt_avg_ms=round(sum(ordered) / len(ordered), 3),
        rtt_p95_ms=round(ordered[math.ceil(0.95 * len(ordered)) - 1], 3),
        rtt_max_ms=round(ordered[-1], 3),
        jitter_ms=round(sum(steps) / len(steps), 3) if steps else None,
    )
