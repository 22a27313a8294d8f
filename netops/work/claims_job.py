"""The claims of a month for many links at once, each in a transaction of its own: what is done stays done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Engine
from sqlmodel import Session

from inventory.models.link import Link
from inventory.models.site import Site
from inventory.store.claims import By
from inventory.store.refusal import MissingError, RefusedError
from netops import audit
from netops.audit import Actor
from netops.claims.making import make_claim
from netops.db import reading, transaction
from netops.work.jobs import Progress, Work

KIND: Final = "claims"


@dataclass(frozen=True, slots=True)
class Links:
    """Of which links, and of which month."""

    ids: Sequence[int]
    month: date


def claims_work(engine: Engine, links: Links, *, actor: Actor, at: datetime) -> Work:
    """Makes them one after the other. The result tells what is due, of which nothing is due, and what was refused."""
    if actor.office_id is None:
        raise ValueError("claims belong to an office")
    by = By(actor.office_id, at, actor.person_id)

    def work(progress: Progress) -> Mapping[str, object]:
        made: list[dict[str, Any]] = []
        refused: list[dict[str, Any]] = []
        progress(0, len(links.ids))
        for done, link_id in enumerate(links.ids, start=1):
            try:
                with transaction(engine) as session:
                    claim = make_claim(session, link_id, links.month, by)
                    made.append({**_named(session, link_id), "claim": claim.id, "due_satang": claim.due_satang})
            except (RefusedError, MissingError) as error:
                with reading(engine) as session:
                    refused.append({**_named(session, link_id), "why": _why(error)})
            progress(done, len(links.ids))
        due = [one for one in made if one["due_satang"]]
        counts = {"due": len(due), "nothing": len(made) - len(due), "refused": len(refused)}
        with transaction(engine) as session:
            detail = {"month": links.month.isoformat(), **counts}
            audit.record(session, actor, "claims.drafted", subject="claim", detail=detail)
        total = sum(one["due_satang"] for one in due)
        return {
            **counts,
            "month": f"{links.month:%Y-%m}",
            "total_satang": total,
            "claims": due,
            "refused_rows": refused,
        }

    return work


def _named(session: Session, link_id: int) -> dict[str, Any]:
    link = session.get(Link, link_id)
    site = session.get(Site, link.site_id) if link is not None else None
    return {
        "link": link.name if link is not None else "",
        "site": site.name if site is not None else "",
        "code": site.code if site is not None else "",
    }


def _why(error: RefusedError | MissingError) -> list[list[Any]]:
    """Sentences of the catalogue with their values, to be said in the language of who reads the result."""
    if isinstance(error, MissingError):
        return []
    return [[problem.message, {key: str(value) for key, value in problem.values.items()}] for problem in error.problems]
