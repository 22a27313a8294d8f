"""Which children a run judges: those of the villages by age, or, where homes of pupils were counted, those pupils.

Counted homes stand for all children as soon as any are given, so that one run never mixes the two.
"""

from __future__ import annotations

import numpy as np

from planning.school_network.mapping.arrays import Truths, Whole, closed
from planning.school_network.mapping.inputs import Inputs
from planning.school_network.mapping.network import Network, offering


def judged_children(network: Network) -> Whole:
    """Those whose village has a place and whose grade some school of the map teaches: of a grade that nobody teaches
    the map cannot say whether a school is near, only that it knows of none.
    """
    placed = network.village_quality.found[:, np.newaxis]
    made = np.where(placed & taught(network), children_of(network.inputs), 0)
    closed(made)
    return made


def taught(network: Network) -> Truths:
    """Grades that some school teaches today."""
    schools = network.inputs.schools
    return np.asarray(offering(schools.low, schools.high, network.open).any(axis=0))


def children_of(inputs: Inputs) -> Whole:
    """Children of each village by grade."""
    if not inputs.homes:
        return inputs.villages.children
    places = {code: number for number, code in enumerate(inputs.villages.codes)}
    made = np.zeros_like(inputs.villages.children)
    for one in inputs.homes:
        made[places[one.village], one.grade] += one.children
    closed(made)
    return made
