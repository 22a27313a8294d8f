"""Agents come and go: made with a one-time code, enrolled by whoever types it at the school, recognised, revoked.

A code is twelve letters and digits (60 bits) that are not mistaken for each other. It works once and for 72 hours, and
an address that tries many is made to wait. Only digests of codes and tokens are kept.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import compare_digest
from typing import Final

from sqlmodel import Session, col, delete, func, select, update

from inventory.events import AgentEnrolled
from inventory.models.agent import Agent, AgentBatch
from inventory.models.site import Site
from inventory.store.polling import add_events
from netops.exchange.messages import EnrolAsked, Enrolled
from netops.exchange.signing import ForgedError, is_public_key, verify
from netops.intake.keys import office_key
from netops.models.person import LoginAttempt
from netops.vault import Vault
from service.refusal import MissingError

ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH: Final = 12
CODE_LIVES: Final = timedelta(hours=72)
TRIES: Final = 10  # wrong codes from one address within TRIES_WITHIN
TRIES_WITHIN: Final = timedelta(minutes=15)
TRIED_AS: Final = "(agent code)"  # no user name has parentheses


class WrongCodeError(Exception):
    """No agent waits for this code: wrong, used, or too old. Which of them is not told."""


class TooManyCodesError(Exception):
    """Too many wrong codes came from this address."""


class UnknownAgentError(Exception):
    """Not an agent of ours, or not any more."""


def make_agent(session: Session, site: Site, name: str, *, now: datetime) -> tuple[Agent, str]:
    """A new agent of a school, and the code that enrols it, which is shown this once."""
    assert site.id is not None
    agent = Agent(site_id=site.id, name=name, created_at=now)
    session.add(agent)
    return agent, renew_code(session, agent, now=now)


def renew_code(session: Session, agent: Agent, *, now: datetime) -> str:
    """Another code for an agent, e.g. when its box is installed anew; the one before works no more."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    agent.code_hash, agent.code_ends_at = _digest(code), now + CODE_LIVES
    session.add(agent)
    session.flush()
    return "-".join(code[at : at + 4] for at in range(0, CODE_LENGTH, 4))


def find_agent(session: Session, agent_id: int, *, office_id: int) -> Agent:
    """The agent of this office; MissingError when there is none."""
    agent = session.get(Agent, agent_id)
    site = session.get(Site, agent.site_id) if agent is not None else None
    if agent is None or site is None or site.office_id != office_id:
        raise MissingError("agent")
    return agent


def revoke(session: Session, agent: Agent, *, now: datetime) -> None:
    """It may neither ask nor deliver any more; what it delivered before is still taken in."""
    agent.revoked_at = now
    agent.code_hash = agent.token_hash = ""
    agent.code_ends_at = agent.silent_since = agent.returned_at = None
    session.add(agent)
    session.flush()


def note_try(session: Session, address: str, *, now: datetime) -> None:
    """A wrong code came from this address."""
    session.add(LoginAttempt(at=now, username=TRIED_AS, address=address))


def check_tries(session: Session, address: str, *, now: datetime) -> None:
    """Raises TooManyCodesError when this address has tried enough for now."""
    wanted = select(func.count()).where(
        LoginAttempt.username == TRIED_AS, LoginAttempt.address == address, LoginAttempt.at > now - TRIES_WITHIN
    )
    if session.exec(wanted).one() >= TRIES:
        raise TooManyCodesError("too many wrong codes; wait a quarter of an hour")


def enrol(session: Session, vault: Vault, asked: EnrolAsked, *, now: datetime) -> tuple[Agent, Enrolled]:
    """Give the agent that waits for this code its token. Raises WrongCodeError."""
    wanted = _digest(asked.code)
    agent = session.exec(select(Agent).where(Agent.code_hash == wanted, col(Agent.revoked_at).is_(None))).first()
    if agent is None or agent.code_ends_at is None or agent.code_ends_at <= now or not is_public_key(asked.public_key):
        raise WrongCodeError("the code is wrong, was used, or is too old")
    # One statement decides who used it: two that come at once cannot both have it.
    used = session.exec(
        update(Agent).where(col(Agent.id) == agent.id, col(Agent.code_hash) == wanted).values(code_hash="")
    )
    if used.rowcount != 1:
        raise WrongCodeError("the code is wrong, was used, or is too old")
    site = session.get_one(Site, agent.site_id)
    token = secrets.token_urlsafe(32)
    agent.code_hash, agent.code_ends_at = "", None
    agent.token_hash, agent.public_key, agent.version = _digest_of_token(token), asked.public_key, asked.version
    agent.enrolled_at = agent.heard_at = now
    agent.silent_since = agent.returned_at = None
    agent.last_sequence = agent.waiting = agent.dropped = agent.late_rounds = 0
    # Whatever box had this name before may have numbered its batches alike.
    session.exec(delete(AgentBatch).where(col(AgentBatch.agent_id) == agent.id))
    session.add(agent)
    session.flush()
    assert agent.id is not None
    add_events(session, [AgentEnrolled(site_id=site.id, agent_id=agent.id)], now)
    return agent, Enrolled(
        agent_id=agent.id,
        token=token,
        office_key=office_key(session, vault, site.office_id).public,
        site_code=site.code,
        site_name=site.name,
        office_time=now,
    )


def by_token(session: Session, agent_id: int, token: str) -> Agent:
    """The agent that has this token. Raises UnknownAgentError."""
    agent = session.get(Agent, agent_id)
    known = agent.token_hash if agent is not None and agent.revoked_at is None else ""
    # Compared also when there is no such agent, so that the time of the answer tells nothing.
    if not compare_digest(known or _digest_of_token(""), _digest_of_token(token)) or not known or agent is None:
        raise UnknownAgentError("no such agent, or it was revoked")
    return agent


def check_signature(agent: Agent, body: bytes, signature: str) -> None:
    """A token alone is not enough: the body is signed by the agent's own key. Raises UnknownAgentError."""
    try:
        verify(agent.public_key, body, signature)
    except ForgedError as error:
        raise UnknownAgentError("the body was not signed by this agent") from error


def _digest(code: str) -> str:
    """Of a code as people type it: small letters, spaces and dashes do not matter."""
    plain = "".join(c for c in code.upper() if c.isalnum())
    return sha256(f"agent code {plain}".encode()).hexdigest()


def _digest_of_token(token: str) -> str:
    return sha256(f"agent token {token}".encode()).hexdigest()
