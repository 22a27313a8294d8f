"""Signs that somebody configures a device. Its configuration is read when it has been quiet for a while."""

from __future__ import annotations

import time
from collections.abc import Callable

LONGEST = 10  # quiet times: a device that never rests is read all the same


class Noticed:
    """Devices with signs, and when. Used from the event loop only."""

    def __init__(self, quiet_s: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._quiet_s = quiet_s
        self._clock = clock
        self._signs: dict[int, tuple[float, float]] = {}  # device -> first and last sign
        self._told: dict[int, str] = {}

    def sign(self, device_id: int) -> None:
        """Something says that the device was configured just now."""
        now = self._clock()
        first, _ = self._signs.get(device_id, (now, now))
        self._signs[device_id] = (first, now)

    def told(self, device_id: int, stamp: str) -> None:
        """What the device itself says of its last change; another stamp than last time is a sign."""
        before = self._told.get(device_id)
        if stamp:
            self._told[device_id] = stamp
        if before and stamp and before != stamp:
            self.sign(device_id)

    def take_due(self) -> set[int]:
        """Those that are quiet again, or were waited for long enough; each is given once."""
        now = self._clock()
        due = {
            device_id
            for device_id, (first, last) in self._signs.items()
            if now - last >= self._quiet_s or now - first >= LONGEST * self._quiet_s
        }
        for device_id in due:
            del self._signs[device_id]
        return due
