"""Devices and what was read from them: interfaces, parts, health, addresses, neighbours, configurations."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, LargeBinary, UniqueConstraint
from sqlmodel import Field

from inventory.core import Core
from service.columns import Utc, utc_now


class Device(Core, table=True):
    """What we believe a device is. `name` is unique at its site; identity: serial, engine id, chassis MAC."""

    __table_args__ = (UniqueConstraint("site_id", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    site_id: int = Field(foreign_key="site.id", index=True)
    name: str = Field(max_length=120)
    role: str = Field(default="", max_length=64)
    parent_id: int | None = Field(default=None, foreign_key="device.id", index=True)
    parent_by_hand: bool = False  # set by a person: the topology proposes, and does not touch it
    # Asked from inside its school. No foreign key: SQLite would have to copy the table; agents are never deleted.
    agent_id: int | None = Field(default=None, index=True)
    address: str = Field(default="", max_length=255, index=True)
    snmp_port: int = 161
    ssh_port: int = 22
    https_port: int | None = None  # of its web page, whose certificate is watched; None: it is not
    snmp_credential_id: int | None = Field(default=None, foreign_key="credential.id")
    ssh_credential_id: int | None = Field(default=None, foreign_key="credential.id")
    ssh_platform: str = Field(default="", max_length=64)
    ssh_host_key: str = Field(default="", max_length=2000)
    monitored: bool = True
    # facts read from the device
    vendor: str = Field(default="", max_length=255)
    model: str = Field(default="", max_length=255)
    version: str = Field(default="", max_length=255)
    serial: str = Field(default="", max_length=255, index=True)
    os: str = Field(default="", max_length=255)
    kind: str = Field(default="", max_length=255)
    sys_name: str = Field(default="", max_length=255)
    sys_descr: str = Field(default="", max_length=1024)
    sys_object_id: str = Field(default="", max_length=255)
    sys_location: str = Field(default="", max_length=255)
    engine_id: str = Field(default="", max_length=255, index=True)
    chassis_mac: str = Field(default="", max_length=17, index=True)
    base_mac: str = Field(default="", max_length=17)  # by which neighbours know it; chassis_mac is its lowest port's
    facts_at: datetime | None = Field(default=None, sa_type=Utc)
    booted_at: datetime | None = Field(default=None, sa_type=Utc)
    acquired_on: date | None = None
    warranty_until: date | None = None
    note: str = Field(default="", max_length=2000)
    created_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
    archived_at: datetime | None = Field(default=None, sa_type=Utc)


class FactSource(Core, table=True):
    """Where a fact of a device was read, and when: `name` is a column of Device or a section of its observation."""

    __tablename__ = "fact_source"

    device_id: int = Field(foreign_key="device.id", primary_key=True)
    name: str = Field(max_length=64, primary_key=True)
    value: str = Field(default="", max_length=1024)
    source: str = Field(max_length=1024)
    read_at: datetime = Field(sa_type=Utc)


class DeviceSupport(Core, table=True):
    """What is known of a device's end: its maker's dates with where they are told, and its firmware in the fleet.

    Derived from the data files and the inventory; written anew whenever one of them changes. `firmware` says how its
    version stands to `newest_version`, the newest of its family that any device of the same office runs.
    """

    __tablename__ = "device_support"

    device_id: int = Field(foreign_key="device.id", primary_key=True)
    end_of_sale: date | None = None
    end_of_support: date | None = Field(default=None, index=True)
    certainty: str = Field(default="", max_length=32)
    source: str = Field(default="", max_length=255)
    url: str = Field(default="", max_length=500)
    retrieved_on: date | None = None
    software_end: date | None = None
    software_certainty: str = Field(default="", max_length=32)
    software_source: str = Field(default="", max_length=255)
    software_url: str = Field(default="", max_length=500)
    family: str = Field(default="", max_length=255)
    newest_version: str = Field(default="", max_length=255)
    firmware: str = Field(default="", max_length=32)
    written_at: datetime = Field(sa_type=Utc)


class DeviceCertificate(Core, table=True):
    """Until when the certificate is valid that the web page of a device showed last, at the port that it had then."""

    __tablename__ = "device_certificate"

    device_id: int = Field(foreign_key="device.id", primary_key=True)
    port: int
    ends_at: datetime = Field(sa_type=Utc)
    read_at: datetime = Field(sa_type=Utc)


class SnmpMemory(Core, table=True):
    """What the poller learnt about asking a device, and the plan of steady polling; outlives a restart.

    `health` is the JSON of the plan's health instances: what the raw answers mean.
    """

    __tablename__ = "snmp_memory"

    device_id: int = Field(foreign_key="device.id", primary_key=True)
    tuning: str = Field(default="", max_length=500)
    plan: bytes = Field(default=b"", sa_type=LargeBinary)
    health: str = ""
    walked_at: datetime | None = Field(default=None, sa_type=Utc)


class Interface(Core, table=True):
    """A port. Identity is its name (then MAC, then position), never its ifIndex, which may be renumbered."""

    id: int | None = Field(default=None, primary_key=True)
    device_id: int = Field(foreign_key="device.id", index=True)
    if_index: int
    name: str = Field(default="", max_length=255)
    descr: str = Field(default="", max_length=255)
    alias: str = Field(default="", max_length=255)
    type: int | None = None
    mtu: int | None = None
    mac: str = Field(default="", max_length=17, index=True)
    admin_status: str = Field(default="", max_length=32)
    oper_status: str = Field(default="", max_length=32)
    speed_bps: int | None = Field(default=None, sa_type=BigInteger)
    position: int = 0
    poe_status: str = Field(default="", max_length=32)
    poe_mw: int | None = None
    changed_at: datetime | None = Field(default=None, sa_type=Utc)
    first_seen_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
    retired_at: datetime | None = Field(default=None, sa_type=Utc)


class Part(Core, table=True):
    """A physical part with a model or a serial (ENTITY-MIB)."""

    id: int | None = Field(default=None, primary_key=True)
    device_id: int = Field(foreign_key="device.id", index=True)
    index: int
    kind: str = Field(default="", max_length=64)
    name: str = Field(default="", max_length=255)
    descr: str = Field(default="", max_length=1024)
    model: str = Field(default="", max_length=255)
    serial: str = Field(default="", max_length=255, index=True)
    software: str = Field(default="", max_length=255)
    first_seen_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
    retired_at: datetime | None = Field(default=None, sa_type=Utc)


class Health(Core, table=True):
    """The latest value of a processor, memory pool, file system, sensor or supply of a device."""

    __table_args__ = (UniqueConstraint("device_id", "section", "oid", "descr"),)

    id: int | None = Field(default=None, primary_key=True)
    device_id: int = Field(foreign_key="device.id", index=True)
    section: str = Field(max_length=16)
    kind: str = Field(default="", max_length=64)
    descr: str = Field(default="", max_length=255)
    oid: str = Field(default="", max_length=255)
    value: float
    unit: str = Field(default="", max_length=16)
    total_bytes: int | None = Field(default=None, sa_type=BigInteger)
    at: datetime = Field(sa_type=Utc)


class Radio(Core, table=True):
    """A wireless network or radio of a device, as last read."""

    id: int | None = Field(default=None, primary_key=True)
    device_id: int = Field(foreign_key="device.id", index=True)
    name: str = Field(max_length=255)
    ssid: str = Field(default="", max_length=255)
    channel: int | None = None
    clients: int | None = None
    at: datetime = Field(sa_type=Utc)


class DeviceAddress(Core, table=True):
    """An IP address seen on a device."""

    __tablename__ = "device_address"

    id: int | None = Field(default=None, primary_key=True)
    device_id: int = Field(foreign_key="device.id", index=True)
    address: str = Field(max_length=64, index=True)
    prefix_length: int | None = None
    if_index: int | None = None


class Neighbour(Core, table=True):
    """Who is at the other end of a port, by LLDP or CDP."""

    id: int | None = Field(default=None, primary_key=True)
    device_id: int = Field(foreign_key="device.id", index=True)
    protocol: str = Field(max_length=16)
    local_interface: str = Field(default="", max_length=255)
    remote_name: str = Field(default="", max_length=255)
    remote_port: str = Field(default="", max_length=255)
    remote_descr: str = Field(default="", max_length=1024)
    remote_mac: str = Field(default="", max_length=17)
    remote_address: str = Field(default="", max_length=64)
    seen_at: datetime = Field(sa_type=Utc)
