"""The certificates of the web pages of devices: until when each is valid, looked at every few hours and remembered.

Only devices that have a port for it (`Device.https_port`) are asked, and only from here: what an agent asks inside its
school is not reached. One that does not answer keeps the date that it showed last.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from collectors.tls import certificate_ends
from inventory.models.device import Device, DeviceCertificate
from inventory.models.outage import Subject
from netops.watched.crossing import Figure, Key
from netops.watched.limits import Metric
from service.database import reading, transaction

TIMEOUT_S: Final = 10.0
CONCURRENCY: Final = 20
# A date that nothing confirmed for so long may be of a certificate that was replaced.
KNOWN_FOR: Final = timedelta(days=7)
_DAY: Final = timedelta(days=1)


async def look_at_certificates(engine: Engine, now: Callable[[], datetime], *, timeout_s: float = TIMEOUT_S) -> None:
    """Ask all, then remember in one short transaction."""
    targets = await asyncio.to_thread(_targets, engine)
    seen = await certificate_ends(targets, timeout_s=timeout_s, concurrency=CONCURRENCY)
    ends = {device_id: end for device_id, end in seen.items() if isinstance(end, datetime)}
    await asyncio.to_thread(_keep, engine, targets, ends, now())


def certificate_figures(session: Session, at: datetime, is_seen: Callable[[int], bool]) -> Iterator[Figure]:
    """Days left, of the devices that are seen now."""
    query = (
        select(DeviceCertificate)
        .join(Device, col(Device.id) == DeviceCertificate.device_id)
        .where(DeviceCertificate.port == Device.https_port, DeviceCertificate.read_at > at - KNOWN_FOR)
    )
    for row in session.exec(query):
        if is_seen(row.device_id):
            days = round((row.ends_at - at) / _DAY, 1)
            yield Figure(Key(Metric.CERTIFICATE, Subject.DEVICE, row.device_id), days)


def _targets(engine: Engine) -> dict[int, tuple[str, int]]:
    with reading(engine) as session:
        query = select(Device.id, Device.address, Device.https_port).where(
            col(Device.https_port).is_not(None),
            Device.address != "",
            col(Device.monitored),
            col(Device.agent_id).is_(None),
            col(Device.archived_at).is_(None),
        )
        return {device_id: (address, port) for device_id, address, port in session.exec(query) if device_id and port}


def _keep(engine: Engine, targets: Mapping[int, tuple[str, int]], ends: Mapping[int, datetime], at: datetime) -> None:
    with transaction(engine) as session:
        for row in session.exec(select(DeviceCertificate)):
            if row.device_id not in targets:
                session.delete(row)
        for device_id, end in ends.items():
            row = DeviceCertificate(device_id=device_id, port=targets[device_id][1], ends_at=end, read_at=at)
            session.merge(row)
