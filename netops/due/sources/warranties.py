"""Last days of warranties, of the asset book and of devices that are not in it.

Things bought together end together: a day has one entry for all of them, or it would bury everything else.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from sqlalchemy import and_, func
from sqlmodel import col, select

from inventory.models.asset import Asset, Standing
from inventory.models.device import Device
from inventory.models.site import Site
from netops.due.entry import Entry, Reader, Source, Span
from service.i18n import N_, _, ngettext


def find(reader: Reader, span: Span) -> Iterator[Entry]:
    """A school reads of what it owns and of what stands there."""
    for day, count, first, name in _assets(reader, span):
        yield _ends(f"assets-{day}", day, count, (name, f"/assets/{first}"), "/assets?sort=warranty_until")
    for day, count, first, name in _devices(reader, span):
        yield _ends(f"devices-{day}", day, count, (name, f"/devices/{first}"), "/lifecycle?sort=warranty_until")


def _assets(reader: Reader, span: Span) -> Iterator[tuple[date, int, int, str]]:
    """Counted from an index alone; names are read of cards that end alone, which are few among tens of thousands."""
    until, sight = col(Asset.warranty_until), reader.sight
    ours = col(Asset.office_id) == sight.office_id
    wanted: Any = (
        select(until, func.count(), func.min(Asset.id))
        .where(
            ours if sight.site_id is None else and_(ours, col(Asset.site_id) == sight.site_id),
            until.between(span.first, span.last),
            col(Asset.standing) != Standing.DISPOSED,
        )
        .group_by(until)
    )
    days = reader.session.exec(wanted).all()
    alone = [first for _day, count, first in days if count == 1]
    named = select(Asset.id, Asset.name).where(col(Asset.id).in_(alone))
    names = dict(reader.session.exec(named).all()) if alone else {}
    for day, count, first in days:
        yield day, count, first, names.get(first, "")


def _devices(reader: Reader, span: Span) -> Any:
    until = col(Device.warranty_until)
    in_book = select(Asset.id).where(col(Asset.device_id) == Device.id).exists()
    wanted: Any = (
        select(until, func.count(), func.min(Device.id), func.min(Device.name))
        .join(Site, col(Site.id) == Device.site_id)
        .where(
            reader.sight.sites(),
            until.between(span.first, span.last),
            col(Device.archived_at).is_(None),
            ~in_book,
        )
        .group_by(until)
    )
    return reader.session.exec(wanted)


def _ends(key: str, day: date, count: int, one: tuple[str, str], listed: str) -> Entry:
    name, url = one
    if count > 1:
        name, url = ngettext("%(count)s thing", "%(count)s things", count) % {"count": count}, listed
    return Entry(key=key, day=day, what=_("warranty ends"), title=name, url=url)


SOURCE: Final = Source("warranties", N_("Ends of warranties"), "assets.read", find)
