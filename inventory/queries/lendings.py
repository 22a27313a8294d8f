"""Lendings as a list, and a slip with its assets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, case, false, func, literal, not_, select
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from inventory.models.asset import Asset
from inventory.models.lending import Lending, LendingItem
from inventory.models.site import Site
from inventory.queries.conditions import is_row, whole
from inventory.queries.sight import Sight
from inventory.queries.table import Column, Filter, Kind, Table
from service.refusal import MissingError, _
from service.thai_order import in_thai

_OUT: Final[ColumnElement[Any]] = (
    select(func.count())
    .where(col(LendingItem.lending_id) == Lending.id, col(LendingItem.returned_on).is_(None))
    .correlate(Lending.__table__)  # type: ignore[attr-defined]
    .scalar_subquery()
)
_ALL: Final[ColumnElement[Any]] = (
    select(func.count())
    .where(col(LendingItem.lending_id) == Lending.id)
    .correlate(Lending.__table__)  # type: ignore[attr-defined]
    .scalar_subquery()
)
IS_OUT: Final[ColumnElement[bool]] = (
    select(literal(1))
    .where(col(LendingItem.lending_id) == Lending.id, col(LendingItem.returned_on).is_(None))
    .correlate(Lending.__table__)  # type: ignore[attr-defined]
    .exists()
)


def lendings_seen(sight: Sight) -> ColumnElement[bool]:
    """The condition on table `lending` that keeps what may be seen: a school sees its own unit's."""
    ours = col(Lending.office_id) == sight.office_id
    return ours if sight.site_id is None else and_(ours, col(Lending.site_id) == sight.site_id)


def _stage(value: str) -> ColumnElement[bool]:
    """`out`, `overdue`, or `back`."""
    match value:
        case "out":
            return IS_OUT
        case "overdue":
            return and_(IS_OUT, col(Lending.due_on) < datetime.now(UTC).date())
        case "back":
            return not_(IS_OUT)
    return false()


def _unit(value: str) -> ColumnElement[bool]:
    """A school by its id; 0 is the office."""
    return col(Lending.site_id).is_(None) if value == "0" else is_row(col(Lending.site_id))(value)


def _asset(value: str) -> ColumnElement[bool]:
    asset_id = whole(value)
    if asset_id is None:
        return false()
    return col(Lending.id).in_(select(col(LendingItem.lending_id)).where(col(LendingItem.asset_id) == asset_id))


def _units(session: Session, sight: Sight) -> list[tuple[str, str]]:
    if sight.site_id is not None:
        return []
    owners = select(col(Lending.site_id)).where(lendings_seen(sight), col(Lending.site_id).is_not(None))
    wanted = select(col(Site.id), col(Site.name)).where(col(Site.id).in_(owners)).order_by(in_thai(Site.name))
    return [("0", _("the office")), *((str(row_id), name) for row_id, name in session.execute(wanted))]


LENDINGS: Final = Table(
    key="lendings",
    source=Lending.__table__.outerjoin(Site, col(Site.id) == Lending.site_id),  # type: ignore[attr-defined]
    row_id=col(Lending.id),
    columns=(
        Column("borrower", _("Borrower"), col(Lending.borrower)),
        Column("borrower_unit", _("Of which unit"), col(Lending.borrower_unit)),
        Column("borrower_phone", _("Telephone"), col(Lending.borrower_phone), shown=False),
        Column("unit", _("Owner"), col(Site.name)),
        Column("site_code", _("School code"), col(Site.code), shown=False),
        Column("lent_on", _("Lent on"), col(Lending.lent_on), Kind.DAY),
        Column("due_on", _("Due back"), col(Lending.due_on), Kind.DAY),
        Column("items", _("Assets"), _ALL, Kind.NUMBER),
        Column("out", _("Not back yet"), _OUT, Kind.NUMBER),
        Column("purpose", _("Purpose"), col(Lending.purpose), shown=False),
        Column("note", _("Note"), col(Lending.note), shown=False),
    ),
    searched=(
        *(col(Lending.borrower), col(Lending.borrower_unit), col(Lending.purpose)),
        func.coalesce(col(Site.name), ""),
    ),
    filters=(
        Filter("unit", _("Owner"), _unit, _units),
        Filter(
            "lending",
            _("Lending"),
            _stage,
            lambda _session, _sight: [
                ("out", _("not back yet")),
                ("overdue", _("overdue")),
                ("back", _("all is back")),
            ],
        ),
    ),
    order=(case((IS_OUT, 0), else_=1), col(Lending.due_on)),
    hidden_filters={"asset_id": _asset},
    seen=lendings_seen,
)


@dataclass(frozen=True, slots=True)
class Slip:
    """A lending with its assets, in the order of the slip."""

    lending: Lending
    site: Site | None
    items: Sequence[tuple[LendingItem, Asset]]

    def is_overdue(self, today: date) -> bool:
        """Something is out after the day on which it was due."""
        return self.lending.due_on < today and any(item.returned_on is None for item, _asset in self.items)


def slip(session: Session, sight: Sight, lending_id: int) -> Slip:
    """By id; MissingError where it may not be seen."""
    lending = session.exec(
        select_rows(Lending).where(col(Lending.id) == lending_id, lendings_seen(sight))
    ).one_or_none()
    if lending is None:
        raise MissingError("lending")
    wanted = select_rows(LendingItem, Asset).join(Asset, col(Asset.id) == LendingItem.asset_id)
    items = session.exec(wanted.where(LendingItem.lending_id == lending_id).order_by(col(LendingItem.id))).all()
    site = session.get(Site, lending.site_id) if lending.site_id is not None else None
    return Slip(lending, site, items)


def lendings_of(session: Session, sight: Sight, asset_id: int) -> Sequence[tuple[Lending, LendingItem]]:
    """When one asset was lent to whom, the newest first."""
    wanted = select_rows(Lending, LendingItem).join(LendingItem, col(LendingItem.lending_id) == Lending.id)
    wanted = wanted.where(LendingItem.asset_id == asset_id, lendings_seen(sight))
    return session.exec(wanted.order_by(col(Lending.lent_on).desc(), col(Lending.id).desc())).all()


def due_lendings(session: Session, sight: Sight, *, until: date) -> Sequence[Lending]:
    """What is out and due by a day, the longest overdue first."""
    wanted = select_rows(Lending).where(lendings_seen(sight), IS_OUT, col(Lending.due_on) <= until)
    return session.exec(wanted.order_by(col(Lending.due_on), col(Lending.id))).all()
