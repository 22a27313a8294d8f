"""How fast and how much to ask one device, learnt from how it answers."""

from __future__ import annotations

from collectors.errors import CutOffError, NoAnswerError
from collectors.snmp.session import Limits
from collectors.target import SnmpTuning

_LEAST_TIMEOUT_MS = 400  # a busy agent answers a big request late, however near it is
_LONGEST_TIMEOUT_MS = 10_000
_LEAST_OVERDUE_S = 0.05
_LONGEST_OVERDUE_S = 0.25
_MOST_RETRIES = 4
_BACK_OFF = 1.5
_BULK_FAILURES = 2


class Timing:
    """How long to wait for one device, and how often to ask again."""

    __slots__ = ("_losses", "_smooth_s", "_varies_s", "retries", "timeout_ms")

    def __init__(self, tuning: SnmpTuning) -> None:
        self.timeout_ms = tuning.timeout_ms
        self.retries = tuning.retries
        self._losses = 0
        self._smooth_s: float | None = None
        self._varies_s = 0.0

    def sendings(self) -> list[float]:
        """Seconds to wait after each sending of one request."""
        return [self.timeout_ms / 1000 * _BACK_OFF**number for number in range(self.retries + 1)]

    @property
    def overdue_s(self) -> float:
        """When an answer is later than usual: no reason to ask again yet, but not to hold others up either."""
        if self._smooth_s is None:
            return _LONGEST_OVERDUE_S
        return max(_LEAST_OVERDUE_S, min(_LONGEST_OVERDUE_S, self._smooth_s + 4 * self._varies_s))

    def learn(self, *, seconds: float, lost: int) -> None:
        """An answer came `seconds` after its last sending; `lost` sendings before it were not answered in time."""
        if lost:
            self._losses += 1
            self.timeout_ms = min(_LONGEST_TIMEOUT_MS, int(self.timeout_ms * _BACK_OFF))
            if self._losses % 3 == 0:
                self.retries = min(_MOST_RETRIES, self.retries + 1)
            return  # which sending was answered is not known: no round trip to learn from
        if self._smooth_s is None:
            self._smooth_s, self._varies_s = seconds, seconds / 2
        else:
            self._varies_s += (abs(seconds - self._smooth_s) - self._varies_s) / 4
            self._smooth_s += (seconds - self._smooth_s) / 8
        wanted = int(2000 * (self._smooth_s + 4 * self._varies_s))
        self.timeout_ms = min(_LONGEST_TIMEOUT_MS, max(_LEAST_TIMEOUT_MS, wanted))


class Pace:
    """The changing side of `SnmpTuning`, plus what the session has spent of its limits.

    `now` is given by the caller in seconds of any steady clock; the session's deadline counts from the first one.
    """

    def __init__(self, tuning: SnmpTuning, limits: Limits, *, now: float) -> None:
        self.timing = Timing(tuning)
        self.bulk = tuning.bulk
        self.repetitions = tuning.repetitions
        self.varbinds = tuning.varbinds
        self.answered = False
        self._limits = limits
        self._bulk_failures = 0
        self.renew(now)

    def renew(self, now: float) -> None:
        """Count the limits from now on, for a session that is kept from one round to the next."""
        self._deadline = now + self._limits.deadline_s
        self._requests = 0
        self._answers = 0
        self._bytes = 0

    @property
    def tuning(self) -> SnmpTuning:
        """What to remember for the next session."""
        return SnmpTuning(
            timeout_ms=self.timing.timeout_ms,
            retries=self.timing.retries,
            bulk=self.bulk,
            repetitions=self.repetitions,
            varbinds=self.varbinds,
        )

    @property
    def unanswered(self) -> int:
        """How many of the requests paid for brought no answer."""
        return self._requests - self._answers

    @property
    def max_rows(self) -> int:
        """How many rows one walk may have."""
        return self._limits.max_rows

    def spend(self, now: float) -> list[float]:
        """Pay for one request: the timeouts of its sendings in seconds, cut to what is left of the deadline.

        Raises NoAnswerError at the deadline and CutOffError at the caps.
        """
        left = self._deadline - now
        if left <= 0:
            raise NoAnswerError("the deadline for this device has passed")
        if self._requests >= self._limits.max_requests:
            raise CutOffError(f"the cap of {self._limits.max_requests} requests was reached")
        if self._bytes >= self._limits.max_bytes:
            raise CutOffError(f"the cap of {self._limits.max_bytes} bytes was reached")
        self._requests += 1
        timeouts: list[float] = []
        for timeout in self.timing.sendings():
            timeouts.append(min(timeout, left))
            left -= timeout
            if left <= 0:
                break
        return timeouts

    def learn(self, *, seconds: float, lost: int, size_bytes: int) -> None:
        """See `Timing.learn`; `size_bytes` counts against the session's limit."""
        self.answered = True
        self._answers += 1
        self._bytes += size_bytes
        self.timing.learn(seconds=seconds, lost=lost)

    def bulk_failed(self) -> None:
        """GETBULK was refused where GETNEXT is tried next; after the second time it is given up for this device."""
        self._bulk_failures += 1
        if self._bulk_failures >= _BULK_FAILURES:
            self.bulk = False
