"""Disposals as a list, and those of one asset."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, case, false, func, literal, not_, select
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from inventory.models.asset import Asset
from inventory.models.disposal import Disposal, DisposalItem, DisposalMethod
from inventory.models.site import Site
from inventory.queries.conditions import is_row
from inventory.queries.sight import Sight
from inventory.queries.table import Column, Filter, Kind, Table
from service.refusal import MissingError, _
from service.thai_order import in_thai

METHOD_WORDS: Final = {
    DisposalMethod.AUCTION: _("sale by auction"),
    DisposalMethod.NEGOTIATED: _("sale by negotiation"),
    DisposalMethod.EXCHANGE: _("exchange"),
    DisposalMethod.TRANSFER: _("transfer to another agency"),
    DisposalMethod.CONVERT: _("conversion"),
    DisposalMethod.DESTROY: _("destruction"),
    DisposalMethod.WRITE_OFF: _("write-off"),
}


def _of_items(what: Any, *where: Any) -> ColumnElement[Any]:
    wanted = select(what).select_from(DisposalItem).join(Asset, col(Asset.id) == DisposalItem.asset_id)
    wanted = wanted.where(col(DisposalItem.disposal_id) == Disposal.id, *where)
    return wanted.correlate(Disposal.__table__).scalar_subquery()  # type: ignore[attr-defined]


IS_OPEN: Final[ColumnElement[bool]] = (
    select(literal(1))
    .where(col(DisposalItem.disposal_id) == Disposal.id, col(DisposalItem.is_open))
    .correlate(Disposal.__table__)  # type: ignore[attr-defined]
    .exists()
)


def disposals_seen(sight: Sight) -> ColumnElement[bool]:
    """The condition on table `disposal` that keeps what may be seen: a school sees its own unit's."""
    ours = col(Disposal.office_id) == sight.office_id
    return ours if sight.site_id is None else and_(ours, col(Disposal.site_id) == sight.site_id)


def _stage(value: str) -> ColumnElement[bool]:
    match value:
        case "open":
            return IS_OPEN
        case "gone":
            return and_(not_(IS_OPEN), col(Disposal.ended_at).is_(None))
        case "given_up":
            return col(Disposal.ended_at).is_not(None)
    return false()


def _unit(value: str) -> ColumnElement[bool]:
    """A school by its id; 0 is the office."""
    return col(Disposal.site_id).is_(None) if value == "0" else is_row(col(Disposal.site_id))(value)


def _units(session: Session, sight: Sight) -> list[tuple[str, str]]:
    if sight.site_id is not None:
        return []
    owners = select(col(Disposal.site_id)).where(disposals_seen(sight), col(Disposal.site_id).is_not(None))
    wanted = select(col(Site.id), col(Site.name)).where(col(Site.id).in_(owners)).order_by(in_thai(Site.name))
    return [("0", _("the office")), *((str(row_id), name) for row_id, name in session.execute(wanted))]


DISPOSALS: Final = Table(
    key="disposals",
    source=Disposal.__table__.outerjoin(Site, col(Site.id) == Disposal.site_id),  # type: ignore[attr-defined]
    row_id=col(Disposal.id),
    columns=(
        Column("title", _("Title"), col(Disposal.title)),
        Column("unit", _("Owner"), col(Site.name)),
        Column("site_code", _("School code"), col(Site.code), shown=False),
        Column("created_at", _("Listed"), col(Disposal.created_at), Kind.MOMENT),
        Column("items", _("Assets"), _of_items(func.count()), Kind.NUMBER),
        Column("open", _("Not gone yet"), _of_items(func.count(), col(DisposalItem.is_open)), Kind.NUMBER),
        Column(
            "cost_satang",
            _("Price of acquisition (baht)"),
            _of_items(func.sum(col(Asset.price_satang) * col(Asset.quantity))),
            Kind.MONEY,
        ),
        Column(
            "proceeds_satang", _("Proceeds (baht)"), _of_items(func.sum(col(DisposalItem.proceeds_satang))), Kind.MONEY
        ),
        Column("reason", _("Reason"), col(Disposal.reason), shown=False),
        Column("case_id", _("Number of the case"), col(Disposal.case_id), Kind.NUMBER, shown=False),
        Column("ended_at", _("Given up"), col(Disposal.ended_at), Kind.MOMENT, shown=False),
    ),
    searched=(col(Disposal.title), col(Disposal.reason), func.coalesce(col(Site.name), "")),
    filters=(
        Filter("unit", _("Owner"), _unit, _units),
        Filter(
            "disposal",
            _("Disposal"),
            _stage,
            lambda _session, _sight: [
                ("open", _("under way")),
                ("gone", _("all has gone")),
                ("given_up", _("given up")),
            ],
        ),
    ),
    order=(case((IS_OPEN, 0), else_=1), col(Disposal.created_at).desc()),
    seen=disposals_seen,
)


def disposal_seen(session: Session, sight: Sight, disposal_id: int) -> Disposal:
    """By id; MissingError where it may not be seen."""
    wanted = select_rows(Disposal).where(col(Disposal.id) == disposal_id, disposals_seen(sight))
    found = session.exec(wanted).one_or_none()
    if found is None:
        raise MissingError("disposal")
    return found


def disposals_of(session: Session, sight: Sight, asset_id: int) -> Sequence[tuple[Disposal, DisposalItem]]:
    """Those in which one asset was listed, the newest first."""
    wanted = select_rows(Disposal, DisposalItem).join(DisposalItem, col(DisposalItem.disposal_id) == Disposal.id)
    wanted = wanted.where(DisposalItem.asset_id == asset_id, disposals_seen(sight))
    return session.exec(wanted.order_by(col(Disposal.id).desc())).all()
