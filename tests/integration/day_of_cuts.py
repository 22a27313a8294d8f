"""One day of a contract with known cuts, each really made: what counts, what does not, and who hears of the figure.

The lines are namespaces and the silences are real; only the moment at which a round is told comes from the test, so
that a day is over in a minute. The day is Tuesday 4 November 2568 in Bangkok, the only one on which the contract
holds; of it the hours from eight to twelve count. What happens:

    07:00          the office begins to ask, every five minutes, until 13:00
    07:50 - 08:15  the school's line is cut: 10 minutes before the hours of the contract, 15 within them
    09:00 - 09:30  the office's own line is cut: nobody could see, 30 minutes
    10:00 - 10:20  the school has no power and says so at 10:06: 20 minutes that the contract does not count
    11:00 - 11:20  the line is cut for work that was announced: 20 minutes
    11:30 - 11:33  the line is cut for 3 minutes: the contract counts from 10 minutes on, so the line counts as up

By hand:  08:00 - 12:00                    14,400 s
          we could not see                - 1,800 s
          announced work                  - 1,200 s
          power                           - 1,200 s
          time that counts               = 10,200 s
          of which cut (08:00 - 08:15)        900 s
          availability = (10,200 - 900) / 10,200 = 9,300 / 10,200 = 91.17647... %
          below 95 % the contract pays 10 % of the month's 850 baht = 85.00 baht

And the whole month: 30 days = 2,592,000 s; on 29 of them the contract does not hold = 2,505,600 s; of the day's
86,400 s nobody asked in 18 hours = 64,800 s and nobody could see in 1,800 s, together 66,600 s unseen; of the 19,800 s
that remain 14,400 - 1,800 = 12,600 s are in hours that count, 7,200 s are not.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import Engine
from sqlmodel import Session

from collectors.icmp import sweep
from collectors.observation import EchoSeen
from inventory.events import Fact
from inventory.models.link import Link
from inventory.models.outage import MaintenanceWindow, Subject
from inventory.models.site import OpenHours, Site
from inventory.store.causes import judge_due
from inventory.store.power import take_report
from netops.configs.noticed import Noticed
from netops.metrics import Board
from netops.pipeline import Heard, Pipeline
from netops.polling.rounds import Rounds
from netops.polling.showing import Showing
from netops.polling.wiring import Teller
from netops.settings import Settings
from netops.vault import Vault
from netops.watched.confirming import limits_of
from netops.watched.roster import Roster
from service.database import transaction
from tests import factories
from tests.integration.servers.netns import WAY_TARGET, Way
from tests.inventory.sla.stored import make_contract

BANGKOK: Final = ZoneInfo("Asia/Bangkok")
DAY: Final = date(2025, 11, 4)
MONTH: Final = date(2025, 11, 1)
BEYOND_OUR_LINE: Final = "10.78.1.2"  # of a router behind the office's own line
RHYTHM: Final = timedelta(minutes=5)
LONG_AGO: Final = datetime(2025, 1, 1, tzinfo=UTC)


def at(clock: str) -> datetime:
    """A moment of the day, on the clock of the office."""
    return datetime.combine(DAY, time.fromisoformat(clock), BANGKOK).astimezone(UTC)


class ToldAt(Pipeline):
    """What a round heard is heard; the moment at which it is told is the test's."""

    now = at("07:00")

    def watch(self, roster: Roster, at: datetime) -> None:
        super().watch(roster, self.now)

    def polled(self, heard: Heard) -> list[Fact]:
        heard.at = self.now
        heard.seen = {thing: replace(seen, at=self.now) for thing, seen in heard.seen.items()}
        return super().polled(heard)


