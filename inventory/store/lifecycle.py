"""What is known of each device's end, derived from the data files and the inventory, and kept beside the device."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select as columns
from sqlmodel import Session, col, delete, select

from inventory.lifecycle.catalogue import Catalogue, Entry, Thing, What
from inventory.lifecycle.firmware import standings
from inventory.models.device import Device, DeviceSupport
from inventory.models.site import Site

Known = dict[str, Any]


def write_support(session: Session, catalogue: Catalogue, *, at: datetime) -> int:
    """Write what changed since the last time; how many devices that were."""
    live = _live(session)
    stored = {row.device_id: row for row in session.exec(select(DeviceSupport))}
    wanted = _wanted(live, catalogue)
    changed = 0
    for device_id, known in wanted.items():
        row = stored.get(device_id)
        if row is None:
            row = DeviceSupport(device_id=device_id, written_at=at)
        elif all(getattr(row, name) == value for name, value in known.items()):
            continue
        for name, value in known.items():
            setattr(row, name, value)
        row.written_at = at
        session.add(row)
        changed += 1
    gone = stored.keys() - wanted.keys()
    if gone:
        session.exec(delete(DeviceSupport).where(col(DeviceSupport.device_id).in_(gone)))
    return changed + len(gone)


def _live(session: Session) -> dict[int, tuple[int, Thing]]:
    """{device: (office, what it says it is)}."""
    said = (col(Device.vendor), col(Device.model), col(Device.version))
    rows = session.execute(
        columns(col(Device.id), col(Site.office_id), *said)
        .join(Site, col(Site.id) == col(Device.site_id))
        .where(col(Device.archived_at).is_(None))
    )
    return {device_id: (office_id, Thing(*thing)) for device_id, office_id, *thing in rows}


def _wanted(live: Mapping[int, tuple[int, Thing]], catalogue: Catalogue) -> dict[int, Known]:
    """Each kind of thing is looked up once, however many devices are one."""
    things = {thing for _office, thing in live.values()}
    ends = {thing: _ends(catalogue, thing) for thing in things}
    families = {thing: catalogue.family_of(thing) for thing in things}
    offices: dict[int, dict[int, tuple[str, str]]] = defaultdict(dict)
    for device_id, (office_id, thing) in live.items():
        offices[office_id][device_id] = (families[thing], thing.version)
    wanted: dict[int, Known] = {}
    for versions in offices.values():
        for device_id, (best, standing) in standings(versions).items():
            thing = live[device_id][1]
            own: Known = {"family": families[thing][:255], "newest_version": best, "firmware": standing.value}
            wanted[device_id] = ends[thing] | own
    return wanted


def _ends(catalogue: Catalogue, thing: Thing) -> Known:
    hardware, software = catalogue.end_of(thing, What.HARDWARE), catalogue.end_of(thing, What.SOFTWARE)
    return {
        "end_of_sale": hardware.end_of_sale if hardware else None,
        "end_of_support": hardware.end_of_support if hardware else None,
        "retrieved_on": hardware.retrieved_on if hardware else None,
        "software_end": software.end_of_support if software else None,
        **_told(hardware, ("certainty", "source", "url")),
        **_told(software, ("software_certainty", "software_source", "software_url")),
    }


def _told(entry: Entry | None, names: Iterable[str]) -> Known:
    told = (entry.certainty.value, entry.source, entry.url) if entry else ("", "", "")
    return dict(zip(names, told, strict=True))
