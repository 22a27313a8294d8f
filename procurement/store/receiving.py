"""Deliveries, their inspection and payment. What is accepted comes into the asset book in the same transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date
from typing import Annotated, Final

from pydantic import Field
from sqlmodel import Session

from contract.events import GoodsAccepted, PurchasePaid
from inventory.store.siblings import tell_siblings
from procurement.buying.fines import Fine, Terms, fine_for
from procurement.models.purchase import Purchase, PurchaseContract
from procurement.models.receipt import DeliveredPiece, DeliveredShare, GoodsDelivery, Verdict
from procurement.queries.dossier import Delivery, Dossier, delivery_numbered, dossier_of
from procurement.store.buyer import Buyer
from procurement.store.entering import Numbering, enter_assets
from procurement.store.panel import appointed
from procurement.store.pieces import PieceDraft, Written, mac_of, tell_apart
from procurement.store.purchases import note, open_yet, settle, told
from procurement.store.tracing import Told, trace
from service.draft import Digits, Draft, Line, Note, OptionalId
from service.refusal import MissingError, _, refuse

MOST_PIECES: Final = 1000


class PartDraft(Draft):
    """So many pieces of a share; `pieces` may be fewer: what has no serial yet is written down later."""

    share_id: int
    quantity: Annotated[int, Field(ge=0, le=1_000_000), Digits]
    pieces: Annotated[tuple[PieceDraft, ...], Field(max_length=MOST_PIECES)] = ()


class DeliveryDraft(Draft):
    """What came, on which day, by which note."""

    delivered_on: date
    note_no: Annotated[Line, Field(max_length=120), Digits] = ""
    parts: Annotated[tuple[PartDraft, ...], Field(min_length=1, max_length=1000)]


class InspectDraft(Draft):
    """What the inspectors found of a delivery, by its number.

    `numbers` are asset numbers by piece, `patterns` those of lines for the other pieces, `classes` the asset classes of
    lines, where they are not known yet. `needs` says by share which need the pieces of a share without one meet;
    `unlinked_reason` why they point to no need, specification, budget line or project all the same.
    """

    delivery: int
    inspected_on: date
    verdict: Verdict
    inspectors: Annotated[tuple[Annotated[Line, Field(min_length=1)], ...], Field(min_length=1, max_length=20)]
    inspection_note: Note = ""
    numbers: Mapping[int, Annotated[Line, Field(max_length=50)]] = {}
    patterns: Mapping[int, Annotated[Line, Field(max_length=50)]] = {}
    classes: Mapping[int, int] = {}
    needs: Mapping[int, OptionalId] = {}
    unlinked_reason: Annotated[Note, Field(max_length=1000)] = ""


class PayDraft(Draft):
    """When a delivery was paid, by which voucher; the amount follows from what was accepted."""

    delivery: int
    paid_on: date
    voucher_no: Annotated[Line, Field(min_length=1, max_length=120), Digits]


def deliver(buyer: Buyer, purchase: Purchase, draft: DeliveryDraft) -> GoodsDelivery:
    """Write down what came. RefusedError for more than was ordered."""
    open_yet(purchase)
    dossier = dossier_of(buyer.session, buyer.sight, purchase.id or 0)
    contract = _signed(dossier)
    buyer.check_past(draft.delivered_on, "delivered_on")
    if draft.delivered_on < contract.signed_on:
        raise refuse("delivered_on", _("It cannot come before the contract is signed"))
    came = [part for part in draft.parts if part.quantity]
    if not came:
        raise refuse("parts", _("Say what came"))
    written = [one for part in came for one in _written(part)]
    tell_apart(buyer, dossier, written)
    row = GoodsDelivery(
        contract_id=contract.id or 0,
        number=len(dossier.deliveries) + 1,
        delivered_on=draft.delivered_on,
        note_no=draft.note_no,
    )
    buyer.session.add(row)
    buyer.session.flush()
    for part in came:
        _take_in(buyer.session, dossier, row, part)
    note(buyer, purchase, "delivered", {"delivery": row.number, "pieces": sum(part.quantity for part in came)})
    settle(buyer, purchase)
    return row


def _written(part: PartDraft) -> Iterator[Written]:
    field = f"pieces.{part.share_id}"
    for row, piece in enumerate(part.pieces, start=1):
        yield Written(field, row, piece.serial, mac_of(piece.mac, field))


def _take_in(session: Session, dossier: Dossier, delivery: GoodsDelivery, part: PartDraft) -> None:
    found = {share.id: (line, share) for line in dossier.lines for share in line.shares}
    if part.share_id not in found:
        raise MissingError("share")
    line, share = found[part.share_id]
    left = share.quantity - dossier.received(part.share_id)
    if part.quantity > left:
        raise refuse(f"quantity.{part.share_id}", _("%(left)s are still to come"), left=left)
    if len(part.pieces) > part.quantity:
        raise refuse(f"pieces.{part.share_id}", _("More serial numbers than pieces"))
    row = DeliveredShare(delivery_id=delivery.id or 0, share_id=part.share_id, quantity=part.quantity)
    session.add(row)
    session.flush()
    if not line.row.is_asset:
        return
    if part.quantity > MOST_PIECES:
        raise refuse(f"quantity.{part.share_id}", _("At most %(most)s pieces in one delivery"), most=MOST_PIECES)
    given = [*part.pieces, *([PieceDraft()] * (part.quantity - len(part.pieces)))]
    session.add_all(
        [
            DeliveredPiece(
                delivered_id=row.id or 0, serial=piece.serial, mac=mac_of(piece.mac, f"pieces.{part.share_id}")
            )
            for piece in given
        ]
    )
    session.flush()


def inspect(buyer: Buyer, purchase: Purchase, draft: InspectDraft) -> Delivery:
    """Accept a delivery, or send it back. Accepted pieces come into the asset book, all or none."""
    open_yet(purchase)
    dossier = dossier_of(buyer.session, buyer.sight, purchase.id or 0)
    delivery = delivery_numbered(dossier, draft.delivery)
    row = delivery.row
    if row.verdict is not None:
        raise refuse("", _("It is inspected already"))
    buyer.check_past(draft.inspected_on, "inspected_on")
    if draft.inspected_on < row.delivered_on:
        raise refuse("inspected_on", _("It cannot be inspected before it came"))
    row.inspectors = appointed(purchase, draft.inspectors)
    row.verdict, row.inspected_on, row.inspection_note = draft.verdict, draft.inspected_on, draft.inspection_note
    buyer.session.add(row)
    buyer.session.flush()
    if draft.verdict is Verdict.REJECTED:
        note(buyer, purchase, "rejected", {"delivery": row.number}, text=draft.inspection_note)
    else:
        _accept(buyer, dossier, delivery, draft)
    settle(buyer, purchase)
    return delivery


def _accept(buyer: Buyer, dossier: Dossier, delivery: Delivery, draft: InspectDraft) -> None:
    contract = _signed(dossier)
    trace(buyer, dossier, delivery, Told(draft.needs, draft.unlinked_reason))
    row, fine = delivery.row, fine_of(contract, delivery)
    row.amount_satang, row.fine_satang = delivery.price_satang, min(fine.total_satang, delivery.price_satang)
    row.fine = asdict(fine) if fine.days else {}
    buyer.session.add(row)
    entered = enter_assets(buyer, dossier, delivery, Numbering(draft.numbers, draft.patterns, draft.classes))
    fact = GoodsAccepted(
        **told(buyer.session, dossier, row.amount_satang),
        contract_number=contract.number,
        delivery=row.number,
        accepted_on=draft.inspected_on,
        fine_satang=row.fine_satang,
        is_last=_is_whole(dossier),
    )
    tell_siblings(buyer.session, fact, office_id=contract.office_id, at=buyer.by.at)
    detail = {
        "delivery": row.number,
        "amount_satang": row.amount_satang,
        "fine_satang": row.fine_satang,
        "assets": entered,
        "unlinked": row.unlinked,
    }
    note(buyer, dossier.purchase, "accepted", detail, text=row.unlinked_reason)


def _is_whole(dossier: Dossier) -> bool:
    """Whether everything that was ordered was accepted."""
    shares = [share for line in dossier.lines for share in line.shares]
    return all(dossier.received(share.id or 0, accepted=True) >= share.quantity for share in shares)


def fine_of(contract: PurchaseContract, delivery: Delivery) -> Fine:
    """By the contract, up to the day on which the goods came."""
    terms = Terms(contract.due_on, contract.fine_ppm_day, contract.fine_least_satang_day)
    base = contract.amount_satang if contract.fine_of_whole else delivery.price_satang
    return fine_for(terms, base, delivery.row.delivered_on)


def pay(buyer: Buyer, purchase: Purchase, draft: PayDraft) -> int:
    """What was accepted less the fine is paid, and told; returns it in satang."""
    dossier = dossier_of(buyer.session, buyer.sight, purchase.id or 0)
    contract = _signed(dossier)
    row = delivery_numbered(dossier, draft.delivery).row
    if row.verdict is not Verdict.ACCEPTED or row.inspected_on is None:
        raise refuse("", _("It is not accepted"))
    if row.paid_on is not None:
        raise refuse("", _("It is paid already"))
    buyer.check_past(draft.paid_on, "paid_on")
    if draft.paid_on < row.inspected_on:
        raise refuse("paid_on", _("It cannot be paid before it is accepted"))
    row.paid_on, row.voucher_no = draft.paid_on, draft.voucher_no
    row.paid_satang = row.amount_satang - row.fine_satang
    buyer.session.add(row)
    unpaid = [one for one in dossier.deliveries if one.row.verdict is Verdict.ACCEPTED and one.row.paid_on is None]
    fact = PurchasePaid(
        **told(buyer.session, dossier, row.paid_satang),
        contract_number=contract.number,
        delivery=row.number,
        paid_on=draft.paid_on,
        voucher_number=draft.voucher_no,
        is_last=_is_whole(dossier) and not unpaid,
    )
    tell_siblings(buyer.session, fact, office_id=contract.office_id, at=buyer.by.at)
    note(buyer, purchase, "paid", {"delivery": row.number, "amount_satang": row.paid_satang})
    settle(buyer, purchase)
    return row.paid_satang


def _signed(dossier: Dossier) -> PurchaseContract:
    if dossier.contract is None:
        raise refuse("", _("It is not signed yet"))
    return dossier.contract
