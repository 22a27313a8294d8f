"""Schools whose network was ordered away, by the day on which nothing of it should be left."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sqlmodel import col, select

from inventory.models.decommission import Decommission, OrderState
from inventory.models.site import Site
from netops.due.entry import Entry, Mark, Reader, Source, Span
from netops.models.person import Role
from service.i18n import N_, _

_MINE: Final = frozenset({Role.IT, Role.ADMIN})


def find(reader: Reader, span: Span) -> Iterator[Entry]:
    """Those of which something is left; with what was done also the others, on their day."""
    wanted = (
        select(Decommission, Site)
        .join(Site, col(Site.id) == Decommission.site_id)
        .where(
            reader.sight.sites(),
            col(Decommission.effective_on).between(span.first, span.last),
            Decommission.state != OrderState.WITHDRAWN,
        )
    )
    if not span.with_done:
        wanted = wanted.where(Decommission.state == OrderState.ORDERED)
    for row, site in reader.session.exec(wanted):
        is_done = row.state is OrderState.DONE
        yield Entry(
            key=f"order-{row.id}",
            day=row.effective_on,
            what=_("network of a closed school was removed") if is_done else _("network of a closing school to remove"),
            title=site.name,
            url=f"/decommissions/{row.id}",
            mark=Mark.DONE if is_done else Mark.TO_DO,
            place=site.name,
            owner=Role.IT.value,
            is_mine=reader.role in _MINE,
        )


SOURCE: Final = Source("decommissions", N_("Networks of closing schools"), "decommissions.read", find, has_tasks=True)
