"""The poller killed by SIGKILL fifty times at random moments: no outage lost, no mail lost, the database intact."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from random import Random

from sqlalchemy import Engine, text
from sqlmodel import col, select

from collectors.target import SnmpCredential, SnmpTuning
from inventory.models.device import SnmpMemory
from inventory.models.link import Check
from inventory.models.outage import Outage, Subject
from inventory.store.credentials import secret_json
from netops.models.alert import Alert, Delivery, OutboxMessage
from netops.notify.watch.selftest import SELF
from netops.settings import Settings
from netops.simulation.agent import Agent, SimDevice
from netops.simulation.fleet import fleet
from netops.vault import Vault
from service.database import reading, transaction
from tests.factories import make_calendar, make_credential, make_device, make_link, make_office, make_person, make_site
from tests.integration.servers.poller_lives import LIVES
from tests.integration.servers.smtp import MailServer

SCHOOLS = 6
LONGEST_LIFE_S = 0.6
# Loopback answers within a millisecond; a silent device should not hold a round for seconds here.
QUICK = SnmpTuning(timeout_ms=100, retries=0)


class Schools:
    """Schools whose only link is checked by asking its router, and what was really done to them."""

    def __init__(self, engine: Engine, vault: Vault, port: int, routers: dict[str, SimDevice]) -> None:
        self.engine = engine
        self.routers: dict[int, SimDevice] = {}  # by link id
        self.cuts: dict[int, list[datetime]] = {}
        self.mends: dict[int, list[datetime]] = {}
        with transaction(engine) as session:
            office = make_office(session)
            make_calendar(session, office, always_open=True, is_default=True)
            make_person(session, office, email="it@example.org", alerts=True)
            sealed = vault.seal(secret_json(SnmpCredential.model_validate({"community": "public"})))
            credential = make_credential(session, office, sealed=sealed)
            for address, router in routers.items():
                site = make_site(session, office)
                device = make_device(
                    session, site, role="router", address=address, snmp_port=port, snmp_credential_id=credential.id
                )
                assert device.id is not None
                session.add(SnmpMemory(device_id=device.id, tuning=QUICK.model_dump_json()))
                link = make_link(session, site, check=Check.SNMP, check_address=address, device_id=device.id)
                assert link.id is not None
                self.routers[link.id] = router
                self.cuts[link.id], self.mends[link.id] = [], []

    def outages(self) -> Sequence[Outage]:
        """As stored, oldest first."""
        with reading(self.engine) as session:
            return session.exec(select(Outage).order_by(col(Outage.id))).all()

    def change_some(self, random: Random) -> None:
        """Cut or mend some lines. A line moves again only when its last move was noticed, so each must be found."""
        opened = {outage.subject_id for outage in self.outages() if outage.ended_at is None}
        for link_id, router in self.routers.items():
            if router.silent and link_id in opened and random.random() < 0.8:
                self.mend(link_id)
            elif not router.silent and link_id not in opened and random.random() < 0.5:
                router.silent = True
                self.cuts[link_id].append(datetime.now(UTC))

    def mend(self, link_id: int) -> None:
        """Let the router of a link answer again."""
        self.routers[link_id].silent = False
        self.mends[link_id].append(datetime.now(UTC))

    def messages(self) -> Sequence[OutboxMessage]:
        """The outbox."""
        with reading(self.engine) as session:
            return session.exec(select(OutboxMessage)).all()

    def is_settled(self) -> bool:
        """Every cut noticed and over, every mail sent."""
        outages = self.outages()
        return (
            len(outages) == sum(map(len, self.cuts.values()))
            and all(outage.ended_at for outage in outages)
            and all(message.state is Delivery.SENT for message in self.messages())
        )


@contextmanager
def nursery(settings: Settings, smtp_port: int) -> Iterator[Callable[[], int]]:
    """Yields a function that starts a poller and returns its process id."""
    command = [sys.executable, "-m", "tests.integration.servers.poller_lives", str(settings.data_dir), str(smtp_port)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        told, heard = process.stdin, process.stdout

        def start() -> int:
            told.write("live\n")
            told.flush()
            return int(heard.readline())

        try:
            yield start
        finally:
            told.close()


async def until(settled: Callable[[], bool], *, within_s: float) -> bool:
    """Whether it came true in time."""
    ends_at = time.monotonic() + within_s
    while time.monotonic() < ends_at:
        if await asyncio.to_thread(settled):
            return True
        await asyncio.sleep(0.05)
    return False


def test_killed_at_random_moments_nothing_is_lost(settings: Settings, engine: Engine, vault: Vault) -> None:
    asyncio.run(kill_again_and_again(settings, engine, vault))


async def kill_again_and_again(settings: Settings, engine: Engine, vault: Vault) -> None:
    """Live, be killed, live again; at the end look at what is left."""
    random = Random(20_261_123)
    routers = fleet(SCHOOLS, now=time.monotonic(), ports=4)
    agent = Agent(routers, 0)
    schools = Schools(engine, vault, agent.port, routers)
    with MailServer() as mail, nursery(settings, mail.port) as start:
        for _ in range(LIVES):
            pid = await asyncio.to_thread(start)
            await asyncio.sleep(random.uniform(0, LONGEST_LIFE_S))
            await asyncio.to_thread(schools.change_some, random)
            await asyncio.sleep(random.uniform(0, LONGEST_LIFE_S))
            os.kill(pid, signal.SIGKILL)
        pid = await asyncio.to_thread(start)
        noticed = await until(lambda: len(schools.outages()) == sum(map(len, schools.cuts.values())), within_s=60)
        for link_id, router in schools.routers.items():
            if router.silent:
                schools.mend(link_id)
        settled = await until(schools.is_settled, within_s=60)
        os.kill(pid, signal.SIGTERM)
    agent.close()
    assert noticed
    assert settled
    check_outages(schools)
    check_mails(schools, [str(message["Message-ID"]) for message in mail.messages])
    check_database(engine)


def check_outages(schools: Schools) -> None:
    """Each cut is one outage, which began after the cut and ended after the mending."""
    assert sum(map(len, schools.cuts.values())) >= SCHOOLS
    for link_id, cuts in schools.cuts.items():
        found = [outage for outage in schools.outages() if outage.subject_id == link_id]
        assert {outage.subject for outage in found} <= {Subject.LINK}
        assert len(found) == len(cuts)
        for outage, cut_at, mended_at in zip(found, cuts, schools.mends[link_id], strict=True):
            assert cut_at <= outage.started_at <= outage.confirmed_at
            assert outage.ended_at is not None
            assert mended_at <= outage.ended_at


def check_mails(schools: Schools, arrived: list[str]) -> None:
    """A beginning and an end of each outage to the one person; a repeat only for a kill, under the same id."""
    # The day's test of the way may fall into these minutes: it is no mail of an outage.
    messages = [message for message in schools.messages() if message.phase != SELF]
    assert Counter(message.phase for message in messages) == dict.fromkeys(("opened", "ended"), len(schools.outages()))
    assert {message.message_id for message in schools.messages()} == set(arrived)
    assert len(arrived) - len(set(arrived)) <= LIVES
    with reading(schools.engine) as session:
        alerts = session.exec(select(Alert)).all()
    assert sorted(alert.outage_id or 0 for alert in alerts) == sorted(outage.id or 0 for outage in schools.outages())


def check_database(engine: Engine) -> None:
    """SQLite finds nothing broken."""
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA integrity_check")).scalars().all() == ["ok"]
        assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
