"""Accepted pieces come into the asset book: a card each, with its number, price, seller, contract and warranty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from sqlmodel import Session, select

from inventory.models.asset import Asset, AssetClass
from inventory.store.asset_numbering import next_numbers
from inventory.store.assets import AssetDraft, create_asset
from inventory.store.belonging import in_office
from office.fiscal import FiscalYear
from procurement.buying.method import Method
from procurement.buying.warranty import warranty_end
from procurement.models.receipt import DeliveredPiece
from procurement.queries.dossier import Delivery, Dossier, Part
from procurement.store.arriving import recognise
from procurement.store.buyer import Buyer
from service.refusal import RefusedError, _, refuse

# As the register of assets writes the way of acquiring.
METHODS: Final[Mapping[Method | None, str]] = {
    Method.SPECIFIC: "เฉพาะเจาะจง",
    Method.SELECTION: "คัดเลือก",
    Method.E_MARKET: "ประกาศเชิญชวนทั่วไป (e-market)",
    Method.E_BIDDING: "ประกาศเชิญชวนทั่วไป (e-bidding)",
}


@dataclass(frozen=True, slots=True)
class Numbering:
    """Asset numbers typed by piece, and patterns by line for the pieces without one; classes of the cards by line."""

    typed: Mapping[int, str]
    patterns: Mapping[int, str]
    classes: Mapping[int, int]


def enter_assets(buyer: Buyer, dossier: Dossier, delivery: Delivery, numbering: Numbering) -> int:
    """Cards for all pieces; how many. RefusedError names the piece whose number is taken or missing: then none is made.

    What stays with the office is its own; what goes to a school comes into that school's book.
    """
    day = delivery.row.inspected_on
    assert day is not None
    _remember(buyer, dossier, numbering)
    made = list(_numbered(buyer.session, dossier, delivery, numbering))
    for part, piece, number in made:
        draft = _card(dossier, part, piece, number, day)
        try:
            asset = create_asset(buyer.session, draft, sight=buyer.sight, by=buyer.by)
        except RefusedError as error:
            where = f"number.{piece.id}"
            raise RefusedError(replace(problem, field=where) for problem in error.problems) from None
        piece.asset_id = asset.id
        buyer.session.add(piece)
        buyer.session.flush()
        recognise(buyer.session, piece, asset, buyer.by.at)
    return len(made)


def _numbered(
    session: Session, dossier: Dossier, delivery: Delivery, numbering: Numbering
) -> Iterator[tuple[Part, DeliveredPiece, str]]:
    """Typed numbers as they are; the others follow the pattern of their line within their owner."""
    assert delivery.row.inspected_on is not None
    year = FiscalYear.of(delivery.row.inspected_on)
    for part in delivery.parts:
        taken = _taken(session, dossier.purchase.office_id, part.share.site_id)
        typed = {piece.id: numbering.typed.get(piece.id or 0, "").strip() for piece in part.pieces}
        taken |= set(typed.values())
        unnumbered = [piece for piece in part.pieces if not typed[piece.id]]
        pattern = numbering.patterns.get(part.line.row.id or 0, "").strip()
        if unnumbered and not pattern:
            raise refuse(f"number.{unnumbered[0].id}", _("Type the asset number, or a pattern for the line"))
        fresh = iter(next_numbers(pattern, year, taken, len(unnumbered)) if unnumbered else ())
        for piece in part.pieces:
            yield part, piece, typed[piece.id] or next(fresh)


def _taken(session: Session, office_id: int, owner: int | None) -> set[str]:
    session.flush()
    return set(session.exec(select(Asset.number).where(Asset.office_id == office_id, Asset.unit == (owner or 0))))


def _card(dossier: Dossier, part: Part, piece: DeliveredPiece, number: str, day: date) -> AssetDraft:
    contract, winner, line = dossier.contract, dossier.winner, part.line.row
    assert contract is not None
    assert winner is not None
    return AssetDraft.read(
        {
            "site_id": part.share.site_id,
            "number": number,
            "name": line.name,
            "class_id": line.class_id,
            "serial": piece.serial,
            "unit_word": line.unit_word,
            "price_satang": part.line.unit_satang,
            "acquired_on": day,
            "document_no": dossier.purchase.approval_no,
            "fund": dossier.entry.fund,
            "method": METHODS.get(dossier.purchase.method, ""),
            "supplier": winner.bid.supplier,
            "supplier_address": winner.bid.address,
            "supplier_phone": winner.bid.phone,
            "contract_no": contract.number,
            "warranty_until": warranty_end(day, contract.warranty_months),
        }
    )


def _remember(buyer: Buyer, dossier: Dossier, numbering: Numbering) -> None:
    """The next delivery of such things is numbered in the same way and of the same class."""
    for line in dossier.lines:
        class_id = numbering.classes.get(line.row.id or 0)
        if class_id is not None:
            field = f"class.{line.row.id}"
            in_office(buyer.session, AssetClass, class_id, office_id=buyer.sight.office_id, field=field)
            line.row.class_id = class_id
            buyer.session.add(line.row)
        pattern = numbering.patterns.get(line.row.id or 0, "").strip()
        if pattern and pattern != line.row.number_pattern:
            line.row.number_pattern = pattern[:50]
            buyer.session.add(line.row)
