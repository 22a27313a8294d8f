"""Rooms that receiving schools need: one rule, for candidates, scenarios and whatever else asks.

Rooms are reckoned by pupils who are enrolled, as the count of the run has them, never by children of villages: those
may go elsewhere, or to no school yet. Where a school or a grade ends, its pupils go where its children go, in the same
shares (largest remainder, the lower school first). Where the run knows no child of a school's grade, all of them go to
the named school, or to the one that is nearest to theirs. Only who is enrolled nowhere, because nobody teaches the
grade today, is counted as a child: a first class is begun for them.
"""

from __future__ import annotations

import numpy as np

from planning.school_network.mapping.arrays import Floats, Whole
from planning.school_network.mapping.grade import GRADES
from planning.school_network.mapping.origins import Origins


def needed(pupils: Whole, norm: Whole) -> Whole:
    """Rooms for pupils (..., grades): each grade has rooms of its own."""
    return np.asarray((-(-pupils // norm)).sum(axis=-1))


def pupils_after(pupils: Whole, homes: Origins, school: Whole, unseen: Whole) -> tuple[Whole, Whole, int]:
    """By school and grade: pupils after the changes, and those of them who come. And how many of these the run knows no
    home of. `school` is where each row of `homes` goes then; `unseen` is where pupils of a school and grade (schools,
    grades) go of whom the run knows no child.
    """
    count = len(pupils)
    after, come, guessed = np.zeros_like(pupils), np.zeros_like(pupils), 0
    key = np.where(homes.school < 0, count, homes.school) * GRADES + homes.grade
    order = np.argsort(key, kind="stable")
    cells, first = np.unique(key[order], return_index=True)
    rows_of = dict(zip(cells.tolist(), np.split(order, first[1:]), strict=False))  # one part too many where none are
    for start, grade in np.argwhere(pupils > 0):
        number = int(pupils[start, grade])
        rows = rows_of.get(int(start) * GRADES + int(grade))
        if rows is None or not homes.children[rows].any():
            ends, parts = np.array([unseen[start, grade]]), np.array([number])
            guessed += number if ends[0] not in (start, -1) else 0
        else:
            ends, where = np.unique(school[rows], return_inverse=True)
            parts = shared(number, np.bincount(where, weights=homes.children[rows]).astype(np.float64))
        for end, part in zip(ends.tolist(), parts.tolist(), strict=True):
            if end >= 0:
                after[end, grade] += part
                come[end, grade] += part if end != start else 0
    new = (homes.school < 0) & (school >= 0)
    for table in (after, come):
        np.add.at(table, (school[new], homes.grade[new]), homes.children[new])
    return after, come, guessed


def shared(number: int, weights: Floats) -> Whole:
    """A number in whole parts by weights: the largest remainders are rounded up, of equal ones the first."""
    exact = number * weights / weights.sum()
    parts = np.floor(exact).astype(np.int64)
    left = number - int(parts.sum())
    parts[np.argsort(parts - exact, kind="stable")[:left]] += 1
    return np.asarray(parts)
