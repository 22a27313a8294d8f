"""A purchase begins from a published entry of the plan, is specified and approved, or cancelled with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import Field
from sqlmodel import Session

from contract.events import ProcurementApproved, ProcurementCancelled
from inventory.models.site import Office
from inventory.store.siblings import tell_siblings, told_of
from office.baht import figures
from procurement.buying.budget import held
from procurement.buying.method import Method, propose
from procurement.buying.steps import is_over, step_of
from procurement.models.purchase import Purchase, PurchaseEvent, PurchaseKind
from procurement.parameters import shipped_parameters
from procurement.queries.dossier import Dossier, dossier_of, facts_of
from procurement.store.buyer import Buyer
from procurement.store.from_spec import lines_of_spec
from procurement.store.lines import MOST_LINES, LineDraft, ShareDraft, put_lines
from procurement.store.needed import free_needs
from procurement.store.plans import find_entry, purchases_of
from service.draft import Digits, Draft, Empty, Line, Note, OptionalId, said, take
from service.refusal import _, refuse

Long = Annotated[Note, Field(max_length=1000)]


class PurchaseDraft(Draft):
    """What can be said before the approval. `entry_id` never changes once the purchase began."""

    entry_id: int
    spec_id: OptionalId = None
    name: Line = ""
    kind: PurchaseKind = PurchaseKind.GOODS
    egp_project_no: Annotated[Line, Field(max_length=64), Digits] = ""
    method: Annotated[Method | None, Empty] = None
    method_reason: Long = ""
    split_reason: Long = ""
    note: Note = ""
    lines: Annotated[tuple[LineDraft, ...], Field(max_length=MOST_LINES)] = ()


class ApproveDraft(Draft):
    """When and by which paper the request was approved."""

    approved_on: date
    approval_no: Annotated[Line, Field(min_length=1, max_length=120)]


def open_purchase(buyer: Buyer, draft: PurchaseDraft) -> Purchase:
    """From a published entry that was not withdrawn; RefusedError from any other."""
    entry = find_entry(buyer.session, draft.entry_id, office_id=buyer.sight.office_id)
    if buyer.sight.site_id not in (None, entry.site_id):
        raise refuse("entry_id", _("There is no such entry"))
    if entry.published_on is None:
        raise refuse(
            "entry_id", _("The procurement plan is not published: publish it first, then a purchase may begin")
        )
    if entry.withdrawn_on is not None:
        raise refuse("entry_id", _("It was withdrawn from the procurement plan"))
    lines = draft.lines
    if draft.spec_id is not None:
        lines = lines_of_spec(buyer.session, buyer.sight, draft.spec_id, entry.site_id)
    purchase = Purchase(
        office_id=entry.office_id,
        site_id=entry.site_id,
        unit=entry.unit,
        entry_id=draft.entry_id,
        name=draft.name or entry.name,
        opened_on=buyer.today,
        created_at=buyer.by.at,
        created_by=buyer.by.person_id,
        **_said(draft),
    )
    buyer.session.add(purchase)
    buyer.session.flush()
    put_lines(buyer, purchase, lines)
    note(buyer, purchase, "opened", {"entry": entry.id, "plan_number": entry.egp_plan_no})
    settle(buyer, purchase)
    return purchase


def _said(draft: PurchaseDraft) -> dict[str, Any]:
    return draft.model_dump(exclude={"lines", "entry_id", "name"})


def change_purchase(buyer: Buyer, purchase: Purchase, draft: PurchaseDraft) -> Mapping[str, object]:
    """Make it as drafted. After the approval only notes and the number in e-GP can change."""
    open_yet(purchase)
    values = _said(draft) | {"name": draft.name or purchase.name}
    lines = draft_of(dossier_of(buyer.session, buyer.sight, purchase.id or 0)).lines
    has_other_lines = [one.model_dump() for one in draft.lines] != [one.model_dump() for one in lines]
    if draft.entry_id != purchase.entry_id:
        raise refuse("entry_id", _("A purchase stays with its entry of the plan"))
    if draft.spec_id != purchase.spec_id:
        raise refuse("spec_id", _("A purchase stays with its specification"))
    if purchase.spec_id is not None and has_other_lines:
        raise refuse("lines", _("The specification says what is bought"))
    if purchase.approved_on is not None:
        fixed = {name for name in values if name not in {"egp_project_no", "note"}}
        if has_other_lines or any(getattr(purchase, name) != values[name] for name in fixed):
            raise refuse("", _("The request is approved: what was approved does not change any more"))
    changes = take(purchase, values)
    if has_other_lines:
        put_lines(buyer, purchase, draft.lines)
        changes["lines"] = [len(lines), len(draft.lines)]
    buyer.session.add(purchase)
    buyer.session.flush()
    if changes:
        note(buyer, purchase, "changed", {"fields": sorted(changes)})
        settle(buyer, purchase)
    return changes


def draft_of(dossier: Dossier) -> PurchaseDraft:
    """What is stored, as it could be given again."""
    lines = tuple(
        LineDraft.of(
            line.row, shares=tuple(ShareDraft.of(share) for share in sorted(line.shares, key=lambda one: one.id or 0))
        )
        for line in dossier.lines
    )
    return PurchaseDraft.of(dossier.purchase, lines=lines)


def approve(buyer: Buyer, purchase: Purchase, draft: ApproveDraft) -> None:
    """The request is approved: the amount is reserved. RefusedError says what is still missing."""
    open_yet(purchase)
    dossier = dossier_of(buyer.session, buyer.sight, purchase.id or 0)
    if purchase.approved_on is not None:
        raise refuse("", _("It is approved already"))
    buyer.check_past(draft.approved_on, "approved_on")
    _ready(buyer.session, dossier, draft.approved_on)
    purchase.amount_satang = dossier.estimate_satang
    purchase.approved_on, purchase.approval_no = draft.approved_on, draft.approval_no
    buyer.session.add(purchase)
    buyer.session.flush()
    fact = ProcurementApproved(**told(buyer.session, dossier, purchase.amount_satang), approved_on=draft.approved_on)
    tell_siblings(buyer.session, fact, office_id=purchase.office_id, at=buyer.by.at)
    note(buyer, purchase, "approved", {"amount_satang": purchase.amount_satang, "number": draft.approval_no})
    settle(buyer, purchase)


def _ready(session: Session, dossier: Dossier, day: date) -> None:
    purchase, wanted = dossier.purchase, dossier.estimate_satang
    if not dossier.lines or not wanted:
        raise refuse("", _("Say first what is to be bought, and for how much"))
    if not purchase.egp_project_no:
        raise refuse("", _("Enter the project in e-GP first, and write its number here"))
    if purchase.method is None:
        raise refuse("", _("Choose the method first"))
    proposal = propose(wanted, day, shipped_parameters())
    if proposal.method is not purchase.method and not purchase.method_reason.strip():
        raise refuse("", _("Another method is chosen than the amount proposes: give the reason first"))
    others = sum(
        one.amount_satang
        for one in purchases_of(session, dossier.entry)
        if one.id != purchase.id and one.cancelled_on is None
    )
    left = dossier.entry.amount_satang - others
    if wanted > left:
        said = _("It comes to %(wanted)s baht, and the entry of the plan has %(left)s baht left")
        raise refuse("", said, wanted=figures(wanted), left=figures(max(left, 0)))


def cancel(buyer: Buyer, purchase: Purchase, reason: str) -> None:
    """It ends here; what it held of its budget line is free again. RefusedError once goods were accepted."""
    open_yet(purchase)
    reason = said("reason", reason, longest=500, unsaid=_("Say why"))
    dossier = dossier_of(buyer.session, buyer.sight, purchase.id or 0)
    if facts_of(dossier, shipped_parameters(), ()).accepted:
        raise refuse("", _("Goods were accepted: it cannot be cancelled any more"))
    now = held(told_of(buyer.session, dossier.purchase_id))
    free = now.reserved_satang + now.committed_satang
    purchase.cancelled_on, purchase.cancel_reason = buyer.today, reason
    buyer.session.add(purchase)
    if free:
        fact = ProcurementCancelled(**told(buyer.session, dossier, free), cancelled_on=buyer.today)
        tell_siblings(buyer.session, fact, office_id=purchase.office_id, at=buyer.by.at)
    free_needs(buyer.session, dossier, buyer.by, reason)
    note(buyer, purchase, "cancelled", {}, text=reason)
    settle(buyer, purchase)


def told(session: Session, dossier: Dossier, amount_satang: int) -> dict[str, Any]:
    """What every fact of this purchase says to siblings."""
    site = dossier.place(dossier.purchase.site_id)
    return {
        "purchase_id": dossier.purchase_id,
        "office_code": session.get_one(Office, dossier.purchase.office_id).code,
        "unit_code": site.code if site is not None else "",
        "fiscal_year": dossier.entry.year,
        "plan_number": dossier.entry.egp_plan_no,
        "budget_line_id": dossier.entry.budget_line_id,
        "amount_satang": amount_satang,
    }


def settle(buyer: Buyer, purchase: Purchase) -> None:
    """Write down for lists how far it is; nothing judges by it."""
    buyer.session.flush()
    facts = facts_of(dossier_of(buyer.session, buyer.sight, purchase.id or 0), shipped_parameters(), ())
    purchase.step, purchase.is_over = step_of(facts), is_over(facts)
    buyer.session.add(purchase)
    buyer.session.flush()


def open_yet(purchase: Purchase) -> None:
    """RefusedError of one that was cancelled."""
    if purchase.cancelled_on is not None:
        raise refuse("", _("It was cancelled"))


def note(buyer: Buyer, purchase: Purchase, kind: str, detail: Mapping[str, object], *, text: str = "") -> None:
    """One line of its history."""
    buyer.session.add(
        PurchaseEvent(
            purchase_id=purchase.id or 0,
            at=buyer.by.at,
            kind=kind,
            person_id=buyer.by.person_id,
            actor=buyer.by.actor[:120],
            detail=dict(detail),
            note=text[:2000],
        )
    )
