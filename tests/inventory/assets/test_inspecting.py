"""What records amount to, when an inspection is due, and where the network says otherwise."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory.assets.inspecting import Network, Said, Sign, days_of, outcome, sign_of
from inventory.models.inspection import Condition, Outcome, Whereabouts
from office.fiscal import FiscalYear

F, E, N = Whereabouts.FOUND, Whereabouts.ELSEWHERE, Whereabouts.NOT_FOUND
OK, BAD = Condition.USABLE, Condition.DAMAGED
NOW = datetime(2026, 10, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "chosen", "after", "expected"),
    [
        ([], None, None, (Outcome.OPEN, None)),
        ([Said(1, 7, F, OK)], None, None, (Outcome.ANSWERED, 1)),
        ([Said(1, 7, F, OK), Said(2, 8, F, OK)], None, None, (Outcome.ANSWERED, 2)),
        ([Said(1, 7, F, OK), Said(2, 8, E, OK)], None, None, (Outcome.ANSWERED, 2)),  # where it stood is no conflict
        ([Said(1, 7, F, OK), Said(2, 8, F, BAD)], None, None, (Outcome.CONFLICT, None)),
        ([Said(1, 7, F, OK), Said(2, 8, N, None)], None, None, (Outcome.CONFLICT, None)),
        ([Said(1, 7, F, OK), Said(2, 7, F, BAD)], None, None, (Outcome.ANSWERED, 2)),  # one person corrects
        ([Said(1, 7, F, OK), Said(2, 8, F, BAD), Said(3, 7, F, BAD)], None, None, (Outcome.ANSWERED, 3)),
        ([Said(1, 7, F, OK), Said(2, 8, F, BAD)], 1, 2, (Outcome.ANSWERED, 1)),
        ([Said(1, 7, F, OK), Said(2, 8, F, BAD), Said(3, 9, F, OK)], 1, 2, (Outcome.ANSWERED, 1)),
        ([Said(1, 7, F, OK), Said(2, 8, F, BAD), Said(3, 9, N, None)], 1, 2, (Outcome.CONFLICT, 1)),
    ],
)
def test_the_last_word_of_each_counts_and_two_that_differ_wait_for_a_person(
    said: list[Said], chosen: int | None, after: int | None, expected: tuple[Outcome, int | None]
) -> None:
    assert outcome(said, chosen=chosen, chosen_after=after) == expected


records = st.builds(
    Said,
    id=st.integers(1, 50),
    person_id=st.integers(1, 3),
    whereabouts=st.sampled_from(Whereabouts),
    condition=st.sampled_from([None, *Condition]),
)


@given(st.lists(records, unique_by=lambda one: one.id))
def test_the_order_in_which_records_are_read_changes_nothing(said: list[Said]) -> None:
    assert outcome(said, chosen=None, chosen_after=None) == outcome(said[::-1], chosen=None, chosen_after=None)


def test_an_inspection_begins_on_the_first_working_day_and_is_due_on_the_thirtieth() -> None:
    holidays = {date(2026, 10, 1), date(2026, 10, 13), date(2026, 10, 23)}  # the first would be a Thursday
    days = days_of(FiscalYear(2569), holidays)
    assert (days.as_of, days.starts_on) == (date(2026, 9, 30), date(2026, 10, 2))
    working = [days.starts_on + timedelta(days=at) for at in range((days.due_on - days.starts_on).days + 1)]
    assert sum(day.weekday() < 5 and day not in holidays for day in working) == 30
    assert days.due_on == date(2026, 11, 16)


def seen(days: int, site_id: int | None = 1) -> Network:
    return Network(site_id, NOW - timedelta(days=days))


@pytest.mark.parametrize(
    ("network", "answer", "expected"),
    [
        (None, (F, OK), None),
        (Network(1, None), None, None),
        (seen(1), None, Sign.SEEN_HERE),
        (seen(1, 2), None, Sign.SEEN_ELSEWHERE),
        (seen(31), None, Sign.SILENT),
        (seen(1), (N, None), Sign.NOT_FOUND_BUT_SEEN),
        (seen(1, 2), (N, None), Sign.NOT_FOUND_BUT_SEEN),
        (seen(31), (N, None), Sign.SILENT),
        (seen(1, 2), (F, OK), Sign.HERE_BUT_SEEN_ELSEWHERE),
        (seen(1, 2), (E, OK), Sign.SEEN_ELSEWHERE),  # they agree
        (seen(31), (F, OK), Sign.USABLE_BUT_SILENT),
        (seen(1), (F, BAD), Sign.DAMAGED_BUT_ANSWERS),
        (seen(31), (F, BAD), Sign.SILENT),
        (seen(1), (F, OK), Sign.SEEN_HERE),
    ],
)
def test_the_network_speaks_against_what_was_recorded(
    network: Network | None, answer: tuple[Whereabouts, Condition | None] | None, expected: Sign | None
) -> None:
    assert sign_of(network, 1, answer, now=NOW) is expected
