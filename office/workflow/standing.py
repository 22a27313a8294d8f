"""How a case stands, computed from facts: what is done, open, overdue, blocked and why, and which step is today's.

Pure: the moment and the zone are parameters. A day ends at midnight on the office's own clock.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from enum import StrEnum

from office.workflow.days import after_days, after_working_days
from office.workflow.definition import Definition, Step


class StepState(StrEnum):
    """Where one step stands."""

    DONE = "done"
    OPEN = "open"
    OVERDUE = "overdue"
    BLOCKED = "blocked"  # a step before it is not done
    SKIPPED = "skipped"  # a branch that is not walked
    WAIVED = "waived"  # left out, with a reason and an approver


class Lack(StrEnum):
    """Why a step cannot begin, cannot be done, or does not hold any more."""

    STEP = "step"  # an earlier step is not done
    EVIDENCE = "evidence"  # a document is not there
    RESOLUTION = "resolution"  # the committee has not decided
    REJECTED = "rejected"  # it decided against it
    CHANGED = "changed"  # what it approved is not what is there now
    GATE = "gate"  # a decision taken elsewhere is not there


@dataclass(frozen=True, slots=True)
class Reason:
    """`key` names the step, the kind of evidence, or the committee."""

    lack: Lack
    key: str


@dataclass(frozen=True, slots=True)
class Done:
    """That a step was done, and how it ended where it has choices."""

    at: datetime
    choice: str = ""


@dataclass(frozen=True, slots=True)
class Resolved:
    """The last resolution for a step: of exactly the document with this SHA-256."""

    sha256: str
    is_approved: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a case. `due` are days that a person set; `documents` are by kind the SHA-256 of what is there
    now; `resolutions` are by step. `waived` are steps that were left out with approval, `open_gates` those whose gate
    is open; a gate is never waived.
    """

    started_at: datetime
    done: Mapping[str, Done] = field(default_factory=dict)
    due: Mapping[str, date] = field(default_factory=dict)
    documents: Mapping[str, str] = field(default_factory=dict)
    resolutions: Mapping[str, Resolved] = field(default_factory=dict)
    waived: Collection[str] = frozenset()
    open_gates: Collection[str] = frozenset()


@dataclass(frozen=True, slots=True)
class StepStanding:
    """One step. `due_on` is planned while the step is blocked; `done_on` is a day of the office's clock."""

    key: str
    state: StepState
    due_on: date
    done_on: date | None = None
    reasons: tuple[Reason, ...] = ()
    is_today: bool = False

    @property
    def is_open(self) -> bool:
        """Somebody can work on it."""
        return self.state in {StepState.OPEN, StepState.OVERDUE}

    @property
    def is_settled(self) -> bool:
        """Nobody waits for it any more."""
        return self.state in {StepState.DONE, StepState.SKIPPED, StepState.WAIVED}


@dataclass(frozen=True, slots=True)
class Standing:
    """All steps, in the order of the definition. `today` is the step that presses most; none when all is settled."""

    steps: tuple[StepStanding, ...]
    today: str | None

    @property
    def is_finished(self) -> bool:
        """Nothing is left to do."""
        return all(step.is_settled for step in self.steps)

    def of(self, key: str) -> StepStanding:
        """One step; KeyError."""
        for step in self.steps:
            if step.key == key:
                return step
        raise KeyError(key)


@dataclass(frozen=True, slots=True)
class Clock:
    """The moment, the zone whose midnight ends a day, and the days on which the office is closed."""

    now: datetime
    zone: tzinfo
    holidays: Collection[date] = frozenset()

    def day(self, moment: datetime) -> date:
        """On the office's own clock."""
        return moment.astimezone(self.zone).date()


