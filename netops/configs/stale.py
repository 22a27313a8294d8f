"""Whose configuration was not read for too long: told once when it begins, and once when it is read again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, select

from inventory.events import ConfigBackupBecameStale, Fact
from inventory.models.config import ConfigAttempt, ConfigVersion
from inventory.models.device import Device
from inventory.models.site import Site
from netops.configs.logins import READ
from netops.watched.limits import Metric
from netops.watched.rules import Rules


def note_stale(session: Session, *, at: datetime, rules: Rules) -> list[Fact]:
    """Mark attempts that are older than the limit of their school; the facts of those that were not so before.

    A device that is not read any more is not stale: nobody expects anything of it.
    """
    newest: Any = func.max(ConfigVersion.checked_at, type_=ConfigVersion.__table__.c.checked_at.type)  # type: ignore[attr-defined]
    rows = session.exec(select(ConfigVersion.device_id, newest).group_by(col(ConfigVersion.device_id)))
    checked: dict[int, datetime] = dict(rows.all())
    read = {
        device.id: device
        for device in session.exec(select(Device).where(*READ, col(Device.ssh_credential_id).is_not(None)))
    }
    offices: dict[int | None, int] = dict(session.exec(select(Site.id, Site.office_id)).all())
    facts: list[Fact] = []
    for attempt in session.exec(select(ConfigAttempt)):
        device = read.get(attempt.device_id)
        if device is None:
            attempt.stale_since = None
            continue
        last = max(filter(None, (attempt.good_at, checked.get(attempt.device_id))), default=attempt.began_at)
        rule = rules.of(Metric.CONFIG_AGE, offices[device.site_id], device.site_id)
        if attempt.stale_since is not None and not rule.enabled:
            attempt.stale_since = None
        if attempt.stale_since is None and rule.is_beyond((at - last).days):
            attempt.stale_since = at
            about = {"site_id": device.site_id, "device_id": device.id}
            facts.append(ConfigBackupBecameStale(**about, days=(at - last).days, reason=attempt.reason))
    return facts
