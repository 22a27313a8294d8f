"""Everything that a run depends on, as one value, and its hash."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from planning.school_network.mapping.district import Home, InputError, Schools, Tambon, Villages
from planning.school_network.mapping.fingerprint import fingerprint
from planning.school_network.mapping.parameters import Parameters
from planning.school_network.mapping.roads import Roads

ENGINE_VERSION: Final = "3"  # raised whenever equal inputs would give another result


class Mode(StrEnum):
    """How distances are measured."""

    STRAIGHT = "straight"
    ROAD = "road"


class Demand(StrEnum):
    """Whose ways are judged."""

    VILLAGES = "villages"  # children of school age who live in a village
    HOMES = "homes"  # pupils whose home village is known


@dataclass(frozen=True, slots=True, eq=False)
class Inputs:
    """Schools, villages and what else a run is made from."""

    schools: Schools
    villages: Villages
    parameters: Parameters
    tambons: tuple[Tambon, ...] = ()
    roads: Roads | None = None
    homes: tuple[Home, ...] = ()

    def __post_init__(self) -> None:
        """Homes name schools and villages that are there, and are not of more children than are enrolled."""
        schools, villages = set(self.schools.ids), set(self.villages.codes)
        for home in self.homes:
            if home.school not in schools or home.village not in villages:
                raise InputError(f"home: {home.school} and {home.village} are not both known")
        self._enrolled()

    def _enrolled(self) -> None:
        left = self.schools.pupils.copy()
        places = {code: number for number, code in enumerate(self.schools.ids)}
        for home in self.homes:
            left[places[home.school], home.grade] -= home.children
            if left[places[home.school], home.grade] < 0:
                raise InputError(f"home: {home.school} has fewer pupils of {home.grade.name} than have a known home")

    @property
    def demand(self) -> Demand:
        """Homes as soon as any are given."""
        return Demand.HOMES if self.homes else Demand.VILLAGES

    @property
    def mode(self) -> Mode:
        """By road where there is a graph."""
        return Mode.STRAIGHT if self.roads is None else Mode.ROAD

    def hash(self) -> str:
        """SHA-256 of all of it and of the version of the engine."""
        return fingerprint((ENGINE_VERSION, self))
