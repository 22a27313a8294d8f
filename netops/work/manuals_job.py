"""The manuals of all schools at once, each in a transaction of its own: what is printed stays printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from inventory.models.site import Site
from inventory.store.acting import By
from netops import audit
from netops.audit import Actor
from netops.networking.gathering import AsOf
from netops.networking.making import print_manual
from netops.work.jobs import Progress, Work
from netops.work.side_by_side import Said, side_by_side, why_of
from service.columns import utc_now
from service.database import reading, transaction
from service.refusal import RefusedError

KIND: Final = "manuals"


def manuals_work(
    engine: Engine, site_ids: Sequence[int], *, actor: Actor, zone: ZoneInfo, processes: int | None = None
) -> Work:
    """Prints a version for each school. The result names the papers, and the schools that were refused and why."""
    make = partial(_printed, actor=actor.name, person_id=actor.person_id, zone=zone)

    def work(progress: Progress) -> Mapping[str, object]:
        said: list[Said] = []
        progress(0, len(site_ids))
        for one in side_by_side(engine, make, site_ids, processes=processes):
            said.append(one)
            progress(len(said), len(site_ids))
        said.sort(key=lambda one: site_ids.index(one["site_id"]))
        made = [one for one in said if "why" not in one]
        refused = [one for one in said if "why" in one]
        with transaction(engine) as session:
            detail = {"printed": len(made), "refused": len(refused)}
            audit.record(session, actor, "network_manual.all_printed", subject="network_manual", detail=detail)
        return {"made": made, "refused_rows": refused}

    return work


def _printed(engine: Engine, site_id: int, *, actor: str, person_id: int | None, zone: ZoneInfo) -> Said:
    """One manual in its own transaction, and what came of it."""
    try:
        with transaction(engine) as session:
            site = session.get_one(Site, site_id)
            by = By(actor, utc_now(), person_id)
            row = print_manual(session, site, AsOf(by.at, zone), by)
            return {**_named(site), "number": row.number, "paper_id": row.paper_id}
    except RefusedError as error:
        with reading(engine) as session:
            return {**_named(session.get_one(Site, site_id)), "why": why_of(error)}


def _named(site: Site) -> dict[str, object]:
    return {"site_id": site.id, "site": site.name, "code": site.code}
