"""The history of an asset in words: what was done, which fields it changed, with names in place of numbers of rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlmodel import Session, SQLModel

from inventory.models.asset import AssetClass, AssetEvent, Fund, Standing
from inventory.models.device import Device
from inventory.models.site import Site
from inventory.queries.assets import EVENT_WORDS, FUND_WORDS, STANDING_WORDS
from inventory.queries.sight import Sight
from office.baht import figures
from office.thai_date import short_date
from service.i18n import N_, _, spoken

FIELD_WORDS: Final = {
    "site_id": N_("Owner"),
    "number": N_("Asset number"),
    "gfmis_no": N_("GFMIS number"),
    "name": N_("Item"),
    "class_id": N_("Class"),
    "brand": N_("Brand"),
    "model": N_("Model"),
    "serial": N_("Serial number"),
    "quantity": N_("Quantity"),
    "unit_word": N_("Counted in"),
    "price_satang": N_("Price each (baht)"),
    "acquired_on": N_("Acquired on"),
    "document_no": N_("Document number"),
    "fund": N_("Kind of money"),
    "method": N_("Way of acquiring"),
    "supplier": N_("Seller or donor"),
    "supplier_address": N_("Address of the seller or donor"),
    "supplier_phone": N_("Telephone of the seller or donor"),
    "contract_no": N_("Contract number"),
    "warranty_until": N_("Warranty until"),
    "life_years": N_("Life (years)"),
    "custodian": N_("Custodian"),
    "place": N_("Where it stands"),
    "standing": N_("Condition"),
    "disposed_on": N_("Disposed of on"),
    "device_id": N_("Device of the network"),
    "note": N_("Note"),
}
_ROWS: Final[dict[str, type[SQLModel]]] = {"site_id": Site, "class_id": AssetClass, "device_id": Device}
NOTHING: Final = "–"


@dataclass(frozen=True, slots=True)
class Happened:
    """One entry: what, by whom, and each changed field with both values as words."""

    at: datetime
    what: str
    actor: str
    note: str
    changes: tuple[tuple[str, str, str], ...]


def told(session: Session, sight: Sight, events: Sequence[AssetEvent]) -> list[Happened]:
    """Newest first, as they come."""
    return [
        Happened(
            event.at,
            _(EVENT_WORDS[event.kind]) if event.kind in EVENT_WORDS else event.kind,
            event.actor,
            event.note,
            tuple(changed(session, sight, name, pair) for name, pair in event.changes.items()),
        )
        for event in events
    ]


def changed(session: Session, sight: Sight, name: str, pair: object) -> tuple[str, str, str]:
    """A field of a card, what stood there and what stands there, in words."""
    before, after = pair if isinstance(pair, list) and len(pair) == 2 else (None, pair)
    title = _(FIELD_WORDS[name]) if name in FIELD_WORDS else name
    return title, _said(session, sight, name, before), _said(session, sight, name, after)


def _said(session: Session, sight: Sight, name: str, value: object) -> str:
    if name == "site_id" and value is None:
        return _("the office")
    if value is None or value == "":
        return NOTHING
    return _named(session, sight, name, value) if name in _ROWS else _worded(name, value)


def _worded(name: str, value: object) -> str:
    match name:
        case "standing":
            return _(STANDING_WORDS[Standing(str(value))])
        case "fund":
            return _(FUND_WORDS[Fund(str(value))])
        case "price_satang" if isinstance(value, int):
            return figures(value)
        case "acquired_on" | "warranty_until" | "disposed_on":
            return short_date(date.fromisoformat(str(value)), spoken())
    return str(value)


def _named(session: Session, sight: Sight, name: str, row_id: object) -> str:
    """The row's name; to a school, nothing of another school."""
    row = session.get(_ROWS[name], row_id)
    site_id = getattr(row, "site_id", row_id if name == "site_id" else None)
    if row is None or (name != "class_id" and sight.site_id not in (None, site_id)):
        return NOTHING
    return str(getattr(row, "name", NOTHING))
