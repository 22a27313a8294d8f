"""What the pipeline remembers between rounds, and how it comes back after a restart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from inventory.events import OfficeUplinkLost, OfficeUplinkRestored
from inventory.models.link import LinkSample
from inventory.models.outage import CurrentState, Event, State, Subject
from inventory.samples import Span, span_start
from inventory.state import Mark, Round, Seen, Standing, Verdict
from inventory.store.polling import open_outages
from netops.watched.roster import Thing

# Rounds before a longer pause say nothing of the silence now: confirmation begins anew.
STALE = timedelta(minutes=10)
REFRESH = {Subject.LINK: timedelta(minutes=1), Subject.DEVICE: timedelta(minutes=5)}


@dataclass(slots=True)
class Remembered:
    """Standings, open outages by thing, samples under way by link, and since when we are cut off ourselves."""

    standings: dict[Thing, Standing] = field(default_factory=dict)
    outages: dict[Thing, int] = field(default_factory=dict)
    spans: dict[int, Span] = field(default_factory=dict)
    saved_at: dict[Thing, datetime] = field(default_factory=dict)
    saved: dict[Thing, tuple[State, str, str]] = field(default_factory=dict)
    uplink_lost_at: datetime | None = None

    @classmethod
    def load(cls, session: Session, at: datetime) -> Remembered:
        """As the database has it."""
        opened = open_outages(session)
        standings = {}
        for row in session.exec(select(CurrentState)):
            thing = (row.subject, row.subject_id)
            outage = opened.get(thing)
            standings[thing] = Standing(
                state=row.state,
                since=row.since,
                trail=_recent(trail_of(row.trail), at),
                outage_started_at=outage.started_at if outage else None,
                last_up_at=row.last_up_at,
                reason=row.reason,
            )
        spans = session.exec(select(LinkSample).where(LinkSample.at == span_start(at))).all()
        return cls(
            standings=standings,
            outages={thing: row.id for thing, row in opened.items() if row.id is not None and thing in standings},
            spans={row.link_id: Span.of(row.model_dump()) for row in spans},
            saved={thing: _shown(standing) for thing, standing in standings.items()},
            uplink_lost_at=_uplink_lost_at(session),
        )

    def span(self, link_id: int, at: datetime) -> Span:
        """A copy of the span under way, to be thrown away if the transaction fails."""
        span = self.spans.get(link_id)
        return span.copy() if span is not None and span.at == at else Span(at)

    def is_news(self, thing: Thing, standing: Standing) -> bool:
        """Whether the stored row says something else."""
        return self.saved.get(thing) != _shown(standing)

    def is_old(self, thing: Thing, at: datetime) -> bool:
        """Whether the figures of the stored row are due again."""
        saved_at = self.saved_at.get(thing)
        return saved_at is None or at - saved_at >= REFRESH[thing[0]]

    def moved(
        self,
        verdicts: Mapping[Thing, Verdict],
        outages: Mapping[Thing, int | None],
        *,
        saved: Mapping[Thing, Standing],
        at: datetime,
    ) -> None:
        """The transaction is committed: this is how things stand now."""
        for thing, verdict in verdicts.items():
            self.standings[thing] = verdict.standing
        for thing, outage_id in outages.items():
            if outage_id is None:
                self.outages.pop(thing, None)
            else:
                self.outages[thing] = outage_id
        for thing, standing in saved.items():
            self.saved[thing] = _shown(standing)
            self.saved_at[thing] = at


def _shown(standing: Standing) -> tuple[State, str, str]:
    return standing.state, standing.recent, standing.reason


def state_row(thing: Thing, standing: Standing, *, parent_id: int | None) -> dict[str, Any]:
    """A row of `current_state`."""
    last = standing.trail[-1].seen if standing.trail else None
    return {
        "subject": thing[0],
        "subject_id": thing[1],
        "state": standing.state,
        "since": standing.since,
        "recent": standing.recent,
        "trail": trail_text(standing.trail),
        "reason": standing.reason[:255],
        "last_up_at": standing.last_up_at,
        "checked_at": last.at if last else None,
        "loss_percent": 100.0 * (last.sent - last.received) / last.sent if last else None,
        "rtt_ms": last.rtt_ms if last else None,
        "parent_id": parent_id,
    }


def trail_text(trail: tuple[Round, ...]) -> str:
    """`mark,seconds since the epoch,method,sent,received,rtt` of each round, newest last."""
    return " ".join(
        f"{r.mark},{r.seen.at.timestamp():.3f},{r.seen.method},{r.seen.sent},{r.seen.received},"
        + ("" if r.seen.rtt_ms is None else f"{r.seen.rtt_ms:.2f}")
        for r in trail
    )


def trail_of(text: str) -> tuple[Round, ...]:
    """The rounds that `trail_text` wrote."""
    found = []
    for entry in text.split():
        mark, at, method, sent, received, rtt_ms = entry.split(",")
        seen = Seen(
            at=datetime.fromtimestamp(float(at), UTC),
            method=method,
            sent=int(sent),
            received=int(received),
            rtt_ms=float(rtt_ms) if rtt_ms else None,
        )
        found.append(Round(Mark(mark), seen))
    return tuple(found)


def _recent(trail: tuple[Round, ...], at: datetime) -> tuple[Round, ...]:
    return trail if trail and at - trail[-1].seen.at <= STALE else ()


def _uplink_lost_at(session: Session) -> datetime | None:
    kinds = (OfficeUplinkLost.__name__, OfficeUplinkRestored.__name__)
    last = session.exec(select(Event).where(col(Event.kind).in_(kinds)).order_by(col(Event.id).desc()).limit(1)).first()
    return last.at if last is not None and last.kind == OfficeUplinkLost.__name__ else None
