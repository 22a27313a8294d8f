"""What is written on delivered pieces: told apart, and corrected as long as nobody inspected them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field
from sqlmodel import col, func, select

from inventory.models.asset import Asset
from procurement.models.purchase import Purchase
from procurement.queries.dossier import Dossier, delivery_numbered, dossier_of
from procurement.store.buyer import Buyer
from procurement.store.purchases import note, open_yet
from service.draft import Draft, Line, Note
from service.refusal import MissingError, _, refuse


class PieceDraft(Draft):
    """One piece, by what is written on it."""

    serial: Line = ""
    mac: Annotated[str, Field(max_length=32)] = ""


class CorrectDraft(Draft):
    """What pieces of a delivery, by their ids, really bear, and why it was written down otherwise."""

    delivery: int
    reason: Annotated[Note, Field(min_length=1, max_length=500)]
    pieces: Mapping[int, PieceDraft]


@dataclass(frozen=True, slots=True)
class Written:
    """What is to be written down of a piece: at which field, and in which row of it."""

    field: str
    row: int
    serial: str
    mac: str


def correct_pieces(buyer: Buyer, purchase: Purchase, draft: CorrectDraft) -> int:
    """How many were changed. RefusedError once the delivery was inspected, and of a serial that is there already."""
    open_yet(purchase)
    dossier = dossier_of(buyer.session, buyer.sight, purchase.id or 0)
    delivery = delivery_numbered(dossier, draft.delivery)
    if delivery.row.verdict is not None:
        raise refuse("", _("It is inspected already: change the serial number on the card of the asset"))
    known = {piece.id: piece for part in delivery.parts for piece in part.pieces}
    if draft.pieces.keys() - known.keys():
        raise MissingError("piece")
    rows = {piece_id: row for row, piece_id in enumerate(known, start=1)}
    wanted = {
        piece_id: Written(f"serial.{piece_id}", rows[piece_id], piece.serial, mac_of(piece.mac, f"mac.{piece_id}"))
        for piece_id, piece in draft.pieces.items()
    }
    other = {
        piece_id
        for piece_id, one in wanted.items()
        if (known[piece_id].serial, known[piece_id].mac) != (one.serial, one.mac)
    }
    if not other:
        raise refuse("", _("Nothing was changed"))
    tell_apart(buyer, dossier, wanted.values(), instead_of=wanted.keys())
    changes = []
    for piece_id in sorted(other):
        piece, one = known[piece_id], wanted[piece_id]
        changes.append({"row": one.row, "serial": [piece.serial, one.serial], "mac": [piece.mac, one.mac]})
        piece.serial, piece.mac = one.serial, one.mac
        buyer.session.add(piece)
    buyer.session.flush()
    detail = {"delivery": delivery.row.number, "corrected": changes}
    note(buyer, purchase, "corrected", detail, text=draft.reason)
    return len(changes)


def tell_apart(buyer: Buyer, dossier: Dossier, wanted: Iterable[Written], *, instead_of: Iterable[int] = ()) -> None:
    """RefusedError names the row whose serial or MAC another row, piece of this purchase or asset card bears.

    `instead_of` are the pieces that are being rewritten; what was sent back counts for nothing.
    """
    replaced = set(instead_of)
    seen: dict[tuple[str, str], str] = {}
    for delivery in dossier.deliveries:
        for piece in (piece for part in delivery.parts for piece in part.pieces if delivery.counts):
            if piece.id not in replaced:
                where = str(delivery.row.number)
                seen |= dict.fromkeys(_keys(piece.serial, piece.mac), where)
    rows: dict[tuple[str, str], int] = {}
    given = list(wanted)
    for one in given:
        for key in _keys(one.serial, one.mac):
            about = {"row": one.row, "text": one.serial if key[0] == "serial" else one.mac}
            if key in rows:
                raise refuse(
                    one.field, _("Row %(row)s: %(text)s stands in row %(other)s too"), **about, other=rows[key]
                )
            if key in seen:
                said = _("Row %(row)s: %(text)s came with delivery %(delivery)s already")
                raise refuse(one.field, said, **about, delivery=seen[key])
            rows[key] = one.row
    cards = _cards(buyer, {one.serial.casefold() for one in given if one.serial})
    for one in given:
        if one.serial.casefold() in cards:
            said = _("Row %(row)s: %(text)s is the serial number of asset %(number)s")
            raise refuse(one.field, said, row=one.row, text=one.serial, number=cards[one.serial.casefold()])


def _keys(serial: str, mac: str) -> list[tuple[str, str]]:
    return [(kind, text.casefold()) for kind, text in (("serial", serial), ("mac", mac)) if text]


def _cards(buyer: Buyer, serials: set[str]) -> Mapping[str, str]:
    """Numbers of the asset cards that may be seen, by serial."""
    wanted = select(Asset.serial, Asset.number).where(
        Asset.office_id == buyer.sight.office_id, func.lower(col(Asset.serial)).in_(serials)
    )
    if buyer.sight.site_id is not None:
        wanted = wanted.where(Asset.unit == buyer.sight.site_id)
    return {serial.casefold(): number for serial, number in buyer.session.exec(wanted)}


def mac_of(text: str, field: str) -> str:
    """With colons, in small letters; RefusedError of what is none. Empty stays empty."""
    bare = "".join(char for char in text.lower() if char in "0123456789abcdef")
    if text.strip() and len(bare) != 12:
        raise refuse(field, _("%(text)s is no MAC address"), text=text[:32])
    return ":".join(bare[at : at + 2] for at in range(0, 12, 2)) if bare else ""
