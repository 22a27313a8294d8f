"""The data of the papers of a disposal, from its assets as they stand in the book."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session

from inventory.assets.reckoning import value_on
from inventory.models.asset import Asset
from inventory.models.disposal import Disposal, DisposalItem
from inventory.models.site import Office, Site
from inventory.store.asset_classes import book_of
from netops.book.disposal_tables import METHODS, DisposalPaper, GoingItem, Seated
from netops.book.kinds import STANDINGS
from netops.book.making import Made, described

Seats = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Decided:
    """What its case says: when it was approved, until when it is to be carried out, and who sits in which committee."""

    approved_on: date | None = None
    finish_by: date | None = None
    order_no: str = ""
    committees: Mapping[str, Seats] = field(default_factory=dict)


def disposal_data(
    session: Session,
    disposal: Disposal,
    items: Sequence[tuple[DisposalItem, Asset]],
    decided: Decided,
    made: Made,
) -> DisposalPaper:
    """All that its papers say; values in the book are those of the day on which a thing went, or of today."""
    office = session.get_one(Office, disposal.office_id).name
    site = session.get(Site, disposal.site_id) if disposal.site_id is not None else None
    book = book_of(session, disposal.office_id)

    def one(item: DisposalItem, asset: Asset) -> GoingItem:
        worth = value_on(asset, book, item.done_on or made.today)
        return GoingItem(
            number=asset.number,
            name=asset.name,
            described=described(asset),
            quantity=asset.quantity,
            unit_word=asset.unit_word,
            acquired_on=asset.acquired_on,
            cost_satang=None if asset.price_satang is None else asset.price_satang * asset.quantity,
            net_satang=worth.net_satang if worth is not None else None,
            condition=STANDINGS[item.before],
            is_normal_wear=item.is_normal_wear,
            cause=item.cause,
            method=METHODS[item.method],
            least_satang=item.least_satang,
            done_on=item.done_on,
            proceeds_satang=item.proceeds_satang,
            document_no=item.document_no,
        )

    return DisposalPaper(
        office=office,
        owner=site.name if site is not None else office,
        is_school=site is not None,
        title=disposal.title,
        reason=disposal.reason,
        order_no=decided.order_no,
        approved_on=decided.approved_on,
        finish_by=decided.finish_by,
        fact_finders=_seated(decided.committees.get("fact-finding", ())),
        committee=_seated(decided.committees.get("disposal", ())),
        items=tuple(one(item, asset) for item, asset in items),
    )


def _seated(seats: Seats) -> tuple[Seated, ...]:
    return tuple(Seated(name=name, position=position) for name, position in seats)
