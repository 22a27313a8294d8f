"""The poller process: rounds by the clock, the outbox, roll-ups, and the local service for the web process."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
from collections import ChainMap
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from inventory.lifecycle.catalogue import shipped
from inventory.store import rollup
from inventory.store.lifecycle import write_support
from inventory.store.log_coverage import measure_logs
from netops.configs.keeping import Keeper
from netops.metrics import Blocks, Family
from netops.notify import outbox
from netops.notify.lanes import Lanes
from netops.notify.watch.deadman import push_due
from netops.notify.watch.selftest import try_ways
from netops.pipeline import Heard
from netops.polling.certificates import look_at_certificates
from netops.polling.clock import check_clock
from netops.polling.compliance import judge_due
from netops.polling.configs import Configs
from netops.polling.crossings import Crossings
from netops.polling.examining import Examiner
from netops.polling.figures import measure
from netops.polling.first_aid import FirstAider
from netops.polling.local_service import LocalServer, Served, local_app
from netops.polling.months import keep_months
from netops.polling.needs import look_for_needs
from netops.polling.network_shares import keep_shares
from netops.polling.risks import look_for_risks
from netops.polling.schedule import Job, scheduled
from netops.polling.wiring import Poll, Teller, limits_in_force, polling
from netops.settings import Settings
from netops.siblings.hearing import follow_orders, hear_all
from netops.upkeep import backup
from netops.upkeep.tidy import tidy
from netops.vault import Vault
from netops.watched.rulebook import rulebook
from netops.work.report_mail import From, mail_due
from service.database import make_engine, reading, transaction
from service.identity import Key

log = logging.getLogger(__name__)
OUTBOX_EVERY_S = 5
WAYS_EVERY_S = 30  # how soon the daily test and the dead-man's switch have their turn
HASTENED_EVERY_S = 5  # however often a device says something, it is asked no more often
AGENTS_EVERY_S = 5
FIRST_AID_EVERY_S = 3
FIGURES_EVERY_S = 30
CONFIG_DUE_EVERY_S = 60
CONFIG_SOON_EVERY_S = 5
COMPLIANCE_EVERY_S = 30  # how soon a new configuration, or a changed rule, is judged
LIFECYCLE_EVERY_S = 60
NEEDS_EVERY_S = 600  # how soon a new fact becomes a need; figures move slowly
LOGS_EVERY_S = 600  # hours are counted: sooner would find nothing new
RISKS_EVERY_S = 60  # risks follow what was measured about as soon as it is known
SHARES_EVERY_S = 3600  # the last look of a month is what is kept of it
SIBLINGS_EVERY_S = 5  # how soon what planning services tell is acted on
REPORTS_EVERY_S = 600  # how soon after its hour a report is mailed
LIMITS_EVERY_S = 30  # how soon what the settings pages say is in force
MEASURED_EVERY_S = 60
CLOCK_EVERY_S = 3600
CERTIFICATES_EVERY_S = 6 * 3600
MONTHS_EVERY = timedelta(hours=6)
STOP_WITHIN_S = 10.0


class Poller:
    """The jobs of one process."""

    def __init__(self, settings: Settings, engine: Engine, vault: Vault, poll: Poll) -> None:
        self._settings = settings
        self._engine = engine
        self._vault = vault
        self._poll = poll
        self._zone = ZoneInfo(settings.timezone)
        self._lanes = Lanes(engine, vault, local_allowed=settings.channels_reach_here)
        self._delivered_at = datetime.now(UTC)
        self._faults = 0
        self._status: dict[str, Any] = {}
        self._months_at: datetime | None = None
        keeper = Keeper(engine, vault, Teller(settings))
        self.configs = Configs(keeper, settings, noticed=poll.noticed, status=self._status)
        acts = {
            "read-config": self.configs.want,
            "configured": poll.noticed.sign,
            "hasten": poll.rounds.hasten,
        }
        watched = ChainMap(poll.rounds.watched, poll.intake.inside.watched)
        self._crossings = Crossings(engine, settings, pipeline=poll.pipeline, watched=watched)
        self.first_aid = FirstAider(engine, watched=watched)
        examiner = Examiner(lambda: poll.pipeline.roster, poll.rounds.walk_now, watched)
        served = Served(poll.board, watched, self._status, acts, self.first_aid.again, examiner.examine)
        self.server = LocalServer(local_app(served), settings.data_dir)

    def jobs(self) -> list[Job]:
        """What runs when."""
        settings = self._settings
        return [
            Job("icmp", self._icmp, every_s=settings.icmp_interval_s, at_once=True),
            Job("snmp", self._snmp, every_s=settings.snmp_interval_s, at_once=True),
            Job("hastened", self._hastened, every_s=HASTENED_EVERY_S),
            Job("surroundings", self._surroundings, every_s=settings.topology_interval_s),
            Job("agents", self._agents, every_s=AGENTS_EVERY_S, at_once=True),
            Job("agents heard", self._agents_heard, every_s=settings.icmp_interval_s),
            Job("first aid", self.first_aid.look, every_s=FIRST_AID_EVERY_S, at_once=True),
            Job("outbox", self._outbox, every_s=OUTBOX_EVERY_S, at_once=True),
            Job("channels", self._channels, every_s=OUTBOX_EVERY_S, at_once=True),
            Job("ways", self._ways, every_s=WAYS_EVERY_S, at_once=True),
            Job("dead man", self._dead_man, every_s=WAYS_EVERY_S),
            Job("figures", self._figures, every_s=FIGURES_EVERY_S, at_once=True),
            Job("limits", self._limits, every_s=LIMITS_EVERY_S),
            Job("measured", self._measured_figures, every_s=MEASURED_EVERY_S),
            Job("upkeep", self._upkeep, every_s=3600, at_once=True),
            Job("config", self.configs.night, hour=settings.config_hour),
            Job("config due", self.configs.due, every_s=CONFIG_DUE_EVERY_S),
            Job("config soon", self.configs.soon, every_s=CONFIG_SOON_EVERY_S),
            Job("config stale", self.configs.look_for_stale, every_s=3600, at_once=True),
            Job("compliance", self._compliance, every_s=COMPLIANCE_EVERY_S, at_once=True),
            Job("lifecycle", self._lifecycle, every_s=LIFECYCLE_EVERY_S, at_once=True),
            Job("needs", self._needs, every_s=NEEDS_EVERY_S, at_once=True),
            Job("risks", self._risks, every_s=RISKS_EVERY_S),
            Job("network shares", self._shares, every_s=SHARES_EVERY_S),
            Job("logs", self._logs, every_s=LOGS_EVERY_S, at_once=True),
            Job("reports", self._reports, every_s=REPORTS_EVERY_S, at_once=True),
            Job("clock", self._clock, every_s=CLOCK_EVERY_S, at_once=True),
            Job("certificates", self._certificates, every_s=CERTIFICATES_EVERY_S, at_once=True),
            Job("siblings", self._siblings, every_s=SIBLINGS_EVERY_S, at_once=True),
            Job("backup", self._backup, hour=settings.backup_hour),
        ]

    def failed(self, name: str, error: BaseException) -> None:
        """A fault of ours in a job: logged, counted, and the job comes again."""
        log.error("job %s failed", name, exc_info=error)
        self._faults += 1
        self._poll.showing.own("faults", Family.FAULTS, self._faults)

    async def _icmp(self) -> None:
        self._note(await self._poll.rounds.echo_round())

    async def _snmp(self) -> None:
        self._note(await self._poll.rounds.snmp_round())

    async def _hastened(self) -> None:
        await self._poll.rounds.hastened_round()

    async def _surroundings(self) -> None:
        self._note(await self._poll.rounds.surroundings_round())

    async def _agents(self) -> None:
        await self._poll.intake.take(self._poll.rounds.reload)

    async def _agents_heard(self) -> None:
        await self._poll.rounds.reload()
        await self._poll.intake.watch()

    def _note(self, heard: Heard) -> None:
        self._status[heard.kind] = {
            "at": heard.at.isoformat(),
            "seconds": round(heard.seconds, 3),
            "asked": len(heard.seen) + len(heard.unseen),
            "failed": sum(heard.failures.values()),
            "failures": dict(heard.failures),
            "uplink_lost": heard.uplink_lost,
        }

    async def _outbox(self) -> None:
        await asyncio.to_thread(
            partial(
                outbox.deliver_due,
                self._engine,
                settings=self._settings,
                vault=self._vault,
                now=datetime.now(UTC),
            )
        )
        self._delivered_at = datetime.now(UTC)

    async def _channels(self) -> None:
        await asyncio.to_thread(self._lanes.start, datetime.now(UTC))

    async def _ways(self) -> None:
        await asyncio.to_thread(self._ways_tested)

    def _ways_tested(self) -> None:
        settings, now = self._settings, datetime.now(UTC)
        with transaction(self._engine) as session:
            try_ways(session, vault=self._vault, base_url=settings.base_url, mail_from=settings.mail_from, at=now)

    async def _dead_man(self) -> None:
        await asyncio.to_thread(
            partial(
                push_due,
                self._engine,
                settings=self._settings,
                vault=self._vault,
                now=datetime.now(UTC),
                delivered_at=self._delivered_at,
            )
        )

    async def _figures(self) -> None:
        self._poll.board.poller["installation"] = await asyncio.to_thread(self._measured)

    def _measured(self) -> Blocks:
        with reading(self._engine) as session:
            return measure(session, settings=self._settings)

    async def _limits(self) -> None:
        self._poll.pipeline.limits_of_site = await asyncio.to_thread(limits_in_force, self._engine, self._settings)

    async def _measured_figures(self) -> None:
        await self._poll.rounds.in_thread(partial(self._crossings.look, datetime.now(UTC)))

    async def _upkeep(self) -> None:
        self._poll.pipeline.usual_rtt_ms = await asyncio.to_thread(self._roll_up)

    def _roll_up(self) -> dict[int, float]:
        settings, now = self._settings, datetime.now(UTC)
        # Before samples go, and without the write lock while hundreds of months are reckoned.
        if self._months_at is None or now - self._months_at >= MONTHS_EVERY:
            keep_months(self._engine, now)
            self._months_at = now
        with transaction(self._engine) as session:
            rollup.roll_up(session, now, self._zone)
            rollup.retire_old(
                session,
                now,
                samples=settings.keep_samples_days,
                hours=settings.keep_hours_days,
                days=settings.keep_days_days,
                events=settings.keep_events_days,
            )
            return rollup.usual_round_trips(session, now)

    async def _clock(self) -> None:
        await check_clock(self._engine, self._settings.ntp_servers, datetime.now(UTC))

    async def _certificates(self) -> None:
        await look_at_certificates(self._engine, lambda: datetime.now(UTC))

    async def _compliance(self) -> None:
        book, tell = rulebook(self._settings), Teller(self._settings)
        await asyncio.to_thread(
            partial(judge_due, self._engine, self._vault, book=book, tell=tell, now=datetime.now(UTC))
        )

    async def _lifecycle(self) -> None:
        await asyncio.to_thread(self._support_written)

    def _support_written(self) -> None:
        with transaction(self._engine) as session:
            write_support(session, shipped(), at=datetime.now(UTC))

    async def _needs(self) -> None:
        await asyncio.to_thread(look_for_needs, self._engine, datetime.now(UTC))

    async def _risks(self) -> None:
        await asyncio.to_thread(look_for_risks, self._engine, datetime.now(UTC))

    async def _shares(self) -> None:
        await asyncio.to_thread(keep_shares, self._engine, datetime.now(UTC), self._zone)

    async def _logs(self) -> None:
        await asyncio.to_thread(self._logs_measured)

    def _logs_measured(self) -> None:
        with transaction(self._engine) as session:
            measure_logs(session, datetime.now(UTC))

    async def _reports(self) -> None:
        origin = From(self._settings.base_url, self._settings.mail_from)
        await asyncio.to_thread(partial(mail_due, self._engine, origin, now=datetime.now(UTC)))

    async def _siblings(self) -> None:
        await asyncio.to_thread(self._siblings_heard)

    def _siblings_heard(self) -> None:
        hear_all(self._engine, Key.at(self._settings.data_dir / "identity.pem", "netops"), self._settings.sibling_calls)
        follow_orders(self._engine)

    async def _backup(self) -> None:
        await asyncio.to_thread(partial(tidy, self._engine, self._settings, now=datetime.now(UTC)))
        await asyncio.to_thread(backup.nightly, self._settings)


async def serve(settings: Settings, *, stop: asyncio.Event, on_ready: Callable[[Poller], None] | None = None) -> None:
    """Poll until `stop` is set; what runs then may end its transaction."""
    engine = make_engine(settings.url)
    vault = Vault.open(settings.data_dir)
    outbox.resume(engine, now=datetime.now(UTC))
    try:
        async with polling(engine, settings, vault) as poll:
            poller = Poller(settings, engine, vault, poll)
            serving = asyncio.create_task(poller.server.run_until_stopped())
            async with scheduled(poller.jobs(), zone=ZoneInfo(settings.timezone), on_fault=poller.failed):
                if on_ready is not None:
                    on_ready(poller)
                await stop.wait()
            await poller.first_aid.close()
            poller.server.should_exit = True
            await asyncio.wait([serving], timeout=STOP_WITHIN_S)
    finally:
        engine.dispose()


def run(settings: Settings) -> None:
    """The process: until SIGTERM or SIGINT."""

    def ready(_poller: Poller) -> None:
        # Modules and tables stay until the end: the collector need not walk through them in the middle of a round.
        gc.collect()
        gc.freeze()
        log.info("polling")

    async def main() -> None:
        stop = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        await serve(settings, stop=stop, on_ready=ready)

    asyncio.run(main())
