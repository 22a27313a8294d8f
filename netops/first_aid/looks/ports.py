"""The ports on the way: those of the router as last read, and the port of the device before it that leads there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlmodel import Session, col, or_, select

from inventory.models.device import Device, Interface
from inventory.models.outage import State
from inventory.models.topology import Connection
from netops.first_aid.names import LookName
from netops.first_aid.scene import Clock, Found, Line, Look, Means, Scene
from netops.notify.plain import one_line
from service.i18n import N_, _

MOST: Final = 12
NAME_LENGTH: Final = 80


def _read(session: Session, scene: Scene, means: Means) -> Found | None:
    found: dict[str, Any] = {"leads": None, "own": []}
    if scene.device_id is not None and scene.before_id is not None:
        found["leads"] = _leading(session, scene.device_id, scene.before_id, means)
    if scene.device_id is not None:
        rows = session.exec(
            select(Interface)
            .where(Interface.device_id == scene.device_id, col(Interface.retired_at).is_(None))
            .where(Interface.admin_status == "up")
            .order_by(col(Interface.position), col(Interface.if_index))
        )
        live = _live(means, scene.device_id)
        known = [_port(row, live.get(row.id or 0)) for row in rows]
        # Those with errors first: a router has many ports, and most have nothing to tell.
        found["own"] = sorted(known, key=lambda port: -(port["problems"] or 0))[:MOST]
    return found if found["leads"] or found["own"] else None


def _leading(session: Session, device_id: int, before_id: int, means: Means) -> Mapping[str, Any] | None:
    ends = sorted((device_id, before_id))
    joined = session.exec(
        select(Connection)
        .where(Connection.device_id == ends[0], Connection.other_id == ends[1])
        .order_by(col(Connection.gone_at).is_not(None), col(Connection.seen_at).desc())
        .limit(1)
    ).first()
    before = session.get(Device, before_id)
    if joined is None or before is None:
        return None
    name = joined.port if joined.device_id == before_id else joined.other_port
    row = session.exec(
        select(Interface).where(Interface.device_id == before_id, col(Interface.retired_at).is_(None)).where(
            or_(Interface.name == name, Interface.descr == name)
        )
    ).first()  # fmt: skip
    if row is None:
        return None
    return {"device": one_line(before.name), **_port(row, _live(means, before_id).get(row.id or 0))}


def _live(means: Means, device_id: int) -> Mapping[int, Mapping[str, Any]]:
    return {port["id"]: port for port in means.ports.get(device_id, ())}


def _port(row: Interface, live: Mapping[str, Any] | None) -> dict[str, Any]:
    rates = live["rates"] if live is not None else {}
    history = [each for each in (live or {}).get("history", {}).get("problems", ()) if each]
    return {
        "port": one_line(row.name, longest=NAME_LENGTH),
        "alias": one_line(row.alias, longest=NAME_LENGTH),
        "status": row.oper_status,
        "changed_at": row.changed_at.isoformat() if row.changed_at else None,
        "in_bps": rates.get("in_bps"),
        "out_bps": rates.get("out_bps"),
        "problems": max([rates.get("problems") or 0.0, *history]) if live is not None else None,
    }


def _lines(found: Found, clock: Clock) -> Sequence[Line]:
    lines = []
    leads = found["leads"]
    if leads is not None:
        up = leads["status"] == "up"
        said = (
            _("%(device)s port %(port)s, which leads there, is connected")
            if up
            else _("%(device)s port %(port)s, which leads there, is not connected")
        )
        when = f" ({clock(leads['changed_at'])})" if leads["changed_at"] and not up else ""
        lines.append(Line(said % leads + when, State.UP.value if up else State.DOWN.value))
        lines += _errors([leads])
    lines += _errors(found["own"])
    down = [port["port"] for port in found["own"] if port["status"] == "down"]
    if down:
        lines.append(Line(_("Ports that were not connected when last read: %(ports)s") % {"ports": ", ".join(down)}))
    return lines or [Line(_("The ports show no errors"), State.UP.value)]


def _errors(ports: Sequence[Found]) -> Sequence[Line]:
    bad = [port for port in ports if port["problems"]]
    said = _("Port %(port)s had up to %(problems).2g errors a second in the last two hours")
    return [Line(said % port, State.DEGRADED.value) for port in bad]


LOOK: Final = Look(LookName.PORTS, N_("Ports and their errors"), "first_aid.read", _lines, read=_read)
