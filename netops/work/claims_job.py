"""The claims of a month for many links at once, each in a transaction of its own: what is done stays done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any, Final

from sqlalchemy import Engine
from sqlmodel import Session

from inventory.models.link import Link
from inventory.models.site import Site
from inventory.store.acting import ForOffice
from netops import audit
from netops.audit import Actor
from netops.claims.making import make_claim
from netops.work.jobs import Progress, Work
from netops.work.side_by_side import Said, side_by_side, why_of
from service.database import reading, transaction
from service.refusal import MissingError, RefusedError

KIND: Final = "claims"


@dataclass(frozen=True, slots=True)
class Links:
    """Of which links, and of which month."""

    ids: Sequence[int]
    month: date


def claims_work(engine: Engine, links: Links, *, actor: Actor, at: datetime, processes: int | None = None) -> Work:
    """Makes them all. The result tells what is due, of which nothing is due, and what was refused."""
    if actor.office_id is None:
        raise ValueError("claims belong to an office")
    make = partial(_made, month=links.month, by=ForOffice(actor.office_id, at, actor.person_id))

    def work(progress: Progress) -> Mapping[str, object]:
        said: list[Said] = []
        progress(0, len(links.ids))
        for one in side_by_side(engine, make, links.ids, processes=processes):
            said.append(one)
            progress(len(said), len(links.ids))
        said.sort(key=lambda one: links.ids.index(one["link_id"]))
        made = [one for one in said if "why" not in one]
        due = [one for one in made if one["due_satang"]]
        counts = {"due": len(due), "nothing": len(made) - len(due), "refused": len(said) - len(made)}
        with transaction(engine) as session:
            detail = {"month": links.month.isoformat(), **counts}
            audit.record(session, actor, "claims.drafted", subject="claim", detail=detail)
        return {
            **counts,
            "month": f"{links.month:%Y-%m}",
            "total_satang": sum(one["due_satang"] for one in due),
            "claims": due,
            "refused_rows": [one for one in said if "why" in one],
        }

    return work


def _made(engine: Engine, link_id: int, *, month: date, by: ForOffice) -> Said:
    """One claim in its own transaction, and what came of it."""
    try:
        with transaction(engine) as session:
            claim = make_claim(session, link_id, month, by)
            return {**_named(session, link_id), "claim": claim.id, "due_satang": claim.due_satang}
    except (RefusedError, MissingError) as error:
        with reading(engine) as session:
            return {**_named(session, link_id), "why": why_of(error) if isinstance(error, RefusedError) else []}


def _named(session: Session, link_id: int) -> dict[str, Any]:
    link = session.get(Link, link_id)
    site = session.get(Site, link.site_id) if link is not None else None
    return {
        "link_id": link_id,
        "link": link.name if link is not None else "",
        "site": site.name if site is not None else "",
        "code": site.code if site is not None else "",
    }
