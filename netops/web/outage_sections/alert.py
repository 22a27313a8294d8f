"""Who has taken the outage on, whether it is put off, and who was told what: by its alert."""

from __future__ import annotations

from collections.abc import Mapping

from sqlmodel import Session

from netops.models.alert import Alert
from netops.models.person import Person
from netops.notify.cause.taking import alerts_of
from netops.notify.delivery.deliveries import STATES, tellings_of
from netops.web.outage_sections.about import About


def section(about: About) -> Mapping[str, object]:
    """What `outage_alert.html` needs; `row` is None while nobody was told."""
    found = alerts_of(about.db, [about.outage_id]).get(about.outage_id)
    return shown(about.db, found, act=f"/outages/{about.outage_id}")


def shown(session: Session, alert: Alert | None, *, act: str) -> Mapping[str, object]:
    """An alert as a page shows it; forms are sent below `act`."""
    person_id = alert.acknowledged_by if alert is not None else None
    person = session.get(Person, person_id) if person_id is not None else None
    return {
        "row": alert,
        "taken_by": (person.name or person.username) if person is not None else "",
        "tellings": tellings_of(session, alert) if alert is not None else [],
        "states": STATES,
        "act": act,
    }
