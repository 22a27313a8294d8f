"""Last days of contracts with providers, and of links that have a last day of their own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from sqlalchemy import func
from sqlmodel import col, select

from inventory.models.contract import Contract
from inventory.models.link import Link
from inventory.models.site import Site
from netops.due.entry import Entry, Reader, Source, Span
from service.i18n import N_, _, ngettext


def find(reader: Reader, span: Span) -> Iterator[Entry]:
    """A school reads of its own links only."""
    if reader.may("contracts.read"):
        yield from _contracts(reader, span)
    yield from _links(reader, span)


def _contracts(reader: Reader, span: Span) -> Iterator[Entry]:
    wanted = select(Contract).where(
        Contract.office_id == reader.sight.office_id,
        col(Contract.archived_at).is_(None),
        col(Contract.ends_on).between(span.first, span.last),
    )
    for row in reader.session.exec(wanted):
        if row.ends_on is not None:
            title = f"{row.number} {row.name}".strip()
            yield _ends(f"contract-{row.id}", row.ends_on, title, f"/inventory/contracts/{row.id}/links", "")


def _links(reader: Reader, span: Span) -> Iterator[Entry]:
    """Links that were ordered together end together: one entry for all of a day."""
    ends = col(Link.contract_end)
    wanted: Any = (
        select(ends, func.count(), func.min(Link.id))
        .join(Site, col(Site.id) == Link.site_id)
        .where(reader.sight.sites(), col(Link.archived_at).is_(None), ends.between(span.first, span.last))
        .group_by(ends)
    )
    for day, count, first in reader.session.exec(wanted):
        if count == 1:
            link = reader.session.get_one(Link, first)
            site = reader.session.get_one(Site, link.site_id)
            yield _ends(f"links-{day}", day, link.name, f"/schools/{site.code}", site.name)
        else:
            title = ngettext("%(count)s link", "%(count)s links", count) % {"count": count}
            yield _ends(f"links-{day}", day, title, "/inventory/links?sort=contract_end", "")


def _ends(key: str, day: date, title: str, url: str, place: str) -> Entry:
    return Entry(key=key, day=day, what=_("contract ends"), title=title, url=url, place=place)


SOURCE: Final = Source("contracts", N_("Ends of contracts"), "links.read", find)
