"""The asset book over the API: the list, cards, their condition, history and depreciation, and classes."""

from __future__ import annotations

from datetime import date, datetime
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import col, select

from inventory.assets.depreciation import Written
from inventory.assets.reckoning import ages_of, judged, lines_of
from inventory.assets.reconcile import Difference
from inventory.assets.terms import Untold
from inventory.models.asset import Asset, AssetClass, AssetRule, Fund, Standing
from inventory.queries.asset_matching import worklist
from inventory.queries.assets import ASSETS, card
from inventory.queries.table import Asked
from inventory.store.asset_classes import ClassDraft, RuleDraft, book_of, store_rule
from inventory.store.asset_matching import Decision
from inventory.store.assets import AssetDraft
from netops.asset_editors import AssetClasses, Assets
from netops.audit import record
from netops.web.access import Visitor, allowed
from netops.web.api.crud import Noun, routes_of
from netops.web.api.inventory import FIXED, Choice
from netops.web.api.paging import Pages, Paging, listed, select_page
from netops.web.api.shapes import Listed, Shape
from netops.web.hand import hand_of
from netops.web.pages.asset_matching import UNSEEN_DAYS, settle
from service.columns import utc_now
from service.thai_order import in_thai
from service.web.transaction import Db

router = APIRouter(prefix="/api/v1")
MayRead = Annotated[Visitor, Depends(allowed("assets.read"))]
MayWrite = Annotated[Visitor, Depends(allowed("assets.write"))]


class AssetOut(Shape):
    """One card. Money in satang, `price_satang` for one piece; `site_id` none: the office owns it."""

    id: int
    site_id: int | None
    number: str
    gfmis_no: str
    name: str
    class_id: int | None
    brand: str
    model: str
    serial: str
    quantity: int
    unit_word: str
    price_satang: int | None
    acquired_on: date | None
    document_no: str
    fund: Fund
    method: str
    supplier: str
    supplier_address: str
    supplier_phone: str
    contract_no: str
    warranty_until: date | None
    life_years: int | None
    custodian: str
    place: str
    standing: Standing
    disposed_on: date | None
    device_id: int | None
    note: str
    created_at: datetime
    changed_at: datetime


class AssetEventOut(Shape):
    """What was done to a card: `changes` is {field: [before, after]}."""

    at: datetime
    kind: str
    actor: str
    changes: dict[str, Any]
    note: str


class LineOut(BaseModel):
    """A fiscal year of the register card, as of `day`: 30 September, or the day of its disposal. `year` is of the
    Buddhist era; satang of the batch.
    """

    year: int
    day: date
    opening_satang: int
    year_satang: int
    accumulated_satang: int
    net_satang: int


class DepreciationOut(BaseModel):
    """How it is written down, or why not; and both ages. `replaceable_on` is by the criteria of prices."""

    untold: Untold | None
    life_years: int | None
    lines: list[LineOut]
    life_ends_on: date | None
    replaceable_on: date | None


class TermOut(Shape):
    """How a class is depreciated from a day on."""

    valid_from: date
    life_years: int
    is_depreciated: bool
    source: str


class AssetClassOut(Shape):
    """A class of assets; terms are given when one class is asked for."""

    id: int
    code: str
    name: str
    terms: list[TermOut] | None = None


class AssetRuleOut(Shape):
    """Parameters of the office for what was acquired on `valid_from` or later."""

    id: int
    valid_from: date
    threshold_satang: int
    replace_after_years: int
    source: str


class AssetSearch(Paging):
    """As the list's own filters: `unit` a site's id or 0 for the office, `year` of the Buddhist era."""

    q: Annotated[str, Field(max_length=100)] = ""
    sort: Annotated[str, Field(max_length=64)] = ""
    unit: int | None = None
    class_id: int | None = None
    standing: Standing | None = None
    fund: Fund | None = None
    year: int | None = None
    warranty_ends: Choice = ""
    older: int | None = None
    network: Annotated[str, Field(pattern="^(yes|no)?$")] = ""

    def asked(self) -> Asked:
        """For the table."""
        own = {name: getattr(self, name) for name in type(self).model_fields if name not in FIXED}
        return Asked(
            q=self.q.replace("\x00", ""),
            filters={_filter(name): str(value) for name, value in own.items() if value not in ("", None)},
            sort=self.sort.removeprefix("-"),
            descending=self.sort.startswith("-"),
            limit=self.limit,
            offset=self.offset,
        )


def _filter(name: str) -> str:
    return "class" if name == "class_id" else name


class StandingWish(BaseModel):
    """A condition, and why: needed for lost, to_dispose and disposed."""

    model_config = ConfigDict(extra="forbid")

    standing: Standing
    note: Annotated[str, Field(max_length=2000)] = ""


@router.get("/assets", tags=["assets"], summary="The asset book")
def list_assets(db: Db, visitor: MayRead, wanted: Annotated[AssetSearch, Query()]) -> Listed[AssetOut]:
    """Cards by number; a school sees its own unit's."""
    ids, total = ASSETS.ids(db, visitor.sight, wanted.asked())
    found = {row.id: row for row in db.exec(select(Asset).where(col(Asset.id).in_(ids)))}
    return listed(AssetOut, [found[row_id] for row_id in ids], total=total, pages=wanted)


class DifferenceOut(BaseModel):
    """One difference between book and network; `book` and `network` are what each says of it."""

    kind: Difference
    asset_id: int | None
    device_id: int | None
    book: str
    network: str


