"""What became of one question to one target: an answer or a failure, both plain values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from collectors.errors import CollectError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Answered(Generic[T]):
    """The target answered; `seconds` is how long it took, `unanswered` how many of the requests got no answer."""

    value: T
    seconds: float
    unanswered: int = 0


@dataclass(frozen=True, slots=True)
class Failed:
    """The target did not answer as asked. `reason` is one of errors.py's words; `detail` is safe to show."""

    reason: str
    detail: str
    seconds: float = 0.0

    @classmethod
    def of(cls, error: CollectError, seconds: float = 0.0) -> Failed:
        """The value for a raised error."""
        return cls(error.reason, str(error), seconds)


Outcome = Answered[T] | Failed
