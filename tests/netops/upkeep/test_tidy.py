"""Every night the old goes and what is in use stays, on both databases."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Engine
from sqlmodel import Session, select

from inventory.models.message import Channel, Message, MessageCount
from netops.models.alert import Delivery, OutboxMessage, WatchTest
from netops.models.job import Job, JobState
from netops.models.person import LoginAttempt, LoginSession
from netops.settings import Settings
from netops.upkeep.tidy import tidy
from service.database import reading, transaction
from tests.factories import AT, make_office, make_person


def plant(session: Session) -> None:
    """One row of each kind that goes, and one that stays."""
    office = make_office(session)
    person = make_person(session, office)
    assert person.id is not None
    long_ago = AT - timedelta(days=3000)
    for name, expires, seen in (("old", AT, AT - timedelta(days=2)), ("live", AT + timedelta(hours=1), AT)):
        session.add(LoginSession(token_hash=name, person_id=person.id, csrf="-", expires_at=expires, seen_at=seen))
    for at in (long_ago, AT):
        session.add(LoginAttempt(username=f"of {at.year}", at=at))
    for state in (JobState.DONE, JobState.WAITING):
        session.add(Job(office_id=office.id or 0, kind=state.value, state=state, created_at=long_ago))
    for at in (AT - timedelta(days=31), AT - timedelta(days=29)):
        session.add(Message(at=at, channel=Channel.SYSLOG, sender="10.0.0.1"))
    for at in (AT - timedelta(days=401), AT):
        session.add(MessageCount(hour=at, channel=Channel.SYSLOG, sender="10.0.0.1"))
    for at in (AT - timedelta(days=401), AT):
        session.add(WatchTest(office_id=office.id or 0, kind="self", at=at))
    for delivery in (Delivery.SENT, Delivery.WAITING):
        session.add(
            OutboxMessage(
                phase="test",
                recipient="a@school.example",
                message_id=delivery.value,
                subject="-",
                text="-",
                html="-",
                state=delivery,
                created_at=long_ago,
            )
        )


def test_only_what_is_over_and_old_goes(database: Engine, settings: Settings) -> None:
    with transaction(database) as session:
        plant(session)
    removed = tidy(database, settings, now=AT)
    assert removed == {
        "login_session": 1,
        "login_attempt": 1,
        "job": 1,
        "watch_test": 1,
        "outbox_message": 1,
        "message": 1,
        "message_count": 1,
    }
    with reading(database) as session:
        assert session.exec(select(LoginSession.token_hash)).all() == ["live"]
        assert session.exec(select(LoginAttempt.username)).all() == ["of 2026"]
        assert session.exec(select(Job.state)).all() == [JobState.WAITING]
        assert session.exec(select(OutboxMessage.state)).all() == [Delivery.WAITING]
    assert set(tidy(database, settings, now=AT).values()) == {0}
