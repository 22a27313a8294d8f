"""Development of the network: drills and work orders by their days, and reviews of the parts of a school's file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from sqlmodel import col, select

from inventory.models.site import Site
from netops.due.entry import Entry, Mark, Reader, Source, Span
from netops.models.person import Role
from network.models.change import NetworkChange, NetworkOrder
from network.models.file import DrillResult, NetworkDrill, NetworkPart
from network.queries.words import PART_WORDS
from service.i18n import N_, _


def find(reader: Reader, span: Span) -> Iterator[Entry]:
    """IT does all of it; a school sees its own."""
    yield from _drills(reader, span)
    yield from _orders(reader, span)
    yield from _reviews(reader, span)


def _drills(reader: Reader, span: Span) -> Iterator[Entry]:
    rows: Any = reader.session.exec(
        select(NetworkDrill, Site)
        .join(Site, col(Site.id) == NetworkDrill.site_id)
        .where(reader.sight.sites(), col(NetworkDrill.planned_on).between(span.first, span.last))
    )
    for drill, site in rows:
        mark = Mark.TO_DO if drill.result is DrillResult.PLANNED else Mark.DONE
        yield _entry(reader, f"drill-{drill.id}", drill.planned_on, (_("drill of continuity"), "drills"), mark, site)


def _orders(reader: Reader, span: Span) -> Iterator[Entry]:
    rows: Any = reader.session.exec(
        select(NetworkOrder, NetworkChange, Site)
        .join(NetworkChange, col(NetworkChange.id) == NetworkOrder.change_id)
        .join(Site, col(Site.id) == NetworkChange.site_id)
        .where(reader.sight.sites(), col(NetworkOrder.due_on).between(span.first, span.last))
    )
    for order, change, site in rows:
        mark = Mark.TO_DO if order.accepted_at is None else Mark.DONE
        what = _("work order: %(title)s") % {"title": change.title}
        yield _entry(reader, f"order-{order.id}", order.due_on, (what, "changes"), mark, site)


def _reviews(reader: Reader, span: Span) -> Iterator[Entry]:
    rows: Any = reader.session.exec(
        select(NetworkPart, Site)
        .join(Site, col(Site.id) == NetworkPart.site_id)
        .where(reader.sight.sites(), col(NetworkPart.review_on).between(span.first, span.last))
    )
    for part, site in rows:
        what = _("to be reviewed: %(part)s") % {"part": _(PART_WORDS[part.part])}
        key = f"part-{part.id}-{part.review_on.isoformat()}"
        yield _entry(reader, key, part.review_on, (what, "parts"), Mark.TO_DO, site)


def _entry(reader: Reader, key: str, day: Any, said: tuple[str, str], mark: Mark, site: Site) -> Entry:
    what, anchor = said
    return Entry(
        key=key,
        day=day,
        what=what,
        title=site.name,
        url=f"/network/schools/{site.code}#{anchor}",
        mark=mark,
        place=site.name,
        owner=Role.IT.value,
        is_mine=reader.role is Role.IT and mark is Mark.TO_DO,
    )


SOURCE: Final = Source("network", N_("Network development"), "network.read", find, has_tasks=True)
