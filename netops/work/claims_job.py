"""Claims of a month for all links that are under a contract, drafted in the background: one transaction each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from inventory.models.contract import Contract
from inventory.models.link import Link
from inventory.models.site import Site
from inventory.store.claims import By, draft_claim
from inventory.store.refusal import RefusedError
from netops import audit, db
from netops.audit import Actor
from netops.work.jobs import Progress, Work


def claimable(session: Session, office_id: int) -> Sequence[int]:
    """Links of the office that are under a contract, archived ones too: what was is still claimed."""
    query = (
        select(Link.id)
        .join(Site, col(Site.id) == Link.site_id)
        .join(Contract, col(Contract.id) == Link.contract_id)
        .where(Site.office_id == office_id)
        .order_by(Site.code, Link.name)
    )
    return [link_id for link_id in session.exec(query) if link_id is not None]


def claims_work(engine: Engine, month: date, *, actor: Actor, at: datetime) -> Work:
    """Drafts every claim of the month anew; the result counts them, and tells which were refused and why."""
    office_id = actor.office_id
    if office_id is None:
        raise ValueError("claims belong to an office")
    by = By(office_id, at, actor.person_id)

    def work(progress: Progress) -> Mapping[str, object]:
        with db.reading(engine) as session:
            links = claimable(session, office_id)
        drafted, due_satang, refused = 0, 0, []
        for done, link_id in enumerate(links, start=1):
            try:
                with db.transaction(engine) as session:
                    due_satang += draft_claim(session, link_id, month, by).due_satang
                drafted += 1
            except RefusedError as error:
                refused.append({"link_id": link_id, "reason": error.problems[0].text()})
            progress(done, len(links))
        counts: dict[str, object] = {"drafted": drafted, "due_satang": due_satang, "refused": refused}
        with db.transaction(engine) as session:
            detail = {"month": month.isoformat(), "drafted": drafted, "due_satang": due_satang}
            audit.record(session, actor, "claims.drafted", detail=detail)
        return counts

    return work
