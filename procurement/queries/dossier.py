"""A purchase with all that hangs on it, read once: what pages, papers, acts and deadlines judge by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar

from sqlalchemy import and_
from sqlmodel import Session, SQLModel, col, select

from inventory.models.site import Site
from inventory.queries.sight import Sight
from office.workflow.days import after_working_days
from procurement.buying.steps import Facts
from procurement.models.plan import PlanEntry
from procurement.models.purchase import Bid, BidPrice, Purchase, PurchaseContract, PurchaseLine, PurchaseShare
from procurement.models.receipt import DeliveredPiece, DeliveredShare, GoodsDelivery, Verdict
from procurement.models.spec import Spec
from procurement.parameters import Name, Parameters
from service.refusal import MissingError

Row = TypeVar("Row", bound=SQLModel)


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its shares. `unit_satang` is the winner's price for a piece; None before there is a winner."""

    row: PurchaseLine
    shares: tuple[PurchaseShare, ...]
    unit_satang: int | None

    @property
    def quantity(self) -> int:
        """Pieces in all."""
        return sum(share.quantity for share in self.shares)

    @property
    def estimate_satang(self) -> int:
        """What it was thought to cost in all."""
        return self.row.estimate_satang * self.quantity


@dataclass(frozen=True, slots=True)
class Offer:
    """A bid with its prices by line; the amount is their sum over the quantities."""

    bid: Bid
    prices: Mapping[int, int]
    amount_satang: int


@dataclass(frozen=True, slots=True)
class Part:
    """So many pieces of a share in one delivery; `pieces` where they become assets."""

    row: DeliveredShare
    share: PurchaseShare
    line: Line
    pieces: tuple[DeliveredPiece, ...]

    @property
    def price_satang(self) -> int:
        """By the contract."""
        return (self.line.unit_satang or 0) * self.row.quantity


