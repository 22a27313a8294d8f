"""Alarms of many devices at a coarse clock: setting one costs a list append, and a later one replaces it."""

from __future__ import annotations

from collections.abc import Iterator

from collectors.snmp.asked import Asked

TICK_S = 0.02


class Alarms:
    """Devices by the tick at which something is due. Times are seconds of the event loop's clock."""

    def __init__(self) -> None:
        self._ticks: dict[int, list[Asked]] = {}

    def set(self, asked: Asked, at: float) -> None:
        """Wake this device at `at`, up to a tick later, in place of any alarm set before."""
        asked.due_tick = int(at / TICK_S) + 1
        self._ticks.setdefault(asked.due_tick, []).append(asked)

    def due(self, now: float) -> Iterator[Asked]:
        """The devices whose alarm has come. While going through them, their alarms may be set anew."""
        current = int(now / TICK_S)
        for tick in [tick for tick in self._ticks if tick <= current]:
            for asked in self._ticks.pop(tick):
                if asked.due_tick == tick:
                    yield asked

    def clear(self) -> None:
        """Forget all alarms."""
        self._ticks.clear()
