"""How a case stands: blocked, open, overdue from midnight in Bangkok, branches, resolutions of what was changed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office.workflow.definition import Definition, checked
from office.workflow.standing import (
    Clock,
    Done,
    Facts,
    Lack,
    Reason,
    Resolved,
    Standing,
    StepState,
    done_after,
    standing,
)
from tests.office.workflow.test_definition import CHOICES, OWNERS, step, workflow

BANGKOK = ZoneInfo("Asia/Bangkok")
START = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)  # Monday 2 November 2569, 10:00 in Bangkok
SHA, OTHER = "a" * 64, "b" * 64


def defined() -> Definition:
    """ask -> (yes) make -> check; ask or check -> end; make wants a plan, check wants the board's word on it."""
    return checked(
        workflow(
            step("ask", choices=CHOICES),
            step("make", when={"step": "ask", "choice": ["yes"]}, evidence=["plan"]),
            step("check", after=["make"], resolution={"committee": "board", "of": "plan"}, working_days=5),
            step("end", after=["ask", "check"]),
            evidence=("plan",),
            committees=("board",),
        ),
        owners=OWNERS,
    )


def at(facts: Facts, now: datetime = START, holidays: frozenset[date] = frozenset()) -> Standing:
    return standing(defined(), facts, Clock(now, BANGKOK, holidays))


def states(found: Standing) -> list[str]:
    return [step.state.value for step in found.steps]


def done(*keys: str, choice: str = "yes", when: datetime = START) -> dict[str, Done]:
    return {key: Done(when, choice if key == "ask" else "") for key in keys}


def test_at_first_one_step_is_open_and_the_rest_say_what_they_wait_for() -> None:
    found = at(Facts(START))
    assert states(found) == ["open", "blocked", "blocked", "blocked"]
    assert found.today == "ask"
    assert [one.is_today for one in found.steps] == [True, False, False, False]
    assert found.of("make").reasons == (Reason(Lack.STEP, "ask"),)
    assert found.of("end").reasons == (Reason(Lack.STEP, "ask"), Reason(Lack.STEP, "check"))
    assert not found.is_finished


def test_dates_follow_from_what_is_before() -> None:
    found = at(Facts(START))
    # 5 days, 5 days, 5 working days over a weekend, 5 days: from Monday the 2nd.
    assert [one.due_on.day for one in found.steps] == [7, 12, 19, 24]
    moved = at(Facts(START, done=done("ask")))
    assert [one.due_on.day for one in moved.steps] == [7, 7, 13, 18]
    assert moved.of("ask").done_on == date(2026, 11, 2)


def test_a_holiday_is_no_working_day() -> None:
    off = frozenset({date(2026, 11, 10), date(2026, 11, 14)})  # a Tuesday, and a Saturday that changes nothing
    assert at(Facts(START, done=done("ask")), holidays=off).of("check").due_on == date(2026, 11, 16)


def test_what_is_late_pushes_what_comes_after_and_never_into_the_past() -> None:
    found = at(Facts(START), now=START + timedelta(days=20))
    assert found.of("ask").due_on == date(2026, 11, 7)
    assert found.of("make").due_on == date(2026, 11, 27)


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (datetime(2026, 11, 7, 16, 59, 59, tzinfo=UTC), StepState.OPEN),  # 23:59:59 of the last day in Bangkok
        (datetime(2026, 11, 7, 17, 0, 0, tzinfo=UTC), StepState.OVERDUE),  # midnight
        (datetime(2026, 11, 7, 23, 59, 59, tzinfo=UTC), StepState.OVERDUE),  # still the same day in Greenwich
    ],
)
def test_a_step_is_overdue_from_midnight_in_bangkok(now: datetime, state: StepState) -> None:
    assert at(Facts(START), now=now).of("ask").state is state


def test_a_step_that_was_done_after_midnight_was_done_on_the_next_day() -> None:
    late = datetime(2026, 11, 2, 17, 0, tzinfo=UTC)
    found = at(Facts(START, done=done("ask", when=late)), now=late)
    assert found.of("ask").done_on == date(2026, 11, 3)
    assert found.of("make").due_on == date(2026, 11, 8)


