"""What sellers offer for a purchase, and which of them is chosen. Amounts follow from the prices of the lines."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final

from pydantic import Field

from inventory.store.assets import MOST_SATANG
from office.baht import figures
from procurement.models.purchase import Bid, BidPrice, Purchase
from procurement.queries.dossier import Dossier, Offer, dossier_of
from procurement.store.buyer import Buyer
from procurement.store.purchases import note, open_yet, settle
from service.draft import Digits, Draft, Line, Note
from service.refusal import MissingError, _, refuse

MOST_BIDS: Final = 100
Satang = Annotated[int, Field(ge=0, le=MOST_SATANG)]


class PriceDraft(Draft):
    """For one piece of a line, with VAT."""

    line_id: int
    unit_satang: Satang


class BidDraft(Draft):
    """A quotation as it was received; every line has its price."""

    supplier: Annotated[Line, Field(min_length=1)]
    tax_no: Annotated[Line, Field(max_length=20), Digits] = ""
    address: Annotated[Line, Field(max_length=500)] = ""
    phone: Annotated[Line, Field(max_length=64)] = ""
    quotation_no: Annotated[Line, Field(max_length=120)] = ""
    received_on: date
    note: Annotated[Note, Field(max_length=1000)] = ""
    prices: Annotated[tuple[PriceDraft, ...], Field(min_length=1, max_length=1000)]


class AwardDraft(Draft):
    """The offer that was chosen, and when that was announced."""

    bid_id: int
    awarded_on: date
    award_reason: Annotated[Note, Field(max_length=1000)] = ""


def record_bid(buyer: Buyer, purchase: Purchase, draft: BidDraft) -> Bid:
    """Keep an offer. RefusedError before the approval, after the choice, and when a line has no price."""
    open_yet(purchase)
    if purchase.approved_on is None:
        raise refuse("", _("The request is not approved yet"))
    if purchase.awarded_on is not None:
        raise refuse("", _("The winner is announced already"))
    buyer.check_past(draft.received_on, "received_on")
    dossier = dossier_of(buyer.session, buyer.sight, purchase.id or 0)
    priced = {price.line_id for price in draft.prices}
    if priced != {line.row.id for line in dossier.lines} or len(priced) != len(draft.prices):
        raise refuse("prices", _("Every line needs exactly one price"))
    if len(dossier.offers) >= MOST_BIDS:
        raise refuse("", _("At most %(most)s offers"), most=MOST_BIDS)
    bid = Bid(purchase_id=dossier.purchase_id, **draft.model_dump(exclude={"prices"}))
    buyer.session.add(bid)
    buyer.session.flush()
    buyer.session.add_all([BidPrice(bid_id=bid.id or 0, **price.model_dump()) for price in draft.prices])
    note(buyer, purchase, "offered", {"supplier": bid.supplier})
    settle(buyer, purchase)
    return bid


def award(buyer: Buyer, purchase: Purchase, draft: AwardDraft) -> Bid:
    """Choose an offer. RefusedError above what was approved, and for another than the lowest without a reason."""
    open_yet(purchase)
    dossier = dossier_of(buyer.session, buyer.sight, purchase.id or 0)
    if purchase.awarded_on is not None:
        raise refuse("", _("The winner is announced already"))
    buyer.check_past(draft.awarded_on, "awarded_on")
    offer = _chosen(dossier, draft.bid_id)
    if offer.amount_satang > purchase.amount_satang:
        said = _("It offers %(offered)s baht, and %(approved)s baht were approved")
        values = {"offered": figures(offer.amount_satang), "approved": figures(purchase.amount_satang)}
        raise refuse("bid_id", said, **values)
    lowest = min(one.amount_satang for one in dossier.offers)
    if offer.amount_satang > lowest and not draft.award_reason:
        raise refuse("award_reason", _("Another offer is lower: give the reason"))
    offer.bid.is_winner = True
    purchase.awarded_on, purchase.award_reason = draft.awarded_on, draft.award_reason
    buyer.session.add_all([offer.bid, purchase])
    note(buyer, purchase, "awarded", {"supplier": offer.bid.supplier, "amount_satang": offer.amount_satang})
    settle(buyer, purchase)
    return offer.bid


def _chosen(dossier: Dossier, bid_id: int) -> Offer:
    for offer in dossier.offers:
        if offer.bid.id == bid_id:
            return offer
    raise MissingError("bid")
