"""The listener process: traps and syslog in, one transaction a second out. A flood here slows no poll and no page."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Callable
from typing import Final

from sqlalchemy import Engine

from inventory.models.message import Channel
from inventory.store.messages import add_messages, count_messages
from inventory.store.polling import add_events
from netops.listening import senders
from netops.listening.sockets import Datagrams, Streams
from netops.listening.taking import Batch, Taking
from netops.polling.poller_client import PollerClient
from netops.settings import Settings
from netops.vault import Vault
from service.columns import utc_now
from service.database import make_engine, transaction

log = logging.getLogger(__name__)
WRITE_EVERY_S: Final = 1.0
RELOAD_EVERY_S: Final = 30.0
HASTEN: Final = "hasten"
CONFIGURED: Final = "configured"


class Listener:
    """Open ports; `ports` says which, for a setting of 0 none. Make it inside a running event loop."""

    def __init__(self, settings: Settings, engine: Engine, vault: Vault) -> None:
        self._settings = settings
        self._engine = engine
        self._vault = vault
        self._taking = Taking(settings.messages_per_sender_s)
        self._poller = PollerClient(settings.data_dir)
        self._datagrams: dict[Channel, Datagrams] = {}
        self._streams = Streams(self._taking.syslog)
        self.ports: dict[str, int] = {}

    async def open(self) -> None:
        """Listen from now on. OSError when a port cannot be had."""
        host, settings = self._settings.listen_host, self._settings
        self._taking.know(await asyncio.to_thread(senders.load, self._engine, self._vault))
        if settings.trap_port:
            self._listen(Channel.TRAP, Datagrams(host, settings.trap_port, self._taking.trap))
        if settings.syslog_port:
            self._listen(Channel.SYSLOG, Datagrams(host, settings.syslog_port, self._take_syslog))
            self.ports["syslog over TCP"] = await self._streams.start(host, settings.syslog_port)

    def _listen(self, channel: Channel, datagrams: Datagrams) -> None:
        self._datagrams[channel] = datagrams
        self.ports[channel] = datagrams.port
        datagrams.start()

    def _take_syslog(self, datagram: bytes, address: str) -> bytes:
        self._taking.syslog(datagram, address)
        return b""

    async def run(self, stop: asyncio.Event) -> None:
        """Write what comes until `stop` is set, and then what is left."""
        reload_at = asyncio.get_running_loop().time() + RELOAD_EVERY_S
        while not stop.is_set():
            await _first(stop.wait(), WRITE_EVERY_S)
            await self.write()
            if asyncio.get_running_loop().time() >= reload_at:
                reload_at += RELOAD_EVERY_S
                self._taking.know(await asyncio.to_thread(senders.load, self._engine, self._vault))

    async def write(self) -> None:
        """One transaction for all that came; the poller is asked afterwards. A fault loses one second, not the rest."""
        for channel, datagrams in self._datagrams.items():
            self._taking.lost(channel, datagrams.dropped())
        batch = self._taking.take_batch()
        if not batch.counts:
            return
        try:
            await asyncio.to_thread(self._store, batch)
        except Exception:
            log.exception("%d messages could not be stored", len(batch.messages))

    def _store(self, batch: Batch) -> None:
        with transaction(self._engine) as session:
            add_messages(session, batch.messages)
            count_messages(session, batch.counts)
            add_events(session, batch.facts, utc_now())
        for act, devices in ((HASTEN, batch.hasten), (CONFIGURED, batch.configured)):
            for device_id in devices:
                self._poller.ask(act, device_id)

    async def close(self) -> None:
        """Close the ports and connections."""
        for datagrams in self._datagrams.values():
            datagrams.close()
        await self._streams.close()
        self._poller.close()


async def _first(waiting: object, seconds: float) -> None:
    try:
        await asyncio.wait_for(waiting, seconds)  # type: ignore[arg-type]
    except TimeoutError:
        return


async def serve(settings: Settings, *, stop: asyncio.Event, on_ready: Callable[[Listener], None] | None = None) -> None:
    """Listen until `stop` is set."""
    engine = make_engine(settings.url)
    listener = Listener(settings, engine, Vault.open(settings.data_dir))
    try:
        await listener.open()
        if on_ready is not None:
            on_ready(listener)
        await listener.run(stop)
    finally:
        await listener.close()
        engine.dispose()


def run(settings: Settings) -> None:
    """The process: until SIGTERM or SIGINT."""

    async def main() -> None:
        stop = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        await serve(settings, stop=stop, on_ready=lambda listener: log.info("listening on %s", listener.ports))

    asyncio.run(main())
