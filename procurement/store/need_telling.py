"""What siblings are told of a need that was decided."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from contract.events import NeedApproved, NeedDeferred, NeedFact, NeedRejected
from inventory.models.site import Office, Site
from inventory.store.acting import By
from inventory.store.siblings import tell_siblings
from procurement.models.need import Need
from procurement.store.need_risks import ids_of, risks_of_need


def tell_decision(session: Session, need: Need, kind: str, by: By) -> None:
    """Approved, deferred or rejected, in the transaction of the decision; nothing of another act."""
    fact: NeedFact
    match kind:
        case "approved":
            fact = NeedApproved(**_said(session, need, by))
        case "deferred" if need.deferred_until is not None:
            fact = NeedDeferred(**_said(session, need, by), deferred_until=need.deferred_until, reason=need.decision)
        case "rejected":
            fact = NeedRejected(**_said(session, need, by), reason=need.decision)
        case _:
            return
    tell_siblings(session, fact, office_id=need.office_id, at=by.at, subject_id=need.id or 0)


def _said(session: Session, need: Need, by: By) -> dict[str, Any]:
    site = session.get(Site, need.site_id) if need.site_id is not None else None
    return {
        "need_id": need.id,
        "office_code": session.get_one(Office, need.office_id).code,
        "unit_code": site.code if site is not None else "",
        "title": need.title,
        "quantity": need.quantity,
        "fiscal_year": need.fiscal_year,
        "risks": ids_of(risks_of_need(session, need)),
        "decided_on": by.at.date(),
    }
