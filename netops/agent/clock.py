"""The agent's two clocks: the one on the wall, which may be wrong or be set, and the one since the machine started."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol
from uuid import uuid4

from netops.exchange.messages import Boot

BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class Clock(Protocol):
    """What the agent asks for the time; tests give their own."""

    def now(self) -> datetime:
        """The wall clock, aware."""
        ...

    def boot(self) -> Boot:
        """The other one."""
        ...


def _boot_id() -> str:
    try:
        return BOOT_ID.read_text().strip()[:64]
    except OSError:
        return uuid4().hex  # a start of the program counts as one of the machine: less is known, nothing is wrong


@dataclass(frozen=True, slots=True)
class SystemClock:
    """This machine's."""

    boot_id: str = field(default_factory=_boot_id)

    def now(self) -> datetime:
        """As the machine believes."""
        return datetime.now(UTC)

    def boot(self) -> Boot:
        """Goes on while the machine sleeps, and nobody can set it."""
        return Boot(id=self.boot_id, at_s=time.clock_gettime(time.CLOCK_BOOTTIME))


def measured_offset_s(before: datetime, office: datetime, after: datetime) -> float:
    """Our clock less the office's: the office looked at its clock about half way between question and answer."""
    middle = before + (after - before) / 2
    return (middle - office).total_seconds()
