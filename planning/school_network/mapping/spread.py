"""How a change is spread over children: mean, 95th percentile and maximum, each child counted once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planning.school_network.mapping.arrays import Floats, Whole


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """For each group; all zero where a group has no children."""

    children: Whole
    mean: Floats
    p95: Floats  # the smallest value that at least 95 of 100 children do not exceed (nearest rank)
    most: Floats


def spread(group: Whole, groups: int, values: Floats, children: Whole) -> Spread:
    """Of values, each had by so many children, in groups 0 to groups-1. Whole values give exact results."""
    kept = np.flatnonzero(children > 0)
    order = kept[np.lexsort((values[kept], group[kept]))]
    group, values, children = group[order], values[order], children[order]
    total = np.bincount(group, weights=children, minlength=groups).astype(np.int64)
    sums = np.bincount(group, weights=children * values, minlength=groups)
    mean, p95, most = np.zeros(groups), np.zeros(groups), np.zeros(groups)
    some = total > 0
    mean[some] = sums[some] / total[some]
    if len(group):
        begin = np.flatnonzero(np.r_[True, group[1:] != group[:-1]])
        so_far = np.cumsum(children)
        before = np.repeat(so_far[begin] - children[begin], np.diff(np.r_[begin, len(group)]))
        reached = (so_far - before) * 100 >= total[group] * 95
        # The first row of each group that reaches it: the others are put behind all rows.
        first = np.minimum.reduceat(np.where(reached, np.arange(len(group)), len(group)), begin)
        p95[group[begin]] = values[first]
        most[group[begin]] = values[np.r_[begin[1:], len(group)] - 1]
    return Spread(total, mean, p95, most)
