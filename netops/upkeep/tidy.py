"""What would grow for ever is removed every night: ended sessions, failed sign-ins, old jobs, mails, messages."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Engine, delete
from sqlmodel import SQLModel, col, or_

from inventory.models.message import Message, MessageCount
from netops.models.alert import Delivery, OutboxMessage, WatchTest
from netops.models.job import Job, JobState
from netops.models.person import LoginAttempt, LoginSession
from netops.settings import Settings
from service.database import transaction

KEEP_ATTEMPTS = timedelta(days=30)  # throttling looks at minutes; a person looks at weeks
KEEP_JOBS = timedelta(days=90)
KEEP_COUNTS = timedelta(days=400)  # how much each device talked, over a whole fiscal year


def tidy(engine: Engine, settings: Settings, *, now: datetime) -> dict[str, int]:
    """Remove what nobody needs any more; how many rows of each table. Proof (outages, samples, audit) stays."""
    old_mail = now - timedelta(days=settings.keep_events_days)
    silent = now - timedelta(hours=settings.session_hours)
    ended = col(Job.state).in_([JobState.DONE, JobState.FAILED])
    doomed: list[tuple[type[SQLModel], ColumnElement[bool] | Any]] = [
        (LoginSession, or_(col(LoginSession.expires_at) < now, col(LoginSession.seen_at) < silent)),
        (LoginAttempt, col(LoginAttempt.at) < now - KEEP_ATTEMPTS),
        (Job, ended & (col(Job.created_at) < now - KEEP_JOBS)),
        (WatchTest, col(WatchTest.at) < now - KEEP_COUNTS),
        (OutboxMessage, (col(OutboxMessage.state) == Delivery.SENT) & (col(OutboxMessage.created_at) < old_mail)),
        (Message, col(Message.at) < now - timedelta(days=settings.keep_messages_days)),
        (MessageCount, col(MessageCount.hour) < now - KEEP_COUNTS),
    ]
    removed = {}
    for table, condition in doomed:
        # A transaction for each: the poller waits for no more than one of them.
        with transaction(engine) as session:
            done: Any = session.execute(delete(table).where(condition))
            removed[str(table.__tablename__)] = int(done.rowcount)
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA optimize")
    return removed
