"""Annual inspections: the day on which each begins, and the day by which its report is due."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sqlmodel import col, select

from inventory.models.inspection import InspectionRound
from inventory.models.site import Site
from inventory.store.inspections import seen_rounds
from netops.due.entry import Entry, Mark, Reader, Source, Span
from netops.models.person import Role
from service.i18n import N_, _


def find(reader: Reader, span: Span) -> Iterator[Entry]:
    """A report is to be made until its round is closed."""
    wanted = (
        select(InspectionRound, Site.name)
        .join(Site, col(Site.id) == InspectionRound.site_id, isouter=True)
        .where(seen_rounds(reader.sight))
    )
    for held, school in reader.session.exec(wanted):
        title, url, place = str(held.year), f"/inspections/{held.id}", school or ""
        if span.first <= held.starts_on <= span.last:
            what = _("annual inspection of assets begins")
            yield Entry(f"begins-{held.id}", held.starts_on, what, title, url, place=place)
        if span.first <= held.due_on <= span.last:
            is_done = held.closed_at is not None
            yield Entry(
                f"due-{held.id}",
                held.due_on,
                _("report of the annual inspection is due"),
                title,
                url,
                place=place,
                mark=Mark.DONE if is_done else Mark.TO_DO,
                owner=Role.SUPPLY.value if held.site_id is None else Role.SCHOOL.value,
                is_mine=not is_done and reader.role is (Role.SUPPLY if held.site_id is None else Role.SCHOOL),
            )


SOURCE: Final = Source("inspections", N_("Annual inspections of assets"), "inspections.read", find, has_tasks=True)
