"""States, outages with their evidence, planned maintenance, and the facts that happened."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, Index
from sqlmodel import Field

from inventory.core import Core
from service.columns import Utc, utc_now, words


class State(StrEnum):
    """Of a link, a device or a site. The worst first: `WORST_FIRST` gives the order on pages."""

    UP = "up"
    DEGRADED = "degraded"
    DOWN = "down"
    UNREACHABLE = "unreachable"
    UNKNOWN = "unknown"
    MAINTENANCE = "maintenance"
    CLOSED = "closed"
    NOT_MONITORED = "not_monitored"


WORST_FIRST = (
    State.DOWN,
    State.DEGRADED,
    State.UNREACHABLE,
    State.UNKNOWN,
    State.MAINTENANCE,
    State.CLOSED,
    State.UP,
    State.NOT_MONITORED,
)


class Subject(StrEnum):
    """What a state, an outage or an event is about."""

    SITE = "site"
    LINK = "link"
    DEVICE = "device"
    OFFICE = "office"
    PROVIDER = "provider"


class Cause(StrEnum):
    """Why something was cut off. `ours` is the office itself; `equipment` the router or device at the school."""

    POWER = "power"
    PROVIDER = "provider"
    EQUIPMENT = "equipment"
    PLANNED = "planned"
    OURS = "ours"
    UNCLEAR = "unclear"


class CurrentState(Core, table=True):
    """The present state of one link or device.

    `recent` holds the marks of the last rounds (inventory.state.Mark), newest last; `trail` their probes while any of
    them was not answered, so that a confirmation under way outlives a restart. Written when something changed:
    `checked_at` of a quiet row may lag by some minutes, the age of all data is that of `poller_beat`.
    """

    __tablename__ = "current_state"

    subject: Subject = Field(primary_key=True, sa_type=words(Subject))
    subject_id: int = Field(primary_key=True)
    state: State = Field(default=State.UNKNOWN, sa_type=words(State))
    since: datetime = Field(default_factory=utc_now, sa_type=Utc)
    recent: str = Field(default="", max_length=17)
    trail: str = Field(default="", max_length=2000)
    reason: str = Field(default="", max_length=255)
    last_up_at: datetime | None = Field(default=None, sa_type=Utc)
    checked_at: datetime | None = Field(default=None, sa_type=Utc)
    loss_percent: float | None = None
    rtt_ms: float | None = None
    parent_id: int | None = None


class Outage(Core, table=True):
    """Something was cut off from `started_at` to `ended_at` (None: still). Sites carry no outage of their own.

    `method` is how it was asked (icmp, tcp, snmp, agent). `cause` is what the evidence says, or what a person says who
    corrected it (`cause_by`, kept whatever is seen later); `signs` are the lines of evidence, each a name with figures.
    """

    __table_args__ = (Index("ix_outage_open", "ended_at", "subject", "subject_id"),)

    id: int | None = Field(default=None, primary_key=True)
    subject: Subject = Field(sa_type=words(Subject))
    subject_id: int = Field(index=True)
    site_id: int = Field(foreign_key="site.id", index=True)
    started_at: datetime = Field(sa_type=Utc, index=True)
    confirmed_at: datetime = Field(sa_type=Utc)
    ended_at: datetime | None = Field(default=None, sa_type=Utc)
    method: str = Field(default="", max_length=64)
    detail: str = Field(default="", max_length=500)
    cause: Cause = Field(default=Cause.UNCLEAR, sa_type=words(Cause), index=True)
    signs: list[dict[str, object]] = Field(default_factory=list, sa_type=JSON)
    cause_at: datetime | None = Field(default=None, sa_type=Utc)
    cause_by: int | None = None  # a person; no foreign key: SQLite would have to copy the table
    cause_note: str = Field(default="", max_length=500)


class Probe(Core, table=True):
    """One probe that an outage rests on: the last that answered, the silent ones, the first that answered again."""

    id: int | None = Field(default=None, primary_key=True)
    outage_id: int = Field(foreign_key="outage.id", index=True)
    at: datetime = Field(sa_type=Utc)
    method: str = Field(max_length=16)
    answered: bool
    sent: int = 1
    received: int = 0
    rtt_ms: float | None = None
    detail: str = Field(default="", max_length=255)
    # What an agent saw from inside is told as spans: rounds with the same answer, one after the other.
    until_at: datetime | None = Field(default=None, sa_type=Utc)
    rounds: int | None = None


class MaintenanceWindow(Core, table=True):
    """Planned work: silence within it is no outage.

    A recurring window comes again on its `weekdays` (0 = Monday) from the local clock of `starts_at` to that of
    `ends_at`, until `repeats_until` (both days included; None: until it is ended). `ended_at` ends the whole series;
    between `lifted_from` and `lifted_until` one occurrence was ended early. See inventory/windows.py.
    """

    __tablename__ = "maintenance_window"

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    subject: Subject = Field(sa_type=words(Subject))
    subject_id: int
    starts_at: datetime = Field(sa_type=Utc)
    ends_at: datetime = Field(sa_type=Utc)
    note: str = Field(default="", max_length=500)
    created_by: int | None = Field(default=None, foreign_key="person.id")
    weekdays: list[int] = Field(default_factory=list, sa_type=JSON)
    repeats_until: date | None = None
    ended_at: datetime | None = Field(default=None, sa_type=Utc)
    lifted_from: datetime | None = Field(default=None, sa_type=Utc)
    lifted_until: datetime | None = Field(default=None, sa_type=Utc)


class PowerReport(Core, table=True):
    """A school said that its power is off (or on again), by the link of a mail or its QR code, without an account."""

    __tablename__ = "power_report"

    id: int | None = Field(default=None, primary_key=True)
    site_id: int = Field(foreign_key="site.id", index=True)
    at: datetime = Field(sa_type=Utc, index=True)
    is_off: bool
    sender: str = Field(default="", max_length=64)  # a keyed hash of the address, for the limit of reports only


class Event(Core, table=True):
    """A fact, in the past tense, written in the transaction of the change. `kind` is a class name of events.py."""

    __table_args__ = (Index("ix_event_site_at", "site_id", "at"),)

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=Utc, index=True)
    kind: str = Field(max_length=64, index=True)
    site_id: int | None = Field(default=None, foreign_key="site.id")
    device_id: int | None = Field(default=None, foreign_key="device.id", index=True)
    link_id: int | None = Field(default=None, foreign_key="link.id", index=True)
    data: dict[str, object] = Field(default_factory=dict, sa_type=JSON)
