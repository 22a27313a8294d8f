"""First aid in the poller: bounded in a burst, one path for each likely cause, again when a person asks."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from sqlalchemy import Engine
from sqlmodel import select

from collectors.trace import Hop
from netops.first_aid.names import LookName
from netops.first_aid.scene import Means
from netops.models.response import FirstAid
from netops.polling.first_aid import AT_ONCE, FirstAider
from service.database import reading, transaction
from tests.factories import make_link, make_office, make_outage, make_provider, make_site

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
PROVIDERS, SCHOOLS = 4, 50


class Tracer:
    """Traces nothing; knows what was wanted, and how many at once."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.at_once = self.most = 0

    async def __call__(self, host: str, **_limits: float) -> list[Hop]:
        self.asked.append(host)
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        await asyncio.sleep(0)
        self.at_once -= 1
        return [Hop(1, host, 1.0, arrived=True)]


def burst(engine: Engine, providers: int, schools: int) -> None:
    with transaction(engine) as session:
        office = make_office(session)
        for _provider in range(providers):
            provider = make_provider(session, office)
            for _school in range(schools):
                link = make_link(session, make_site(session, office), provider_id=provider.id)
                make_outage(session, link, started_at=NOW, confirmed_at=NOW)


def paths(engine: Engine) -> list[FirstAid]:
    with reading(engine) as session:
        return list(session.exec(select(FirstAid).where(FirstAid.look == LookName.PATH).order_by(FirstAid.id)))  # type: ignore[arg-type]


def test_two_hundred_at_once_stay_bounded_and_one_path_stands_for_a_cause(engine: Engine) -> None:
    burst(engine, PROVIDERS, SCHOOLS)
    tracer = Tracer()

    async def run() -> None:
        aid = FirstAider(engine, watched={}, means=Means(trace=tracer), now=lambda: NOW)
        await aid.look()
        assert aid.under_way == AT_ONCE
        await aid.look()  # the clock comes again while all that is under way: nothing is begun twice
        assert aid.under_way <= AT_ONCE
        await aid.settled()
        await aid.look()
        assert aid.under_way == 0

    asyncio.run(run())
    seen = paths(engine)
    assert len(seen) == PROVIDERS * SCHOOLS
    assert len(tracer.asked) == PROVIDERS
    assert tracer.most <= AT_ONCE
    traced = [row for row in seen if "hops" in row.found]
    assert sorted(row.outage_id for row in traced) == [1 + SCHOOLS * number for number in range(PROVIDERS)]
    assert {row.found["as"] for row in seen if "as" in row.found} == {row.outage_id for row in traced}


def test_a_few_at_once_are_each_traced_and_a_person_may_ask_again(engine: Engine) -> None:
    burst(engine, 1, 3)
    tracer = Tracer()

    async def run() -> None:
        aid = FirstAider(engine, watched={}, means=Means(trace=tracer), now=lambda: NOW)
        await aid.look()
        assert not aid.again(1, asked_by=5)  # under way
        await aid.settled()
        later = FirstAider(engine, watched={}, means=Means(trace=tracer), now=lambda: NOW.replace(minute=5))
        assert later.again(1, asked_by=5)
        assert not later.again(1, asked_by=5)
        assert later.again(99, asked_by=5)  # gone meanwhile: nothing comes of it
        await later.settled()
        await later.close()

    asyncio.run(run())
    *at_once, again = [(row.outage_id, row.asked_by) for row in paths(engine)]
    assert (sorted(at_once), again) == ([(1, None), (2, None), (3, None)], (1, 5))


def test_what_is_under_way_ends_with_the_poller(engine: Engine) -> None:
    burst(engine, 1, 2)

    async def never(_host: str, **_limits: float) -> list[Hop]:
        await asyncio.Event().wait()
        return []

    async def run() -> None:
        aid = FirstAider(engine, watched={}, means=Means(trace=never), now=lambda: NOW)
        await aid.look()
        await aid.close()
        assert aid.under_way == 0

    asyncio.run(run())
    assert paths(engine) == []
