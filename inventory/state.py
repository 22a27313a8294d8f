"""From probes to states and outages. Pure: what is known, one probe, what is true around it; no clock, no database.

The rule to know: a thing is down when N of its last M rounds were silent *and nobody else explains the silence*.
Rounds that something else explains (we are cut off, maintenance, closed hours, a dead parent) are marked apart and
never count, nor does a silence before them, so that after the explanation ends the confirmation begins anew. A silence
behind a parent counts only once the parent was seen alive before and after it, since rounds of different kinds come in
any order. An outage, once open, ends only with an answer: it starts at the first silent probe and ends at the first
that answered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from math import inf

from inventory.models.outage import State


class Mark(StrEnum):
    """What one round is remembered as; the letters of `current_state.recent`."""

    ANSWERED = "o"
    DEGRADED = "d"
    SILENT = "x"
    UNKNOWN = "u"
    MAINTENANCE = "m"
    CLOSED = "c"
    PARENT = "p"


ALIVE = frozenset({Mark.ANSWERED, Mark.DEGRADED})
# Probes of one round lie this close together: an answer of the parent holds for the child's silence beside it.
SAME_ROUND = timedelta(seconds=10)
# A parent that could not be asked for so long explains nothing any more.
STALE_PARENT = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Seen:
    """One probe of one thing in one round: of `sent` requests `received` were answered."""

    at: datetime
    method: str
    sent: int
    received: int
    rtt_ms: float | None = None
    p95_ms: float | None = None
    min_ms: float | None = None
    max_ms: float | None = None
    jitter_ms: float | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Round:
    """A probe and what it is remembered as."""

    mark: Mark
    seen: Seen


@dataclass(frozen=True, slots=True)
class Around:
    """What is true around a thing at the time of the probe.

    `parent_silent`: the parent is down, unreachable, or gave no answer in its last round. `parents` are the standings
    of what stands before it, of which all must be silent to explain it. `loss_percent` is the loss over the last
    minutes, since five packets of one round say too little; None: too few were sent to tell.
    """

    uplink_lost: bool = False
    maintenance: bool = False
    closed: bool = False
    parent_silent: bool = False
    parents: Sequence[Standing] = ()
    loss_percent: float | None = None
    usual_rtt_ms: float | None = None  # 7-day median


@dataclass(frozen=True, slots=True)
class Limits:
    """How many silent rounds confirm, and what is degraded: from the one value on, until the lower one is kept."""

    down_after: int = 3
    down_of: int = 4
    loss_percent: float = 5.0
    loss_clear_percent: float = 3.0
    rtt_factor: float = 3.0
    rtt_clear_factor: float = 2.0
    rtt_least_ms: float = 20.0  # a line that goes from 1 to 4 ms troubles nobody


@dataclass(frozen=True, slots=True)
class Standing:
    """How a thing stands: its state since when, the last rounds (newest last), and the open outage if there is one."""

    state: State
    since: datetime
    trail: tuple[Round, ...] = ()
    outage_started_at: datetime | None = None
    last_up_at: datetime | None = None
    reason: str = ""

    @property
    def recent(self) -> str:
        """The marks of the trail."""
        return "".join([r.mark for r in self.trail])


class Turn(StrEnum):
    """What a probe brought about."""

    NOTHING = ""
    WENT_DOWN = "went_down"
    RECOVERED = "recovered"
    DEGRADED = "degraded"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The new standing, and what happened at `at` (start or end of the outage) resting on `evidence`."""

    standing: Standing
    turn: Turn = Turn.NOTHING
    at: datetime | None = None
    evidence: tuple[Round, ...] = ()


# The first that is true explains a silence, in this order.
EXPLAINED = {
    Mark.UNKNOWN: State.UNKNOWN,
    Mark.MAINTENANCE: State.MAINTENANCE,
    Mark.CLOSED: State.CLOSED,
    Mark.PARENT: State.UNREACHABLE,
}


def judge(before: Standing, seen: Seen, around: Around, limits: Limits) -> Verdict:
    """How a thing stands after one probe."""
    mark = _mark(before, seen, around, limits)
    # One more than M: the last answer before the silence belongs to the evidence.
    trail = (*before.trail, Round(mark, seen))[-(limits.down_of + 1) :]
    last_up_at = seen.at if mark in ALIVE else before.last_up_at
    # Written out, because this is done for everything in every round, and `replace` takes thrice as long.
    now = Standing(before.state, before.since, trail, before.outage_started_at, last_up_at, before.reason)
    window = trail[-limits.down_of :]
    if before.outage_started_at is not None:
        silent = sum(r.mark is Mark.SILENT for r in window)
        return _during_outage(now, window, silent, limits)
    if mark in EXPLAINED:
        return _explained(now, mark, window, limits)
    if mark is Mark.SILENT:
        counted = [r for r in _unexplained(window) if _is_its_own(r, around.parents)]
        if len(counted) >= limits.down_after:
            return _went_down(now, counted)
    if mark is Mark.SILENT:
        # What never answered has no habit to be silent against: a wrong community is said from the first round.
        return Verdict(replace(now, reason=seen.detail) if now.last_up_at is None else now)
    return _alive(now, window, limits)


def not_monitored(before: Standing, at: datetime, reason: str) -> Standing:
    """The standing of a thing that nothing reaches: never up, never down."""
    return replace(_moved(before, State.NOT_MONITORED, at, reason), trail=(), outage_started_at=None)


