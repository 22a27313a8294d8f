"""A simulated school draws itself: asked by the real collectors, stored by the pipeline, drawn again when moved."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from pydantic import SecretStr
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from collectors.collect import collect_all, surroundings
from collectors.observation import InterfaceSeen
from collectors.outcome import Answered
from collectors.snmp.connect import open_session
from collectors.snmp.hub import SnmpHub
from collectors.target import SnmpCredential, SnmpTarget
from inventory.events import ConnectionAppeared, ConnectionGone, Fact, ParentDerived, StrangerAppeared
from inventory.models.device import Device, FactSource
from inventory.models.site import Site
from inventory.models.topology import Basis, Connection, Decision, MacSighting, Stranger
from inventory.state import Limits
from inventory.store.strangers import Settling, settle
from netops.notify.alerts import tell
from netops.pipeline import Pipeline
from netops.polling.surroundings import ports_of
from netops.simulation.agent import Agent, SimDevice
from netops.simulation.district import COMMUNITY, Placed, make_district
from netops.simulation.equipment import mib_of
from service.database import reading, transaction
from tests.factories import make_device, make_link, make_office, make_site

DISTRICT = make_district(schools=120, seed=1, today=date(2026, 11, 23))
# A school with a stranger and several devices behind the switch.
CODE = max(
    (school for school in DISTRICT.schools if school.number % 9 == 0),
    key=lambda school: sum(placed.site_code == school.code for placed in DISTRICT.devices),
).code
PLACED = [placed for placed in DISTRICT.devices if placed.site_code == CODE]


class School:
    """The school's agents, its rows, and a pipeline over both."""

    def __init__(self, engine: Engine, placed: Sequence[Placed]) -> None:
        self.engine = engine
        self.placed = {each.name: each for each in placed}
        self.sims = {each.name: SimDevice(mib_of(each.equipment), community=COMMUNITY.encode()) for each in placed}
        with transaction(engine) as session:
            site = make_site(session, make_office(session), code=CODE)
            self.ids = {
                each.name: make_device(
                    session,
                    site,
                    name=each.name,
                    role=each.equipment.kind.role,
                    address=each.equipment.address,
                ).id
                or 0
                for each in placed
            }
            for name in (each.name for each in placed if each.equipment.kind.role == "router"):
                make_link(session, site, device_id=self.ids[name])
            self.site_id = site.id or 0
        self.pipeline = Pipeline(engine, limits=Limits(), tell=tell)

    def ask(self, *, only_around: bool = False) -> list[Fact]:
        """Ask every device, store what it says, draw the school."""
        asyncio.run(self._ask(only_around=only_around))
        return self.pipeline.draw(datetime.now(UTC))

    async def _ask(self, *, only_around: bool) -> None:
        agent = Agent({self.placed[name].equipment.address: sim for name, sim in self.sims.items()}, 0)
        with closing(agent), closing(SnmpHub()) as hub:
            opener = partial(open_session, hub=hub)
            targets = [self._target(name, agent.port) for name in self.placed]
            if only_around:
                for target in targets:
                    around = await surroundings(target, opener, self._ports(int(target.key)))
                    assert isinstance(around, Answered), around
                    self.pipeline.surrounded(int(target.key), around.value)
                return
            for key, outcome in (await collect_all(targets, opener)).items():
                assert isinstance(outcome, Answered), outcome
                self.pipeline.walked(int(key), outcome.value, {"walked_at": outcome.value.at})

    def _target(self, name: str, port: int) -> SnmpTarget:
        return SnmpTarget(
            key=str(self.ids[name]),
            host=self.placed[name].equipment.address,
            port=port,
            credential=SnmpCredential(community=SecretStr(COMMUNITY)),
        )

    def _ports(self, device_id: int) -> list[InterfaceSeen]:
        with reading(self.engine) as session:
            return ports_of(session, {device_id})[device_id]

    def parents(self) -> dict[str, str]:
        names = {device_id: name for name, device_id in self.ids.items()}
        with reading(self.engine) as session:
            rows = session.exec(select(Device).where(Device.site_id == self.site_id)).all()
            return {row.name: names[row.parent_id] if row.parent_id else "" for row in rows}

    def connections(self, session: Session) -> Sequence[Connection]:
        return session.exec(select(Connection).where(col(Connection.gone_at).is_(None))).all()


@pytest.fixture
def school(database: Engine) -> School:
    return School(database, PLACED)


def test_a_school_draws_itself(school: School) -> None:
    facts = school.ask()
    assert school.parents() == {placed.name: placed.parent for placed in PLACED}
    assert not [fact for fact in facts if isinstance(fact, ConnectionAppeared)]  # the first drawing is no news
    with reading(school.engine) as session:
        drawn = [row for row in school.connections(session) if row.basis is Basis.LLDP]
        assert len(drawn) == sum(bool(placed.parent) for placed in PLACED)
        assert all(row.port and row.other_port for row in drawn)
        stranger = session.exec(select(Stranger)).one()
        assert (stranger.name, stranger.decision) == ("EAP225-library", Decision.OPEN)
        # Six machines stand behind the switch; none of them is a stranger, and each has its port.
        edge = session.exec(select(MacSighting).where(MacSighting.device_id == school.ids["switch-1"])).all()
        assert {row.port for row in edge} > {school.placed["switch-1"].equipment.port_name(12)}
        told = session.exec(select(FactSource).where(FactSource.device_id == school.ids["router-1"])).all()
        assert {"model", "sys_name", "interfaces", "neighbours"} <= {row.name for row in told}
    assert school.ask() == []  # nothing moved, nothing is told