# What is really done before the round of a moment.
ARRANGED: Final[dict[datetime, Callable[[Way], None]]] = {
    at("07:50"): lambda way: way.cut_after(2),
    at("08:15"): lambda way: way.restore_after(2),
    at("09:00"): lambda way: way.cut_after(0),
    at("09:30"): lambda way: way.restore_after(0),
    at("10:00"): lambda way: way.power_off(),
    at("10:20"): lambda way: way.power_on(),
    at("11:00"): lambda way: way.cut_after(2),
    at("11:20"): lambda way: way.restore_after(2),
    at("11:30"): lambda way: way.cut_after(2),
    at("11:33"): lambda way: way.restore_after(2),
}
SAID_OFF: Final = at("10:06")
MENDED: Final = frozenset(at(clock) for clock in ("08:15", "09:30", "10:20", "11:20", "11:33"))
ROUNDS: Final = sorted({at("07:00") + RHYTHM * n for n in range(6 * 12)} | {at("11:31"), at("11:32"), at("11:33")})


class District:
    """An office and a school behind three lines in a row, under a contract of one day."""

    def __init__(self, engine: Engine, settings: Settings, vault: Vault) -> None:
        self.engine, self.vault = engine, vault
        self.settings = settings.model_copy(update={"icmp_packets": 1, "uplink_addresses": [BEYOND_OUR_LINE]})
        with transaction(engine) as session:
            self.office = factories.make_office(session, code="5302")
            self.school = factories.make_site(session, self.office, created_at=LONG_AGO)
            self.link = self._line(session)
            session.add(
                MaintenanceWindow(
                    office_id=self.office.id or 0,
                    subject=Subject.LINK,
                    subject_id=self.link.id or 0,
                    starts_at=at("11:00"),
                    ends_at=at("11:20"),
                )
            )

    def _line(self, session: Session) -> Link:
        hours = factories.make_calendar(session, self.office)
        counted = OpenHours(calendar_id=hours.id or 0, weekday=DAY.weekday(), opens=time(8), closes=time(12))
        session.add(counted)
        contract = make_contract(
            session,
            self.office,
            starts_on=DAY,
            ends_on=DAY,
            calendar_id=hours.id,
            excluded=["power", "planned", "ours"],
            least_seconds=600,
            formula={
                "rates": [
                    {"kind": "tiers", "tiers": [{"below": "99", "percent": "5"}, {"below": "95", "percent": "10"}]}
                ]
            },
        )
        return factories.make_link(
            session,
            self.school,
            provider_id=contract.provider_id,
            contract_id=contract.id,
            price_satang_month=85_000,
            check_address=WAY_TARGET,
            created_at=LONG_AGO,
        )

    async def live_through(self, way: Way) -> None:
        """The day, round by round."""
        showing = Showing(Board())
        pipeline = ToldAt(
            self.engine, limits=limits_of(self.settings), tell=Teller(self.settings), on_judged=showing.judged
        )
        rounds = Rounds(
            self.engine,
            self.settings,
            pipeline=pipeline,
            showing=showing,
            unseal=self.vault.unseal,
            noticed=Noticed(self.settings.config_quiet_s),
        )
        try:
            for moment in ROUNDS:
                if moment in ARRANGED:
                    await asyncio.to_thread(ARRANGED[moment], way)
                if moment in MENDED:
                    await answering()
                pipeline.now = moment
                await rounds.echo_round()
                self._around(moment)
        finally:
            await rounds.close()

    def _around(self, moment: datetime) -> None:
        """What else happens: the school reports, and causes are judged as they are each minute."""
        with transaction(self.engine) as session:
            if moment <= SAID_OFF < moment + RHYTHM:
                site = session.get_one(Site, self.school.id)
                take_report(session, site, is_off=True, sender="-", at=SAID_OFF)
            judge_due(session, at=moment)


async def answering() -> None:
    """Until the school and the router beyond our own line answer again."""
    async with asyncio.timeout(20):
        while True:
            answers = await sweep({"school": WAY_TARGET, "beyond": BEYOND_OUR_LINE}, packets=1, timeout_s=0.2)
            if all(isinstance(one, EchoSeen) and one.received for one in answers.values()):
                return