def unseen(before: Standing, at: datetime, reason: str, *, state: State = State.UNKNOWN) -> Standing:
    """The standing of a thing that we were not able to ask; an open outage stays open, a confirmation begins anew."""
    if before.outage_started_at is None:
        before = replace(before, trail=tuple(r for r in before.trail if r.mark is not Mark.SILENT))
    return _moved(before, state, at, reason)


def _mark(before: Standing, seen: Seen, around: Around, limits: Limits) -> Mark:
    if around.uplink_lost:
        return Mark.UNKNOWN
    # An open outage ends with its answer, also when that comes during maintenance.
    if around.maintenance and not (before.outage_started_at is not None and seen.received):
        return Mark.MAINTENANCE
    if seen.received:
        poor = _is_poor(seen, around, limits, already=before.state is State.DEGRADED)
        return Mark.DEGRADED if poor else Mark.ANSWERED
    if around.closed:
        return Mark.CLOSED
    return Mark.PARENT if around.parent_silent else Mark.SILENT


def _is_poor(seen: Seen, around: Around, limits: Limits, *, already: bool) -> bool:
    """A line that is degraded already must become clearly better, so that one at the limit is not told ten times."""
    loss = around.loss_percent if limits.loss_percent < inf else None
    if loss is not None and (loss > limits.loss_clear_percent if already else loss >= limits.loss_percent):
        return True
    worst, usual = seen.p95_ms, around.usual_rtt_ms
    if worst is None or usual is None or limits.rtt_factor == inf:
        return False
    factor = limits.rtt_clear_factor if already else limits.rtt_factor
    return worst > factor * usual and worst - usual >= limits.rtt_least_ms


def _explained(now: Standing, mark: Mark, window: Sequence[Round], limits: Limits) -> Verdict:
    at = window[-1].seen.at
    if mark in {Mark.UNKNOWN, Mark.MAINTENANCE}:
        return Verdict(_moved(now, EXPLAINED[mark], at))
    # One lost round of a school that is closed, or below a parent, says as little as one lost round in the day.
    excused = sum(r.mark in {Mark.CLOSED, Mark.PARENT, Mark.SILENT} for r in window)
    if excused >= limits.down_after or now.state not in {State.UP, State.DEGRADED}:
        return Verdict(_moved(now, EXPLAINED[mark], at))
    return Verdict(now)


def _unexplained(window: Sequence[Round]) -> Sequence[Round]:
    """The silent rounds since the last that something else explained."""
    explained = [number for number, r in enumerate(window) if r.mark in EXPLAINED]
    return [r for r in window[(explained[-1] + 1 if explained else 0) :] if r.mark is Mark.SILENT]


def _is_its_own(silent: Round, parents: Sequence[Standing]) -> bool:
    """Whether the way to the thing was open when it gave no answer."""
    return not parents or any(_was_there(parent, silent.seen.at) for parent in parents)


def _was_there(parent: Standing, at: datetime) -> bool:
    """Seen alive before this moment and after it. Not asked since: we wait for its next round, but not for ever."""
    earlier = [r for r in parent.trail if r.seen.at < at - SAME_ROUND]
    later = parent.trail[len(earlier) :]
    if earlier and not earlier[-1].seen.received:
        return False
    if later:
        return later[0].seen.received > 0
    return at - (parent.trail[-1].seen.at if parent.trail else parent.since) > STALE_PARENT


def _went_down(now: Standing, silent: Sequence[Round]) -> Verdict:
    first = silent[0]
    standing = _moved(now, State.DOWN, first.seen.at, silent[-1].seen.detail)
    before = [r for r in now.trail if r.seen.at < first.seen.at and r.mark in ALIVE][-1:]
    standing = replace(standing, outage_started_at=first.seen.at)
    return Verdict(standing, Turn.WENT_DOWN, first.seen.at, (*before, *silent))


def _during_outage(now: Standing, window: Sequence[Round], silent: int, limits: Limits) -> Verdict:
    last = window[-1]
    if last.mark in EXPLAINED:
        return Verdict(_moved(now, EXPLAINED[last.mark], last.seen.at))
    run = _last_run_alive(window)
    # The same N of M ends an outage, so that a flapping line is one outage and not ten. With fewer than M rounds
    # remembered, or silence that somebody else explained, two answers in a row are enough.
    if run and (silent < limits.down_after) and len(run) >= min(2, limits.down_of):
        state = State.DEGRADED if last.mark is Mark.DEGRADED else State.UP
        # A clock that was set back must not end it before it began.
        ended_at = max(run[0].seen.at, now.outage_started_at or run[0].seen.at)
        standing = replace(_moved(now, state, ended_at), outage_started_at=None)
        return Verdict(standing, Turn.RECOVERED, ended_at, (run[0],))
    return Verdict(_moved(now, State.DOWN, last.seen.at, now.reason))


def _alive(now: Standing, window: Sequence[Round], limits: Limits) -> Verdict:
    at = window[-1].seen.at
    poor = [r.mark for r in window].count(Mark.DEGRADED)
    if poor >= limits.down_after and now.state is not State.DEGRADED:
        return Verdict(_moved(now, State.DEGRADED, at), Turn.DEGRADED, at, tuple(window))
    if now.state is State.DEGRADED and poor:
        return Verdict(now)
    return Verdict(_moved(now, State.UP, at))


def _last_run_alive(window: Sequence[Round]) -> list[Round]:
    run: list[Round] = []
    for entry in reversed(window):
        if entry.mark not in ALIVE:
            break
        run.insert(0, entry)
    return run


def _moved(now: Standing, state: State, at: datetime, reason: str = "") -> Standing:
    if now.state is state and now.reason == reason:
        return now
    since = now.since if now.state is state else at
    return replace(now, state=state, since=since, reason=reason)
