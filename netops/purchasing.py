"""Editors of the procurement plan and of purchases, and the acts of a purchase: checked, stored and written down."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from inventory.models.contract import Contract
from inventory.store.acting import By
from inventory.store.holding import alone
from netops.editors import Editor, Hand
from procurement.models.plan import PlanEntry
from procurement.models.purchase import Purchase
from procurement.queries.dossier import Dossier, dossier_of
from procurement.store import leases, plans, purchases
from procurement.store.buyer import Buyer
from service.columns import utc_now
from service.draft import Draft
from service.refusal import MissingError

Given = TypeVar("Given", bound=Draft)


def by_of(hand: Hand) -> By:
    """For the histories."""
    return By(hand.actor.name, utc_now(), hand.actor.person_id)


class PlanEntries(Editor[PlanEntry, plans.EntryDraft]):
    """Entries of the procurement plan. What was published is withdrawn and never removed."""

    noun, wish = "plan_entry", plans.EntryDraft

    def _find(self, row_id: int) -> PlanEntry:
        return plans.find_entry(self.hand.session, row_id, office_id=self.hand.office_id)

    def _create(self, wish: plans.EntryDraft) -> PlanEntry:
        return plans.create_entry(self.hand.session, wish, sight=self.hand.sight, at=utc_now())

    def _change(self, row: PlanEntry, wish: plans.EntryDraft) -> dict[str, object]:
        return plans.change_entry(self.hand.session, row, wish, sight=self.hand.sight)

    def _remove(self, row: PlanEntry) -> None:
        raise MissingError(f"{self.noun} to be removed")

    def publish(self, row: PlanEntry, draft: plans.PublishDraft, *, today: date) -> None:
        """With its day and number in e-GP."""
        alone(self.hand.session, row)
        plans.publish_entry(self.hand.session, row, draft, today=today)
        self.write_down("published", row, draft.model_dump(mode="json"))

    def withdraw(self, row: PlanEntry, reason: str, *, today: date) -> None:
        """No purchase begins from it any more."""
        alone(self.hand.session, row)
        plans.withdraw_entry(self.hand.session, row, reason, today=today)
        self.write_down("withdrawn", row, {"reason": reason[:200]})

    def confirm_budget(self, row: PlanEntry, line_id: str) -> None:
        """The annual plan has a line for it."""
        alone(self.hand.session, row)
        plans.confirm_budget(self.hand.session, row, line_id, at=utc_now())
        self.write_down("budget_confirmed", row, {"budget_line_id": row.budget_line_id})


class Purchases(Editor[Purchase, purchases.PurchaseDraft]):
    """Purchases. They are never removed: one that ends early is cancelled."""

    noun, wish = "purchase", purchases.PurchaseDraft

    def __init__(self, hand: Hand, today: date | None = None) -> None:
        super().__init__(hand)
        self.today = today if today is not None else utc_now().date()

    @property
    def buyer(self) -> Buyer:
        """Who acts."""
        return Buyer(self.hand.session, self.hand.sight, by_of(self.hand), self.today)

    def _find(self, row_id: int) -> Purchase:
        return self.dossier(row_id).purchase

    def dossier(self, row_id: int) -> Dossier:
        """With all that hangs on it; MissingError where it may not be seen."""
        return dossier_of(self.hand.session, self.hand.sight, row_id)

    def wish_of(self, row: Purchase) -> purchases.PurchaseDraft:
        """With its lines."""
        return purchases.draft_of(self.dossier(row.id or 0))

    def _create(self, wish: purchases.PurchaseDraft) -> Purchase:
        return purchases.open_purchase(self.buyer, wish)

    def _change(self, row: Purchase, wish: purchases.PurchaseDraft) -> dict[str, object]:
        return dict(purchases.change_purchase(self.buyer, row, wish))

    def _remove(self, row: Purchase) -> None:
        raise MissingError(f"{self.noun} to be removed")

    def act(self, what: str, row: Purchase, draft: Given, do: Callable[[Buyer, Purchase, Given], object]) -> None:
        """One act of its course; RefusedError says what is missing, and nothing is changed."""
        alone(self.hand.session, row)
        do(self.buyer, row, draft)
        self.write_down(what, row, draft.model_dump(mode="json", include=set(_TOLD)))

    def lease(self, contract: Contract, entry_id: int, months: int) -> Purchase:
        """A purchase of the links of a contract that ends."""
        row = leases.open_lease(self.buyer, contract, entry_id, months)
        self.write_down("created", row, {"name": row.name, "contract": contract.number})
        return row

    def cancel(self, row: Purchase, reason: str) -> None:
        """It ends here, and why."""
        alone(self.hand.session, row)
        purchases.cancel(self.buyer, row, reason)
        self.write_down("cancelled", row, {"reason": reason[:200]})


# What the audit log tells of a draft; its other fields stand in the rows.
_TOLD = (
    *("approved_on", "approval_no", "supplier", "bid_id", "awarded_on", "number", "signed_on", "delivered_on"),
    *("inspected_on", "verdict", "paid_on", "voucher_no", "copy_sent_on", "committee_id", "inspector", "order_no"),
    *("amended_on", "amendment_no", "due_on", "delivery", "pieces", "reason", "months", "speed_bps"),
)
