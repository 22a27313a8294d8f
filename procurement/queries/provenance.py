"""What a bought thing points to: its purchase, need, specification, budget line and project (INV-F2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from inventory.queries.sight import Sight
from procurement.models.need import Need
from procurement.models.need_told import NeedBudget
from procurement.models.plan import PlanEntry
from procurement.models.purchase import Purchase, PurchaseShare
from procurement.models.receipt import DeliveredPiece, DeliveredShare, GoodsDelivery
from procurement.needs.need import NeedState
from procurement.queries.purchases import purchase_of_asset
from procurement.store.need_budgets import budgets_of, budgets_of_line
from service.i18n import N_

NEED, SPEC, LINE, PROJECT = N_("need"), N_("specification"), N_("budget line"), N_("project of the annual plan")


@dataclass(frozen=True, slots=True)
class Chain:
    """Need, specification, budget line and project of a piece. `budget` is what the annual plan told of the line; None
    where it told nothing of it. A need that the plan pays for brings its line with it, whatever the entry names.
    """

    need: Need | None
    spec_id: int | None
    line_key: str
    budget: NeedBudget | None

    @property
    def missing(self) -> Sequence[str]:
        """What it should point to and does not, as words to be translated."""
        there = (
            (self.need is not None, NEED),
            (self.spec_id is not None, SPEC),
            (bool(self.line_key), LINE),
            (self.budget is not None, PROJECT),
        )
        return [words for is_there, words in there if not is_there]


@dataclass(frozen=True, slots=True)
class Provenance:
    """Of one asset. `unlinked` is what its delivery was accepted without, and why."""

    purchase: Purchase
    entry: PlanEntry
    chain: Chain
    delivery: GoodsDelivery


def chain_of(session: Session, purchase: Purchase, entry: PlanEntry, need: Need | None) -> Chain:
    """Of what a purchase brings for a need, or for none."""
    of_line = budgets_of_line(session, purchase.office_id, entry.budget_line_id or "")
    budgets = [budget for budget, of in of_line if need is None or of.id == need.id]
    if need is not None and not budgets:
        told = budgets_of(session, need.id or 0)
        of_year = [one for one in told if one.fiscal_year == entry.year]
        budgets = of_year or list(told) if not entry.budget_line_id else []
    budget = next(iter([*budgets, *(one for one, _need in of_line)]), None)
    specs = (purchase.spec_id, need.spec_id if need is not None else None, budget.spec_id if budget else None)
    line = entry.budget_line_id or (budget.line_key if budget is not None else "")
    return Chain(need, next((one for one in specs if one is not None), None), line, budget)


def payable_needs(session: Session, purchase: Purchase, entry: PlanEntry) -> Sequence[Need]:
    """Needs that the budget line of a purchase pays for and that its goods may still meet."""
    found = [need for _budget, need in budgets_of_line(session, purchase.office_id, entry.budget_line_id or "")]
    return [one for one in found if _may_meet(one, purchase)]


def namable_needs(session: Session, purchase: Purchase) -> Sequence[Need]:
    """Needs of its unit that the goods of a purchase may meet."""
    states = (NeedState.APPROVED, NeedState.IN_SPECIFICATION, NeedState.ORDERED)
    wanted = select(Need).where(Need.office_id == purchase.office_id, col(Need.state).in_(states))
    if purchase.site_id is not None:
        wanted = wanted.where(Need.site_id == purchase.site_id)
    return [one for one in session.exec(wanted.order_by(col(Need.id).desc())) if _may_meet(one, purchase)]


def _may_meet(need: Need, purchase: Purchase) -> bool:
    if need.state is NeedState.ORDERED:
        return need.case_id == purchase.id
    return need.state in {NeedState.APPROVED, NeedState.IN_SPECIFICATION}


def provenance(session: Session, sight: Sight, asset_id: int) -> Provenance | None:
    """Of an asset that a purchase brought, where that may be seen."""
    purchase = purchase_of_asset(session, sight, asset_id)
    if purchase is None:
        return None
    wanted = (
        select(PurchaseShare, GoodsDelivery)
        .join(DeliveredShare, col(DeliveredShare.share_id) == PurchaseShare.id)
        .join(GoodsDelivery, col(GoodsDelivery.id) == DeliveredShare.delivery_id)
        .join(DeliveredPiece, col(DeliveredPiece.delivered_id) == DeliveredShare.id)
        .where(DeliveredPiece.asset_id == asset_id)
    )
    share, delivery = session.exec(wanted).one()
    need = session.get(Need, share.need_id) if share.need_id is not None else None
    entry = session.get_one(PlanEntry, purchase.entry_id)
    return Provenance(purchase, entry, chain_of(session, purchase, entry, need), delivery)
