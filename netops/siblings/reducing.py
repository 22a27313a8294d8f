"""Money for needs is not there any more: taken in the same way whether it was told by a call or read from a feed."""

from __future__ import annotations

from sqlmodel import Session

from contract.events import AllocationReduced
from inventory.store.acting import By
from netops.audit import Actor, record
from procurement.store import need_allocating
from procurement.store.need_allocating import Deferral
from service.columns import utc_now


def take_reduction(
    session: Session, fact: AllocationReduced, actor: Actor, *, office_id: int
) -> tuple[list[Deferral], bool]:
    """What became of each need, and whether the fact was new. RefusedError for a day that is over."""
    by = By(actor.name, utc_now(), actor.person_id)
    done, is_new = need_allocating.take_reduction(session, fact, office_id=office_id, by=by)
    if is_new:
        detail = {"key": fact.key, "needs": [one.need_id for one in done if one.is_deferred]}
        record(session, actor, "contract_event.taken", subject="office", subject_id=office_id, detail=detail)
    return done, is_new
