"""What would fill the gap of a school, priced by the criteria that its office goes by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from inventory.models.site import Site
from network.gap import GapLine
from network.pieces import pieces
from procurement.criteria.edition import Listing
from procurement.store.criteria import office_catalogue


@dataclass(frozen=True, slots=True)
class Proposed:
    """One line of a design. `price_satang` None: no criteria in force price it."""

    what: str
    quantity: int
    price_satang: int | None
    source: str


def proposed(session: Session, site: Site, lines: tuple[GapLine, ...], day: date) -> list[Proposed]:
    """For each lack that pieces fill."""
    catalogue = office_catalogue(session, site.office_id)
    by_measure = {line.measure: line for line in lines}
    found = []
    for piece in pieces():
        line = by_measure.get(piece.measure)
        quantity = piece.pieces(line) if line is not None else 0
        item = catalogue.item_at(day, Listing.COMPUTER, piece.criteria_item) if quantity else None
        if item is not None:
            source = f"{item.edition.name} ข้อ {item.item.code}"[:255]
            found.append(Proposed(item.item.name_th, quantity, item.item.price_satang, source))
    return found
