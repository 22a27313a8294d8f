"""Agents inside schools as a table, and one of them with what it asks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import case, func, literal
from sqlmodel import Session, col, select

from inventory.models.agent import Agent, AgentBatch
from inventory.models.device import Device
from inventory.models.site import Site
from inventory.queries.sight import Sight
from inventory.queries.table import Column, Filter, Kind, Table
from service.refusal import _
from service.thai_order import in_thai

NEW: Final = "new"
HEARD: Final = "heard"
SILENT: Final = "silent"
REVOKED: Final = "revoked"
STANDING_WORDS: Final = {
    SILENT: _("silent"),
    NEW: _("waits for its code"),
    HEARD: _("heard"),
    REVOKED: _("revoked"),
}
_STANDING: Any = case(
    (col(Agent.revoked_at).is_not(None), literal(REVOKED)),
    (col(Agent.enrolled_at).is_(None), literal(NEW)),
    (col(Agent.silent_since).is_not(None) & col(Agent.returned_at).is_(None), literal(SILENT)),
    else_=literal(HEARD),
)
_RANK: Any = case({name: rank for rank, name in enumerate(STANDING_WORDS)}, value=_STANDING)
_ASKED: Any = (
    select(func.count(col(Device.id)))
    .where(Device.agent_id == Agent.id, col(Device.archived_at).is_(None))
    .correlate(Agent)
    .scalar_subquery()
)


def standing_of(agent: Agent) -> str:
    """As in the table's column `standing`."""
    if agent.revoked_at is not None:
        return REVOKED
    if agent.enrolled_at is None:
        return NEW
    return SILENT if agent.silent_since is not None and agent.returned_at is None else HEARD


def _standings(_session: Session, _sight: Sight) -> list[tuple[str, str]]:
    return list(STANDING_WORDS.items())


AGENTS: Final = Table(
    key="agents",
    source=Agent.__table__.join(Site, col(Site.id) == Agent.site_id),  # type: ignore[attr-defined]
    row_id=col(Agent.id),
    columns=(
        Column("name", _("Agent"), col(Agent.name)),
        Column("site", _("School"), col(Site.name)),
        Column("site_code", _("School code"), col(Site.code), shown=False),
        Column("standing", _("State"), _STANDING, ranked=_RANK),
        Column("heard_at", _("Last heard"), col(Agent.heard_at), Kind.MOMENT),
        Column("devices", _("Devices asked"), _ASKED, Kind.NUMBER),
        Column("waiting", _("Waiting to be delivered"), col(Agent.waiting), Kind.NUMBER),
        Column("dropped", _("Lost for want of room"), col(Agent.dropped), Kind.NUMBER, shown=False),
        Column("rtt_ms", _("Round trip"), col(Agent.rtt_ms), Kind.MS),
        Column("clock_offset_s", _("Clock is off by (seconds)"), col(Agent.clock_offset_s), Kind.NUMBER, shown=False),
        Column("version", _("Version"), col(Agent.version)),
        Column("heard_from", _("Heard from address"), col(Agent.heard_from), shown=False),
        Column("enrolled_at", _("Enrolled"), col(Agent.enrolled_at), Kind.MOMENT, shown=False),
    ),
    searched=(col(Agent.name), col(Site.name), col(Site.code), col(Agent.heard_from), col(Agent.version)),
    filters=(Filter("standing", _("State"), lambda value: value == _STANDING, _standings),),
    order=(_RANK, in_thai(Site.name), col(Agent.name)),
)


def agents_of(session: Session, site_id: int) -> Sequence[Agent]:
    """The agents of a school that were not revoked."""
    wanted = select(Agent).where(Agent.site_id == site_id, col(Agent.revoked_at).is_(None)).order_by(Agent.name)
    return session.exec(wanted).all()


def set_aside(session: Session, agent_id: int, *, most: int = 20) -> Sequence[AgentBatch]:
    """Batches that could not be taken in, newest first."""
    wanted = select(AgentBatch).where(AgentBatch.agent_id == agent_id, col(AgentBatch.refused_at).is_not(None))
    return session.exec(wanted.order_by(col(AgentBatch.id).desc()).limit(most)).all()


def devices_of(session: Session, site_id: int) -> Sequence[Device]:
    """Every device of a school, for choosing who asks it."""
    wanted = select(Device).where(Device.site_id == site_id, col(Device.archived_at).is_(None))
    return session.exec(wanted.order_by(Device.name)).all()
