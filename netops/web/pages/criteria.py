"""Price criteria in force on a day, by category; and one item with all that editions said of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Form, Query
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from netops.audit import record
from netops.web.access import Visitor, allowed
from netops.web.criteria_words import (
    CATEGORIES,
    CERTAINTIES,
    LISTINGS,
    SHORT_CERTAINTIES,
    SHORT_LISTINGS,
    announced,
    today_of,
)
from procurement.criteria.catalogue import Catalogue
from procurement.criteria.comparing import Change
from procurement.criteria.edition import Edition, InForce, Item, Listing
from procurement.criteria.fingerprint import fingerprint
from procurement.criteria.rows import COLUMNS
from procurement.store.confirmations import confirm, confirmation_of, take_back
from procurement.store.criteria import office_catalogue
from service.columns import utc_now
from service.i18n import _
from service.refusal import MissingError, RefusedError
from service.web.exports import Sheet, as_file
from service.web.form import problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(prefix="/criteria", include_in_schema=False)
MayRead = Annotated[Visitor, Depends(allowed("criteria.read"))]
MayWrite = Annotated[Visitor, Depends(allowed("criteria.write"))]
MayExport = Annotated[Visitor, Depends(allowed("exports.run"))]
SATANG: Final = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the catalogue is wanted; empty texts and no day: all of today."""

    q: Annotated[str, Query(max_length=120)] = ""
    listing: Annotated[str, Query(max_length=32)] = ""
    category: Annotated[str, Query(max_length=40)] = ""
    on: Annotated[str, Query(max_length=10)] = ""

    def day(self, today: date) -> date:
        """The day asked for, or today where none can be read."""
        try:
            return date.fromisoformat(self.on) if self.on else today
        except ValueError:
            return today

    @property
    def wanted(self) -> Listing | None:
        """The list asked for."""
        return Listing(self.listing) if self.listing in list(Listing) else None

    def found(self, catalogue: Catalogue, day: date) -> list[InForce]:
        """The items that fit."""
        return [
            each
            for each in catalogue.items_at(day, self.wanted)
            if (not self.category or each.item.category == self.category) and each.item.says(self.q)
        ]


Wanted = Annotated[Asked, Depends()]


@dataclass(frozen=True, slots=True)
class Part:
    """One list: what it is made up of on the day, and its items by category."""

    listing: Listing
    basis: Sequence[Edition]
    groups: Sequence[tuple[str, Sequence[InForce]]]


def _parts(catalogue: Catalogue, found: Iterable[InForce], asked: Asked, day: date) -> list[Part]:
    by_list = {listing: list(each) for listing, each in groupby(found, key=lambda each: each.edition.listing)}
    parts = []
    for listing in Listing if asked.wanted is None else (asked.wanted,):
        items = by_list.get(listing, [])
        # A category keeps its items together wherever an edition prints them.
        order = list(dict.fromkeys(each.item.category for each in items))
        groups = [(one, [each for each in items if each.item.category == one]) for one in order]
        if items or not (asked.q or asked.category):
            parts.append(Part(listing, catalogue.basis_at(day, listing), groups))
    return parts


@router.get("")
def listed(request: Request, db: Db, visitor: MayRead, asked: Wanted) -> Response:
    """In force today, or on the day that is asked for."""
    catalogue = office_catalogue(db, visitor.office_id)
    today = today_of(request)
    day = asked.day(today)
    found = asked.found(catalogue, day)
    present = {each.item.category for each in catalogue.items_at(day)}
    categories = [(key, _(words)) for key, words in CATEGORIES.items() if key in present]
    categories += [(key, key) for key in sorted(present - CATEGORIES.keys()) if key]
    return page(
        request,
        "criteria.html",
        parts=_parts(catalogue, found, asked, day),
        count=len(found),
        asked=asked,
        day=day,
        today=today,
        categories=categories,
        **wording(),
    )


@router.get("/export.{kind}")
def export(request: Request, db: Db, visitor: MayExport, kind: str, asked: Wanted) -> Response:
    """Exactly what the list shows."""
    found = asked.found(office_catalogue(db, visitor.office_id), asked.day(today_of(request)))
    titles = ["listing", *(column.name for column in COLUMNS), "edition", "effective_from"]
    rows = [
        [each.edition.listing.value, *item_cells(each.item), each.edition.name, each.edition.effective_from]
        for each in found
    ]
    return as_file(Sheet("criteria", titles, rows), kind)


