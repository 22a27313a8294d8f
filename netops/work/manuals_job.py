"""The manuals of all schools at once, each in a transaction of its own: what is printed stays printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
from service.columns import utc_now
from service.database import transaction
from service.refusal import RefusedError

KIND: Final = "manuals"


def manuals_work(engine: Engine, site_ids: Sequence[int], *, actor: Actor, zone: ZoneInfo) -> Work:
    """Prints a version for each school. The result names the papers, and the schools that were refused and why."""

    def work(progress: Progress) -> Mapping[str, object]:
        made: list[dict[str, object]] = []
        refused: list[dict[str, object]] = []
        progress(0, len(site_ids))
        for done, site_id in enumerate(site_ids, start=1):
            try:
                with transaction(engine) as session:
                    site = session.get_one(Site, site_id)
                    by = By(actor.name, utc_now(), actor.person_id)
                    row = print_manual(session, site, AsOf(by.at, zone), by)
                    made.append({"site": site.name, "code": site.code, "number": row.number, "paper_id": row.paper_id})
            except RefusedError as error:
                why = [[problem.message, {k: str(v) for k, v in problem.values.items()}] for problem in error.problems]
                refused.append({"site_id": site_id, "why": why})
            progress(done, len(site_ids))
        with transaction(engine) as session:
            detail = {"printed": len(made), "refused": len(refused)}
            audit.record(session, actor, "network_manual.all_printed", subject="network_manual", detail=detail)
        return {"made": made, "refused_rows": refused}

    return work
