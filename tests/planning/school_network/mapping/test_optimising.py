"""The optimiser against trying every set of schools, with children and seats matched one by one."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from planning.school_network.mapping.optimising import NoProposalError, Siting, propose


def instance(seed: int) -> Siting:
    """Six villages, five schools, about as many seats as needed."""
    random = np.random.default_rng(seed)
    return Siting(
        metres=random.integers(0, 9000, (6, 5)).astype(np.float64),
        children=random.integers(0, 5, 6),
        seats=random.integers(3, 12, 5),
        fixed=random.random(5) < 0.2,
        keep=3,
        most_m=8000.0,
    )


def by_trying(siting: Siting) -> int | None:
    """The fewest child-metres of any set; None where no set has room."""
    best: list[int] = []
    child = np.repeat(np.arange(len(siting.children)), siting.children)
    for count in range(1, siting.keep + 1):
        for kept in combinations(range(len(siting.seats)), count):
            if not set(np.flatnonzero(siting.fixed)) <= set(kept):
                continue
            seat = np.repeat(kept, siting.seats[list(kept)])
            cost = siting.metres[np.ix_(child, seat)]
            cost = np.where(cost > siting.most_m, 1e9, cost)
            rows, columns = linear_sum_assignment(cost)
            total = float(cost[rows, columns].sum())
            if len(rows) == len(child) and total < 1e9:
                best.append(round(total))
    return min(best, default=None)


@pytest.mark.parametrize("seed", range(25))
def test_nothing_better_is_found_by_trying_everything(seed: int) -> None:
    siting = instance(seed)
    best = by_trying(siting)
    if best is None:
        with pytest.raises(NoProposalError):
            propose(siting)
        return
    found = propose(siting)
    assert found.child_metres == best
    assert found.kept.sum() <= siting.keep
    assert found.kept[siting.fixed].all()
    assert found.assigned.sum(axis=1).tolist() == siting.children.tolist()
    assert (found.assigned.sum(axis=0) <= np.where(found.kept, siting.seats, 0)).all()
    again = propose(siting)
    assert (again.kept == found.kept).all()
    assert (again.assigned == found.assigned).all()


def test_both_kinds_of_instances_are_among_them() -> None:
    assert {by_trying(instance(seed)) is None for seed in range(25)} == {True, False}
