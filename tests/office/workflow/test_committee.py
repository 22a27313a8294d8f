"""Quorum and votes, at the very edge of each."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office.workflow.committee import Quorum, Seat, Votes, attendance

FIVE = [(1, Seat.CHAIR), (2, Seat.MEMBER), (3, Seat.MEMBER), (4, Seat.MEMBER), (5, Seat.SECRETARY)]


@pytest.mark.parametrize(
    ("present", "is_quorate"),
    [
        ({1, 2, 3}, True),  # half of five, rounded up: exactly met
        ({1, 2}, False),  # one short
        ({1, 2, 3, 4, 5}, True),
        ({2, 3, 4}, False),  # enough, but the chair is not there
        ({1, 2, 5}, True),  # the secretary counts
        ({1, 2, 99}, False),  # a stranger does not
        (set(), False),
    ],
)
def test_half_of_five_with_the_chair(present: set[int], is_quorate: bool) -> None:
    found = attendance(FIVE, present, Quorum())
    assert (found.total, found.needed) == (5, 3)
    assert found.is_quorate is is_quorate


@pytest.mark.parametrize(
    ("numerator", "denominator", "total", "needed"),
    [(1, 2, 5, 3), (1, 2, 4, 2), (2, 3, 5, 4), (2, 3, 6, 4), (1, 1, 5, 5), (1, 100, 5, 1), (1, 2, 1, 1), (1, 2, 0, 1)],
)
def test_how_many_are_needed_is_a_parameter_rounded_up(
    numerator: int, denominator: int, total: int, needed: int
) -> None:
    assert Quorum(numerator, denominator).needed(total) == needed


def test_a_secretary_who_does_not_count_changes_both_sides() -> None:
    quorum = Quorum(3, 4, secretary_counts=False)
    assert attendance(FIVE, {1, 2, 3}, quorum).is_quorate
    assert not attendance(FIVE, {1, 2, 5}, quorum).is_quorate
    assert attendance(FIVE, {1, 2, 5}, quorum).present == 2


def test_a_chair_may_be_dispensable() -> None:
    assert attendance(FIVE, {2, 3, 4}, Quorum(chair_needed=False)).is_quorate


@pytest.mark.parametrize(("numerator", "denominator"), [(0, 2), (3, 2), (-1, 2), (1, 0)])
def test_what_is_no_part_of_a_committee_is_no_quorum(numerator: int, denominator: int) -> None:
    with pytest.raises(ValueError, match="no part"):
        Quorum(numerator, denominator)


@pytest.mark.parametrize(
    ("votes", "is_approved"),
    [
        (Votes(3, 2), True),
        (Votes(2, 3), False),
        (Votes(2, 2), False),
        (Votes(2, 2, chair_decides_for=True), True),
        (Votes(2, 3, chair_decides_for=True), False),
        (Votes(0, 0, chair_decides_for=True), False),
        (Votes(1, 0), True),
    ],
)
def test_more_are_for_it_or_the_chair_decides(votes: Votes, is_approved: bool) -> None:
    assert votes.is_approved is is_approved


@given(total=st.integers(1, 40), numerator=st.integers(1, 10), more=st.integers(0, 10))
def test_the_quorum_is_met_by_exactly_as_many_as_are_needed_and_by_no_fewer(
    total: int, numerator: int, more: int
) -> None:
    quorum = Quorum(numerator, numerator + more)
    seats = [(1, Seat.CHAIR), *((row, Seat.MEMBER) for row in range(2, total + 1))]
    needed = quorum.needed(total)
    assert needed * (numerator + more) >= total * numerator
    assert attendance(seats, set(range(1, needed + 1)), quorum).is_quorate
    assert not attendance(seats, set(range(1, needed)), quorum).is_quorate
