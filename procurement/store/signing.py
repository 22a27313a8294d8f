"""The contract or order with the winner: its amount is that of the offer, its rate of fines has a source."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any, Self

from pydantic import Field, model_validator
from sqlmodel import Session, select

from contract.events import ContractSigned
from inventory.store.assets import MOST_SATANG
from inventory.store.siblings import tell_siblings
from procurement.buying.fines import usual_range
from procurement.models.purchase import PaperForm, Purchase, PurchaseContract, PurchaseKind
from procurement.parameters import shipped_parameters
from procurement.queries.dossier import Dossier, dossier_of
from procurement.store.buyer import Buyer
from procurement.store.leases import begin_lease
from procurement.store.needed import order_needs
from procurement.store.purchases import note, open_yet, settle, told
from service.draft import Digits, Draft, Empty, Line
from service.refusal import NotTakenError, _, refuse

MOST_PPM = 1_000_000


class SignDraft(Draft):
    """What was agreed. Delivery is due so many days after the signing; `fine_ppm_day` is parts per million a day."""

    form: PaperForm = PaperForm.ORDER
    number: Annotated[Line, Field(min_length=1, max_length=120), Digits]
    egp_contract_no: Annotated[Line, Field(max_length=64), Digits] = ""
    signed_on: date
    deliver_days: Annotated[int, Field(ge=1, le=3660), Digits]
    fine_ppm_day: Annotated[int, Field(ge=0, le=MOST_PPM)] = 0
    fine_of_whole: bool = False
    fine_source: Annotated[Line, Field(max_length=500)] = ""
    warranty_months: Annotated[int, Field(ge=0, le=600), Digits] = 0
    repair_days: Annotated[Annotated[int, Field(ge=0, le=366)] | None, Empty] = None
    guarantee_satang: Annotated[int, Field(ge=0, le=MOST_SATANG)] = 0
    starts_on: Annotated[date | None, Empty] = None
    ends_on: Annotated[date | None, Empty] = None

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise NotTakenError(_("The contract ends before it starts"), "ends_on")
        return self


class CopyDraft(Draft):
    """When the copy was sent."""

    copy_sent_on: date


def sign(buyer: Buyer, purchase: Purchase, draft: SignDraft) -> PurchaseContract:
    """Signed: the amount of the winner's offer is committed. A lease becomes a contract of its links."""
    open_yet(purchase)
    dossier = dossier_of(buyer.session, buyer.sight, purchase.id or 0)
    winner = dossier.winner
    if winner is None:
        raise refuse("", _("Announce the winner first"))
    if dossier.contract is not None:
        raise refuse("", _("It is signed already"))
    buyer.check_past(draft.signed_on, "signed_on")
    if purchase.awarded_on is not None and draft.signed_on < purchase.awarded_on:
        raise refuse("signed_on", _("It cannot be signed before the winner is announced"))
    _unused(buyer.session, purchase, draft.number)
    contract = PurchaseContract(
        office_id=purchase.office_id,
        unit=purchase.unit,
        purchase_id=dossier.purchase_id,
        bid_id=winner.bid.id or 0,
        due_on=draft.signed_on + timedelta(days=draft.deliver_days),
        amount_satang=winner.amount_satang,
        **_fine(purchase, draft),
        **draft.model_dump(exclude={"deliver_days", "fine_source", "starts_on", "ends_on"}),
    )
    buyer.session.add(contract)
    buyer.session.flush()
    if purchase.kind is PurchaseKind.LEASE:
        begin_lease(buyer.session, dossier, contract, starts_on=draft.starts_on, ends_on=draft.ends_on)
    order_needs(buyer.session, dossier, buyer.by)
    _tell(buyer, dossier, contract)
    detail = {"number": contract.number, "amount_satang": contract.amount_satang, "due_on": contract.due_on.isoformat()}
    note(buyer, purchase, "signed", detail)
    settle(buyer, purchase)
    return contract


def _tell(buyer: Buyer, dossier: Dossier, contract: PurchaseContract) -> None:
    assert dossier.winner is not None
    fact = ContractSigned(
        **told(buyer.session, dossier, contract.amount_satang),
        contract_number=contract.number,
        supplier=dossier.winner.bid.supplier,
        signed_on=contract.signed_on,
        due_on=contract.due_on,
    )
    tell_siblings(buyer.session, fact, office_id=contract.office_id, at=buyer.by.at)


def send_copy(buyer: Buyer, purchase: Purchase, draft: CopyDraft) -> None:
    """The copy of a large contract went to the auditors and the revenue office."""
    contract = dossier_of(buyer.session, buyer.sight, purchase.id or 0).contract
    if contract is None:
        raise refuse("", _("It is not signed yet"))
    buyer.check_past(draft.copy_sent_on, "copy_sent_on")
    contract.copy_sent_on = draft.copy_sent_on
    buyer.session.add(contract)
    note(buyer, purchase, "copy_sent", {"on": draft.copy_sent_on.isoformat()})
    buyer.session.flush()


def _unused(session: Session, purchase: Purchase, number: str) -> None:
    same = (
        PurchaseContract.office_id == purchase.office_id,
        PurchaseContract.unit == purchase.unit,
        PurchaseContract.number == number,
    )
    if session.exec(select(PurchaseContract.id).where(*same)).first() is not None:
        raise refuse("number", _("%(name)s already exists"), name=number)


def _fine(purchase: Purchase, draft: SignDraft) -> dict[str, Any]:
    """Within the usual rates the rule is the source; another rate needs one of its own."""
    usual = usual_range(shipped_parameters(), draft.signed_on, is_work=purchase.kind is PurchaseKind.WORK)
    if draft.fine_source or not draft.fine_ppm_day:
        source = draft.fine_source
    elif usual is None or draft.fine_ppm_day not in usual:
        raise refuse("fine_source", _("This rate is outside the usual ones: say where it is from"))
    else:
        source = usual.most.source
    least = usual.least_satang_day if usual is not None else 0
    return {"fine_source": source, "fine_least_satang_day": least}