def standing(definition: Definition, facts: Facts, clock: Clock) -> Standing:
    """How the case stands at the clock's moment."""
    today = clock.day(clock.now)
    found: dict[str, StepStanding] = {}
    finish: dict[str, date] = {}  # when each step ended, or will at the earliest as planned
    for step in definition.steps:
        ready = max((finish[key] for key in step.before), default=clock.day(facts.started_at))
        done = facts.done.get(step.key)
        due = facts.due.get(step.key) or _due(step, ready, clock)
        state, reasons = _state(step, found, facts, done)
        if state is StepState.OPEN and today > due:
            state = StepState.OVERDUE
        done_on = clock.day(done.at) if done is not None else None
        found[step.key] = StepStanding(step.key, state, due, done_on, reasons)
        if state in {StepState.SKIPPED, StepState.WAIVED}:
            finish[step.key] = ready
        else:
            finish[step.key] = done_on if done_on is not None else max(due, today)
    return _with_today(found)


def _due(step: Step, ready: date, clock: Clock) -> date:
    if step.working_days is not None:
        return after_working_days(ready, step.working_days, clock.holidays)
    return after_days(ready, step.days or 0)


def _state(
    step: Step, found: Mapping[str, StepStanding], facts: Facts, done: Done | None
) -> tuple[StepState, tuple[Reason, ...]]:
    if done is not None:
        return StepState.DONE, tuple(_unsound(step, facts))
    if _is_skipped(step, found, facts):
        return StepState.SKIPPED, ()
    if step.key in facts.waived and not step.is_gate:
        return StepState.WAIVED, ()
    waiting = tuple(Reason(Lack.STEP, key) for key in step.before if not found[key].is_settled)
    return (StepState.BLOCKED, waiting) if waiting else (StepState.OPEN, tuple(_lacking(step, facts)))


def _is_skipped(step: Step, found: Mapping[str, StepStanding], facts: Facts) -> bool:
    """The branch was not chosen, or all that leads here lies on branches that were not."""
    if step.before and all(found[key].state is StepState.SKIPPED for key in step.before):
        return True
    if step.when is None:
        return False
    if found[step.when.step].state is StepState.SKIPPED:
        return True
    chosen = facts.done.get(step.when.step)
    return chosen is not None and chosen.choice not in step.when.choice


def _lacking(step: Step, facts: Facts) -> list[Reason]:
    """What must be there before the step can count as done."""
    lacking = [Reason(Lack.EVIDENCE, kind) for kind in step.evidence if kind not in facts.documents]
    if step.gate and step.key not in facts.open_gates:
        lacking.append(Reason(Lack.GATE, step.key))
    if step.resolution is None:
        return lacking
    committee, resolved = step.resolution.committee, facts.resolutions.get(step.key)
    if resolved is None:
        return [*lacking, Reason(Lack.RESOLUTION, committee)]
    if not resolved.is_approved:
        return [*lacking, Reason(Lack.REJECTED, committee)]
    return lacking + _changed(step, facts, resolved)


def _unsound(step: Step, facts: Facts) -> list[Reason]:
    """Why a step that was done does not hold any more."""
    resolved = facts.resolutions.get(step.key)
    return _changed(step, facts, resolved) if resolved is not None else []


def _changed(step: Step, facts: Facts, resolved: Resolved) -> list[Reason]:
    if step.resolution is None or facts.documents.get(step.resolution.of) == resolved.sha256:
        return []
    return [Reason(Lack.CHANGED, step.resolution.of)]


def _with_today(found: Mapping[str, StepStanding]) -> Standing:
    """The open step that was due first; of those due on one day the first of the definition."""
    opened = [step for step in found.values() if step.is_open]
    today = min(opened, key=lambda step: step.due_on).key if opened else None
    return Standing(
        tuple(
            StepStanding(one.key, one.state, one.due_on, one.done_on, one.reasons, is_today=one.key == today)
            for one in found.values()
        ),
        today,
    )


def done_after(definition: Definition, facts: Facts, key: str) -> tuple[str, ...]:
    """The steps that were done on the strength of this one: they must be undone before it can be."""
    return tuple(
        step.key for step in definition.steps if step.key in facts.done and key in definition.ancestors(step.key)
    )
