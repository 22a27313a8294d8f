"""A contract that is changed while it runs: another day of delivery, by which paper and why. The amount stays."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from procurement.models.purchase import Purchase
from procurement.parameters import shipped_parameters
from procurement.queries.dossier import dossier_of, facts_of
from procurement.store.buyer import Buyer
from procurement.store.purchases import note, open_yet, settle
from service.draft import Digits, Draft, Line, Note
from service.refusal import _, refuse


class AmendDraft(Draft):
    """When the change was agreed, its number, the new day of delivery, and why."""

    amended_on: date
    amendment_no: Annotated[Line, Field(min_length=1, max_length=120), Digits]
    due_on: date
    reason: Annotated[Note, Field(min_length=1, max_length=1000)]


def amend(buyer: Buyer, purchase: Purchase, draft: AmendDraft) -> None:
    """Fines count from the new day for what is not inspected yet. RefusedError once everything was accepted."""
    open_yet(purchase)
    dossier = dossier_of(buyer.session, buyer.sight, purchase.id or 0)
    contract, facts = dossier.contract, facts_of(dossier, shipped_parameters(), ())
    if contract is None:
        raise refuse("", _("It is not signed yet"))
    if facts.accepted >= facts.wanted:
        raise refuse("", _("Everything was accepted: the contract does not change any more"))
    buyer.check_past(draft.amended_on, "amended_on")
    if draft.amended_on < contract.signed_on:
        raise refuse("amended_on", _("It cannot be changed before it is signed"))
    if draft.due_on <= contract.signed_on:
        raise refuse("due_on", _("Delivery is due after the signing"))
    if draft.due_on == contract.due_on:
        raise refuse("due_on", _("That is the day of delivery already"))
    before, contract.due_on = contract.due_on, draft.due_on
    buyer.session.add(contract)
    days = [before.isoformat(), draft.due_on.isoformat()]
    note(buyer, purchase, "amended", {"number": draft.amendment_no, "due_on": days}, text=draft.reason)
    settle(buyer, purchase)
