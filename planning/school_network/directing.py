"""Which school of a pair receives the other, by what the run measured and never by the order of codes.

A direction is among the candidates where the receiving school offers every grade that has pupils. Of two, the better
one is that with rooms enough, then with fewer children beyond the norm, then with the shorter added way of all
children, then with fewer pupils who move. Where all are equal nothing is advised. A person may take the other one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from service.i18n import N_, _
from service.refusal import Problem

Told = Mapping[str, Any]
ONLY: Final = N_("only this way: the other school is not small, may not be proposed or does not teach all grades")
EQUAL: Final = N_("both ways are equal by rooms, norm, way and pupils: choose by what else is known")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two schools: the better direction, the other one where it is possible too, and why."""

    better: Told
    other: Told | None
    why: Problem

    @property
    def is_advised(self) -> bool:
        """Whether what was measured speaks for one of them."""
        return self.why.message != EQUAL

    @property
    def said(self) -> str:
        """Why, in the reader's language."""
        return self.why.text(_)


def pairs_of(options: Sequence[Told]) -> list[Pair]:
    """Each pair once, those that harm the fewest children first."""
    by_ends = {(one["start"], one["end"]): one for one in options}
    pairs = [
        _pair(one, by_ends.get((end, start)))
        for (start, end), one in by_ends.items()
        if start < end or (end, start) not in by_ends
    ]
    return sorted(pairs, key=lambda pair: (_merits(pair.better), pair.better["start"], pair.better["end"]))


def why_of(options: Sequence[Told], start: str, end: str) -> Problem | None:
    """Why this direction is the better one; None where it is not, or is no candidate."""
    pair = pair_of(options, start, end)
    if pair is None or not pair.is_advised or pair.better["start"] != start:
        return None
    return pair.why


def pair_of(options: Sequence[Told], one: str, two: str) -> Pair | None:
    """These two schools, whichever receives; None where they are no candidates."""
    both = [each for each in options if {each["start"], each["end"]} == {one, two}]
    return pairs_of(both)[0] if both else None


def _pair(one: Told, two: Told | None) -> Pair:
    if two is None:
        return Pair(one, None, Problem("", ONLY))
    better, other = sorted((one, two), key=_merits)
    return Pair(better, other, _why(better, other))


def _merits(one: Told) -> tuple[int, int, int, int]:
    """The less, the better: rooms missing, children beyond the norm, added metres of all children, pupils who move."""
    return max(0, -one["rooms_left"]), one["children_over_norm"], _added(one), one["pupils"]


def _added(one: Told) -> int:
    return round(float(one["added_m_mean"]) * int(one["children"]))


def _why(better: Told, other: Told) -> Problem:
    """The first figure in which they differ."""
    missing, over, added, pupils = zip(_merits(better), _merits(other), strict=True)
    if missing[0] != missing[1]:
        said = N_("%(less)s rooms are missing, the other way %(more)s")
        return Problem("", said, {"less": missing[0], "more": missing[1]})
    if over[0] != over[1]:
        said = N_("%(less)s children beyond the norm, the other way %(more)s")
        return Problem("", said, {"less": over[0], "more": over[1]})
    if added[0] != added[1]:
        said = N_("%(less)s km more for all children together, the other way %(more)s km")
        return Problem("", said, {"less": f"{added[0] / 1000:.1f}", "more": f"{added[1] / 1000:.1f}"})
    if pupils[0] != pupils[1]:
        said = N_("%(less)s pupils move, the other way %(more)s")
        return Problem("", said, {"less": pupils[0], "more": pupils[1]})
    return Problem("", EQUAL)
