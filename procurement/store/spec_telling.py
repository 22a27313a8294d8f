"""What siblings are told of a specification: that it was approved, and what pieces for each need cost by it."""

from __future__ import annotations

from sqlmodel import Session, col, select

from contract.events import SpecApproved, SpecPrice
from inventory.models.site import Office, Site
from inventory.store.acting import By
from inventory.store.siblings import tell_siblings
from procurement.models.spec import Spec, SpecLine, SpecNeed


def tell_approval(session: Session, spec: Spec, by: By) -> None:
    """In the transaction of the approval."""
    assert spec.id is not None
    site = session.get(Site, spec.site_id) if spec.site_id is not None else None
    wanted = (
        select(SpecNeed, SpecLine)
        .join(SpecLine, col(SpecLine.id) == SpecNeed.line_id)
        .where(SpecLine.spec_id == spec.id)
        .order_by(col(SpecLine.position), col(SpecNeed.id))
    )
    fact = SpecApproved(
        spec_id=spec.id,
        first_id=spec.first_id or spec.id,
        number=spec.version,
        office_code=session.get_one(Office, spec.office_id).code,
        unit_code=site.code if site is not None else "",
        title=spec.title,
        sha256=spec.sha256,
        prices=tuple(
            SpecPrice(need_id=need.need_id, quantity=need.quantity, unit_satang=line.unit_price_satang)
            for need, line in session.exec(wanted)
        ),
        approved_on=by.at.date(),
    )
    tell_siblings(session, fact, office_id=spec.office_id, at=by.at, subject_id=spec.id)
