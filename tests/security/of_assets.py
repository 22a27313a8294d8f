"""What two offices have in their asset books, for the tests of what one may know of the other."""

from __future__ import annotations

from sqlmodel import Session

from inventory.columns import utc_now
from inventory.models.asset import Asset
from inventory.models.site import Site
from inventory.queries.sight import Sight
from inventory.store.asset_classes import ClassDraft, create_class
from inventory.store.assets import AssetDraft, By, create_asset
from inventory.store.repairs import RepairDraft, create_repair


def cards_and_classes(session: Session, site: Site, device_id: int, mark: str, *, of_office: str) -> dict[str, object]:
    """A card of the school and a class of the office; ids by noun."""
    terms = [{"valid_from": "2000-01-01", "life_years": 3}]
    named = {"code": f"c{site.id}", "name": f"{of_office} class {site.id}", "terms": terms}
    of_class = create_class(session, ClassDraft.read(named), office_id=site.office_id)
    text = dict.fromkeys(("number", "name", "serial", "supplier", "custodian", "place", "note"), mark)
    draft = AssetDraft.read({**text, "site_id": site.id, "class_id": of_class.id, "device_id": device_id})
    asset = create_asset(session, draft, sight=Sight(site.office_id), by=By(mark, utc_now()))
    repair = create_repair(session, _repair(asset, mark), sight=Sight(site.office_id), by=By(mark, utc_now()))
    return {"assets": asset.id, "a": asset.id, "asset-classes": of_class.id, "repairs": repair.id}


def _repair(asset: Asset, mark: str) -> RepairDraft:
    text = dict.fromkeys(("reported_by", "fault", "sent_to", "note"), mark)
    return RepairDraft.read({**text, "asset_id": asset.id, "reported_on": "2026-11-02"})
