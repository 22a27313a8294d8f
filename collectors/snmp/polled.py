"""What steady polling knows of one device: its plan, its last answers, and the reading made of them.

No socket and no clock of its own: the fast path and the generic path both feed it, so that a device reads the same
whichever way it is asked.
"""

from __future__ import annotations

from collections.abc import Sequence

from collectors.outcome import Failed
from collectors.reading import Cell, Column, Reading
from collectors.snmp.plan import PollPlan
from collectors.snmp.session import Oid
from collectors.snmp.shape import HEALTH, Recipe, Shape, shape_of

_UPTIME_WRAP = 2**32  # hundredths of a second: 497 days
_CLOCK_SLACK = 0.1  # agents' clocks are not ours, and answers are late
_CLOCK_SLACK_S = 60.0


def went_back(*, before: int, after: int, elapsed_s: float) -> bool:
    """Whether an uptime shows a restart: less than it must have become, and not because its 32 bits wrapped."""
    slack = 100 * (elapsed_s * _CLOCK_SLACK + _CLOCK_SLACK_S)
    expected = before + 100 * elapsed_s
    if after >= before:
        return after < expected - slack
    return abs(after + _UPTIME_WRAP - expected) > slack


class Polled:
    """One device between rounds and during one. `answers` holds the values of each request of the shape."""

    __slots__ = (
        "_answered_at",
        "_columns",
        "_health",
        "_lacking",
        "_touched",
        "_uptime",
        "answers",
        "key",
        "must_walk",
        "plan",
        "plan_changed",
        "shape",
    )

    def __init__(self, key: str, plan: PollPlan) -> None:
        self.key = key
        self._columns: dict[Column, Sequence[Cell]] = {}
        self._health: Sequence[Cell] = ()
        self._uptime: int | None = None
        self._answered_at = 0.0
        self.plan_changed = False
        self.must_walk = ""  # a reason found while asking, told with the next reading
        self.plan = plan
        self._use(shape_of(plan))

    def _use(self, shape: Shape) -> None:
        self.shape = shape
        self.answers: list[Sequence[Cell]] = [()] * len(self.shape.requests)
        self._touched: set[int] = set()
        self._lacking: set[int] = set()

    def revise(self, plan: PollPlan) -> None:
        """Go on with a better plan for the same ports; it is worth storing."""
        shape = shape_of(plan)
        if shape is not self.shape:
            self._use(shape)
        self.plan = plan
        self.plan_changed = True

    def absorb(self, request: int, values: Sequence[Cell], *, lacking: bool) -> None:
        """The values of one request, when not equal to the last round's. `lacking`: some instance is missing."""
        self.answers[request] = values
        self._touched.add(request)
        if lacking:
            self._lacking.add(request)
        elif self._lacking:
            self._lacking.discard(request)

    def failed(self, failure: Failed, at: float) -> Reading:
        """The reading of a round in which the device did not answer as asked."""
        return Reading(self.key, at, failure=failure)

    def finish(self, at: float, *, now: float) -> Reading:
        """The reading of a round whose requests were all answered.

        `now` is of a steady clock: a wall clock set forward must not look like restarts everywhere.
        """
        changed = {recipe.field for recipe in self._stale_recipes() if self._remake(recipe)}
        self._touched.clear()
        uptime = self.answers[0][0]
        walk_again = self._walk_again(changed, uptime, now)
        self._uptime = uptime if isinstance(uptime, int) else None
        self._answered_at = now
        reading = Reading(
            self.key,
            at,
            walk_again=walk_again,
            uptime_ticks=self._uptime,
            columns=self._columns.copy(),
            changed=frozenset(field for field in changed if isinstance(field, Column)),
            health=self._health,
            health_changed=HEALTH in changed,
        )
        if not self.plan.proven:
            self._prove()
        return reading

    def _stale_recipes(self) -> Sequence[Recipe]:
        if len(self._touched) == 1:
            return self.shape.by_request[next(iter(self._touched))]
        return list(dict.fromkeys(r for number in self._touched for r in self.shape.by_request[number]))

    def _remake(self, recipe: Recipe) -> bool:
        """Make a field anew; an equal one keeps its object. Whether it changed."""
        values = recipe.make(self.answers)
        field = recipe.field
        if isinstance(field, Column):
            if values == self._columns.get(field):
                return False
            self._columns[field] = values
            return True
        if values == self._health:
            return False
        self._health = values
        return True

    def _walk_again(self, changed: set[Column | str], uptime: Cell, now: float) -> str:
        reason, self.must_walk = self.must_walk, ""
        if (
            isinstance(uptime, int)
            and self._uptime is not None
            and went_back(before=self._uptime, after=uptime, elapsed_s=now - self._answered_at)
        ):
            return "reboot"
        if not self.plan.proven:
            return reason
        if Column.NAME in changed and tuple(self._columns[Column.NAME]) != self.plan.names:
            return "renumbered"
        return "missing instance" if self._lacking else reason

    def _missing(self) -> set[Oid]:
        return {
            oid
            for number in self._lacking
            for oid, value in zip(self.shape.requests[number].oids, self.answers[number], strict=True)
            if value is None
        }

    def _prove(self) -> None:
        none: Sequence[Cell] = (None,) * len(self.plan.ports)
        names = self._columns.get(Column.NAME, none)
        aliases = self._columns.get(Column.ALIAS, none)
        plan = self.plan.without(self._missing())
        if plan.narrow == self.plan.narrow:  # else the 32-bit counters have yet to be seen
            plan = plan.proved(names, aliases)
        self.revise(plan)
