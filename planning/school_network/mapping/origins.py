"""From which village how many children of a grade go to a school: counted homes, or the children of its service area.

Counted homes are used for all schools as soon as any are given, so that one run never mixes the two.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planning.school_network.mapping.access import Access
from planning.school_network.mapping.arrays import Whole, closed
from planning.school_network.mapping.grade import GRADES
from planning.school_network.mapping.inputs import Inputs


@dataclass(frozen=True, slots=True, eq=False)
class Origins:
    """Columns; a school of -1 means that there is none to go to."""

    school: Whole
    village: Whole
    grade: Whole
    children: Whole

    def __post_init__(self) -> None:
        """Close the columns to writing."""
        closed(self.school, self.village, self.grade, self.children)


def origins(inputs: Inputs, near: Access) -> Origins:
    """Those of the homes that were counted, else every child at the nearest school of its grade."""
    if inputs.homes:
        schools = {code: number for number, code in enumerate(inputs.schools.ids)}
        villages = {code: number for number, code in enumerate(inputs.villages.codes)}
        rows = [(schools[one.school], villages[one.village], int(one.grade), one.children) for one in inputs.homes]
        table = np.array(rows, dtype=np.int64).reshape(-1, 4)
        return Origins(*(np.ascontiguousarray(column) for column in table.T))
    village, grade = np.nonzero(inputs.villages.children)
    first = np.stack([near.of_grade(number)[0][:, 0] for number in range(GRADES)])
    return Origins(first[grade, village], village, grade, inputs.villages.children[village, grade])
