"""How many pupils there will be: each cohort goes up a grade with a rate of survival, and new children come in.

P(grade + 1, year + 1) = P(grade, year) x rate(grade). The first grade of a school is filled from the children of that
age who live where the school is theirs. Numbers stay fractions until they are shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from planning.school_network.mapping.arrays import Floats, Whole, closed
from planning.school_network.mapping.district import InputError, Schools
from planning.school_network.mapping.grade import GRADES

STEPS: Final = GRADES - 1


@dataclass(frozen=True, slots=True, eq=False)
class Projection:
    """Pupils (years, schools, grades); year 0 is what was given."""

    pupils: Floats
    rates: Floats

    @property
    def shown(self) -> Whole:
        """As whole pupils, half a pupil up."""
        return np.floor(self.pupils + 0.5).astype(np.int64)


def survival_rates(history: Whole) -> Floats:
    """From pupils (years, schools, grades): for each step from one grade to the next, of all schools and years.

    Only schools with pupils in the upper grade in any year count, so that those that do not teach it are not counted
    as lost. Where nobody was in the lower grade, the rate is 1.
    """
    if history.ndim != 3 or history.shape[0] < 2 or history.shape[2] != GRADES:
        raise InputError(f"a history has two years or more of schools x {GRADES} grades, not {history.shape}")
    teaches = (history > 0).max(axis=0)[:, 1:]
    before = np.where(teaches, history[:-1, :, :-1], 0).sum(axis=(0, 1))
    after = np.where(teaches, history[1:, :, 1:], 0).sum(axis=(0, 1))
    rates: Floats = np.divide(after, before, out=np.ones(STEPS), where=before > 0)
    return rates


def project(schools: Schools, rates: Floats, intake: Floats) -> Projection:
    """Years ahead are the rows of `intake`: children (years, schools) who enter the first grade of each school."""
    count = len(schools.ids)
    if rates.shape != (STEPS,) or intake.ndim != 2 or intake.shape[1] != count:
        raise InputError(f"{STEPS} rates and an intake of years x {count} schools are needed")
    if not (np.isfinite(rates).all() and np.isfinite(intake).all() and (rates >= 0).all() and (intake >= 0).all()):
        raise InputError("rates and intake are numbers from 0 on")
    grades = np.arange(GRADES)
    taught = (grades >= schools.low[:, np.newaxis]) & (grades <= schools.high[:, np.newaxis])
    years = [schools.pupils.astype(np.float64)]
    for entering in intake:
        ahead = np.zeros((count, GRADES))
        ahead[:, 1:] = years[-1][:, :-1] * rates
        ahead[np.arange(count), schools.low] = entering
        years.append(np.where(taught, ahead, 0.0))
    pupils = np.stack(years)
    closed(pupils)
    return Projection(pupils, rates)
