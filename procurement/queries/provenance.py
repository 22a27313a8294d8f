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
from procurement.models.receipt import DeliveredPiece, DeliveredShare
from procurement.queries.purchases import purchase_of_asset
from procurement.store.need_budgets import budgets_of_line
from service.i18n import N_


@dataclass(frozen=True, slots=True)
class Provenance:
    """`budget` is what the annual plan told of the line; None where it told nothing of it."""

    purchase: Purchase
    need: Need | None
    entry: PlanEntry
    budget: NeedBudget | None

    @property
    def missing(self) -> Sequence[str]:
        """What it should point to and does not, as words to be translated."""
        there = (
            (self.need is not None, N_("need")),
            (self.purchase.spec_id is not None, N_("specification")),
            (bool(self.entry.budget_line_id), N_("budget line")),
            (self.budget is not None, N_("project of the annual plan")),
        )
        return [words for is_there, words in there if not is_there]


def provenance(session: Session, sight: Sight, asset_id: int) -> Provenance | None:
    """Of an asset that a purchase brought, where that may be seen."""
    purchase = purchase_of_asset(session, sight, asset_id)
    if purchase is None:
        return None
    wanted = (
        select(Need)
        .join(PurchaseShare, col(PurchaseShare.need_id) == Need.id)
        .join(DeliveredShare, col(DeliveredShare.share_id) == PurchaseShare.id)
        .join(DeliveredPiece, col(DeliveredPiece.delivered_id) == DeliveredShare.id)
        .where(DeliveredPiece.asset_id == asset_id)
    )
    need, entry = session.exec(wanted).first(), session.get_one(PlanEntry, purchase.entry_id)
    budgets = budgets_of_line(session, purchase.office_id, entry.budget_line_id or "")
    own = [budget for budget, of in budgets if need is None or of.id == need.id]
    return Provenance(purchase, need, entry, next(iter([*own, *(one for one, _need in budgets)]), None))
