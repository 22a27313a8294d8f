"""Bought devices on both databases: joined to their cards by one serial or MAC where it is sure, and working once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from collectors.observation import DeviceObservation, SystemSeen
from inventory.models.asset import Asset, AssetEvent
from inventory.models.device import Device
from inventory.models.outage import Event, Subject
from inventory.models.site import Office
from inventory.state import Limits, Seen
from inventory.store.acting import By
from netops.notify.alerts import tell
from netops.pipeline import Heard, Pipeline
from netops.watched import roster
from procurement.models.need import Need
from procurement.models.receipt import DeliveredPiece
from procurement.needs.need import NeedState
from procurement.store import need_decisions
from procurement.store.needs import NeedDraft, create_need
from service.database import reading, transaction
from tests import factories
from tests.procurement.store.buying import World, make_world

START = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
MEMORY: Mapping[str, Any] = {"tuning": "", "plan": b"", "health": "", "walked_at": START}
MAC = "02:00:00:00:00:2a"


class Bought:
    """A school that received switches for a need, and the devices that its network shows."""

    def __init__(self, engine: Engine, *pieces: dict[str, str]) -> None:
        self.engine = engine
        with transaction(engine) as session:
            world = make_world(session)
            self.site, self.office = world.school, world.office
            need = self._need(world)
            self.need_id = need.id
            share = {"site_id": self.site.id, "quantity": len(pieces), "need_id": need.id}
            line = {"name": "สวิตช์", "estimate_satang": 1_300_000, "shares": [share]}
            self.purchase = world.signed(world.begun(lines=[line]))
            world.accepted(self.purchase, world.delivered(self.purchase, list(pieces)))

    def _need(self, world: World) -> Need:
        by = By("ไอที", factories.AT)
        draft = NeedDraft.read({"site_id": world.school.id, "title": "สวิตช์", "reason": "shortage", "kind": "switch"})
        need = create_need(world.session, draft, sight=world.buyer.sight, by=by)
        need_decisions.approve(world.session, need, by=by)
        return need

    def device(self, **values: Any) -> int:
        with transaction(self.engine) as session:
            return factories.make_device(session, self.site, **values).id or 0

    def watching(self) -> Pipeline:
        pipeline = Pipeline(self.engine, limits=Limits(), tell=tell)
        with reading(self.engine) as session:
            watched = roster.load(session, lambda sealed: sealed.decode())
        pipeline.watch(watched, START)
        return pipeline

    def card(self, serial: str = "") -> Asset:
        with reading(self.engine) as session:
            wanted = select(Asset).where(Asset.serial == serial) if serial else select(Asset)
            return session.exec(wanted.order_by(Asset.id)).first() or pytest.fail("no card")  # type: ignore[arg-type]

    def need(self) -> Need:
        with reading(self.engine) as session:
            return session.get_one(Need, self.need_id)

    def facts(self) -> list[str]:
        with reading(self.engine) as session:
            return [row.kind for row in session.exec(select(Event)) if row.kind.startswith("Bought")]


def walk(pipeline: Pipeline, device_id: int, serial: str) -> list[str]:
    system = SystemSeen(serial=serial, name="x")
    seen = DeviceObservation(key="", at=START, system=system, complete=frozenset({"system"}))
    return [type(fact).__name__ for fact in pipeline.walked(device_id, seen, MEMORY)]


def poll(pipeline: Pipeline, device_id: int, at: datetime = START, *, answers: bool = True) -> list[str]:
    heard = Heard(kind="icmp", at=at)
    heard.seen[(Subject.DEVICE, device_id)] = Seen(at, "icmp", 5, 5 if answers else 0, 1.0 if answers else None)
    return [type(fact).__name__ for fact in pipeline.polled(heard)]


def test_the_card_becomes_the_device_and_the_need_is_met_when_it_works(database: Engine) -> None:
    bought = Bought(database, {"serial": "SN-001"})
    assert bought.need().state is NeedState.ORDERED
    device_id = bought.device(address="127.1.9.7")
    pipeline = bought.watching()
    assert "BoughtDeviceSeen" in walk(pipeline, device_id, "sn001")
    assert bought.card().device_id == device_id
    with reading(database) as session:
        last = session.exec(select(AssetEvent).order_by(AssetEvent.id)).all()[-1]  # type: ignore[arg-type]
        assert (last.kind, last.changes, last.note) == ("seen_by_serial", {"device_id": [None, device_id]}, "sn001")
    assert bought.need().state is NeedState.ORDERED, "it was seen, and not yet measured working"

    assert "BoughtDeviceWorks" in poll(pipeline, device_id)
    need = bought.need()
    assert (need.state, need.met_by_device_id) == (NeedState.MET, device_id)
    assert "BoughtDeviceWorks" not in poll(pipeline, device_id, START + timedelta(seconds=30))
    assert bought.facts() == ["BoughtDeviceSeen", "BoughtDeviceWorks"]


def test_silence_meets_no_need(database: Engine) -> None:
    bought = Bought(database, {"serial": "SN-001"})
    device_id = bought.device(address="127.1.9.7")
    pipeline = bought.watching()
    walk(pipeline, device_id, "SN-001")
    for number in range(5):
        assert "BoughtDeviceWorks" not in poll(
            pipeline, device_id, START + timedelta(seconds=30 * number), answers=False
        )
    assert bought.need().state is NeedState.ORDERED


def test_a_need_of_two_is_met_by_the_second(engine: Engine) -> None:
    bought = Bought(engine, {"serial": "SN-001"}, {"serial": "SN-002"})
    first, second = bought.device(address="127.1.9.7"), bought.device(address="127.1.9.8")
    pipeline = bought.watching()
    walk(pipeline, first, "SN-001")
    walk(pipeline, second, "SN-002")
    poll(pipeline, first)
    assert bought.need().state is NeedState.ORDERED
    poll(pipeline, second)
    assert bought.need().state is NeedState.MET


def test_a_mac_joins_where_no_serial_contradicts(engine: Engine) -> None:
    bought = Bought(engine, {"mac": MAC})
    device_id = bought.device(address="127.1.9.7", chassis_mac=MAC)
    assert "BoughtDeviceSeen" in walk(bought.watching(), device_id, "READ-1")
    assert bought.card().device_id == device_id


def test_another_serial_than_written_is_left_to_a_person(engine: Engine) -> None:
    bought = Bought(engine, {"serial": "SN-001", "mac": MAC})
    device_id = bought.device(address="127.1.9.7", chassis_mac=MAC)
    assert walk(bought.watching(), device_id, "OTHER") == []
    assert bought.card().device_id is None


@pytest.mark.parametrize("twice", ["card", "device"])
def test_two_of_one_serial_are_never_joined(twice: str, engine: Engine) -> None:
    bought = Bought(engine, {"serial": "SN-001"})
    device_id = bought.device(address="127.1.9.7")
    with transaction(engine) as session:
        if twice == "card":
            office = session.get_one(Office, bought.office.id)
            factories.make_asset(session, office, serial="sn 001")
        else:
            factories.make_device(session, bought.site, serial="SN-001")
    assert walk(bought.watching(), device_id, "SN-001") == []
    assert bought.facts() == []


def test_a_device_that_was_known_before_the_goods_were_accepted_is_joined_at_once(engine: Engine) -> None:
    with transaction(engine) as session:
        world = make_world(session)
        device = factories.make_device(session, world.school, serial="SN-001")
        purchase = world.signed(world.begun(quantity=1))
        world.accepted(purchase, world.delivered(purchase, [{"serial": "SN-001"}]))
        assert session.exec(select(Asset)).one().device_id == device.id
        assert session.exec(select(DeliveredPiece)).one().device_at is not None


def test_nothing_of_another_office_is_joined(engine: Engine) -> None:
    Bought(engine, {"serial": "SN-001"})
    with transaction(engine) as session:
        office = factories.make_office(session)
        device = factories.make_device(session, factories.make_site(session, office), address="127.1.9.9")
    pipeline = Pipeline(engine, limits=Limits(), tell=tell)
    with reading(engine) as session:
        pipeline.watch(roster.load(session, lambda sealed: sealed.decode()), START)
    assert walk(pipeline, device.id or 0, "SN-001") == []
    with reading(engine) as session:
        assert session.exec(select(Asset)).one().device_id is None
        assert session.get_one(Device, device.id).serial == "SN-001"
