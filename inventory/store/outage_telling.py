"""What siblings are told of outages: each that has ended, once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, col, select

from contract.events import OutageClosed
from inventory.models.outage import Outage
from inventory.models.site import Office, Site, SiteKind
from inventory.store.siblings import tell_siblings


def tell_ended(session: Session, outage_ids: Collection[int], at: datetime) -> None:
    """In the transaction of their end."""
    wanted = (
        select(Outage, Site, Office)
        .join(Site, col(Site.id) == Outage.site_id)
        .join(Office, col(Office.id) == Site.office_id)
        .where(col(Outage.id).in_(outage_ids), col(Outage.ended_at).is_not(None))
        .order_by(col(Outage.id))
        .execution_options(populate_existing=True)
    )
    for outage, site, office in session.exec(wanted).all():
        assert outage.ended_at is not None
        fact = OutageClosed(
            outage_id=outage.id or 0,
            office_code=office.code,
            unit_code=site.code if site.kind is SiteKind.SCHOOL else "",
            subject="link" if outage.subject.value == "link" else "device",
            subject_id=outage.subject_id,
            started_at=outage.started_at,
            ended_at=outage.ended_at,
            cause=outage.cause.value,
        )
        tell_siblings(session, fact, office_id=site.office_id, at=at, subject_id=outage.id or 0)
