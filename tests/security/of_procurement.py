"""What an office has of procurement, marked, for the tests of two offices in one database."""

from __future__ import annotations

from typing import Final

from sqlmodel import Session

from inventory.columns import utc_now
from inventory.models.site import Site
from netops.models.job import Job, JobState
from netops.web.pages.criteria import printed
from netops.web.pages.jobs import CRITERIA_UPLOAD
from procurement.criteria.draft import EditionDraft
from procurement.criteria.edition import Certainty, Item, Listing, Scope
from procurement.criteria.fingerprint import fingerprint
from procurement.store.confirmations import confirm
from procurement.store.criteria import By, office_catalogue, store_edition

DAY: Final = utc_now().date()


def edition_and_upload(session: Session, site: Site, *, of_office: str) -> dict[str, object]:
    """An edition that the office imported, and the file of another that waits; their ids by noun."""
    name = f"{of_office} {site.id}"
    draft = EditionDraft(
        listing=Listing.COMPUTER,
        name=name,
        announced_on=DAY,
        effective_from=DAY,
        scope=Scope.ITEMS,
        certainty=Certainty.CHECKED,
        source=of_office,
    )
    # An item that every edition of the office touches: pages of it name the office, if they reach so far.
    item = Item(code="4", item_no="4", category="desktop", name_th=of_office, note=of_office)
    edition = store_edition(session, draft, [item], By(site.office_id, utc_now()))
    waiting = Job(
        office_id=site.office_id,
        kind=CRITERIA_UPLOAD,
        title=of_office,
        state=JobState.DONE,
        request=draft.model_copy(update={"name": f"{name} more"}).model_dump(mode="json"),
        payload=f"item_no,name_th,price_baht\n4,{of_office},1\n".encode(),
    )
    session.add(waiting)
    held = printed(office_catalogue(session, site.office_id), f"own-{edition.id}", "4")
    confirm(session, site.office_id, held, seen=fingerprint(held.item), name=of_office, at=utc_now())
    session.flush()
    return {"editions": f"own-{edition.id}", "uploads": waiting.id}
