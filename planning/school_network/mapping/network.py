"""Inputs made ready to be measured: coordinates checked, distances found. Shared by a run and its scenarios."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planning.school_network.mapping.arrays import Truths
from planning.school_network.mapping.by_road import RoadDistances
from planning.school_network.mapping.distances import Distances
from planning.school_network.mapping.grade import GRADES
from planning.school_network.mapping.inputs import Inputs
from planning.school_network.mapping.quality import Quality, check_schools, check_villages
from planning.school_network.mapping.straight import StraightDistances


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """What was given, what is wrong with its coordinates, and how far everything is."""

    inputs: Inputs
    school_quality: Quality
    village_quality: Quality
    distances: Distances

    @property
    def open(self) -> Truths:
        """Schools that children can go to and that have a place."""
        return np.asarray(self.inputs.schools.open & self.school_quality.found)

    @property
    def proposable(self) -> Truths:
        """Schools that the engine may propose to change: ours, open, in no special area, with a sound coordinate."""
        schools = self.inputs.schools
        return np.asarray(schools.open & schools.ours & (schools.special == 0) & self.school_quality.sound)


def measure(inputs: Inputs) -> Network:
    """Check the coordinates, then measure what has a place."""
    schools = check_schools(inputs.schools, inputs.tambons, inputs.parameters)
    villages = check_villages(inputs.villages, inputs.tambons, inputs.parameters)
    found = (schools.found, villages.found)
    distances: Distances
    if inputs.roads is None:
        distances = StraightDistances(inputs.schools, inputs.villages, found, inputs.parameters)
    else:
        distances = RoadDistances(inputs.schools, inputs.villages, inputs.roads, found, inputs.parameters)
    return Network(inputs, schools, villages, distances)


def offering(low: np.ndarray, high: np.ndarray, open_: Truths) -> Truths:
    """Which school offers which grade: (schools, grades)."""
    grades = np.arange(GRADES)
    return np.asarray(open_[:, np.newaxis] & (grades >= low[:, np.newaxis]) & (grades <= high[:, np.newaxis]))