def test_forwarding_tables_are_enough(school: School) -> None:
    school.sims = {
        name: SimDevice(mib_of(replace(placed.equipment, neighbours=())), community=COMMUNITY.encode())
        for name, placed in school.placed.items()
    }
    school.ask()
    assert school.parents() == {placed.name: placed.parent for placed in PLACED}
    with reading(school.engine) as session:
        assert {row.basis for row in school.connections(session)} == {Basis.FORWARDING}


def test_a_device_that_is_plugged_in_elsewhere_moves_in_the_tree(school: School) -> None:
    school.ask()
    last = next(placed for placed in reversed(PLACED) if placed.parent == "switch-1")
    router, switch = school.placed["router-1"].equipment, school.placed["switch-1"].equipment
    port = router.port_name(4)
    up = replace(last.equipment.neighbours[0], name="router-1", remote_port=port, remote_mac=router.mac)
    moved = replace(last.equipment, neighbours=(replace(up, address=router.address),))
    down = replace(router.neighbours[0], port=4, name=last.name, remote_port=moved.port_name(1), remote_mac=moved.mac)
    now = {
        last.name: moved,
        "router-1": replace(router, neighbours=(*router.neighbours, replace(down, address=moved.address))),
        "switch-1": replace(switch, neighbours=tuple(n for n in switch.neighbours if n.name != last.name)),
    }
    school.sims |= {name: SimDevice(mib_of(each), community=COMMUNITY.encode()) for name, each in now.items()}
    facts = school.ask(only_around=True)
    assert school.parents()[last.name] == "router-1"
    assert {type(fact) for fact in facts} == {ConnectionAppeared, ConnectionGone, ParentDerived}


def test_silence_moves_nothing(school: School) -> None:
    school.ask()
    before = school.parents()
    silent = replace(school.placed["switch-1"].equipment, neighbours=(), stations=())
    school.sims["switch-1"] = SimDevice(mib_of(silent), community=COMMUNITY.encode())
    assert [fact for fact in school.ask() if isinstance(fact, ConnectionGone | ParentDerived)] == []
    assert school.parents() == before


def test_what_a_person_says_of_a_parent_or_a_stranger_is_kept(school: School) -> None:
    school.ask()
    last = next(placed for placed in reversed(PLACED) if placed.parent == "switch-1")
    with transaction(school.engine) as session:
        device = session.get_one(Device, school.ids[last.name])
        device.parent_id, device.parent_by_hand = school.ids["router-1"], True
        stranger = session.exec(select(Stranger)).one()
        office_id = session.get_one(Site, device.site_id).office_id
        wish = Settling(act="merge", device_id=device.id)
        settle(session, stranger, wish, office_id=office_id, person_id=None, at=datetime.now(UTC))
    facts = school.ask()
    assert school.parents()[last.name] == "router-1"
    assert [fact for fact in facts if isinstance(fact, StrangerAppeared)] == []
    with reading(school.engine) as session:
        assert session.exec(select(Stranger)).one().decision is Decision.MERGED
        ends = {(row.device_id, row.other_id) for row in school.connections(session)}
        pair = sorted((school.ids["switch-1"], school.ids[last.name]))
        assert (pair[0], pair[1]) in ends  # the stranger's place is the device's


def test_what_stays_where_it_is_is_not_written_again(school: School) -> None:
    school.ask()
    with reading(school.engine) as session:
        before = {row.id: row.seen_at for row in session.exec(select(MacSighting))}
    school.ask(only_around=True)
    with reading(school.engine) as session:
        assert {row.id: row.seen_at for row in session.exec(select(MacSighting))} == before


def test_an_old_sighting_is_refreshed_and_a_forgotten_one_ends(school: School) -> None:
    school.ask()
    with transaction(school.engine) as session:
        rows = session.exec(select(MacSighting)).all()
        for row in rows:
            row.seen_at -= timedelta(days=2)
    gone = replace(school.placed["switch-1"].equipment, stations=school.placed["switch-1"].equipment.stations[:1])
    school.sims["switch-1"] = SimDevice(mib_of(gone), community=COMMUNITY.encode())
    school.ask()
    with reading(school.engine) as session:
        here = session.exec(select(MacSighting).where(MacSighting.device_id == school.ids["switch-1"])).all()
        assert {row.gone_at is None for row in here if row.mac == gone.stations[0].mac.hex(":")} == {True}
        assert {row.gone_at is None for row in here if row.mac != gone.stations[0].mac.hex(":")} == {False}
