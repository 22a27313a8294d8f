"""Papers between approval and order, made from the rows of a purchase: inspectors, result, winner, order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from sqlmodel import Session

from netops.buying.award_papers import AWARD_ANNOUNCEMENT, AWARD_REPORT
from netops.buying.figures import Award, Inspector, Offered, PanelOrder, PurchaseOrder
from netops.buying.making import Made, names_of, order_of, ordered
from netops.buying.order_papers import PANEL_ORDER, PURCHASE_ORDER
from netops.models.paper import Paper
from netops.papers.making import Order, make_paper
from netops.specs.making import load_forms
from procurement.models.purchase import PaperForm
from procurement.queries.dossier import Dossier
from procurement.store.entering import METHODS
from service.i18n import N_
from service.papers.kind import PaperKind
from service.refusal import refuse


def make_panel_order(session: Session, dossier: Dossier, made: Made) -> Paper:
    """RefusedError before inspectors were appointed."""
    purchase = dossier.purchase
    if not purchase.panel:
        raise refuse("", N_("Appoint the inspectors first"))
    data = PanelOrder(
        **_head(session, dossier),
        name=purchase.name,
        kind=purchase.kind,
        method=METHODS.get(purchase.method, ""),
        number=purchase.panel_order_no,
        day=purchase.panel_on,
        members=tuple(Inspector.model_validate(one) for one in purchase.panel),
    )
    return make_paper(session, PANEL_ORDER, data, order_of(dossier, made))


def make_award_report(session: Session, dossier: Dossier, made: Made) -> Paper:
    """Who offered what; RefusedError before the winner was announced."""
    return make_paper(session, AWARD_REPORT, _award(session, dossier), order_of(dossier, made))


def make_announcement(session: Session, dossier: Dossier, made: Made) -> Paper:
    """Who won; RefusedError before that."""
    return make_paper(session, AWARD_ANNOUNCEMENT, _award(session, dossier), order_of(dossier, made))


def _award(session: Session, dossier: Dossier) -> Award:
    purchase, winner = dossier.purchase, dossier.winner
    if winner is None:
        raise refuse("", N_("Announce the winner first"))
    forms = load_forms(session, purchase.office_id)
    own = {
        "unit": " ".join(part for part in (names_of(session, dossier)[1], forms.unit) if part),
        "officer": forms.officer,
    }
    return Award(
        **_head(session, dossier),
        **(own if purchase.site_id is None else {}),
        name=purchase.name,
        kind=purchase.kind,
        method=METHODS.get(purchase.method, ""),
        project_number=purchase.egp_project_no,
        approval_no=purchase.approval_no,
        approved_on=purchase.approved_on,
        approved_satang=purchase.amount_satang,
        items=tuple(ordered(dossier.lines)),
        offers=tuple(
            Offered(supplier=one.bid.supplier, amount_satang=one.amount_satang, is_winner=one.bid.is_winner)
            for one in dossier.offers
        ),
        supplier=winner.bid.supplier,
        amount_satang=winner.amount_satang,
        reason=purchase.award_reason,
        awarded_on=purchase.awarded_on,
    )


def make_order(session: Session, dossier: Dossier, made: Made) -> Paper:
    """The order to the winner; RefusedError before it is written down, and where a contract was signed instead."""
    contract, winner, purchase = dossier.contract, dossier.winner, dossier.purchase
    if contract is None or winner is None:
        raise refuse("", N_("It is not signed yet"))
    if contract.form is not PaperForm.ORDER:
        raise refuse("", N_("A contract was signed, and no order"))
    bid = winner.bid
    data = PurchaseOrder(
        **_head(session, dossier),
        name=purchase.name,
        kind=purchase.kind,
        **bid.model_dump(include={"supplier", "address", "phone", "tax_no", "quotation_no"}),
        **contract.model_dump(include={"number", "signed_on", "due_on", "warranty_months", "repair_days"}),
        **contract.model_dump(include={"fine_ppm_day", "fine_least_satang_day", "fine_of_whole", "guarantee_satang"}),
        offered_on=bid.received_on,
        goods=tuple(ordered(dossier.lines)),
        deliver_days=(contract.due_on - contract.signed_on).days,
        place=_places(dossier),
    )
    return make_paper(session, PURCHASE_ORDER, data, order_of(dossier, made))


def _places(dossier: Dossier) -> str:
    """Few are named; of many only their number is said."""
    found = [
        dossier.place(site_id) for site_id in {share.site_id: None for line in dossier.lines for share in line.shares}
    ]
    names = [place.name for place in found if place is not None]
    if len(names) < len(found):
        names = ["หน่วยงานผู้สั่งซื้อ", *names]
    return ", ".join(names) if len(names) <= 3 else f"โรงเรียนและหน่วยงาน {len(names):,} แห่ง ตามรายการแนบ"


def _head(session: Session, dossier: Dossier) -> dict[str, Any]:
    """Who buys, and who signs for it: for the office as its papers of specifications have it."""
    buyer = names_of(session, dossier)[1]
    if dossier.purchase.site_id is not None:
        return {"buyer": buyer}
    forms = load_forms(session, dossier.purchase.office_id)
    return {"buyer": buyer, "head": forms.head, "head_position": forms.head_position}


OF_COURSE: Final[Mapping[str, Callable[[Session, Dossier, Made], Paper]]] = {
    "inspectors": make_panel_order,
    "result": make_award_report,
    "winner": make_announcement,
    "order": make_order,
}
_BLANKS: Final[Mapping[str, tuple[PaperKind[Any], type[Any]]]] = {
    "inspectors": (PANEL_ORDER, PanelOrder),
    "result": (AWARD_REPORT, Award),
    "winner": (AWARD_ANNOUNCEMENT, Award),
    "order": (PURCHASE_ORDER, PurchaseOrder),
}
BLANKS: Final[Iterable[str]] = tuple(_BLANKS)


def make_blank(session: Session, what: str, buyer: str, order: Order) -> Paper:
    """A form to be filled in by hand, of one of BLANKS."""
    kind, data = _BLANKS[what]
    return make_paper(session, kind, data(buyer=buyer), order)
