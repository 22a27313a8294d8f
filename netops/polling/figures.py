"""The installation's own figures, measured once a minute: waiting mails, backups, free disk, age of configurations."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, func, select

from inventory.models.config import ConfigVersion
from inventory.models.device import Device
from inventory.models.site import Site
from netops.metrics import Blocks, Family, labels, sample
from netops.models.alert import Delivery, OutboxMessage
from netops.polling.agent_figures import of_agents
from netops.polling.agreed_figures import of_agreed
from netops.polling.fleet_figures import of_fleet
from netops.polling.innovation_figures import of_innovations
from netops.polling.need_figures import of_needs
from netops.polling.owned_figures import of_owned
from netops.polling.risk_figures import of_risks
from netops.polling.telling_figures import of_telling
from netops.settings import Settings
from netops.upkeep import backup


def measure(session: Session, *, settings: Settings) -> Blocks:
    """Blocks for the board. A place without any backup shows 0, the beginning of time, so that its age alerts."""
    waiting = _messages(session)
    disk = shutil.disk_usage(settings.data_dir)
    today = datetime.now(ZoneInfo(settings.timezone)).date()
    here = labels(release=version("netops"), url=settings.base_url)
    return {
        Family.INFO: sample(Family.INFO, here, 1),
        Family.OUTBOX: sample(Family.OUTBOX, "", waiting[Delivery.WAITING]),
        Family.OUTBOX_FAILED: sample(Family.OUTBOX_FAILED, "", waiting[Delivery.FAILED]),
        Family.DATA_FREE: sample(Family.DATA_FREE, "", round(disk.free / disk.total, 4)),
        Family.BACKUP_AT: _backups(settings),
        Family.CONFIG_AT: _configs(session),
        **of_telling(session),
        **of_agents(session),
        **of_agreed(session),
        **of_needs(session),
        **of_owned(session, today),
        **of_risks(session, today),
        **of_fleet(session, settings=settings, now=datetime.now(UTC)),
        **of_innovations(session, now=datetime.now(UTC)),
    }


def _messages(session: Session) -> Counter[Delivery]:
    query = select(OutboxMessage.state, func.count()).group_by(col(OutboxMessage.state))
    return Counter({Delivery(state): count for state, count in session.exec(query)})


def _backups(settings: Settings) -> bytes:
    places = {"first": backup.place(settings)}
    if settings.backup_dir is not None:
        places["second"] = settings.backup_dir
    lines = []
    for name, folder in places.items():
        newest = backup.newest_at(folder)
        lines.append(sample(Family.BACKUP_AT, labels(place=name), int(newest.timestamp()) if newest else 0))
    return b"".join(lines)


def _configs(session: Session) -> bytes:
    """One line for each device whose configuration is kept; one that never could be read shows 0."""
    newest: Any = func.max(ConfigVersion.checked_at, type_=ConfigVersion.__table__.c.checked_at.type)  # type: ignore[attr-defined]
    query = (
        select(Site.code, Device.name, newest)
        .join(Site, col(Site.id) == Device.site_id)
        .join(ConfigVersion, col(ConfigVersion.device_id) == Device.id, isouter=True)
        .where(col(Device.archived_at).is_(None), col(Device.ssh_credential_id).is_not(None))
        .where(col(Device.agent_id).is_(None))  # its SSH is not reached from here
        .group_by(Site.code, Device.name)
    )
    lines = [
        sample(Family.CONFIG_AT, labels(site=site, device=device), int(at.timestamp()) if at else 0)
        for site, device, at in session.exec(query)
    ]
    return b"".join(lines)
