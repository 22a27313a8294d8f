"""Rooms of a class plan: how many pupils a room may hold is a parameter of each level."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from planning.annual_plan.terms import Level, level_of


@dataclass(frozen=True, slots=True)
class Room:
    """One grade of one school in one year."""

    grade: str
    pupils: int
    rooms: int

    @property
    def fullest(self) -> int:
        """Pupils of the fullest room when they are spread evenly; all of them where there is no room."""
        return -(-self.pupils // self.rooms) if self.rooms else self.pupils


@dataclass(frozen=True, slots=True)
class Crowded:
    """A grade whose fullest room holds more than the norm; `needed` is how many rooms it takes."""

    grade: str
    fullest: int
    norm: int
    needed: int


def crowded(rooms: tuple[Room, ...], norms: Mapping[Level, int]) -> list[Crowded]:
    """In the order given."""
    found = []
    for one in rooms:
        norm = norms[level_of(one.grade)]
        if one.fullest > norm or (one.pupils and not one.rooms):
            found.append(Crowded(one.grade, one.fullest, norm, -(-one.pupils // norm)))
    return found
