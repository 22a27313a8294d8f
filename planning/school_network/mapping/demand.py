"""Which children a run judges: those of the villages by age, or, where homes of pupils were counted, those pupils.

Counted homes stand for all children as soon as any are given, so that one run never mixes the two.
"""

from __future__ import annotations

import numpy as np

from planning.school_network.mapping.arrays import Whole, closed
from planning.school_network.mapping.inputs import Inputs


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
