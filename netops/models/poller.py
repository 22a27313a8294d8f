"""What the poller tells the other process through the database: that it lives, and how its last rounds went."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field

from inventory.core import Core
from service.columns import Utc


class PollerBeat(Core, table=True):
    """The last finished round of one kind: "icmp", "tcp", "snmp", "walk", "config". Pages are as old as `at`."""

    __tablename__ = "poller_beat"

    kind: str = Field(primary_key=True, max_length=16)
    at: datetime = Field(sa_type=Utc)
    seconds: float
    asked: int = 0
    failed: int = 0
    detail: str = Field(default="", max_length=255)
