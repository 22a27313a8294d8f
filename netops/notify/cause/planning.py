"""Planning services that worked and do not answer any more: one alert of each to each office, which ends by itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session, select

from inventory.models.outage import Subject
from inventory.models.site import Office
from netops.models.alert import Alert, AlertKind
from netops.models.heard import SiblingPeer
from netops.notify.cause.matters import Turns, ended, open_of_kind, opened
from netops.notify.phase import ENDED, OPENED
from netops.settings import Settings
from service.i18n import N_, _
from service.web.nav import SIBLINGS

HOLD: Final = timedelta(minutes=5)  # a service that is renewed is back before
TRIED: Final = timedelta(minutes=10)  # what nobody asked lately, nobody knows
LEADS: Final = {
    (AlertKind.PLANNING_DOWN, OPENED): N_(
        "The service “%(thing)s” does not answer since %(since)s. Its pages and papers cannot be opened; nothing that "
        "was saved is lost."
    ),
    (AlertKind.PLANNING_DOWN, ENDED): N_("The service “%(thing)s” answers again; it was silent %(span)s."),
}
OWN_WORDS: Final = (N_("Planning service down"), N_("works again"))
"""The word while it presses, and when it is over."""


def title_of(alert: Alert) -> str:
    """The name of the service that an alert is of, as a sentence of the catalogue; empty for others."""
    return SIBLINGS[alert.part][0] if alert.kind is AlertKind.PLANNING_DOWN and alert.part in SIBLINGS else ""


def named(alert: Alert, otherwise: str) -> str:
    """What the matter is of, a service by its name in the language spoken."""
    title = title_of(alert)
    return _(title) if title else otherwise


def judged(session: Session, at: datetime, settings: Settings) -> Turns:
    """Only services of the settings that were reached before: one that is still being set up is no news."""
    told = open_of_kind(session, AlertKind.PLANNING_DOWN)
    known = {peer.name: peer for peer in session.exec(select(SiblingPeer)) if peer.name in settings.sibling_calls}
    turns = ended([alert for alert in told if alert.part not in known or not known[alert.part].problem], at)
    open_of = {(alert.subject_id, alert.part) for alert in told}
    silent = [peer for peer in known.values() if _is_silent(peer, at)]
    offices = session.exec(select(Office.id).order_by(Office.id)).all() if silent else ()  # type: ignore[arg-type]
    for peer in sorted(silent, key=lambda one: one.name):
        for office_id in offices:
            if office_id is None or (office_id, peer.name) in open_of:
                continue
            alert = Alert(
                kind=AlertKind.PLANNING_DOWN,
                subject=Subject.OFFICE,
                subject_id=office_id,
                part=peer.name,
                started_at=peer.reached_at or at,
            )
            turns += opened(session, alert)
    return turns


def _is_silent(peer: SiblingPeer, at: datetime) -> bool:
    if not peer.problem or peer.reached_at is None or peer.tried_at is None:
        return False
    return at - peer.reached_at >= HOLD and at - peer.tried_at <= TRIED
