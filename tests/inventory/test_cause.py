"""Classes of cause: a table of evidence and what it says, and what holds whatever was seen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory.cause import ENOUGH, Evidence, Moment, SignKind, judge_cause
from inventory.models.outage import Cause, Subject

AT = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
SOON = Moment(AT + timedelta(seconds=40), {"device": "ups", "device_id": 4, "text": "dying gasp"})
OVER = {"ended_at": AT + timedelta(hours=1)}
CASES: dict[str, tuple[dict[str, Any], Cause, list[SignKind]]] = {
    "nothing": ({}, Cause.UNCLEAR, []),
    "battery": ({"on_battery": [SOON]}, Cause.POWER, [SignKind.ON_BATTERY]),
    "gasp": ({"gasps": [SOON]}, Cause.POWER, [SignKind.LAST_GASP]),
    "school": ({"said": [(SOON, True)]}, Cause.POWER, [SignKind.SCHOOL_SAYS_OFF]),
    "off and on": ({"said": [(SOON, True), (SOON, False)]}, Cause.POWER, [SignKind.SCHOOL_SAYS_OFF]),
    "only on": ({"said": [(SOON, False)]}, Cause.UNCLEAR, [SignKind.SCHOOL_SAYS_ON]),
    "both links": (
        {"links_down": {1: AT, 2: AT + timedelta(seconds=30)}}, Cause.POWER, [SignKind.ALL_LINKS_AT_ONCE],
    ),
    "links an hour apart": ({"links_down": {1: AT, 2: AT - timedelta(hours=1)}}, Cause.UNCLEAR, []),
    "all behind one link": (
        {"links_down": {1: AT}, "devices_down": {1: AT, 2: AT}}, Cause.UNCLEAR, [SignKind.ALL_DEVICES_AT_ONCE],
    ),
    "area": ({"links_down": {1: AT}, "neighbours": ["a"]}, Cause.POWER, [SignKind.AREA_SILENT]),
    "second link lives": (
        {"links_down": {1: AT, 2: None}, "link_names": {2: "spare"}}, Cause.PROVIDER, [SignKind.OTHER_LINK_LIVES],
    ),
    "agent inside": (
        {"inside": {"gateway": (20, 0), "outside": (0, 20)}}, Cause.PROVIDER, [SignKind.OUTSIDE_DEAD],
    ),
    "agent sees no router": ({"inside": {"router": (0, 20)}}, Cause.EQUIPMENT, [SignKind.ROUTER_DEAD_INSIDE]),
    "pattern": ({"alike": 4, "alike_of": 9, "provider": "P"}, Cause.PROVIDER, [SignKind.PROVIDER_PATTERN]),
    "router ran": ({**OVER, "booted": Moment(AT - timedelta(days=9))}, Cause.PROVIDER, [SignKind.ROUTER_RAN_THROUGH]),
    "router restarted": ({**OVER, "booted": SOON}, Cause.UNCLEAR, [SignKind.ROUTER_RESTARTED]),
    "agent was off": ({**OVER, "agent_off": SOON}, Cause.POWER, [SignKind.AGENT_WAS_OFF]),
    "device behind a living parent": (
        {"subject": Subject.DEVICE, "parent": "router"}, Cause.EQUIPMENT, [SignKind.PARENT_LIVES],
    ),
    "two that contradict": (
        {"on_battery": [SOON], "alike": 4, "alike_of": 9}, Cause.UNCLEAR,
        [SignKind.ON_BATTERY, SignKind.PROVIDER_PATTERN],
    ),
    "planned goes before all": (
        {"windows": [SOON], "on_battery": [SOON]}, Cause.PLANNED, [SignKind.WINDOW, SignKind.ON_BATTERY],
    ),
    "ours goes before all": (
        {"own_uplink": [SOON], "alike": 9, "alike_of": 9}, Cause.OURS, [SignKind.OWN_UPLINK, SignKind.PROVIDER_PATTERN],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_what_the_evidence_says(name: str) -> None:
    seen, cause, signs = CASES[name]
    given_seen: dict[str, Any] = {"subject": Subject.LINK, "started_at": AT} | seen
    found = judge_cause(Evidence(**given_seen))
    assert (found.cause, [sign.kind for sign in found.signs]) == (cause, signs)
    assert all(row["sign"] and row["cause"] and row["weight"] for row in (sign.row() for sign in found.signs))


times = st.none() | st.integers(0, 600).map(lambda seconds: AT + timedelta(seconds=seconds))
moments = st.lists(st.integers(-600, 600).map(lambda s: Moment(AT + timedelta(seconds=s))), max_size=2)
evidences = st.builds(
    Evidence,
    subject=st.sampled_from([Subject.LINK, Subject.DEVICE]),
    started_at=st.just(AT),
    ended_at=times,
    windows=moments,
    own_uplink=moments,
    on_battery=moments,
    gasps=moments,
    links_down=st.dictionaries(st.integers(1, 3), times),
    devices_down=st.dictionaries(st.integers(1, 3), times),
    alike=st.integers(0, 5),
    neighbours=st.sampled_from([[], ["one"], ["one", "two"]]),
    inside=st.dictionaries(
        st.sampled_from(["router", "gateway", "outside"]), st.tuples(st.integers(0, 9), st.integers(0, 9))
    ),
    booted=st.none() | st.integers(-600, 600).map(lambda seconds: Moment(AT + timedelta(seconds=seconds))),
    parent=st.sampled_from(["", "router"]),
)


@given(evidences)
def test_a_cause_is_said_only_with_enough_weight_and_never_on_a_tie(seen: Evidence) -> None:
    found = judge_cause(seen)
    weights = {cause: sum(s.weight for s in found.signs if s.cause is cause) for cause in Cause}
    if found.cause is Cause.UNCLEAR:
        return
    assert weights[found.cause] >= ENOUGH
    if found.cause not in {Cause.OURS, Cause.PLANNED}:
        assert all(weights[other] < weights[found.cause] for other in Cause if other is not found.cause)
        assert weights[Cause.OURS] == weights[Cause.PLANNED] == 0
