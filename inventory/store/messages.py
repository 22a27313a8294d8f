"""Messages that were received, and how many of each sender: written a second's worth at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import insert
from sqlmodel import Session

from inventory.models.message import Channel, Message, MessageCount


class Counter(NamedTuple):
    """Whose messages of which hour."""

    hour: datetime
    channel: Channel
    sender: str
    device_id: int | None


def add_messages(session: Session, rows: Sequence[Mapping[str, object]]) -> None:
    """Store these messages; columns of Message."""
    if rows:
        session.execute(insert(Message), [dict(row) for row in rows])


def count_messages(session: Session, counts: Mapping[Counter, tuple[int, int]]) -> None:
    """Add (received, kept) to the hours of these senders."""
    for counter, (received, kept) in counts.items():
        row = session.get(MessageCount, (counter.hour, counter.channel, counter.sender))
        if row is None:
            row = MessageCount(**counter._asdict())
            session.add(row)
        row.received += received
        row.kept += kept
        row.device_id = counter.device_id
