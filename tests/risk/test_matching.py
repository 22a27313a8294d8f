"""What becomes of risks when evidence comes, moves and goes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from risk.facts import DeviceFacts, Facts, OutageSeen, SiteFacts
from risk.looking import Found, look
from risk.matching import Change, Known, Lapsed, Lowered, Moved, Opened, Refreshed, match
from risk.parameters import in_force
from risk.terms import Basis, Movement, RiskState

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
TODAY = NOW.date()
KEY = "repeated_outages:device:1"
KNOWN = Known(7, "repeated_outages", KEY, RiskState.OPEN, 3, 3, Basis.MEASURED, 3, is_supported=True, fingerprint="-")


def found(outages: int, *, role: str = "switch") -> dict[str, Found]:
    seen = [OutageSeen(number, NOW - timedelta(days=number)) for number in range(outages)]
    facts = Facts(NOW, devices=[DeviceFacts(1, 1, "sw1", role, outages=seen)], sites={})
    return look(facts, in_force(TODAY))


def changes(seen: dict[str, Found], *known: Known, today: date = TODAY, mark: str = "-") -> list[Change]:
    return match(seen, known, today, fingerprints=dict.fromkeys(seen, mark), there={KEY})


def test_it_is_opened_from_the_class_of_the_rule_on_and_not_before() -> None:
    assert changes(found(2)) == []
    assert [type(one) for one in changes(found(3))] == [Opened]


def test_nothing_is_changed_when_nothing_moved() -> None:
    assert changes(found(3), KNOWN) == []


def test_figures_that_move_within_a_class_are_taken_and_ask_for_no_review() -> None:
    assert [type(one) for one in changes(found(4), KNOWN, mark="new")] == [Refreshed]


def test_a_class_that_moves_opens_the_review_up_and_down() -> None:
    up, down = changes(found(5), KNOWN), changes(found(1), KNOWN)
    assert [(one.movement, one.likelihood, one.reviews) for one in up if isinstance(one, Moved)] == [
        (Movement.ROSE, 4, True)
    ]
    assert [(one.movement, one.likelihood, one.reviews) for one in down if isinstance(one, Moved)] == [
        (Movement.FELL, 2, True)
    ]


def test_an_impact_that_a_person_set_stands_and_is_asked_about_when_what_hangs_on_it_changes() -> None:
    judged = replace(KNOWN, impact=5, impact_basis=Basis.JUDGED)
    (moved,) = changes(found(3, role="router"), judged)
    assert isinstance(moved, Moved)
    assert (moved.movement, moved.impact) == (Movement.WEIGHED, 5)


def test_happenings_that_stopped_lower_it_and_leave_it_to_be_reviewed() -> None:
    assert changes({}, KNOWN) == [Lowered(7, Movement.QUIET, closes=False)]
    quiet = replace(KNOWN, likelihood=1, is_supported=False)
    assert changes({}, quiet) == []


def test_a_cause_or_thing_that_is_gone_closes_it() -> None:
    uplink = replace(KNOWN, rule="single_uplink", key="single_uplink:site:1")
    assert changes({}, uplink) == [Lowered(7, Movement.GONE, closes=True)]
    assert match({}, [KNOWN], TODAY, fingerprints={}, there=set()) == [Lowered(7, Movement.GONE, closes=True)]


def test_an_acceptance_holds_until_its_day_and_not_for_more_than_was_accepted() -> None:
    accepted = replace(KNOWN, state=RiskState.ACCEPTED, accepted_until=TODAY)
    assert changes(found(3), accepted) == []
    assert changes(found(3), accepted, today=TODAY + timedelta(days=1)) == [Lapsed(7)]
    (moved,) = changes(found(5), accepted)
    assert isinstance(moved, Moved)
    assert moved.reopens
    (fell,) = changes(found(1), accepted)
    assert isinstance(fell, Moved)
    assert not fell.reopens


def test_what_a_person_closed_stays_closed_until_the_evidence_goes_further() -> None:
    closed = replace(KNOWN, state=RiskState.CLOSED)
    assert changes(found(3), closed) == []
    (further,) = changes(found(5), closed)
    assert isinstance(further, Moved)
    assert (further.movement, further.reopens) == (Movement.RETURNED, True)


def test_what_was_gone_and_is_there_again_opens_the_same_risk() -> None:
    gone = replace(KNOWN, state=RiskState.CLOSED, likelihood=1, is_supported=False)
    (back,) = changes(found(3), gone)
    assert isinstance(back, Moved)
    assert (back.risk_id, back.movement, back.likelihood) == (7, Movement.RETURNED, 3)
    assert changes({}, gone) == []


def test_a_second_line_takes_the_cause_away() -> None:
    one = SiteFacts(1, "โรงเรียน", links=(1,))
    with_one = look(Facts(NOW, sites={1: one}), in_force(TODAY))
    with_two = look(Facts(NOW, sites={1: replace(one, links=(1, 2))}), in_force(TODAY))
    assert set(with_one) - set(with_two) == {"single_uplink:site:1"}


def test_what_was_accepted_as_less_grave_is_not_accepted_any_more() -> None:
    accepted = replace(
        KNOWN, state=RiskState.ACCEPTED, accepted_until=TODAY + timedelta(days=90), impact=2, weighed_impact=2
    )
    (moved,) = changes(found(3, role="router"), accepted)
    assert isinstance(moved, Moved)
    assert (moved.movement, moved.reopens) == (Movement.WEIGHED, True)
    (moved,) = changes(found(1, role="router"), accepted)  # seldomer, and graver when it comes
    assert isinstance(moved, Moved)
    assert (moved.movement, moved.reopens) == (Movement.FELL, True)
