"""Escalation, taking on and putting off: each step once, nothing while it is put off, the end to all who were told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from inventory.models.link import Link
from inventory.models.outage import Subject
from netops.models.alert import Alert, AlertChannel, AlertKind, OutboxMessage, Severity
from netops.models.person import Role
from netops.notify.cause.taking import alert_of, alerts_of, snooze, take_on, taken_outages, wake
from netops.notify.escalation import escalate
from netops.notify.phase import ENDED, OPENED
from netops.notify.posting import post
from netops.notify.recipients.stepping import StepDraft, add_step
from service.database import reading, transaction
from service.refusal import RefusedError
from tests.factories import make_link, make_office, make_outage, make_person, make_site

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
WORDS = {"base_url": "http://x", "mail_from": "n@x.example"}


class Duty:
    """An IT officer, a director after 30 minutes of what is critical, a group after 60 of what is a warning."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        with transaction(engine) as session:
            office = make_office(session)
            self.office_id = office.id or 0
            self.link_id = make_link(session, make_site(session, office)).id or 0
            make_person(session, office, email="it@x.example", alerts=True)
            director = make_person(session, office, email="director@x.example", role=Role.DIRECTOR)
            group = AlertChannel(office_id=self.office_id, kind="line", name="group", disabled_at=NOW)
            session.add(group)
            session.flush()
            self.group_id = group.id or 0
            add_step(
                session,
                StepDraft(after_minutes=60, severity=Severity.WARNING, channel_id=group.id),
                office_id=self.office_id,
            )
            add_step(session, StepDraft(after_minutes=30, person_id=director.id), office_id=self.office_id)

    def open(self, severity: Severity = Severity.CRITICAL) -> int:
        with transaction(self.engine) as session:
            link = session.get_one(Link, self.link_id)
            alert = Alert(
                kind=AlertKind.LINK_DOWN,
                subject=Subject.LINK,
                subject_id=self.link_id,
                site_id=link.site_id,
                started_at=NOW,
                severity=severity,
            )
            session.add(alert)
            session.flush()
            post(session, alert, OPENED, at=NOW, **WORDS)
            return alert.id or 0

    def end(self, alert_id: int, at: datetime) -> None:
        with transaction(self.engine) as session:
            alert = session.get_one(Alert, alert_id)
            alert.ended_at = at
            post(session, alert, ENDED, at=at, **WORDS)

    def run(self, minutes: float) -> list[tuple[str, str]]:
        """(phase, recipient) of everything that was said until then."""
        with transaction(self.engine) as session:
            escalate(session, at=NOW + timedelta(minutes=minutes), **WORDS)
        with reading(self.engine) as session:
            rows = session.exec(select(OutboxMessage).order_by(col(OutboxMessage.id)))
            return [(row.phase, row.recipient.partition(":")[0]) for row in rows]

    def alert(self, session: Session, alert_id: int) -> Alert:
        return session.get_one(Alert, alert_id)


@pytest.fixture
def duty(database: Engine) -> Duty:
    return Duty(database)


FIRST = ("opened", "it@x.example")
SECOND = ("step-1", "director@x.example")


def test_each_step_is_told_once_and_its_people_hear_the_end(duty: Duty) -> None:
    alert_id = duty.open()
    assert duty.run(29) == [FIRST]
    assert duty.run(30) == [FIRST, SECOND]
    assert duty.run(31) == [FIRST, SECOND]
    duty.end(alert_id, NOW + timedelta(minutes=40))
    assert duty.run(90) == [FIRST, SECOND, ("ended", "it@x.example"), ("ended", "director@x.example")]


def test_a_step_that_cannot_be_reached_does_not_stop_the_others(duty: Duty) -> None:
    duty.open()
    assert duty.run(61) == [FIRST, SECOND]
    with transaction(duty.engine) as session:
        session.get_one(AlertChannel, duty.group_id).disabled_at = None
    assert duty.run(62) == [FIRST, SECOND], "a step is told when its time comes or never"


def test_what_presses_less_goes_only_to_steps_that_take_it(duty: Duty) -> None:
    with transaction(duty.engine) as session:
        session.get_one(AlertChannel, duty.group_id).disabled_at = None
    duty.open(Severity.WARNING)
    assert duty.run(59)[:2] == [FIRST, ("opened", "line")]
    assert duty.run(60)[2:] == [("step-2", "line")]


def test_what_somebody_has_taken_on_does_not_escalate(duty: Duty) -> None:
    alert_id = duty.open()
    with transaction(duty.engine) as session:
        take_on(duty.alert(session, alert_id), person_id=1, note=" called them ", at=NOW)
        take_on(duty.alert(session, alert_id), person_id=2, note="case 7", at=NOW + timedelta(minutes=1))
    assert duty.run(600) == [FIRST]
    with reading(duty.engine) as session:
        alert = duty.alert(session, alert_id)
        assert (alert.acknowledged_by, alert.acknowledged_at, alert.note) == (1, NOW, "case 7")


def test_nothing_is_said_while_it_is_put_off_and_it_is_said_then(duty: Duty) -> None:
    alert_id = duty.open()
    with transaction(duty.engine) as session:
        snooze(duty.alert(session, alert_id), until=NOW + timedelta(hours=2), at=NOW)
    assert duty.run(119) == [FIRST]
    again = ("again", "it@x.example")
    assert duty.run(120) == [FIRST, again]
    assert duty.run(149) == [FIRST, again], "the minutes count anew"
    assert duty.run(150) == [FIRST, again, SECOND]


def test_what_ends_while_it_is_put_off_is_said_when_the_time_is_up(duty: Duty) -> None:
    alert_id = duty.open()
    with transaction(duty.engine) as session:
        snooze(duty.alert(session, alert_id), until=NOW + timedelta(hours=2), at=NOW)
    duty.end(alert_id, NOW + timedelta(hours=1))
    assert duty.run(119) == [FIRST]
    assert duty.run(121) == [FIRST, ("ended", "it@x.example")]
    assert duty.run(122) == [FIRST, ("ended", "it@x.example")]


def test_a_snooze_can_be_ended_and_has_a_limit(duty: Duty) -> None:
    alert_id = duty.open()
    with transaction(duty.engine) as session:
        alert = duty.alert(session, alert_id)
        for until in (NOW, NOW + timedelta(days=8)):
            with pytest.raises(RefusedError):
                snooze(alert, until=until, at=NOW)
        snooze(alert, until=NOW + timedelta(days=7), at=NOW)
        wake(alert, at=NOW + timedelta(minutes=5))
    assert duty.run(5)[1:] == [("again", "it@x.example")]


def test_a_school_is_no_step_and_neither_is_anybody_of_another_office(duty: Duty) -> None:
    with transaction(duty.engine) as session:
        office = make_office(session)
        site = make_site(session, office)
        school = make_person(session, office, email="s@x.example", role=Role.SCHOOL, site_id=site.id)
        for office_id in (office.id or 0, duty.office_id):
            with pytest.raises(RefusedError):
                add_step(session, StepDraft(after_minutes=5, person_id=school.id), office_id=office_id)


def test_an_outage_has_its_taking_from_its_alert(duty: Duty) -> None:
    with transaction(duty.engine) as session:
        outage = make_outage(session, session.get_one(Link, duty.link_id))
        assert alerts_of(session, [outage.id or 0]) == {}
        alert = alert_of(session, outage)
        assert alert_of(session, outage) is alert
        assert taken_outages(session) == frozenset()
        take_on(alert, person_id=1, note="", at=NOW)
        assert taken_outages(session) == {outage.id}
        outage.ended_at = NOW
        assert taken_outages(session) == frozenset()
