"""How the device before it stands, and everything else at the school: what is silent together fell together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlmodel import Session, col, select

from inventory.models.device import Device
from inventory.models.link import Link
from inventory.models.outage import CurrentState, State, Subject
from netops.first_aid.names import LookName
from netops.first_aid.scene import Clock, Found, Line, Look, Means, Scene
from service.i18n import N_, _

MOST: Final = 40
NAMED: Final = 8
ANSWERING: Final = frozenset({State.UP.value, State.DEGRADED.value})
SILENT: Final = frozenset({State.DOWN.value, State.UNREACHABLE.value})


def _read(session: Session, scene: Scene, _means: Means) -> Found:
    found: dict[str, Any] = {"before": None, "links": [], "devices": []}
    if scene.before_id is not None:
        before = session.get(Device, scene.before_id)
        state = session.get(CurrentState, (Subject.DEVICE, scene.before_id))
        if before is not None:
            found["before"] = {"name": before.name, "state": state.state.value if state else State.NOT_MONITORED.value}
    tables: tuple[tuple[str, Subject, type[Link] | type[Device]], ...] = (
        ("links", Subject.LINK, Link),
        ("devices", Subject.DEVICE, Device),
    )
    for key, subject, table in tables:
        rows = session.exec(
            select(table.id, table.name, CurrentState.state)
            .join(CurrentState, (col(CurrentState.subject) == subject) & (col(CurrentState.subject_id) == table.id))
            .where(table.site_id == scene.site_id, col(table.archived_at).is_(None))
            .order_by(col(table.name))
            .limit(MOST)
        )
        itself = (scene.subject, scene.subject_id)
        found[key] = [
            {"name": name, "state": State(state).value} for row_id, name, state in rows if (subject, row_id) != itself
        ]
    return found


def _lines(found: Found, _clock: Clock) -> Sequence[Line]:
    lines = []
    before = found["before"]
    if before is not None:
        answers = before["state"] in ANSWERING
        said = (
            _("The device before it, %(name)s, answers")
            if answers
            else _("The device before it, %(name)s, is silent too")
        )
        lines.append(Line(said % before, before["state"]))
    others = [*found["links"], *found["devices"]]
    silent = [one["name"] for one in others if one["state"] in SILENT]
    answering = [one["name"] for one in others if one["state"] in ANSWERING]
    if silent and not answering:
        lines.append(Line(_("Everything else at the school is silent too: think of the power"), State.DOWN.value))
    elif silent:
        lines.append(Line(_("Silent there too: %(names)s") % {"names": _named(silent)}, State.DOWN.value))
    if answering:
        lines.append(Line(_("Still answers there: %(names)s") % {"names": _named(answering)}, State.UP.value))
    return lines or [Line(_("Nothing else at the school is watched"))]


def _named(names: Sequence[str]) -> str:
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (_(" and %(more)s more") % {"more": more} if more > 0 else "")


LOOK: Final = Look(LookName.AROUND, N_("What stands around it"), "first_aid.read", _lines, read=_read)
