"""The score can be reckoned by hand, from what is stored with it and nothing else."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from procurement.needs.found import Severity
from procurement.needs.need import Urgency
from procurement.needs.rule import Rule, rule_at, shipped_rules
from procurement.needs.score import Basis, reckon

TODAY = date(2026, 11, 22)
RULE = shipped_rules()[0]
BASIS = Basis(kind="switch", urgency=Urgency.NORMAL, since=TODAY, severity=Severity(60), pupils=240)


def points(basis: Basis) -> list[int]:
    return [part.points for part in reckon(basis, RULE, TODAY).parts]


def test_a_known_need_by_hand() -> None:
    # 60 x 50 + 80 x 20 + 48 x 20 + 15 x 10 = 3000 + 1600 + 960 + 150
    score = reckon(replace(BASIS, since=TODAY - timedelta(days=90)), RULE, TODAY)
    assert score.hundredths == 5710


@pytest.mark.parametrize(
    ("basis", "expected"),
    [
        (BASIS, [60, 80, 48, 0]),
        (replace(BASIS, severity=None), [50, 80, 48, 0]),
        (replace(BASIS, severity=None, urgency=Urgency.HIGH), [75, 80, 48, 0]),
        (replace(BASIS, severity=None, urgency=Urgency.LOW, kind="kettle"), [25, 40, 48, 0]),
        (replace(BASIS, pupils=None), [60, 80, 50, 0]),
        (replace(BASIS, pupils=4), [60, 80, 0, 0]),
        (replace(BASIS, pupils=9000), [60, 80, 100, 0]),
        (replace(BASIS, pupils=None, is_office=True), [60, 80, 100, 0]),
        (replace(BASIS, since=TODAY - timedelta(days=29)), [60, 80, 48, 0]),
        (replace(BASIS, since=TODAY - timedelta(days=30)), [60, 80, 48, 5]),
        (replace(BASIS, since=TODAY - timedelta(days=3000)), [60, 80, 48, 100]),
        (replace(BASIS, since=TODAY + timedelta(days=90)), [60, 80, 48, 0]),
    ],
)
def test_each_part_by_its_own_figures(basis: Basis, expected: list[int]) -> None:
    assert points(basis) == expected


def test_what_is_stored_gives_the_same_number_after_the_parameters_changed() -> None:
    score = reckon(BASIS, RULE, TODAY)
    kept = json.loads(json.dumps(score.stored()))
    assert sum(part["weight"] * part["points"] for part in kept["parts"]) == score.hundredths
    assert (kept["on"], kept["valid_from"]) == ("2026-11-22", RULE.valid_from.isoformat())
    other = replace(RULE, weight_severity=10, weight_waiting=50)
    assert reckon(BASIS, other, TODAY).hundredths != score.hundredths


def test_the_offices_own_parameters_hold_from_their_day_on() -> None:
    own: list[Rule] = [
        replace(RULE, valid_from=date(2026, 10, 1), repairs=9),
        replace(RULE, valid_from=date(2027, 1, 1)),
    ]
    assert rule_at(date(2026, 9, 30), own) == RULE
    assert rule_at(date(2026, 10, 1), own).repairs == 9
    assert rule_at(date(2020, 1, 1), []) == RULE, "before any is known, the first"
    assert sum(RULE.weights.values()) == 100