@dataclass(frozen=True, slots=True)
class Delivery:
    """A delivery with what was in it."""

    row: GoodsDelivery
    parts: tuple[Part, ...]

    @property
    def price_satang(self) -> int:
        """By the contract."""
        return sum(part.price_satang for part in self.parts)

    @property
    def counts(self) -> bool:
        """It was not sent back."""
        return self.row.verdict is not Verdict.REJECTED


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything of one purchase. `sites` are all places that it names."""

    purchase: Purchase
    entry: PlanEntry
    lines: tuple[Line, ...]
    offers: tuple[Offer, ...]
    contract: PurchaseContract | None
    deliveries: tuple[Delivery, ...]
    spec: Spec | None
    sites: Mapping[int, Site]

    @property
    def purchase_id(self) -> int:
        """Of a stored purchase."""
        assert self.purchase.id is not None
        return self.purchase.id

    @property
    def estimate_satang(self) -> int:
        """What all lines were thought to cost."""
        return sum(line.estimate_satang for line in self.lines)

    @property
    def quantity(self) -> int:
        """Pieces in all."""
        return sum(line.quantity for line in self.lines)

    @property
    def winner(self) -> Offer | None:
        """The offer that was chosen."""
        return next((offer for offer in self.offers if offer.bid.is_winner), None)

    @property
    def amount_satang(self) -> int:
        """As far as it is known: of the contract, what was approved, or what was estimated."""
        if self.contract is not None:
            return self.contract.amount_satang
        return self.purchase.amount_satang or self.estimate_satang

    def received(self, share_id: int, *, accepted: bool = False) -> int:
        """Pieces of a share that came and were not sent back, or only those that were accepted."""
        return sum(
            part.row.quantity
            for delivery in self.deliveries
            for part in delivery.parts
            if part.row.share_id == share_id
            and (delivery.row.verdict is Verdict.ACCEPTED if accepted else delivery.counts)
        )

    def place(self, site_id: int | None) -> Site | None:
        """None is the office."""
        return self.sites[site_id] if site_id is not None else None


def dossier_of(session: Session, sight: Sight, purchase_id: int) -> Dossier:
    """By id; MissingError where it may not be seen, so that ids tell nothing."""
    found = dossiers_of(session, sight, [purchase_id])
    if not found:
        raise MissingError("purchase")
    return found[0]


def dossiers_of(session: Session, sight: Sight, purchase_ids: Collection[int]) -> list[Dossier]:
    """Those of them that may be seen, by id: as many statements for all as for one."""
    ours: list[Any] = [Purchase.office_id == sight.office_id, col(Purchase.id).in_(purchase_ids)]
    ours += [Purchase.site_id == sight.site_id] if sight.site_id is not None else []
    purchases = _rows(session, Purchase, and_(*ours))
    if not purchases:
        return []
    ids = _ids(purchases)
    lines = _rows(session, PurchaseLine, _of(PurchaseLine, ids), col(PurchaseLine.position))
    shares = _by(_rows(session, PurchaseShare, col(PurchaseShare.line_id).in_(_ids(lines))), "line_id")
    bids = _rows(session, Bid, _of(Bid, ids))
    prices = _by(session.exec(select(BidPrice).where(col(BidPrice.bid_id).in_(_ids(bids)))).all(), "bid_id")
    won = {price.line_id: price.unit_satang for bid in bids if bid.is_winner for price in prices[bid.id or 0]}
    told: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        told[line.purchase_id].append(Line(line, tuple(shares[line.id or 0]), won.get(line.id or 0)))
    offers = _by(bids, "purchase_id")
    contracts = {one.purchase_id: one for one in _rows(session, PurchaseContract, _of(PurchaseContract, ids))}
    deliveries = _deliveries(session, list(contracts.values()), [line for each in told.values() for line in each])
    entries = _named(session, PlanEntry, {purchase.entry_id for purchase in purchases})
    specs = _named(session, Spec, {purchase.spec_id for purchase in purchases})
    places = {share.site_id for each in shares.values() for share in each} | {one.site_id for one in purchases}
    sites = _named(session, Site, places)
    found = []
    for purchase in purchases:
        own, contract = told[purchase.id or 0], contracts.get(purchase.id or 0)
        dossier = Dossier(
            purchase=purchase,
            entry=entries[purchase.entry_id],
            lines=tuple(own),
            offers=tuple(_offer(bid, prices[bid.id or 0], own) for bid in offers[purchase.id or 0]),
            contract=contract,
            deliveries=deliveries.get(contract.id or 0, ()) if contract is not None else (),
            spec=specs[purchase.spec_id] if purchase.spec_id is not None else None,
            sites=_places(sites, purchase, own),
        )
        found.append(dossier)
    return found


def _places(sites: Mapping[int, Site], purchase: Purchase, lines: Iterable[Line]) -> dict[int, Site]:
    wanted = {share.site_id for line in lines for share in line.shares} | {purchase.site_id}
    return {one: sites[one] for one in wanted if one is not None}


def _offer(bid: Bid, prices: Iterable[BidPrice], lines: Sequence[Line]) -> Offer:
    by_line = {price.line_id: price.unit_satang for price in prices}
    return Offer(bid, by_line, sum(by_line.get(line.row.id or 0, 0) * line.quantity for line in lines))


def _deliveries(
    session: Session, contracts: Sequence[PurchaseContract], lines: Sequence[Line]
) -> dict[int, tuple[Delivery, ...]]:
    """By contract, in the order of their numbers."""
    wanted = col(GoodsDelivery.contract_id).in_(_ids(contracts))
    rows = _rows(session, GoodsDelivery, wanted, col(GoodsDelivery.number)) if contracts else ()
    came = _rows(session, DeliveredShare, col(DeliveredShare.delivery_id).in_(_ids(rows))) if rows else ()
    pieces = _rows(session, DeliveredPiece, col(DeliveredPiece.delivered_id).in_(_ids(came))) if came else ()
    of_share = {share.id: (share, line) for line in lines for share in line.shares}
    parts, each = _by(came, "delivery_id"), _by(pieces, "delivered_id")
    found: dict[int, tuple[Delivery, ...]] = {}
    for row in rows:
        own = tuple(Part(one, *of_share[one.share_id], tuple(each[one.id or 0])) for one in parts[row.id or 0])
        found[row.contract_id] = (*found.get(row.contract_id, ()), Delivery(row, own))
    return found


def _of(kind: Any, purchase_ids: Collection[int]) -> Any:
    return col(kind.purchase_id).in_(purchase_ids)


def _named(session: Session, kind: type[Row], ids: Collection[int | None]) -> dict[int, Row]:
    """Rows by id; what is none of an id is left out."""
    wanted = [one for one in ids if one is not None]
    found: Any = _rows(session, kind, kind.id.in_(wanted)) if wanted else ()  # type: ignore[attr-defined]
    return {row.id: row for row in found}


def _rows(session: Session, kind: type[Row], where: Any, order: Any = None) -> Sequence[Row]:
    by: Any = kind.id  # type: ignore[attr-defined]
    return session.exec(select(kind).where(where).order_by(by if order is None else order)).all()


def _ids(rows: Iterable[Any]) -> list[int]:
    return [row.id for row in rows]


def _by(rows: Iterable[Any], key: str) -> Mapping[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, key)].append(row)
    return found


def delivery_numbered(dossier: Dossier, number: int) -> Delivery:
    """Of this purchase; MissingError."""
    for delivery in dossier.deliveries:
        if delivery.row.number == number:
            return delivery
    raise MissingError("delivery")


def facts_of(dossier: Dossier, parameters: Parameters, holidays: Collection[date]) -> Facts:
    """What its steps are judged by."""
    purchase, contract = dossier.purchase, dossier.contract
    came = [one for one in dossier.deliveries if one.counts]
    taken = [one.row for one in came if one.row.verdict is Verdict.ACCEPTED]
    waiting = [one.row.delivered_on for one in came if one.row.verdict is None]
    paid = [row for row in taken if row.paid_on is not None]
    shares = [share for line in dossier.lines for share in line.shares]
    return Facts(
        published_on=dossier.entry.published_on,
        specified=bool(dossier.lines),
        egp_project_no=purchase.egp_project_no,
        approved_on=purchase.approved_on,
        bids=len(dossier.offers),
        priced_on=max((offer.bid.received_on for offer in dossier.offers), default=None),
        awarded_on=purchase.awarded_on,
        signed_on=contract.signed_on if contract is not None else None,
        due_on=contract.due_on if contract is not None else None,
        wanted=dossier.quantity,
        delivered=sum(dossier.received(share.id or 0) for share in shares),
        delivered_on=max((one.row.delivered_on for one in came), default=None),
        accepted=sum(dossier.received(share.id or 0, accepted=True) for share in shares),
        accepted_on=max((row.inspected_on for row in taken if row.inspected_on is not None), default=None),
        inspect_by=_inspect_by(min(waiting), parameters, holidays) if waiting else None,
        owed_satang=sum(row.amount_satang - row.fine_satang for row in taken),
        paid_satang=sum(row.paid_satang for row in paid),
        paid_on=max((row.paid_on for row in paid if row.paid_on is not None), default=None),
        cancelled_on=purchase.cancelled_on,
    )


def _inspect_by(delivered_on: date, parameters: Parameters, holidays: Collection[date]) -> date | None:
    days = parameters.at(Name.INSPECTION_WORKING_DAYS, delivered_on)
    return None if days is None else after_working_days(delivered_on, days.value, holidays)


def copy_due(dossier: Dossier, parameters: Parameters) -> date | None:
    """Until when a copy of a large contract has to be sent; None where none has, or it was."""
    contract = dossier.contract
    if contract is None or contract.copy_sent_on is not None:
        return None
    from_on = parameters.at(Name.CONTRACT_COPY_SATANG, contract.signed_on)
    days = parameters.at(Name.CONTRACT_COPY_DAYS, contract.signed_on)
    if from_on is None or days is None or contract.amount_satang < from_on.value:
        return None
    return contract.signed_on + timedelta(days=days.value)
