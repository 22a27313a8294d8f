"""What an agent saw from inside its school while a line was cut: spans of equal answers, kept with the outage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session, col, or_, select

from inventory.models.outage import Outage, Probe, Subject

INSIDE: Final = "agent:"
GATEWAY: Final = f"{INSIDE}gateway"
OUTSIDE: Final = f"{INSIDE}outside"
ROUTER: Final = f"{INSIDE}router"
# The line fell silent some time before the first probe that noticed it.
BEFORE: Final = timedelta(minutes=3)
# A pause longer than this between two rounds is told: the agent itself was off.
PAUSE: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Inside:
    """One look: what was asked (`method`), at whose time, and what came of it. `raw_at` is by the agent's own clock."""

    method: str
    at: datetime
    raw_at: datetime
    sent: int
    received: int
    rtt_ms: float | None = None
    host: str = ""


def outages_at(session: Session, site_id: int, at: datetime) -> Sequence[Outage]:
    """The outages of the site's links that lasted at a moment."""
    wanted = select(Outage).where(
        Outage.subject == Subject.LINK,
        Outage.site_id == site_id,
        Outage.started_at <= at + BEFORE,
        or_(col(Outage.ended_at).is_(None), col(Outage.ended_at) >= at),
    )
    return session.exec(wanted).all()


def note_inside(session: Session, outage_id: int, looks: Sequence[Inside]) -> None:
    """Add looks of one round to an outage: to the span under way, or as the first of a new one."""
    for look in looks:
        last = session.exec(
            select(Probe)
            .where(Probe.outage_id == outage_id, Probe.method == look.method)
            .order_by(col(Probe.id).desc())
            .limit(1)
        ).first()
        if last is not None and _goes_on(last, look):
            last.sent += look.sent
            last.received += look.received
            last.until_at, last.rounds = look.at, (last.rounds or 1) + 1
            session.add(last)
            continue
        session.add(
            Probe(
                outage_id=outage_id,
                at=look.at,
                method=look.method,
                answered=look.received > 0,
                sent=look.sent,
                received=look.received,
                rtt_ms=look.rtt_ms,
                # The host, and after the last space the moment by the agent's own clock.
                detail=f"{look.host[:200]} {look.raw_at.isoformat(timespec='seconds')}",
                until_at=look.at,
                rounds=1,
            )
        )
    session.flush()


def _goes_on(last: Probe, look: Inside) -> bool:
    until = last.until_at or last.at
    return last.answered == (look.received > 0) and until <= look.at <= until + PAUSE
