"""What things are called, many at once: for lists that hold only a kind and an id."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from sqlmodel import Session, col, select

from inventory.models.device import Device
from inventory.models.link import Link, Provider
from inventory.models.outage import Subject
from inventory.models.site import Office, Site

Key = tuple[Subject, int]


def names_of(session: Session, keys: Iterable[Key]) -> Mapping[Key, str]:
    """The names; links and devices with that of their site. What is gone is left out."""
    wanted: dict[Subject, set[int]] = defaultdict(set)
    for subject, row_id in keys:
        wanted[subject].add(row_id)
    found: dict[Key, str] = {}
    for subject, whole in ((Subject.SITE, Site), (Subject.OFFICE, Office), (Subject.PROVIDER, Provider)):
        if not wanted[subject]:
            continue
        rows = session.exec(select(whole.id, whole.name).where(col(whole.id).in_(wanted[subject])))
        found |= {(subject, row_id): name for row_id, name in rows if row_id is not None}
    for subject, part in ((Subject.LINK, Link), (Subject.DEVICE, Device)):
        if not wanted[subject]:
            continue
        parts = session.exec(
            select(part.id, part.name, Site.name)
            .join(Site, col(Site.id) == part.site_id)
            .where(col(part.id).in_(wanted[subject]))
        )
        found |= {(subject, row_id): f"{site} · {name}" for row_id, name, site in parts if row_id is not None}
    return found
