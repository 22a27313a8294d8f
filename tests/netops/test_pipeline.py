"""From what was heard to rows, outages, facts and mail, on both databases: each round is all or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from collectors.observation import DeviceObservation, InterfaceSeen, SystemSeen
from contract.events import OutageClosed
from inventory.events import Fact
from inventory.lineage import Lineage
from inventory.models.device import Device, Interface
from inventory.models.link import Link, LinkSample
from inventory.models.outage import CurrentState, Event, MaintenanceWindow, Outage, Probe, State, Subject
from inventory.models.site import Office, OpenHours, Site
from inventory.state import Limits, Seen
from inventory.store.siblings import told_after
from netops.models.alert import OutboxMessage
from netops.notify.alerts import tell
from netops.pipeline import Heard, Pipeline, Tell
from netops.watched import roster
from netops.watched.portwatch import PortMoved
from netops.watched.roster import Thing
from service.database import reading, transaction
from tests.factories import make_calendar, make_device, make_interface, make_link, make_office, make_person, make_site

START = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)  # Monday 10:00 in Bangkok
ROUND = timedelta(seconds=30)


class District:
    """An office with one school: a link, a router, a switch behind it. Rounds are played on a pipeline."""

    def __init__(self, engine: Engine, *, tell_with: Tell = tell) -> None:
        self.engine = engine
        self.tell_with = tell_with
        self.now = START
        with transaction(engine) as session:
            office = make_office(session)
            make_person(session, office, email="it@example.org", alerts=True)
            self.site = make_site(session, office, name="โรงเรียน <b>ทดสอบ</b>")
            self.link = make_link(session, self.site, name="หลัก")
            self.router = make_device(session, self.site, name="router", role="router", address="127.1.9.1")
            self.switch = make_device(session, self.site, name="switch", parent_id=self.router.id, address="127.1.9.2")
            self.things: dict[str, Thing] = {
                "L": (Subject.LINK, _id(self.link)),
                "R": (Subject.DEVICE, _id(self.router)),
                "S": (Subject.DEVICE, _id(self.switch)),
            }
            self.office_id = _id(office)
        self.pipeline = self.restarted()

    def restarted(self) -> Pipeline:
        """A new process: nothing remembered but the database."""
        pipeline = Pipeline(self.engine, limits=Limits(), tell=self.tell_with)
        with reading(self.engine) as session:
            watched = roster.load(session, lambda sealed: sealed.decode())
        pipeline.watch(watched, self.now)
        self.pipeline = pipeline
        return pipeline

    def round(self, answering: str, **rest: Any) -> list[Fact]:
        """One round; the letters name what answers."""
        heard = Heard(kind="icmp", at=self.now, **rest)
        for letter, thing in self.things.items():
            good = letter in answering
            heard.seen[thing] = Seen(self.now, "icmp", 5, 5 if good else 0, 10.0 if good else None)
        facts = self.pipeline.polled(heard)
        self.now += ROUND
        return facts

    def rounds(self, *answering: str) -> list[str]:
        """Several rounds; the kinds of all facts."""
        return [type(fact).__name__ for each in answering for fact in self.round(each)]

    def state(self, letter: str) -> State:
        """As stored."""
        with reading(self.engine) as session:
            return session.get_one(CurrentState, self.things[letter]).state

    def rows(self, table: type[Any]) -> Sequence[Any]:
        """All rows of a table."""
        with reading(self.engine) as session:
            return session.exec(select(table)).all()


def _id(row: Any) -> int:
    assert isinstance(row.id, int)
    return row.id


@pytest.fixture
def district(database: Engine) -> District:
    return District(database)


ALL = "LRS"


def test_a_cut_link_is_one_outage_with_its_probes_one_alert_and_an_end(district: District) -> None:
    assert district.rounds(ALL, ALL, "", "", "") == ["LinkWentDown"]
    (outage,) = district.rows(Outage)
    assert (outage.subject, outage.started_at, outage.ended_at) == (Subject.LINK, START + 2 * ROUND, None)
    assert outage.confirmed_at == START + 4 * ROUND
    assert [(p.at, p.answered) for p in district.rows(Probe)] == [
        (START + ROUND, True),
        (START + 2 * ROUND, False),
        (START + 3 * ROUND, False),
        (START + 4 * ROUND, False),
    ]
    assert [district.state(letter) for letter in ALL] == [State.DOWN, State.UNREACHABLE, State.UNREACHABLE]
    assert len(district.rows(OutboxMessage)) == 1

    assert district.rounds(ALL, ALL) == ["LinkRecovered"]
    (outage,) = district.rows(Outage)
    assert outage.ended_at == START + 5 * ROUND
    assert [district.state(letter) for letter in ALL] == [State.UP, State.UP, State.UP]
    (told,) = ended(district.engine)
    assert (told.subject, told.subject_id, told.unit_code) == ("link", district.link.id, district.site.code)
    assert (told.outage_id, told.started_at, told.ended_at) == (outage.id, outage.started_at, outage.ended_at)
    assert [m.phase for m in district.rows(OutboxMessage)] == ["opened", "ended"]
    assert [event.kind for event in district.rows(Event)] == ["LinkWentDown", "LinkRecovered"]


def test_children_of_a_dead_parent_are_unreachable_and_asked_again_before_anything_is_said(district: District) -> None:
    assert district.rounds(ALL, "L", "L", "L", "L") == ["DeviceWentDown"]
    assert (district.state("R"), district.state("S")) == (State.DOWN, State.UNREACHABLE)
    assert district.rounds("LR", "LR") == ["DeviceRecovered"]
    assert district.state("S") is State.UNREACHABLE
    assert district.rounds("LR", "LR", "LR") == ["DeviceWentDown"]
    assert district.state("S") is State.DOWN


def test_confirmation_goes_on_after_a_restart_in_the_middle_of_it(district: District) -> None:
    district.rounds(ALL, ALL, "RS", "RS")
    district.restarted()
    assert district.rounds("RS") == ["LinkWentDown"]
    (outage,) = district.rows(Outage)
    assert outage.started_at == START + 2 * ROUND
    assert len(district.rows(Probe)) == 4
    district.restarted()
    assert district.rounds("RS", ALL) == []
    district.restarted()
    assert district.rounds(ALL) == ["LinkRecovered"]
    assert [row.ended_at for row in district.rows(Outage)] == [START + 6 * ROUND]


def test_silence_before_a_long_pause_confirms_nothing_after_it(district: District) -> None:
    district.rounds(ALL, "RS", "RS")
    district.now += timedelta(hours=8)
    district.restarted()
    assert district.rounds("RS", "RS") == []
    assert district.rounds("RS") == ["LinkWentDown"]
    (outage,) = district.rows(Outage)
    assert outage.started_at == district.now - 3 * ROUND


def test_a_round_whose_transaction_fails_is_as_if_it_never_was(database: Engine) -> None:
    fails = [False]

    def moody(session: Session, facts: Sequence[Fact], *, at: datetime, lineage: Lineage | None = None) -> None:
        tell(session, facts, at=at, lineage=lineage)
        if fails[0]:
            raise ConnectionError("the database went away")

    district = District(database, tell_with=moody)
    district.rounds(ALL, "RS", "RS")
    fails[0] = True
    with pytest.raises(ConnectionError):
        district.round("RS")
    assert (district.rows(Outage), district.rows(OutboxMessage)) == ([], [])
    fails[0] = False
    assert district.rounds("RS") == ["LinkWentDown"]
    assert len(district.rows(Outage)) == 1
    assert len(district.rows(OutboxMessage)) == 1


def test_cut_off_ourselves_nothing_is_declared_down_and_nothing_counted(district: District) -> None:
    district.rounds(ALL)
    facts = [f for _ in range(6) for f in district.round("", uplink_lost=True, uplink=["10.0.0.1"])]
    assert [type(fact).__name__ for fact in facts] == ["OfficeUplinkLost"]
    assert {district.state(letter) for letter in ALL} == {State.UNKNOWN}
    district.restarted()
    assert district.rounds(ALL) == ["OfficeUplinkRestored"]
    assert district.state("L") is State.UP
    assert district.rows(Outage) == []
    (sample,) = district.rows(LinkSample)
    assert (sample.rounds, sample.rounds_down, sample.rounds_unknown, sample.sent) == (2, 0, 6, 10)


def test_silence_outside_hours_is_closed(district: District) -> None:
    with transaction(district.engine) as session:
        calendar = make_calendar(session, session.get_one(Office, district.office_id))
        session.add(OpenHours(calendar_id=_id(calendar), weekday=0, opens=time(7), closes=time(10, 1)))
        session.get_one(Site, district.site.id).calendar_id = calendar.id
    district.restarted()
    assert district.rounds(ALL, ALL, "", "", "", "") == []
    assert {district.state(letter) for letter in ALL} == {State.CLOSED}
    assert district.rows(Outage) == []
    (sample,) = district.rows(LinkSample)
    assert (sample.rounds, sample.rounds_down, sample.rounds_closed) == (2, 0, 4)


def test_planned_work_on_a_site_covers_all_of_it(district: District) -> None:
    with transaction(district.engine) as session:
        session.add(
            MaintenanceWindow(
                office_id=district.office_id,
                subject=Subject.SITE,
                subject_id=_id(district.site),
                starts_at=START + ROUND,
                ends_at=START + 5 * ROUND,
            )
        )
    district.restarted()
    assert district.rounds(ALL, "", "", "", "") == []
    assert {district.state(letter) for letter in ALL} == {State.MAINTENANCE}
    assert district.rounds("", "", "") == ["LinkWentDown"]


def test_a_lossy_link_is_degraded_and_says_so_once(district: District) -> None:
    link = district.things["L"]
    kinds = []
    for _ in range(12):
        heard = Heard(kind="icmp", at=district.now, seen={link: Seen(district.now, "icmp", 5, 4, 10.0)})
        kinds += [type(fact).__name__ for fact in district.pipeline.polled(heard)]
        district.now += ROUND
    assert kinds == ["LinkDegraded"]
    assert district.state("L") is State.DEGRADED


def test_five_minutes_are_one_sample_also_over_a_restart(district: District) -> None:
    for number in range(10):
        if number == 6:
            district.restarted()
        district.rounds(ALL if number != 3 else "RS")
    district.rounds(ALL)
    samples = sorted(district.rows(LinkSample), key=lambda row: row.at)
    assert [(s.at, s.rounds, s.rounds_down, s.sent, s.received) for s in samples] == [
        (START, 10, 1, 50, 45),
        (START + 10 * ROUND, 1, 0, 5, 5),
    ]
    assert samples[0].rtt_avg_ms == pytest.approx(10.0)


def test_a_quiet_round_writes_no_state(district: District) -> None:
    district.rounds(*[ALL] * 6)
    before = {row.subject_id: row.checked_at for row in district.rows(CurrentState) if row.subject is Subject.DEVICE}
    district.rounds(ALL)
    after = {row.subject_id: row.checked_at for row in district.rows(CurrentState) if row.subject is Subject.DEVICE}
    assert after == before


def ended(engine: Engine) -> list[OutageClosed]:
    with reading(engine) as session:
        facts = [one.fact for one in told_after(session, None, 0, limit=100).items]
    return [one for one in facts if isinstance(one, OutageClosed)]


def test_a_link_that_is_archived_while_down_leaves_no_open_outage(district: District) -> None:
    district.rounds(ALL, "RS", "RS", "RS")
    with transaction(district.engine) as session:
        session.get_one(Link, district.link.id).archived_at = district.now
    district.restarted()
    assert [row.ended_at for row in district.rows(Outage)] == [district.now]
    assert [told.ended_at for told in ended(district.engine)] == [district.now]
    district.restarted()
    assert len(ended(district.engine)) == 1  # what is over already is not told again


def test_what_cannot_be_asked_is_unknown_with_the_reason(district: District) -> None:
    district.rounds(ALL)
    heard = Heard(kind="icmp", at=district.now, unseen={district.things["L"]: "run: setcap ..."})
    district.pipeline.polled(heard)
    with reading(district.engine) as session:
        row = session.get_one(CurrentState, district.things["L"])
    assert (row.state, row.reason) == (State.UNKNOWN, "run: setcap ...")


def test_nothing_reaches_it_is_not_monitored(district: District) -> None:
    with transaction(district.engine) as session:
        session.get_one(Device, district.switch.id).address = ""
    district.restarted()
    assert district.state("S") is State.NOT_MONITORED


def test_what_is_not_watched_any_more_when_its_answer_comes_keeps_its_standing(district: District) -> None:
    district.round("LRS")
    with transaction(district.engine) as session:
        session.get_one(Device, district.switch.id).monitored = False
    district.restarted()
    district.round("LRS")  # asked before the change
    assert (district.state("R"), district.state("S")) == (State.UP, State.NOT_MONITORED)


def test_a_port_that_moved_is_a_row_and_a_fact(district: District) -> None:
    with transaction(district.engine) as session:
        port = make_interface(session, session.get_one(Device, district.switch.id), name="ge1")
    moved = PortMoved(_id(port), "ge1", {"oper_status": "down"}, (("up", "down"),))
    (fact,) = district.round(ALL, ports=[(_id(district.switch), moved)])
    assert (type(fact).__name__, fact.device_id, fact.site_id) == (
        "PortStatusChanged",
        district.switch.id,
        district.site.id,
    )
    (row,) = district.rows(Interface)
    assert (row.oper_status, row.admin_status) == ("down", "up")


MEMORY: Mapping[str, Any] = {"tuning": "", "plan": b"", "health": "", "walked_at": START}


def observation(serial: str, *names: str) -> DeviceObservation:
    return DeviceObservation(
        key="",
        at=START,
        system=SystemSeen(serial=serial, name="x"),
        interfaces=[InterfaceSeen(if_index=n, name=name, oper_status="up") for n, name in enumerate(names, start=1)],
        complete=frozenset({"system", "interfaces"}),
    )


def test_a_walk_fills_in_the_device_and_its_ports(district: District) -> None:
    switch_id = _id(district.switch)
    assert district.pipeline.walked(switch_id, observation("S1", "ge1", "ge2"), MEMORY) == []
    assert [row.name for row in district.rows(Interface)] == ["ge1", "ge2"]
    facts = district.pipeline.walked(switch_id, observation("S1", "ge1"), MEMORY)
    assert [type(fact).__name__ for fact in facts] == ["PortRetired"]
    assert [row.retired_at for row in district.rows(Interface)] == [None, START]


def test_devices_that_exchanged_addresses_keep_their_identity(district: District) -> None:
    router_id, switch_id = _id(district.router), _id(district.switch)
    district.pipeline.walked(router_id, observation("R1", "wan"), MEMORY)
    district.pipeline.walked(switch_id, observation("S1", "ge1"), MEMORY)
    facts = district.pipeline.walked(router_id, observation("S1", "ge1"), MEMORY)
    assert [(type(fact).__name__, fact.device_id) for fact in facts] == [("DeviceMoved", switch_id)]
    with reading(district.engine) as session:
        router, switch = session.get_one(Device, router_id), session.get_one(Device, switch_id)
    assert (router.address, switch.address) == ("127.1.9.2", "127.1.9.1")
    assert (router.serial, switch.serial) == ("R1", "S1")