def test_a_day_set_by_a_person_holds() -> None:
    found = at(Facts(START, due={"ask": date(2026, 11, 30)}), now=START + timedelta(days=20))
    assert found.of("ask").state is StepState.OPEN
    assert found.of("ask").due_on == date(2026, 11, 30)


def test_a_document_that_is_not_there_keeps_a_step_from_being_done() -> None:
    begun = Facts(START, done=done("ask"))
    assert at(begun).of("make").state is StepState.OPEN
    assert at(begun).of("make").reasons == (Reason(Lack.EVIDENCE, "plan"),)
    assert at(Facts(START, done=done("ask"), documents={"plan": SHA})).of("make").reasons == ()


@pytest.mark.parametrize(
    ("resolved", "reasons"),
    [
        (None, (Reason(Lack.RESOLUTION, "board"),)),
        (Resolved(SHA, is_approved=False), (Reason(Lack.REJECTED, "board"),)),
        (Resolved(OTHER, is_approved=False), (Reason(Lack.REJECTED, "board"),)),
        (Resolved(OTHER, is_approved=True), (Reason(Lack.CHANGED, "plan"),)),
        (Resolved(SHA, is_approved=True), ()),
    ],
)
def test_a_resolution_holds_for_exactly_what_was_approved(
    resolved: Resolved | None, reasons: tuple[Reason, ...]
) -> None:
    facts = Facts(
        START,
        done=done("ask", "make"),
        documents={"plan": SHA},
        resolutions={} if resolved is None else {"check": resolved},
    )
    assert at(facts).of("check").reasons == reasons


def test_what_was_changed_after_the_step_was_done_is_told_of_the_done_step() -> None:
    facts = Facts(
        START,
        done=done("ask", "make", "check"),
        documents={"plan": OTHER},
        resolutions={"check": Resolved(SHA, is_approved=True)},
    )
    found = at(facts).of("check")
    assert found.state is StepState.DONE
    assert found.reasons == (Reason(Lack.CHANGED, "plan"),)


def test_a_branch_that_was_not_chosen_is_skipped_with_all_that_only_it_leads_to() -> None:
    found = at(Facts(START, done=done("ask", choice="no")))
    assert states(found) == ["done", "skipped", "skipped", "open"]
    assert found.today == "end"
    finished = at(Facts(START, done={**done("ask", choice="no"), "end": Done(START)}))
    assert finished.is_finished
    assert finished.today is None


def test_the_step_that_was_due_first_is_todays() -> None:
    both = checked(workflow(step("a"), step("b", after=["a"], days=9), step("c", after=["a"], days=3)), owners=OWNERS)
    clock = Clock(START, BANGKOK)
    assert standing(both, Facts(START, done={"a": Done(START)}), clock).today == "c"
    same = Facts(START, done={"a": Done(START)}, due={"c": date(2026, 11, 11)})
    assert standing(both, same, clock).today == "b"


def test_what_rests_on_a_step_must_be_undone_first() -> None:
    facts = Facts(START, done=done("ask", "make", "check"))
    assert done_after(defined(), facts, "ask") == ("make", "check")
    assert done_after(defined(), facts, "check") == ()


@given(
    keys=st.sets(st.sampled_from(["ask", "make", "check", "end"])),
    choice=st.sampled_from(["yes", "no"]),
    passed=st.integers(0, 400),
)
def test_whatever_was_done_there_is_at_most_one_step_of_today_and_none_is_both_settled_and_open(
    keys: set[str], choice: str, passed: int
) -> None:
    found = at(Facts(START, done=done(*keys, choice=choice)), now=START + timedelta(days=passed))
    assert [one.key for one in found.steps] == ["ask", "make", "check", "end"]
    assert sum(one.is_today for one in found.steps) == (found.today is not None)
    assert not any(one.is_open and one.is_settled for one in found.steps)
    assert found.is_finished == all(one.is_settled for one in found.steps)
    assert all((one.state is StepState.DONE) == (one.key in keys) for one in found.steps)
