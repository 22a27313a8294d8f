"""Gates: what each asks for, told all at once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from innovation.models.innovation import PilotResult, Stage
from innovation.models.innovation import TestResult as Tested
from innovation.pipeline import Ground, Traced, lacking, may_follow, next_stage

DONE = {"idea": "", "approval": "go", "design": "", "prototype": "", "pilot": "", "evaluation": "scale", "release": ""}
READY = Ground(
    requirements=(Traced(1, True, Tested.PASSED),),
    pilots=(PilotResult.PASSED, PilotResult.FAILED),
    done=DONE,
    has_case=True,
    has_version=True,
)


@pytest.mark.parametrize("stage", [one for one in Stage if one is not Stage.RETIRED])
def test_with_everything_there_each_gate_is_open(stage: Stage) -> None:
    wanted = next_stage(stage)
    assert wanted is not None
    assert lacking(stage, wanted, replace(READY, has_reason=True)) == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"pilots": ()}, "without a passed pilot nothing is released"),
        ({"pilots": (PilotResult.FAILED,)}, "without a passed pilot nothing is released"),
        ({"pilots": (PilotResult.PASSED, PilotResult.RUNNING)}, "A pilot is still running"),
        ({"requirements": ()}, "no requirement that could be traced"),
        ({"requirements": (Traced(7, False, Tested.PASSED),)}, "without a need: 7"),
        ({"requirements": (Traced(8, True, Tested.UNTESTED),)}, "has not passed: 8"),
        ({"requirements": (Traced(9, True, Tested.FAILED),)}, "has not passed: 9"),
        ({"done": DONE | {"evaluation": "stop"}}, "lacking: evaluation"),
        ({"has_version": False}, "needs a version"),
        ({"has_case": False}, "Open its case first"),
    ],
)
def test_a_release_is_refused_for_each_thing_that_is_lacking(change: dict[str, object], told: str) -> None:
    found = [one.text() for one in lacking(Stage.PILOT, Stage.RELEASE, replace(READY, **change))]  # type: ignore[arg-type]
    assert len(found) == 1
    assert told in found[0]


def test_everything_that_is_lacking_is_told_at_once() -> None:
    found = lacking(Stage.PILOT, Stage.RELEASE, Ground(requirements=(Traced(1, False, Tested.FAILED),)))
    assert len(found) == 5


def test_nothing_is_skipped_and_going_back_or_ending_needs_a_reason() -> None:
    assert [stage for stage in Stage if may_follow(Stage.PROTOTYPE, stage)] == [
        Stage.DESIGN,
        Stage.PILOT,
        Stage.RETIRED,
    ]
    assert not any(may_follow(Stage.RETIRED, stage) for stage in Stage)
    for wanted in (Stage.DESIGN, Stage.RETIRED):
        assert [one.field for one in lacking(Stage.PROTOTYPE, wanted, READY)] == ["note"]
        assert lacking(Stage.PROTOTYPE, wanted, replace(READY, has_reason=True)) == []
    assert [one.field for one in lacking(Stage.IDEA, Stage.RELEASE, READY)] == ["stage"]
