"""What the devices of the school said by themselves in the ten minutes before they fell silent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from sqlmodel import Session, col, func, select

from inventory.models.device import Device
from inventory.models.message import Message
from inventory.models.outage import State
from inventory.queries.messages import TRAP_WORDS
from netops.first_aid.names import LookName
from netops.first_aid.scene import Clock, Found, Line, Look, Means, Scene
from netops.notify.plain import one_line
from service.i18n import N_, _

BEFORE: Final = timedelta(minutes=10)
MOST: Final = 30
SHOWN: Final = 5
WARNING: Final = 4  # syslog's severity


def _read(session: Session, scene: Scene, _means: Means) -> Found:
    where = (
        Message.site_id == scene.site_id,
        Message.at >= scene.started_at - BEFORE,
        Message.at <= scene.confirmed_at,
    )
    rows = session.exec(
        select(Message, Device.name)
        .outerjoin(Device, col(Device.id) == Message.device_id)
        .where(*where)
        .order_by(col(Message.severity), col(Message.at).desc())
        .limit(MOST)
    )
    told: list[dict[str, Any]] = [
        {
            "at": message.at.isoformat(),
            "device": name or message.sender,
            "severity": message.severity,
            "name": one_line(message.name, longest=100),
            "text": one_line(message.text),
        }
        for message, name in rows
    ]
    return {"count": session.exec(select(func.count(col(Message.id))).where(*where)).one(), "messages": told}


def _lines(found: Found, clock: Clock) -> Sequence[Line]:
    if not found["count"]:
        return [Line(_("Nothing was heard from the school's devices in the ten minutes before"))]
    lines = [Line(_("%(count)s messages in the ten minutes before; the most pressing:") % found)]
    for one in found["messages"][:SHOWN]:
        what = _(TRAP_WORDS[one["name"]]) if one["name"] in TRAP_WORDS else one["text"] or one["name"]
        text = f"{clock(one['at'])} {one['device']}: {what}"
        lines.append(Line(text, State.DEGRADED.value if one["severity"] <= WARNING else ""))
    return lines


LOOK: Final = Look(LookName.MESSAGES, N_("Messages of devices before"), "messages.read", _lines, read=_read)
