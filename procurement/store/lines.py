"""What a purchase is to bring: lines, and how many pieces of each go where and for which need."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Final

from pydantic import Field
from sqlmodel import col, delete, select

from inventory.models.asset import AssetClass
from inventory.models.link import Link
from inventory.models.site import Site
from inventory.store.assets import MOST_SATANG
from inventory.store.belonging import in_office
from procurement.models.need import Need
from procurement.models.purchase import Purchase, PurchaseLine, PurchaseShare
from procurement.models.spec import SpecLine
from procurement.store.buyer import Buyer
from service.draft import Digits, Draft, Line, OptionalId
from service.refusal import _, refuse

MOST_LINES: Final = 200


class ShareDraft(Draft):
    """So many pieces to one place; `site_id` none: the office."""

    site_id: OptionalId = None
    quantity: Annotated[int, Field(ge=1, le=1_000_000), Digits]
    need_id: OptionalId = None


class LineDraft(Draft):
    """One thing to be bought; the price is for one piece, with VAT."""

    name: Annotated[Line, Field(min_length=1)]
    unit_word: Annotated[Line, Field(max_length=32)] = ""
    estimate_satang: Annotated[int, Field(ge=0, le=MOST_SATANG)]
    is_asset: bool = True
    class_id: OptionalId = None
    spec_line_id: OptionalId = None
    link_id: OptionalId = None
    shares: Annotated[tuple[ShareDraft, ...], Field(min_length=1, max_length=1000)]


def put_lines(buyer: Buyer, purchase: Purchase, lines: Sequence[LineDraft]) -> None:
    """In place of those before: nothing hangs on the lines of a purchase that is not approved, but its bids."""
    before = buyer.session.exec(select(PurchaseLine.id).where(PurchaseLine.purchase_id == purchase.id)).all()
    buyer.session.exec(delete(PurchaseShare).where(col(PurchaseShare.line_id).in_(before)))
    buyer.session.exec(delete(PurchaseLine).where(col(PurchaseLine.id).in_(before)))
    for position, draft in enumerate(lines):
        in_office(
            buyer.session,
            AssetClass,
            draft.class_id,
            office_id=buyer.sight.office_id,
            field=f"lines.{position}.class_id",
        )
        in_office(
            buyer.session, Link, draft.link_id, office_id=buyer.sight.office_id, field=f"lines.{position}.link_id"
        )
        of_spec = buyer.session.get(SpecLine, draft.spec_line_id) if draft.spec_line_id is not None else None
        if draft.spec_line_id is not None and (of_spec is None or of_spec.spec_id != purchase.spec_id):
            raise refuse(f"lines.{position}.spec_line_id", _("There is no such entry"))
        line = PurchaseLine(purchase_id=purchase.id or 0, position=position, **draft.model_dump(exclude={"shares"}))
        buyer.session.add(line)
        buyer.session.flush()
        for share in draft.shares:
            field = f"lines.{position}.site_id"
            in_office(buyer.session, Site, share.site_id, office_id=buyer.sight.office_id, field=field)
            need = in_office(buyer.session, Need, share.need_id, office_id=buyer.sight.office_id, field=field)
            if purchase.site_id is not None and need is not None and need.site_id != purchase.site_id:
                raise refuse(field, _("There is no such entry"))
            if purchase.site_id is not None and share.site_id != purchase.site_id:
                raise refuse(field, _("A school buys for itself only"))
            buyer.session.add(PurchaseShare(line_id=line.id or 0, **share.model_dump()))
    buyer.session.flush()
