"""The poller's share of agents: it takes in what they delivered, and hears when one falls silent or comes back.

An agent's silence is evidence about the line: a link that is checked by its agent is silent when no heartbeat comes.
Its devices are never down by our not hearing: they are unreachable while the line is, and unknown else.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Final, Protocol

from pydantic import ValidationError
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, select

from inventory.events import AgentFellSilent, AgentReturned, Fact
from inventory.models.agent import Agent, AgentBatch
from inventory.models.link import Check
from inventory.models.outage import Subject
from inventory.state import Seen
from netops.exchange.messages import Batch
from netops.exchange.packing import BrokenBodyError, TooLargeError, unpack
from netops.intake.inbox import set_aside
from netops.pipeline import Heard, Pipeline
from netops.polling.inside import Delivered, FromInside
from netops.watched.judging import is_cut_off
from netops.watched.roster import AgentEntry
from service.database import reading, transaction

log = logging.getLogger(__name__)
AT_ONCE: Final = 50  # batches between two looks at the time of others
HEARD_WITHIN: Final = timedelta(seconds=75)  # two heartbeats and a half
# How long an agent that is back may take to deliver what it saw, before its return is told anyway.
CATCHING_UP: Final = timedelta(minutes=10)
METHOD: Final = "agent"


class InThread(Protocol):
    """Runs work in the pipeline's own thread."""

    def __call__(self, work: Callable[[], Any]) -> Awaitable[Any]:
        """The result of the work."""
        ...


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Intake:
    """Made with the rounds of the poller. `silent_s` without a heartbeat is the silence that people are told of."""

    def __init__(
        self,
        engine: Engine,
        *,
        pipeline: Pipeline,
        inside: FromInside,
        in_thread: InThread,
        silent_s: int,
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        self._engine = engine
        self._pipeline = pipeline
        self.inside = inside
        self._in_thread = in_thread
        self._silent = timedelta(seconds=silent_s)
        self._now = now
        self._taking = asyncio.Lock()
        self._seeing_since = now()  # nobody's silence counts from before we could hear
        self._given_at: dict[int, datetime] = {}

    async def take(self, reload: Callable[[], Awaitable[None]]) -> int:
        """Take in everything that waits, in each agent's order; how many batches. `reload` renews the inventory."""
        taken = 0
        async with self._taking:
            if not await asyncio.to_thread(self._is_anything_there):
                return 0
            await reload()
            while True:
                rows = await asyncio.to_thread(self._waiting)
                if not rows:
                    return taken
                done = 0
                for row in rows:
                    done += await self._in_thread(partial(self._take_one, row))
                taken += done
                if done < len(rows):
                    return taken  # the database is busy: the next look goes on
                await self._in_thread(lambda: self._pipeline.draw(self._now()))

    def _is_anything_there(self) -> bool:
        with reading(self._engine) as session:
            wanted = select(AgentBatch.id).where(col(AgentBatch.refused_at).is_(None)).limit(1)
            return session.exec(wanted).first() is not None

    def _waiting(self) -> Sequence[AgentBatch]:
        """Some of each agent's, so that three days of one hold up nobody else's last minute."""
        waits = col(AgentBatch.refused_at).is_(None)
        known = self._pipeline.roster.agents
        with reading(self._engine) as session:
            agents = session.exec(select(AgentBatch.agent_id).where(waits).distinct()).all()
            # One that enrolled a moment ago waits until the roster knows it.
            agents = [i for i in agents if i in known or session.get_one(Agent, i).revoked_at is not None]
            found: list[AgentBatch] = []
            for agent_id in agents:
                wanted = select(AgentBatch).where(AgentBatch.agent_id == agent_id, waits)
                wanted = wanted.order_by(col(AgentBatch.sequence)).limit(max(1, AT_ONCE // len(agents)))
                found += session.exec(wanted).all()
            return found

    def _take_one(self, row: AgentBatch) -> bool:
        """Take a batch in, or set it aside; False when it has to wait."""
        self.inside.keep()
        try:
            agent = self._pipeline.roster.agents.get(row.agent_id)
            if agent is None:
                raise ValueError("the agent was revoked")  # noqa: TRY301 -- set aside like the others
            batch = Batch.model_validate_json(unpack(row.body))
            self.inside.take(Delivered(row, agent, batch))
        except OperationalError:
            log.exception("a batch of agent %s waits: the database cannot take it now", row.agent_id)
            return False
        except (ValidationError, BrokenBodyError, TooLargeError) as error:
            self._set_aside(row, f"not understood: {error}".partition("\n")[0])
        except ValueError as error:
            self._set_aside(row, str(error))
        except Exception as error:
            log.exception("batch %s of agent %s failed by a fault of ours", row.sequence, row.agent_id)
            self._set_aside(row, f"a fault of ours: {type(error).__name__}")
        return True

    def _set_aside(self, row: AgentBatch, reason: str) -> None:
        with transaction(self._engine) as session:
            stored = session.get(AgentBatch, row.id)
            if stored is not None:
                set_aside(session, stored, reason, now=self._now())

    # -- heartbeats

    async def watch(self) -> None:
        """Look who is heard: links that are checked by their agent, devices that nobody can ask, falls and returns."""
        await self._in_thread(self._watched)

    def _watched(self) -> None:
        roster = self._pipeline.roster
        if not roster.agents:
            return
        now = self._now()
        # Agents come by the office's own line: while that is cut, their silence is ours.
        blind = self._pipeline.known.uplink_lost_at is not None
        if blind:
            self._seeing_since = now
        heard = Heard(kind=METHOD, at=now, uplink_lost=blind)
        with reading(self._engine) as session:
            rows = session.exec(select(Agent).where(col(Agent.id).in_(list(roster.agents)))).all()
            busy = set(
                session.exec(select(AgentBatch.agent_id).where(col(AgentBatch.refused_at).is_(None)).distinct()).all()
            )
        known = {row.id: row for row in rows}
        self._links(heard, known)
        changes: dict[int, dict[str, Any]] = {}
        for entry in roster.agents.values():
            row = known.get(entry.id)
            if row is None or row.heard_at is None:
                continue
            silence = now - max(row.heard_at, self._seeing_since)
            heard.facts += self._turned(row, silence, changes, is_busy=entry.id in busy)
            self._unheard(heard, entry, silence)
        heard.also = lambda session: _write(session, changes)
        self._pipeline.polled(heard)

    def _links(self, heard: Heard, known: dict[int | None, Agent]) -> None:
        """A link that is checked by its agent answers when any agent of its school was heard."""
        for link in self._pipeline.roster.links.values():
            if link.check is not Check.AGENT or link.why_not:
                continue
            living = [
                row
                for row in known.values()
                if row.site_id == link.site_id and row.heard_at is not None and heard.at - row.heard_at <= HEARD_WITHIN
            ]
            if not living and heard.at - self._seeing_since <= HEARD_WITHIN and not heard.uplink_lost:
                continue  # it had no time yet to be heard
            rtt_ms = min((row.rtt_ms for row in living if row.rtt_ms is not None), default=None)
            heard.seen[Subject.LINK, link.id] = Seen(
                at=heard.at, method=METHOD, sent=1, received=1 if living else 0, rtt_ms=rtt_ms, p95_ms=rtt_ms
            )

    def _turned(
        self, row: Agent, silence: timedelta, changes: dict[int, dict[str, Any]], *, is_busy: bool
    ) -> list[Fact]:
        assert row.id is not None
        silent = silence > self._silent
        if row.silent_since is None:
            if not silent:
                return []
            changes[row.id] = {"silent_since": row.heard_at, "returned_at": None, "late_rounds": 0}
            return [AgentFellSilent(site_id=row.site_id, agent_id=row.id)]
        if silent and row.returned_at is not None:  # it was only a moment: the same silence goes on
            changes[row.id] = {"returned_at": None}
            return []
        if silent or row.returned_at is None:
            return []
        if (row.waiting or is_busy) and self._now() - row.returned_at < CATCHING_UP:
            return []
        changes[row.id] = {"silent_since": None, "returned_at": None, "late_rounds": 0}
        seconds = (row.returned_at - row.silent_since).total_seconds()
        return [AgentReturned(site_id=row.site_id, agent_id=row.id, seconds=seconds, rounds=row.late_rounds)]

    def _unheard(self, heard: Heard, entry: AgentEntry, silence: timedelta) -> None:
        """The devices of a silent agent: nobody can ask them. One of which a living agent does not tell is as dark."""
        roster, standings = self._pipeline.roster, self._pipeline.known.standings
        gone = silence > self._silent or (silence > HEARD_WITHIN and is_cut_off(roster, standings, entry.site_id))
        for device in roster.devices.values():
            if device.agent_id != entry.id or device.why_not:
                self._given_at.pop(device.id, None)
                continue
            thing = (Subject.DEVICE, device.id)
            trail = standings[thing].trail if thing in standings else ()
            given_at = self._given_at.setdefault(device.id, heard.at)
            told_at = max(trail[-1].seen.at, given_at) if trail else given_at
            if gone:
                heard.unseen[thing] = "the school's agent is not heard"
            elif heard.at - told_at > self._silent:
                heard.unseen[thing] = "the school's agent does not tell of it"


def _write(session: Session, changes: dict[int, dict[str, Any]]) -> None:
    for agent_id, values in changes.items():
        row = session.get_one(Agent, agent_id)
        for name, value in values.items():
            setattr(row, name, value)
        session.add(row)
    session.flush()
