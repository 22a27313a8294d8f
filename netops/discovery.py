"""One Prometheus target for each device, as HTTP service discovery wants it."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from sqlmodel import Session, col, select
from typing_extensions import TypedDict  # pydantic asks for this one before Python 3.12

from inventory.models.device import Device
from inventory.models.site import Site


class TargetGroup(TypedDict):
    """What Prometheus reads: https://prometheus.io/docs/prometheus/latest/http_sd/."""

    targets: list[str]
    labels: dict[str, str]


def watched_devices(session: Session, *, office_id: int | None) -> list[tuple[int, str, str]]:
    """(id, school code, name) of the devices that are watched, of one office or (None) of all, in a steady order."""
    query = (
        select(Device.id, Site.code, Device.name)
        .join(Site, col(Site.id) == Device.site_id)
        .where(col(Device.monitored), col(Device.archived_at).is_(None))
        .order_by(col(Device.id))
    )
    if office_id is not None:
        query = query.where(Site.office_id == office_id)
    return [(device_id, code, name) for device_id, code, name in session.exec(query) if device_id is not None]


def target_groups(devices: Iterable[tuple[int, str, str]], *, base_url: str) -> list[TargetGroup]:
    """`instance` is the device. No `site` or `device` label: the metrics carry them, and would be renamed."""
    where = urlsplit(base_url)
    address = where.netloc if where.port else f"{where.netloc}:{443 if where.scheme == 'https' else 80}"
    return [
        {
            "targets": [address],
            "labels": {
                "__scheme__": where.scheme,
                "__metrics_path__": f"{where.path.rstrip('/')}/metrics/device/{device_id}",
                "instance": f"{code}/{name}",
            },
        }
        for device_id, code, name in devices
    ]
