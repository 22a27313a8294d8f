"""What the API shows of each thing. Secrets have no field here, so none can slip out."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict

from inventory.models.config import Occasion
from inventory.models.credential import CredentialKind
from inventory.models.link import Check
from inventory.models.message import Channel
from inventory.models.outage import Cause, State, Subject
from inventory.models.site import DayKind, SiteKind

T = TypeVar("T")


class Shape(BaseModel):
    """Made from a row."""

    model_config = ConfigDict(from_attributes=True)


class Listed(BaseModel, Generic[T]):
    """One page of a list: `total` counts all that fit, beyond `limit`."""

    items: list[T]
    total: int
    limit: int
    offset: int


class ContactOut(Shape):
    """Whom to call."""

    name: str
    role: str
    phone: str
    email: str
    knows: str  # P passwords, C configuration, M manual of its network


class SiteOut(Shape):
    """A school or the office's own place."""

    id: int
    code: str
    name: str
    kind: SiteKind
    district: str
    sub_district: str
    latitude: float | None
    longitude: float | None
    address: str
    calendar_id: int | None
    note: str
    created_at: datetime
    archived_at: datetime | None
    contacts: list[ContactOut] | None = None  # given when one site is asked for


class ProviderOut(Shape):
    """An internet provider."""

    id: int
    name: str
    phone: str
    email: str
    note: str


class LogSourceOut(Shape):
    """Where a school keeps its computer traffic logs, as somebody said."""

    id: int
    site_id: int
    name: str
    kept_where: str
    retention_days: int
    has_traffic: bool
    device_id: int | None
    checked_on: date | None
    note: str


class MessageOut(Shape):
    """A trap or syslog message; severity 0 (emergency) to 7 (debugging), `said_at` by the sender's own clock."""

    id: int
    at: datetime
    said_at: datetime | None
    channel: Channel
    sender: str
    site_id: int | None
    device_id: int | None
    severity: int
    name: str
    text: str


class LinkOut(Shape):
    """An internet link. Speed in bit/s, price in satang a month."""

    id: int
    site_id: int
    provider_id: int | None
    name: str
    circuit_no: str
    speed_bps: int | None
    price_satang_month: int | None
    contract_id: int | None
    contract_start: date | None
    contract_end: date | None
    calendar_id: int | None
    check: Check
    check_address: str
    check_port: int | None
    device_id: int | None
    upstream_id: int | None
    near_end: str
    far_end: str
    note: str
    created_at: datetime
    archived_at: datetime | None
    state: State = State.NOT_MONITORED
    state_since: datetime | None = None


class DeviceOut(Shape):
    """A device, what it was told to be and what was read from it."""

    id: int
    site_id: int
    name: str
    role: str
    parent_id: int | None
    address: str
    snmp_port: int
    ssh_port: int
    https_port: int | None
    snmp_credential_id: int | None
    ssh_credential_id: int | None
    ssh_platform: str
    ssh_host_key: str
    agent_id: int | None
    monitored: bool
    vendor: str
    model: str
    version: str
    serial: str
    os: str
    kind: str
    sys_name: str
    sys_descr: str
    sys_location: str
    engine_id: str
    chassis_mac: str
    facts_at: datetime | None
    booted_at: datetime | None
    acquired_on: date | None
    warranty_until: date | None
    note: str
    created_at: datetime
    archived_at: datetime | None
    state: State = State.NOT_MONITORED
    state_since: datetime | None = None


class InterfaceOut(Shape):
    """A port. Speed in bit/s."""

    id: int
    device_id: int
    if_index: int
    name: str
    descr: str
    alias: str
    type: int | None
    mtu: int | None
    mac: str
    admin_status: str
    oper_status: str
    speed_bps: int | None
    changed_at: datetime | None
    first_seen_at: datetime
    retired_at: datetime | None


class HealthOut(Shape):
    """A latest reading of a device."""

    section: str
    kind: str
    descr: str
    value: float
    unit: str
    total_bytes: int | None
    at: datetime


class NeighbourOut(Shape):
    """Who is at the other end of a port."""

    protocol: str
    local_interface: str
    remote_name: str
    remote_port: str
    remote_descr: str
    seen_at: datetime


class ConfigOut(Shape):
    """One version of a configuration, secrets blacked out."""

    id: int
    taken_at: datetime
    checked_at: datetime
    occasion: Occasion
    sha256: str
    redacted: str | None = None  # given when one version is asked for


class CredentialOut(Shape):
    """A stored set: what it is called and for what it is, never what it holds."""

    id: int
    name: str
    kind: CredentialKind
    summary: str
    created_at: datetime
    changed_at: datetime


class HoursOut(Shape):
    """Open on a weekday (0 = Monday), local time."""

    weekday: int
    opens: time
    closes: time


class TermOut(Shape):
    """A school term, both days included."""

    name: str
    first_day: date
    last_day: date


class DayOut(Shape):
    """A dated exception, both days included."""

    name: str
    first_day: date
    last_day: date
    kind: DayKind


class CalendarOut(Shape):
    """When sites are expected to be on."""

    id: int
    name: str
    always_open: bool
    is_default: bool
    hours: list[HoursOut] | None = None
    terms: list[TermOut] | None = None
    days: list[DayOut] | None = None


class WindowOut(Shape):
    """A maintenance window."""

    id: int
    subject: Subject
    subject_id: int
    starts_at: datetime
    ends_at: datetime
    note: str
    created_by: int | None
    weekdays: list[int]
    repeats_until: date | None
    ended_at: datetime | None
    lifted_from: datetime | None
    lifted_until: datetime | None


class OutageOut(Shape):
    """An outage; `ended_at` null: it lasts."""

    id: int
    subject: Subject
    subject_id: int
    site_id: int
    started_at: datetime
    confirmed_at: datetime
    ended_at: datetime | None
    method: str
    cause: Cause
    cause_at: datetime | None
    cause_by: int | None
    cause_note: str
    signs: list[dict[str, str | int | float]]
    detail: str
    # By its alert, which several outages may share.
    alert_id: int | None = None
    acknowledged_at: datetime | None = None
    acknowledged_by: int | None = None
    note: str = ""


class ProbeOut(Shape):
    """One probe that an outage rests on."""

    at: datetime
    method: str
    answered: bool
    sent: int
    received: int
    rtt_ms: float | None
    detail: str


class EventOut(Shape):
    """A fact that happened."""

    id: int
    at: datetime
    kind: str
    site_id: int | None
    device_id: int | None
    link_id: int | None
    data: dict[str, object]


class SampleOut(Shape):
    """Quality of a link from `at` for `seconds`. Round trips in ms; null when nothing came back or was asked."""

    at: datetime
    seconds: int
    sent: int
    received: int
    rtt_min_ms: float | None
    rtt_avg_ms: float | None
    rtt_p95_ms: float | None
    rtt_max_ms: float | None
    jitter_ms: float | None
    rounds: int
    rounds_down: int
    rounds_closed: int
    rounds_maintenance: int
    rounds_unknown: int


class AvailabilityOut(Shape):
    """Share of time, in rounds; `percent` is null when no round counted."""

    since: datetime
    percent: float | None
    rounds: int
    down: int
    closed: int
    maintenance: int
    unknown: int
