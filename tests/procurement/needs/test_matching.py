"""What becomes of a need when its evidence comes, goes further, goes away and comes back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from procurement.needs.found import Found, Severity
from procurement.needs.matching import Change, Known, Opened, Refreshed, Resumed, Unsupported, match
from procurement.needs.need import NeedState, Reason

TODAY = date(2026, 11, 22)
FOUND = Found(Reason.AGE, site_id=3, severity=Severity(20), level=5, evidence=(), device_id=7)
KEY = FOUND.key
OPEN = Known(1, KEY, NeedState.OPEN, level=5, decided_level=0, is_supported=True, rests_on_evidence=True)
DECIDED = replace(OPEN, decided_level=5)
AGAIN = Refreshed(1, FOUND, reopens=True)
SAME = Refreshed(1, FOUND)


def outcome(known: list[Known], found: Found | None = FOUND) -> list[Change]:
    return match({found.key: found} if found else {}, known, TODAY)


@pytest.mark.parametrize(
    ("known", "found", "expected"),
    [
        (None, FOUND, [Opened(FOUND)]),
        (OPEN, FOUND, [SAME]),
        (OPEN, None, [Unsupported(1)]),
        (replace(OPEN, is_supported=False), None, []),
        (replace(OPEN, is_supported=False), FOUND, [Refreshed(1, FOUND, returns=True)]),
        (replace(OPEN, rests_on_evidence=False), None, []),
        (replace(DECIDED, state=NeedState.APPROVED), FOUND, [SAME]),
        (replace(OPEN, state=NeedState.APPROVED), FOUND, [SAME]),
        (replace(OPEN, state=NeedState.MERGED), FOUND, [SAME]),
        (replace(OPEN, state=NeedState.ORDERED), None, [Unsupported(1)]),
        (replace(DECIDED, state=NeedState.REJECTED), FOUND, []),
        (replace(DECIDED, state=NeedState.REJECTED, decided_level=4), FOUND, [AGAIN]),
        (replace(DECIDED, state=NeedState.REJECTED), None, [Unsupported(1)]),
        (
            replace(DECIDED, state=NeedState.REJECTED, is_supported=False),
            FOUND,
            [Refreshed(1, FOUND, reopens=True, returns=True)],
        ),
        (replace(DECIDED, state=NeedState.DEFERRED, deferred_until=TODAY + timedelta(days=1)), FOUND, [SAME]),
        (replace(DECIDED, state=NeedState.DEFERRED, deferred_until=TODAY), FOUND, [AGAIN]),
        (
            replace(DECIDED, state=NeedState.DEFERRED, deferred_until=TODAY + timedelta(days=9), decided_level=4),
            FOUND,
            [AGAIN],
        ),
        (replace(DECIDED, state=NeedState.DEFERRED, deferred_until=TODAY), None, [Unsupported(1), Resumed(1)]),
        (replace(DECIDED, state=NeedState.MET), FOUND, []),
        (replace(DECIDED, state=NeedState.MET, decided_level=4), FOUND, [Opened(FOUND)]),
        (replace(DECIDED, state=NeedState.MET, is_supported=False), FOUND, [Opened(FOUND)]),
    ],
)
def test_a_decision_holds_until_the_evidence_says_more(
    known: Known | None, found: Found | None, expected: list[Change]
) -> None:
    assert outcome([known] if known else [], found) == expected


def test_a_live_need_stands_for_closed_ones_of_its_key() -> None:
    rejected = replace(DECIDED, need_id=9, state=NeedState.REJECTED, decided_level=0)
    assert outcome([OPEN, rejected]) == [SAME]
    first = replace(DECIDED, state=NeedState.MET, decided_level=0)
    assert outcome([first, replace(rejected, decided_level=5)]) == [], "the last that was closed counts"


def test_changes_come_in_an_order_that_all_looks_share() -> None:
    others = {key: replace(FOUND, device_id=key) for key in (9, 8)}
    found = {one.key: one for one in (FOUND, *others.values())}
    known = [replace(OPEN, need_id=5, key=others[9].key), replace(OPEN, need_id=2)]
    made = match(found, known, TODAY)
    assert made == [Refreshed(2, FOUND), Refreshed(5, others[9]), Opened(others[8])]