class DecisionWish(BaseModel):
    """A decision about a difference as it is listed; ignoring needs a reason."""

    model_config = ConfigDict(extra="forbid")

    kind: Difference
    asset_id: int | None = None
    device_id: int | None = None
    decision: Decision
    reason: Annotated[str, Field(max_length=500)] = ""


class DifferenceSearch(Paging):
    """By kind; `days` without an answer after which a device counts as not seen."""

    kind: Difference | None = None
    days: Annotated[int, Field(ge=1, le=9999)] = UNSEEN_DAYS


@router.get("/assets/reconcile", tags=["assets"], summary="Where book and network disagree")
def list_differences(db: Db, visitor: MayRead, wanted: Annotated[DifferenceSearch, Query()]) -> Listed[DifferenceOut]:
    """The most pressing first, without what was let stand."""
    every = worklist(db, visitor.sight, now=utc_now(), unseen_days=wanted.days)
    kept = [found for found in every if wanted.kind in (None, found.kind)]
    items = [
        DifferenceOut(kind=one.kind, asset_id=one.asset_id, device_id=one.device_id, book=one.book, network=one.network)
        for one in kept[wanted.offset : wanted.offset + wanted.limit]
    ]
    return Listed[DifferenceOut](items=items, total=len(kept), limit=wanted.limit, offset=wanted.offset)


@router.post("/assets/reconcile", tags=["assets"], summary="Settle a difference", status_code=HTTPStatus.NO_CONTENT)
def settle_difference(
    request: Request,
    db: Db,
    visitor: MayWrite,
    wish: DecisionWish,
    days: Annotated[int, Query(ge=1, le=9999)] = UNSEEN_DAYS,
) -> None:
    """Take the network's word, unlink, or let it stand; 404 when it is settled already."""
    typed = {name: str(value) for name, value in wish.model_dump(mode="json").items() if value is not None}
    settle(request, db, visitor, typed, unseen_days=days)


@router.post("/assets/{row_id}/standing", tags=["assets"], summary="Write down the condition of an asset")
def stand(request: Request, db: Db, visitor: MayWrite, row_id: int, wish: StandingWish) -> AssetOut:
    """The card keeps who said so, when and why."""
    editor = Assets(hand_of(request, db, visitor))
    row = editor.get(row_id)
    today = utc_now().astimezone(request.app.state.render.zone).date()
    editor.stand(row, wish.standing, note=wish.note, on=today)
    return AssetOut.model_validate(row)


@router.get("/assets/{row_id}/history", tags=["assets"], summary="What was done to an asset")
def history(db: Db, visitor: MayRead, row_id: int) -> list[AssetEventOut]:
    """Newest first, the last 200."""
    return [AssetEventOut.model_validate(event) for event in card(db, visitor.sight, row_id).events]


@router.get("/assets/{row_id}/depreciation", tags=["assets"], summary="The register card of an asset")
def depreciation(request: Request, db: Db, visitor: MayRead, row_id: int) -> DepreciationOut:
    """A line for each 30 September, past and to come."""
    asset, book = card(db, visitor.sight, row_id).asset, book_of(db, visitor.office_id)
    written = judged(asset, book)
    today = utc_now().astimezone(request.app.state.render.zone).date()
    both = ages_of(asset, book, today)
    return DepreciationOut(
        untold=written if isinstance(written, Untold) else None,
        life_years=written.life_years if isinstance(written, Written) else None,
        lines=[
            LineOut(
                year=line.year.era,
                day=line.day,
                opening_satang=line.opening_satang,
                year_satang=line.year_satang,
                accumulated_satang=line.accumulated_satang,
                net_satang=line.net_satang,
            )
            for line in lines_of(asset, written)
        ],
        life_ends_on=both.life_ends_on if both else None,
        replaceable_on=both.replaceable_on if both else None,
    )


@router.get("/asset-classes", tags=["asset-classes"], summary="Classes of assets")
def list_classes(
    db: Db, visitor: Annotated[Visitor, Depends(allowed("asset_classes.read"))], pages: Pages
) -> Listed[AssetClassOut]:
    """By name."""
    where = [AssetClass.office_id == visitor.office_id]
    return select_page(db, AssetClass, AssetClassOut, where=where, order=[in_thai(AssetClass.name)], pages=pages)


@router.get("/asset-rules", tags=["asset-classes"], summary="Parameters of the asset book")
def list_rules(
    db: Db, visitor: Annotated[Visitor, Depends(allowed("asset_classes.read"))], pages: Pages
) -> Listed[AssetRuleOut]:
    """The latest first."""
    where = [AssetRule.office_id == visitor.office_id]
    return select_page(db, AssetRule, AssetRuleOut, where=where, order=[col(AssetRule.valid_from).desc()], pages=pages)


@router.put("/asset-rules", tags=["asset-classes"], summary="Set parameters from a day on")
def put_rule(
    db: Db, visitor: Annotated[Visitor, Depends(allowed("asset_classes.write"))], wish: RuleDraft
) -> AssetRuleOut:
    """For what is acquired on that day or later."""
    rule = store_rule(db, wish, office_id=visitor.office_id)
    record(db, visitor.actor, "asset_rule.stored", subject="asset_rule", subject_id=rule.id, detail={})
    return AssetRuleOut.model_validate(rule)


ROUTERS: Final = (
    router,
    routes_of(Noun("assets", Assets, AssetDraft, AssetOut, "assets", removable=False)),
    routes_of(Noun("asset-classes", AssetClasses, ClassDraft, AssetClassOut, "asset_classes", removable=False)),
)
