"""Adoption: from measured use only, each figure with its rows, and never zero where nobody can measure."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from innovation.adoption import Use, Way, adoption, logins_of

TODAY = date(2026, 11, 22)


def device(site_id: int, days_ago: int | None) -> Use:
    return Use(site_id, Way.DEVICE, None if days_ago is None else TODAY - timedelta(days=days_ago), row_id=site_id)


@pytest.mark.parametrize(("days_ago", "percent"), [(0, 100.0), (29, 100.0), (30, 0.0), (None, 0.0), (-1, 0.0)])
def test_use_counts_within_the_days_and_not_from_the_future(days_ago: int | None, percent: float) -> None:
    assert adoption([1], [device(1, days_ago)], until=TODAY).percent == percent


def test_nothing_measured_is_no_figure_and_partly_measured_counts_the_rest_as_not_used() -> None:
    assert adoption([1, 2], [], until=TODAY).percent is None
    assert adoption([], [], until=TODAY).percent is None
    partly = adoption([1, 2, 3, 4], [device(1, 3), device(2, None)], until=TODAY)
    assert (partly.percent, partly.used, partly.unmeasured, partly.rolled_out) == (25.0, 1, 2, 4)


def test_a_school_that_does_not_have_it_counts_nowhere() -> None:
    assert adoption([1], [device(1, 1), device(2, 1)], until=TODAY).rolled_out == 1


def test_logins_tell_of_all_schools_when_the_records_reach_into_the_days() -> None:
    day = TODAY - timedelta(days=2)
    found = {use.site_id: use for use in logins_of([1, 2, 3], {1: [(day, 4), (TODAY, 2)], 2: [(day, 0)]}, until=TODAY)}
    assert (found[1].count, found[1].day) == (6, TODAY)
    assert [found[one].day for one in (2, 3)] == [None, None]
    assert adoption([1, 2, 3], found.values(), until=TODAY).percent == pytest.approx(100 / 3)


def test_old_records_tell_nothing() -> None:
    assert logins_of([1, 2], {1: [(TODAY - timedelta(days=200), 4)]}, until=TODAY) == []
