"""Stock cards as a list, one card with its lines, what was there on a day, and spares by the model they fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, String, and_, case, cast, false, func, select
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from inventory.assets.reconcile import bare
from inventory.models.device import Device
from inventory.models.site import Site
from inventory.models.stock import MoveKind, StockItem, StockKind, StockMove
from inventory.queries.conditions import by_value, is_row, is_word
from inventory.queries.sight import Sight
from inventory.queries.table import Column, Filter, Kind, Table
from service.refusal import MissingError, _
from service.thai_order import in_thai

KIND_WORDS: Final = {StockKind.SPARE: _("spare"), StockKind.CONSUMABLE: _("consumable")}
_KIND: Final = cast(col(StockItem.kind), String)
_VALUE: Final[ColumnElement[Any]] = (
    select(func.coalesce(func.sum(col(StockMove.left) * col(StockMove.price_satang)), 0))
    .where(col(StockMove.item_id) == StockItem.id)
    .correlate(StockItem.__table__)  # type: ignore[attr-defined]
    .scalar_subquery()
)
IS_SHORT: Final = col(StockItem.balance) < col(StockItem.minimum)


def stock_seen(sight: Sight) -> ColumnElement[bool]:
    """The condition on table `stock_item` that keeps what may be seen: a school sees its own unit's."""
    ours = col(StockItem.office_id) == sight.office_id
    return ours if sight.site_id is None else and_(ours, col(StockItem.site_id) == sight.site_id)


def _level(value: str) -> ColumnElement[bool]:
    match value:
        case "short":
            return IS_SHORT
        case "none":
            return col(StockItem.balance) == 0
        case "some":
            return col(StockItem.balance) > 0
    return false()


def _units(session: Session, sight: Sight) -> list[tuple[str, str]]:
    if sight.site_id is not None:
        return []
    owners = select(col(StockItem.site_id)).where(stock_seen(sight), col(StockItem.site_id).is_not(None))
    wanted = select(col(Site.id), col(Site.name)).where(col(Site.id).in_(owners)).order_by(in_thai(Site.name))
    return [("0", _("the office")), *((str(row_id), name) for row_id, name in session.execute(wanted))]


def _archived(value: str) -> ColumnElement[bool]:
    away = col(StockItem.archived_at)
    return away.is_not(None) if value == "yes" else away.is_(None)


