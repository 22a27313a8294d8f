"""Maintenance windows that lay over the beginning of an outage."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from inventory.cause import Moment
from inventory.models.link import Link
from inventory.models.outage import MaintenanceWindow, Outage, Subject
from inventory.models.site import Office, Site
from inventory.windows import Schedule, covers, current


def windows_at(session: Session, site: Site, link: Link | None, outage: Outage) -> list[Moment]:
    """Of the thing, its school, its provider or the office; also one that was put in afterwards."""
    about = {(outage.subject, outage.subject_id), (Subject.SITE, site.id), (Subject.OFFICE, site.office_id)}
    if link is not None and link.provider_id is not None:
        about.add((Subject.PROVIDER, link.provider_id))
    zone = ZoneInfo(session.get_one(Office, site.office_id).timezone)
    query = select(MaintenanceWindow).where(
        MaintenanceWindow.office_id == site.office_id, MaintenanceWindow.starts_at <= outage.started_at
    )
    found = []
    for window in session.exec(query.order_by(col(MaintenanceWindow.id))):
        schedule = Schedule.of(window, zone)
        span = current(schedule, outage.started_at)
        if span is None or (window.subject, window.subject_id) not in about or not covers(schedule, outage.started_at):
            continue
        until = span[1].isoformat(timespec="seconds")
        found.append(Moment(span[0], {"window_id": window.id or 0, "until": until}))
    return found
