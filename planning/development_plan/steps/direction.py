"""Step 4.4, vision, missions, goals and values: what must be there, and how two wordings differ."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

NEEDED: Final = ("vision", "mission", "goal", "value")
_TOKEN: Final = re.compile(r"\s+|[A-Za-z0-9๐-๙]+|[^\sA-Za-z0-9][\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]*")
_SHORT: Final = 5  # equal signs between two changes that would only make the diff hard to read


@dataclass(frozen=True, slots=True)
class Said:
    """One element as far as the rules care."""

    id: int
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class DirectionGaps:
    """What keeps the step from being handed in: kinds of which nothing is said, elements without a wording that holds,
    goals that serve no mission. `idle_missions` are only told.
    """

    kinds: tuple[str, ...]
    unworded: tuple[int, ...]
    goals: tuple[int, ...]
    idle_missions: tuple[int, ...]

    @property
    def is_whole(self) -> bool:
        """Nothing blocks."""
        return not (self.kinds or self.unworded or self.goals)


def direction_gaps(elements: Sequence[Said], ties: Iterable[tuple[int, int]]) -> DirectionGaps:
    """`ties` are (goal, mission)."""
    upper: Mapping[int, str] = {one.id: one.kind for one in elements}
    serving = {lower for lower, above in ties if upper.get(above) == "mission"}
    served = {above for lower, above in ties if upper.get(lower) == "goal"}
    said = [one for one in elements if one.kind in NEEDED]
    return DirectionGaps(
        kinds=tuple(kind for kind in NEEDED if not any(one.kind == kind for one in said)),
        unworded=tuple(one.id for one in said if not one.text),
        goals=tuple(one.id for one in said if one.kind == "goal" and one.id not in serving),
        idle_missions=tuple(one.id for one in said if one.kind == "mission" and one.id not in served),
    )


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that both wordings have, or one of them."""

    state: Literal["same", "gone", "new"]
    text: str


def difference(before: str, after: str) -> tuple[Piece, ...]:
    """Stretches in order. Thai has no blanks between words: letters are kept with their marks, and a few equal ones
    between two changes are part of the change.
    """
    earlier, later = _TOKEN.findall(before), _TOKEN.findall(after)
    pieces: list[Piece] = []
    for state, old, new in _merged(SequenceMatcher(None, earlier, later, autojunk=False).get_opcodes(), earlier, later):
        if state == "equal":
            pieces.append(Piece("same", new))
            continue
        pieces += [Piece("gone", old)] if old else []
        pieces += [Piece("new", new)] if new else []
    return tuple(pieces)


def _merged(
    codes: Sequence[tuple[str, int, int, int, int]], earlier: Sequence[str], later: Sequence[str]
) -> Iterator[tuple[str, str, str]]:
    kept: list[list[str]] = []
    for at, (tag, a1, a2, b1, b2) in enumerate(codes):
        old, new = "".join(earlier[a1:a2]), "".join(later[b1:b2])
        is_short = tag == "equal" and 0 < at < len(codes) - 1 and b2 - b1 < _SHORT and not new.isspace()
        state = "equal" if tag == "equal" and not is_short else "change"
        if kept and state == "change" and kept[-1][0] == "change":
            kept[-1][1] += old
            kept[-1][2] += new
        else:
            kept.append([state, old, new])
    for state, old, new in kept:
        yield state, old, new
