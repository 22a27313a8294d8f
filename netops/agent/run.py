"""The agent as it runs: rounds by its targets' intervals, an exchange with the office every half minute."""

from __future__ import annotations

import asyncio
import logging
import signal
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from netops.agent.asking import Asking
from netops.agent.buffer import MOST_BYTES, Buffer, TooLongError
from netops.agent.clock import Clock, SystemClock, measured_offset_s
from netops.agent.held import Held, NotInForceError
from netops.agent.identity import Identity
from netops.agent.office import Office, OfficeError, OfficeRefusedError
from netops.exchange.messages import MOST_BATCHES, Exchange, Record, Targets

log = logging.getLogger(__name__)
HEARTBEAT_S: Final = 30.0
REFUSED_EVERY_S: Final = 300.0  # an office that does not want us is asked less often
EXCHANGE_BYTES: Final = 512 * 1024  # of records, before they are made small


class Agent:
    """One agent. Made inside a running event loop; `close` it at the end."""

    def __init__(self, folder: Path, *, clock: Clock | None = None, most_bytes: int = MOST_BYTES) -> None:
        self._clock = clock or SystemClock()
        self._identity = Identity.load(folder)
        self.buffer = Buffer(folder, self._clock, most_bytes=most_bytes)
        self.held = Held(folder, self._identity)
        self._office = Office(self._identity, self._clock)
        self._writing = asyncio.Lock()
        self.asking = Asking(self.held.targets or _none_yet(self._identity, self._clock), self.keep)
        self._offset_s: float | None = None
        self._rtt_ms: float | None = None
        self._trouble = ""  # with the office, as last told
        self.lost = 0  # records that could not even be written

    async def close(self) -> None:
        """Stop asking; what is on the disk stays for the next start."""
        await self.asking.close()
        await self._office.close()
        self.buffer.close()

    async def keep(self, record: Record) -> None:
        """Write a record down; one that the disk does not take is counted as lost."""
        try:
            async with self._writing:
                await asyncio.to_thread(self.buffer.add, record)
        except (sqlite3.Error, TooLongError, ValidationError) as error:
            self.lost += 1
            log.error("a record is lost (%s in all): %s", self.lost, error)  # noqa: TRY400 -- the disk, not a bug

    # -- the office

    async def exchange(self) -> None:
        """Say that we live, deliver everything, and fetch new targets. Raises OfficeError."""
        try:
            taken_all = False
            while not taken_all:
                taken_all = await self._exchange_once()
        except OfficeError:
            self.asking.office_hears = False
            raise
        self.asking.office_hears = True
        self._rtt_ms = await self._office.round_trip_ms()  # for the next one: a cut line is not waited for twice

    async def _exchange_once(self) -> bool:
        """One exchange; whether nothing is left to deliver now."""
        async with self._writing:
            parcels = await asyncio.to_thread(lambda: self.buffer.oldest(most=MOST_BATCHES, most_bytes=EXCHANGE_BYTES))
            waiting, dropped = self.buffer.waiting, self.buffer.dropped
        before, boot = self._clock.now(), self._clock.boot()
        said = Exchange(
            agent_id=self._identity.agent_id,
            sent_at=before,
            boot=boot,
            version=version("netops"),
            waiting=waiting,
            dropped=dropped + self.lost,
            held=self.held.revision,
            clock_offset_s=self._offset_s,
            rtt_ms=self._rtt_ms,
            batches=tuple(parcels),
        )
        answer = await self._office.exchange(said)
        if len(parcels) < MOST_BATCHES:  # a long upload is not half way at half its time
            self._offset_s = round(measured_offset_s(before, answer.office_time, self._clock.now()), 3)
        async with self._writing:
            await asyncio.to_thread(self.buffer.taken, answer.last_sequence)
        if answer.targets_revision != self.held.revision:
            await self._fetch_targets()
        took_none = bool(parcels) and answer.last_sequence < parcels[0].sequence
        return took_none or len(parcels) == waiting or not parcels

    async def _fetch_targets(self) -> None:
        try:
            targets = self.held.take(await self._office.targets(self.held.revision))
        except NotInForceError as error:
            log.error("targets refused, going on with the last good ones: %s", error)  # noqa: TRY400 -- no bug of ours
            return
        log.info("revision %s: %s devices", targets.revision, len(targets.snmp) + len(targets.pings))
        self.asking.put(targets)

    # -- the loops

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop` is set."""
        asking = self.asking
        jobs = [
            self._again(stop, self._exchanged, lambda: HEARTBEAT_S),
            self._again(stop, asking.icmp_round, lambda: asking.targets.icmp_interval_s),
            self._again(stop, asking.snmp_round, lambda: asking.targets.snmp_interval_s),
            self._again(stop, asking.surroundings_round, lambda: asking.targets.topology_interval_s),
        ]
        await asyncio.gather(*jobs)

    async def _exchanged(self) -> None:
        try:
            await self.exchange()
        except OfficeError as error:
            if str(error) != self._trouble:  # three days of the same words would fill the journal
                self._trouble = str(error)
                log.warning("%s; %s records wait", error, self.buffer.waiting)
            if isinstance(error, OfficeRefusedError):
                await asyncio.sleep(REFUSED_EVERY_S)
        else:
            if self._trouble:
                log.info("the office is reached again")
            self._trouble = ""

    async def _again(
        self, stop: asyncio.Event, work: Callable[[], Awaitable[None]], every_s: Callable[[], float]
    ) -> None:
        """Run `work` now and every so often; a fault in one round is logged, and the next one comes."""
        ending = asyncio.create_task(stop.wait())
        loop = asyncio.get_running_loop()
        while not stop.is_set():
            began = loop.time()
            working = asyncio.ensure_future(work())
            await asyncio.wait({working, ending}, return_when=asyncio.FIRST_COMPLETED)
            if not working.done():
                working.cancel()
            with suppress(asyncio.CancelledError):
                await _logged(working)
            left_s = max(0.0, began + every_s() - loop.time())
            await asyncio.wait({ending}, timeout=left_s)
        ending.cancel()


async def _logged(working: asyncio.Future[None]) -> None:
    try:
        await working
    except Exception:
        log.exception("a round failed by a fault of ours")


def _none_yet(identity: Identity, clock: Clock) -> Targets:
    """Nothing to ask before the office has said what."""
    return Targets(agent_id=identity.agent_id, revision=1, issued_at=clock.now(), site_code=identity.site_code)


def run(folder: Path) -> None:
    """The process: until SIGTERM or SIGINT."""

    async def main() -> None:
        stop = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        agent = Agent(folder)
        log.info("agent of %s, delivering to its office", agent.held.targets.site_code if agent.held.targets else "-")
        try:
            await agent.run(stop)
        finally:
            await agent.close()

    asyncio.run(main())
