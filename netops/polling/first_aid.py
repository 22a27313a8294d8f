"""First aid in the poller: a few outages at a time, beside the rounds and never in their way.

A round only waits for its own thread; first aid reads and writes in others, and what it asks of the network is a
handful of packets. In a burst the way to one outage of a group is traced, and the others of the group point to it.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Engine

from inventory.models.outage import Outage
from netops.first_aid.names import LookName
from netops.first_aid.scene import Found, Means, Scene, scene_of
from netops.first_aid.taking import take
from netops.first_aid.waiting import Group, Waiting, in_order, waiting
from netops.polling.watching import Watching
from service.database import reading

log = logging.getLogger(__name__)
AT_ONCE: Final = 4
BURST: Final = 10  # so many outages at once are not many causes
AGAIN: Final[Group] = ("again",)


@dataclass(frozen=True, slots=True)
class _Turn:
    """One outage to look at; `path_of` is the outage whose traced path stands for it too."""

    one: Waiting
    asked_by: int | None = None
    path_of: int | None = None


class FirstAider:
    """Made inside a running event loop; `close` it at the end."""

    def __init__(
        self,
        engine: Engine,
        *,
        watched: Mapping[int, Watching],
        means: Means | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._engine = engine
        self._watched = watched
        self._means = means or Means()
        self._now = now
        self._turns: deque[_Turn] = deque()
        self._running: dict[int, asyncio.Task[None]] = {}

    @property
    def under_way(self) -> int:
        """How many outages are looked at now."""
        return len(self._running)

    async def look(self) -> None:
        """Begin with whatever waits; returns at once. Called every few seconds."""
        found = in_order(await asyncio.to_thread(self._waiting))
        queued = {turn.one.outage_id for turn in self._turns}
        fresh = [one for one in found if one.outage_id not in queued and one.outage_id not in self._running]
        traced: dict[Group, int] = {}
        for one in fresh:
            stands_for = traced.setdefault(one.group, one.outage_id) if len(fresh) > BURST else one.outage_id
            self._turns.append(_Turn(one, path_of=None if stands_for == one.outage_id else stands_for))
        self._begin()

    def again(self, outage_id: int, asked_by: int) -> bool:
        """A person wants it looked at anew, before those that wait; False when that is under way."""
        if outage_id in self._running or any(turn.one.outage_id == outage_id for turn in self._turns):
            return False
        self._turns.appendleft(_Turn(Waiting(outage_id, AGAIN), asked_by=asked_by))
        self._begin()
        return True

    async def settled(self) -> None:
        """Until nothing waits and nothing is looked at any more."""
        while self._running:
            await asyncio.wait(self._running.values())

    async def close(self) -> None:
        """Look at nothing any more."""
        self._turns.clear()
        for task in self._running.values():
            task.cancel()
        await asyncio.gather(*self._running.values(), return_exceptions=True)

    def _begin(self) -> None:
        while self._turns and len(self._running) < AT_ONCE:
            turn = self._turns.popleft()
            task = asyncio.create_task(self._take(turn), name=f"first aid {turn.one.outage_id}")
            self._running[turn.one.outage_id] = task
            task.add_done_callback(lambda _task, outage_id=turn.one.outage_id: self._ended(outage_id))  # type: ignore[misc]

    def _ended(self, outage_id: int) -> None:
        del self._running[outage_id]
        self._begin()

    async def _take(self, turn: _Turn) -> None:
        try:
            scene = await asyncio.to_thread(self._scene, turn.one.outage_id)
            if scene is None:
                return
            instead: dict[LookName, Found] = {} if turn.path_of is None else {LookName.PATH: {"as": turn.path_of}}
            means = replace(self._means, ports=self._ports(scene))
            await take(self._engine, scene, means, now=self._now, instead=instead, asked_by=turn.asked_by)
        except Exception:
            log.exception("first aid for outage %s failed", turn.one.outage_id)

    def _ports(self, scene: Scene) -> Mapping[int, Sequence[Mapping[str, Any]]]:
        """What is held of the ports on the way; taken in the loop, where rounds move it on."""
        wanted = [row_id for row_id in (scene.device_id, scene.before_id) if row_id in self._watched]
        return {row_id: self._watched[row_id].ports.shown() for row_id in wanted if row_id is not None}

    def _waiting(self) -> Sequence[Waiting]:
        with reading(self._engine) as session:
            return waiting(session, self._now())

    def _scene(self, outage_id: int) -> Scene | None:
        with reading(self._engine) as session:
            outage = session.get(Outage, outage_id)
            return None if outage is None else scene_of(session, outage)
