"""The dead-man's switch: somebody outside is asked every few minutes, and raises the alarm when we stop asking.

Asked only while the poller truly works: its rounds are fresh, it sees beyond the office's own line, and the
outbox is gone through. A push that merely proves that a timer runs would prove nothing.
"""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Engine
from sqlmodel import Session, col, func, select

from inventory.models.outage import Subject
from inventory.models.site import Office
from netops.models.alert import Alert, AlertKind, WatchTest
from netops.models.poller import PollerBeat
from netops.notify.delivery.egress import guarded
from netops.notify.watch.settings import load_watch
from netops.settings import Settings
from netops.vault import Vault
from service.database import reading, transaction

DEAD_MAN: Final = "dead_man"
TIMEOUT_S: Final = 15.0
FRESH_ROUNDS: Final = 4  # rounds that may be missing before the poller counts as stuck
STANDS_STILL: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Push:
    """What is to be asked for one office."""

    office_id: int
    url: str


def push_due(engine: Engine, *, settings: Settings, vault: Vault, now: datetime, delivered_at: datetime) -> int:
    """Ask every switch whose time has come; how many took it. `delivered_at`: when the outbox was last gone through.

    Blocks while servers answer: call it in a thread.
    """
    with reading(engine) as session:
        pushes = _due(session, vault, now)
        trouble = why_not_well(session, settings, now, delivered_at) if pushes else ""
    taken = 0
    for push in pushes:
        failed = trouble or ask(push.url, local_allowed=settings.channels_reach_here)
        taken += not failed
        with transaction(engine) as session:
            remember(session, push.office_id, failed, now)
    return taken


def why_not_well(session: Session, settings: Settings, now: datetime, delivered_at: datetime) -> str:
    """Why the poller does not truly work; empty when it does."""
    interval = max(settings.icmp_interval_s, settings.snmp_interval_s)
    newest: Any = func.max(PollerBeat.at, type_=PollerBeat.__table__.c.at.type)  # type: ignore[attr-defined]
    beat = session.exec(select(newest)).one()
    if beat is None or now - beat > timedelta(seconds=FRESH_ROUNDS * interval):
        return "no fresh round"
    cut = select(Alert.id).where(
        Alert.kind == AlertKind.OFFICE_UPLINK_DOWN, Alert.subject == Subject.OFFICE, col(Alert.ended_at).is_(None)
    )
    if session.exec(cut.limit(1)).first() is not None:
        return "the office is cut off"
    return "the outbox stands still" if now - delivered_at > STANDS_STILL else ""


def ask(url: str, *, local_allowed: bool) -> str:
    """One GET; what went wrong, without the address. Redirects are not followed."""
    opener = urllib.request.build_opener(_NoRedirect)
    request = urllib.request.Request(url, headers={"User-Agent": "NetOps"})  # noqa: S310 - http(s) only, see _is_url
    try:
        with guarded(local_allowed=local_allowed), opener.open(request, timeout=TIMEOUT_S) as answer:
            return "" if 200 <= answer.status < 300 else f"status {answer.status}"
    except urllib.error.HTTPError as error:
        error.close()
        return f"status {error.code}"
    except (OSError, http.client.HTTPException, ValueError) as error:
        return type(getattr(error, "reason", error)).__name__


def remember(session: Session, office_id: int, trouble: str, now: datetime) -> None:
    """The last push, and each change from taken to not taken: a row for every five minutes would tell no more."""
    last = last_push(session, office_id)
    if last is None or last.succeeded is (trouble != ""):
        last = WatchTest(office_id=office_id, kind=DEAD_MAN, at=now)
    last.at, last.succeeded, last.detail = now, not trouble, trouble
    session.add(last)


def last_push(session: Session, office_id: int) -> WatchTest | None:
    """How the switch was asked last."""
    query = select(WatchTest).where(WatchTest.office_id == office_id, WatchTest.kind == DEAD_MAN)
    return session.exec(query.order_by(col(WatchTest.at).desc(), col(WatchTest.id).desc()).limit(1)).first()


def _due(session: Session, vault: Vault, now: datetime) -> list[Push]:
    found = []
    for office in session.exec(select(Office)).all():
        watch = load_watch(session, office.id or 0, vault)
        last = last_push(session, office.id or 0)
        early = last is not None and last.succeeded and now - last.at < timedelta(minutes=watch.minutes)
        if watch.has_switch and not early:
            found.append(Push(office.id or 0, watch.url.get_secret_value()))
    return found


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """What answers with another address has not taken it."""

    def redirect_request(self, *_args: Any, **_options: Any) -> None:
        """None: the answer stands as the error that it is."""
