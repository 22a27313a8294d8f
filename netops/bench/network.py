"""What a network says of itself, for measuring pages: connections, who stands behind ports, strangers, attempts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import insert, select
from sqlmodel import Session, col

from inventory.models.agent import Agent
from inventory.models.config import ConfigAttempt
from inventory.models.device import Device, FactSource, Interface
from inventory.models.message import Channel, LogSource, Message
from inventory.models.topology import AddressSighting, Basis, Connection, MacSighting, Stranger

BEHIND_A_SWITCH = 20
MESSAGES = 50_000
FACTS = ("vendor", "model", "serial", "os", "version", "name", "descr", "interfaces", "entities", "neighbours")


def add_network(session: Session, now: datetime) -> None:
    """Every device of a site hangs on its first, has twenty machines behind its first port, and knows a stranger."""
    devices = [(row[0], row[1]) for row in session.execute(select(col(Device.id), col(Device.site_id)))]
    ports = dict(
        session.execute(select(col(Interface.device_id), col(Interface.name)).where(col(Interface.position) == 0)).all()
    )
    first = {site: next(group)[0] for site, group in groupby(sorted(devices, key=lambda d: d[::-1]), lambda d: d[1])}
    seen = {"first_seen_at": now - timedelta(days=30), "seen_at": now}
    ends = [
        {"device_id": first[site], "other_id": device, "port": ports.get(first[site], "1"), "other_port": "1"}
        for device, site in devices
        if first[site] != device
    ]
    _add(session, Connection, ({**end, "basis": Basis.LLDP} | seen for end in ends))
    behind = [(device, place) for device, _ in devices for place in range(BEHIND_A_SWITCH)]
    macs = [{"device_id": d, "mac": _mac(d, place), "port": ports.get(d, "1")} | seen for d, place in behind]
    _add(session, MacSighting, macs)
    _add(
        session,
        AddressSighting,
        (
            {"device_id": d, "mac": _mac(d, place), "address": f"10.{d % 250}.{d // 250}.{place + 1}"} | seen
            for d, place in behind
        ),
    )
    _add(session, Stranger, (_stranger(device, site) | seen for device, site in devices if first[site] == device))
    tried = {"tried_at": now, "began_at": now, "good_at": now, "reason": "", "detail": "", "failures": 0}
    _add(session, ConfigAttempt, ({"device_id": device, "offered_key": ""} | tried for device, _ in devices[:500]))
    told = {"value": "bench", "source": "1.3.6.1.2.1.1.1.0", "read_at": now}
    _add(session, FactSource, ({"device_id": device, "name": name} | told for device, _ in devices for name in FACTS))
    said = {"channel": Channel.SYSLOG, "sender": "10.0.0.1", "severity": 5, "name": "bench", "text": "link up"}
    moments = (now - timedelta(seconds=30 * number) for number in range(MESSAGES))
    _add(session, Message, ({"at": at, "site_id": 1, "device_id": 1} | said for at in moments))
    session.add_all([Agent(site_id=1, name="bench"), LogSource(site_id=1, name="bench", retention_days=90)])
    session.flush()


def _stranger(device: int, site: int) -> dict[str, Any]:
    said = {"name": f"unknown-{device}", "descr": "an access point", "port": "1", "basis": Basis.LLDP}
    return {"site_id": site, "device_id": device, "key": _mac(device, 99), "mac": _mac(device, 99)} | said


def _mac(device: int, place: int) -> str:
    return f"02:01:{device >> 8 & 255:02x}:{device & 255:02x}:00:{place:02x}"


def _add(session: Session, table: Any, rows: Sequence[dict[str, Any]] | Iterator[dict[str, Any]]) -> None:
    session.execute(insert(table), list(rows))
