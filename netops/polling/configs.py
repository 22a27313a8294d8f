"""Configurations are read at night, when a device is new, when it was configured, and when a person asks."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

from collectors.outcome import Answered, Failed
from collectors.ssh.session import read_config
from inventory.models.config import Occasion
from inventory.store.polling import add_events
from netops.configs.history import catch_up
from netops.configs.keeping import Keeper
from netops.configs.logins import Login, due_logins, logins
from netops.configs.noticed import Noticed
from netops.configs.stale import note_stale
from netops.models.poller import PollerBeat
from netops.settings import Settings
from netops.watched.rules import load_rules
from service.database import reading, transaction

log = logging.getLogger(__name__)


class Configs:
    """The jobs about configurations. `status` is where the last round is told."""

    def __init__(self, keeper: Keeper, settings: Settings, *, noticed: Noticed, status: dict[str, Any]) -> None:
        self._keeper = keeper
        self._engine = keeper.engine
        self._vault = keeper.vault
        self._settings = settings
        self._noticed = noticed
        self._status = status
        self._wanted: set[int] = set()
        self._writing = asyncio.Lock()

    def want(self, device_id: int) -> None:
        """A person asks for it now."""
        self._wanted.add(device_id)

    async def night(self) -> None:
        """Every device, once a day."""
        await self._read(await asyncio.to_thread(logins, self._engine, self._vault), Occasion.NIGHT)

    async def due(self) -> None:
        """A device that was just added need not wait for the night, nor one that slept through it."""
        due = await asyncio.to_thread(partial(due_logins, self._engine, self._vault, at=datetime.now(UTC)))
        await self._read(due, Occasion.FIRST)

    async def soon(self) -> None:
        """What a person asked for, and what was configured and is quiet again."""
        wanted, self._wanted = self._wanted, set()
        changed = self._noticed.take_due() - wanted
        for only, occasion in ((wanted, Occasion.HAND), (changed, Occasion.CHANGE)):
            if only:
                found = await asyncio.to_thread(partial(logins, self._engine, self._vault, only=only))
                await self._read(found, occasion)

    async def look_for_stale(self) -> None:
        """Tell of those that were not read for too long."""
        await asyncio.to_thread(self._note_stale)

    async def _read(self, asked: Sequence[Login], occasion: Occasion) -> None:
        if not asked:
            return
        started = datetime.now(UTC)

        async def one(login: Login) -> tuple[bool, bool]:
            outcome = await read_config(login.target)
            if isinstance(outcome, Failed):
                log.info("configuration of device %s: %s, %s", login.device_id, outcome.reason, outcome.detail)
            new = await asyncio.to_thread(partial(self._keeper.keep, login, outcome, occasion=occasion))
            return isinstance(outcome, Answered), new

        done = await asyncio.gather(*map(one, asked))
        failed = sum(not good for good, _ in done)
        ended = datetime.now(UTC)
        seconds = (ended - started).total_seconds()
        await asyncio.to_thread(partial(self._beat, ended, seconds, len(asked), failed))
        self._status["config"] = {"at": ended.isoformat(), "seconds": seconds, "asked": len(asked), "failed": failed}
        if any(new for _, new in done) or occasion is Occasion.NIGHT:
            await self.write_history()

    async def write_history(self) -> None:
        """Bring the repositories up to date; one thread at a time."""
        async with self._writing:
            await asyncio.to_thread(self._catch_up)

    def _catch_up(self) -> None:
        with reading(self._engine) as session:
            catch_up(session, self._settings.data_dir)

    def _note_stale(self) -> None:
        at = datetime.now(UTC)
        with transaction(self._engine) as session:
            facts = note_stale(session, at=at, rules=load_rules(session))
            add_events(session, facts, at)
            self._keeper.tell(session, facts, at=at)

    def _beat(self, at: datetime, seconds: float, asked: int, failed: int) -> None:
        with transaction(self._engine) as session:
            session.merge(PollerBeat(kind="config", at=at, seconds=seconds, asked=asked, failed=failed))
