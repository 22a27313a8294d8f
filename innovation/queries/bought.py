"""What was bought for the needs that an innovation answers: costs as they were agreed, never typed a second time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from innovation.models.innovation import Innovation, Requirement
from procurement.models.purchase import Bid, BidPrice, PurchaseContract, PurchaseLine, PurchaseShare


@dataclass(frozen=True, slots=True)
class Bought:
    """One line of a signed purchase, as much of it as was for the innovation's needs."""

    purchase_id: int
    what: str
    quantity: int
    amount_satang: int
    signed_on: date
    number: str


def bought_for(session: Session, innovation: Innovation) -> list[Bought]:
    """By the day of signing. Two requirements of one need count once."""
    needs = select(Requirement.need_id).where(
        Requirement.innovation_id == innovation.id, col(Requirement.need_id).is_not(None)
    )
    rows = session.exec(
        select(PurchaseShare, PurchaseLine, BidPrice, PurchaseContract)
        .join(PurchaseLine, col(PurchaseLine.id) == PurchaseShare.line_id)
        .join(PurchaseContract, col(PurchaseContract.purchase_id) == PurchaseLine.purchase_id)
        .join(Bid, col(Bid.id) == PurchaseContract.bid_id)
        .join(BidPrice, (col(BidPrice.bid_id) == Bid.id) & (col(BidPrice.line_id) == PurchaseLine.id))
        .where(col(PurchaseShare.need_id).in_(needs), PurchaseContract.office_id == innovation.office_id)
        .order_by(col(PurchaseContract.signed_on), col(PurchaseShare.id))
    )
    return [
        Bought(
            purchase_id=line.purchase_id,
            what=line.name,
            quantity=share.quantity,
            amount_satang=share.quantity * price.unit_satang,
            signed_on=contract.signed_on,
            number=contract.number,
        )
        for share, line, price, contract in rows
    ]
