"""Why a message is written: the phases of a matter, and the messages that belong to none."""

from __future__ import annotations

from typing import Final

OPENED: Final = "opened"
AGAIN: Final = "again"  # a snooze is over and the matter still open
ENDED: Final = "ended"
STEP: Final = "step-"  # and the position of the step of escalation
TEST: Final = "test"
SELF_TEST: Final = "self"
DIGEST: Final = "digest"


def step(position: int) -> str:
    """The phase of a step of escalation."""
    return f"{STEP}{position}"


def is_end(phase: str) -> bool:
    """Whether it says that the matter is over; all others say that it is not."""
    return phase == ENDED
