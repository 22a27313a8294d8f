"""Procurement over the API: plan, purchases with their course, each act of it, and what siblings are told."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Query, Request
from sqlmodel import Session, col, select

from contract.feed import Feed
from inventory.queries.table import Asked
from inventory.store.siblings import told_after, told_of
from netops.cases.facts import holidays
from netops.purchasing import PlanEntries, Purchases
from netops.siblings.reducing import take_reduction
from netops.web.access import SiblingVisitor, Visitor, allowed, office_asked
from netops.web.api.crud import Noun, routes_of
from netops.web.api.paging import listed
from netops.web.api.purchase_shapes import (
    BudgetWish,
    CourseOut,
    DeliveryOut,
    FactWish,
    InspectorOut,
    LineOut,
    OfferOut,
    PartOut,
    PieceOut,
    PlanEntryOut,
    PlanSearch,
    PurchaseOut,
    PurchaseSearch,
    ReasonWish,
    SignedOut,
    StepOut,
    TakenNeedOut,
    TakenOut,
)
from netops.web.api.shapes import Listed
from netops.web.hand import hand_of
from netops.web.pages.assets import today_of
from procurement.buying.budget import held
from procurement.buying.steps import steps_of
from procurement.models.plan import PlanEntry
from procurement.models.purchase import Purchase, PurchaseKind
from procurement.parameters import shipped_parameters
from procurement.queries.dossier import Dossier, facts_of
from procurement.queries.purchases import PLAN, PURCHASES
from procurement.store import offers, purchases, receiving, signing
from procurement.store.leases import terms_of
from procurement.store.plans import EntryDraft, PublishDraft
from procurement.store.purchases import PurchaseDraft
from service.web.transaction import Db

router = APIRouter(prefix="/api/v1")
MayRead = Annotated[Visitor, Depends(allowed("purchases.read"))]
MayWrite = Annotated[Visitor, Depends(allowed("purchases.write"))]
MayReadPlan = Annotated[Visitor, Depends(allowed("procurement_plan.read"))]
MayWritePlan = Annotated[Visitor, Depends(allowed("procurement_plan.write"))]
ONE: Final = "/purchases/{row_id}"


def editor_of(request: Request, db: Session, visitor: Visitor) -> Purchases:
    """Of this visitor, today."""
    return Purchases(hand_of(request, db, visitor), today_of(request))


@router.get("/plan-entries", tags=["procurement"], summary="The procurement plan")
def list_entries(db: Db, visitor: MayReadPlan, wanted: Annotated[PlanSearch, Query()]) -> Listed[PlanEntryOut]:
    """By year, unit and number; a school sees its own."""
    filters = wanted.model_dump(include={"year", "unit", "plan_state"})
    ids, total = PLAN.ids(db, visitor.sight, Asked(filters=filters, limit=wanted.limit, offset=wanted.offset))
    rows = {row.id: row for row in db.exec(select(PlanEntry).where(col(PlanEntry.id).in_(ids)))}
    return listed(PlanEntryOut, [rows[row_id] for row_id in ids], total=total, pages=wanted)


@router.post("/plan-entries/{row_id}/publish", tags=["procurement"], summary="Publish an entry of the plan")
def publish(request: Request, db: Db, visitor: MayWritePlan, row_id: int, wish: PublishDraft) -> PlanEntryOut:
    """With its day and number in e-GP; from then on it can be bought from, and does not change."""
    editor = PlanEntries(hand_of(request, db, visitor))
    row = editor.get(row_id)
    editor.publish(row, wish, today=today_of(request))
    return PlanEntryOut.model_validate(row)


@router.post("/plan-entries/{row_id}/withdraw", tags=["procurement"], summary="Withdraw an entry of the plan")
def withdraw(request: Request, db: Db, visitor: MayWritePlan, row_id: int, wish: ReasonWish) -> PlanEntryOut:
    """Only while no purchase began from it."""
    editor = PlanEntries(hand_of(request, db, visitor))
    row = editor.get(row_id)
    editor.withdraw(row, wish.reason, today=today_of(request))
    return PlanEntryOut.model_validate(row)


@router.post("/plan-entries/{row_id}/budget", tags=["procurement"], summary="Confirm the budget line of an entry")
def confirm_budget(
    request: Request,
    db: Db,
    visitor: Annotated[Visitor, Depends(allowed("procurement_plan.confirm"))],
    row_id: int,
    wish: BudgetWish,
) -> PlanEntryOut:
    """What the annual plan says; until then a purchase says that its budget is unconfirmed."""
    editor = PlanEntries(hand_of(request, db, visitor))
    row = editor.get(row_id)
    editor.confirm_budget(row, wish.budget_line_id)
    return PlanEntryOut.model_validate(row)


@router.get("/purchases", tags=["procurement"], summary="Purchases")
def list_purchases(db: Db, visitor: MayRead, wanted: Annotated[PurchaseSearch, Query()]) -> Listed[PurchaseOut]:
    """Those under way first, then the newest; a school sees its own."""
    filters = wanted.model_dump(include={"year", "unit", "step", "method", "running"})
    asked = Asked(wanted.q, filters, limit=wanted.limit, offset=wanted.offset)
    ids, total = PURCHASES.ids(db, visitor.sight, asked)
    rows = {row.id: row for row in db.exec(select(Purchase).where(col(Purchase.id).in_(ids)))}
    return listed(PurchaseOut, [rows[row_id] for row_id in ids], total=total, pages=wanted)


@router.get(f"{ONE}/course", tags=["procurement"], summary="A purchase with all that hangs on it")
def course(request: Request, db: Db, visitor: MayRead, row_id: int) -> CourseOut:
    """As it stands today."""
    return _course(db, editor_of(request, db, visitor).dossier(row_id))


def _course(db: Session, dossier: Dossier) -> CourseOut:
    facts = facts_of(dossier, shipped_parameters(), holidays(db, dossier.purchase.office_id))
    now = held(told_of(db, dossier.purchase_id))
    return CourseOut(
        purchase=PurchaseOut.model_validate(dossier.purchase),
        budget_confirmed=dossier.entry.budget_confirmed_at is not None,
        reserved_satang=now.reserved_satang,
        committed_satang=now.committed_satang,
        disbursed_satang=now.disbursed_satang,
        steps=[
            StepOut(step=one.step, standing=one.standing, done_on=one.done_on, due_on=one.due_on)
            for one in steps_of(facts)
        ],
        lines=_lines(dossier),
        offers=[
            OfferOut(
                id=one.bid.id or 0,
                supplier=one.bid.supplier,
                received_on=one.bid.received_on,
                amount_satang=one.amount_satang,
                is_winner=one.bid.is_winner,
            )
            for one in dossier.offers
        ],
        contract=SignedOut.model_validate(dossier.contract) if dossier.contract is not None else None,
        deliveries=_deliveries(dossier),
        inspectors=[InspectorOut.model_validate(one) for one in dossier.purchase.panel],
        inspectors_order=dossier.purchase.panel_order_no,
        terms=terms_of(dossier) if dossier.purchase.kind is PurchaseKind.LEASE else None,
    )


def _lines(dossier: Dossier) -> list[LineOut]:
    return [
        LineOut(
            **line.row.model_dump(include={"id", "name", "unit_word", "estimate_satang", "spec_line_id"}),
            unit_satang=line.unit_satang,
            shares=[
                PartOut(
                    share_id=share.id or 0,
                    **share.model_dump(include={"site_id", "need_id", "quantity"}),
                    delivered=dossier.received(share.id or 0),
                    accepted=dossier.received(share.id or 0, accepted=True),
                )
                for share in line.shares
            ],
        )
        for line in dossier.lines
    ]


def _deliveries(dossier: Dossier) -> list[DeliveryOut]:
    found = []
    for delivery in dossier.deliveries:
        pieces = [piece for part in delivery.parts for piece in part.pieces]
        assets = [piece.asset_id for piece in pieces if piece.asset_id is not None]
        own = delivery.row.model_dump(include=set(DeliveryOut.model_fields))
        found.append(DeliveryOut(**own, asset_ids=assets, pieces=[PieceOut.model_validate(one) for one in pieces]))
    return found


def acted(request: Request, db: Session, visitor: Visitor, row_id: int, what: tuple[str, Any, Any]) -> CourseOut:
    """After one act: how it is noted, its draft, and what does it."""
    editor = editor_of(request, db, visitor)
    noted, draft, do = what
    editor.act(noted, editor.get(row_id), draft, do)
    return _course(db, editor.dossier(row_id))


@router.post(f"{ONE}/approve", tags=["procurement"], summary="Approve the request of a purchase")
def approve(
    request: Request,
    db: Db,
    visitor: Annotated[Visitor, Depends(allowed("purchases.approve"))],
    row_id: int,
    wish: purchases.ApproveDraft,
) -> CourseOut:
    """The amount is reserved: siblings read ProcurementApproved."""
    return acted(request, db, visitor, row_id, ("approved", wish, purchases.approve))


@router.post(f"{ONE}/offers", tags=["procurement"], summary="Write down an offer")
def offer(request: Request, db: Db, visitor: MayWrite, row_id: int, wish: offers.BidDraft) -> CourseOut:
    """A price for one piece of every line."""
    return acted(request, db, visitor, row_id, ("offered", wish, offers.record_bid))


@router.post(f"{ONE}/award", tags=["procurement"], summary="Announce the winner")
def award(request: Request, db: Db, visitor: MayWrite, row_id: int, wish: offers.AwardDraft) -> CourseOut:
    """Another than the lowest needs a reason."""
    return acted(request, db, visitor, row_id, ("awarded", wish, offers.award))


@router.post(f"{ONE}/contract", tags=["procurement"], summary="Write down the contract or order")
def sign(request: Request, db: Db, visitor: MayWrite, row_id: int, wish: signing.SignDraft) -> CourseOut:
    """The amount of the offer is committed: siblings read ContractSigned."""
    return acted(request, db, visitor, row_id, ("signed", wish, signing.sign))


@router.post(f"{ONE}/contract/copy", tags=["procurement"], summary="The copy of a large contract was sent")
def send_copy(request: Request, db: Db, visitor: MayWrite, row_id: int, wish: signing.CopyDraft) -> CourseOut:
    """To the auditors and the revenue office."""
    return acted(request, db, visitor, row_id, ("copy_sent", wish, signing.send_copy))


@router.post(f"{ONE}/deliveries", tags=["procurement"], summary="Write down a delivery")
def deliver(request: Request, db: Db, visitor: MayWrite, row_id: int, wish: receiving.DeliveryDraft) -> CourseOut:
    """Never more than was ordered."""
    return acted(request, db, visitor, row_id, ("delivered", wish, receiving.deliver))


@router.post(f"{ONE}/inspections", tags=["procurement"], summary="Accept a delivery or send it back")
def inspect(request: Request, db: Db, visitor: MayWrite, row_id: int, wish: receiving.InspectDraft) -> CourseOut:
    """Accepted pieces come into the asset book, all or none: siblings read GoodsAccepted."""
    return acted(request, db, visitor, row_id, ("inspected", wish, receiving.inspect))


@router.post(f"{ONE}/payments", tags=["procurement"], summary="Write down a payment")
def pay(request: Request, db: Db, visitor: MayWrite, row_id: int, wish: receiving.PayDraft) -> CourseOut:
    """Of a delivery that was accepted, less its fine."""
    return acted(request, db, visitor, row_id, ("paid", wish, receiving.pay))


@router.post(f"{ONE}/cancel", tags=["procurement"], summary="Cancel a purchase", status_code=HTTPStatus.OK)
def cancel(request: Request, db: Db, visitor: MayWrite, row_id: int, wish: ReasonWish) -> PurchaseOut:
    """What it held of its budget is free again: siblings read ProcurementCancelled."""
    editor = editor_of(request, db, visitor)
    row = editor.get(row_id)
    editor.cancel(row, wish.reason)
    return PurchaseOut.model_validate(row)


@router.get("/contract-events", tags=["procurement"], summary="What siblings are told")
def contract_events(
    db: Db,
    visitor: Annotated[Visitor | SiblingVisitor, Depends(allowed("contract_events.read"))],
    after: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
    key: Annotated[str, Query(max_length=64)] = "",
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    office: Annotated[str, Query(max_length=32)] = "",
) -> Feed:
    """Facts of `contract/` after a place, in the order of their transactions; `key` is that of the last one taken in.
    At least once each, under a key by which a reader knows it again. A sibling service is told those of all offices, or
    of one. See docs/contract.md.
    """
    if office:
        office_id = office_asked(db, visitor, office).id
    else:
        office_id = visitor.office_id if isinstance(visitor, Visitor) else None
    return told_after(db, office_id, after, limit=limit, key=key)


@router.post("/contract-events", tags=["procurement"], summary="What siblings tell here")
def take_event(
    db: Db, visitor: Annotated[Visitor, Depends(allowed("contract_events.write"))], wish: FactWish
) -> TakenOut:
    """A fact of `contract/`. One that was told before changes nothing, and is answered as it was then."""
    done, is_new = take_reduction(db, wish.data, visitor.actor, office_id=visitor.office_id)
    return TakenOut(is_new=is_new, needs=[TakenNeedOut.model_validate(one) for one in done])


ROUTERS: Final = (
    router,
    routes_of(Noun("plan-entries", PlanEntries, EntryDraft, PlanEntryOut, "procurement_plan", removable=False)),
    routes_of(Noun("purchases", Purchases, PurchaseDraft, PurchaseOut, "purchases", removable=False)),
)
