"""The way from an idea to its retirement, and what each gate asks for. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

from innovation.models.innovation import PilotResult, Stage, TestResult
from service.refusal import Problem, _

ORDER: Final = tuple(Stage)
STEPS: Final[Mapping[Stage, tuple[tuple[str, str], ...]]] = {
    Stage.DESIGN: (("idea", ""), ("approval", "go")),
    Stage.PROTOTYPE: (("design", ""),),
    Stage.PILOT: (("prototype", ""),),
    Stage.RELEASE: (("pilot", ""), ("evaluation", "scale")),
    Stage.MAINTENANCE: (("release", ""),),
    Stage.RETIRED: (),
}
"""Steps of the case that must be done before a stage is entered, each with how it must have ended ("": any)."""


@dataclass(frozen=True, slots=True)
class Traced:
    """One requirement as a gate looks at it."""

    number: int
    has_need: bool
    result: TestResult


@dataclass(frozen=True, slots=True)
class Ground:
    """What is known when somebody wants to pass a gate. `done` are the steps of its case that are done, each with how
    it ended; none where it has no case. `has_reason`: the person says why.
    """

    requirements: Collection[Traced] = ()
    pilots: Collection[PilotResult] = ()
    done: Mapping[str, str] = field(default_factory=dict)
    has_case: bool = False
    has_version: bool = False
    has_reason: bool = False


def next_stage(stage: Stage) -> Stage | None:
    """The one after it; None after the last."""
    at = ORDER.index(stage) + 1
    return ORDER[at] if at < len(ORDER) else None


def may_follow(now: Stage, wanted: Stage) -> bool:
    """The next one; to be retired, from anywhere; back one stage, where something must be done again."""
    if now is Stage.RETIRED or now is wanted:
        return False
    return wanted in {next_stage(now), Stage.RETIRED} or ORDER.index(wanted) == ORDER.index(now) - 1


def lacking(now: Stage, wanted: Stage, ground: Ground) -> list[Problem]:
    """Everything that stands in the way, so that nobody learns it one by one; nothing: the gate is open."""
    if not may_follow(now, wanted):
        return [Problem("stage", _("It cannot come to this stage from where it is"))]
    if wanted is Stage.RETIRED or ORDER.index(wanted) < ORDER.index(now):
        return [] if ground.has_reason else [Problem("note", _("Say why"))]
    found = _of_case(wanted, ground)
    if wanted is Stage.PROTOTYPE and not ground.requirements:
        found.append(Problem("stage", _("Write down what it must be able to do first: it has no requirement")))
    if wanted is Stage.RELEASE:
        found += _of_release(ground)
    return found


def _of_case(wanted: Stage, ground: Ground) -> list[Problem]:
    if not ground.has_case:
        return [Problem("stage", _("Open its case first: the gates and their evidence stand there"))]
    return [
        Problem("stage", _("A step of its case is lacking: %(step)s"), {"step": step})
        for step, ended in STEPS[wanted]
        if step not in ground.done or (ended and ground.done[step] != ended)
    ]


def _of_release(ground: Ground) -> list[Problem]:
    found = []
    if PilotResult.PASSED not in ground.pilots:
        found.append(Problem("stage", _("No pilot school has passed it: without a passed pilot nothing is released")))
    if PilotResult.RUNNING in ground.pilots:
        found.append(Problem("stage", _("A pilot is still running: write down how it ended")))
    if not ground.requirements:
        found.append(Problem("stage", _("It has no requirement that could be traced")))
    untraced = [str(one.number) for one in ground.requirements if not one.has_need]
    if untraced:
        found.append(Problem("stage", _("Requirements without a need: %(numbers)s"), {"numbers": ", ".join(untraced)}))
    failing = [str(one.number) for one in ground.requirements if one.result is not TestResult.PASSED]
    if failing:
        said = _("Requirements whose test has not passed: %(numbers)s")
        found.append(Problem("stage", said, {"numbers": ", ".join(failing)}))
    if not ground.has_version:
        found.append(Problem("version", _("What is released needs a version")))
    return found
