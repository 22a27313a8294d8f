"""A specification begun from approved needs, or from devices that the inventory lists; and options compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Form
from sqlmodel import Session, col, select
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from inventory.models.device import Device
from inventory.models.site import Site
from inventory.queries.inventory_table import DEVICES
from inventory.queries.table import Asked
from netops.spec_editors import Specs
from netops.web.access import Visitor, allowed
from netops.web.criteria_words import today_of
from netops.web.hand import hand_of
from netops.web.listing import asked_of
from netops.web.spec_words import PAGE_WORDS
from procurement.criteria.edition import InForce, Listing
from procurement.proposing import Wanted
from procurement.store.criteria import office_catalogue
from procurement.store.need_buying import specifiable
from procurement.store.spec_drafts import SpecDraft
from procurement.store.spec_lines import criterion_of, find_line
from procurement.store.spec_proposals import of_devices, of_needs, proposal
from service.i18n import N_, _
from service.refusal import MissingError, RefusedError, refuse
from service.thai_order import in_thai
from service.web.form import problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(prefix="/specs", include_in_schema=False)
HOME: Final = "/specs"
MOST: Final = 500
MayWrite = Annotated[Visitor, Depends(allowed("specs.write"))]


@router.get("/start")
def choose(request: Request, db: Db, visitor: MayWrite) -> Response:
    """Approved needs to be ticked; or the devices that the inventory's list shows, by the same filters."""
    return _page(request, db, visitor, title="", day=today_of(request).isoformat(), chosen=None)


async def _given(request: Request) -> FormData:
    """With every box that was ticked."""
    return await request.form(max_fields=2 * MOST)


@router.post("/start")
def begin(request: Request, db: Db, visitor: MayWrite, given: Annotated[FormData, Depends(_given)]) -> Response:
    """What was ticked as lines: first to be looked at, then as a draft."""
    needs, devices = (_ids([str(value) for value in given.getlist(name)]) for name in ("need", "device"))
    title, day = (str(given.get(name, ""))[:255] for name in ("title", "day"))
    try:
        draft = SpecDraft.read({"title": title, "day": day})
        wanted = [*of_needs(db, visitor.office_id, needs), *of_devices(db, visitor.office_id, devices)]
        if not wanted:
            raise refuse("", N_("Choose at least one need or device"))
        if given.get("act") == "look":
            shown = _Chosen(frozenset(needs), frozenset(devices), proposal(db, visitor.office_id, wanted, draft.day))
            return _page(request, db, visitor, title=title, day=day, chosen=shown)
        spec_id = _begun(request, db, visitor, draft, wanted)
    except RefusedError as error:
        chosen = _Chosen(frozenset(needs), frozenset(devices), [])
        return _page(request, db, visitor, title=title, day=day, chosen=chosen, wrong=problems(error))
    return redirect(request, f"{HOME}/{spec_id}", _("The specification is begun. Look at every line."))


def _begun(request: Request, db: Session, visitor: Visitor, draft: SpecDraft, wanted: Sequence[Wanted]) -> int | None:
    with db.begin_nested():
        return Specs(hand_of(request, db, visitor)).begin(draft, wanted).id


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What was ticked, and the lines that would be made of it."""

    needs: frozenset[int]
    devices: frozenset[int]
    lines: Sequence[Any]


def _ids(given: Sequence[str]) -> list[int]:
    found = [int(text) for text in given if text.isascii() and text.isdigit() and len(text) < 10]
    return list(dict.fromkeys(found))[:MOST]


def _page(  # noqa: PLR0913 - what the page shows
    request: Request,
    db: Session,
    visitor: Visitor,
    *,
    title: str,
    day: str,
    chosen: _Chosen | None,
    wrong: Mapping[str, str] | None = None,
) -> Response:
    from_devices = request.query_params.get("from") == "devices" or bool(chosen and chosen.devices)
    needs = [] if from_devices else specifiable(db, visitor.office_id)[:MOST]
    devices = _devices(request, db, visitor, chosen) if from_devices else []
    sites = dict(db.exec(select(Site.id, Site.name).where(Site.office_id == visitor.office_id)).all())
    return page(
        request,
        "spec_start.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        title_typed=title,
        day=day,
        chosen=chosen,
        wrong=wrong or {},
        needs=needs,
        devices=devices,
        sites=sites,
        **PAGE_WORDS,
    )


def _devices(request: Request, db: Session, visitor: Visitor, chosen: _Chosen | None) -> Sequence[Device]:
    """Those of the inventory's list with the filters of the address, or those that were ticked."""
    if chosen is not None:
        ids = sorted(chosen.devices)
    else:
        shown = asked_of(request, DEVICES)
        wanted = Asked(shown.q, shown.filters, shown.sort, shown.descending, limit=MOST)
        ids, _total = DEVICES.ids(db, visitor.sight, wanted)
    query = select(Device).join(Site).where(Site.office_id == visitor.office_id, col(Device.id).in_(ids))
    return db.exec(query.order_by(in_thai(Site.name), col(Device.name))).all()


@dataclass(frozen=True, slots=True)
class Option:
    """An item that could stand in the place of the line's, and what all pieces would cost."""

    held: InForce
    total_satang: int | None
    more_satang: int | None
    is_taken: bool


@router.get("/{spec_id:int}/lines/{line_id:int}/options")
def options(request: Request, db: Db, visitor: MayWrite, spec_id: int, line_id: int) -> Response:
    """Items of the same kind side by side, by the criteria of the specification's day."""
    spec = Specs(hand_of(request, db, visitor)).get(spec_id)
    line = find_line(db, spec, line_id)
    used = criterion_of(line)
    kind = used.category if used is not None else line.category
    found = [each for each in office_catalogue(db, spec.office_id).items_at(spec.day) if each.item.category == kind]
    now = line.unit_price_satang * line.quantity
    rows = []
    for each in found if kind else []:
        price = each.item.price_satang
        total = None if price is None else price * line.quantity
        taken = used is not None and (used.listing, used.code) == (each.edition.listing, each.item.code)
        rows.append(Option(each, total, None if total is None else total - now, taken))
    return page(request, "spec_options.html", spec=spec, line=line, rows=rows, amount=now, **PAGE_WORDS)


@router.post("/{spec_id:int}/lines/{line_id:int}/options")
def take(
    request: Request,
    db: Db,
    visitor: MayWrite,
    spec_id: int,
    line_id: int,
    item: Annotated[str, Form(max_length=80)] = "",
) -> Response:
    """Another item in the line's place; its places and further demands stay."""
    editor = Specs(hand_of(request, db, visitor))
    spec = editor.get(spec_id)
    line = find_line(db, spec, line_id)
    held = _held(db, spec.office_id, item, spec.day)
    try:
        with db.begin_nested():
            editor.take_item(spec, line, held)
    except RefusedError as error:
        return redirect(request, f"{HOME}/{spec_id}", " ".join(problems(error).values()), kind="danger")
    return redirect(request, f"{HOME}/{spec_id}#line-{line_id}", _("Saved."))


def _held(db: Session, office_id: int, item: str, day: date) -> InForce:
    listing, _colon, code = item.partition(":")
    held = office_catalogue(db, office_id).item_at(day, Listing(listing), code) if listing in set(Listing) else None
    if held is None:
        raise MissingError("item")
    return held
