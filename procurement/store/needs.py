"""Needs put in and changed by people. A school's people write only of their own unit, which `Sight` says."""

from __future__ import annotations

from typing import Annotated, Any, Final

from pydantic import Field
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from inventory.models.asset import Asset
from inventory.models.device import Device
from inventory.models.site import Site
from inventory.queries.sight import Sight
from inventory.store.acting import By
from inventory.store.belonging import in_office
from office.fiscal import FiscalYear
from procurement.criteria.edition import Listing
from procurement.models.need import Need
from procurement.needs.need import CHANGEABLE, CLOSED, Reason, Source, Urgency, key_of
from procurement.store.criteria import office_catalogue
from procurement.store.need_history import happened, put
from procurement.store.need_scoring import rescore_one
from service.draft import Digits, Draft, Empty, Line, Note, OptionalId
from service.refusal import MissingError, _, refuse

MOST_OPEN_OF_A_SCHOOL: Final = 200  # a mistaken script could send thousands


class NeedDraft(Draft):
    """A need as a person fills it in. `site_id` none: the office lacks it. `criteria_item` is list/code.

    `fiscal_year` is of the Buddhist era.
    """

    site_id: OptionalId = None
    title: Annotated[Line, Field(min_length=1)]
    kind: Annotated[Line, Field(max_length=64)] = ""
    criteria_item: Annotated[str, Field(max_length=64)] = ""
    quantity: Annotated[int, Field(ge=1, le=100_000), Digits] = 1
    reason: Reason
    reason_text: Note = ""
    urgency: Urgency = Urgency.NORMAL
    device_id: OptionalId = None
    asset_id: OptionalId = None
    fiscal_year: Annotated[int | None, Field(ge=2500, le=2700), Empty] = None


def find_need(session: Session, need_id: int, *, office_id: int) -> Need:
    """The need of this office; MissingError when there is none."""
    need = session.get(Need, need_id)
    if need is None or need.office_id != office_id:
        raise MissingError("need")
    return need


def create_need(session: Session, draft: NeedDraft, *, sight: Sight, by: By) -> Need:
    """A new need; RefusedError when there is a live one of this device and reason already."""
    _check(session, draft, sight=sight, need=None, by=by)
    if sight.site_id is not None:
        _room(session, sight.site_id)
    need = Need(
        **columns_of(session, draft),
        office_id=sight.office_id,
        source=Source.HAND if sight.site_id is None else Source.SCHOOL,
        person_id=by.person_id,
        asked_by=by.actor[:120],
        created_at=by.at,
        changed_at=by.at,
    )
    add_live(session, need)
    happened(session, need, "created", by)
    rescore_one(session, need, by.at.date())
    return need


def add_live(session: Session, need: Need) -> None:
    """Store a new need or one that lives again; RefusedError when another of its key came first, however closely."""
    try:
        with session.begin_nested():
            session.add(need)
            session.flush()
    except IntegrityError:
        raise refuse("device_id", ALREADY, number="?", title=need.title) from None


ALREADY: Final = _("There is a need of this device for this reason already: number %(number)s, %(title)s")


def change_need(session: Session, need: Need, draft: NeedDraft, *, sight: Sight, by: By) -> dict[str, object]:
    """Make it as drafted; returns {field: [before, after]}. RefusedError once it was decided."""
    if need.state not in CHANGEABLE:
        raise refuse("", _("It was decided already and is not changed any more"))
    if sight.site_id is not None and need.source is not Source.SCHOOL:
        raise refuse("", _("A school changes what it asked for itself"))
    _check(session, draft, sight=sight, need=need, by=by)
    changes = put(session, need, "changed", by, columns_of(session, draft))
    rescore_one(session, need, by.at.date())
    changes.pop("key", None)  # says the same as device and reason
    return changes


def columns_of(session: Session, draft: NeedDraft) -> dict[str, Any]:
    """The columns of the row. An asset that is a device of the network names it, and the other way round."""
    device_id, asset_id = draft.device_id, draft.asset_id
    if device_id is None and asset_id is not None:
        device_id = session.get_one(Asset, asset_id).device_id
    elif asset_id is None and device_id is not None:
        asset_id = session.exec(select(Asset.id).where(Asset.device_id == device_id)).first()
    whole = {"device_id": device_id, "asset_id": asset_id, "key": key_of(draft.reason, device_id=device_id)}
    return draft.model_dump() | whole


def live_of(session: Session, key: str) -> Need | None:
    """The one live need of a device and reason."""
    return session.exec(select(Need).where(Need.key == key, col(Need.state).not_in(CLOSED))).first()


def _room(session: Session, site_id: int) -> None:
    waiting = session.exec(select(Need.id).where(Need.site_id == site_id, col(Need.state).in_(CHANGEABLE))).all()
    if len(waiting) >= MOST_OPEN_OF_A_SCHOOL:
        raise refuse("", _("Too much waits for the office already. Wait until it was reviewed"))


def _check(session: Session, draft: NeedDraft, *, sight: Sight, need: Need | None, by: By) -> None:
    if sight.site_id is not None and draft.site_id != sight.site_id:
        raise refuse("site_id", _("A school asks for its own unit only"))
    in_office(session, Site, draft.site_id, office_id=sight.office_id, field="site_id")
    device = in_office(session, Device, draft.device_id, office_id=sight.office_id, field="device_id")
    if device is not None and sight.site_id not in (None, device.site_id):
        raise refuse("device_id", _("There is no such entry"))
    asset = in_office(session, Asset, draft.asset_id, office_id=sight.office_id, field="asset_id")
    if asset is not None and sight.site_id not in (None, asset.site_id):
        raise refuse("asset_id", _("There is no such entry"))
    if device is not None and asset is not None and asset.device_id not in (None, device.id):
        raise refuse("asset_id", _("This asset is another device of the network"))
    _item(session, draft, sight.office_id, by)
    if draft.fiscal_year is not None and draft.fiscal_year < FiscalYear.of(by.at.date()).era and need is None:
        raise refuse("fiscal_year", _("This fiscal year is over"))
    key = columns_of(session, draft)["key"]
    other = live_of(session, key) if key is not None else None
    if other is not None and (need is None or other.id != need.id):
        raise refuse("device_id", ALREADY, number=other.id, title=other.title)


def _item(session: Session, draft: NeedDraft, office_id: int, by: By) -> None:
    """An item of price criteria that holds today."""
    if not draft.criteria_item:
        return
    listing, _slash, code = draft.criteria_item.partition("/")
    known = listing in set(Listing) and office_catalogue(session, office_id).item_at(
        by.at.date(), Listing(listing), code
    )
    if not known:
        raise refuse("criteria_item", _("There is no such item in force"))
