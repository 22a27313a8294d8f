"""Leases of internet links: begun from links whose contracts end, and at the signing a contract of these links.

Hours, repair time and fines are those of the contract that ends until a person changes them; none is a rule of law.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Annotated, Any, Final

from pydantic import Field
from sqlmodel import Session, col, select

from inventory.models.contract import ClockStart, Contract
from inventory.models.link import Link, Provider
from inventory.models.outage import Cause
from inventory.models.site import Calendar, Site
from inventory.queries.sight import Sight
from inventory.sla.formula import Formula
from inventory.store.belonging import in_office
from inventory.store.contracts import MOST_DAYS, ContractDraft, Minutes, assign, contract_draft_of, create_contract
from procurement.buying.method import propose
from procurement.models.purchase import Purchase, PurchaseContract, PurchaseKind
from procurement.parameters import shipped_parameters
from procurement.queries.dossier import Dossier, dossier_of
from procurement.store.buyer import Buyer
from procurement.store.lines import LineDraft, ShareDraft
from procurement.store.purchases import PurchaseDraft, note, open_purchase, open_yet, settle
from service.draft import Draft, Empty, OptionalId
from service.refusal import MissingError, _, refuse
from service.thai_order import in_thai

TERMS: Final = (
    *("calendar_id", "response_minutes", "repair_minutes", "clock_start", "excluded", "least_seconds"),
    *("formula", "remind_days"),
)
MOST_MONTHS: Final = 60
MOST_BPS: Final = 10**12


class TermsDraft(Draft):
    """What is asked of the links: for how many months, how fast (bit/s; None: as they are), and which hours, repair
    time and fines the contract of the links will have. As in inventory.store.contracts.ContractDraft.
    """

    months: Annotated[int, Field(ge=1, le=MOST_MONTHS)]
    speed_bps: Annotated[Annotated[int, Field(ge=1, le=MOST_BPS)] | None, Empty] = None
    remind_days: Annotated[tuple[Annotated[int, Field(ge=0, le=MOST_DAYS)], ...], Field(max_length=10)] = ()
    calendar_id: OptionalId = None
    response_minutes: Minutes = None
    repair_minutes: Minutes = None
    clock_start: ClockStart = ClockStart.OUTAGE
    excluded: tuple[Cause, ...] = ()
    least_seconds: Annotated[int, Field(ge=0, le=86400)] = 0
    formula: Formula = Formula()


def terms_of(dossier: Dossier) -> TermsDraft:
    """As they stand now."""
    months = max((share.quantity for line in dossier.lines for share in line.shares), default=1)
    return TermsDraft.read({**dossier.purchase.terms, "months": months})


def change_terms(buyer: Buyer, purchase: Purchase, draft: TermsDraft) -> None:
    """RefusedError once it is signed: then the contract of the links holds; the months are fixed by the approval."""
    open_yet(purchase)
    dossier = dossier_of(buyer.session, buyer.sight, purchase.id or 0)
    if purchase.kind is not PurchaseKind.LEASE:
        raise refuse("", _("It is no lease of links"))
    if dossier.contract is not None:
        raise refuse("", _("It is signed already: change the contract of the links"))
    in_office(buyer.session, Calendar, draft.calendar_id, office_id=purchase.office_id, field="calendar_id")
    before = terms_of(dossier)
    if purchase.approved_on is not None and draft.months != before.months:
        raise refuse("months", _("The request is approved: what was approved does not change any more"))
    changed = sorted(name for name in TermsDraft.model_fields if getattr(draft, name) != getattr(before, name))
    for share in (share for line in dossier.lines for share in line.shares):
        share.quantity = draft.months
        buyer.session.add(share)
    purchase.terms = draft.model_dump(mode="json", exclude={"months"})
    buyer.session.add(purchase)
    if changed:
        note(buyer, purchase, "terms", {"fields": changed})
    settle(buyer, purchase)


def ending_contracts(session: Session, sight: Sight, today: date, days: int) -> Sequence[Contract]:
    """Contracts of links that end within so many days, or ended in the last 90; the first to end first."""
    wanted = select(Contract).where(
        Contract.office_id == sight.office_id,
        col(Contract.archived_at).is_(None),
        col(Contract.ends_on).between(today - timedelta(days=90), today + timedelta(days=days)),
    )
    if sight.site_id is not None:
        wanted = wanted.where(Contract.payer_site_id == sight.site_id)
    return session.exec(wanted.order_by(col(Contract.ends_on), Contract.number)).all()


def links_of(session: Session, contract: Contract) -> Sequence[tuple[Link, Site]]:
    """The links that are under it now, by school."""
    wanted = select(Link, Site).join(Site, col(Site.id) == Link.site_id)
    wanted = wanted.where(Link.contract_id == contract.id, col(Link.archived_at).is_(None))
    return session.exec(wanted.order_by(in_thai(Site.name), Link.name)).all()


def lines_from(session: Session, contract: Contract, months: int) -> tuple[LineDraft, ...]:
    """A line for each link of the contract: so many months, at the price of now."""
    return tuple(
        LineDraft(
            name=f"{site.name} · {link.name}"[:255],
            unit_word="เดือน",
            estimate_satang=link.price_satang_month or contract.price_satang_month or 0,
            is_asset=False,
            link_id=link.id,
            shares=(ShareDraft(site_id=site.id, quantity=months),),
        )
        for link, site in links_of(session, contract)
    )


def terms_from(contract: Contract) -> dict[str, Any]:
    """What the new contract begins with, as JSON holds it."""
    return contract_draft_of(contract).model_dump(mode="json", include=set(TERMS))


def open_lease(buyer: Buyer, contract: Contract, entry_id: int, months: int) -> Purchase:
    """A purchase of the links of a contract for so many months, with its hours, repair time and fines as they are."""
    if buyer.sight.site_id not in (None, contract.payer_site_id):
        raise MissingError("contract")
    if not 1 <= months <= MOST_MONTHS:
        raise refuse("months", _("Between 1 and %(most)s months"), most=MOST_MONTHS)
    lines = lines_from(buyer.session, contract, months)
    if not lines:
        raise refuse("contract", _("No link is under this contract"))
    amount = sum(line.estimate_satang * share.quantity for line in lines for share in line.shares)
    proposal = propose(amount, buyer.today, shipped_parameters())
    draft = PurchaseDraft(entry_id=entry_id, kind=PurchaseKind.LEASE, method=proposal.method, lines=lines)
    purchase = open_purchase(buyer, draft)
    purchase.terms = terms_from(contract)
    buyer.session.add(purchase)
    buyer.session.flush()
    return purchase


def begin_lease(
    session: Session, dossier: Dossier, signed: PurchaseContract, *, starts_on: date | None, ends_on: date | None
) -> Contract:
    """The contract of the links that the winner provides, with the terms of the purchase; its links come under it."""
    if starts_on is None or ends_on is None:
        raise refuse("starts_on" if starts_on is None else "ends_on", _("A lease has a first and a last day"))
    assert dossier.winner is not None
    purchase, name = dossier.purchase, dossier.winner.bid.supplier
    provider = session.exec(
        select(Provider).where(Provider.office_id == purchase.office_id, Provider.name == name)
    ).first()
    if provider is None:
        provider = Provider(office_id=purchase.office_id, name=name[:120])
        session.add(provider)
        session.flush()
    prices = {line.unit_satang for line in dossier.lines}
    draft = ContractDraft.read(
        {
            **{name: value for name, value in purchase.terms.items() if name in TERMS},
            "number": signed.number,
            "name": purchase.name,
            "provider_id": provider.id,
            "payer_site_id": purchase.site_id,
            "signed_on": signed.signed_on,
            "starts_on": starts_on,
            "ends_on": ends_on,
            "amount_satang": signed.amount_satang,
            "price_satang_month": prices.pop() if len(prices) == 1 else None,
        }
    )
    contract = create_contract(session, draft, office_id=purchase.office_id)
    _give_links(session, dossier, contract, provider)
    signed.provider_contract_id = contract.id
    session.add(signed)
    return contract


def _give_links(session: Session, dossier: Dossier, contract: Contract, provider: Provider) -> None:
    """Each link has the winner's price of a month from now on."""
    ids = []
    for line in dossier.lines:
        link = session.get(Link, line.row.link_id) if line.row.link_id is not None else None
        if link is not None and link.id is not None:
            link.provider_id, link.price_satang_month = provider.id, line.unit_satang
            link.speed_bps = terms_of(dossier).speed_bps or link.speed_bps
            session.add(link)
            ids.append(link.id)
    session.flush()
    assign(session, contract, ids)
