"""Figures of the agents inside schools: when each was heard, and what waits there."""

from __future__ import annotations

from sqlmodel import Session, col, select

from inventory.models.agent import Agent
from inventory.models.site import Site
from netops.metrics import Blocks, Family, labels, sample


def of_agents(session: Session) -> Blocks:
    """One line for each enrolled agent that was not revoked; nothing where there is none."""
    query = (
        select(Site.code, Agent)
        .join(Site, col(Site.id) == Agent.site_id)
        .where(col(Agent.enrolled_at).is_not(None), col(Agent.revoked_at).is_(None))
        .order_by(Site.code, Agent.name)
    )
    lines: dict[Family, list[bytes]] = {}
    for site, agent in session.exec(query):
        where = labels(site=site, agent=agent.name)
        figures = {
            Family.AGENT_HEARD: int(agent.heard_at.timestamp()) if agent.heard_at else 0,
            Family.AGENT_WAITING: agent.waiting,
            Family.AGENT_DROPPED: agent.dropped,
            Family.AGENT_OFFSET: agent.clock_offset_s,
        }
        for family, value in figures.items():
            if value is not None:
                lines.setdefault(family, []).append(sample(family, where, value))
    return {family: b"".join(found) for family, found in lines.items()}
