"""The figures that have limits, as the poller holds them now: of devices and links, and of this installation itself."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from statistics import fmean

from cryptography import x509

from collectors.instances import PROCESSOR, SENSOR, STORAGE, HealthInstance
from inventory.models.outage import Subject
from netops.polling.watching import Watching
from netops.settings import Settings
from netops.watched.crossing import Figure, Key
from netops.watched.limits import Metric
from netops.watched.portwatch import WatchedDevice
from netops.watched.roster import LinkEntry

CELSIUS, CHARGE = "temperature", "charge"
OWN_DISK = "NetOps"
DAY_S = 86_400


def figures_of(device_id: int, watching: Watching, *, has_alerts: bool) -> Iterator[Figure]:
    """Of one device, as it said in its last round; none when it was silent. `has_alerts`: some port of it is told of,
    so that its ports count also when they have no errors any more.
    """
    health = watching.health()
    yield from _worst(device_id, Metric.TEMPERATURE, health, CELSIUS)
    yield from _worst(device_id, Metric.UPS_CHARGE, health, CHARGE)
    loads = [value for instance, value in health if instance.section == PROCESSOR]
    if loads:
        yield Figure(Key(Metric.CPU, Subject.DEVICE, device_id), round(fmean(loads), 1))
    disks: dict[str, float] = {}
    for instance, value in health:
        if instance.section == STORAGE:  # two of one name are one alert, and the fuller one speaks
            disks[instance.descr[:255]] = max(value, disks.get(instance.descr[:255], 0.0))
    for descr, value in disks.items():
        yield Figure(Key(Metric.DISK, Subject.DEVICE, device_id, descr), value, descr)
    yield from _errors(device_id, watching.ports, has_alerts=has_alerts)


def _worst(
    device_id: int, metric: Metric, health: Iterable[tuple[HealthInstance, float]], kind: str
) -> Iterator[Figure]:
    """The hottest sensor, the emptiest battery: one cause is one alert."""
    found = [
        (value, instance.descr) for instance, value in health if (instance.section, instance.kind) == (SENSOR, kind)
    ]
    if found:
        value, told = max(found) if metric is Metric.TEMPERATURE else min(found)
        yield Figure(Key(metric, Subject.DEVICE, device_id), value, told)


def _errors(device_id: int, ports: WatchedDevice, *, has_alerts: bool) -> Iterator[Figure]:
    """Errors a minute of each port. Most devices never had any and have no such series."""
    if not ports.rates or not (has_alerts or "problems" in ports.history.series or "problems" in ports.rates):
        return
    rates = ports.rates.get("problems", (0.0,) * len(ports.ports))
    for row, rate in zip(ports.ports, rates, strict=False):
        if rate == rate:  # noqa: PLR0124 - NaN
            yield Figure(Key(Metric.PORT_ERRORS, Subject.DEVICE, device_id, row.name), round(60 * rate, 1), row.name)


def link_figures(
    links: Mapping[int, LinkEntry], ends: Mapping[int, tuple[int, int]], watched: Mapping[int, Watching]
) -> Iterator[Figure]:
    """Use of each link whose port is known (`ends`: device and interface), of its contract's or its port's speed."""
    for link_id, (device_id, port_id) in ends.items():
        link, watching = links.get(link_id), watched.get(device_id)
        if link is None or watching is None:
            continue
        load = watching.ports.loads([port_id]).get(port_id)
        speed = link.speed_bps or next((row.speed_bps for row in watching.ports.ports if row.id == port_id), None)
        if load is not None and speed:
            yield Figure(Key(Metric.UTILISATION, Subject.LINK, link_id), round(100 * load / speed, 1))


def own_figures(settings: Settings, offices: Collection[int], at: datetime) -> Iterator[Figure]:
    """Of this installation: told to each office that works with it."""
    disk = shutil.disk_usage(settings.data_dir)
    days = certificate_days(settings, at)
    for office_id in offices:
        used = round(100 * (disk.total - disk.free) / disk.total, 1)
        yield Figure(Key(Metric.DISK, Subject.OFFICE, office_id, OWN_DISK), used, OWN_DISK)
        if days is not None:
            yield Figure(Key(Metric.CERTIFICATE, Subject.OFFICE, office_id), days)


def certificate_days(settings: Settings, at: datetime) -> float | None:
    """Days until the certificate of the pages expires; None without one, or when it cannot be read."""
    if settings.tls_cert is None:
        return None
    try:
        certificate = x509.load_pem_x509_certificate(settings.tls_cert.read_bytes())
    except (OSError, ValueError):
        return None
    return round((certificate.not_valid_after_utc - at.astimezone(UTC)).total_seconds() / DAY_S, 1)
