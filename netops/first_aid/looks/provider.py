"""Whether the provider has more schools down: in the same district, and in the whole office."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlmodel import Session, col, select

from inventory.models.link import Link
from inventory.models.outage import CurrentState, State, Subject
from inventory.models.site import Site
from netops.first_aid.names import LookName
from netops.first_aid.scene import Clock, Found, Line, Look, Means, Scene
from service.i18n import N_, _

WATCHED: Final = frozenset(State) - {State.NOT_MONITORED, State.CLOSED, State.MAINTENANCE}


def _read(session: Session, scene: Scene, _means: Means) -> Found | None:
    if scene.provider_id is None:
        return None
    rows = session.exec(
        select(Site.id, Site.district, CurrentState.state)
        .join(Link, col(Link.site_id) == Site.id)
        .join(
            CurrentState,
            (col(CurrentState.subject) == Subject.LINK) & (col(CurrentState.subject_id) == Link.id),
        )
        .where(
            Link.provider_id == scene.provider_id,
            Site.office_id == scene.office_id,
            col(Link.archived_at).is_(None),
        )
    ).all()
    watched = {site: district for site, district, state in rows if state in WATCHED}
    down = {site for site, _district, state in rows if state is State.DOWN}
    near = {site for site, district in watched.items() if district == scene.district}
    return {
        "provider": scene.provider,
        "district": scene.district,
        "down_here": len(near & down),
        "all_here": len(near),
        "down": len(down),
        "all": len(watched),
    }


def _lines(found: Found, _clock: Clock) -> Sequence[Line]:
    lines = []
    if found["district"]:
        said = _("%(down_here)s of %(all_here)s schools of %(provider)s in %(district)s are down")
        lines.append(Line(said % found, _state(found["down_here"])))
    lines.append(
        Line(
            _("%(down)s of %(all)s schools of %(provider)s in the whole office are down") % found, _state(found["down"])
        )
    )
    return lines


def _state(down: int) -> str:
    return State.DOWN.value if down > 1 else State.UP.value


LOOK: Final = Look(LookName.PROVIDER, N_("Others of the same provider"), "first_aid.read", _lines, read=_read)