def item_cells(item: Item) -> list[object]:
    """An item as a row that can be imported again; money in baht."""
    price = "" if item.price_satang is None else f"{item.price_satang // SATANG}.{item.price_satang % SATANG:02d}"
    return [
        item.item_no,
        item.code if item.code != item.item_no else "",
        item.category,
        item.name_th,
        item.name_en,
        price,
        item.price_unit,
        "\n".join(line.text for line in item.spec),
        item.page or "",
        item.certainty.value,
        item.note,
    ]


@dataclass(frozen=True, slots=True)
class Said:
    """What an edition said of an item, and how that differs from the edition before; None for the oldest known."""

    said: InForce
    change: Change | None


@router.get("/items/{listing}/{item_code}")
def one(request: Request, db: Db, visitor: MayRead, listing: str, item_code: str) -> Response:
    """The item as it holds today, and its history over editions."""
    if listing not in list(Listing):
        raise MissingError
    catalogue, today, wanted = office_catalogue(db, visitor.office_id), today_of(request), Listing(listing)
    history = catalogue.history(wanted, item_code)
    if not history:
        raise MissingError
    rows = [Said(new, Change(old.item, new.item)) for new, old in pairwise(history)] + [Said(history[-1], None)]
    silent = [
        edition for edition in catalogue.editions if edition.listing is wanted and not catalogue.items_of(edition.key)
    ]
    held = catalogue.item_at(today, wanted, item_code)
    shown = held or history[0]
    return page(
        request,
        "criteria_item.html",
        held=held,
        shown=shown,
        seen=fingerprint(shown.item),
        confirmation=confirmation_of(db, visitor.office_id, shown),
        rows=rows,
        silent=silent,
        today=today,
        **wording(),
    )


@router.post("/editions/{key}/items/{item_code}/confirm")
def confirm_item(
    request: Request, db: Db, visitor: MayWrite, key: str, item_code: str, seen: Annotated[str, Form(max_length=64)]
) -> Response:
    """The person compared what the page showed with the announcement."""
    held = printed(office_catalogue(db, visitor.office_id), key, item_code)
    try:
        confirm(db, visitor.office_id, held, seen=seen, name=visitor.name or visitor.username, at=utc_now())
    except RefusedError as error:
        return redirect(request, _address(held), " ".join(problems(error).values()), kind="warning")
    write_down(db, visitor, held, "confirmed")
    return redirect(request, _address(held), _("Written down: the item was compared with the announcement."))


@router.post("/editions/{key}/items/{item_code}/take-back")
def take_back_item(request: Request, db: Db, visitor: MayWrite, key: str, item_code: str) -> Response:
    """It was not compared after all."""
    held = printed(office_catalogue(db, visitor.office_id), key, item_code)
    take_back(db, visitor.office_id, held)
    write_down(db, visitor, held, "taken_back")
    return redirect(request, _address(held), _("The item counts as not compared again."))


def printed(catalogue: Catalogue, key: str, code: str) -> InForce:
    """An item as its edition has it; MissingError where there is none."""
    edition = catalogue.edition(key)
    item = next((one for one in catalogue.items_of(key) if one.code == code), None)
    if edition is None or item is None:
        raise MissingError
    return InForce(item, edition)


def write_down(db: Session, visitor: Visitor, held: InForce, what: str) -> None:
    """In the audit log, with the price that was compared."""
    detail = {"edition": held.edition.key, "item": held.item.code, "price_satang": held.item.price_satang}
    record(db, visitor.actor, f"criteria_item.{what}", subject="criteria_item", detail=detail)


def _address(held: InForce) -> str:
    return f"/criteria/items/{held.edition.listing.value}/{held.item.code}"


def wording() -> dict[str, Any]:
    """The words that every page of criteria needs."""
    return {
        "listings": LISTINGS,
        "short_listings": SHORT_LISTINGS,
        "certainties": CERTAINTIES,
        "short_certainties": SHORT_CERTAINTIES,
        "category_words": CATEGORIES,
        "announced": announced,
    }
