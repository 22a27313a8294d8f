"""Facts in the past tense. Each is written as a row of the table `event` in the transaction of the change."""

from __future__ import annotations

from typing import ClassVar

from pydantic import BaseModel, ConfigDict


class Fact(BaseModel):
    """What happened to whom. The subclass name is the row's `kind`; the fields below become its `data`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    about: ClassVar[tuple[str, ...]] = ("site_id", "device_id", "link_id")

    site_id: int | None = None
    device_id: int | None = None
    link_id: int | None = None


class LinkWentDown(Fact):
    """Confirmed by N of M rounds."""

    outage_id: int | None = None
    reason: str = ""


class LinkRecovered(Fact):
    """The outage ended."""

    outage_id: int | None = None
    seconds: float


class LinkDegraded(Fact):
    """Loss or round trip beyond the limit."""

    loss_percent: float | None = None
    rtt_ms: float | None = None


class DeviceWentDown(Fact):
    """Confirmed, and its parent answers."""

    outage_id: int | None = None
    reason: str = ""


class DeviceRecovered(Fact):
    """The outage ended."""

    outage_id: int | None = None
    seconds: float


class DeviceRebooted(Fact):
    """sysUpTime went back."""

    uptime_s: float


class DeviceReplaced(Fact):
    """Another serial number answers in its place."""

    old_serial: str
    new_serial: str


class DeviceMoved(Fact):
    """The same device answers at another address."""

    old_address: str
    new_address: str


class FactsChanged(Fact):
    """Model, version, name or another fact was read differently than before."""

    changes: dict[str, tuple[str, str]]


class PortAppeared(Fact):
    """A port that was not known."""

    port: str


class PortRetired(Fact):
    """A complete walk no longer shows it."""

    port: str


class PortStatusChanged(Fact):
    """Operational or administrative status moved."""

    port: str
    was: str
    now: str


class PortsRenumbered(Fact):
    """ifIndex moved; the ports kept their identity."""

    count: int


class ConfigChanged(Fact):
    """A new version of the running configuration was stored."""

    version_id: int | None = None
    lines_added: int
    lines_removed: int


class HostKeyChanged(Fact):
    """The SSH host key differs from the pinned one; nothing was sent."""

    old: str
    new: str


class HostKeySettled(Fact):
    """The device shows the pinned key, or a person accepted the new one: `key` is in force."""

    key: str


class LimitExceeded(Fact):
    """A measured figure was beyond its limit for long enough. `part` is the port, sensor or disk."""

    office_id: int | None = None  # of what is the office's own
    metric: str
    part: str = ""
    value: float
    limit: float


class LimitKept(Fact):
    """The figure is back within its limit for long enough; without a `value` it is not measured any more."""

    office_id: int | None = None
    metric: str
    part: str = ""
    value: float | None = None


class OfficeUplinkLost(Fact):
    """The poller itself is cut off: everything is unknown."""

    addresses: list[str]


class OfficeUplinkRestored(Fact):
    """We can see again."""

    seconds: float


class ConfigBackupBecameStale(Fact):
    """No configuration could be read for longer than allowed."""

    days: int
    reason: str = ""


class ConfigBackupBecameFresh(Fact):
    """A configuration was read again after being too old."""

    days: int


class ComplianceBroken(Fact):
    """A device does not keep a rule any more. What is judged for the first time is no fact; see store/compliance.py."""

    rule: str


class ComplianceRestored(Fact):
    """A device keeps the rule again."""

    rule: str


class ParentDerived(Fact):
    """The topology says that a device hangs on another one than before."""

    old_parent_id: int | None = None
    new_parent_id: int | None = None


class ConnectionAppeared(Fact):
    """Two devices are connected that were not."""

    port: str = ""
    other_id: int
    other_port: str = ""


class ConnectionGone(Fact):
    """Two devices are not connected any more."""

    port: str = ""
    other_id: int
    other_port: str = ""


class StrangerAppeared(Fact):
    """Something is on the network that the inventory does not know."""

    stranger_id: int | None = None
    name: str = ""
    mac: str = ""
    port: str = ""


class PortReported(Fact):
    """The device itself said that a port went up or down; the next poll tells whether it did."""

    port: str
    status: str
    channel: str


class RestartReported(Fact):
    """The device itself said that it started anew."""

    channel: str
    text: str = ""


class PowerReported(Fact):
    """The device itself said something of its power: on battery, a supply failed, the mains is back."""

    channel: str
    text: str = ""


class SchoolSaidPower(Fact):
    """Somebody at the school said, by its code, that the power is off or on."""

    is_off: bool


class AuthenticationFailureReported(Fact):
    """The device itself said that somebody gave a wrong community or password."""

    channel: str
    text: str = ""


class MessagesFlooded(Fact):
    """A sender sent more messages than are kept; what was over is only counted."""

    sender: str
    received: int
    kept: int


class AgentEnrolled(Fact):
    """An agent inside a school gave its one-time code."""

    agent_id: int


class AgentFellSilent(Fact):
    """An agent did not deliver in time."""

    agent_id: int


class AgentReturned(Fact):
    """An agent delivers again; how long it was silent, and how much of that it saw from inside."""

    agent_id: int
    seconds: float
    rounds: int = 0


class BoughtDeviceSeen(Fact):
    """A bought thing was first known by its serial or MAC: its card of the asset book is this device now."""

    asset_id: int
    number: str


class BoughtDeviceWorks(Fact):
    """A bought device was measured working for the first time; `need_id` is the need that it was bought for."""

    purchase_id: int
    need_id: int | None = None
