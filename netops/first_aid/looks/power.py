"""The power of the school: what its UPS said last, and what the school or a device reported of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from sqlmodel import Session, col, select

from inventory.models.device import Device, Health
from inventory.models.outage import Event, PowerReport, State
from netops.first_aid.names import LookName
from netops.first_aid.scene import Clock, Found, Line, Look, Means, Scene
from netops.notify.plain import one_line
from service.i18n import N_, _

LATELY: Final = timedelta(minutes=30)
CHARGE: Final = "charge"
RUNTIME: Final = "runtime"
SOURCE: Final = "Output source"
ON_BATTERY: Final = 5  # upsOutputSource, RFC 1628
LOW_PERCENT: Final = 30
MOST: Final = 10


def _read(session: Session, scene: Scene, _means: Means) -> Found | None:
    rows = session.exec(
        select(Device.name, Health)
        .join(Device, col(Device.id) == Health.device_id)
        .where(Device.site_id == scene.site_id, col(Device.archived_at).is_(None))
        .where(col(Health.kind).in_((CHARGE, RUNTIME)) | (col(Health.descr) == SOURCE))
        .order_by(Device.name)
        .limit(MOST * 3)
    )
    supplies: dict[str, dict[str, Any]] = {}
    for name, health in rows:
        one = supplies.setdefault(name, {"device": name, "at": health.at.isoformat()})
        key = "source" if health.descr == SOURCE else health.kind
        if key != RUNTIME or "left" in health.descr or RUNTIME not in one:
            one[key] = health.value
    since = scene.started_at - LATELY
    said = session.exec(
        select(Event).where(Event.site_id == scene.site_id, Event.kind == "PowerReported", Event.at >= since)
        .order_by(col(Event.at).desc()).limit(MOST)
    )  # fmt: skip
    told = session.exec(
        select(PowerReport).where(PowerReport.site_id == scene.site_id, PowerReport.at >= since)
        .order_by(col(PowerReport.at).desc()).limit(MOST)
    )  # fmt: skip
    found = {
        "supplies": list(supplies.values())[:MOST],
        "devices_said": [{"at": e.at.isoformat(), "text": one_line(str(e.data.get("text", "")))} for e in said],
        "school_said": [{"at": report.at.isoformat(), "is_off": report.is_off} for report in told],
    }
    return found if any(found.values()) else None


def _lines(found: Found, clock: Clock) -> Sequence[Line]:
    lines = []
    for one in found["school_said"]:
        said = (
            _("The school reported that the power is off, %(at)s")
            if one["is_off"]
            else _("The school reported that the power is on, %(at)s")
        )
        lines.append(Line(said % {"at": clock(one["at"])}, State.DOWN.value if one["is_off"] else State.UP.value))
    said = _("A device reported, %(at)s: %(text)s")
    degraded = State.DEGRADED.value
    lines += [Line(said % {**one, "at": clock(one["at"])}, degraded) for one in found["devices_said"]]
    return lines + [_of_supply(one, clock) for one in found["supplies"]]


def _of_supply(one: Found, clock: Clock) -> Line:
    on_battery = one.get("source") == ON_BATTERY
    words = [_("on battery")] if on_battery else [_("on mains")] if "source" in one else []
    if CHARGE in one:
        words.append(_("battery %(charge).0f%%") % {"charge": one[CHARGE]})
    if RUNTIME in one:
        words.append(_("%(minutes).0f minutes left") % {"minutes": one[RUNTIME]})
    bad = on_battery or one.get(CHARGE, 100) < LOW_PERCENT
    values = {"device": one["device"], "words": ", ".join(words), "at": clock(one["at"])}
    return Line(_("UPS %(device)s: %(words)s (%(at)s)") % values, State.DEGRADED.value if bad else State.UP.value)


LOOK: Final = Look(LookName.POWER, N_("Power"), "first_aid.read", _lines, read=_read)
