"""Who inspects what a purchase brings: a committee, or one person for a small amount, as the order appointed them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final

from pydantic import Field

from office.baht import figures
from office.workflow.committee import Seat
from procurement.models.purchase import Purchase
from procurement.parameters import Name, shipped_parameters
from procurement.queries.dossier import dossier_of
from procurement.store.buyer import Buyer
from procurement.store.purchases import note, open_yet
from service.draft import Digits, Draft, Empty, Line, OptionalId
from service.refusal import _, refuse

MOST_INSPECTORS: Final = 20
_SEATS: Final = tuple(Seat)


class InspectorDraft(Draft):
    """One who was appointed; `position` is the office or post of that person."""

    name: Annotated[Line, Field(min_length=1)]
    position: Line = ""
    seat: Seat = Seat.MEMBER


class PanelDraft(Draft):
    """All who were appointed, by which order of which day; `committee_id` where they are a registered committee."""

    committee_id: OptionalId = None
    order_no: Annotated[Line, Field(max_length=120), Digits] = ""
    appointed_on: Annotated[date | None, Empty] = None
    members: Annotated[tuple[InspectorDraft, ...], Field(min_length=1, max_length=MOST_INSPECTORS)]


def appoint_panel(buyer: Buyer, purchase: Purchase, draft: PanelDraft) -> None:
    """From now on they inspect. RefusedError of one person alone above the limit, which is a dated parameter."""
    open_yet(purchase)
    dossier = dossier_of(buyer.session, buyer.sight, purchase.id or 0)
    day = draft.appointed_on or buyer.today
    buyer.check_past(day, "appointed_on")
    limit = shipped_parameters().at(Name.SINGLE_INSPECTOR_SATANG, day)
    if len(draft.members) == 1 and (limit is None or dossier.amount_satang > limit.value):
        most = figures(limit.value) if limit is not None else "–"
        raise refuse(
            "committee_id", _("One person alone inspects only up to %(most)s baht: choose a committee"), most=most
        )
    ordered = sorted(draft.members, key=lambda one: _SEATS.index(one.seat))
    purchase.panel = [one.model_dump(mode="json") for one in ordered]
    purchase.committee_id, purchase.panel_order_no, purchase.panel_on = draft.committee_id, draft.order_no, day
    buyer.session.add(purchase)
    buyer.session.flush()
    note(buyer, purchase, "appointed", {"number": draft.order_no, "people": len(ordered)})


def appointed(purchase: Purchase, names: tuple[str, ...]) -> list[str]:
    """Those of the names who inspected, in the order of their appointment; as given where nobody was appointed.

    RefusedError names the one who was not.
    """
    known = [one["name"] for one in purchase.panel]
    if not known:
        return list(names)
    for name in names:
        if name not in known:
            raise refuse("inspectors", _("%(name)s was not appointed to inspect this purchase"), name=name[:120])
    return [name for name in known if name in names]
