"""What two offices agreed with their providers, for the tests of what one may know of the other."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from inventory.models.contract import Contract, LinkMonth, ProviderReport
from inventory.models.link import Link
from inventory.models.site import Site
from inventory.store.acting import ForOffice
from inventory.store.claims import draft_claim
from service.columns import utc_now


def agreed(
    session: Session, link: Link, outage_id: int, month: date, mark: str, *, of_office: str
) -> dict[str, object]:
    """What was agreed with the provider, reported to it and claimed from it; ids by noun."""
    now, office_id = utc_now(), session.get_one(Site, link.site_id).office_id
    assert link.provider_id is not None
    assert link.id is not None
    contract = Contract(office_id=office_id, provider_id=link.provider_id, number=f"{of_office} {link.id}", name=mark)
    session.add(contract)
    session.flush()
    link.contract_id = contract.id
    session.flush()
    report = ProviderReport(outage_id=outage_id, reported_at=now, ticket_no=mark, told_whom=mark, note=mark)
    claim = draft_claim(session, link.id, month, ForOffice(office_id, now))
    claim.note = mark
    session.add_all([report, claim, LinkMonth(link_id=link.id, month=month, rtt_p50_ms=1.0, written_at=now)])
    session.flush()
    return {"contracts": contract.id, "reports": report.id, "claims": claim.id}
