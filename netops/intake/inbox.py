"""The office's inbox: an exchange is checked strictly, its batches are stored once each, and only then answered.

The order of things is the promise: rows and `last_sequence` are one transaction, so that a batch is stored once also
when the answer is lost and the agent sends it again.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Final

from pydantic import ValidationError
from sqlmodel import Session, col, func, select, update

from inventory.models.agent import Agent, AgentBatch
from netops.exchange.messages import Batch, Exchange, Parcel
from netops.exchange.packing import pack

log = logging.getLogger(__name__)
MOST_WAITING: Final = 2000  # batches that the poller has not taken in yet; more are left with the agent
MOST_WAITING_BYTES: Final = 64 * 1024 * 1024
MOST_SET_ASIDE: Final = 50
KEPT_OF_BROKEN: Final = 64 * 1024  # characters, for whoever looks why
OLDEST: Final = timedelta(days=7)
# How far an agent's own figure may stand from what the times of the exchange say: a slow upload, no more.
TRUSTED_WITHIN_S: Final = 120.0


def take(
    session: Session, agent: Agent, exchange: Exchange, *, now: datetime, address: str, most: int = MOST_WAITING
) -> int:
    """Note the heartbeat and store what is new, up to `most` rows; the last sequence that lies safely here."""
    offset_s = offset(exchange, now)
    agent.heard_at, agent.heard_from = now, address[:64]
    agent.version, agent.rtt_ms = exchange.version, exchange.rtt_ms
    agent.clock_offset_s = round(offset_s, 3)
    agent.dropped, agent.held_revision = exchange.dropped, exchange.held
    if agent.silent_since is not None and agent.returned_at is None:
        agent.returned_at = now
    session.add(agent)
    session.flush()
    room = most - waiting(session, agent) if _waiting_bytes(session, agent) < MOST_WAITING_BYTES else 0
    for parcel in sorted(exchange.batches, key=lambda one: one.sequence)[: max(0, room)]:
        if parcel.sequence > agent.last_sequence and _claimed(session, agent, parcel.sequence):
            session.add(_row(agent, parcel, exchange, now=now, offset_s=offset_s))
            agent.last_sequence = parcel.sequence
    session.flush()
    _prune(session, agent.id or 0)
    left = [parcel for parcel in exchange.batches if parcel.sequence <= agent.last_sequence]
    agent.waiting = max(0, exchange.waiting - len(left))
    session.add(agent)
    session.flush()
    return agent.last_sequence


def offset(exchange: Exchange, now: datetime) -> float:
    """The agent's clock less ours, in seconds: its own measure when the exchange itself does not contradict it."""
    seen = (exchange.sent_at - now).total_seconds()
    told = exchange.clock_offset_s
    return told if told is not None and abs(told - seen) <= TRUSTED_WITHIN_S else seen


def waiting(session: Session, agent: Agent) -> int:
    """Batches of an agent that wait for the poller."""
    wanted = select(func.count()).where(AgentBatch.agent_id == agent.id, col(AgentBatch.refused_at).is_(None))
    return session.exec(wanted).one()


def _waiting_bytes(session: Session, agent: Agent) -> int:
    wanted = select(func.sum(func.length(AgentBatch.body))).where(
        AgentBatch.agent_id == agent.id, col(AgentBatch.refused_at).is_(None)
    )
    return session.exec(wanted).one() or 0


def set_aside(session: Session, row: AgentBatch, reason: str, *, now: datetime) -> None:
    """Keep a batch that cannot be taken in for a person to look at; the oldest of many go."""
    log.warning("batch %s of agent %s is set aside: %s", row.sequence, row.agent_id, reason)
    row.refused_at, row.reason = now, reason[:500]
    session.add(row)
    session.flush()
    _prune(session, row.agent_id)


def _prune(session: Session, agent_id: int) -> None:
    """Of what was set aside the newest stay."""
    old = (
        select(AgentBatch)
        .where(AgentBatch.agent_id == agent_id, col(AgentBatch.refused_at).is_not(None))
        .order_by(col(AgentBatch.id).desc())
        .offset(MOST_SET_ASIDE)
    )
    for row in session.exec(old).all():
        session.delete(row)
    session.flush()


def _claimed(session: Session, agent: Agent, sequence: int) -> bool:
    """Whether this request is the one that stores the batch: of two at once the second finds it done."""
    claimed = session.exec(
        update(Agent)
        .where(col(Agent.id) == agent.id, col(Agent.last_sequence) < sequence)
        .values(last_sequence=sequence)
    )
    return claimed.rowcount == 1


def _row(agent: Agent, parcel: Parcel, exchange: Exchange, *, now: datetime, offset_s: float) -> AgentBatch:
    assert agent.id is not None
    row = AgentBatch(agent_id=agent.id, sequence=parcel.sequence, received_at=now, body=pack(parcel.body))
    try:
        batch = Batch.model_validate_json(parcel.body)
        row.shift_s = shift(batch, exchange, now=now, offset_s=offset_s)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        row.reason = f"not understood: {'.'.join(map(str, first['loc']))}: {first['msg']}"[:500]
    except (ValueError, OverflowError) as error:
        row.reason = f"its times cannot be: {error}"[:500]
    if row.reason:
        row.refused_at, row.body = now, pack(parcel.body[:KEPT_OF_BROKEN])
        log.warning("batch %s of agent %s is set aside: %s", row.sequence, row.agent_id, row.reason)
    return row


def shift(batch: Batch, exchange: Exchange, *, now: datetime, offset_s: float) -> float:
    """Seconds to add to the times of a batch to make them ours.

    Where the machine was not started anew since, its age by the clock that nobody sets is the truth: a box without a
    battery learns the time only when the line is back. Raises ValueError for times that cannot be.
    """
    if batch.boot.id == exchange.boot.id and batch.boot.at_s <= exchange.boot.at_s:
        # Of the transport we only know that it took as long as the offset cannot explain; seconds do not matter here.
        truly = now - timedelta(seconds=min(exchange.boot.at_s - batch.boot.at_s, 1e8))
    else:
        truly = batch.at - timedelta(seconds=offset_s)
    if truly < now - OLDEST:
        raise ValueError(f"older than {OLDEST.days} days: {truly.isoformat(timespec='seconds')}")
    return (min(truly, now) - batch.at).total_seconds()
