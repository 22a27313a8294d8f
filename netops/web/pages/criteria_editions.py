"""Editions of price criteria: which there are, what one says, and two of them side by side."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import Response

from netops.web.access import Visitor, allowed
from netops.web.criteria_words import SCOPES, today_of
from netops.web.pages.criteria import item_cells, wording
from procurement.criteria.catalogue import Catalogue
from procurement.criteria.comparing import DifferentListsError, compare
from procurement.criteria.edition import Edition, Listing
from procurement.criteria.rows import COLUMNS
from procurement.store.criteria import office_catalogue
from service.refusal import MissingError
from service.web.exports import Sheet, as_file
from service.web.render import page
from service.web.transaction import Db

router = APIRouter(prefix="/criteria/editions", include_in_schema=False)
MayRead = Annotated[Visitor, Depends(allowed("criteria.read"))]
MayExport = Annotated[Visitor, Depends(allowed("exports.run"))]


@router.get("")
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """By list, the newest first, with how many items are known of each."""
    catalogue, today = office_catalogue(db, visitor.office_id), today_of(request)
    in_force = {edition.key for listing in Listing for edition in catalogue.basis_at(today, listing)}
    parts = [(listing, [one for one in reversed(catalogue.editions) if one.listing is listing]) for listing in Listing]
    return page(
        request,
        "criteria_editions.html",
        parts=parts,
        in_force=in_force,
        counts={one.key: len(catalogue.items_of(one.key)) for one in catalogue.editions},
        today=today,
        scopes=SCOPES,
        **wording(),
    )


@router.get("/compare")
def side_by_side(
    request: Request,
    db: Db,
    visitor: MayRead,
    old: Annotated[str, Query(max_length=64)] = "",
    new: Annotated[str, Query(max_length=64)] = "",
) -> Response:
    """What came, went and changed from one to the other; without a choice, the two newest of which items are known."""
    catalogue = office_catalogue(db, visitor.office_id)
    older, newer = _pair(catalogue, old, new)
    try:
        found = compare(catalogue, older.key, newer.key)
    except DifferentListsError:
        found = None
    return page(
        request,
        "criteria_compare.html",
        older=older,
        newer=newer,
        found=found,
        choices=[(listing, _known_first(catalogue, listing)) for listing in Listing],
        **wording(),
    )


def _pair(catalogue: Catalogue, old: str, new: str) -> tuple[Edition, Edition]:
    """The two that were chosen, the older first whichever way they were chosen; MissingError for one not there."""
    if not old and not new:
        known = [one for one in catalogue.editions if one.listing is Listing.COMPUTER and catalogue.items_of(one.key)]
        return known[-2], known[-1]
    found = [catalogue.edition(old), catalogue.edition(new)]
    chosen = sorted((one for one in found if one is not None), key=lambda one: one.order)
    if len(chosen) < len(found):
        raise MissingError
    return chosen[0], chosen[1]


def _known_first(catalogue: Catalogue, listing: Listing) -> list[Edition]:
    """Newest first; those of which nothing is known stand last."""
    own = [one for one in reversed(catalogue.editions) if one.listing is listing]
    return sorted(own, key=lambda one: not catalogue.items_of(one.key))


@router.get("/{key}")
def one(request: Request, db: Db, visitor: MayRead, key: str) -> Response:
    """What an edition itself says, as printed."""
    catalogue = office_catalogue(db, visitor.office_id)
    edition = _edition(catalogue, key)
    return page(
        request,
        "criteria_edition.html",
        edition=edition,
        items=catalogue.items_of(key),
        in_force=edition in catalogue.basis_at(today_of(request), edition.listing),
        today=today_of(request),
        scopes=SCOPES,
        **wording(),
    )


@router.get("/{key}/export.{kind}")
def export(db: Db, visitor: MayExport, key: str, kind: str) -> Response:
    """Its items as a file that could be imported again."""
    catalogue = office_catalogue(db, visitor.office_id)
    rows = [item_cells(item) for item in catalogue.items_of(_edition(catalogue, key).key)]
    return as_file(Sheet(f"criteria-{key}", [column.name for column in COLUMNS], rows), kind)


def _edition(catalogue: Catalogue, key: str) -> Edition:
    found = catalogue.edition(key)
    if found is None:
        raise MissingError
    return found
