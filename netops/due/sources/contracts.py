"""Last days of contracts with providers, and of links that have a last day of their own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from sqlmodel import col, select

from inventory.models.contract import Contract
from inventory.models.link import Link
from inventory.models.site import Site
from netops.due.entry import Entry, Reader, Source, Span
from netops.i18n import N_, _


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
    wanted = (
        select(Link, Site)
        .join(Site, col(Site.id) == Link.site_id)
        .where(
            reader.sight.sites(),
            col(Link.archived_at).is_(None),
            col(Link.contract_end).between(span.first, span.last),
        )
    )
    for link, site in reader.session.exec(wanted):
        if link.contract_end is not None:
            yield _ends(f"link-{link.id}", link.contract_end, link.name, f"/schools/{site.code}", site.name)


def _ends(key: str, day: date, title: str, url: str, place: str) -> Entry:
    return Entry(key=key, day=day, what=_("contract ends"), title=title, url=url, place=place)


SOURCE: Final = Source("contracts", N_("Ends of contracts"), "links.read", find)
