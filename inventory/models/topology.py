"""Who is connected to whom, where each address was seen and when, and who is there that the inventory does not know."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index
from sqlmodel import Field

from inventory.core import Core
from service.columns import Utc, words


class Basis(StrEnum):
    """What a connection or a stranger was told by. The surest first."""

    HAND = "hand"
    LLDP = "lldp"
    CDP = "cdp"
    FORWARDING = "forwarding"
    ARP = "arp"


class Connection(Core, table=True):
    """Two devices of the inventory are connected, as derived. The lower device id is `device_id`; ports may be empty.

    `gone_at` ends it: what was connected before is history, never deleted.
    """

    id: int | None = Field(default=None, primary_key=True)
    device_id: int = Field(foreign_key="device.id", index=True)
    port: str = Field(default="", max_length=255)
    other_id: int = Field(foreign_key="device.id", index=True)
    other_port: str = Field(default="", max_length=255)
    basis: Basis = Field(sa_type=words(Basis))
    first_seen_at: datetime = Field(sa_type=Utc)
    seen_at: datetime = Field(sa_type=Utc)
    gone_at: datetime | None = Field(default=None, sa_type=Utc)


class MacSighting(Core, table=True):
    """A MAC address stood behind a port of a device from `first_seen_at` until `gone_at` (None: still)."""

    __tablename__ = "mac_sighting"
    __table_args__ = (Index("ix_mac_sighting_now", "device_id", "gone_at"),)

    id: int | None = Field(default=None, primary_key=True)
    device_id: int = Field(foreign_key="device.id")
    port: str = Field(default="", max_length=255)
    vlan: int | None = None
    mac: str = Field(max_length=17, index=True)
    first_seen_at: datetime = Field(sa_type=Utc)
    seen_at: datetime = Field(sa_type=Utc)
    gone_at: datetime | None = Field(default=None, sa_type=Utc)


class AddressSighting(Core, table=True):
    """An IP address had this MAC address, as the device `device_id` said (ARP), until `gone_at` (None: still)."""

    __tablename__ = "address_sighting"
    __table_args__ = (Index("ix_address_sighting_now", "device_id", "gone_at"),)

    id: int | None = Field(default=None, primary_key=True)
    device_id: int = Field(foreign_key="device.id")
    address: str = Field(max_length=64, index=True)
    mac: str = Field(max_length=17, index=True)
    first_seen_at: datetime = Field(sa_type=Utc)
    seen_at: datetime = Field(sa_type=Utc)
    gone_at: datetime | None = Field(default=None, sa_type=Utc)


class Decision(StrEnum):
    """What a person said of a stranger."""

    OPEN = "open"
    ACCEPTED = "accepted"
    MERGED = "merged"
    IGNORED = "ignored"


class Stranger(Core, table=True):
    """Something seen on the network that is not in the inventory. One row per site and `key`: its MAC, else its name.

    `device_id` and `port` are where it was seen last; `made_id` is the device that it became or was found to be.
    """

    __table_args__ = (Index("ix_stranger_site_key", "site_id", "key", unique=True),)

    id: int | None = Field(default=None, primary_key=True)
    site_id: int = Field(foreign_key="site.id")
    key: str = Field(max_length=255)
    device_id: int = Field(foreign_key="device.id")
    port: str = Field(default="", max_length=255)
    basis: Basis = Field(sa_type=words(Basis))
    mac: str = Field(default="", max_length=17, index=True)
    address: str = Field(default="", max_length=64)
    name: str = Field(default="", max_length=255)
    descr: str = Field(default="", max_length=1024)
    maker: str = Field(default="", max_length=255)
    decision: Decision = Field(default=Decision.OPEN, sa_type=words(Decision))
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = Field(default=None, sa_type=Utc)
    made_id: int | None = Field(default=None, foreign_key="device.id")
    note: str = Field(default="", max_length=500)
    first_seen_at: datetime = Field(sa_type=Utc)
    seen_at: datetime = Field(sa_type=Utc)
