"""Support for the transport of pupils whose school or grade ends: reckoned once, for candidates and scenarios alike.

It is reckoned for every pupil who is enrolled in what ends, as the count of the run has it: whether a home is known of
all of them, of some or of none, the same merger costs the same. Who comes to a new class by choice is paid nothing.
"""

from __future__ import annotations

import numpy as np

from planning.school_network.mapping.arrays import Truths, Whole
from planning.school_network.mapping.parameters import Name, Parameters


def satang_of_pupil(parameters: Parameters) -> int:
    """A year of one pupil: the rate of a day on every school day."""
    return round(parameters.value(Name.SUPPORT_SATANG_DAY) * parameters.value(Name.SCHOOL_DAYS_YEAR))


def pupils_of(pupils: Whole, ended: Truths, before: Truths, after: Truths) -> int:
    """Enrolled pupils (schools, grades) who lose their school (`ended`) or its grade, and have another to go to."""
    loses = ended[:, np.newaxis] | (before & ~after)
    return int(np.where(loses & after.any(axis=0), pupils, 0).sum())
