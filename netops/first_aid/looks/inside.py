"""What the agent inside the school sees: a router that answers there and not here is the provider's matter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlmodel import Session, col, select

from inventory.models.agent import Agent
from inventory.models.device import Device
from inventory.models.outage import CurrentState, Probe, State, Subject
from netops.first_aid.names import LookName
from netops.first_aid.scene import Clock, Found, Line, Look, Means, Scene
from service.i18n import N_, _

MOST: Final = 20


def _read(session: Session, scene: Scene, _means: Means) -> Found | None:
    query = select(Agent).where(
        Agent.site_id == scene.site_id, col(Agent.enrolled_at).is_not(None), col(Agent.revoked_at).is_(None)
    )
    agent = session.exec(query.order_by(col(Agent.heard_at).desc()).limit(1)).first()
    if agent is None:
        return None
    states = session.exec(
        select(CurrentState.state)
        .join(Device, col(Device.id) == CurrentState.subject_id)
        .where(CurrentState.subject == Subject.DEVICE, Device.agent_id == agent.id, col(Device.archived_at).is_(None))
    ).all()
    spans = session.exec(
        select(Probe)
        .where(Probe.outage_id == scene.outage_id, col(Probe.until_at).is_not(None))
        .order_by(col(Probe.at).desc())
        .limit(MOST)
    ).all()
    return {
        "agent": agent.name,
        "heard_at": agent.heard_at.isoformat() if agent.heard_at else None,
        "is_silent": agent.silent_since is not None and agent.returned_at is None,
        "devices": len(states),
        "answering": sum(state in {State.UP, State.DEGRADED} for state in states),
        "spans": [{"method": one.method, "answered": one.answered, "rounds": one.rounds} for one in reversed(spans)],
    }


def _lines(found: Found, clock: Clock) -> Sequence[Line]:
    heard = clock(found["heard_at"]) if found["heard_at"] else "–"
    if found["is_silent"]:
        said = _("The agent %(agent)s is silent too, last heard %(at)s; what it sees comes when the line is back")
        lines = [Line(said % {"agent": found["agent"], "at": heard}, State.UNKNOWN.value)]
    else:
        said = _("The agent %(agent)s inside the school is heard, %(at)s: the school has power and a way out")
        lines = [Line(said % {"agent": found["agent"], "at": heard}, State.UP.value)]
        if found["devices"]:
            lines.append(Line(_("It reaches %(answering)s of the %(devices)s devices that it asks") % found))
    for span in found["spans"]:
        what = _("the way out of the school") if span["method"] == "agent:gateway" else _("the internet")
        if span["method"] not in {"agent:gateway", "agent:outside"}:
            what = _("the router")
        said = _("From inside, %(what)s answered") if span["answered"] else _("From inside, %(what)s was silent")
        lines.append(Line(said % {"what": what}, State.UP.value if span["answered"] else State.DOWN.value))
    return lines


LOOK: Final = Look(LookName.INSIDE, N_("What is seen from inside"), "first_aid.read", _lines, read=_read)
