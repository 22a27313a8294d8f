"""Agents inside schools, for programs of the office: how each stands, a new one with its code, its end."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import col, select

from inventory.models.agent import Agent
from inventory.models.site import Site
from inventory.queries.agents import standing_of
from inventory.store.sites import find_site
from netops.audit import record
from netops.intake.enrolment import find_agent, make_agent, revoke
from netops.web.access import Visitor, allowed
from netops.web.api.paging import Paging, select_page
from netops.web.api.shapes import Listed, Shape
from service.columns import utc_now
from service.web.transaction import Db

router = APIRouter(prefix="/api/v1/agents", tags=["agents"])
MayRead = Annotated[Visitor, Depends(allowed("agents.read"))]
MayWrite = Annotated[Visitor, Depends(allowed("agents.write"))]


class AgentOut(Shape):
    """An agent. `clock_offset_s` is its clock less ours; `waiting` and `dropped` count records on its disk."""

    id: int
    site_id: int
    name: str
    version: str
    enrolled_at: datetime | None
    heard_at: datetime | None
    heard_from: str
    silent_since: datetime | None
    clock_offset_s: float | None
    rtt_ms: float | None
    waiting: int
    dropped: int
    revoked_at: datetime | None


class AgentMade(BaseModel):
    """A new agent; its one-time code is told this once."""

    id: int
    standing: str
    code: str
    code_ends_at: datetime | None


class AgentIn(BaseModel):
    """Where the new one stands."""

    model_config = ConfigDict(extra="forbid")

    site_id: int
    name: Annotated[str, Field(min_length=1, max_length=120)]


class AgentSearch(Paging):
    """Agents of one site."""

    site_id: int | None = None


@router.get("", summary="Agents inside schools")
def list_agents(db: Db, visitor: MayRead, wanted: Annotated[AgentSearch, Query()]) -> Listed[AgentOut]:
    """By site."""
    where: list[Any] = [col(Agent.site_id).in_(select(Site.id).where(visitor.sight.sites()))]
    if wanted.site_id is not None:
        where.append(col(Agent.site_id) == wanted.site_id)
    order = [col(Agent.site_id), col(Agent.id)]
    return select_page(db, Agent, AgentOut, where=where, order=order, pages=wanted)


@router.post("", summary="A new agent", status_code=HTTPStatus.CREATED)
def create_agent(db: Db, visitor: MayWrite, given: AgentIn) -> AgentMade:
    """Its code works once and for 72 hours."""
    site = find_site(db, given.site_id, office_id=visitor.office_id)
    agent, code = make_agent(db, site, given.name, now=utc_now())
    record(db, visitor.actor, "agent.made", subject="agent", subject_id=agent.id, detail={"site": site.code})
    assert agent.id is not None
    return AgentMade(id=agent.id, standing=standing_of(agent), code=code, code_ends_at=agent.code_ends_at)


@router.get("/{agent_id}", summary="One agent")
def get_agent(db: Db, visitor: MayRead, agent_id: int) -> AgentOut:
    """How it stands."""
    return AgentOut.model_validate(find_agent(db, agent_id, office_id=visitor.office_id))


@router.post("/{agent_id}/revoke", summary="Revoke an agent")
def revoke_agent(db: Db, visitor: MayWrite, agent_id: int) -> AgentOut:
    """It may not deliver any more."""
    agent = find_agent(db, agent_id, office_id=visitor.office_id)
    revoke(db, agent, now=utc_now())
    record(db, visitor.actor, "agent.revoked", subject="agent", subject_id=agent.id)
    return AgentOut.model_validate(agent)
