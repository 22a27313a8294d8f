"""Looks are taken together, each with its deadline; one that hangs or breaks is a value beside the others."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from collectors.errors import UnaskedError
from inventory.models.outage import Subject
from netops.first_aid.names import LookName
from netops.first_aid.scene import Found, Line, Look, Means, Scene, scene_of
from netops.first_aid.taking import take
from netops.first_aid.waiting import Waiting, in_order, waiting
from netops.models.response import FirstAid
from service.database import reading, transaction
from tests.factories import AT, make_device, make_link, make_office, make_outage, make_provider, make_site


def look(name: LookName, answer: Found | Exception | None, *, hangs: bool = False, deadline_s: float = 5.0) -> Look:
    """A look with a known end."""

    async def ask(_scene: Scene, _means: Means) -> Found | None:
        if hangs:
            await asyncio.Event().wait()
        if isinstance(answer, Exception):
            raise answer
        return answer

    return Look(name, "x", "first_aid.read", lambda _found, _clock: [Line("x")], ask=ask, deadline_s=deadline_s)


def stored(engine: Engine) -> Sequence[FirstAid]:
    with reading(engine) as session:
        return session.exec(select(FirstAid).order_by(col(FirstAid.look))).all()


def test_one_look_that_fails_costs_no_other(database: Engine, caplog: pytest.LogCaptureFixture) -> None:
    with transaction(database) as session:
        scene = scene_of(session, make_outage(session, make_link(session, make_site(session, make_office(session)))))
    looks = [
        look(LookName.PATH, None, hangs=True, deadline_s=0.05),
        look(LookName.POWER, ZeroDivisionError("a\x07b")),
        look(LookName.ADDRESS, UnaskedError("no way")),
        look(LookName.AROUND, {"seen": "โรงเรียน"}),
        look(LookName.INSIDE, None),
    ]
    asyncio.run(take(database, scene, Means(), now=lambda: AT, looks=looks, asked_by=7))
    rows = {row.look: row for row in stored(database)}
    assert {name: row.error for name, row in rows.items()} == {
        "path": "not done within 0.05 s",
        "power": "ZeroDivisionError: a b",
        "address": "no way",
        "around": "",
    }
    assert rows["around"].found == {"seen": "โรงเรียน"}
    assert {row.asked_by for row in rows.values()} == {7}
    assert [record.exc_info is not None for record in caplog.records if "power" in record.message] == [True]
    # Looked at again, the first look stays.
    asyncio.run(take(database, scene, Means(), now=lambda: AT + timedelta(minutes=1), looks=looks[3:4]))
    assert [row.look for row in stored(database)].count("around") == 2


def outages(session: Session, confirmed_at: datetime) -> dict[str, int]:
    """Two links of a provider in one district, one of it elsewhere, one without a provider, a device, an old one."""
    office = make_office(session)
    provider = make_provider(session, office)
    near = {"provider_id": provider.id}
    sites = {name: make_site(session, office, district=name[:1]) for name in ("a1", "a2", "b1", "c1")}
    found = {
        name: make_outage(
            session, make_link(session, site, **(near if name != "c1" else {})), confirmed_at=confirmed_at
        )
        for name, site in sites.items()
    }
    device = make_device(session, sites["c1"])
    found["device"] = make_outage(session, make_link(session, sites["c1"]), confirmed_at=confirmed_at)
    found["device"].subject, found["device"].subject_id = Subject.DEVICE, device.id or 0
    make_outage(session, make_link(session, sites["a1"]), confirmed_at=confirmed_at - timedelta(hours=2))
    make_outage(session, make_link(session, sites["a1"]), confirmed_at=confirmed_at, ended_at=confirmed_at)
    return {name: outage.id or 0 for name, outage in found.items()}


def test_what_waits_is_open_fresh_and_not_looked_at(database: Engine) -> None:
    with transaction(database) as session:
        ids = outages(session, AT)
        session.flush()
        first = waiting(session, AT + timedelta(minutes=1))
        assert [one.outage_id for one in first] == list(ids.values())
        assert [one.outage_id for one in in_order(first)] == [
            ids["a1"], ids["b1"], ids["c1"], ids["a2"], ids["device"],
        ]  # fmt: skip
        session.add(FirstAid(outage_id=ids["a1"], look="path", at=AT))
        session.flush()
        assert ids["a1"] not in {one.outage_id for one in waiting(session, AT)}


def test_the_first_of_each_cause_comes_first() -> None:
    those = [Waiting(number, ("provider", number % 3)) for number in range(9)]
    assert [one.outage_id for one in in_order(those)] == [0, 1, 2, 3, 4, 5, 6, 7, 8]
    heaped = [Waiting(number, ("site", number // 5)) for number in range(10)]
    assert [one.outage_id for one in in_order(heaped)] == [0, 5, 1, 2, 3, 4, 6, 7, 8, 9]
