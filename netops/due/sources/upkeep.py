"""Upkeep of innovations: work that is due, and work that was done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sqlmodel import col, select

from innovation.models.innovation import Innovation, Stage
from innovation.models.rollout import Upkeep, UpkeepDone
from innovation.queries.innovations import seen
from netops.due.entry import Entry, Mark, Reader, Source, Span
from netops.models.person import Role
from service.i18n import N_


def find(reader: Reader, span: Span) -> Iterator[Entry]:
    """IT does it; of what was retired nothing is due."""
    if reader.sight.site_id is not None:
        return
    due = (
        select(Upkeep, Innovation)
        .join(Innovation, col(Innovation.id) == Upkeep.innovation_id)
        .where(seen(reader.sight), Innovation.stage != Stage.RETIRED, col(Upkeep.due_on).between(span.first, span.last))
    )
    for upkeep, innovation in reader.session.exec(due):
        if upkeep.due_on is not None:
            yield Entry(
                key=f"{upkeep.id}-{upkeep.due_on.isoformat()}",
                day=upkeep.due_on,
                what=upkeep.title,
                title=innovation.name,
                url=f"/innovations/{innovation.id}/use#upkeep",
                mark=Mark.TO_DO,
                owner=Role.IT.value,
                is_mine=reader.role is Role.IT,
            )
    if not span.with_done:
        return
    past = (
        select(UpkeepDone, Upkeep, Innovation)
        .join(Upkeep, col(Upkeep.id) == UpkeepDone.upkeep_id)
        .join(Innovation, col(Innovation.id) == Upkeep.innovation_id)
        .where(seen(reader.sight), col(UpkeepDone.done_on).between(span.first, span.last))
    )
    for done, upkeep, innovation in reader.session.exec(past):
        yield Entry(
            key=f"done-{done.id}",
            day=done.done_on,
            what=upkeep.title,
            title=innovation.name,
            url=f"/innovations/{innovation.id}/use#upkeep",
            mark=Mark.DONE,
            owner=Role.IT.value,
        )


SOURCE: Final = Source("upkeep", N_("Upkeep of innovations"), "innovations.read", find, has_tasks=True)
