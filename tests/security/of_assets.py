"""What two offices have in their asset books, for the tests of what one may know of the other."""

from __future__ import annotations

from sqlmodel import Session, select

from inventory.models.asset import Asset
from inventory.models.inspection import InspectionItem
from inventory.models.site import Office, Site
from inventory.queries.sight import Sight
from inventory.store.acting import By
from inventory.store.asset_classes import ClassDraft, create_class
from inventory.store.assets import AssetDraft, create_asset
from inventory.store.disposals import DisposalDraft, check_draft, open_disposal
from inventory.store.inspections import (
    InspectorDraft,
    RecordDraft,
    RoundDraft,
    appoint,
    create_round,
    freeze,
    keep_record,
)
from inventory.store.lendings import LendingDraft, items_out, lend
from inventory.store.repairs import RepairDraft, create_repair
from inventory.store.stock import ReceiptDraft, StockDraft, create_item, receive
from inventory.store.transfers import TransferDraft, propose
from netops.cases.definitions import find_definition
from netops.models.case import CaseStep, WorkCase
from office.fiscal import FiscalYear
from service.columns import utc_now
from tests.factories import make_person


def cards_and_classes(session: Session, site: Site, device_id: int, mark: str, *, of_office: str) -> dict[str, object]:
    """A card of the school and a class of the office; ids by noun."""
    terms = [{"valid_from": "2000-01-01", "life_years": 3}]
    named = {"code": f"c{site.id}", "name": f"{of_office} class {site.id}", "terms": terms}
    of_class = create_class(session, ClassDraft.read(named), office_id=site.office_id)
    text = dict.fromkeys(("number", "name", "serial", "supplier", "custodian", "place", "note"), mark)
    draft = AssetDraft.read({**text, "site_id": site.id, "class_id": of_class.id, "device_id": device_id})
    asset = create_asset(session, draft, sight=Sight(site.office_id), by=By(mark, utc_now()))
    repair = create_repair(session, _repair(asset, mark), sight=Sight(site.office_id), by=By(mark, utc_now()))
    ids = {"assets": asset.id, "a": asset.id, "asset-classes": of_class.id, "repairs": repair.id}
    return {**ids, **_inspection(session, site, mark), **_moves(session, site, mark)}


def _inspection(session: Session, site: Site, mark: str) -> dict[str, object]:
    """A round of the school with an inspector and one record; the numbers of what hangs on it, by noun."""
    now, sight = utc_now(), Sight(site.office_id)
    by = By(mark, now)
    era = FiscalYear.of(now.date()).preceding.era
    held = create_round(session, RoundDraft.read({"site_id": site.id, "year": era}), sight=sight, holidays=(), by=by)
    freeze(session, held, today=now.date(), by=by)
    person = make_person(session, session.get_one(Office, site.office_id), name=f"{mark} inspector")
    inspector = appoint(session, held, InspectorDraft.read({"person_id": person.id}), name=mark, by=by)
    item = session.exec(select(InspectionItem).where(InspectionItem.round_id == held.id)).one()
    said = {
        "item_id": item.id,
        "client_id": f"{item.id:032x}",
        "whereabouts": "elsewhere",
        "condition": "worn",
        "place": mark,
        "note": mark,
        "said_at": now,
        "sent_at": now,
    }
    record, _new = keep_record(session, held, RecordDraft.read(said), by=By(f"{mark} inspector", now, person.id))
    return {"inspections": held.id, "inspectors": inspector.id, "records": record.id}


def _repair(asset: Asset, mark: str) -> RepairDraft:
    text = dict.fromkeys(("reported_by", "fault", "sent_to", "note"), mark)
    return RepairDraft.read({**text, "asset_id": asset.id, "reported_on": "2026-11-02"})


def _moves(session: Session, site: Site, mark: str) -> dict[str, object]:
    """A slip, and a transfer to the office, each of an asset of its own."""
    sight, by = Sight(site.office_id), By(mark, utc_now())
    numbers = [f"{mark} {which}" for which in ("lent", "given")]
    for number in numbers:
        create_asset(session, AssetDraft.read({"number": number, "name": mark, "site_id": site.id}), sight=sight, by=by)
    text = dict.fromkeys(("borrower", "borrower_unit", "purpose", "note"), mark)
    slip = {**text, "site_id": site.id, "numbers": [numbers[0]], "lent_on": "2026-11-02", "due_on": "2026-11-03"}
    lending = lend(session, LendingDraft.read(slip), sight=sight, by=by)
    wish = {"from_site_id": site.id, "numbers": [numbers[1]], "reason": mark, "order_no": mark}
    transfer = propose(session, TransferDraft.read(wish), sight=sight, by=by)
    text = dict.fromkeys(("code", "name", "fits", "place", "note"), mark)
    item = create_item(session, StockDraft.read({**text, "site_id": site.id}), sight=sight, by=by)
    came = {"moved_on": "2026-11-02", "quantity": 2, "price_satang": 100, "counterpart": mark, "note": mark}
    receive(session, item, ReceiptDraft.read(came), by=by)
    return {
        "disposals": _disposal(session, site, mark),
        "stock": item.id,
        "lendings": lending.id,
        "items": items_out(session, lending)[0].id,
        "transfers": transfer.id,
    }


def _disposal(session: Session, site: Site, mark: str) -> int | None:
    """An asset of the school that is to go."""
    sight, by = Sight(site.office_id), By(mark, utc_now())
    create_asset(
        session, AssetDraft.read({"number": f"{mark} old", "name": mark, "site_id": site.id}), sight=sight, by=by
    )
    wish = {"site_id": site.id, "numbers": [f"{mark} old"], "title": mark, "reason": mark}
    draft = DisposalDraft.read(wish | {"is_normal_wear": False, "cause": mark})
    definition = find_definition("disposal-school")
    case = WorkCase(
        office_id=site.office_id,
        site_id=site.id,
        workflow=definition.key,
        definition=definition.model_dump(mode="json", exclude_defaults=True),
        title=mark,
    )
    session.add(case)
    session.flush()
    session.add_all([CaseStep(case_id=case.id or 0, key=step.key, owner=step.owner) for step in definition.steps])
    assets = check_draft(session, draft, sight=sight)
    return open_disposal(session, draft, assets, case_id=case.id or 0, sight=sight, by=by).id
