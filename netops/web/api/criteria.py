"""Price criteria: what is in force on a day, what editions said of an item, two editions compared, and a later one."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from inventory.store.acting import ForOffice
from netops.audit import record
from netops.web.access import Visitor, allowed
from netops.web.api.paging import Paging
from netops.web.api.shapes import Listed, Shape
from netops.web.criteria_words import today_of
from netops.web.pages.criteria import printed, write_down
from procurement.criteria.comparing import Change, DifferentListsError, compare
from procurement.criteria.draft import MOST_ITEMS, EditionDraft, ItemDraft
from procurement.criteria.edition import Certainty, Edition, InForce, Item, Listing, Precision, Scope
from procurement.criteria.fingerprint import fingerprint
from procurement.criteria.spec_line import Sense
from procurement.store.confirmations import confirm, take_back
from procurement.store.criteria import edition_of, office_catalogue, store_edition
from service.columns import utc_now
from service.i18n import N_
from service.refusal import MissingError, Problem, RefusedError, refuse
from service.web.transaction import Db

router = APIRouter(prefix="/api/v1/criteria", tags=["criteria"])
MayRead = Annotated[Visitor, Depends(allowed("criteria.read"))]
MayWrite = Annotated[Visitor, Depends(allowed("criteria.write"))]
_TWICE: Final = N_("The number %(code)s stands in a row before; give one of them a code of its own")


class BoundOut(Shape):
    """A figure that a product must reach or keep below; `unit` is empty where none is recognised."""

    sense: Sense
    figure: str
    unit: str


class SpecLineOut(Shape):
    """One demand and its figures."""

    text: str
    bounds: list[BoundOut]


class EditionOut(Shape):
    """An edition. `announced_on` is the first day where only month or year are known (`announced_precision`);
    `items` counts those known of it."""

    key: str
    listing: Listing
    name: str
    announced_on: date
    announced_precision: Precision
    effective_from: date
    scope: Scope
    certainty: Certainty
    source: str
    url: str
    note: str
    items: int | None = None


class ItemOut(Shape):
    """An item of an edition. The price is a ceiling with VAT; null: not known. An empty unit is one not known.
    `fingerprint` changes with all that the announcement says of it."""

    code: str
    item_no: str
    category: str
    name_th: str
    name_en: str
    price_satang: int | None
    price_unit: str
    spec: list[SpecLineOut]
    page: int | None
    certainty: Certainty
    note: str
    fingerprint: str


class InForceOut(ItemOut):
    """An item and the edition that set it."""

    listing: Listing
    edition: str
    effective_from: date


class ChangeOut(Shape):
    """An item that differs; `difference_satang` is null where a price is not known or did not change."""

    code: str
    old: ItemOut
    new: ItemOut
    price_changed: bool
    difference_satang: int | None
    lines_gone: list[str]
    lines_new: list[str]


class ComparisonOut(Shape):
    """Two editions side by side; `unknown` names those of which no item is known, and then nothing is compared."""

    added: list[ItemOut]
    removed: list[ItemOut]
    changed: list[ChangeOut]
    same: int
    unknown: list[str]


class CriteriaSearch(Paging):
    """What is in force `on` a day (today without one); every word of `q` stands in number, names or demands."""

    on: date | None = None
    listing: Listing | None = None
    category: Annotated[str, Field(max_length=40)] = ""
    q: Annotated[str, Field(max_length=120)] = ""


class ConfirmationIn(BaseModel):
    """The fingerprint of the item as it was compared."""

    model_config = ConfigDict(extra="forbid")

    fingerprint: Annotated[str, Field(min_length=64, max_length=64)]


class EditionIn(BaseModel):
    """An edition with its items: taken whole, or refused with every problem."""

    model_config = ConfigDict(extra="forbid")

    edition: dict[str, Any]
    items: Annotated[list[dict[str, Any]], Field(min_length=1, max_length=MOST_ITEMS)]


@router.get("", summary="Items in force on a day")
def list_items(
    request: Request, db: Db, visitor: MayRead, wanted: Annotated[CriteriaSearch, Query()]
) -> Listed[InForceOut]:
    """By list and number."""
    catalogue = office_catalogue(db, visitor.office_id)
    day = wanted.on or today_of(request)
    found = [
        each
        for each in catalogue.items_at(day, wanted.listing)
        if (not wanted.category or each.item.category == wanted.category) and each.item.says(wanted.q)
    ]
    items = [_in_force(each) for each in found[wanted.offset : wanted.offset + wanted.limit]]
    return Listed[InForceOut](items=items, total=len(found), limit=wanted.limit, offset=wanted.offset)


@router.get("/items/{listing}/{item_code}", summary="What editions said of an item, newest first")
def item_history(db: Db, visitor: MayRead, listing: str, item_code: str) -> list[InForceOut]:
    """Future editions included; 404 where no edition knows the item."""
    if listing not in list(Listing):
        raise MissingError
    history = office_catalogue(db, visitor.office_id).history(Listing(listing), item_code)
    if not history:
        raise MissingError
    return [_in_force(each) for each in history]


@router.get("/editions", summary="Editions, shipped and imported")
def list_editions(db: Db, visitor: MayRead) -> list[EditionOut]:
    """Newest first."""
    catalogue = office_catalogue(db, visitor.office_id)
    return [_edition(one, len(catalogue.items_of(one.key))) for one in reversed(catalogue.editions)]


@router.get("/editions/compare", summary="Two editions side by side")
def compare_editions(
    db: Db,
    visitor: MayRead,
    old: Annotated[str, Query(max_length=64)],
    new: Annotated[str, Query(max_length=64)],
) -> ComparisonOut:
    """Each as the whole list stood under it, what a partial edition left alone included."""
    try:
        found = compare(office_catalogue(db, visitor.office_id), old, new)
    except KeyError:
        raise MissingError from None
    except DifferentListsError:
        raise refuse("new", N_("Editions of different lists cannot be compared")) from None
    return ComparisonOut(
        added=[_item(one) for one in found.added],
        removed=[_item(one) for one in found.removed],
        changed=[_change(one) for one in found.changed],
        same=found.same,
        unknown=list(found.unknown),
    )


@router.get("/editions/{key}", summary="What one edition itself says")
def edition_items(db: Db, visitor: MayRead, key: str) -> list[ItemOut]:
    """As printed; an empty list where its items are not known."""
    catalogue = office_catalogue(db, visitor.office_id)
    if catalogue.edition(key) is None:
        raise MissingError
    return [_item(one) for one in catalogue.items_of(key)]


@router.put("/editions/{key}/items/{item_code}/confirmation", summary="An item was compared with the announcement")
def confirm_item(db: Db, visitor: MayWrite, key: str, item_code: str, wanted: ConfirmationIn) -> ItemOut:
    """422 when the item says something else than what was seen."""
    held = printed(office_catalogue(db, visitor.office_id), key, item_code)
    confirm(db, visitor.office_id, held, seen=wanted.fingerprint, name=visitor.name or visitor.username, at=utc_now())
    write_down(db, visitor, held, "confirmed")
    return _item(printed(office_catalogue(db, visitor.office_id), key, item_code).item)


@router.delete(
    "/editions/{key}/items/{item_code}/confirmation",
    summary="It was not compared after all",
    status_code=HTTPStatus.NO_CONTENT,
)
def take_back_item(db: Db, visitor: MayWrite, key: str, item_code: str) -> None:
    """404 where nobody compared it."""
    held = printed(office_catalogue(db, visitor.office_id), key, item_code)
    take_back(db, visitor.office_id, held)
    write_down(db, visitor, held, "taken_back")


@router.post("/editions", summary="Import an edition", status_code=HTTPStatus.CREATED)
def import_edition(db: Db, visitor: MayWrite, wanted: EditionIn) -> EditionOut:
    """All items or none; problems name the field as `items.3.price_satang`."""
    draft = EditionDraft.read(wanted.edition)
    items = _items_of(wanted.items, draft.certainty)
    row = store_edition(db, draft, items, ForOffice(visitor.office_id, utc_now(), visitor.person_id))
    detail = {"name": row.name, "listing": row.listing.value, "items": len(items)}
    record(db, visitor.actor, "criteria_edition.imported", subject="criteria_edition", subject_id=row.id, detail=detail)
    return _edition(edition_of(row), len(items))


def _items_of(given: list[dict[str, Any]], certainty: Certainty) -> list[Item]:
    items: dict[str, Item] = {}
    wrong: list[Problem] = []
    for at, one in enumerate(given):
        try:
            item = ItemDraft.read({"certainty": certainty, **one}).item()
        except RefusedError as error:
            wrong += [Problem(f"items.{at}.{each.field}", each.message, each.values) for each in error.problems]
            continue
        if item.code in items:
            wrong.append(Problem(f"items.{at}.item_no", _TWICE, {"code": item.code}))
        items[item.code] = item
    if wrong:
        raise RefusedError(wrong)
    return list(items.values())


def _item(item: Item) -> ItemOut:
    own = {name: getattr(item, name) for name in ItemOut.model_fields if name not in ("spec", "fingerprint")}
    lines = [SpecLineOut.model_validate(line) for line in item.spec]
    return ItemOut(**own, spec=lines, fingerprint=fingerprint(item))


def _in_force(each: InForce) -> InForceOut:
    return InForceOut(
        **_item(each.item).model_dump(),
        listing=each.edition.listing,
        edition=each.edition.key,
        effective_from=each.edition.effective_from,
    )


def _change(change: Change) -> ChangeOut:
    return ChangeOut(
        code=change.new.code,
        old=_item(change.old),
        new=_item(change.new),
        price_changed=change.price_changed,
        difference_satang=change.difference_satang,
        lines_gone=[line.text for line in change.lines_gone],
        lines_new=[line.text for line in change.lines_new],
    )


def _edition(edition: Edition, items: int) -> EditionOut:
    return EditionOut(
        key=edition.key,
        listing=edition.listing,
        name=edition.name,
        announced_on=edition.announced.day,
        announced_precision=edition.announced.precision,
        effective_from=edition.effective_from,
        scope=edition.scope,
        certainty=edition.certainty,
        source=edition.source,
        url=edition.url,
        note=edition.note,
        items=items,
    )
