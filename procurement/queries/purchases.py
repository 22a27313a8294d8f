"""Purchases and the procurement plan as lists: columns, filters and sums; a school sees its own unit's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, String, and_, case, cast, false, func, select
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from inventory.models.site import Site
from inventory.queries.sight import Sight
from inventory.queries.table import Asked, Column, Filter, Kind, Table
from procurement.buying.method import Method
from procurement.buying.steps import TITLES, Step
from procurement.models.plan import PlanEntry
from procurement.models.purchase import (
    Bid,
    Purchase,
    PurchaseContract,
    PurchaseEvent,
    PurchaseKind,
    PurchaseLine,
    PurchaseShare,
)
from procurement.models.receipt import DeliveredPiece, DeliveredShare, GoodsDelivery
from service.refusal import _
from service.thai_order import in_thai

METHOD_WORDS: Final = {
    Method.SPECIFIC: _("specific method"),
    Method.SELECTION: _("selection method"),
    Method.E_MARKET: _("e-market"),
    Method.E_BIDDING: _("e-bidding"),
}
KIND_WORDS: Final = {
    PurchaseKind.GOODS: _("goods"),
    PurchaseKind.WORK: _("work"),
    PurchaseKind.LEASE: _("lease of links"),
}
EVENT_WORDS: Final = {
    "opened": _("The purchase began"),
    "changed": _("It was changed"),
    "appointed": _("The inspectors were appointed"),
    "terms": _("The terms of the lease were changed"),
    "amended": _("The contract was changed"),
    "corrected": _("Serial numbers were corrected"),
    "approved": _("The request was approved"),
    "offered": _("An offer was written down"),
    "awarded": _("The winner was announced"),
    "signed": _("Contract or order was signed"),
    "copy_sent": _("A copy of the contract was sent"),
    "delivered": _("Goods were delivered"),
    "accepted": _("Goods were accepted"),
    "rejected": _("Goods were sent back"),
    "paid": _("It was paid"),
    "cancelled": _("It was cancelled"),
}
PLAN_STATES: Final = {
    "draft": _("not published"),
    "published": _("published"),
    "used": _("a purchase began"),
    "withdrawn": _("withdrawn"),
}
MOST_EVENTS: Final = 200
_METHOD: Final = cast(col(Purchase.method), String)
_STEP: Final = cast(col(Purchase.step), String)
_KIND: Final = cast(col(Purchase.kind), String)
_AMOUNT: Final = func.coalesce(
    col(PurchaseContract.amount_satang), func.nullif(col(Purchase.amount_satang), 0), col(PlanEntry.amount_satang)
)
# In the order of the steps, not of their names.
_RANK: Final = case({step.value: at for at, step in enumerate(Step)}, value=_STEP)


def seen(sight: Sight) -> ColumnElement[bool]:
    """The condition on table `purchase` that keeps what may be seen."""
    ours = col(Purchase.office_id) == sight.office_id
    return ours if sight.site_id is None else and_(ours, col(Purchase.site_id) == sight.site_id)


def purchases_for(session: Session, sight: Sight, need_id: int) -> Sequence[Purchase]:
    """What buys for a need, where it may be seen, the last begun first: a cancelled one may have been begun anew."""
    lines = select(col(PurchaseShare.line_id)).where(col(PurchaseShare.need_id) == need_id)
    bought = select(col(PurchaseLine.purchase_id)).where(col(PurchaseLine.id).in_(lines))
    wanted = select_rows(Purchase).where(seen(sight), col(Purchase.id).in_(bought))
    return session.exec(wanted.order_by(col(Purchase.id).desc())).all()


def seen_entry(sight: Sight) -> ColumnElement[bool]:
    """The same of the plan."""
    ours = col(PlanEntry.office_id) == sight.office_id
    return ours if sight.site_id is None else and_(ours, col(PlanEntry.site_id) == sight.site_id)


def number_of(value: str) -> int | None:
    """An id or year as an address says it."""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None


def _is(column: Any) -> Any:
    def condition(value: str) -> ColumnElement[bool]:
        wanted = number_of(value)
        return false() if wanted is None else column == wanted

    return condition


def _word(column: Any, known: Mapping[Any, str]) -> Any:
    return lambda value: column == value if value in {str(one) for one in known} else false()


def _options(words: Mapping[Any, str]) -> Any:
    return lambda _session, _sight: [(str(value), said) for value, said in words.items()]


def _years(session: Session, sight: Sight) -> list[tuple[str, str]]:
    wanted = select(col(PlanEntry.year)).where(seen_entry(sight)).distinct().order_by(col(PlanEntry.year).desc())
    return [(str(year), str(year)) for year in session.execute(wanted).scalars()]


def _units(session: Session, sight: Sight) -> list[tuple[str, str]]:
    owners = select(col(PlanEntry.site_id)).where(seen_entry(sight), col(PlanEntry.site_id).is_not(None))
    wanted = select(col(Site.id), col(Site.name)).where(col(Site.id).in_(owners)).order_by(in_thai(Site.name))
    schools = [(str(row_id), name) for row_id, name in session.execute(wanted)]
    return schools if sight.site_id is not None else [("0", _("the office")), *schools]


def _running(value: str) -> ColumnElement[bool]:
    """`yes`: something is still to be done; `done`: all is; `cancelled`."""
    stopped = col(Purchase.cancelled_on).is_not(None)
    known = {
        "yes": col(Purchase.is_over).is_(False),
        "done": and_(col(Purchase.is_over).is_(True), ~stopped),
        "cancelled": stopped,
    }
    return known.get(value, false())


PURCHASES: Final = Table(
    key="purchases",
    source=Purchase.__table__.join(PlanEntry, col(PlanEntry.id) == Purchase.entry_id)  # type: ignore[attr-defined]
    .outerjoin(Site, col(Site.id) == Purchase.site_id)
    .outerjoin(PurchaseContract, col(PurchaseContract.purchase_id) == Purchase.id)
    .outerjoin(Bid, col(Bid.id) == PurchaseContract.bid_id),
    row_id=col(Purchase.id),
    columns=(
        Column("name", _("Purchase"), col(Purchase.name)),
        Column("unit", _("Buyer"), col(Site.name)),
        Column("site_code", _("School code"), col(Site.code), shown=False),
        Column("step", _("Step"), _STEP, ranked=_RANK, words={str(step): said for step, said in TITLES.items()}),
        Column("cancelled_on", _("Cancelled on"), col(Purchase.cancelled_on), Kind.DAY, shown=False),
        Column("method", _("Method"), _METHOD, words={str(one): said for one, said in METHOD_WORDS.items()}),
        Column(
            "purchase_kind",
            _("What is bought"),
            _KIND,
            shown=False,
            words={str(one): said for one, said in KIND_WORDS.items()},
        ),
        Column("amount_satang", _("Amount (baht)"), _AMOUNT, Kind.MONEY),
        Column("year", _("Fiscal year"), col(PlanEntry.year), Kind.NUMBER, shown=False),
        Column("plan_number", _("Number of the plan in e-GP"), col(PlanEntry.egp_plan_no), shown=False),
        Column("egp_project_no", _("Number of the project in e-GP"), col(Purchase.egp_project_no)),
        Column("contract_no", _("Contract number"), col(PurchaseContract.number)),
        Column("supplier", _("Seller"), col(Bid.supplier), shown=False),
        Column("due_on", _("Delivery due"), col(PurchaseContract.due_on), Kind.DAY),
        Column("opened_on", _("Begun on"), col(Purchase.opened_on), Kind.DAY, shown=False),
    ),
    searched=(
        *(col(Purchase.name), col(Purchase.egp_project_no), col(PlanEntry.egp_plan_no)),
        *(func.coalesce(col(PurchaseContract.number), ""), func.coalesce(col(Bid.supplier), "")),
        func.coalesce(col(Site.name), ""),
    ),
    filters=(
        Filter("year", _("Fiscal year"), _is(col(PlanEntry.year)), _years),
        Filter("unit", _("Buyer"), _is(col(Purchase.unit)), _units),
        Filter("step", _("Step"), _word(_STEP, TITLES), _options(TITLES)),
        Filter("method", _("Method"), _word(_METHOD, METHOD_WORDS), _options(METHOD_WORDS)),
        Filter("purchase_kind", _("What is bought"), _word(_KIND, KIND_WORDS), _options(KIND_WORDS)),
        Filter(
            "running",
            _("Progress"),
            _running,
            _options({"yes": _("purchase under way"), "done": _("done"), "cancelled": _("cancelled")}),
        ),
    ),
    order=(col(Purchase.is_over), col(Purchase.id).desc()),
    seen=seen,
)

_USED: Final = select(Purchase.id).where(Purchase.entry_id == PlanEntry.id, col(Purchase.cancelled_on).is_(None))  # type: ignore[call-overload]
_PLAN_STATE: Final = case(
    (col(PlanEntry.withdrawn_on).is_not(None), "withdrawn"),
    (_USED.exists(), "used"),
    (col(PlanEntry.published_on).is_not(None), "published"),
    else_="draft",
)

PLAN: Final = Table(
    key="plan_entries",
    source=PlanEntry.__table__.outerjoin(Site, col(Site.id) == PlanEntry.site_id),  # type: ignore[attr-defined]
    row_id=col(PlanEntry.id),
    columns=(
        Column("year", _("Fiscal year"), col(PlanEntry.year), Kind.NUMBER, shown=False),
        Column("number", _("No."), col(PlanEntry.number), Kind.NUMBER),
        Column("name", _("Project"), col(PlanEntry.name)),
        Column("unit", _("Buyer"), col(Site.name)),
        Column("category", _("Kind of goods"), col(PlanEntry.category), shown=False),
        Column("amount_satang", _("Amount (baht)"), col(PlanEntry.amount_satang), Kind.MONEY),
        Column("planned_on", _("Planned for"), col(PlanEntry.planned_on), Kind.DAY),
        Column("plan_state", _("State"), _PLAN_STATE, words=PLAN_STATES),
        Column("published_on", _("Published on"), col(PlanEntry.published_on), Kind.DAY),
        Column("plan_number", _("Number of the plan in e-GP"), col(PlanEntry.egp_plan_no)),
        Column("budget_source", _("Source of the money"), col(PlanEntry.budget_source), shown=False),
    ),
    searched=(col(PlanEntry.name), col(PlanEntry.category), col(PlanEntry.egp_plan_no)),
    filters=(
        Filter("year", _("Fiscal year"), _is(col(PlanEntry.year)), _years),
        Filter("unit", _("Buyer"), _is(col(PlanEntry.unit)), _units),
        Filter(
            "plan_state",
            _("State"),
            _word(_PLAN_STATE, PLAN_STATES),
            _options(PLAN_STATES),
        ),
    ),
    order=(col(PlanEntry.year).desc(), col(PlanEntry.unit), col(PlanEntry.number)),
    seen=seen_entry,
)


def step_sums(session: Session, sight: Sight, asked: Asked) -> Sequence[tuple[str, int, int]]:
    """(step, purchases, satang) of those that run and that the list keeps, in the order of the steps."""
    found = []
    for step in Step:
        narrowed = Asked(asked.q, {**asked.filters, "step": step.value, "running": "yes"}, limit=None)
        row: Sequence[Any] = PURCHASES.reckon(session, sight, narrowed, func.count(col(Purchase.id)), func.sum(_AMOUNT))
        found.append((step.value, int(row[0] or 0), int(row[1] or 0)))
    return found


def events_of(session: Session, purchase_id: int) -> Sequence[PurchaseEvent]:
    """What was done, newest first."""
    wanted = select_rows(PurchaseEvent).where(PurchaseEvent.purchase_id == purchase_id)
    return session.exec(wanted.order_by(col(PurchaseEvent.id).desc()).limit(MOST_EVENTS)).all()


def purchase_of_asset(session: Session, sight: Sight, asset_id: int) -> Purchase | None:
    """The purchase that an asset came from, where it may be seen."""
    wanted = (
        select_rows(Purchase)
        .join(PurchaseContract, col(PurchaseContract.purchase_id) == Purchase.id)
        .join(GoodsDelivery, col(GoodsDelivery.contract_id) == PurchaseContract.id)
        .join(DeliveredShare, col(DeliveredShare.delivery_id) == GoodsDelivery.id)
        .join(DeliveredPiece, col(DeliveredPiece.delivered_id) == DeliveredShare.id)
        .where(DeliveredPiece.asset_id == asset_id, seen(sight))
    )
    return session.exec(wanted).first()