STOCK: Final = Table(
    key="stock",
    source=StockItem.__table__.outerjoin(Site, col(Site.id) == StockItem.site_id),  # type: ignore[attr-defined]
    row_id=col(StockItem.id),
    columns=(
        Column("code", _("Code"), col(StockItem.code)),
        Column("name", _("Item"), col(StockItem.name)),
        Column("unit", _("Owner"), col(Site.name)),
        Column("site_code", _("School code"), col(Site.code), shown=False),
        Column("stock_kind", _("Kind"), _KIND, words=by_value(KIND_WORDS)),
        Column("balance", _("On hand"), col(StockItem.balance), Kind.NUMBER),
        Column("unit_word", _("Counted in"), col(StockItem.unit_word)),
        Column("minimum", _("At least"), col(StockItem.minimum), Kind.NUMBER),
        Column("value_satang", _("Value (baht)"), _VALUE, Kind.MONEY),
        Column("place", _("Where it is kept"), col(StockItem.place), shown=False),
        Column("fits", _("Fits models"), col(StockItem.fits), shown=False),
        Column("note", _("Note"), col(StockItem.note), shown=False),
    ),
    searched=(
        *(col(StockItem.code), col(StockItem.name), col(StockItem.fits)),
        func.coalesce(col(Site.name), ""),
    ),
    filters=(
        Filter("unit", _("Owner"), is_row(col(StockItem.unit)), _units),
        Filter(
            "stock_kind",
            _("Kind"),
            is_word(_KIND, StockKind),
            lambda _session, _sight: [(one.value, said) for one, said in KIND_WORDS.items()],
        ),
        Filter(
            "level",
            _("On hand"),
            _level,
            lambda _session, _sight: [
                ("short", _("below the minimum")),
                ("none", _("nothing")),
                ("some", _("something")),
            ],
        ),
        Filter("archived", _("Archive"), _archived, lambda _session, _sight: [("yes", _("in the archive"))]),
    ),
    order=(case((IS_SHORT, 0), else_=1), col(StockItem.code)),
    always={"archived": "no"},
    seen=stock_seen,
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a card with whom it concerns."""

    move: StockMove
    site: Site | None
    device: Device | None


@dataclass(frozen=True, slots=True)
class Card:
    """A stock card, its lines oldest first. `value_satang` is what is on hand at what it cost."""

    item: StockItem
    site: Site | None
    lines: Sequence[Line]
    value_satang: int


def stock_card(session: Session, sight: Sight, item_id: int, *, until: date | None = None) -> Card:
    """By id, with its lines up to a day; MissingError where it may not be seen."""
    item = session.exec(select_rows(StockItem).where(col(StockItem.id) == item_id, stock_seen(sight))).one_or_none()
    if item is None:
        raise MissingError("stock_item")
    wanted: Any = (
        select_rows(StockMove, Site, Device)
        .join(Site, col(Site.id) == StockMove.to_site_id, isouter=True)
        .join(Device, col(Device.id) == StockMove.device_id, isouter=True)
        .where(StockMove.item_id == item_id)
    )
    if until is not None:
        wanted = wanted.where(col(StockMove.moved_on) <= until)
    lines = [Line(*row) for row in session.exec(wanted.order_by(col(StockMove.id)))]
    site = session.get(Site, item.site_id) if item.site_id is not None else None
    return Card(item, site, lines, _worth(line.move for line in lines))


def _worth(moves: Any) -> int:
    return sum(move.cost_satang if move.kind is MoveKind.RECEIPT else -move.cost_satang for move in moves)


@dataclass(frozen=True, slots=True)
class OnHand:
    """What was there of an item on a day, at what it cost."""

    item: StockItem
    site: Site | None
    balance: int
    value_satang: int


def on_hand(session: Session, sight: Sight, day: date, *, unit: int | None = None) -> list[OnHand]:
    """Every item of which something had come in by a day, by owner and code. `unit` 0: the office; none: all."""
    signed = case((col(StockMove.kind) == MoveKind.RECEIPT, 1), else_=-1)
    wanted: Any = (
        select_rows(
            StockItem,
            Site,
            func.sum(signed * col(StockMove.quantity)),
            func.sum(signed * col(StockMove.cost_satang)),
        )
        .join(StockMove, col(StockMove.item_id) == StockItem.id)
        .join(Site, col(Site.id) == StockItem.site_id, isouter=True)
        .where(stock_seen(sight), col(StockMove.moved_on) <= day)
        .group_by(col(StockItem.id), col(Site.id))
        .order_by(in_thai(Site.name), col(StockItem.code))
    )
    if unit is not None:
        wanted = wanted.where(StockItem.unit == unit)
    return [OnHand(item, site, int(pieces), int(cost)) for item, site, pieces, cost in session.exec(wanted)]


def spares_for(session: Session, sight: Sight, model: str) -> list[StockItem]:
    """Spares that fit a model, of which something is on hand, the fullest first. A line of `fits` is a whole name or
    the beginning of one: CRS326 fits CRS326-24G-2S+RM.
    """
    wanted = select_rows(StockItem).where(
        stock_seen(sight),
        StockItem.kind == StockKind.SPARE,
        col(StockItem.archived_at).is_(None),
        col(StockItem.balance) > 0,
    )
    return [item for item in session.exec(wanted.order_by(col(StockItem.balance).desc())) if fits(item, model)]


def fits(item: StockItem, model: str) -> bool:
    """Whether a spare can stand in for a model."""
    named = bare(model)
    return bool(named) and any(named.startswith(bare(line)) for line in item.fits.splitlines() if bare(line))
