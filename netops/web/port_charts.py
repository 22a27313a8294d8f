"""Figures of a port's chart: traffic and errors over a period, from Prometheus or else what the poller remembers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal, TypedDict
from zoneinfo import ZoneInfo

from sqlmodel import Session

from inventory.models.device import Device, Interface
from inventory.models.outage import Subject
from inventory.models.site import Site
from inventory.queries.availability import Period
from netops.polling.poller_client import PollerClient
from netops.web.charts import Band, maintenance_bands, outage_bands
from netops.web.port_history import PortHistory, Series
from service.columns import utc_now

_LEAST = timedelta(hours=1)  # shown, however few points there are


class PortFigures(TypedDict):
    """Columns of equal length; None is a gap. Times are seconds since the epoch, `problems` errors a second.

    `source` says who told: prometheus, the poller's memory of two hours, or nobody.
    """

    at: list[float]
    in_bps: list[float | None]
    out_bps: list[float | None]
    problems: list[float | None]
    outages: list[Band]
    maintenance: list[Band]
    start: float
    end: float
    source: Literal["prometheus", "poller", "none"]


@dataclass(frozen=True, slots=True)
class PortSources:
    """Who may know the past of a port."""

    history: PortHistory
    poller: PollerClient


def port_chart(
    db: Session, device: Device, port: Interface, *, sources: PortSources, period: Period, zone: ZoneInfo
) -> PortFigures:
    """What the chart of a port shows."""
    assert device.id is not None
    now = utc_now()
    start = period.start(now, zone)
    site = db.get_one(Site, device.site_id)
    where = {"site": site.code, "device": device.name, "port": port.name}
    told: Series | None = sources.history.port(where, start=start, end=now)
    source: Literal["prometheus", "poller", "none"] = "prometheus"
    if told is None or not any(value is not None for value in told["in_bps"]):
        source = "poller"
        known = sources.poller.ports(device.id) or []
        told = next((each["history"] for each in known if each["id"] == port.id), None)
    times = [at for at in (told or {}).get("at", []) if at is not None]
    if not times or told is None:
        source, told, times = "none", {}, []
    elif source == "poller":
        start = now - max(_LEAST, timedelta(seconds=now.timestamp() - times[0]))
    nothing: list[float | None] = [None] * len(times)
    return {
        "at": times,
        "in_bps": told.get("in_bps", nothing),
        "out_bps": told.get("out_bps", nothing),
        "problems": told.get("problems", [0.0] * len(times)),
        "outages": outage_bands(db, Subject.DEVICE, device.id, start=start, now=now),
        "maintenance": maintenance_bands(db, Subject.DEVICE, device.id, device.site_id, start=start, now=now),
        "start": start.timestamp(),
        "end": now.timestamp(),
        "source": source,
    }


def rows_of(figures: PortFigures) -> list[tuple[datetime, float | None, float | None, float | None]]:
    """The figures as rows of a table, newest first: moment, in, out, errors."""
    columns = zip(figures["at"], figures["in_bps"], figures["out_bps"], figures["problems"], strict=True)
    return [(datetime.fromtimestamp(at, UTC), coming, going, bad) for at, coming, going, bad in columns][::-1]
