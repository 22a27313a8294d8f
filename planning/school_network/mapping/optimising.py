"""Which schools to keep: capacitated p-median with a longest distance, solved exactly by HiGHS (through scipy).

Children of one level are assigned to schools that stay open so that all of them together have the shortest ways. A
village's children may go to different schools. Schools that may not be proposed always stay. It is a proposal to look
at: a scenario tells what it would do to each child.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, vstack

from planning.school_network.mapping.arrays import Floats, Truths, Whole, closed


class NoProposalError(Exception):
    """No set of that many schools has room for all children within the distance, or the search ended without one."""


@dataclass(frozen=True, slots=True, eq=False)
class Siting:
    """What is to be sited: metres (villages, schools), children of each village, seats, schools that must stay."""

    metres: Floats
    children: Whole
    seats: Whole
    fixed: Truths
    keep: int
    most_m: float


@dataclass(frozen=True, slots=True, eq=False)
class Proposal:
    """Which schools stay, how many children of each village go to each, and child-metres in all."""

    kept: Truths
    assigned: Whole
    child_metres: int
    gap: float  # how far from the proven best it may be, as a share


def propose(siting: Siting, gap: float = 0.0) -> Proposal:
    """Keep at most so many schools. Equal inputs give an equal proposal: the search has no clock."""
    villages, schools = siting.metres.shape
    village, school = np.nonzero((siting.metres <= siting.most_m) & (siting.children > 0)[:, np.newaxis])
    ways, total = len(village), len(village) + schools
    # Variables: children on each way, then 1 for each school that stays.
    cost = np.append(siting.metres[village, school], np.zeros(schools))
    number = np.arange(ways)
    everybody = csr_array((np.ones(ways), (village, number)), shape=(villages, total))
    rooms = csr_array(
        (
            np.concatenate((np.ones(ways), -siting.seats.astype(np.float64))),
            (np.append(school, np.arange(schools)), np.append(number, ways + np.arange(schools))),
        ),
        shape=(schools, total),
    )
    # Without this the solver may keep a seventh of a school: it makes the search short, not the answer another.
    least = np.minimum(siting.children[village], siting.seats[school]).astype(np.float64)
    whole = csr_array(
        (np.concatenate((np.ones(ways), -least)), (np.tile(number, 2), np.append(number, ways + school))),
        shape=(ways, total),
    )
    count = csr_array((np.ones(schools), (np.zeros(schools, dtype=int), ways + np.arange(schools))), shape=(1, total))
    demand = siting.children.astype(np.float64)
    low = np.concatenate((demand, np.full(schools + ways + 1, -np.inf)))
    high = np.concatenate((demand, np.zeros(schools + ways), [float(siting.keep)]))
    found = milp(
        cost,
        constraints=LinearConstraint(vstack((everybody, rooms, whole, count), format="csc"), low, high),
        integrality=np.append(np.zeros(ways), np.ones(schools)),
        bounds=Bounds(
            np.append(np.zeros(ways), siting.fixed.astype(np.float64)),
            np.append(siting.children[village].astype(np.float64), np.ones(schools)),
        ),
        options={"mip_rel_gap": gap},
    )
    if found.x is None:
        raise NoProposalError(str(found.message))
    assigned = np.zeros((villages, schools), dtype=np.int64)
    assigned[village, school] = np.rint(found.x[:ways])
    kept = np.asarray(found.x[ways:] > 0.5)
    closed(assigned, kept)
    metres = np.where(assigned > 0, siting.metres, 0.0)
    return Proposal(kept, assigned, round(float((metres * assigned).sum())), float(found.mip_gap or 0.0))
