"""Days on which lent assets are due back: to be fetched by who keeps the book that they are of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from inventory.models.site import Site
from inventory.queries.lendings import due_lendings
from netops.due.entry import Entry, Mark, Reader, Source, Span
from netops.models.person import Role
from service.i18n import N_, _


def find(reader: Reader, span: Span) -> Iterator[Entry]:
    """What is out; a slip of which everything is back has no day any more."""
    for row in due_lendings(reader.session, reader.sight, until=span.last):
        if row.due_on < span.first:
            continue
        owner = Role.SUPPLY if row.site_id is None else Role.SCHOOL
        site = reader.session.get(Site, row.site_id) if row.site_id is not None else None
        yield Entry(
            key=str(row.id),
            day=row.due_on,
            what=_("lent assets are due back"),
            title=row.borrower,
            url=f"/lendings/{row.id}",
            mark=Mark.TO_DO,
            place=site.name if site is not None else "",
            owner=owner.value,
            is_mine=reader.role is owner,
        )


SOURCE: Final = Source("lendings", N_("Assets due back"), "assets.read", find, has_tasks=True)
