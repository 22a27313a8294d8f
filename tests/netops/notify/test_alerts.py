"""One cause, one alert, one message to each person concerned."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from inventory.events import (
    DeviceRecovered,
    DeviceWentDown,
    Fact,
    HostKeyChanged,
    LinkDegraded,
    LinkRecovered,
    LinkWentDown,
    OfficeUplinkLost,
    OfficeUplinkRestored,
)
from inventory.models.device import Device
from inventory.models.link import Check, Link
from inventory.models.outage import CurrentState, Outage, State, Subject
from inventory.models.site import Office, Site
from netops.models.alert import Alert, AlertKind, OutboxMessage
from netops.models.person import Role
from netops.notify.alerts import review, tell
from netops.settings import Settings
from tests.factories import AT, make_device, make_link, make_office, make_outage, make_person, make_site

MINUTE = timedelta(minutes=1)


class School:
    """One school with a router, a switch behind it and one link; one IT officer who asked for mails."""

    def __init__(self, session: Session, settings: Settings) -> None:
        self.session = session
        self.settings = settings
        self.office: Office = make_office(session)
        self.site: Site = make_site(session, self.office)
        self.router: Device = make_device(session, self.site, name="router", address="10.9.0.1")
        self.switch: Device = make_device(session, self.site, name="switch", parent_id=self.router.id)
        self.link: Link = make_link(session, self.site, check=Check.ICMP, check_address="10.9.0.1")
        make_person(session, self.office, email="it@office.example", alerts=True)

    def tell(self, *facts: Fact, at: datetime = AT) -> None:
        tell(self.session, facts, at=at, settings=self.settings)

    def review(self, at: datetime) -> None:
        review(self.session, at=at, settings=self.settings)

    def outage(self, thing: Link | Device, at: datetime = AT) -> Outage:
        """An outage as the pipeline leaves it: the row, and the state beside it."""
        subject = Subject.LINK if isinstance(thing, Link) else Subject.DEVICE
        self.stand(thing, State.DOWN)
        return make_outage(
            self.session,
            self.link,
            subject=subject,
            subject_id=thing.id,
            site_id=self.site.id,
            started_at=at,
            confirmed_at=at,
        )

    def stand(self, thing: Link | Device, state: State) -> None:
        subject = Subject.LINK if isinstance(thing, Link) else Subject.DEVICE
        self.session.merge(CurrentState(subject=subject, subject_id=thing.id or 0, state=state))
        self.session.flush()

    def link_down(self, at: datetime = AT) -> LinkWentDown:
        return LinkWentDown(link_id=self.link.id, site_id=self.site.id, outage_id=self.outage(self.link, at).id)

    def link_up(self, at: datetime) -> LinkRecovered:
        """As the pipeline leaves it: the outage has its end."""
        self.stand(self.link, State.UP)
        for outage in self.session.exec(select(Outage).where(Outage.subject_id == self.link.id)):
            if outage.subject is Subject.LINK and outage.ended_at is None:
                outage.ended_at = at
        return LinkRecovered(link_id=self.link.id, seconds=300)

    def device_down(self, device: Device, at: datetime = AT) -> DeviceWentDown:
        return DeviceWentDown(device_id=device.id, site_id=self.site.id, outage_id=self.outage(device, at).id)

    def mails(self) -> list[tuple[AlertKind, str]]:
        """(kind, phase) of every message, in order."""
        query = select(Alert.kind, OutboxMessage.phase).join(OutboxMessage).order_by(OutboxMessage.id)  # type: ignore[arg-type]
        return [(AlertKind(kind), phase) for kind, phase in self.session.exec(query)]


@pytest.fixture
def school(database: Engine, settings: Settings) -> Iterator[School]:
    with Session(database) as session:
        yield School(session, settings)


def test_an_outage_is_one_mail_and_its_end_another_in_the_same_thread(school: School) -> None:
    school.tell(school.link_down())
    school.tell(LinkRecovered(link_id=school.link.id, seconds=300), at=AT + 5 * MINUTE)
    opened, ended = school.session.exec(select(OutboxMessage).order_by(OutboxMessage.id)).all()  # type: ignore[arg-type]
    assert (opened.phase, ended.phase) == ("opened", "ended")
    assert ended.in_reply_to == opened.message_id != ended.message_id
    assert school.session.exec(select(Alert.ended_at)).one() == AT + 5 * MINUTE


def test_the_same_fact_twice_tells_once(school: School) -> None:
    fact = school.link_down()
    school.tell(fact)
    school.tell(fact)
    assert school.mails() == [(AlertKind.LINK_DOWN, "opened")]


def test_a_link_and_its_router_fall_silent_together(school: School) -> None:
    school.tell(school.device_down(school.router), school.link_down())
    school.review(AT + 3 * MINUTE)
    assert school.mails() == [(AlertKind.LINK_DOWN, "opened")]


def test_the_router_is_seen_silent_before_the_link(school: School) -> None:
    school.tell(school.device_down(school.router))
    school.tell(school.link_down(), at=AT + MINUTE)
    school.review(AT + 3 * MINUTE)
    assert school.mails() == [(AlertKind.LINK_DOWN, "opened")]


def test_a_dead_router_behind_a_living_link_is_told_after_the_links_verdict(school: School) -> None:
    school.tell(school.device_down(school.router))
    assert school.mails() == []
    school.review(AT + 3 * MINUTE)
    assert school.mails() == [(AlertKind.DEVICE_DOWN, "opened")]


def test_what_is_still_silent_when_its_cause_is_over_is_told(school: School) -> None:
    school.tell(school.link_down(), school.device_down(school.switch))
    school.tell(school.link_up(AT + 10 * MINUTE), at=AT + 10 * MINUTE)
    school.review(AT + 12 * MINUTE)
    assert school.mails() == [(AlertKind.LINK_DOWN, "opened"), (AlertKind.LINK_DOWN, "ended")]
    school.review(AT + 16 * MINUTE)
    assert school.mails()[2:] == [(AlertKind.DEVICE_DOWN, "opened")]


def test_what_is_only_unreachable_is_never_told(school: School) -> None:
    school.outage(school.switch)
    school.stand(school.switch, State.UNREACHABLE)
    school.review(AT + timedelta(hours=1))
    assert school.mails() == []


def test_a_dead_switch_behind_a_living_router_is_told_at_once(school: School) -> None:
    school.tell(school.device_down(school.switch))
    school.tell(DeviceRecovered(device_id=school.switch.id, seconds=60), at=AT + MINUTE)
    assert school.mails() == [(AlertKind.DEVICE_DOWN, "opened"), (AlertKind.DEVICE_DOWN, "ended")]


def test_a_line_cut_long_after_its_router_died_is_a_cause_of_its_own(school: School) -> None:
    school.tell(school.device_down(school.router))
    school.review(AT + 3 * MINUTE)
    school.tell(school.link_down(AT + 60 * MINUTE), at=AT + 60 * MINUTE)
    assert [kind for kind, _ in school.mails()] == [AlertKind.DEVICE_DOWN, AlertKind.LINK_DOWN]


def test_a_bad_line_is_told_once_in_six_hours_and_a_cut_takes_over(school: School) -> None:
    bad = LinkDegraded(link_id=school.link.id, loss_percent=9.0)
    school.tell(bad)
    school.tell(bad, at=AT + MINUTE)
    school.tell(school.link_down(AT + 2 * MINUTE), at=AT + 2 * MINUTE)
    assert school.mails() == [(AlertKind.LINK_DEGRADED, "opened"), (AlertKind.LINK_DOWN, "opened")]
    assert [a.kind for a in school.session.exec(select(Alert)) if a.ended_at is None] == [AlertKind.LINK_DOWN]


def test_a_bad_line_that_got_well_is_told_by_review(school: School) -> None:
    school.tell(LinkDegraded(link_id=school.link.id, loss_percent=9.0))
    school.stand(school.link, State.UP)
    school.review(AT + MINUTE)
    assert school.mails()[1:] == [(AlertKind.LINK_DEGRADED, "ended")]


def test_while_the_office_is_cut_off_nothing_is_said_of_schools(school: School) -> None:
    school.tell(OfficeUplinkLost(addresses=["10.0.0.1"]))
    school.outage(school.link)
    school.review(AT + 5 * MINUTE)
    assert school.mails() == [(AlertKind.OFFICE_UPLINK_DOWN, "opened")]
    school.tell(OfficeUplinkRestored(seconds=600), at=AT + 10 * MINUTE)
    school.review(AT + 11 * MINUTE)
    assert school.mails()[1:] == [(AlertKind.OFFICE_UPLINK_DOWN, "ended"), (AlertKind.LINK_DOWN, "opened")]


def test_a_changed_host_key_is_told_once_a_week(school: School) -> None:
    fact = HostKeyChanged(device_id=school.router.id, old="a", new="b")
    for day in (0, 1, 8):
        school.tell(fact, at=AT + timedelta(days=day))
    assert school.mails() == [(AlertKind.HOST_KEY_CHANGED, "opened")] * 2


def test_who_is_told(school: School) -> None:
    session, office = school.session, school.office
    elsewhere = make_site(session, office)
    make_person(session, office, email="admin@office.example", alerts=True, role=Role.ADMIN)
    make_person(session, office, email="head@school.example", alerts=True, role=Role.SCHOOL, site_id=school.site.id)
    make_person(session, office, email="no@school.example", alerts=True, role=Role.SCHOOL, site_id=elsewhere.id)
    make_person(session, office, email="no@director.example", alerts=True, role=Role.DIRECTOR)
    make_person(session, office, email="no@asked.example", alerts=False)
    make_person(session, office, email="no@left.example", alerts=True, disabled_at=AT)
    make_person(session, office, email="it@office.example", alerts=True)  # shares a mailbox
    make_person(session, make_office(session), email="no@other.example", alerts=True)
    school.tell(school.link_down())
    assert sorted(session.exec(select(OutboxMessage.recipient))) == [
        "admin@office.example",
        "head@school.example",
        "it@office.example",
    ]
