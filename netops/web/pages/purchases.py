"""Purchases: the list with what each step holds, and the card of one with its course, offers, deliveries and budget."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from inventory.models.contract import Contract
from netops.buying.course_papers import BLANKS
from netops.purchasing import Purchases
from netops.web.access import Visitor, allowed
from netops.web.forms.purchase_acts import FORM_WORDS, VERDICT_WORDS
from netops.web.hand import hand_of
from netops.web.listing import exported, kinds_of, question_of, view_of
from netops.web.naming import SEATS
from netops.web.pages.assets import today_of
from netops.web.purchase_course import course_of
from netops.web.purchase_told import happened
from procurement.buying.steps import TITLES
from procurement.models.purchase import PaperForm, PurchaseKind
from procurement.models.receipt import Verdict
from procurement.queries.dossier import Dossier
from procurement.queries.purchases import KIND_WORDS, METHOD_WORDS, PURCHASES, events_of, step_sums
from procurement.queries.received import devices_of
from procurement.store.leases import terms_of
from service.i18n import N_, _
from service.web.render import page
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
HOME: Final = "/purchases"
MayRead = Annotated[Visitor, Depends(allowed("purchases.read"))]
WORDS: Final[dict[str, Any]] = {
    "titles": TITLES,
    "methods": METHOD_WORDS,
    "purchase_kinds": KIND_WORDS,
    "forms": FORM_WORDS,
    "verdicts": VERDICT_WORDS,
}
PAPER_WORDS: Final = {
    "inspectors": N_("Order appointing the inspection committee"),
    "result": N_("Report of the result"),
    "winner": N_("Announcement of the winner"),
    "order": N_("Purchase order"),
    "summary": N_("Summary of the contract"),
}
VERDICT_SHAPES: Final = {None: "maintenance", Verdict.ACCEPTED: "up", Verdict.REJECTED: "down"}


@router.get(HOME)
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """Those under way first, with what each step holds."""
    view = view_of(request, db, visitor, PURCHASES, path=HOME)
    return page(
        request,
        "purchases.html",
        view=view,
        kinds=kinds_of(PURCHASES),
        blanks=[(key, _(PAPER_WORDS[key])) for key in BLANKS],
        sums=step_sums(db, visitor.sight, question_of(view.asked)),
        **WORDS,
    )


@router.get(f"{HOME}/export.{{kind}}")
def export(
    request: Request, db: Db, visitor: Annotated[Visitor, Depends(allowed("exports.run"))], kind: str
) -> Response:
    """Exactly the rows and columns that the list shows, all its pages."""
    return exported(request, db, visitor, PURCHASES, kind)


@router.get(f"{HOME}/{{row_id:int}}")
def one(request: Request, db: Db, visitor: MayRead, row_id: int) -> Response:
    """The card."""
    today = today_of(request)
    dossier = Purchases(hand_of(request, db, visitor), today).dossier(row_id)
    leased = dossier.contract.provider_contract_id if dossier.contract is not None else None
    return page(
        request,
        "purchase.html",
        found=dossier,
        course=course_of(db, visitor, dossier, today),
        devices=devices_of(db, dossier),
        leased=db.get(Contract, leased) if leased is not None else None,
        history=happened(events_of(db, row_id)),
        verdict_shapes=VERDICT_SHAPES,
        today=today,
        buyer=_buyer(visitor, dossier),
        papers=list(_papers(dossier)),
        terms=terms_of(dossier) if dossier.purchase.kind is PurchaseKind.LEASE else None,
        seats=SEATS,
        **WORDS,
    )


def _papers(dossier: Dossier) -> Iterator[tuple[str, str]]:
    """Those that can be made now, in the order of the course."""
    contract, won = dossier.contract, dossier.winner is not None
    known = {
        "inspectors": bool(dossier.purchase.panel),
        "result": won,
        "winner": won,
        "order": contract is not None and contract.form is PaperForm.ORDER,
        "summary": contract is not None,
    }
    return ((key, _(PAPER_WORDS[key])) for key, can_be in known.items() if can_be)


def _buyer(visitor: Visitor, dossier: Any) -> str:
    site = dossier.place(dossier.purchase.site_id)
    return site.name if site is not None else visitor.office_name or _("the office")
