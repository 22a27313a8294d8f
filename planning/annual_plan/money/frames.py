"""The five-year frame beside what is proposed for one year, and yearly targets beside their path."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from planning.annual_plan.terms import Decision

Direction = Literal["up", "down", "band"]


@dataclass(frozen=True, slots=True)
class Framed:
    """A project of the frame with its amount of the year (satang)."""

    key: str
    title: str
    amount: int


@dataclass(frozen=True, slots=True)
class Proposed:
    """A project of the year; `frame_key` empty: it is not in the frame."""

    key: str
    title: str
    amount: int
    frame_key: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """One row of the review: the frame at the left, the proposal at the right, one of them may be missing."""

    frame: Framed | None
    proposal: Proposed | None

    @property
    def key(self) -> str:
        """Of the frame, or of the new project."""
        if self.frame is not None:
            return self.frame.key
        return self.proposal.key if self.proposal is not None else ""

    @property
    def seems(self) -> Decision:
        """What the figures say, until somebody decides."""
        if self.frame is None:
            return Decision.NEW
        if self.proposal is None:
            return Decision.DROP
        return Decision.KEEP if self.proposal.amount == self.frame.amount else Decision.CHANGE


def side_by_side(frames: Iterable[Framed], proposals: Iterable[Proposed]) -> list[Pair]:
    """Every project of the frame with its proposal, then what is new."""
    rest = list(proposals)
    found = []
    for frame in frames:
        own = next((one for one in rest if one.frame_key == frame.key), None)
        if own is not None:
            rest.remove(own)
        found.append(Pair(frame, own))
    return found + [Pair(None, one) for one in rest]


def needs_reason(decision: Decision) -> bool:
    """Only what is kept as the frame says explains itself."""
    return decision is not Decision.KEEP


def below_path(direction: Direction, value: float, path: float | None) -> bool:
    """Whether a yearly target is worse than the five-year path: less where more is better, more where less is. Of a
    band each change counts.
    """
    if path is None:
        return False
    if direction == "band":
        return value != path
    return value < path if direction == "up" else value > path
