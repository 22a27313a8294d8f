"""How much of the result hangs on the norm and on the speeds that were taken."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from planning.school_network.mapping.access import Norms, over_norm
from planning.school_network.mapping.demand import judged_children
from planning.school_network.mapping.grade import LEVEL_OF_GRADE, LEVELS, Level
from planning.school_network.mapping.network import Network
from planning.school_network.mapping.run import MappingRun

NORMS_KM: Final = (3, 6, 9)
SPEEDS_PERCENT: Final = (80, 100, 120)


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """Children over the norm if the norm of one level were so many kilometres, and speeds so many percent."""

    norm_km: int
    speed_percent: int
    children_over: int
    children: int


def sensitivity(network: Network, run: MappingRun, level: Level) -> tuple[Sensitivity, ...]:
    """For one level: norms of 3, 6 and 9 km, speeds of 80, 100 and 120 percent; the norm of minutes stays."""
    given, place = Norms.of(network.inputs.parameters), LEVELS.index(level)
    children = judged_children(network)
    total = int(children[:, np.array(LEVEL_OF_GRADE) == place].sum())
    out = []
    for km in NORMS_KM:
        metres = tuple(km * 1000.0 if number == place else one for number, one in enumerate(given.metres))
        for percent in SPEEDS_PERCENT:
            # At 80 percent of the speed a way takes 1 / 0.8 of the time: the same as 0.8 of the norm.
            seconds = tuple(one * percent / 100 for one in given.seconds)
            over = over_norm(run.near, children, replace(given, metres=metres, seconds=seconds))
            out.append(Sensitivity(km, percent, int(over[:, place].sum()), total))
    return tuple(out)
