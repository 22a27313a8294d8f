"""What an office has of procurement, marked, for the tests of two offices in one database."""

from __future__ import annotations

from typing import Final

from sqlmodel import Session

from inventory.models.site import Office, PupilCount, Site
from inventory.queries.sight import Sight
from inventory.store.acting import By, ForOffice
from netops.models.job import Job, JobState
from netops.web.pages.criteria import printed
from netops.web.pages.jobs import CRITERIA_UPLOAD
from procurement.criteria.draft import EditionDraft
from procurement.criteria.edition import Certainty, Item, Listing, Scope
from procurement.criteria.fingerprint import fingerprint
from procurement.store import specs
from procurement.store.buyer import Buyer
from procurement.store.confirmations import confirm
from procurement.store.criteria import office_catalogue, store_edition
from procurement.store.need_decisions import propose
from procurement.store.needs import NeedDraft, create_need
from procurement.store.spec_drafts import LineDraft, SpecDraft
from procurement.store.spec_lines import add_line
from service.columns import utc_now
from tests.procurement.store.buying import TODAY as BOUGHT_ON
from tests.procurement.store.buying import World

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
    edition = store_edition(session, draft, [item], ForOffice(site.office_id, utc_now()))
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


def a_need(session: Session, site: Site, device_id: int, mark: str) -> dict[str, object]:
    """What the school asked for about its device; ids by noun."""
    assert site.id
    draft = NeedDraft.read(
        {
            "site_id": site.id,
            "title": mark,
            "reason": "broken",
            "reason_text": mark,
            "kind": mark,
            "device_id": device_id,
        }
    )
    need = create_need(session, draft, sight=Sight(site.office_id, site.id), by=By(mark, utc_now()))
    propose(session, need, mark, by=By(mark, utc_now()))
    session.add(PupilCount(site_id=site.id, year=2569, pupils=120, computers=10))
    session.flush()
    return {"needs": need.id}


def specification(session: Session, site: Site, mark: str, *, of_office: str) -> dict[str, object]:
    """A draft of the school with a line that comes to it; ids by noun."""
    given = dict.fromkeys(("title", "background", "objective", "plan_no", "place"), mark)
    by = By(mark, utc_now())
    draft = SpecDraft.read({**given, "site_id": site.id, "day": DAY, "members": [{"name": of_office}]})
    spec = specs.create_spec(session, draft, office_id=site.office_id, by=by)
    line = LineDraft.read(
        {
            **dict.fromkeys(("name", "additions", "price_source"), mark),
            "quantity": 1,
            "unit_price_satang": 100,
            "deliveries": [{"site_id": site.id, "quantity": 1}],
            "prices": [{"source": mark, "price_satang": 100}],
        }
    )
    return {"specs": spec.id, "lines": add_line(session, spec, line).id}


def a_purchase(session: Session, site: Site, mark: str) -> dict[str, object]:
    """An entry of the school's plan and its purchase, delivered and not inspected; ids by noun."""
    assert site.id
    office = session.get_one(Office, site.office_id)
    buyer = Buyer(session, Sight(site.office_id), By(mark, utc_now()), BOUGHT_ON)
    world = World(session, office, site, buyer)
    entry = world.published(site_id=site.id, name=mark, category=mark, budget_source=mark, note=mark)
    line = {
        "name": mark,
        "unit_word": mark,
        "estimate_satang": 1_250_000,
        "shares": [{"site_id": site.id, "quantity": 1}],
    }
    purchase = world.signed(world.begun(entry, name=mark, note=mark, lines=[line]))
    world.delivered(purchase, [{"serial": f"{mark}-piece"}])
    return {
        "procurement-plan": entry.id,
        "plan-entries": entry.id,
        "purchases": purchase.id,
        "inspect": 1,
        "pay": 1,
        **dict.fromkeys(("form", "report", "correct"), 1),
    }
