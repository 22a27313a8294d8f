"""The rows that a roster is made of, read in a few statements and compared as they are."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from inventory.core import Core
from inventory.models.agent import Agent
from inventory.models.credential import Credential
from inventory.models.device import Device
from inventory.models.link import Link, Provider
from inventory.models.outage import MaintenanceWindow
from inventory.models.site import Calendar, CalendarDay, Office, OpenHours, Site, Term

# The columns that decide whom to ask and how to judge; facts read from devices are not among them.
WATCHED: tuple[tuple[type[Core], tuple[str, ...]], ...] = (
    (Office, ("id", "timezone")),
    (
        Site,
        ("id", "office_id", "code", "name", "district", "latitude", "longitude", "calendar_id", "archived_at"),
    ),
    (
        Device,
        (
            "id",
            "site_id",
            "name",
            "role",
            "parent_id",
            "agent_id",
            "address",
            "snmp_port",
            "snmp_credential_id",
            "monitored",
            "archived_at",
        ),
    ),
    (
        Link,
        (
            "id",
            "site_id",
            "provider_id",
            "name",
            "check",
            "check_address",
            "check_port",
            "device_id",
            "upstream_id",
            "calendar_id",
            "speed_bps",
            "archived_at",
        ),
    ),
    (Agent, ("id", "site_id", "name", "enrolled_at", "revoked_at")),
    (Provider, ("id", "name")),
    (Credential, ("id", "kind", "sealed")),
    (Calendar, ("id", "office_id", "always_open", "is_default")),
    (OpenHours, ("calendar_id", "weekday", "opens", "closes")),
    (Term, ("calendar_id", "first_day", "last_day")),
    (CalendarDay, ("calendar_id", "first_day", "last_day", "kind")),
    (
        MaintenanceWindow,
        (
            "id",
            "office_id",
            "subject",
            "subject_id",
            "starts_at",
            "ends_at",
            "weekdays",
            "repeats_until",
            "ended_at",
            "lifted_from",
            "lifted_until",
        ),
    ),
)


def watched_rows(session: Session) -> tuple[Any, ...]:
    """The rows that a roster is made of, to be compared: cheaper than any bookkeeping of who changed what."""
    found: list[Any] = []
    for table, names in WATCHED:
        columns = [getattr(table, name) for name in names]
        found.append(tuple(map(tuple, session.execute(select(*columns).order_by(*columns[:3])).all())))
    return tuple(found)
