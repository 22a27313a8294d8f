"""What was changed before: the last difference of the router's configuration, without its secrets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from sqlmodel import Session, col, select

from inventory.models.config import ConfigVersion
from inventory.models.device import Device
from inventory.models.outage import State
from inventory.queries.configs import config_before, config_diff
from netops.first_aid.names import LookName
from netops.first_aid.scene import Clock, Found, Line, Look, Means, Scene
from netops.notify.plain import one_line
from service.i18n import N_, _

SUSPECT: Final = timedelta(days=7)
MOST_LINES: Final = 80
LINE_LENGTH: Final = 200


def _read(session: Session, scene: Scene, _means: Means) -> Found | None:
    device = session.get(Device, scene.device_id) if scene.device_id is not None else None
    if device is None:
        return None
    query = select(ConfigVersion).where(
        ConfigVersion.device_id == device.id, ConfigVersion.taken_at <= scene.confirmed_at
    )
    newest = session.exec(query.order_by(col(ConfigVersion.id).desc()).limit(1)).first()
    before = config_before(session, newest) if newest is not None else None
    if newest is None or before is None:
        return None
    # Of the redacted texts: the sealed originals are never opened for this.
    changed = [(kind, text) for kind, text in config_diff(before.redacted, newest.redacted, around=1)]
    found: dict[str, Any] = {
        "device": device.name,
        "taken_at": newest.taken_at.isoformat(),
        "is_recent": newest.taken_at >= scene.started_at - SUSPECT,
        "added": sum(kind == "added" for kind, _text in changed),
        "removed": sum(kind == "removed" for kind, _text in changed),
        "diff": [[kind, one_line(text, longest=LINE_LENGTH)] for kind, text in changed[:MOST_LINES]],
    }
    return found


def _lines(found: Found, clock: Clock) -> Sequence[Line]:
    values = {**found, "at": clock(found["taken_at"])}
    if found["is_recent"]:
        said = _("The configuration of %(device)s changed within the last week, %(at)s: +%(added)s −%(removed)s lines")
        return [Line(said % values, State.DEGRADED.value)]
    return [Line(_("The configuration of %(device)s last changed %(at)s, long before") % values, State.UP.value)]


LOOK: Final = Look(LookName.CHANGE, N_("Last change of the configuration"), "configs.read", _lines, read=_read)
